/**
 * After-queue content filters (FILTER_README). The queue hands a message to a filter, which hands it back
 * under a second queue id: two lines `status=sent`, one delivery.
 *
 *   A1: to=<b@example.com>, relay=127.0.0.1[127.0.0.1]:10024, ... status=sent (250 ... queued as B2)
 *   B2: client=localhost[127.0.0.1]          B2: message-id=<the same>
 *
 * B2 carries A1 on where A1's delivery names it and both have one message-id, or A1 has none (the filter's copy
 * may get one); wherever the filter runs, on this host, behind a socket or on another host. A pipe(8), and a
 * filter on this host that tells no queue id, name nothing: theirs is what comes from this host with A1's
 * message-id and envelope sender while they run. Of a filter on another host it is what comes from that host in the
 * same way before A1's delivery is over: who only passes mail on answers first. smtpd may also say it
 * (`orig_queue_id=`).
 *
 * A list manager or a forward changes the sender, so its copies are messages of their own; so are those of a
 * program that sends one message-id many times. Whichever line comes first, the delivery or the second message,
 * waits for the other in the log's time, not longer than `PATIENCE`; not so a delivery to another host that
 * names a queue id which is none here, since most of them do.
 */
import type { Delivery } from '../event.ts';
import { isLoopback, type KeptMoment, type Message, type Moment, momentOf, UNNAMED } from './message.ts';
import { NO_ID } from './names.ts';

/** Milliseconds of log time that a delivery waits for proof that it was a hop. */
export const PATIENCE = 60_000;
/** The same of one that was a hop: a filter that names nothing may have given back more than one message. */
const MORE = 2_000;

/** Stamps of whole seconds may be this many milliseconds off each other. */
const CLOCK = 1_000;

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

/**
 * named: it tells the second queue id, on this host; blind: it tells none. away: to another host or a socket; a queue id
 * that it tells is most likely one of that host.
 */
export type HopKind = 'no' | 'named' | 'away' | 'blind';

/** Whether a delivery may be a hop into a filter. */
export function hopKind(event: Delivery): HopKind {
  if (event.status !== 'sent') return 'no';
  switch (event.agent) {
    case 'smtp':
    case 'lmtp':
    case 'relay': {
      if (isBoxed(event.reply)) return 'no';
      if (!isThisHost(event.relay)) return 'away';
      if (queuedAs(event.reply) !== '') return 'named';
      return isDiscarded(event) ? 'no' : 'blind';
    }
    case 'pipe':
      return MAILBOX_PIPES.some((name) => event.relay.startsWith(name)) ? 'no' : 'blind';
    default:
      return 'no';
  }
}

/** LMTP servers that have it in a mailbox: Dovecot, Cyrus, Zimbra. What their users redirect is no copy of a filter. */
function isBoxed(reply: string): boolean {
  return reply.endsWith(' Saved') || reply.includes(' SESSIONID=<') || reply.endsWith(' Delivery OK');
}

export function isThisHost(relay: string): boolean {
  const open = relay.indexOf('[');
  return open >= 0 && isLoopback(relay.slice(open + 1, relay.indexOf(']', open)));
}

/** What a filter of this host answers when it throws a message away. */
const THROWN_AWAY = [', discarded', '; Discarded Email', ' BLOCKED ('];

/**
 * Whether a filter of this host took the message and threw it away:
 *
 *   250 2.7.0 Ok, discarded, id=01234-05 - spam       250 2.7.1 Ok, discarded, UBE, id=01234-05   (Amavis, new and old)
 *   250 Virus Detected; Discarded Email (clamsmtpd)   250 2.7.0 BLOCKED (381C4E5DFA31DF9E90F)      (Proxmox)
 */
export function isDiscarded(event: Delivery): boolean {
  return event.fate !== undefined || (throwsAway(event.reply) && isThisHost(event.relay));
}

export function throwsAway(reply: string): boolean {
  return THROWN_AWAY.some((words) => reply.includes(words));
}

/** Amavis took the message and sent it back to its sender: `250 2.5.0 Ok, id=01234-05, BOUNCE`. */
export function isGivenBack(reply: string): boolean {
  return reply.endsWith(', BOUNCE');
}

/** The filter's own number of the message, at the end of its reply: `250 2.5.0 OK (381C4E5DFA31DF9E90F)`; else "". */
export function filterIdOf(reply: string): string {
  return reply.endsWith(')') ? reply.slice(reply.lastIndexOf('(') + 1, -1) : '';
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

interface Timed {
  readonly time: number;
}

/** When a filter may have begun to hand a message back, epoch milliseconds: its run is the delivery's last stage. */
export function began(moment: Timed, event: Delivery): number {
  const seconds = Number(event.delays.slice(event.delays.lastIndexOf('/') + 1));
  return moment.time - (event.delays === '' || Number.isNaN(seconds) ? event.delay : seconds) * 1000 - CLOCK;
}

/** Whether the second message is the first again, where a delivery of the first names it. */
export function carries(second: Message, first: Message): boolean {
  if (second.messageId === UNNAMED) return false;
  // It began before the log.
  if (first.messageId === UNNAMED) return first.origin === 'unknown' && second.inside;
  if (second.messageId === first.messageId) return true;
  if (first.messageId !== NO_ID) return false;
  return second.sender === undefined || second.sender === first.sender;
}

/** Whether a filter that names no queue id may have given the first message back as the second: it has a user of its own. */
export function mayCome(second: Message, first: Message): boolean {
  if (second === first || !second.inside || second.host !== first.host || second.sender !== first.sender)
    return false;
  return second.uid < 0 || second.uid !== first.uid;
}

/** Whether the host to which a delivery went, `filter.example.com[192.0.2.5]:10024`, is the client of a message. */
export function comesFrom(message: Message, relay: string): boolean {
  const open = relay.indexOf('[');
  if (open < 0) return false;
  const address = relay.slice(open + 1, relay.indexOf(']', open));
  // By a socket, or by loopback.
  if (address.includes('/') || isLoopback(address)) return message.inside || isOwnClient(message);
  const { clientName, clientAddress, peerAddress } = message;
  if ((peerAddress || clientAddress) === address) return true;
  return peerAddress === '' && clientName !== 'unknown' && clientName === relay.slice(0, open);
}

/** A program of this host may come by the host's own address. */
function isOwnClient({ clientName, host }: Message): boolean {
  return host !== '' && (clientName === host || clientName.startsWith(`${host}.`));
}

/**
 * Whether a filter may have given the first message back as the second while this delivery to it went on. Its sender may
 * not yet be known.
 */
export function mayReturn(second: Message, first: Message, moment: Timed, event: Delivery): boolean {
  const { origin, host, sender } = second;
  if (second === first || (origin !== 'network' && origin !== 'local') || host !== first.host) return false;
  if (sender !== undefined && sender !== first.sender) return false;
  // A filter does not get what it gave.
  if (comesFrom(first, event.relay)) return false;
  const open = !second.received && (second.hopOf === undefined || second.undecided);
  return open && second.time >= began(moment, event) && comesFrom(second, event.relay);
}

/** A delivery that may turn out to be a hop. */
export interface Waiting {
  readonly message: Message;
  readonly moment: KeptMoment;
  readonly event: Delivery;
  readonly secondId: string;
  /** It went to another host. */
  readonly away: boolean;
  /** The message-id when it came to wait. */
  readonly messageId: number;
  settled: boolean;
}

export type TellHop = (message: Message, moment: Moment, event: Delivery, second: Message) => void;

/** Deliveries that wait for proof. */
export class PendingHops {
  readonly #queue: Waiting[] = [];
  readonly #bySecondId = new Map<string, Waiting[]>();
  readonly #byMessage = new Map<Message, Waiting[]>();
  /** Deliveries that named no queue id, by message-id. */
  readonly #blind = new Map<number, Waiting[]>();
  #head = 0;

  get size(): number {
    return this.#queue.length - this.#head;
  }

  /** @param settled it was a hop */
  add(message: Message, moment: KeptMoment, event: Delivery, secondId: string, settled = false): void {
    const { messageId } = message;
    const waiting: Waiting = { message, moment, event, secondId, away: false, messageId, settled };
    this.#keep(waiting);
    if (secondId !== '') push(this.#bySecondId, secondId, waiting);
    else push(this.#blind, messageId, waiting);
  }

  /** To another host, from which a message has come whose sender is not yet known. */
  addAway(message: Message, moment: KeptMoment, event: Delivery): void {
    const { messageId } = message;
    this.#keep({ message, moment, event, secondId: '', away: true, messageId, settled: false });
  }

  #keep(waiting: Waiting): void {
    const { message } = waiting;
    message.pending++;
    this.#queue.push(waiting);
    push(this.#byMessage, message, waiting);
  }

  /** The message whose delivery said that it is queued as this one. */
  firstOf(second: Message): Message | undefined {
    const list = this.#bySecondId.get(second.queueId);
    return list?.find(({ message }) => message.host === second.host && carries(second, message))?.message;
  }

  /**
   * What a filter took last and this message may carry on.
   * @param messageId its own, or NO_ID
   * @param finals relays that are no filters
   */
  handedTo(message: Message, messageId: number, finals: ReadonlySet<string>): Waiting | undefined {
    const list = this.#blind.get(messageId) ?? [];
    const may = ({ message: first, moment, event, settled }: Waiting): boolean =>
      mayCome(message, first) &&
      !finals.has(event.relay) &&
      message.time >= began(moment, event) &&
      message.time - moment.time < (settled || messageId === NO_ID ? MORE : PATIENCE);
    return list.findLast((each) => !each.settled && may(each)) ?? list.findLast(may);
  }

  /** Deliveries of the message that named no queue id. */
  blindOf(message: Message): readonly Waiting[] {
    return (this.#byMessage.get(message) ?? []).filter(({ secondId, away }) => secondId === '' && !away);
  }

  /** Whether a delivery of the first message to a filter that names no queue id waits for the second one. */
  isAwaited(second: Message, first: Message): boolean {
    const list = this.#byMessage.get(first) ?? [];
    return list.some(
      ({ away, secondId, settled, moment, event }) =>
        (away || (secondId === '' && !second.inside)) && !settled && mayReturn(second, first, moment, event),
    );
  }

  /** Proof came: the waiting deliveries of this message that named nothing, or `second`, were hops. */
  prove(message: Message, second: Message, tell: TellHop): void {
    for (const waiting of this.#byMessage.get(message) ?? []) {
      const { secondId, away, event } = waiting;
      if (waiting.settled || (secondId !== '' && secondId !== second.queueId)) continue;
      if (away && !comesFrom(second, event.relay)) continue;
      waiting.settled = true;
      tell(message, momentOf(waiting.moment), waiting.event, second);
    }
  }

  /**
   * Gives up the ones that waited long enough: they were deliveries.
   * @param freed told of each message that has none left
   */
  expire(
    now: number,
    tell: (message: Message, moment: Moment, event: Delivery) => void,
    freed: (message: Message) => void,
  ): void {
    while (this.#head < this.#queue.length) {
      const waiting = this.#queue[this.#head]!;
      if (now - waiting.moment.time < (waiting.settled ? MORE : PATIENCE)) break;
      this.#head++;
      waiting.message.pending--;
      const { secondId } = waiting;
      drop(this.#byMessage, waiting.message, waiting);
      if (secondId !== '') drop(this.#bySecondId, secondId, waiting);
      else if (!waiting.away) drop(this.#blind, waiting.messageId, waiting);
      if (!waiting.settled) tell(waiting.message, momentOf(waiting.moment), waiting.event);
      if (waiting.message.pending === 0) freed(waiting.message);
    }
    if (this.#head > 1024 && this.#head * 2 > this.#queue.length) {
      this.#queue.splice(0, this.#head);
      this.#head = 0;
    }
  }
}

function push<K>(map: Map<K, Waiting[]>, key: K, waiting: Waiting): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [waiting]);
  else list.push(waiting);
}

function drop<K>(map: Map<K, Waiting[]>, key: K, waiting: Waiting): void {
  const list = map.get(key);
  const at = list === undefined ? -1 : list.indexOf(waiting);
  if (list === undefined || at < 0) return;
  list.splice(at, 1);
  if (list.length === 0) map.delete(key);
}
