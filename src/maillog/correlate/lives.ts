/**
 * The lives of messages: how they begin, when they count as received, what carries them on, how they end.
 *
 * Only what is in flight is kept. A message ends with its `removed` line, but stays for a few seconds of log
 * time, because syslog may bring its last lines late; a queue id that is taken again begins a new life. Of
 * messages whose end is never seen the eldest are let go when there are too many.
 */
import { own } from '../../tally/own.ts';
import type { Entry } from '../entry.ts';
import type { Delivery } from '../event.ts';
import type { Handover } from './handover.ts';
import { began, carries, mayCome, PATIENCE, PendingHops, type Waiting } from './hops.ts';
import { AFTERLIFE, Host, type Suspicion } from './host.ts';
import { keep, type Message, type Moment, momentOf, rootOf, UNNAMED } from './message.ts';
import { NO_ID } from './names.ts';
import type { Observer } from './observer.ts';
import { Undecided, Untold } from './undecided.ts';

/** Hosts whose messages are followed at once. */
const MOST_HOSTS = 1000;
/** Relays that may be filters, and what is taken for hops of each. */
const MOST_RELAYS = 100;
const MOST_SUSPECTS = 200;

export class Lives {
  readonly observer: Observer;
  readonly hosts = new Map<string, Host>();
  readonly hops = new PendingHops();
  /** The host of the line that is being read. */
  host: Host;
  /** How many messages have begun here. */
  begun = 0;
  /** Follows what is ordinary. */
  readonly #lane: Handover | undefined;
  #now = 0;
  /** No line of this log has been read. */
  #fresh = true;
  readonly #undecided = new Undecided();
  /** From this host, and perhaps from a filter of which nothing has been read yet. */
  readonly #unexplained = new Undecided();
  readonly #untold = new Untold();
  /** Whose deliveries wait for their first lines, and since when. */
  readonly #late = new Map<Message, number>();
  readonly #mostInFlight: number;

  constructor(observer: Observer, mostInFlight: number, lane?: Handover) {
    this.observer = observer;
    this.#lane = lane;
    if (lane !== undefined)
      lane.receiver = {
        waits: () => this.#late.size + this.#unexplained.size + this.#undecided.size + this.hops.size > 0,
        hostOf: (name) => this.#hostNamed(name),
        undecided: (message) => this.#undecided.insert(message),
      };
    this.host = new Host('', lane);
    this.#mostInFlight = mostInFlight;
    this.hosts.set('', this.host);
  }

  /** Another log begins: perhaps one of the same days, of another host. */
  nextLog(): void {
    this.#fresh = true;
  }

  /** The line's host and time. */
  at(entry: Entry): void {
    const other = entry.host !== this.host.name;
    if (other) this.enter(entry.host);
    const lane = this.#lane;
    if (this.#fresh) this.#start(entry.time);
    if (lane !== undefined) {
      if (lane.now > this.#now) this.advance(lane.now);
      lane.advance(entry.time);
    }
    if (entry.time > this.#now) this.advance(entry.time);
    else if (other) this.host.bury(this.#now, this.#forgotten);
  }

  /** The first line of a log. Its clock begins anew where it is of the same days as the log before. */
  #start(time: number): void {
    this.#fresh = false;
    if (time >= Math.max(this.#now, this.#lane?.now ?? 0) - PATIENCE) return;
    this.#settleAll();
    for (const host of this.hosts.values()) host.bury(Number.POSITIVE_INFINITY, this.#forgotten);
    this.#lane?.rewind();
    this.#now = 0;
  }

  hostOf(message: Message): Host {
    return message.host === this.host.name ? this.host : (this.hosts.get(message.host) ?? this.host);
  }

  enter(name: string): void {
    this.host = this.#hostNamed(name);
  }

  #hostNamed(name: string): Host {
    let host = this.hosts.get(name);
    if (host === undefined) {
      if (this.hosts.size >= MOST_HOSTS) this.#dropEldestHost();
      host = new Host(name, this.#lane);
      this.hosts.set(name, host);
    }
    return host;
  }

  /** A hostile log may invent hosts without end. */
  #dropEldestHost(): void {
    for (const [name, host] of this.hosts) {
      // What the lane follows there goes on.
      if (host.number >= 0) continue;
      this.#settleAll();
      this.#leaveHost(host);
      this.hosts.delete(name);
      return;
    }
  }

  /** Epoch milliseconds of the newest line. */
  get now(): number {
    return this.#now;
  }

  advance(now: number): void {
    this.#now = now;
    if (this.#late.size > 0) this.#giveUpLate(now - AFTERLIFE);
    if (this.#unexplained.size > 0) this.#explain(now - AFTERLIFE);
    if (this.#undecided.size > 0) this.#decide(now - PATIENCE);
    if (this.hops.size > 0) this.hops.expire(now, this.tell, this.#freed);
    this.host.bury(now, this.#forgotten);
  }

  /** The log is at its end: tells what was still in flight. */
  finish(): void {
    this.#lane?.finish();
    this.#settleAll();
    for (const host of this.hosts.values()) this.#leaveHost(host);
  }

  /** What waits has waited long enough. */
  #settleAll(): void {
    this.#lane?.giveUndecided();
    this.hops.expire(Number.POSITIVE_INFINITY, this.tell, this.#freed);
    this.#explain(Number.POSITIVE_INFINITY);
    this.#decide(Number.POSITIVE_INFINITY);
    this.#giveUpLate(Number.POSITIVE_INFINITY);
  }

  #leaveHost(host: Host): void {
    this.host = host;
    for (const message of host.inFlight()) this.#forgotten(message);
    host.clear();
  }

  readonly #forgotten = (message: Message): void => {
    this.letGo(message);
    this.observer.ended?.(message);
  };

  /** Tells of a delivery, once it is known whose it is, and how large. */
  readonly tell = (message: Message, moment: Moment, event: Delivery): void => {
    if (!message.undecided && message.late === 'no' && this.#isLate(message)) {
      message.late = 'waits';
      this.#late.set(message, this.#now);
    }
    if (message.undecided || message.late === 'waits') this.#untold.keep(message, moment, event);
    else this.observer.delivery(message, moment, event);
  };

  /** Lines of one second may come in any order: the first ones of a message after those of its deliveries. */
  #isLate(message: Message): boolean {
    return !message.active || (message.origin === 'unknown' && this.#now - message.time < AFTERLIFE);
  }

  /** The first lines have come, or will not. */
  #giveUpLate(before: number): void {
    for (const [message, since] of this.#late) {
      if (since > before) return;
      this.#late.delete(message);
      message.late = 'over';
      this.#release(message);
    }
  }

  /** What happened to the message in the meantime is told, if nothing more is to be known before. */
  #release(message: Message): void {
    if (message.late === 'waits' && message.active && message.origin !== 'unknown') {
      this.#late.delete(message);
      message.late = 'over';
    }
    if (message.undecided || message.late === 'waits') return;
    this.#untold.release(message, (moment, event) => this.observer.delivery(message, moment, event));
    this.#freed(message);
  }

  /** Nothing of it waits any more: if it has ended, it may be forgotten. */
  readonly #freed = (message: Message): void => {
    if (!message.parked || message.pending > 0 || message.undecided || message.late === 'waits') return;
    message.parked = false;
    this.hostOf(message).awaitBurial(message);
  };

  /** The message of a queue id; one that began before the log, or whose first line comes late, is made. */
  known(entry: Entry, queueId: string): Message {
    return this.host.get(queueId) ?? this.begin(entry, own(queueId), 'unknown');
  }

  /** The message of a queue id on another host; undefined where none is, or several. */
  elsewhere(queueId: string): Message | undefined {
    let found: Message | undefined;
    if (queueId === '') return undefined;
    for (const host of this.hosts.values()) {
      const message = host === this.host ? undefined : host.get(queueId);
      if (message !== undefined && found !== undefined) return undefined;
      found ??= message;
    }
    return found;
  }

  begin(entry: Entry, queueId: string, origin: Message['origin']): Message {
    const host = this.host;
    const before = host.get(queueId);
    if (before !== undefined) this.replace(host, before);
    else if (host.size >= this.#mostInFlight) this.dropEldest(host);
    this.begun++;
    return host.begin(queueId, origin, entry.time, entry.wall);
  }

  /** The queue id begins another life: the one before is over. */
  replace(host: Host, message: Message): void {
    if (message.undecided) this.#own(message);
    this.letGo(message);
    if (this.#late.delete(message)) message.late = 'over';
    this.#release(message);
    host.forget(message);
    this.#forgotten(message);
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
    if (message.account !== '') this.#lane?.settle(message.account);
    this.observer.received(message);
  }

  /** For `client=` and `uid=`: the message that these lines begin, or that a late line already began. */
  arrive(entry: Entry, queueId: string, origin: 'network' | 'local'): Message {
    const known = this.host.get(queueId);
    if (known !== undefined && known.origin === 'unknown' && Math.abs(entry.time - known.time) <= AFTERLIFE) {
      known.origin = origin;
      known.inside = origin === 'local';
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
    const { origin } = message;
    if (origin === 'network' || origin === 'local') this.#settle(message);
    this.#release(message);
  }

  #settle(message: Message): void {
    if (message.undecided) return;
    if (message.hopOf !== undefined) {
      this.#receiveRequeued(message);
      return;
    }
    if (!message.inside && !message.shared) this.receive(message);
    else if (!this.#carryOn(message)) {
      // Lines of one second may come in any order: what it carries on may still be told.
      if (message.inside) this.#unexplained.add(message);
      else this.receive(message);
    }
  }

  /** Whether the message carries another one on, or may turn out to. */
  #carryOn(message: Message): boolean {
    if (this.#isProven(message)) return true;
    const first = this.hostOf(message).names.first(message);
    if (first !== undefined) this.#await(message, first);
    return first !== undefined;
  }

  /** Whether it was requeued, or a delivery that waits is a hop to it. */
  #isProven(message: Message): boolean {
    const { names } = this.hostOf(message);
    const requeued = message.origin === 'local' ? names.requeuedAs(message) : undefined;
    if (requeued !== undefined) {
      this.requeue(message, requeued);
      return true;
    }
    const first = this.hops.firstOf(message);
    if (first !== undefined) return this.follow(message, first);
    for (const away of names.newest(message))
      if (this.hops.isAwaited(message, away)) return this.follow(message, away);
    if (!message.inside) return false;
    const handed = this.#handedTo(message, names.first(message));
    return handed !== undefined && this.follow(message, handed.message, handed.event.relay);
  }

  /** What a filter that tells no queue id took last. A message-id that is new may be the filter's, or this host's. */
  #handedTo(message: Message, first: Message | undefined): Waiting | undefined {
    if (message.messageId === UNNAMED) return undefined;
    const { finals } = this.hostOf(message);
    const handed = this.hops.handedTo(message, message.messageId, finals);
    if (handed !== undefined || first?.messageId === message.messageId) return handed;
    return this.hops.handedTo(message, NO_ID, finals);
  }

  /** postsuper -r gave the same message a new queue id through pickup: it was received before. */
  requeue(message: Message, first: Message): void {
    const host = this.hostOf(message);
    this.inherit(message, first);
    message.undecided = false;
    message.hopOf = first;
    message.received = true;
    host.names.returned(first);
    if (first.ended === 0) host.end(first, this.#now);
    host.names.stand(message);
    if (message.active) this.#receiveRequeued(message);
    this.#release(message);
  }

  /** A message that was held and requeued comes before the queue manager for the first time under its new id. */
  #receiveRequeued(message: Message): void {
    const root = rootOf(message);
    if (!root.requeued || root.origin === 'unknown' || root.active || root.received) return;
    root.sender = message.sender;
    root.size = message.size;
    root.recipients = message.recipients;
    this.receive(root);
  }

  /**
   * The message carries the first one on.
   * @param via the relay of a filter that named no queue id
   * @returns false where it cannot be, since the first one carries it on
   */
  follow(message: Message, first: Message, via = ''): boolean {
    if (first === message || rootOf(first) === message) return false;
    message.undecided = false;
    message.hopOf = first;
    message.via = via;
    if (via !== '') {
      const { seconds } = this.#suspicion(message, via);
      if (seconds.length < MOST_SUSPECTS) seconds.push(message);
    }
    rootOf(first).marks |= message.marks;
    first.carriedOn = message;
    if (first.pending > 0) this.hops.prove(first, message, this.hop);
    this.#release(message);
    // The next filter goes on with this one.
    if (message.messageId === first.messageId) this.hostOf(message).names.stand(message);
    return true;
  }

  /** Tells of a hop. */
  readonly hop = (first: Message, moment: Moment, event: Delivery, second: Message): void => {
    this.observer.hop?.(first, moment, event, second);
    if (second.via === '' || second.via !== event.relay) return;
    const { hops } = this.#suspicion(first, second.via);
    if (hops.length < MOST_SUSPECTS) hops.push({ first, moment: keep(moment), event });
  };

  #suspicion(message: Message, relay: string): Suspicion {
    const { suspicions } = this.hostOf(message);
    const known = suspicions.get(relay);
    if (known !== undefined) return known;
    const suspicion = { hops: [], seconds: [] };
    if (suspicions.size < MOST_RELAYS) suspicions.set(relay, suspicion);
    return suspicion;
  }

  /**
   * A filter does not get back what it gave, or the mail would go in a circle: a relay that does is none. What is
   * taken for its hops were deliveries, and the messages that seemed to come back are some of their own.
   */
  refute(host: Host, relay: string): void {
    if (host.finals.size >= MOST_RELAYS) host.finals.clear();
    host.finals.add(own(relay));
    const suspicion = host.suspicions.get(relay);
    if (suspicion === undefined) return;
    host.suspicions.delete(relay);
    for (const second of suspicion.seconds) {
      if (second.via !== relay) continue;
      second.hopOf = undefined;
      second.via = '';
      this.receive(second);
    }
    for (const { first, moment, event } of suspicion.hops)
      this.observer.delivery(first, momentOf(moment), event);
  }

  /**
   * A filter that tells no queue id took the message: what came back while it ran, with the same message-id and
   * sender, is the message itself.
   * @param since when it may have begun, epoch milliseconds
   * @returns the last one
   */
  claim(first: Message, since: number, relay: string): Message | undefined {
    let found: Message | undefined;
    // Nobody else has its message-id.
    if (!first.shared) return undefined;
    for (const waiting of [this.#unexplained, this.#undecided])
      for (const message of waiting) {
        if (message.time < since || !mayCome(message, first) || !carries(message, first)) continue;
        if (message.messageId !== first.messageId && message.shared) continue;
        if ((this.hops.firstOf(message) ?? first) !== first) continue;
        if (this.follow(message, first, relay)) found = message;
      }
    return found;
  }

  /** The sender of a message is known that has been handed to filters in the same second. */
  claimAgain(first: Message): void {
    for (const { moment, event } of this.hops.blindOf(first))
      this.claim(first, began(moment, event), event.relay);
  }

  /**
   * Another message has the same message-id: until that one's delivery names this one, or might, it is taken for
   * its hop, if it came from this host and they agree in the sender, and that one does not carry it on itself.
   */
  #await(message: Message, first: Message): void {
    const agreed = message.inside && first.sender === message.sender && first.active && first.ended === 0;
    if (agreed && rootOf(first) !== message) message.hopOf = first;
    this.#undecided.add(message);
  }

  /** Those that began before a time carry nothing on that is known. */
  #explain(before: number): void {
    for (
      let next = this.#unexplained.before(before);
      next !== undefined;
      next = this.#unexplained.before(before)
    )
      if (!this.#carryOn(next)) this.#own(next);
  }

  /** Nobody claimed those that began before a time: messages of their own. */
  #decide(before: number): void {
    for (let next = this.#undecided.before(before); next !== undefined; next = this.#undecided.before(before))
      if (!this.#isProven(next) && !this.#isSplit(next)) this.#own(next);
  }

  /**
   * A filter has given the message back under a queue id that it named. What else came back in that time with the same
   * message-id and sender may be copies for other recipients, if nobody else turns out to have given them. A message that
   * was there before the first one is none.
   * @param since when it may have begun, epoch milliseconds
   */
  suspectSplits(first: Message, since: number): void {
    for (const message of this.hostOf(first).names.newest(first))
      if (message.serial > first.serial && message.time >= since && message.inside && !message.received)
        message.splitOf ??= first;
  }

  /** Whether the message is such a copy: it has not been given to a filter itself, and what was named is not for all. */
  #isSplit(message: Message): boolean {
    const { splitOf } = message;
    if (splitOf === undefined || message.carriedOn !== undefined || !mayCome(message, splitOf)) return false;
    if ((splitOf.carriedOn?.recipients ?? 0) >= splitOf.recipients) return false;
    return this.follow(message, splitOf);
  }

  #own(message: Message): void {
    message.undecided = false;
    message.hopOf = undefined;
    this.receive(message);
    this.#release(message);
  }
}
