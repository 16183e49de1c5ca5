/** What one host has in flight: messages by queue id and by message-id, smtpd's sessions by process. */
import { hashOf } from '../../tally/hash.ts';
import { own } from '../../tally/own.ts';
import type { Entry } from '../entry.ts';
import { KeyTable } from './key-table.ts';
import { type Message, newMessage, newSession, type Origin, type Session } from './message.ts';

/** Milliseconds of log time that an ended message is still known: syslog may bring its last lines late. */
export const AFTERLIFE = 3_000;

/** Processes whose sessions are kept; a process id has seven digits at most. */
const MOST_PROCESSES = 50_000;

export class Host {
  readonly name: string;
  readonly #messages = new KeyTable<Message>((message) => message.queueId);
  /** The first message of each message-id: what content filters and requeues go on with. */
  readonly #byMessageId = new KeyTable<Message>((message) => message.messageId);
  /** One for each process, used again for its next connection. */
  readonly #sessions = new Map<number, Session>();
  /** Ended messages in the order of their end, still in `messages`. */
  readonly #ended: Message[] = [];
  #endedHead = 0;
  #serial = 0;
  /** Whose strings may still be slices of the block that is being read. */
  readonly #fresh: Message[] = [];
  readonly #freshSessions: Session[] = [];

  constructor(name: string) {
    this.name = name;
  }

  get size(): number {
    return this.#messages.size;
  }

  get(queueId: string): Message | undefined {
    return this.#messages.get(queueId, hashOf(queueId));
  }

  /** `get` for a queue id that lies in `from`..`to` of a text's ASCII bytes. @param hash as of hashOf */
  getAt(bytes: Uint8Array, from: number, to: number, hash: number): Message | undefined {
    return this.#messages.getAt(bytes, from, to, hash);
  }

  /** The first message of a message-id. */
  named(messageId: string): Message | undefined {
    return this.#byMessageId.get(messageId, hashOf(messageId));
  }

  /** The message gets its message-id; the first with an id is the one that others may carry on. */
  identify(message: Message, messageId: string, hash = hashOf(messageId)): void {
    message.messageId = messageId;
    message.messageIdHash = hash;
    if (messageId !== '' && this.#byMessageId.get(messageId, message.messageIdHash) === undefined)
      this.#byMessageId.set(messageId, message.messageIdHash, message);
    this.touch(message);
  }

  /** The message stands for its message-id from now on. */
  stand(message: Message): void {
    if (message.messageId !== undefined)
      this.#byMessageId.set(message.messageId, message.messageIdHash, message);
  }

  /** All in flight, in the order of their beginnings. */
  inFlight(): Message[] {
    return [...this.#messages.values()].sort((a, b) => a.serial - b.serial);
  }

  /** Another message takes the queue id, or nobody wants it any more. */
  drop(message: Message): void {
    const hash = hashOf(message.queueId);
    if (this.#messages.get(message.queueId, hash) === message) this.#messages.delete(message.queueId, hash);
  }

  clear(): void {
    this.#messages.clear();
    this.#byMessageId.clear();
  }

  /** A new life of a queue id, which must not be in use. */
  begin(queueId: string, origin: Origin, time: number, wall: number): Message {
    const message = newMessage(this.name, queueId, origin, time, wall, this.#serial++);
    this.#messages.set(queueId, hashOf(queueId), message);
    this.touch(message);
    return message;
  }

  /** The message got a string from the line that is being read. */
  touch(message: Message): void {
    if (message.fresh) return;
    message.fresh = true;
    this.#fresh.push(message);
  }

  /** The open session of a process. */
  session(pid: number): Session | undefined {
    const session = this.#sessions.get(pid);
    return session?.open === true ? session : undefined;
  }

  /** Begins a session. @param ghost it began before this part of the log */
  connect(entry: Entry, name: string, address: string, ghost = false): Session {
    let session = this.#sessions.get(entry.pid);
    if (session === undefined) {
      if (this.#sessions.size >= MOST_PROCESSES) this.#dropClosed();
      session = newSession(entry.pid);
      this.#sessions.set(entry.pid, session);
    }
    session.open = true;
    session.ghost = ghost;
    session.service = entry.program.service;
    session.name = name;
    session.address = address;
    session.time = entry.time;
    session.wall = entry.wall;
    session.message = undefined;
    session.discard = false;
    this.#freshSessions.push(session);
    return session;
  }

  /** A session of another part of the log; one that began before that part only adds its message. */
  restoreSession(session: Session): void {
    const before = this.session(session.pid);
    if (!session.ghost || before === undefined) this.#sessions.set(session.pid, session);
    else if (session.message !== undefined) before.message = session.message;
  }

  *openSessions(): Iterable<Session> {
    for (const session of this.#sessions.values()) if (session.open) yield session;
  }

  #dropClosed(): void {
    for (const [pid, session] of this.#sessions) if (!session.open) this.#sessions.delete(pid);
    if (this.#sessions.size >= MOST_PROCESSES) this.#sessions.clear();
  }

  end(message: Message, time: number): void {
    message.ended = Math.max(1, time);
    this.#ended.push(message);
  }

  /** A message of another part of the log. */
  restore(message: Message): void {
    message.serial = this.#serial++;
    this.#messages.set(message.queueId, hashOf(message.queueId), message);
    if (message.ended > 0) this.#ended.push(message);
    if (message.messageId !== undefined && this.named(message.messageId) === undefined) this.stand(message);
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
    const { messageId, messageIdHash } = message;
    if (messageId === undefined || message.requeued) return;
    if (this.#byMessageId.get(messageId, messageIdHash) === message)
      this.#byMessageId.delete(messageId, messageIdHash);
  }

  /** The block goes: what is still in flight takes copies of its strings. */
  release(): void {
    for (const message of this.#fresh) this.#copy(message);
    for (const session of this.#freshSessions) {
      session.name = session.open ? own(session.name) : '';
      session.address = session.open ? own(session.address) : '';
    }
    this.#fresh.length = 0;
    this.#freshSessions.length = 0;
  }

  #copy(message: Message): void {
    message.fresh = false;
    message.queueId = own(message.queueId);
    if (message.messageId !== undefined) message.messageId = own(message.messageId);
    if (message.sender !== undefined) message.sender = own(message.sender);
    message.clientName = own(message.clientName);
    message.clientAddress = own(message.clientAddress);
    message.account = own(message.account);
    message.failed = own(message.failed);
    message.notificationOf = own(message.notificationOf);
    message.notifiedBy = own(message.notifiedBy);
  }
}
