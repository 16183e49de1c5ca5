/** What one host has in flight: messages by queue id and by message-id, smtpd's sessions by process. */
import { own } from '../../tally/own.ts';
import { type Message, newMessage, type Origin, type Session } from './message.ts';

/** Milliseconds of log time that an ended message is still known: syslog may bring its last lines late. */
export const AFTERLIFE = 5_000;

export class Host {
  readonly name: string;
  readonly messages = new Map<string, Message>();
  /** The first message of each message-id: what content filters and requeues go on with. */
  readonly byMessageId = new Map<string, Message>();
  readonly sessions = new Map<number, Session>();
  /** Ended messages in the order of their end, still in `messages`. */
  readonly #ended: Message[] = [];
  #endedHead = 0;
  /** Whose strings may still be slices of the block that is being read. */
  readonly #fresh: Message[] = [];
  readonly #freshSessions: Session[] = [];

  constructor(name: string) {
    this.name = name;
  }

  /** A new life of a queue id, which must not be in use. */
  begin(queueId: string, origin: Origin, time: number, wall: number): Message {
    const message = newMessage(this.name, queueId, origin, time, wall);
    this.messages.set(queueId, message);
    this.touch(message);
    return message;
  }

  /** The message got a string from the line that is being read. */
  touch(message: Message): void {
    if (message.fresh) return;
    message.fresh = true;
    this.#fresh.push(message);
  }

  open(session: Session): void {
    this.sessions.set(session.pid, session);
    this.#freshSessions.push(session);
  }

  end(message: Message, time: number): void {
    message.ended = Math.max(1, time);
    this.#ended.push(message);
  }

  /** An ended message of another part of the log. */
  restore(message: Message): void {
    this.messages.set(message.queueId, message);
    if (message.ended > 0) this.#ended.push(message);
    if (message.messageId !== undefined && !this.byMessageId.has(message.messageId))
      this.byMessageId.set(message.messageId, message);
  }

  /** Forgets messages whose end is long enough ago. */
  bury(now: number, tell: (message: Message) => void): void {
    while (this.#endedHead < this.#ended.length) {
      const message = this.#ended[this.#endedHead]!;
      if (now - message.ended < AFTERLIFE || message.pending > 0) break;
      this.#endedHead++;
      if (this.messages.get(message.queueId) === message) this.messages.delete(message.queueId);
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
    if (messageId !== undefined && !message.requeued && this.byMessageId.get(messageId) === message)
      this.byMessageId.delete(messageId);
  }

  /** The block goes: what is still in flight takes copies of its strings. */
  release(): void {
    for (const message of this.#fresh) this.#copy(message);
    for (const session of this.#freshSessions) {
      session.name = own(session.name);
      session.address = own(session.address);
      session.account = own(session.account);
    }
    this.#fresh.length = 0;
    this.#freshSessions.length = 0;
  }

  #copy(message: Message): void {
    message.fresh = false;
    const inFlight = this.messages.get(message.queueId) === message;
    // The map holds the key, which is a slice too.
    if (inFlight) this.messages.delete(message.queueId);
    message.queueId = own(message.queueId);
    if (inFlight) this.messages.set(message.queueId, message);
    const { messageId } = message;
    if (messageId !== undefined) {
      const named = this.byMessageId.get(messageId) === message;
      if (named) this.byMessageId.delete(messageId);
      message.messageId = own(messageId);
      if (named) this.byMessageId.set(message.messageId, message);
    }
    if (message.sender !== undefined) message.sender = own(message.sender);
    message.clientName = own(message.clientName);
    message.clientAddress = own(message.clientAddress);
    message.account = own(message.account);
    message.failed = own(message.failed);
    message.notificationOf = own(message.notificationOf);
    message.notifiedBy = own(message.notifiedBy);
  }
}
