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
import { own } from '../scan.ts';
import { hopKind, PendingHops, queuedAs } from './hops.ts';
import { isLoopback, keep, type Message, newMessage, type Session } from './message.ts';
import type { Observer } from './observer.ts';

/** Milliseconds of log time that an ended message is still known. */
const AFTERLIFE = 5_000;

export interface Limits {
  /** Messages and sessions in flight; beyond that the eldest are let go. */
  readonly inFlight: number;
}

/** What one host has in flight. */
class Host {
  readonly name: string;
  readonly messages = new Map<string, Message>();
  readonly byMessageId = new Map<string, Message>();
  readonly sessions = new Map<number, Session>();
  /** Ended messages in the order of their end, still in `messages`. */
  readonly ended: Message[] = [];
  endedHead = 0;

  constructor(name: string) {
    this.name = name;
  }
}

export class Correlator {
  readonly #observer: Observer;
  readonly #limits: Limits;
  readonly #hosts = new Map<string, Host>();
  readonly #hops = new PendingHops();
  #host = new Host('');
  #now = 0;

  constructor(observer: Observer, limits: Limits = { inFlight: 200_000 }) {
    this.#observer = observer;
    this.#limits = limits;
    this.#hosts.set('', this.#host);
  }

  /** Messages in flight on all hosts. */
  get inFlight(): number {
    let count = 0;
    for (const host of this.#hosts.values()) count += host.messages.size;
    return count;
  }

  handle(entry: Entry, event: Event): void {
    if (entry.host !== this.#host.name) this.#enter(entry.host);
    if (entry.time > this.#now) this.#advance(entry.time);
    switch (event.kind) {
      case 'connect': {
        const host = this.#host;
        const open = host.sessions.get(entry.pid);
        if (open !== undefined) this.#leave(open);
        else if (host.sessions.size >= this.#limits.inFlight) dropEldest(host.sessions);
        host.sessions.set(entry.pid, newSession(entry, event.name, event.address));
        this.#observer.other(entry, event, undefined);
        return;
      }
      case 'disconnect': {
        const session = this.#host.sessions.get(entry.pid);
        if (session !== undefined) {
          this.#host.sessions.delete(entry.pid);
          this.#leave(session);
          this.#observer.session(session, entry);
        }
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
      case 'saslFailure': {
        const session = this.#host.sessions.get(entry.pid);
        if (session !== undefined) session.saslFailures++;
        this.#observer.other(entry, event, undefined);
        return;
      }
      case 'complaint':
        this.#complaint(entry, event);
        return;
      case 'quiet':
        return;
      default:
        this.#observer.other(entry, event, undefined);
    }
  }

  /** The log is at its end: tells what was still in flight. */
  finish(): void {
    this.#hops.expire(Number.POSITIVE_INFINITY, (message, moment, event) =>
      this.#observer.delivery(message, moment, event),
    );
    for (const host of this.#hosts.values()) {
      for (const message of host.messages.values()) this.#letGo(message);
      host.messages.clear();
      host.byMessageId.clear();
      host.sessions.clear();
    }
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
    const host = this.#host;
    while (host.endedHead < host.ended.length) {
      const message = host.ended[host.endedHead]!;
      if (now - message.ended < AFTERLIFE || message.pending > 0) break;
      host.endedHead++;
      if (host.messages.get(message.queueId) === message) host.messages.delete(message.queueId);
      this.#forget(host, message);
    }
    if (host.endedHead > 256 && host.endedHead * 2 > host.ended.length) {
      host.ended.splice(0, host.endedHead);
      host.endedHead = 0;
    }
  }

  #forget(host: Host, message: Message): void {
    if (
      message.messageId !== undefined &&
      !message.requeued &&
      host.byMessageId.get(message.messageId) === message
    ) {
      host.byMessageId.delete(message.messageId);
    }
    this.#observer.ended?.(message);
  }

  /** The message of a queue id; one that began before the log, or whose first line comes late, is made. */
  #known(entry: Entry, queueId: string): Message {
    return this.#host.messages.get(queueId) ?? this.#begin(entry, queueId, 'unknown');
  }

  #begin(entry: Entry, queueId: string, origin: Message['origin']): Message {
    const host = this.#host;
    const before = host.messages.get(queueId);
    if (before !== undefined) this.#replace(host, before);
    else if (host.messages.size >= this.#limits.inFlight) this.#dropEldest(host);
    const message = newMessage(host.name, own(queueId), origin, entry.time, entry.wall);
    host.messages.set(message.queueId, message);
    return message;
  }

  /** The queue id begins another life: the one before is over. */
  #replace(host: Host, message: Message): void {
    host.messages.delete(message.queueId);
    if (message.ended === 0) this.#letGo(message);
    this.#forget(host, message);
  }

  #dropEldest(host: Host): void {
    const eldest = host.messages.values().next().value;
    if (eldest !== undefined) this.#replace(host, eldest);
  }

  /** Nothing more will be heard of it: what was not yet told as received is told, if it got that far. */
  #letGo(message: Message): void {
    const arrived = message.origin === 'network' || message.origin === 'local';
    if (arrived && !message.received && !message.abandoned && message.hopOf === undefined)
      this.#receive(message);
  }

  #receive(message: Message): void {
    if (message.received || message.abandoned) return;
    message.received = true;
    this.#observer.received(message);
  }

  /** For `client=` and `uid=`: the message that these lines begin, or that a late line already began. */
  #arrive(entry: Entry, queueId: string, origin: 'network' | 'local'): Message {
    const known = this.#host.messages.get(queueId);
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
    message.clientName = own(event.name);
    message.clientAddress = own(event.address);
    message.account = event.account === '' ? '' : own(event.account);
    if (message.account !== '') message.receipt = keep(entry);
    if (event.originalQueueId !== '') this.#follow(message, this.#host.messages.get(event.originalQueueId));
    const session = this.#host.sessions.get(entry.pid);
    if (session !== undefined) {
      session.message = message;
      session.messages++;
      if (message.account !== '') session.account = message.account;
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
      const original = this.#host.messages.get(event.originalQueueId);
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
    let message = this.#known(entry, event.queueId);
    if (event.resent) return;
    if (message.ended > 0 && message.messageId !== undefined)
      message = this.#begin(entry, event.queueId, 'unknown');
    message.messageId = own(event.messageId);
    // The first message with an id is the one that others may carry on.
    const host = this.#host;
    if (message.messageId !== '' && !host.byMessageId.has(message.messageId))
      host.byMessageId.set(message.messageId, message);
  }

  #active(entry: Entry, event: Active): void {
    const message = this.#known(entry, event.queueId);
    if (message.active) return;
    message.active = true;
    message.abandoned = false;
    message.sender = own(event.sender);
    message.size = event.size;
    message.recipients = event.recipients;
    this.#settle(message);
  }

  /** Sender and size are known: received, or carried on from another message? */
  #settle(message: Message): void {
    if (message.origin === 'unknown' || message.origin === 'notification' || message.origin === 'forward')
      return;
    if (message.hopOf === undefined && (message.origin === 'local' || isLoopback(message.clientAddress))) {
      const first =
        message.messageId === undefined ? undefined : this.#host.byMessageId.get(message.messageId);
      if (first?.requeued === true && first !== message && message.origin === 'local') {
        // postsuper -r gives the same message a new queue id through pickup: it was received before.
        this.#inherit(message, first);
        message.received = true;
        this.#host.byMessageId.set(first.messageId!, message);
        return;
      }
      const carried = this.#hops.firstOf(message.queueId) ?? first;
      if (carried !== undefined && carried !== message && carried.sender === message.sender && carried.active)
        this.#follow(message, carried);
    }
    if (message.hopOf === undefined) this.#receive(message);
  }

  #follow(message: Message, first: Message | undefined): void {
    if (first === undefined || first === message || first.hopOf === message) return;
    message.hopOf = first;
    first.carriedOn = true;
    if (first.pending > 0) this.#hops.prove(first);
  }

  #delivery(entry: Entry, event: Delivery): void {
    const message = this.#known(entry, event.queueId);
    if (event.status === 'bounced') message.failed = own(event.recipient);
    const kind = hopKind(event);
    if (kind !== 'no') {
      const second = kind === 'smtp' ? this.#host.messages.get(queuedAs(event.reply)) : undefined;
      if (second !== undefined) {
        if (second.hopOf === undefined && !second.received && second.messageId === message.messageId)
          this.#follow(second, message);
        if (second.hopOf === message) return;
        this.#observer.delivery(message, entry, event);
        return;
      }
      if (kind === 'pipe' && message.carriedOn) return;
      this.#hops.add(message, keep(entry), ownDelivery(event), queuedAs(event.reply));
      return;
    }
    if (event.status === 'sent' && event.agent === 'local' && event.reply.startsWith('forwarded as ')) {
      const next = this.#known(entry, event.reply.slice(13).trim());
      if (next.origin === 'unknown') next.origin = 'forward';
    }
    this.#observer.delivery(message, entry, event);
  }

  #removed(entry: Entry, queueId: string, why: string): void {
    const message = this.#host.messages.get(queueId);
    if (message === undefined || message.ended > 0) return;
    if (why.startsWith('(canceled')) message.abandoned = true;
    else this.#letGo(message);
    this.#end(message, entry.time);
  }

  #end(message: Message, time: number): void {
    message.ended = Math.max(1, time);
    this.#host.ended.push(message);
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
      event.queueId === '' || event.queueId === 'NOQUEUE'
        ? undefined
        : this.#host.messages.get(event.queueId);
    const session = event.by === 'postscreen' ? undefined : this.#host.sessions.get(entry.pid);
    if (session !== undefined && event.action === 'reject') session.rejects++;
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
    const session = this.#host.sessions.get(entry.pid);
    const broken = event.queueId !== undefined ? this.#host.messages.get(event.queueId) : session?.message;
    const data = event.after === 'DATA' || event.after === 'BDAT';
    if (broken !== undefined && !broken.active && data) broken.abandoned = true;
    this.#observer.other(entry, event, broken);
  }

  /** What Postfix complains of before the message is in the queue, it does not take (queue file limits, table errors). */
  #complaint(entry: Entry, event: Complaint): void {
    const message = event.queueId === '' ? undefined : this.#host.messages.get(event.queueId);
    if (message !== undefined && !message.active) message.abandoned = true;
    this.#observer.other(entry, event, message);
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
      this.#end(message, entry.time);
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

function newSession(entry: Entry, name: string, address: string): Session {
  return {
    pid: entry.pid,
    service: entry.program.service,
    name: own(name),
    address: own(address),
    time: entry.time,
    wall: entry.wall,
    message: undefined,
    messages: 0,
    rejects: 0,
    saslFailures: 0,
    discard: false,
    account: '',
  };
}

function ownDelivery(event: Delivery): Delivery {
  return {
    ...event,
    queueId: own(event.queueId),
    recipient: own(event.recipient),
    originalRecipient: own(event.originalRecipient),
    relay: own(event.relay),
    delays: own(event.delays),
    reply: own(event.reply),
  };
}

function dropEldest<K, V>(map: Map<K, V>): void {
  const first = map.keys().next();
  if (!first.done) map.delete(first.value);
}
