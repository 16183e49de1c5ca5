/**
 * The attempts of a log, in columns: a million of them are numbers of few texts (texts.ts). One is made an object where it
 * is looked at.
 */
import type { LoggedAttempt, Outcome } from './logged.ts';
import { namesOf, replyOf, shapeOf } from './masked.ts';
import { OwnTexts, type Texts, UNSAID } from './texts.ts';

/** The columns of texts. */
export const COLUMNS = {
  clientName: 0,
  clientAddress: 1,
  helo: 2,
  sender: 3,
  recipient: 4,
  account: 5,
  zone: 6,
  shape: 7,
  outcome: 8,
} as const;
const WIDTH = 9;

export const OUTCOMES: readonly Outcome[] = ['delivered', 'accepted', 'bounced', 'refused', 'deferred'];
/** From this number on it was not taken. */
export const REFUSED = 3;
export const DEFERRED = 4;

/** An attempt by the numbers of its texts, one for each column. Good only during the call. */
export interface Numbered {
  time: number;
  wall: number;
  readonly words: Uint32Array;
}

export class Attempts implements Iterable<LoggedAttempt> {
  readonly texts: Texts;
  #length = 0;
  #clocks = new Float64Array(2 * 1024);
  #words = new Uint32Array(WIDTH * 1024);

  constructor(texts: Texts = new OwnTexts()) {
    this.texts = texts;
  }

  get length(): number {
    return this.#length;
  }

  /** The numbers of an attempt that is an object. */
  numbered(attempt: LoggedAttempt): Numbered {
    const { texts } = this;
    const { time, wall, clientName, clientAddress, helo, sender, recipient, account, zone, reply, outcome } =
      attempt;
    const words = [clientName, clientAddress, helo, sender, recipient, account, zone].map((text) =>
      text === undefined ? UNSAID : texts.numberOf(text),
    );
    words.push(texts.numberOf(shapeOf(reply, namesOf(attempt))), OUTCOMES.indexOf(outcome));
    return { time, wall, words: Uint32Array.from(words) };
  }

  push(attempt: LoggedAttempt): void {
    this.add(this.numbered(attempt));
  }

  add({ time, wall, words }: Numbered): void {
    const at = this.#place(time, wall);
    for (let column = 0; column < WIDTH; column++) this.#words[at + column] = words[column]!;
  }

  /** Numbers in the order of COLUMNS. */
  addNumbers(
    time: number,
    wall: number,
    clientName: number,
    clientAddress: number,
    helo: number,
    sender: number,
    recipient: number,
    account: number,
    zone: number,
    shape: number,
    outcome: number,
  ): void {
    const at = this.#place(time, wall);
    const words = this.#words;
    words[at + COLUMNS.clientName] = clientName;
    words[at + COLUMNS.clientAddress] = clientAddress;
    words[at + COLUMNS.helo] = helo;
    words[at + COLUMNS.sender] = sender;
    words[at + COLUMNS.recipient] = recipient;
    words[at + COLUMNS.account] = account;
    words[at + COLUMNS.zone] = zone;
    words[at + COLUMNS.shape] = shape;
    words[at + COLUMNS.outcome] = outcome;
  }

  /** Where the numbers of one more go. */
  #place(time: number, wall: number): number {
    const i = this.#length++;
    if (i * WIDTH >= this.#words.length) {
      const [clocks, numbers] = [this.#clocks, this.#words];
      const room = Math.max(1024, i * 2);
      this.#clocks = new Float64Array(room * 2);
      this.#clocks.set(clocks);
      this.#words = new Uint32Array(room * WIDTH);
      this.#words.set(numbers);
    }
    this.#clocks[i * 2] = time;
    this.#clocks[i * 2 + 1] = wall;
    return i * WIDTH;
  }

  time(i: number): number {
    return this.#clocks[i * 2]!;
  }

  wall(i: number): number {
    return this.#clocks[i * 2 + 1]!;
  }

  wasTaken(i: number): boolean {
    return this.number(i, COLUMNS.outcome) < REFUSED;
  }

  /** What stands in one of COLUMNS. */
  number(i: number, column: number): number {
    return this.#words[i * WIDTH + column]!;
  }

  text(i: number, column: number): string {
    return this.texts.textOf(this.number(i, column));
  }

  at(i: number): LoggedAttempt {
    const helo = this.number(i, COLUMNS.helo);
    const of = {
      time: this.time(i),
      wall: this.wall(i),
      clientName: this.text(i, COLUMNS.clientName),
      clientAddress: this.text(i, COLUMNS.clientAddress),
      helo: helo === UNSAID ? undefined : this.texts.textOf(helo),
      sender: this.text(i, COLUMNS.sender),
      recipient: this.text(i, COLUMNS.recipient),
      account: this.text(i, COLUMNS.account),
      outcome: OUTCOMES[this.number(i, COLUMNS.outcome)]!,
      zone: this.text(i, COLUMNS.zone),
    };
    return { ...of, reply: replyOf(this.text(i, COLUMNS.shape), namesOf(of)) };
  }

  /** The reply alone, where of the names only those of the client are in it, as in what lists say. */
  reply(i: number): string {
    const shape = this.text(i, COLUMNS.shape);
    // Most hold no other name.
    return OTHERS.test(shape) ? this.at(i).reply : replyOf(shape, this.#clientNames(i));
  }

  #clientNames(i: number): readonly string[] {
    return ['', '', this.text(i, COLUMNS.clientAddress), this.text(i, COLUMNS.clientName)];
  }

  *[Symbol.iterator](): Generator<LoggedAttempt> {
    for (let i = 0; i < this.#length; i++) yield this.at(i);
  }

  /**
   * Puts them in the order of time. Of one moment: what was refused as it came, then what was taken, which is known later,
   * by who wrote to whom.
   */
  sort(): void {
    const order = this.#byTime();
    if (order === undefined) return;
    const [clocks, words] = [this.#clocks, this.#words];
    this.#clocks = new Float64Array(this.#length * 2);
    this.#words = new Uint32Array(this.#length * WIDTH);
    for (let i = 0; i < order.length; i++) {
      const from = order[i]!;
      this.#clocks[i * 2] = clocks[from * 2]!;
      this.#clocks[i * 2 + 1] = clocks[from * 2 + 1]!;
      for (let column = 0; column < WIDTH; column++)
        this.#words[i * WIDTH + column] = words[from * WIDTH + column]!;
    }
  }

  /** undefined: they are in order. */
  #byTime(): Float64Array | Uint32Array | undefined {
    const length = this.#length;
    let first = Number.POSITIVE_INFINITY;
    let last = Number.NEGATIVE_INFINITY;
    let isSorted = true;
    for (let i = 0; i < length; i++) {
      const time = this.time(i);
      if (time < first) first = time;
      if (time > last) last = time;
      if (i > 0 && isSorted && this.#compare(i - 1, i) > 0) isSorted = false;
    }
    if (isSorted) return undefined;
    // A time and a place in one number sort without a call for each two.
    if ((last - first + 1) * length > Number.MAX_SAFE_INTEGER) return this.#byComparing();
    const order = new Float64Array(length);
    for (let i = 0; i < length; i++) {
      const time = this.time(i) - first;
      if (!Number.isInteger(time)) return this.#byComparing();
      order[i] = time * length + i;
    }
    order.sort();
    for (let i = 0; i < length; i++) order[i]! %= length;
    for (let i = 0; i < length; ) {
      let to = i + 1;
      while (to < length && this.time(order[to]!) === this.time(order[i]!)) to++;
      if (to - i > 1) order.subarray(i, to).sort((a, b) => this.#compare(a, b));
      i = to;
    }
    return order;
  }

  #byComparing(): Uint32Array {
    const order = Uint32Array.from({ length: this.#length }, (_, i) => i);
    return order.sort((a, b) => this.#compare(a, b));
  }

  #compare(a: number, b: number): number {
    const before = this.#clocks[a * 2]! - this.#clocks[b * 2]!;
    if (before !== 0) return before;
    const aTaken = this.wasTaken(a);
    const bTaken = this.wasTaken(b);
    if (!aTaken || !bTaken) return Number(aTaken) - Number(bTaken) || a - b;
    for (const column of TELLING) {
      const left = this.number(a, column);
      const right = this.number(b, column);
      const [leftText, rightText] =
        left === right ? ['', ''] : [this.texts.textOf(left), this.texts.textOf(right)];
      if (leftText !== rightText) return leftText < rightText ? -1 : 1;
    }
    return this.number(a, COLUMNS.outcome) - this.number(b, COLUMNS.outcome);
  }
}

/** Placeholders of other names than the client's, and what is kept as it is (masked.ts). */
const OTHERS = /[\0\x01\x02\x05\x06]/;

const TELLING = [
  COLUMNS.sender,
  COLUMNS.recipient,
  COLUMNS.clientAddress,
  COLUMNS.clientName,
  COLUMNS.account,
];
