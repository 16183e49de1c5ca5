/** What one host has in flight: messages by queue id and by message-id, smtpd's sessions by process. */
import { hashOf, wideHashOf } from '../../tally/hash.ts';
import type { Entry } from '../entry.ts';
import type { Handover } from './handover.ts';
import { KeyTable } from './key-table.ts';
import { type Message, newMessage, newSession, type Origin, type Session, UNNAMED } from './message.ts';

/** Milliseconds of log time that an ended message is still known: syslog may bring its last lines late. */
export const AFTERLIFE = 3_000;

/** Of a message without a message-id. */
const NO_ID = wideHashOf('');

/** Processes whose sessions are kept; a process id has seven digits at most. */
const MOST_PROCESSES = 50_000;

export class Host {
  readonly name: string;
  /** As the lane numbers it, which follows the ordinary messages here; -1 where none does. */
  readonly number: number;
  readonly #lane: Handover | undefined;
  readonly #messages = new KeyTable<Message, string>((message, id) => message.queueId === id);
  /** The first message of each message-id: what content filters and requeues go on with. */
  readonly #byMessageId = new KeyTable<Message, number>((message, id) => message.messageId === id);
  /** One for each process, used again for its next connection. */
  readonly #sessions = new Map<number, Session>();
  /** Ended messages in the order of their end, still in `messages`. */
  readonly #ended: Message[] = [];
  #endedHead = 0;
  #serial = 0;
  /** Sessions with messages under a DISCARD rule: the counters at their end must be read. */
  discarding = 0;

  constructor(name: string, lane?: Handover) {
    this.name = name;
    this.number = lane?.hostNumber(name) ?? -1;
    this.#lane = this.number < 0 ? undefined : lane;
  }

  get size(): number {
    return this.#messages.size;
  }

  get(queueId: string): Message | undefined {
    return this.#messages.get(queueId, hashOf(queueId)) ?? this.#lane?.message(this, queueId);
  }

  /** A message is handed over. @param stands whether it is the first with its message-id */
  take(message: Message, stands: boolean): void {
    this.#messages.set(message.queueId, hashOf(message.queueId), message);
    if (message.ended > 0) this.#ended.push(message);
    if (stands) this.#byMessageId.set(message.messageId, message.messageId >>> 0, message);
  }

  /** The first message of a message-id. */
  named(messageId: number): Message | undefined {
    return this.#byMessageId.get(messageId, messageId >>> 0) ?? this.#lane?.named(this, messageId);
  }

  /** The message gets its message-id; the first with an id is the one that others may carry on. */
  identify(message: Message, messageId: number): void {
    message.messageId = messageId;
    if (messageId !== NO_ID && this.named(messageId) === undefined) this.stand(message);
  }

  /** The message stands for its message-id from now on. */
  stand(message: Message): void {
    if (message.messageId === UNNAMED) return;
    this.#byMessageId.set(message.messageId, message.messageId >>> 0, message);
    this.#lane?.claimName(this, message.messageId);
  }

  /** All in flight, in the order of their beginnings. */
  inFlight(): Message[] {
    return [...this.#messages.values()].sort((a, b) => a.serial - b.serial);
  }

  /** Another message takes the queue id, or nobody wants it any more. */
  drop(message: Message): void {
    const hash = hashOf(message.queueId);
    if (this.#messages.get(message.queueId, hash) !== message) return;
    this.#messages.delete(message.queueId, hash);
    this.#lane?.releaseMessage(this, message.queueId);
  }

  clear(): void {
    this.#messages.clear();
    this.#byMessageId.clear();
  }

  /** A new life of a queue id, which must not be in use. */
  begin(queueId: string, origin: Origin, time: number, wall: number): Message {
    const serial = this.#lane?.claimMessage(this, queueId) ?? this.#serial++;
    const message = newMessage(this.name, queueId, origin, time, wall, serial);
    this.#messages.set(queueId, hashOf(queueId), message);
    return message;
  }

  /** The open session of a process. */
  session(pid: number): Session | undefined {
    const session = this.#sessions.get(pid);
    return session?.open === true ? session : this.#lane?.session(this, pid);
  }

  /** A session begins here, or is handed over. */
  open(pid: number): Session {
    let session = this.#sessions.get(pid);
    if (session === undefined) {
      if (this.#sessions.size >= MOST_PROCESSES) this.#dropClosed();
      session = newSession(pid);
      this.#sessions.set(pid, session);
    }
    session.open = true;
    this.#lane?.claimSession(this, pid);
    return session;
  }

  close(session: Session): void {
    session.open = false;
    this.#lane?.releaseSession(this, session.pid);
  }

  connect(entry: Entry, name: string, address: string): Session {
    const session = this.open(entry.pid);
    session.service = entry.program.service;
    session.name = name;
    session.address = address;
    session.time = entry.time;
    session.wall = entry.wall;
    session.message = undefined;
    session.discard = false;
    session.taken = 0;
    return session;
  }

  #dropClosed(): void {
    for (const [pid, session] of this.#sessions) if (!session.open) this.#sessions.delete(pid);
    if (this.#sessions.size >= MOST_PROCESSES) this.#sessions.clear();
  }

  end(message: Message, time: number): void {
    message.ended = Math.max(1, time);
    this.#ended.push(message);
  }

  /** Forgets messages whose end is long enough ago. */
  bury(now: number, tell: (message: Message) => void): void {
    while (this.#endedHead < this.#ended.length) {
      const message = this.#ended[this.#endedHead]!;
      if (now - message.ended < AFTERLIFE || message.pending > 0) break;
      this.#endedHead++;
      this.drop(message);
      this.forget(message);
      tell(message);
    }
    if (this.#endedHead > 256 && this.#endedHead * 2 > this.#ended.length) {
      this.#ended.splice(0, this.#endedHead);
      this.#endedHead = 0;
    }
  }

  /** Its message-id is free again, unless a requeue will ask for it. */
  forget(message: Message): void {
    const { messageId } = message;
    if (messageId === UNNAMED || message.requeued) return;
    if (this.#byMessageId.get(messageId, messageId >>> 0) !== message) return;
    this.#byMessageId.delete(messageId, messageId >>> 0);
    this.#lane?.releaseName(this, messageId);
  }
}
