/**
 * A table of many rows: a key, and some numbers in columns. The numbers lie in one array, so that a hundred
 * thousand addresses make no work for the garbage collector, and go to another thread as they are.
 *
 * Exact until `bound` rows; then the rows that count least are let go, half of them at a time (the idea of
 * Misra and Gries 1982, in batches). What is lost is known: a row that is let go had at most `floor` in its
 * first column, and a key that comes back starts from nothing, so every first column is at most `floor` too
 * low. How many different keys there were is then estimated (distinct.ts).
 */
import { Distinct, type DistinctState } from './distinct.ts';
import { hashOf } from './hash.ts';
import { own } from './own.ts';

const FIRST_ROOM = 256;

export interface SavedLedger {
  /** One a line; texts of a log hold no line feed. */
  readonly keys: string;
  readonly size: number;
  readonly numbers: Float64Array;
  readonly floor: number;
  readonly distinct: DistinctState | undefined;
}

export class Ledger {
  readonly columns: number;
  /** By how much the first column may be too low. */
  floor = 0;
  readonly #bound: number;
  readonly #canonical: ((key: string) => string) | undefined;
  /** Rows by key, and by other spellings of it. */
  #rows = new Map<string, number>();
  #keys: string[] = [];
  #numbers: Float64Array;
  #distinct: Distinct | undefined;

  /** @param canonical the one spelling of keys that mean the same */
  constructor(columns: number, canonical?: (key: string) => string, bound = 100_000) {
    this.columns = columns;
    this.#canonical = canonical;
    this.#bound = bound;
    this.#numbers = new Float64Array(FIRST_ROOM * columns);
  }

  /** How many different keys there were. */
  get distinct(): number {
    return this.#distinct?.size ?? this.#keys.length;
  }

  /** The row of a key, made where there is none; the key may be a slice. A row holds until the next call. */
  row(key: string): number {
    return this.#rows.get(key) ?? this.#insert(key);
  }

  /** The row of a key that may not be there: -1 then. */
  find(key: string): number {
    return this.#rows.get(key) ?? -1;
  }

  add(row: number, column: number, by: number): void {
    this.#numbers[row * this.columns + column]! += by;
  }

  max(row: number, column: number, value: number): void {
    const at = row * this.columns + column;
    if (value > this.#numbers[at]!) this.#numbers[at] = value;
  }

  get(row: number, column: number): number {
    return this.#numbers[row * this.columns + column]!;
  }

  key(row: number): string {
    return this.#keys[row]!;
  }

  *rows(): Iterable<number> {
    for (let row = 0; row < this.#keys.length; row++) yield row;
  }

  #insert(slice: string): number {
    const key = own(slice);
    const name = this.#canonical?.(key) ?? key;
    if (name !== key) {
      const row = this.row(name);
      // Other spellings are worth an entry only while there is room for them.
      if (this.#rows.size < this.#bound * 2) this.#rows.set(key, row);
      return row;
    }
    if (this.#keys.length >= this.#bound) this.#prune();
    const row = this.#keys.length;
    this.#keys.push(key);
    this.#rows.set(key, row);
    this.#distinct?.add(hashOf(key));
    if ((row + 1) * this.columns > this.#numbers.length) {
      const numbers = new Float64Array(Math.max(this.#numbers.length, FIRST_ROOM) * 2);
      numbers.set(this.#numbers);
      this.#numbers = numbers;
    }
    return row;
  }

  /** Lets go the half of the rows that counts least, and all other spellings. */
  #prune(): void {
    this.#estimate();
    const keys = this.#keys;
    const numbers = this.#numbers;
    const { columns } = this;
    const rows = [...this.rows()].sort((a, b) => numbers[b * columns]! - numbers[a * columns]!);
    const kept = rows.slice(0, Math.ceil(rows.length / 2));
    const dropped = rows[kept.length];
    if (dropped !== undefined) this.floor += numbers[dropped * columns]!;
    this.#keys = kept.map((row) => keys[row]!);
    this.#rows = new Map(this.#keys.map((key, row) => [key, row]));
    this.#numbers = new Float64Array(numbers.length);
    for (const [row, old] of kept.entries())
      this.#numbers.set(numbers.subarray(old * columns, (old + 1) * columns), row * columns);
  }

  /** From now on different keys are estimated. */
  #estimate(): Distinct {
    if (this.#distinct !== undefined) return this.#distinct;
    this.#distinct = new Distinct(0);
    for (const key of this.#keys) this.#distinct.add(hashOf(key));
    return this.#distinct;
  }

  /** What another thread needs to add this table to its own. */
  save(): SavedLedger {
    return {
      keys: this.#keys.join('\n'),
      size: this.#keys.length,
      numbers: this.#numbers.slice(0, this.#keys.length * this.columns),
      floor: this.floor,
      distinct: this.#distinct,
    };
  }

  /** Adds another table's rows. @param join puts one number to the other's; adds where absent */
  merge(
    saved: SavedLedger,
    join: (into: number, from: number, column: number) => number = (into, from) => into + from,
  ): void {
    if (saved.distinct !== undefined) this.#estimate().merge(saved.distinct);
    this.floor += saved.floor;
    const { columns } = this;
    for (const [from, key] of keysOf(saved).entries()) {
      const row = this.row(key);
      for (let column = 0; column < columns; column++) {
        const at = row * columns + column;
        this.#numbers[at] = join(this.#numbers[at]!, saved.numbers[from * columns + column]!, column);
      }
    }
  }
}

/** The keys of a saved table, by row. */
export function keysOf(saved: SavedLedger): string[] {
  return saved.size === 0 ? [] : saved.keys.split('\n');
}

/** The `n` rows highest by a number, ties by key. Says how many others count too. */
export function topRows(
  ledger: Ledger,
  n: number,
  rank: (row: number) => number,
): { list: number[]; more: number } {
  const rows: number[] = [];
  for (const row of ledger.rows()) if (rank(row) > 0) rows.push(row);
  rows.sort((a, b) => rank(b) - rank(a) || (ledger.key(a) < ledger.key(b) ? -1 : 1));
  return { list: Number.isFinite(n) ? rows.slice(0, n) : rows, more: Math.max(0, rows.length - n) };
}
