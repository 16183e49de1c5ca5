/** Counts the ordinary lines that come by the express lane, into the tables of a collector. */
import type { Message, Moment } from '../../maillog/correlate/message.ts';
import type { Line } from '../../maillog/express/line.ts';
import type { ExpressObserver } from '../../maillog/express/observer.ts';
import { Keys } from '../../tally/keys.ts';
import type { Collector } from './collector.ts';
import type { RefusalReason } from './refusals.ts';
import { CLIENT } from './traffic.ts';

/** Reasons of refusals that are remembered by their text. */
const MOST_REASONS = 4000;
const LESS = 60;
const GREATER = 62;

export class ExpressCollector implements ExpressObserver {
  readonly #collector: Collector;
  /** Texts in which nothing varies, and DNSBL zones; and what they say. */
  #texts = new Keys();
  #reasons: RefusalReason[] = [];

  constructor(collector: Collector) {
    this.#collector = collector;
  }

  heard(moment: Moment): void {
    this.#collector.totalsAt(moment);
  }

  connected(moment: Moment, line: Line): void {
    const { totals, traffic } = this.#collector;
    const counted = this.#collector.totalsAt(moment);
    if (counted === undefined) return;
    counted.connections++;
    if (counted === totals) traffic.clientAt(line, CLIENT.connections);
  }

  delivered(message: Message, moment: Moment, line: Line): void {
    const { totals, traffic, calendar } = this.#collector;
    const counted = this.#collector.totalsAt(moment);
    if (counted === undefined) return;
    counted.delivered++;
    counted.bytesDelivered += message.size;
    if (counted !== totals) return;
    calendar.count(moment.wall, 'delivered');
    traffic.deliveredAt(line, message.size);
  }

  refused(moment: Moment, line: Line): boolean {
    const why = this.#reason(line);
    if (why === undefined) return false;
    const { totals, traffic, calendar, refusals } = this.#collector;
    const counted = this.#collector.totalsAt(moment);
    if (counted === undefined) return true;
    counted.rejected++;
    if (counted !== totals) return true;
    calendar.count(moment.wall, 'rejected');
    traffic.rejectedAt(line);
    const { addressFrom, addressTo, replyFrom, replyTo } = line;
    const client = line.hash(addressFrom, addressTo);
    refusals.count('reject', moment, why, line.slice(replyFrom, replyTo), client, addressTo > addressFrom);
    return true;
  }

  /** What the line's text says; undefined where it differs from line to line and must be folded. */
  #reason(line: Line): RefusalReason | undefined {
    const blocked = line.zoneTo > line.zoneFrom;
    const from = blocked ? line.zoneFrom : wordsFrom(line);
    const to = blocked ? line.zoneTo : line.replyTo;
    const known = this.#texts.find(line.bytes, from, to);
    if (known >= 0) return this.#reasons[known];
    const text = line.slice(from, to);
    const zone = blocked ? text : '';
    const reason = this.#collector.refusals.reason(zone, text);
    if (!blocked && reason !== text) return undefined;
    const why = { key: `RCPT\tsmtpd\t${reason}`, stage: 'RCPT', by: 'smtpd', reason, zone };
    if (this.#reasons.length >= MOST_REASONS) {
      this.#texts = new Keys();
      this.#reasons = [];
      this.#texts.find(line.bytes, from, to);
    }
    this.#texts.add(line.bytes, from, to, this.#reasons.length);
    this.#reasons.push(why);
    return why;
  }

  loginFailed(moment: Moment, line: Line): void {
    const { totals, traffic, refusals } = this.#collector;
    const counted = this.#collector.totalsAt(moment);
    if (counted === undefined) return;
    counted.saslFailures++;
    if (counted !== totals) return;
    traffic.clientAt(line, CLIENT.saslFailures);
    const { addressFrom, addressTo, accountFrom, accountTo } = line;
    if (accountTo > accountFrom) {
      const account = line.slice(accountFrom, accountTo);
      refusals.saslFailed(line.slice(addressFrom, addressTo), account, line.hash(addressFrom, addressTo));
    }
  }

  encrypted(moment: Moment, line: Line): void {
    if (this.#collector.totalsAt(moment) !== this.#collector.totals) return;
    this.#collector.encrypted('in', line.slice(line.replyFrom, line.replyTo));
  }
}

/** Where the server's words begin, after the address that it refuses (`<..>: `). */
function wordsFrom(line: Line): number {
  const { bytes, replyFrom } = line;
  if (bytes[replyFrom] !== LESS) return replyFrom;
  let i = replyFrom;
  while (bytes[i] !== GREATER) i++;
  return i + 3;
}
