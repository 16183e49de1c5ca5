/**
 * The lives of messages: how they begin, when they count as received, what carries them on, how they end.
 *
 * Only what is in flight is kept. A message ends with its `removed` line, but stays for a few seconds of log
 * time, because syslog may bring its last lines late; a queue id that is taken again begins a new life. Of
 * messages whose end is never seen the eldest are let go when there are too many.
 */
import type { Entry } from '../entry.ts';
import { PendingHops } from './hops.ts';
import { AFTERLIFE, Host } from './host.ts';
import { isLoopback, type Message, type Session, UNNAMED } from './message.ts';
import type { Observer } from './observer.ts';

/** Hosts whose messages are followed at once. */
const MOST_HOSTS = 1000;

export class Lives {
  readonly observer: Observer;
  readonly hosts = new Map<string, Host>();
  readonly hops = new PendingHops();
  /** The host of the line that is being read. */
  host = new Host('');
  #now = 0;
  readonly #mostInFlight: number;

  constructor(observer: Observer, mostInFlight: number) {
    this.observer = observer;
    this.#mostInFlight = mostInFlight;
    this.hosts.set('', this.host);
  }

  /** The line's host and time. */
  at(entry: Entry): void {
    if (entry.host !== this.host.name) this.enter(entry.host);
    if (entry.time > this.#now) this.advance(entry.time);
  }

  enter(name: string): void {
    let host = this.hosts.get(name);
    if (host === undefined) {
      if (this.hosts.size >= MOST_HOSTS) this.#dropEldestHost();
      host = new Host(name);
      this.hosts.set(name, host);
    }
    this.host = host;
  }

  /** A hostile log may invent hosts without end. */
  #dropEldestHost(): void {
    for (const [name, host] of this.hosts) {
      this.host = host;
      for (const message of host.inFlight()) this.letGo(message);
      this.hosts.delete(name);
      return;
    }
  }

  advance(now: number): void {
    this.#now = now;
    if (this.hops.size > 0)
      this.hops.expire(now, (message, moment, event) => this.observer.delivery(message, moment, event));
    this.host.bury(now, (message) => this.observer.ended?.(message));
  }

  /** The message of a queue id; one that began before the log, or whose first line comes late, is made. */
  known(entry: Entry, queueId: string): Message {
    return this.host.get(queueId) ?? this.begin(entry, queueId, 'unknown');
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
    if (arrived && message.hopOf === undefined) this.receive(message);
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
    const inside = message.origin === 'local' || isLoopback(message.clientAddress);
    if (message.hopOf === undefined && inside) {
      const first = message.messageId === UNNAMED ? undefined : this.host.named(message.messageId);
      if (first?.requeued === true && first !== message && message.origin === 'local') {
        // postsuper -r gives the same message a new queue id through pickup: it was received before.
        this.inherit(message, first);
        message.received = true;
        this.host.stand(message);
        return;
      }
      const carried = this.hops.firstOf(message.queueId) ?? first;
      if (carried !== undefined && carried !== message && carried.sender === message.sender && carried.active)
        this.follow(message, carried);
    }
    if (message.hopOf === undefined) this.receive(message);
  }

  follow(message: Message, first: Message | undefined): void {
    if (first === undefined || first === message || first.hopOf === message) return;
    message.hopOf = first;
    first.carriedOn = true;
    if (first.pending > 0) this.hops.prove(first);
  }

  close(pid: number): Session | undefined {
    const session = this.host.session(pid);
    if (session === undefined) return undefined;
    session.open = false;
    this.leave(session);
    return session;
  }

  /** The session is over: a message begun in it whose text never came was broken off. */
  leave(session: Session): void {
    const message = session.message;
    if (message !== undefined && !message.active && message.messageId === UNNAMED && !message.discarded)
      message.abandoned = true;
  }
}
