/** A message of a logged-in account, without a string for each. Good only during the call. */
import { type Message, type Moment, momentOf } from '../correlate/message.ts';
import type { Submission } from '../correlate/submission.ts';

export class ExpressSubmission implements Submission {
  /** The account's number, and whether it meant another account before. */
  number = 0;
  anew = false;
  time = 0;
  size = 0;
  recipients = 0;
  client = 0;
  sender: number | undefined = 0;
  nameless = false;
  /** In the engine's memory. */
  place = 0;
  readonly #messageAt: (place: number) => Message;

  constructor(messageAt: (place: number) => Message) {
    this.#messageAt = messageAt;
  }

  get account(): string {
    return this.#messageAt(this.place).account;
  }

  moment(): Moment | undefined {
    const { receipt } = this.#messageAt(this.place);
    return receipt === undefined ? undefined : momentOf(receipt);
  }
}

/** Rows that somebody keeps of accounts, by their numbers. */
export class AccountRows<R> {
  readonly #rows: (R | undefined)[] = [];
  readonly #rowOf: (account: string) => R;
  readonly #prunings: () => number;
  #seen = 0;

  /** @param prunings how often rows were let go: they are asked for again then */
  constructor(rowOf: (account: string) => R, prunings: () => number) {
    this.#rowOf = rowOf;
    this.#prunings = prunings;
  }

  of(submission: ExpressSubmission): R {
    if (this.#prunings() !== this.#seen) {
      this.#seen = this.#prunings();
      this.#rows.length = 0;
    }
    const { number } = submission;
    let row = submission.anew ? undefined : this.#rows[number];
    if (row === undefined) {
      row = this.#rowOf(submission.account);
      this.#rows[number] = row;
    }
    return row;
  }
}
