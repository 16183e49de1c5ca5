/**
 * Puts events together: a message's life by host and queue id, a session by host and process. What each line
 * means for them is here; how lives go on is in lives.ts.
 *
 * A message counts as received once the queue manager has it. `client=` alone does not make it so: the
 * client may break off, a milter or a header check may still refuse it.
 */

import { wideHashOf } from '../../tally/hash.ts';
import { own } from '../../tally/own.ts';
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
import { Doubles } from './doubles.ts';
import type { Handover } from './handover.ts';
import { hopKind, queuedAs } from './hops.ts';
import { Lives } from './lives.ts';
import { keep, type Message, rootOf, UNNAMED } from './message.ts';
import type { Observer } from './observer.ts';

/** Messages in flight on one host; beyond that the eldest are let go. */
const MOST_IN_FLIGHT = 200_000;
/** Stamps of whole seconds may be this many milliseconds off each other. */
const CLOCK = 1000;

export class Correlator {
  /** What is in flight. */
  readonly lives: Lives;
  readonly #doubles = new Doubles();

  readonly #lane: Handover | undefined;

  /** @param lane follows what is ordinary; none: everything is followed here */
  constructor(observer: Observer, lane?: Handover, mostInFlight = MOST_IN_FLIGHT) {
    this.#lane = lane;
    this.lives = new Lives(observer, mostInFlight, lane);
  }

  /** Messages in flight on all hosts. */
  get inFlight(): number {
    let count = 0;
    for (const host of this.lives.hosts.values()) count += host.size;
    return count;
  }

  handle(entry: Entry, event: Event): void {
    const lives = this.lives;
    lives.at(entry);
    switch (event.kind) {
      case 'connect': {
        this.lives.close(entry.pid);
        this.lives.host.connect(entry, event.name, event.address);
        this.lives.observer.other(entry, event, undefined);
        return;
      }
      case 'disconnect': {
        const session = this.lives.close(entry.pid, event.counters);
        if (session !== undefined) this.lives.observer.session(session, entry);
        this.lives.observer.other(entry, event, undefined);
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
        this.lives.observer.expired(this.lives.known(entry, event.queueId), entry, event);
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
      case 'loginFailure':
        this.lives.observer.other(entry, this.#doubles.once(entry.time, event), undefined);
        return;
      case 'quiet':
        return;
      default:
        this.lives.observer.other(entry, event, undefined);
    }
  }

  /** The log is at its end: tells what was still in flight. */
  finish(): void {
    this.#lane?.finish();
    this.lives.hops.expire(Number.POSITIVE_INFINITY, (message, moment, event) =>
      this.lives.observer.delivery(message, moment, event),
    );
    this.lives.decide(Number.POSITIVE_INFINITY);
    for (const host of this.lives.hosts.values()) {
      for (const message of host.inFlight()) this.lives.letGo(message);
      host.clear();
    }
  }

  #accepted(entry: Entry, event: Accepted): void {
    if (event.queueId === '' || event.queueId === 'NOQUEUE') {
      this.lives.observer.other(entry, event, undefined);
      return;
    }
    const { lives } = this;
    const message = lives.arrive(entry, own(event.queueId), 'network');
    message.clientName = own(event.name);
    message.clientAddress = own(event.address);
    message.account = own(event.account);
    if (message.account !== '') message.receipt = keep(entry);
    const session = lives.host.session(entry.pid);
    if (session !== undefined) lives.beginIn(session, message);
    if (event.originalQueueId !== '') this.lives.follow(message, this.lives.host.get(event.originalQueueId));
    this.lives.observer.other(entry, event, message);
    if (message.active) this.lives.settle(message);
  }

  #pickup(entry: Entry, event: Pickup): void {
    const message = this.lives.arrive(entry, own(event.queueId), 'local');
    if (event.originalQueueId !== '') {
      message.received = true;
      const original = this.lives.host.get(event.originalQueueId);
      if (original !== undefined) this.lives.requeue(message, original);
    }
    this.lives.observer.other(entry, event, message);
    if (message.active) this.lives.settle(message);
  }

  #messageId(entry: Entry, event: MessageId): void {
    let message = this.lives.known(entry, event.queueId);
    if (event.resent) return;
    if (message.ended > 0 && message.messageId !== UNNAMED)
      message = this.lives.begin(entry, event.queueId, 'unknown');
    this.lives.host.identify(message, wideHashOf(event.messageId));
  }

  #active(entry: Entry, event: Active): void {
    const message = this.lives.known(entry, event.queueId);
    if (!message.active) this.#activate(message, own(event.sender), event.size, event.recipients);
  }

  /** The queue manager has the message for the first time. */
  #activate(message: Message, sender: string, size: number, recipients: number): void {
    message.active = true;
    message.abandoned = false;
    message.sender = sender;
    message.size = size;
    message.recipients = recipients;
    this.lives.settle(message);
  }

  #delivery(entry: Entry, event: Delivery): void {
    const message = this.lives.known(entry, event.queueId);
    if (event.status === 'bounced') {
      message.failed = own(event.recipient);
    }
    const kind = hopKind(event);
    if (kind !== 'no') {
      const second = kind === 'smtp' ? this.lives.host.get(queuedAs(event.reply)) : undefined;
      if (second !== undefined) {
        const open = second.hopOf === undefined || second.undecided;
        if (open && !second.received && second.messageId === message.messageId)
          this.lives.follow(second, message);
        if (second.hopOf === message) return;
        this.lives.observer.delivery(message, entry, event);
        return;
      }
      if (kind === 'pipe') {
        this.lives.claim(message, entry.time - transmission(event) - CLOCK);
        if (message.carriedOn) return;
      }
      this.lives.hops.add(message, keep(entry), event, queuedAs(event.reply));
      return;
    }
    if (event.status === 'sent' && event.agent === 'local' && event.reply.startsWith('forwarded as ')) {
      const next = this.lives.known(entry, event.reply.slice(13).trim());
      if (next.origin === 'unknown') {
        next.origin = 'forward';
        this.lives.inherit(next, rootOf(message));
      }
    }
    this.lives.observer.delivery(message, entry, event);
  }

  #removed(entry: Entry, queueId: string, why: string): void {
    const message = this.lives.host.get(queueId);
    if (message === undefined || message.ended > 0) return;
    if (why.startsWith('(canceled')) message.abandoned = true;
    else this.lives.letGo(message);
    this.lives.host.end(message, entry.time);
  }

  #notification(entry: Entry, event: Notification): void {
    const message = this.lives.known(entry, event.queueId);
    if (event.newQueueId !== '') {
      const notification = this.lives.known(entry, event.newQueueId);
      notification.origin = 'notification';
      notification.notificationOf = message.queueId;
      message.notifiedBy = notification.queueId;
    }
    this.lives.observer.notification(message, entry, event);
  }

  #reject(entry: Entry, event: Reject): void {
    const message =
      event.queueId === '' || event.queueId === 'NOQUEUE' ? undefined : this.lives.host.get(event.queueId);
    const session =
      event.action === 'discard' && event.by !== 'postscreen'
        ? this.lives.host.session(entry.pid)
        : undefined;
    if (message !== undefined) {
      if (event.action === 'reject' && refusesAll(event)) message.abandoned = true;
      else if (event.action === 'discard') {
        if (session?.message === message && !refusesAll(event)) this.lives.discard(session, message);
        else {
          message.discarded = true;
          this.lives.receive(message);
        }
      }
    } else if (session !== undefined) session.discard = true;
    this.lives.observer.other(entry, event, message);
  }

  #lost(entry: Entry, event: Lost): void {
    const session = this.lives.host.session(entry.pid);
    const broken = event.queueId !== undefined ? this.lives.host.get(event.queueId) : session?.message;
    const data = event.after === 'DATA' || event.after === 'BDAT';
    if (broken !== undefined && !broken.active && data) broken.abandoned = true;
    this.lives.observer.other(entry, event, broken);
  }

  /** What Postfix complains of before the message is in the queue, it does not take (queue file limits, table errors). */
  #complaint(entry: Entry, event: Complaint): void {
    const message = event.queueId === '' ? undefined : this.lives.host.get(event.queueId);
    if (message !== undefined && !message.active) message.abandoned = true;
    this.lives.observer.other(entry, event, message);
  }

  #queueAction(entry: Entry, event: QueueAction): void {
    const message = this.lives.known(entry, event.queueId);
    this.lives.observer.other(entry, event, message);
    if (event.action === 'deleted' && message.ended === 0) {
      this.lives.letGo(message);
      this.lives.host.end(message, entry.time);
    }
    if (event.action === 'requeued') message.requeued = true;
  }
}

/** Milliseconds that the last stage of a delivery took: the running of a pipe's program. */
function transmission(event: Delivery): number {
  const seconds = Number(event.delays.slice(event.delays.lastIndexOf('/') + 1));
  return (event.delays === '' || Number.isNaN(seconds) ? event.delay : seconds) * 1000;
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
