/** Counts what the express lane tells, and adds what the engine has counted itself, into the tables of a collector. */
import type { Message, Moment } from '../../maillog/correlate/message.ts';
import type { Repeats } from '../../maillog/correlate/submission.ts';
import type { Delivery, Notification } from '../../maillog/event.ts';
import type { ExpressEntry } from '../../maillog/express/entry.ts';
import type { ExpressComplaint, ExpressObserver } from '../../maillog/express/observer.ts';
import { AccountRows, type ExpressSubmission } from '../../maillog/express/submission.ts';
import type { Program } from '../../maillog/program.ts';
import { Ledger } from '../../tally/ledger.ts';
import type { Totals } from '../model.ts';
import type { Period } from '../period.ts';
import type { Collector } from './collector.ts';
import { ExpressComplaints } from './express-complaints.ts';
import { ExpressFailures } from './express-failures.ts';
import { ExpressRefusals } from './express-refusals.ts';
import type { AccountTally } from './rows.ts';

/** The engine's sums, in its order, and what it counts by hours (src/engine/assembly/counts.ts). */
const SUMS = [
  'received',
  'delivered',
  'rejected',
  'saslFailures',
  'connections',
  'bytesReceived',
  'bytesDelivered',
  'forwarded',
  'rejectWarnings',
  'notifications',
  'bounced',
  'deferrals',
  'deferred',
] as const;
const BY_HOUR = ['received', 'delivered', 'rejected', 'deferrals', 'bounced'] as const;
/** Sums of a period lie so far from those of the one before it. */
const BEFORE = 14 * 8;
/** Of a day: the day before it, its number, its hours. */
const DAY_NUMBER = 8;
const DAY_HOURS = 16;

export class ExpressCollector implements ExpressObserver {
  readonly #collector: Collector;
  /** TLS connections by the protocol's version. */
  readonly #protocols: Ledger;
  readonly #accounts: AccountRows<AccountTally>;
  readonly #refusals: ExpressRefusals;
  readonly #failures: ExpressFailures;
  #complaints: ExpressComplaints | undefined;
  /** Clients by what postscreen said of them. */
  readonly #screened: Ledger;

  /** @param guessers counts failed logins by client */
  constructor(collector: Collector, guessers: Ledger, current: Period, previous: Period | undefined) {
    this.#collector = collector;
    const { accounts } = collector.traffic;
    this.#accounts = new AccountRows(
      (account) => accounts.row(account),
      () => accounts.prunings,
    );
    const { engine } = collector;
    this.#refusals = new ExpressRefusals(collector.refusals, engine);
    this.#failures = new ExpressFailures(collector.troubles, engine);
    this.#protocols = new Ledger(1, 0, undefined, 500, engine);
    this.#screened = new Ledger(1, 0, undefined, 500, engine);
    engine.doors.setPostscreen(this.#screened.place);
    engine.doors.setSmtpd(guessers.place, this.#protocols.place);
    engine.doors.setPeriods(current.from, current.to, previous?.from ?? 0, previous?.to ?? 0);
  }

  begin(settle: () => void, programs: readonly Program[]): void {
    const { traffic, troubles, engine } = this.#collector;
    traffic.accounts.settle = settle;
    this.#complaints = new ExpressComplaints(troubles, engine, programs);
  }

  submitted(submission: ExpressSubmission): boolean {
    this.#collector.traffic.submitted(this.#rowOf(submission), submission);
    return false;
  }

  repeated(account: number, repeats: Repeats): void {
    this.#collector.traffic.repeated(this.#accounts.of(account, false, repeats.account), repeats);
  }

  #rowOf(submission: ExpressSubmission): AccountTally {
    return this.#accounts.of(submission.number, submission.anew, () => submission.account);
  }

  delivery(message: Message, moment: Moment, event: Delivery): number {
    this.#collector.delivery(message, moment, event);
    // Only those of accounts are counted by number.
    return message.account === '' ? -1 : this.#failures.number(event);
  }

  notification(message: Message, moment: Moment, event: Notification): void {
    this.#collector.notification(message, moment, event);
  }

  nullDomain(message: Message): number {
    return this.#collector.traffic.clientsDomain(message);
  }

  reason(entry: ExpressEntry, blocked: boolean, from: number, end: number, address: number): number {
    return this.#refusals.number(entry, blocked, from, end, address);
  }

  refused(entry: ExpressEntry, reason: number, warning: boolean): boolean {
    return this.#refusals.show(entry, reason, warning);
  }

  loginFailed({ frame }: ExpressEntry, client: number): void {
    const { accountFrom, accountTo } = frame;
    if (accountTo === accountFrom) return;
    const account = frame.slice(accountFrom, accountTo);
    // As the long way has it (postfix/smtpd.ts).
    if (account.startsWith('(unavailable)')) return;
    const address = frame.slice(frame.addressFrom, frame.addressTo);
    this.#collector.refusals.saslFailed(address, account, client);
  }

  complained(entry: ExpressEntry, kind: ExpressComplaint): boolean {
    return this.#complaints?.show(entry, kind) ?? false;
  }

  /** The log is at its end: adds what the engine has counted. */
  finish(): void {
    const { engine, totals, before, traffic, calendar } = this.#collector;
    const { doors, memory } = engine;
    const add = (to: Totals, at: number): void => {
      for (const [i, name] of SUMS.entries()) to[name] += memory.view.getFloat64(at + i * 8, true);
    };
    this.#refusals.finish();
    this.#failures.finish();
    this.#complaints?.take();
    add(totals, doors.sumsAt());
    add(before, doors.sumsAt() + BEFORE);
    traffic.deliveredDomains += doors.getDeliveredDomains();
    this.#collector.heard(doors.getFirst(), doors.getLast(), doors.getLastOffset());
    for (let at = doors.daysAt(); at !== 0; at = memory.view.getUint32(at, true)) {
      const day = memory.view.getFloat64(at + DAY_NUMBER, true);
      for (let hour = 0; hour < 24; hour++)
        for (const [i, what] of BY_HOUR.entries()) {
          const count = memory.view.getUint32(at + DAY_HOURS + (hour * BY_HOUR.length + i) * 4, true);
          if (count > 0) calendar.add(day, hour, what, count);
        }
    }
    for (const row of this.#protocols.rows())
      this.#collector.encrypted('in', this.#protocols.key(row), this.#protocols.get(row, 0));
    for (const row of this.#screened.rows())
      this.#collector.screened(this.#screened.key(row), this.#screened.get(row, 0));
  }
}
