/** A message of a logged-in account, without a string for each. Good only during the call. */
import type { Memory } from '../../engine/memory.ts';
import { type Moment, momentOf } from '../correlate/message.ts';
import type { RepeatCounts, Repeats, Submission } from '../correlate/submission.ts';
import type { ExpressMessages } from './messages.ts';

export class ExpressSubmission implements Submission {
  /** The account's number, and whether it meant another account before. */
  number = 0;
  anew = false;
  client = 0;
  sender: number | undefined = 0;
  nameless = false;
  time = 0;
  size = 0;
  recipients = 0;
  /** In the engine's memory. */
  #place = 0;
  #moment: Moment | undefined;
  readonly #messages: ExpressMessages;

  constructor(messages: ExpressMessages) {
    this.#messages = messages;
  }

  /** @param place in the engine's memory */
  begin(place: number): void {
    this.#place = place;
    this.#moment = undefined;
    this.time = this.#messages.time(place);
    this.size = this.#messages.size(place);
    this.recipients = this.#messages.recipients(place);
  }

  address(): string {
    return this.#messages.address(this.#place);
  }

  get account(): string {
    return this.#messages.message(this.#place).account;
  }

  /** One for all who ask, so that its text is kept once. */
  moment(): Moment | undefined {
    if (this.#moment === undefined) {
      const { receipt } = this.#messages.message(this.#place);
      this.#moment = receipt === undefined ? undefined : momentOf(receipt);
    }
    return this.#moment;
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

  /** The row of an account of which something was told before. */
  known(number: number): R | undefined {
    return this.#rows[number];
  }
}

/** What the engine has added up of an account, at a place in its memory (assembly/accounts.ts). */
export function repeatsAt({ view }: Memory, at: number): Repeats {
  const counts = (from: number): RepeatCounts => ({
    messages: view.getUint32(from, true),
    recipients: view.getUint32(from + 4, true),
    nameless: view.getUint32(from + 8, true),
  });
  return {
    inside: counts(at),
    outside: counts(at + 12),
    bytes: view.getFloat64(at + 24, true),
    first: view.getFloat64(at + 32, true),
    last: view.getFloat64(at + 40, true),
  };
}
