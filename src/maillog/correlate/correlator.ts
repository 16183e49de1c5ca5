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
  FilterVerdict,
  Lost,
  MessageId,
  Notification,
  Pickup,
  QueueAction,
  Reject,
  Removed,
} from '../event.ts';
import { REQUEUED } from '../filter/gateway.ts';
import { Doubles } from './doubles.ts';
import type { Handover } from './handover.ts';
import { began, carries, comesFrom, type HopKind, hopKind, mayReturn, queuedAs } from './hops.ts';
import { Lives } from './lives.ts';
import { isLoopback, keep, type Message, rootOf, type Session, UNNAMED } from './message.ts';
import type { Observer } from './observer.ts';
import { Sessions } from './sessions.ts';

/** Messages in flight on one host; beyond that the eldest are let go. */
const MOST_IN_FLIGHT = 200_000;
/** Refusals that a session remembers. */
const MOST_REFUSALS = 20;

export class Correlator {
  /** What is in flight. */
  readonly lives: Lives;
  readonly #sessions: Sessions;
  readonly #doubles = new Doubles();

  /** @param lane follows what is ordinary; none: everything is followed here */
  constructor(observer: Observer, lane?: Handover, mostInFlight = MOST_IN_FLIGHT) {
    this.lives = new Lives(observer, mostInFlight, lane);
    this.#sessions = new Sessions(this.lives);
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
        this.#sessions.close(entry.pid);
        this.lives.host.connect(entry, event.name, event.address);
        this.lives.observer.other(entry, event, undefined);
        return;
      }
      case 'disconnect': {
        const session = this.#sessions.close(entry.pid, own(event.counters));
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
        this.#removed(entry, event);
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
      case 'saslFailure': {
        const session = this.lives.host.sessionHere(entry.pid);
        if (session !== undefined) session.loginFailures++;
        this.lives.observer.other(entry, event, undefined);
        return;
      }
      case 'tls': {
        const session = event.direction === 'from' ? this.lives.host.sessionHere(entry.pid) : undefined;
        if (session !== undefined) session.tls = own(event.version);
        this.lives.observer.other(entry, event, undefined);
        return;
      }
      case 'filter':
        this.lives.host.fates.note(event);
        if (event.verdict === REQUEUED) this.#requeued(entry, event);
        this.#filtered(entry, event);
        return;
      case 'remoteTrouble':
        this.lives.observer.other(entry, event, this.lives.host.getHere(event.queueId));
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

  /** Another log begins: one of other days, or of another host. */
  nextLog(): void {
    this.lives.nextLog();
  }

  /** The log is at its end: tells what was still in flight. */
  finish(): void {
    this.lives.finish();
  }

  #accepted(entry: Entry, event: Accepted): void {
    const { lives } = this;
    const session = lives.host.session(entry.pid);
    const account = own(event.account);
    if (session !== undefined && account !== '') session.account = account;
    if (event.queueId === '' || event.queueId === 'NOQUEUE') {
      // The proxy filter will bring the message by a connection of its own, which tells no account.
      if (session !== undefined && account !== '') {
        session.address = own(event.address);
        lives.host.proxy(session.address, account);
      }
      lives.observer.other(entry, event, undefined);
      return;
    }
    const message = lives.arrive(entry, own(event.queueId), 'network');
    const discarded = message.discarded;
    message.inside = isLoopback(event.address);
    const { originalClient } = event;
    const open = originalClient.lastIndexOf('[');
    message.clientName = own(open < 0 ? event.name : originalClient.slice(0, open));
    message.clientAddress = own(open < 0 ? event.address : originalClient.slice(open + 1, -1));
    if (open >= 0) message.peerAddress = own(event.address);
    message.account = account === '' && open >= 0 ? lives.host.accountOf(message.clientAddress) : account;
    if (message.account !== '') message.receipt = keep(entry);
    // cleanup said so before smtpd's line came.
    if (discarded) lives.receive(message);
    if (session !== undefined) {
      session.messages++;
      this.#sessions.beginIn(session, message);
    }
    const original = event.originalQueueId === '' ? undefined : lives.host.get(event.originalQueueId);
    if (original !== undefined) lives.follow(message, original);
    lives.observer.other(entry, event, message);
    if (message.active) this.lives.settle(message);
  }

  #pickup(entry: Entry, event: Pickup): void {
    const message = this.lives.arrive(entry, own(event.queueId), 'local');
    message.uid = event.uid;
    if (message.discarded) this.lives.receive(message);
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
    if (!event.resent) {
      if (message.ended > 0 && message.messageId !== UNNAMED)
        message = this.lives.begin(entry, own(event.queueId), 'unknown');
      this.lives.host.names.identify(message, wideHashOf(event.messageId));
    }
    this.lives.observer.passed?.(message, entry, event);
  }

  #active(entry: Entry, event: Active): void {
    const message = this.lives.known(entry, event.queueId);
    if (!message.active) this.#activate(message, own(event.sender), event.size, event.recipients);
    this.lives.observer.passed?.(message, entry, event);
  }

  /** The queue manager has the message for the first time. */
  #activate(message: Message, sender: string, size: number, recipients: number): void {
    message.active = true;
    message.abandoned = false;
    message.sender = sender;
    message.size = size;
    message.recipients = recipients;
    this.lives.host.names.enlist(message);
    // It may have been handed to a filter in the same second.
    if (message.pending > 0) this.lives.claimAgain(message);
    this.lives.settle(message);
  }

  #delivery(entry: Entry, told: Delivery): void {
    const message = this.lives.known(entry, told.queueId);
    const event = this.lives.host.fates.of(told, message);
    if (event.status === 'bounced') {
      message.failed = own(event.recipient);
    }
    const kind = hopKind(event);
    if (kind !== 'no' && this.#isHop(message, entry, event, kind)) return;
    if (event.status === 'sent' && event.agent === 'local' && event.reply.startsWith('forwarded as ')) {
      const next = this.lives.known(entry, event.reply.slice(13).trim());
      if (next.origin === 'unknown') {
        next.origin = 'forward';
        next.forwardOf = message.queueId;
        this.lives.inherit(next, rootOf(message));
      }
    }
    this.lives.tell(message, entry, event);
  }

  /** Whether the delivery is a hop into a filter, or may turn out to be one. */
  #isHop(message: Message, entry: Entry, event: Delivery, kind: HopKind): boolean {
    const { lives } = this;
    const secondId = queuedAs(event.reply);
    const second = secondId === '' ? undefined : lives.host.get(secondId);
    if (second !== undefined && second !== message) {
      const open = second.hopOf === undefined || second.undecided;
      if (open && !second.received && carries(second, message)) lives.follow(second, message);
      if (second.hopOf === message && !second.undecided) {
        lives.hop(message, entry, event, second);
        if (message.recipients > 1) lives.suspectSplits(message, began(entry, event));
        return true;
      }
      // Their message-ids may come late.
      const named = second.messageId !== UNNAMED && message.messageId !== UNNAMED;
      if (!open || second.received || named) return false;
    }
    if (kind === 'away') return this.#isAwayHop(message, entry, event);
    if (kind === 'blind') return this.#isBlindHop(message, entry, event);
    lives.hops.add(message, keep(entry), event, secondId);
    return true;
  }

  /** The same of a filter that names no queue id. */
  #isBlindHop(message: Message, entry: Entry, event: Delivery): boolean {
    const { lives } = this;
    if (this.#isFinal(message, event.relay)) return false;
    const claimed = lives.claim(message, began(entry, event), own(event.relay)) ?? message.carriedOn;
    const returned = claimed ?? this.#returned(message, entry, event);
    const second = returned?.sender === undefined ? undefined : returned;
    if (second !== undefined) lives.hop(message, entry, event, second);
    lives.hops.add(message, keep(entry), event, '', second !== undefined);
    return true;
  }

  /** Whether the relay is no filter; one that gets back what it is taken to have given turns out to be none. */
  #isFinal(message: Message, relay: string): boolean {
    const { host } = this.lives;
    if (host.finals.has(relay)) return true;
    if (message.via !== relay || message.hopOf === undefined) return false;
    this.lives.refute(host, relay);
    return true;
  }

  /** A filter on another host, or behind a socket, has given the message back before it took leave. */
  #isAwayHop(message: Message, entry: Entry, event: Delivery): boolean {
    const { lives } = this;
    if (this.#isFinal(message, event.relay)) return false;
    const second = this.#returned(message, entry, event);
    if (second === undefined) return false;
    if (second.sender === undefined) lives.hops.addAway(message, keep(entry), event);
    else lives.hop(message, entry, event, second);
    return true;
  }

  /** What a filter gave back while the delivery to it went on. Where its sender is not yet known, it is not sure. */
  #returned(message: Message, entry: Entry, event: Delivery): Message | undefined {
    const { lives } = this;
    const before = message.carriedOn;
    if (before !== undefined && comesFrom(before, event.relay))
      return before.time >= began(entry, event) ? before : undefined;
    for (const second of lives.host.names.newest(message))
      if (mayReturn(second, message, entry, event))
        if (second.sender === undefined || lives.follow(second, message, own(event.relay))) return second;
    return undefined;
  }

  #removed(entry: Entry, event: Removed): void {
    const { host } = this.lives;
    // cleanup's own, `removed (canceled)`, may come before smtpd's first line of the message.
    const message = event.why === '' ? host.get(event.queueId) : this.lives.known(entry, event.queueId);
    if (message === undefined || message.ended > 0) return;
    this.lives.observer.passed?.(message, entry, event);
    if (event.why.startsWith('(canceled')) message.abandoned = true;
    // Else its `from=` comes late.
    else if (message.active) this.lives.letGo(message);
    host.end(message, this.lives.now);
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
    if (event.by === 'proxy')
      for (const kept of this.lives.host.fates.before(event))
        this.lives.observer.other(entry, kept, undefined);
    const content =
      event.queueId !== '' && event.queueId !== 'NOQUEUE' && event.by !== 'smtpd' && refusesAll(event);
    // cleanup's line may come before smtpd's, in one second.
    const message = content ? this.lives.known(entry, event.queueId) : this.#messageOf(event.queueId);
    const { host } = this.lives;
    const discards = event.action === 'discard' && event.by !== 'postscreen' && event.by !== 'proxy';
    const session = discards ? host.session(entry.pid) : host.sessionHere(entry.pid);
    if (session !== undefined && event.action === 'reject' && event.by !== 'postscreen')
      refused(session, entry, event);
    if (message !== undefined) {
      if (event.action === 'reject' && refusesAll(event)) message.abandoned = true;
      else if (event.action === 'discard') {
        if (session?.message === message && !refusesAll(event)) this.#sessions.discard(session, message);
        else {
          message.discarded = true;
          if (message.origin !== 'unknown') this.lives.receive(message);
        }
      }
    } else if (session !== undefined && discards) session.discard = true;
    this.lives.observer.other(entry, event, message);
  }

  #lost(entry: Entry, event: Lost): void {
    const session = this.lives.host.session(entry.pid);
    const broken = event.queueId !== undefined ? this.lives.host.get(event.queueId) : session?.message;
    if (session !== undefined) session.lost = `${event.how} after ${own(event.after)}`;
    const data = event.after === 'DATA' || event.after === 'BDAT';
    if (broken !== undefined && !broken.active && data) broken.abandoned = true;
    this.lives.observer.other(entry, event, broken);
  }

  /** What Postfix complains of before the message is in the queue, it does not take (queue file limits, table errors). */
  #complaint(entry: Entry, event: Complaint): void {
    const early = event.queueId !== '' && entry.program.daemon === 'cleanup';
    const message = early ? this.lives.known(entry, event.queueId) : this.#messageOf(event.queueId);
    if (message !== undefined && !message.active) message.abandoned = true;
    this.lives.observer.other(entry, event, message);
  }

  #queueAction(entry: Entry, event: QueueAction): void {
    const message = this.lives.known(entry, event.queueId);
    this.lives.observer.other(entry, event, message);
    if (event.action === 'deleted' && message.ended === 0) {
      if (message.active) this.lives.letGo(message);
      this.lives.host.end(message, this.lives.now);
    }
    if (event.action === 'requeued') this.lives.host.names.requeue(message);
  }

  /** A filter says what it thinks of a message. Amavis may run on another host than the queue. */
  #filtered(entry: Entry, event: FilterVerdict): void {
    const blocked = event.program === 'amavis' && event.verdict.startsWith('Blocked ');
    const { host } = this.lives;
    const here = blocked ? this.#messageOf(event.queueId) : host.getHere(event.queueId);
    const message = here ?? (blocked ? this.lives.elsewhere(event.queueId) : undefined);
    if (blocked && message !== undefined) message.blocked = true;
    this.lives.observer.other(entry, event, here);
  }

  /** MailScanner takes each message out of the hold queue and puts it into the queue under another id. */
  #requeued(entry: Entry, event: FilterVerdict): void {
    const { lives } = this;
    const first = this.#messageOf(event.queueId);
    const next = first === undefined ? undefined : lives.known(entry, event.detail);
    if (first === undefined || next === undefined || next === first || next.origin !== 'unknown') return;
    next.origin = first.origin;
    next.messageId = first.messageId;
    first.requeued = true;
    lives.requeue(next, first);
  }

  /** The message that a line names, where it is known. */
  #messageOf(queueId: string): Message | undefined {
    return queueId === '' || queueId === 'NOQUEUE' ? undefined : this.lives.host.get(queueId);
  }
}

function refused(session: Session, entry: Entry, event: Reject): void {
  session.rejects++;
  if (session.refusals.length >= MOST_REFUSALS) return;
  const { stage, code, text, sender, recipient } = event;
  session.refusals.push({
    time: entry.time,
    stage: own(stage),
    code,
    text: own(text),
    sender: own(sender),
    recipient: recipient === undefined ? undefined : own(recipient),
  });
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
