/** Counts the ordinary lines that come by the express lane, into the tables of a collector. */

import type { Message, Moment } from '../../maillog/correlate/message.ts';
import type { Entry } from '../../maillog/entry.ts';
import type { Line } from '../../maillog/express/line.ts';
import type { ExpressObserver } from '../../maillog/express/observer.ts';
import { AT_SIGN, DOT, GREATER, LEFT_BRACKET, LESS, RIGHT_BRACKET } from '../../maillog/scan.ts';
import { Keys } from '../../tally/keys.ts';
import type { Collector } from './collector.ts';
import type { RefusalReason } from './refusals.ts';
import { CLIENT } from './traffic.ts';

/** Reasons of refusals that are remembered by their text. */
const MOST_REASONS = 4000;

export class ExpressCollector implements ExpressObserver {
  readonly #collector: Collector;
  /** DNSBL zones; texts in which nothing varies, and those that vary only in the client's address; what they say. */
  #zones = new Keys();
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
    const row = refusals.count('reject', moment, why, client, addressTo > addressFrom);
    if (row.count === 1) row.example = line.slice(replyFrom, replyTo);
    return true;
  }

  /** What the line's text says; undefined where it differs from line to line and must be folded. */
  #reason(line: Line): RefusalReason | undefined {
    const blocked = line.zoneTo > line.zoneFrom;
    const from = blocked ? line.zoneFrom : wordsFrom(line);
    const end = blocked ? line.zoneTo : line.replyTo;
    const address = blocked ? end : addressAtEnd(line);
    const to = Math.min(end, address);
    const texts = blocked ? this.#zones : this.#texts;
    const known = texts.find(line.view, from, to);
    if (known >= 0) return this.#reasons[known];
    const text = line.slice(from, end);
    const zone = blocked ? text : '';
    const reason = this.#collector.refusals.reason(zone, text);
    if (!blocked && address === end && (reason !== text || text.endsWith('['))) return undefined;
    const why = { key: `RCPT\tsmtpd\t${reason}`, stage: 'RCPT', by: 'smtpd', reason, zone };
    if (this.#reasons.length >= MOST_REASONS) {
      this.#zones = new Keys();
      this.#texts = new Keys();
      this.#reasons = [];
      return why;
    }
    texts.add(line.view, from, to, this.#reasons.length);
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

  mismatched(entry: Entry): void {
    if (this.#collector.totalsAt(entry) === this.#collector.totals) this.#collector.mismatched(entry);
  }

  encrypted(moment: Moment, line: Line): void {
    if (this.#collector.totalsAt(moment) !== this.#collector.totals) return;
    this.#collector.encrypted('in', line.slice(line.replyFrom, line.replyTo));
  }
}

/**
 * After the bracket of the client's own address, where the text ends with it (`cannot find your hostname,
 * [192.0.2.1]`): all such texts are folded alike. The text's end where it does not, or holds what may vary.
 */
function addressAtEnd(line: Line): number {
  const { bytes, replyTo, addressFrom, addressTo } = line;
  const length = addressTo - addressFrom;
  const from = replyTo - 1 - length;
  if (bytes[replyTo - 1] !== RIGHT_BRACKET || bytes[from - 1] !== LEFT_BRACKET) return replyTo;
  for (let i = 0; i < length; i++) {
    const code = bytes[addressFrom + i]!;
    // IPv4 only: digits and dots are folded in one way.
    if (code !== bytes[from + i] || code < DOT || code > 57 || code === 47) return replyTo;
  }
  for (let i = wordsFrom(line); i < from; i++) {
    const code = bytes[i]!;
    if ((code >= 48 && code <= 57) || code === AT_SIGN || code === LESS) return replyTo;
  }
  return from;
}

/** Where the server's words begin, after the address that it refuses (`<..>: `). */
function wordsFrom(line: Line): number {
  const { bytes, replyFrom } = line;
  if (bytes[replyFrom] !== LESS) return replyFrom;
  let i = replyFrom;
  while (bytes[i] !== GREATER) i++;
  return i + 3;
}
