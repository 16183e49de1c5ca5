/** What the findings need of the ordinary lines that come by the express lane. */
import type { Engine } from '../engine/engine.ts';
import type { Message, Moment } from '../maillog/correlate/message.ts';
import type { Repeats } from '../maillog/correlate/submission.ts';
import type { Delivery, Notification } from '../maillog/event.ts';
import type { ExpressEntry } from '../maillog/express/entry.ts';
import type { ExpressObserver } from '../maillog/express/observer.ts';
import { AccountRows, type ExpressSubmission } from '../maillog/express/submission.ts';
import type { Account } from './accounts.ts';
import type { Watch } from './watch.ts';

export class ExpressWatch implements ExpressObserver {
  readonly #watch: Watch;
  readonly #engine: Engine;
  readonly #accounts: AccountRows<Account>;

  /** @param engine counts the failed logins themselves */
  constructor(watch: Watch, engine: Engine) {
    this.#watch = watch;
    this.#engine = engine;
    const { rows } = watch.accounts;
    this.#accounts = new AccountRows(
      (account) => rows.row(account),
      () => rows.prunings,
    );
  }

  begin(settle: () => void): void {
    this.#watch.accounts.rows.settle = settle;
  }

  submitted(submission: ExpressSubmission): boolean {
    return this.#watch.accounts.submitted(this.#rowOf(submission), submission);
  }

  repeated(account: number, repeats: Repeats): void {
    this.#watch.accounts.repeated(this.#accounts.of(account, false, repeats.account), repeats);
  }

  #rowOf(submission: ExpressSubmission): Account {
    return this.#accounts.of(submission.number, submission.anew, () => submission.account);
  }

  delivery(message: Message, moment: Moment, event: Delivery): number {
    this.#watch.delivery(message, moment, event);
    return -1;
  }

  notification(message: Message, moment: Moment, event: Notification): void {
    this.#watch.notification(message, moment, event);
  }

  zoneSays(entry: ExpressEntry): boolean {
    const { frame } = entry;
    const zone = frame.slice(frame.zoneFrom, frame.zoneTo);
    const text = frame.slice(frame.replyFrom, frame.replyTo);
    return !this.#watch.refusedBy(entry, zone, text, frame.slice(frame.addressFrom, frame.addressTo));
  }

  loginFailed(entry: ExpressEntry): void {
    if (!this.#watch.showGuess(entry)) this.#engine.doors.wantEvidence(0);
  }

  /** The log is at its end: adds what the engine has counted. */
  finish(): void {
    const { doors } = this.#engine;
    this.#watch.guessed(doors.getGuesses(), doors.getGuessFirst(), doors.getGuessLast());
  }
}
