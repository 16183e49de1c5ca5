/** A message of a logged-in account, without a string for each. Good only during the call. */
import type { Memory } from '../../engine/memory.ts';
import { type Message, type Moment, momentOf } from '../correlate/message.ts';
import type { RepeatCounts, RepeatLine, RepeatNews, Repeats, Submission } from '../correlate/submission.ts';
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
  #message: Message | undefined;
  readonly #messages: ExpressMessages;

  constructor(messages: ExpressMessages) {
    this.#messages = messages;
  }

  /** @param place in the engine's memory */
  begin(place: number): void {
    this.#place = place;
    this.#moment = undefined;
    this.#message = undefined;
    this.time = this.#messages.time(place);
    this.size = this.#messages.size(place);
    this.recipients = this.#messages.recipients(place);
  }

  address(): string {
    return this.#messages.address(this.#place);
  }

  get account(): string {
    return this.#whole().account;
  }

  /** One for all who ask, so that its text is kept once. */
  moment(): Moment | undefined {
    if (this.#moment === undefined) {
      const { receipt } = this.#whole();
      this.#moment = receipt === undefined ? undefined : momentOf(receipt);
    }
    return this.#moment;
  }

  #whole(): Message {
    this.#message ??= this.#messages.message(this.#place);
    return this.#message;
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

  /** @param anew whether the number meant another account before */
  of(number: number, anew: boolean, account: () => string): R {
    if (this.#prunings() !== this.#seen) {
      this.#seen = this.#prunings();
      this.#rows.length = 0;
    }
    let row = anew ? undefined : this.#rows[number];
    if (row === undefined) {
      row = this.#rowOf(account());
      this.#rows[number] = row;
    }
    return row;
  }
}

/** As assembly/accounts.ts numbers them. */
const NAMELESS = 2;
const SENDER = 4;
const OUTSIDE = 8;
/** Of a row's key: its length, its bytes (assembly/ledger.ts). */
const KEY_LENGTH = 4;
const KEY = 8;
/** Where the numbers of news are there. */
const NEWS = { next: 0, client: 4, sender: 8, network: 12, what: 16, line: 20 } as const;

/** The news that are told, one object for all. */
const NEW: { -readonly [K in keyof RepeatNews]: RepeatNews[K] } = {
  outside: false,
  nameless: false,
  client: 0,
  network: 0,
  sender: undefined,
  line: undefined,
};

/** What the engine has added up of an account, at a place in its memory (assembly/accounts.ts). */
export function repeatsAt(memory: Memory, files: readonly string[], at: number): Repeats {
  const { view } = memory;
  const counts = (from: number): RepeatCounts => ({
    messages: view.getUint32(from, true),
    recipients: view.getUint32(from + 4, true),
    nameless: view.getUint32(from + 8, true),
  });
  const first = view.getUint32(at + 64, true);
  const row = view.getUint32(at + 68, true);
  return {
    inside: counts(at),
    outside: counts(at + 12),
    bounced: view.getUint32(at + 24, true),
    bouncedOutside: view.getUint32(at + 28, true),
    deferrals: view.getUint32(at + 32, true),
    bytes: view.getFloat64(at + 40, true),
    first: view.getFloat64(at + 48, true),
    last: view.getFloat64(at + 56, true),
    account() {
      const { view, bytes } = memory;
      const key = view.getUint32(row, true);
      return bytes.toString('utf8', key + KEY, key + KEY + view.getUint32(key + KEY_LENGTH, true));
    },
    news(tell) {
      const { view } = memory;
      for (let place = first; place !== 0; place = view.getUint32(place + NEWS.next, true)) {
        const what = view.getUint32(place + NEWS.what, true);
        const line = view.getUint32(place + NEWS.line, true);
        NEW.outside = (what & OUTSIDE) !== 0;
        NEW.nameless = (what & NAMELESS) !== 0;
        NEW.client = view.getUint32(place + NEWS.client, true);
        NEW.network = view.getUint32(place + NEWS.network, true);
        NEW.sender = (what & SENDER) === 0 ? undefined : view.getUint32(place + NEWS.sender, true);
        NEW.line = line === 0 ? undefined : new KeptLine(memory, files, line);
        tell(NEW);
      }
    },
  };
}

/** A line that the engine keeps for good. */
class KeptLine implements RepeatLine {
  readonly #memory: Memory;
  readonly #place: number;
  readonly file: string;

  constructor(memory: Memory, files: readonly string[], place: number) {
    this.#memory = memory;
    this.#place = place;
    this.file = files[memory.view.getUint32(place, true)]!;
  }

  get line(): number {
    return this.#memory.view.getUint32(this.#place + 4, true);
  }

  get text(): string {
    const { view, bytes } = this.#memory;
    const from = view.getUint32(this.#place + 8, true);
    return bytes.toString('utf8', from, from + view.getUint32(this.#place + 12, true));
  }
}
