/**
 * Listens to the correlator and keeps what the report needs, in one pass and in bounded memory. Counts of one
 * period in full, of the period before it only the totals.
 */

import { Engine } from '../../engine/engine.ts';
import { isDiscarded } from '../../maillog/correlate/hops.ts';
import { type Message, type Moment, rootOf, type Session } from '../../maillog/correlate/message.ts';
import type { Observer } from '../../maillog/correlate/observer.ts';
import type { Entry } from '../../maillog/entry.ts';
import type {
  Abuse,
  Complaint,
  Delivery,
  Event,
  Expired,
  Notification,
  Reject,
} from '../../maillog/event.ts';
import { hashOf } from '../../tally/hash.ts';
import type { Spelling } from '../../tally/ledger.ts';
import { own } from '../../tally/own.ts';
import { Subjects } from '../../tally/subjects.ts';
import type { MessageEnd, Totals } from '../model.ts';
import { dayName, type Period } from '../period.ts';
import { ADDRESSES, domainOf } from './address.ts';
import { ConnectionTimes } from './connections.ts';
import { MessageDetails } from './messages.ts';
import { Refusals } from './refusals.ts';
import { Calendar, newTotals } from './sums.ts';
import { Traffic } from './traffic.ts';
import { Troubles } from './troubles.ts';

export interface CollectOptions {
  readonly period: Period;
  /** The period before, for comparison. */
  readonly previous: Period | undefined;
  readonly connectionStats?: boolean;
  /** How many messages to keep one by one; none where absent. */
  readonly messages?: number;
  /** Counts ordinary lines; the lists lie in its memory. */
  readonly engine?: Engine;
  /** How addresses are written in lists. */
  readonly spelling?: Spelling;
  /** Milliseconds that this machine's clock is ahead of UTC, until the log tells its own. */
  readonly offset: number;
  /** Only mail from and to this domain, in lower case. */
  readonly domain: string | undefined;
}

/** Bits of `Message.marks`. */
const DEFERRED = 1;
const DEFERRED_BEFORE = 2;
const COUNTED = 4;
const COUNTED_BEFORE = 8;
/** It concerns the domain that the report is about. */
const CONCERNS = 16;

export class Collector implements Observer {
  readonly engine: Engine;
  readonly totals: Totals = newTotals();
  readonly before: Totals = newTotals();
  readonly calendar = new Calendar();
  readonly traffic: Traffic;
  readonly refusals: Refusals;
  readonly troubles: Troubles;
  /** Only where they are asked for. */
  readonly times: ConnectionTimes | undefined;
  readonly messages: MessageDetails | undefined;
  readonly postscreen = new Map<string, number>();
  readonly tls = new Map<string, number>();
  /** Epoch milliseconds of the first and last thing counted. */
  first = Number.POSITIVE_INFINITY;
  last = 0;
  /** Milliseconds that the log's own clock is ahead of UTC. */
  offset: number;
  readonly #options: CollectOptions;
  readonly #from: number;
  readonly #to: number;

  constructor(options: CollectOptions) {
    this.#options = options;
    this.#from = options.period.from;
    this.#to = options.period.to;
    this.offset = options.offset;
    this.engine = options.engine ?? new Engine();
    this.traffic = new Traffic(this.engine, options.spelling);
    const subjects = new Subjects(options.spelling ?? ADDRESSES, this.engine);
    this.refusals = new Refusals(subjects);
    this.troubles = new Troubles(subjects);
    this.times = options.connectionStats === true ? new ConnectionTimes() : undefined;
    this.messages = options.messages === undefined ? undefined : new MessageDetails(options.messages);
  }

  received(message: Message): void {
    const { domain } = this.#options;
    if (domain !== undefined && (message.marks & CONCERNS) === 0 && !this.#isOf(message.sender ?? '', ''))
      return;
    this.#received(message);
  }

  #received(message: Message): void {
    const totals = this.totalsAt(message);
    if (totals === undefined) return;
    message.marks |= totals === this.totals ? COUNTED : COUNTED_BEFORE;
    totals.received++;
    totals.bytesReceived += message.size;
    if (totals !== this.totals) return;
    this.calendar.count(message.wall, 'received');
    this.messages?.received(message);
    this.traffic.received(message);
  }

  delivery(message: Message, moment: Moment, event: Delivery): void {
    const { domain } = this.#options;
    if (domain !== undefined) {
      const root = rootOf(message);
      const { recipient, originalRecipient } = event;
      if (!this.#isOf(message.sender ?? '', recipient) && !this.#isOf('', originalRecipient)) return;
      // Of mail from outside it is known here only that it is for the domain.
      root.marks |= CONCERNS;
      if (root.received && (root.marks & (COUNTED | COUNTED_BEFORE)) === 0) this.#received(root);
    }
    const totals = this.totalsAt(moment);
    if (totals === undefined) return;
    const current = totals === this.totals;
    const end = endOf(event);
    if (end === undefined) return;
    if (current) this.messages?.delivery(rootOf(message), event.recipient, end);
    switch (end) {
      case 'discarded':
        totals.discarded++;
        if (current) {
          const { clientAddress, sender } = rootOf(message);
          this.refusals.discarded(moment, event, clientAddress, sender ?? '');
        }
        return;
      case 'forwarded':
        totals.forwarded++;
        return;
      case 'delivered':
        totals.delivered++;
        totals.bytesDelivered += message.size;
        if (!current) return;
        this.calendar.count(moment.wall, 'delivered');
        this.traffic.delivery(message, event);
        return;
      case 'deferred': {
        totals.deferrals++;
        const root = rootOf(message);
        const mark = current ? DEFERRED : DEFERRED_BEFORE;
        if ((root.marks & mark) === 0) {
          root.marks |= mark;
          totals.deferred++;
        }
        if (!current) return;
        this.calendar.count(moment.wall, 'deferrals');
        break;
      }
      case 'bounced':
        totals.bounced++;
        if (!current) return;
        this.calendar.count(moment.wall, 'bounced');
    }
    this.traffic.delivery(message, event);
    this.troubles.delivery(moment, event);
  }

  expired(message: Message, moment: Moment, _event: Expired): void {
    const totals = this.totalsAt(moment);
    if (totals !== undefined && this.#concerns(message)) totals.expired++;
  }

  notification(message: Message, moment: Moment, event: Notification): void {
    const totals = this.totalsAt(moment);
    if (totals === undefined || event.type === 'failed' || !this.#concerns(message)) return;
    totals.notifications++;
  }

  session(session: Session, moment: Moment): void {
    if (this.times === undefined || moment.wall < this.#from || moment.wall >= this.#to) return;
    this.times.ended(session, moment, dayName(moment.wall));
  }

  other(entry: Entry, event: Event, _message: Message | undefined): void {
    const totals = this.totalsAt(entry);
    if (totals === undefined) return;
    const current = totals === this.totals;
    if (event.kind === 'reject') {
      this.#rejected(totals, entry, event);
      return;
    }
    // A connection, a failed login, a warning belongs to the server, not to one of its domains.
    if (this.#options.domain !== undefined) return;
    switch (event.kind) {
      case 'connect':
        totals.connections++;
        if (current) this.traffic.connected(event.name, event.address);
        return;
      case 'saslFailure':
        totals.saslFailures++;
        if (!current) return;
        this.traffic.saslFailed(event.name, event.address);
        this.refusals.saslFailed(event.address, event.account, hashOf(event.address));
        return;
      case 'loginFailure':
        totals.loginFailures += event.attempts;
        if (current) this.refusals.loginFailed(event);
        return;
      case 'complaint':
        if (current) this.troubles.complained(entry, event);
        return;
      case 'hostnameMismatch':
        if (current) this.troubles.complained(entry, MISMATCH);
        return;
      case 'abuse':
        if (current) this.troubles.complained(entry, abuseOf(event.what));
        return;
      case 'service':
        if (current) this.troubles.served(entry, event.text);
        return;
      case 'postscreen':
        if (current) this.screened(event.what);
        return;
      case 'tls':
        if (current) this.encrypted(event.direction === 'from' ? 'in' : 'out', event.version);
        return;
      case 'tlsFailure':
        if (current) add(this.tls, `${event.direction === 'from' ? 'in' : 'out'} failed`);
        return;
      default:
    }
  }

  /** What postscreen said of clients. */
  screened(what: string, times = 1): void {
    add(this.postscreen, what, times);
  }

  /** TLS connections of the period. */
  encrypted(direction: 'in' | 'out', version: string, times = 1): void {
    add(this.tls, `${direction} ${version}`, times);
  }

  /** Things counted elsewhere: epoch milliseconds of the first and last, and how far the log's clock was ahead then. */
  heard(first: number, last: number, offset: number): void {
    if (first < this.first) this.first = first;
    if (last <= this.last) return;
    this.last = last;
    this.offset = offset;
  }

  #rejected(totals: Totals, entry: Entry, event: Reject): void {
    if (this.#options.domain !== undefined && !this.#isOf(event.sender, event.recipient ?? '')) return;
    switch (event.action) {
      case 'reject':
      case 'hangup':
        totals.rejected++;
        break;
      case 'reject_warning':
        totals.rejectWarnings++;
        break;
      case 'hold':
        totals.held++;
        break;
      case 'discard':
        totals.discarded++;
        break;
      default:
        return;
    }
    if (totals !== this.totals) return;
    const kind = event.action === 'hangup' ? 'reject' : event.action;
    if (kind === 'reject') {
      this.calendar.count(entry.wall, 'rejected');
      this.traffic.rejected(event);
    }
    this.refusals.refused(kind, entry, event, hashOf(event.address));
  }

  /** The totals that a moment counts for; undefined where it is in neither period. */
  totalsAt(moment: { readonly time: number; readonly wall: number }): Totals | undefined {
    const { wall } = moment;
    if (wall >= this.#from && wall < this.#to) {
      if (moment.time < this.first) this.first = moment.time;
      if (moment.time > this.last) {
        this.last = moment.time;
        this.offset = wall - moment.time;
      }
      return this.totals;
    }
    const { previous } = this.#options;
    return previous !== undefined && wall >= previous.from && wall < previous.to ? this.before : undefined;
  }

  #isOf(sender: string, recipient: string): boolean {
    const { domain } = this.#options;
    return (
      domainOf(sender).toLowerCase() === domain ||
      (recipient !== '' && domainOf(recipient).toLowerCase() === domain)
    );
  }

  #concerns(message: Message): boolean {
    return this.#options.domain === undefined || this.#isOf(message.sender ?? '', message.failed);
  }
}

/** What became of a recipient; undefined of a mere question (verify(8), sendmail -bv). */
function endOf(event: Delivery): MessageEnd | undefined {
  switch (event.status) {
    case 'sent':
      if (event.agent === 'discard' || isDiscarded(event)) return 'discarded';
      return event.reply.startsWith('forwarded as ') ? 'forwarded' : 'delivered';
    case 'deferred':
    case 'softbounce':
      return 'deferred';
    case 'bounced':
      return 'bounced';
    default:
      return undefined;
  }
}

/** What a warning about a client counts as. */
export function abuseOf(what: Abuse['what']): Complaint {
  return { kind: 'complaint', level: 'warning', text: `${what} of a client`, queueId: '' };
}

export const MISMATCH: Complaint = {
  kind: 'complaint',
  level: 'warning',
  text: 'the name of a client does not resolve to its address',
  queueId: '',
};

function add(counts: Map<string, number>, key: string, times = 1): void {
  const count = counts.get(key);
  if (count !== undefined) counts.set(key, count + times);
  else if (counts.size < 500) counts.set(own(key), times);
}
