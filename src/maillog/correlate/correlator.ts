/**
 * Puts events together: a message's life by host and queue id, a session by host and process.
 *
 * Only what is in flight is kept. A message ends with its `removed` line, but stays for a few seconds of log
 * time, because syslog may bring its last lines late; a queue id that is taken again begins a new life. Of
 * messages whose end is never seen the eldest are let go when there are too many or they are too old.
 *
 * A message counts as received once the queue manager has it. `client=` alone does not make it so: the
 * client may break off, a milter or a header check may still refuse it.
 */
import type { Entry } from '../entry.ts';
import type {
  Accepted,
  Active,
  Complaint,
  Delivery,
  Event,
  Lost,
  MessageId,
  Notification,
  Pickup,
  QueueAction,
  Reject,
} from '../event.ts';
import { type Carry, keepEntry, newCarry, ownEvent } from './carry.ts';
import { hopKind, PendingHops, queuedAs } from './hops.ts';
import { AFTERLIFE, Host } from './host.ts';
import { isLoopback, keep, type Message, type Session } from './message.ts';
import type { Observer } from './observer.ts';

export interface Limits {
  /** Messages and sessions in flight; beyond that the eldest are let go. */
  readonly inFlight: number;
}

export class Correlator {
  readonly #observer: Observer;
  readonly #limits: Limits;
  readonly #carry: Carry | undefined;
  readonly #hosts = new Map<string, Host>();
  readonly #hops = new PendingHops();
  #host = new Host('');
  #now = 0;

  /** @param continues the log begins in the middle: another correlator has what came before (carry.ts) */
  constructor(observer: Observer, continues = false, limits: Limits = { inFlight: 200_000 }) {
    this.#observer = observer;
    this.#limits = limits;
    this.#carry = continues ? newCarry() : undefined;
    this.#hosts.set('', this.#host);
  }

  /** Messages in flight on all hosts. */
  get inFlight(): number {
    let count = 0;
    for (const host of this.#hosts.values()) count += host.size;
    return count;
  }

  handle(entry: Entry, event: Event): void {
    if (entry.host !== this.#host.name) this.#enter(entry.host);
    if (entry.time > this.#now) this.#advance(entry.time);
    if (this.#carry !== undefined && this.#goesOn(entry, event)) {
      this.#carry.orphans.push({ entry: keepEntry(entry), event: ownEvent(event) });
      // What the session did in this part is over too.
      if (event.kind === 'disconnect') this.#close(entry.pid);
      return;
    }
    switch (event.kind) {
      case 'connect': {
        this.#close(entry.pid);
        this.#host.connect(entry, event.name, event.address);
        this.#observer.other(entry, event, undefined);
        return;
      }
      case 'disconnect': {
        const session = this.#close(entry.pid);
        if (session !== undefined) this.#observer.session(session, entry);
        this.#observer.other(entry, event, undefined);
        return;
      }
      case 'accepted':
        this.#accepted(entry, event);
        return;
      case 'pickup':
        this.#pickup(entry, event);
        return;
      case 'messageId':
        this.#messageId(entry, event);
        return;
      case 'active':
        this.#active(entry, event);
        return;
      case 'delivery':
        this.#delivery(entry, event);
        return;
      case 'removed':
        this.#removed(entry, event.queueId, event.why);
        return;
      case 'notification':
        this.#notification(entry, event);
        return;
      case 'expired':
        this.#observer.expired(this.#known(entry, event.queueId), entry, event);
        return;
      case 'reject':
        this.#reject(entry, event);
        return;
      case 'lost':
        this.#lost(entry, event);
        return;
      case 'queueAction':
        this.#queueAction(entry, event);
        return;
      case 'complaint':
        this.#complaint(entry, event);
        return;
      case 'quiet':
        return;
      default:
        this.#observer.other(entry, event, undefined);
    }
  }

  /**
   * The block of log that was being read goes: what is still in flight takes copies of its strings. Most
   * messages come and go within one block and never need any.
   */
  release(): void {
    for (const host of this.#hosts.values()) host.release();
  }

  /** The log is at its end: tells what was still in flight. */
  finish(): void {
    this.#hops.expire(Number.POSITIVE_INFINITY, (message, moment, event) =>
      this.#observer.delivery(message, moment, event),
    );
    for (const host of this.#hosts.values()) {
      for (const message of host.inFlight()) this.#letGo(message);
      host.clear();
    }
  }

  /** Whether the event is about a message or a session that began before this part of the log. */
  #goesOn(entry: Entry, event: Event): boolean {
    switch (event.kind) {
      case 'disconnect':
        return this.#host.session(entry.pid)?.ghost !== false;
      case 'lost':
        return event.queueId === undefined
          ? this.#host.session(entry.pid) === undefined
          : this.#host.get(event.queueId) === undefined;
      case 'reject':
        return (
          event.queueId !== '' && event.queueId !== 'NOQUEUE' && this.#host.get(event.queueId) === undefined
        );
      case 'active':
      case 'delivery':
      case 'removed':
      case 'expired':
      case 'notification':
      case 'queueAction':
        return this.#host.get(event.queueId) === undefined;
      default:
        return false;
    }
  }

  /** What the correlator of the log before this part must know; only where this one `continues`. */
  carry(): Carry {
    const carry = this.#carry!;
    this.release();
    for (const [host, state] of this.#hosts) {
      for (const message of state.inFlight()) carry.inFlight.push(message);
      for (const session of state.openSessions()) carry.sessions.push({ host, session });
    }
    carry.pending.push(...this.#hops.waiting());
    return carry;
  }

  /** Takes over from the correlator of the part of the log that follows this one's. */
  adopt(carry: Carry): void {
    for (const begun of carry.begun) this.#goOn(begun);
    let settled = 0;
    for (let i = 0; i <= carry.orphans.length; i++) {
      for (; settled < carry.unsettled.length && carry.unsettled[settled]!.after <= i; settled++) {
        const { message } = carry.unsettled[settled]!;
        this.#enter(message.host);
        message.undecided = false;
        this.#settle(message);
        // Its first message's delivery line comes with the orphans and must find it.
        if (message.hopOf !== undefined) this.#host.restore(message);
      }
      const orphan = carry.orphans[i];
      if (orphan !== undefined) this.handle({ ...orphan.entry, raw: () => orphan.entry.text }, orphan.event);
    }
    for (const message of carry.inFlight) {
      this.#enter(message.host);
      if (message.origin === 'unknown' && this.#host.get(message.queueId) !== undefined) continue;
      this.#host.restore(message);
    }
    for (const { host, session } of carry.sessions) {
      this.#enter(host);
      this.#host.restoreSession(session);
    }
    for (const { message, moment, event } of carry.pending) {
      this.#enter(message.host);
      this.#hops.add(this.#host.get(message.queueId) ?? message, moment, event, queuedAs(event.reply));
    }
  }

  /** A message whose `client=` is here and whose text came in the part that follows. */
  #goOn(begun: Message): void {
    this.#enter(begun.host);
    const message = this.#host.get(begun.queueId);
    if (message === undefined || message.ended > 0 || message.received) return;
    if (begun.messageId !== undefined && message.messageId === undefined)
      this.#host.identify(message, begun.messageId);
    message.abandoned ||= begun.abandoned;
    if (begun.discarded) this.#receive(message);
    if (!begun.active) return;
    message.active = true;
    message.abandoned = false;
    message.sender = begun.sender;
    message.size = begun.size;
    message.recipients = begun.recipients;
    this.#settle(message);
    if (begun.ended > 0 && message.ended === 0) this.#host.end(message, begun.ended);
  }

  #enter(name: string): void {
    let host = this.#hosts.get(name);
    if (host === undefined) {
      host = new Host(name);
      this.#hosts.set(name, host);
    }
    this.#host = host;
  }

  #advance(now: number): void {
    this.#now = now;
    if (this.#hops.size > 0)
      this.#hops.expire(now, (message, moment, event) => this.#observer.delivery(message, moment, event));
    this.#host.bury(now, (message) => this.#observer.ended?.(message));
  }

  /** The message of a queue id; one that began before the log, or whose first line comes late, is made. */
  #known(entry: Entry, queueId: string): Message {
    return this.#host.get(queueId) ?? this.#begin(entry, queueId, 'unknown');
  }

  #begin(entry: Entry, queueId: string, origin: Message['origin']): Message {
    const host = this.#host;
    const before = host.get(queueId);
    if (before !== undefined) this.#replace(host, before);
    else if (host.size >= this.#limits.inFlight) this.#dropEldest(host);
    return host.begin(queueId, origin, entry.time, entry.wall);
  }

  /** The queue id begins another life: the one before is over. */
  #replace(host: Host, message: Message): void {
    host.drop(message);
    if (message.ended === 0) this.#letGo(message);
    host.forget(message);
    this.#observer.ended?.(message);
  }

  /** Too many in flight: the eldest tenth is let go. */
  #dropEldest(host: Host): void {
    const eldest = host.inFlight();
    for (const message of eldest.slice(0, Math.ceil(eldest.length / 10))) this.#replace(host, message);
  }

  /** Nothing more will be heard of it: what was not yet told as received is told, if it got that far. */
  #letGo(message: Message): void {
    const arrived = message.origin === 'network' || message.origin === 'local';
    if (arrived && !message.undecided && message.hopOf === undefined) this.#receive(message);
  }

  #receive(message: Message): void {
    if (message.received || message.abandoned) return;
    message.received = true;
    this.#observer.received(message);
  }

  /** For `client=` and `uid=`: the message that these lines begin, or that a late line already began. */
  #arrive(entry: Entry, queueId: string, origin: 'network' | 'local'): Message {
    const known = this.#host.get(queueId);
    if (
      known !== undefined &&
      known.origin === 'unknown' &&
      known.ended === 0 &&
      Math.abs(entry.time - known.time) <= AFTERLIFE
    ) {
      known.origin = origin;
      return known;
    }
    return this.#begin(entry, queueId, origin);
  }

  #accepted(entry: Entry, event: Accepted): void {
    if (event.queueId === '' || event.queueId === 'NOQUEUE') {
      this.#observer.other(entry, event, undefined);
      return;
    }
    const message = this.#arrive(entry, event.queueId, 'network');
    message.clientName = event.name;
    message.clientAddress = event.address;
    message.account = event.account;
    this.#host.touch(message);
    if (message.account !== '') message.receipt = keep(entry);
    if (event.originalQueueId !== '') this.#follow(message, this.#host.get(event.originalQueueId));
    let session = this.#host.session(entry.pid);
    if (session === undefined && this.#carry !== undefined) {
      session = this.#host.connect(entry, event.name, event.address, true);
    }
    if (session !== undefined) {
      session.message = message;
      if (session.discard) {
        session.discard = false;
        message.discarded = true;
        this.#receive(message);
      }
    }
    this.#observer.other(entry, event, message);
    if (message.active) this.#settle(message);
  }

  #pickup(entry: Entry, event: Pickup): void {
    const message = this.#arrive(entry, event.queueId, 'local');
    if (event.originalQueueId !== '') {
      // A requeued message comes through pickup again (postsuper -r): it was received before.
      message.received = true;
      const original = this.#host.get(event.originalQueueId);
      if (original !== undefined) this.#inherit(message, original);
    }
    this.#observer.other(entry, event, message);
    if (message.active) this.#settle(message);
  }

  #inherit(message: Message, original: Message): void {
    message.clientName = original.clientName;
    message.clientAddress = original.clientAddress;
    message.account = original.account;
  }

  #messageId(entry: Entry, event: MessageId): void {
    const began = this.#host.size;
    let message = this.#known(entry, event.queueId);
    if (this.#carry !== undefined && this.#host.size > began) this.#carry.begun.push(message);
    if (event.resent) return;
    if (message.ended > 0 && message.messageId !== undefined)
      message = this.#begin(entry, event.queueId, 'unknown');
    this.#host.identify(message, event.messageId);
  }

  #active(entry: Entry, event: Active): void {
    const message = this.#known(entry, event.queueId);
    if (message.active) return;
    message.active = true;
    message.abandoned = false;
    message.sender = event.sender;
    this.#host.touch(message);
    message.size = event.size;
    message.recipients = event.recipients;
    this.#settle(message);
  }

  /** Sender and size are known: received, or carried on from another message? */
  #settle(message: Message): void {
    if (message.origin === 'unknown' || message.origin === 'notification' || message.origin === 'forward')
      return;
    const inside = message.origin === 'local' || isLoopback(message.clientAddress);
    if (message.hopOf === undefined && inside) {
      const first = message.messageId === undefined ? undefined : this.#host.named(message.messageId);
      if (first?.requeued === true && first !== message && message.origin === 'local') {
        // postsuper -r gives the same message a new queue id through pickup: it was received before.
        this.#inherit(message, first);
        message.received = true;
        this.#host.stand(message);
        return;
      }
      const carried = this.#hops.firstOf(message.queueId) ?? first;
      if (carried !== undefined && carried !== message && carried.sender === message.sender && carried.active)
        this.#follow(message, carried);
    }
    if (message.hopOf !== undefined) return;
    // What it carries on may have come before this part of the log: who has that decides.
    if (inside && this.#carry !== undefined) {
      message.undecided = true;
      this.#carry.unsettled.push({ message, after: this.#carry.orphans.length });
    } else this.#receive(message);
  }

  #follow(message: Message, first: Message | undefined): void {
    if (first === undefined || first === message || first.hopOf === message) return;
    message.hopOf = first;
    first.carriedOn = true;
    if (first.pending > 0) this.#hops.prove(first);
  }

  #delivery(entry: Entry, event: Delivery): void {
    const message = this.#known(entry, event.queueId);
    if (event.status === 'bounced') {
      message.failed = event.recipient;
      this.#host.touch(message);
    }
    const kind = hopKind(event);
    if (kind !== 'no') {
      const second = kind === 'smtp' ? this.#host.get(queuedAs(event.reply)) : undefined;
      if (second !== undefined) {
        if (second.hopOf === undefined && !second.received && second.messageId === message.messageId)
          this.#follow(second, message);
        if (second.hopOf === message) return;
        this.#observer.delivery(message, entry, event);
        return;
      }
      if (kind === 'pipe' && message.carriedOn) return;
      this.#hops.add(message, keep(entry), ownEvent(event), queuedAs(event.reply));
      return;
    }
    if (event.status === 'sent' && event.agent === 'local' && event.reply.startsWith('forwarded as ')) {
      const next = this.#known(entry, event.reply.slice(13).trim());
      if (next.origin === 'unknown') next.origin = 'forward';
    }
    this.#observer.delivery(message, entry, event);
  }

  #removed(entry: Entry, queueId: string, why: string): void {
    const message = this.#host.get(queueId);
    if (message === undefined || message.ended > 0) return;
    if (why.startsWith('(canceled')) message.abandoned = true;
    else this.#letGo(message);
    this.#host.end(message, entry.time);
  }

  #notification(entry: Entry, event: Notification): void {
    const message = this.#known(entry, event.queueId);
    if (event.newQueueId !== '') {
      const notification = this.#known(entry, event.newQueueId);
      notification.origin = 'notification';
      notification.notificationOf = message.queueId;
      message.notifiedBy = notification.queueId;
    }
    this.#observer.notification(message, entry, event);
  }

  #reject(entry: Entry, event: Reject): void {
    const message =
      event.queueId === '' || event.queueId === 'NOQUEUE' ? undefined : this.#host.get(event.queueId);
    const session = event.by === 'postscreen' ? undefined : this.#host.session(entry.pid);
    if (message !== undefined) {
      if (event.action === 'reject' && refusesAll(event)) message.abandoned = true;
      else if (event.action === 'discard') {
        message.discarded = true;
        this.#receive(message);
      }
    } else if (session !== undefined && event.action === 'discard') session.discard = true;
    this.#observer.other(entry, event, message);
  }

  #lost(entry: Entry, event: Lost): void {
    const session = this.#host.session(entry.pid);
    const broken = event.queueId !== undefined ? this.#host.get(event.queueId) : session?.message;
    const data = event.after === 'DATA' || event.after === 'BDAT';
    if (broken !== undefined && !broken.active && data) broken.abandoned = true;
    this.#observer.other(entry, event, broken);
  }

  /** What Postfix complains of before the message is in the queue, it does not take (queue file limits, table errors). */
  #complaint(entry: Entry, event: Complaint): void {
    const message = event.queueId === '' ? undefined : this.#host.get(event.queueId);
    if (message !== undefined && !message.active) message.abandoned = true;
    this.#observer.other(entry, event, message);
  }

  #close(pid: number): Session | undefined {
    const session = this.#host.session(pid);
    if (session === undefined) return undefined;
    session.open = false;
    this.#leave(session);
    return session;
  }

  /** The session is over: a message begun in it whose text never came was broken off. */
  #leave(session: Session): void {
    const message = session.message;
    if (message !== undefined && !message.active && message.messageId === undefined && !message.discarded)
      message.abandoned = true;
  }

  #queueAction(entry: Entry, event: QueueAction): void {
    const message = this.#known(entry, event.queueId);
    this.#observer.other(entry, event, message);
    if (event.action === 'deleted' && message.ended === 0) {
      this.#letGo(message);
      this.#host.end(message, entry.time);
    }
    if (event.action === 'requeued') message.requeued = true;
  }
}

/** At these stages a refusal is of the whole message, before them of one recipient or command. */
function refusesAll(event: Reject): boolean {
  switch (event.stage) {
    case 'DATA':
    case 'BDAT':
    case 'END-OF-MESSAGE':
    case 'HEADER':
    case 'BODY':
    case 'CONTENT':
      return true;
    default:
      return false;
  }
}
