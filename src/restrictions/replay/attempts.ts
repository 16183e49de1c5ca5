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
    const at = i * WIDTH;
    for (let column = 0; column < WIDTH; column++) this.#words[at + column] = words[column]!;
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

  *[Symbol.iterator](): Generator<LoggedAttempt> {
    for (let i = 0; i < this.#length; i++) yield this.at(i);
  }

  /**
   * Puts them in the order of time. Of one moment: what was refused as it came, then what was taken, which is known later,
   * by who wrote to whom.
   */
  sort(): void {
    const order = this.#byTime();
    const clocks = new Float64Array(this.#length * 2);
    const words = new Uint32Array(this.#length * WIDTH);
    for (const [i, from] of order.entries()) {
      clocks.set(this.#clocks.subarray(from * 2, from * 2 + 2), i * 2);
      words.set(this.#words.subarray(from * WIDTH, (from + 1) * WIDTH), i * WIDTH);
    }
    this.#clocks = clocks;
    this.#words = words;
  }

  #byTime(): Uint32Array {
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

const TELLING = [
  COLUMNS.sender,
  COLUMNS.recipient,
  COLUMNS.clientAddress,
  COLUMNS.clientName,
  COLUMNS.account,
];
