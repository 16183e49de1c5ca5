/**
 * After-queue content filters (FILTER_README). The queue hands a message to a filter, which hands it back
 * under a second queue id: two lines `status=sent`, one delivery.
 *
 *   A1: to=<b@example.com>, relay=127.0.0.1[127.0.0.1]:10024, ... status=sent (250 ... queued as B2)
 *   B2: client=localhost[127.0.0.1]          B2: message-id=<the same>
 *
 * B2 carries A1 on when it came from this host with A1's message-id and envelope sender and A1 went into a
 * filter, or when smtpd says so (`orig_queue_id=`). A list manager or a forward changes the sender, so its
 * copies are messages of their own; so are those of a program that sends one message-id many times. Whichever
 * line comes first, the delivery or the second message, waits for the other in the log's time, not longer
 * than `PATIENCE`.
 */
import type { Delivery } from '../event.ts';
import { isLoopback, type KeptMoment, type Message, type Moment, momentOf } from './message.ts';

/** Milliseconds of log time that a delivery waits for proof that it was a hop. */
export const PATIENCE = 60_000;

/** Pipes that end in a mailbox: what they send on is not the message itself. */
const MAILBOX_PIPES = [
  'dovecot',
  'maildrop',
  'cyrus',
  'procmail',
  'mailman',
  'vacation',
  'autoreply',
  'uucp',
  'fax',
];

export type HopKind = 'no' | 'smtp' | 'pipe';

/** Whether a delivery may be a hop into a filter of this host. */
export function hopKind(event: Delivery): HopKind {
  if (event.status !== 'sent') return 'no';
  switch (event.agent) {
    case 'smtp':
    case 'lmtp':
    case 'relay': {
      const open = event.relay.indexOf('[');
      if (open < 0 || !isLoopback(event.relay.slice(open + 1, event.relay.indexOf(']', open)))) return 'no';
      return queuedAs(event.reply) === '' ? 'no' : 'smtp';
    }
    case 'pipe':
      return MAILBOX_PIPES.some((name) => event.relay.startsWith(name)) ? 'no' : 'pipe';
    default:
      return 'no';
  }
}

/** The queue id in `250 2.0.0 Ok: queued as B2`, "" where none is. */
export function queuedAs(reply: string): string {
  const found = reply.lastIndexOf('queued as ');
  if (found < 0) return '';
  let end = found + 10;
  while (end < reply.length && isWord(reply.charCodeAt(end))) end++;
  return reply.slice(found + 10, end);
}

function isWord(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
}

/** A delivery that may turn out to be a hop. */
export interface PendingHop {
  readonly message: Message;
  readonly moment: KeptMoment;
  readonly event: Delivery;
}

interface Waiting extends PendingHop {
  settled: boolean;
}

/** Deliveries that wait for proof. */
export class PendingHops {
  readonly #queue: Waiting[] = [];
  readonly #bySecondId = new Map<string, Waiting[]>();
  readonly #byMessage = new Map<Message, Waiting[]>();
  /** Deliveries to pipes, by message-id. */
  readonly #pipes = new Map<number, Waiting[]>();
  #head = 0;

  get size(): number {
    return this.#queue.length - this.#head;
  }

  add(message: Message, moment: KeptMoment, event: Delivery, secondId: string): void {
    const waiting: Waiting = { message, moment, event, settled: false };
    message.pending++;
    this.#queue.push(waiting);
    push(this.#byMessage, message, waiting);
    if (secondId !== '') push(this.#bySecondId, secondId, waiting);
    else push(this.#pipes, message.messageId, waiting);
  }

  /** What still waits. */
  *waiting(): Iterable<PendingHop> {
    for (let i = this.#head; i < this.#queue.length; i++) {
      const waiting = this.#queue[i]!;
      if (!waiting.settled) yield waiting;
    }
  }

  /** The first message whose delivery said `queued as secondId`. */
  firstOf(secondId: string): Message | undefined {
    return this.#bySecondId.get(secondId)?.[0]?.message;
  }

  /** The message that a pipe took a moment ago and that this one may carry on. */
  pipedTo(message: Message): Message | undefined {
    let found: Message | undefined;
    for (const { message: first, settled } of this.#pipes.get(message.messageId) ?? []) {
      if (first === message || first.sender !== message.sender) continue;
      if (!settled) return first;
      found = first;
    }
    return found;
  }

  /** Proof came: the waiting deliveries of this message into a pipe, or that led to `second`, were hops. */
  prove(message: Message, second: Message): void {
    for (const waiting of this.#byMessage.get(message) ?? []) {
      const next = queuedAs(waiting.event.reply);
      if (next === '' || next === second.queueId) waiting.settled = true;
    }
  }

  /** Gives up the ones that waited long enough: they were deliveries. */
  expire(now: number, tell: (message: Message, moment: Moment, event: Delivery) => void): void {
    while (this.#head < this.#queue.length) {
      const waiting = this.#queue[this.#head]!;
      if (!waiting.settled && now - waiting.moment.time < PATIENCE) break;
      this.#head++;
      waiting.message.pending--;
      this.#byMessage.delete(waiting.message);
      const second = queuedAs(waiting.event.reply);
      if (second !== '') this.#bySecondId.delete(second);
      else this.#drop(waiting);
      if (!waiting.settled) tell(waiting.message, momentOf(waiting.moment), waiting.event);
    }
    if (this.#head > 1024 && this.#head * 2 > this.#queue.length) {
      this.#queue.splice(0, this.#head);
      this.#head = 0;
    }
  }

  #drop(waiting: Waiting): void {
    const { messageId } = waiting.message;
    const list = this.#pipes.get(messageId) ?? [];
    const at = list.indexOf(waiting);
    if (at >= 0) list.splice(at, 1);
    if (list.length === 0) this.#pipes.delete(messageId);
  }
}

function push<K>(map: Map<K, Waiting[]>, key: K, waiting: Waiting): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [waiting]);
  else list.push(waiting);
}
