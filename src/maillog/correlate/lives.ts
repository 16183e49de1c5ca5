/**
 * The lives of messages: how they begin, when they count as received, what carries them on, how they end.
 *
 * Only what is in flight is kept. A message ends with its `removed` line, but stays for a few seconds of log
 * time, because syslog may bring its last lines late; a queue id that is taken again begins a new life. Of
 * messages whose end is never seen the eldest are let go when there are too many.
 */
import { own } from '../../tally/own.ts';
import type { Entry } from '../entry.ts';
import { commandCounts } from '../postfix/peer.ts';
import type { Handover } from './handover.ts';
import { PATIENCE, PendingHops } from './hops.ts';
import { AFTERLIFE, Host } from './host.ts';
import { isLoopback, type Message, rootOf, type Session, UNNAMED } from './message.ts';
import type { Observer } from './observer.ts';

/** Hosts whose messages are followed at once. */
const MOST_HOSTS = 1000;

export class Lives {
  readonly observer: Observer;
  readonly hosts = new Map<string, Host>();
  readonly hops = new PendingHops();
  /** The host of the line that is being read. */
  host: Host;
  /** Follows what is ordinary. */
  readonly #lane: Handover | undefined;
  #now = 0;
  /** In the order of their beginnings, with some that are decided by now. */
  readonly #undecided: Message[] = [];
  readonly #mostInFlight: number;

  constructor(observer: Observer, mostInFlight: number, lane?: Handover) {
    this.observer = observer;
    this.#lane = lane;
    this.host = new Host('', lane);
    this.#mostInFlight = mostInFlight;
    this.hosts.set('', this.host);
  }

  /** The line's host and time. */
  at(entry: Entry): void {
    if (entry.host !== this.host.name) this.enter(entry.host);
    const lane = this.#lane;
    if (lane !== undefined) {
      if (lane.now > this.#now) this.advance(lane.now);
      lane.advance(entry.time);
    }
    if (entry.time > this.#now) this.advance(entry.time);
  }

  enter(name: string): void {
    let host = this.hosts.get(name);
    if (host === undefined) {
      if (this.hosts.size >= MOST_HOSTS) this.#dropEldestHost();
      host = new Host(name, this.#lane);
      this.hosts.set(name, host);
    }
    this.host = host;
  }

  /** A hostile log may invent hosts without end. */
  #dropEldestHost(): void {
    for (const [name, host] of this.hosts) {
      // What the lane follows there goes on.
      if (host.number >= 0) continue;
      this.host = host;
      for (const message of host.inFlight()) this.letGo(message);
      this.hosts.delete(name);
      return;
    }
  }

  advance(now: number): void {
    this.#now = now;
    if (this.#undecided.length > 0) this.decide(now);
    if (this.hops.size > 0)
      this.hops.expire(now, (message, moment, event) => this.observer.delivery(message, moment, event));
    this.host.bury(now, (message) => this.observer.ended?.(message));
  }

  /** The message of a queue id; one that began before the log, or whose first line comes late, is made. */
  known(entry: Entry, queueId: string): Message {
    return this.host.get(queueId) ?? this.begin(entry, own(queueId), 'unknown');
  }

  begin(entry: Entry, queueId: string, origin: Message['origin']): Message {
    const host = this.host;
    const before = host.get(queueId);
    if (before !== undefined) this.replace(host, before);
    else if (host.size >= this.#mostInFlight) this.dropEldest(host);
    return host.begin(queueId, origin, entry.time, entry.wall);
  }

  /** The queue id begins another life: the one before is over. */
  replace(host: Host, message: Message): void {
    host.drop(message);
    if (message.ended === 0) this.letGo(message);
    host.forget(message);
    this.observer.ended?.(message);
  }

  /** Too many in flight: the eldest tenth is let go. */
  dropEldest(host: Host): void {
    const eldest = host.inFlight();
    for (const message of eldest.slice(0, Math.ceil(eldest.length / 10))) this.replace(host, message);
  }

  /** Nothing more will be heard of it: what was not yet told as received is told, if it got that far. */
  letGo(message: Message): void {
    const arrived = message.origin === 'network' || message.origin === 'local';
    if (!arrived || message.undecided) return;
    if (message.hopOf === undefined) this.receive(message);
    else this.#receiveRequeued(message);
  }

  receive(message: Message): void {
    if (message.received || message.abandoned) return;
    message.received = true;
    this.observer.received(message);
  }

  /** For `client=` and `uid=`: the message that these lines begin, or that a late line already began. */
  arrive(entry: Entry, queueId: string, origin: 'network' | 'local'): Message {
    const known = this.host.get(queueId);
    if (
      known !== undefined &&
      known.origin === 'unknown' &&
      known.ended === 0 &&
      Math.abs(entry.time - known.time) <= AFTERLIFE
    ) {
      known.origin = origin;
      return known;
    }
    return this.begin(entry, queueId, origin);
  }

  inherit(message: Message, original: Message): void {
    message.clientName = original.clientName;
    message.clientAddress = original.clientAddress;
    message.account = original.account;
  }

  /** Sender and size are known: received, or carried on from another message? */
  settle(message: Message): void {
    if (message.origin === 'unknown' || message.origin === 'notification' || message.origin === 'forward')
      return;
    if (message.undecided) return;
    if (message.hopOf !== undefined) {
      this.#receiveRequeued(message);
      return;
    }
    if (message.origin === 'local' || isLoopback(message.clientAddress)) {
      const first = message.messageId === UNNAMED ? undefined : this.host.named(message.messageId);
      if (first?.requeued === true && first !== message && message.origin === 'local') {
        this.requeue(message, first);
        return;
      }
      const proven = this.hops.firstOf(message.queueId);
      const carried = proven?.sender === message.sender ? proven : this.hops.pipedTo(message);
      if (carried !== undefined) this.follow(message, carried);
      else if (first !== undefined && first !== message) this.#await(message, first);
    }
    if (message.hopOf === undefined && !message.undecided) this.receive(message);
  }

  /** postsuper -r gave the same message a new queue id through pickup: it was received before. */
  requeue(message: Message, first: Message): void {
    this.inherit(message, first);
    message.hopOf = first;
    message.received = true;
    if (first.ended === 0) this.host.end(first, this.#now);
    // No other local message with the same message-id is this requeue again.
    if (message.messageId === UNNAMED) message.messageId = first.messageId;
    this.host.stand(message);
  }

  /** A message that was held and requeued comes before the queue manager for the first time under its new id. */
  #receiveRequeued(message: Message): void {
    const root = rootOf(message);
    if (!root.requeued || root.active || root.received) return;
    root.sender = message.sender;
    root.size = message.size;
    root.recipients = message.recipients;
    this.receive(root);
  }

  follow(message: Message, first: Message | undefined): void {
    if (first === undefined || first === message || first.hopOf === message) return;
    message.undecided = false;
    message.hopOf = first;
    rootOf(first).marks |= message.marks;
    first.carriedOn = true;
    if (first.pending > 0) this.hops.prove(first, message);
    // The next filter goes on with this one.
    if (message.messageId === first.messageId) this.host.stand(message);
  }

  /**
   * A pipe took the message: what came back while its program ran, with the same message-id and sender, is the
   * message itself.
   * @param since when the program may have begun, epoch milliseconds
   */
  claim(first: Message, since: number): void {
    for (const message of this.#undecided) {
      if (!message.undecided || message === first || message.time < since) continue;
      if (message.messageId === first.messageId && message.sender === first.sender)
        this.follow(message, first);
    }
  }

  /**
   * Another message has the same message-id: until that one's delivery line names this one, or a pipe's
   * could, it is taken for its hop, if they agree in the sender.
   */
  #await(message: Message, first: Message): void {
    message.undecided = true;
    if (first.sender === message.sender && first.active && first.ended === 0) message.hopOf = first;
    this.#undecided.push(message);
  }

  /** Nobody claimed them: messages of their own. */
  decide(now: number): void {
    while (this.#undecided.length > 0) {
      const message = this.#undecided[0]!;
      if (now - message.time < PATIENCE && message.undecided) return;
      this.#undecided.shift();
      if (!message.undecided) continue;
      message.undecided = false;
      message.hopOf = undefined;
      this.receive(message);
    }
  }

  /** smtpd begins a message in a session: the one before it is over. */
  beginIn(session: Session, message: Message): void {
    this.leave(session);
    session.message = message;
    if (!session.discard) return;
    session.discard = false;
    this.discard(session, message);
  }

  /** An access rule discards a message whose text is still to come. */
  discard(session: Session, message: Message): void {
    if (message.discarded) return;
    message.discarded = true;
    if (session.discarded.length === 0) this.host.discarding++;
    session.discarded.push(message);
  }

  /** @param counters of the `disconnect` line */
  close(pid: number, counters = ''): Session | undefined {
    const session = this.host.session(pid);
    if (session === undefined) return undefined;
    this.host.close(session);
    this.leave(session);
    if (session.discarded.length > 0) this.#settleDiscarded(session, counters);
    return session;
  }

  /** No more lines of the session about its last message: one whose text never came was broken off. */
  leave(session: Session): void {
    const { message } = session;
    session.message = undefined;
    if (message === undefined || message.abandoned || session.discarded.includes(message)) return;
    if (message.active || message.received || message.messageId !== UNNAMED) session.taken++;
    else message.abandoned = true;
  }

  /**
   * Of messages under a DISCARD rule cleanup(8) says nothing. They were received where their text came: the
   * session's counters (Postfix 3.0) tell how many texts did; without these all of them.
   */
  #settleDiscarded(session: Session, counters: string): void {
    const counts = counters === '' ? undefined : commandCounts(counters);
    const whole = counts === undefined || counts.has('bdat');
    let texts = whole ? Number.POSITIVE_INFINITY : (counts.get('data')?.ok ?? 0) - session.taken;
    for (const message of session.discarded.reverse()) {
      if (message.active || message.received || message.ended > 0) texts--;
    }
    for (const message of session.discarded) {
      if (message.active || message.received || message.ended > 0) continue;
      if (texts-- > 0) this.receive(message);
      else message.abandoned = true;
      this.host.end(message, this.#now);
    }
    session.discarded.length = 0;
    this.host.discarding--;
  }
}
