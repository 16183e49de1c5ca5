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
import { Keys } from './keys.ts';

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
  /** Keys, and other spellings of them, with their row. */
  #keys = new Keys();
  #rowOf = new Int32Array(FIRST_ROOM);
  /** The key of each row. */
  #keyOf = new Int32Array(FIRST_ROOM);
  #size = 0;
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
    return this.#distinct?.size ?? this.#size;
  }

  /** The row of a key, made where there is none; the key may be a slice. A row holds until the next call. */
  row(key: string): number {
    const found = this.#keys.findText(key);
    return found < 0 ? this.#insert(key) : this.#rowOf[found]!;
  }

  /** The row of the key that lies in `from`..`to` of a text's ASCII bytes. */
  rowAt(bytes: Buffer, from: number, to: number): number {
    const found = this.#keys.find(bytes, from, to);
    return found < 0 ? this.#insert(bytes.toString('latin1', from, to)) : this.#rowOf[found]!;
  }

  /** The row of a key that may not be there: -1 then. */
  find(key: string): number {
    const found = this.#keys.findText(key);
    return found < 0 ? -1 : this.#rowOf[found]!;
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
    return this.#keys.text(this.#keyOf[row]!);
  }

  *rows(): Iterable<number> {
    for (let row = 0; row < this.#size; row++) yield row;
  }

  #insert(key: string): number {
    const name = this.#canonical?.(key) ?? key;
    if (name !== key) {
      const row = this.row(name);
      // Other spellings are worth an entry only while there is room for them.
      if (this.#keys.size < this.#bound * 2 && this.#keys.findText(key) < 0) this.#enter(key, row);
      return row;
    }
    if (this.#size >= this.#bound) this.#prune();
    const row = this.#size++;
    if (row >= this.#keyOf.length) this.#keyOf = enlarged(this.#keyOf);
    // A prune takes the search's place away: look again.
    this.#keys.findText(key);
    this.#keyOf[row] = this.#enter(key, row);
    this.#distinct?.add(this.#keys.hash(this.#keyOf[row]!));
    if ((row + 1) * this.columns > this.#numbers.length) {
      const numbers = new Float64Array(Math.max(this.#numbers.length, FIRST_ROOM) * 2);
      numbers.set(this.#numbers);
      this.#numbers = numbers;
    }
    return row;
  }

  #enter(key: string, row: number): number {
    const entry = this.#keys.addText(key);
    if (entry >= this.#rowOf.length) this.#rowOf = enlarged(this.#rowOf);
    this.#rowOf[entry] = row;
    return entry;
  }

  /** Lets go the half of the rows that counts least, and all other spellings. */
  #prune(): void {
    this.#estimate();
    const before = this.#keys;
    const numbers = this.#numbers;
    const { columns } = this;
    const rows = [...this.rows()].sort((a, b) => numbers[b * columns]! - numbers[a * columns]!);
    const kept = rows.slice(0, Math.ceil(rows.length / 2));
    const dropped = rows[kept.length];
    if (dropped !== undefined) this.floor += numbers[dropped * columns]!;
    this.#keys = new Keys();
    this.#numbers = new Float64Array(numbers.length);
    this.#size = kept.length;
    const keys = kept.map((row) => before.text(this.#keyOf[row]!));
    for (const [row, old] of kept.entries()) {
      this.#numbers.set(numbers.subarray(old * columns, (old + 1) * columns), row * columns);
      this.#keys.findText(keys[row]!);
      this.#keyOf[row] = this.#enter(keys[row]!, row);
    }
  }

  /** From now on different keys are estimated. */
  #estimate(): Distinct {
    if (this.#distinct !== undefined) return this.#distinct;
    this.#distinct = new Distinct(0);
    for (const row of this.rows()) this.#distinct.add(this.#keys.hash(this.#keyOf[row]!));
    return this.#distinct;
  }

  /** What another thread needs to add this table to its own. */
  save(): SavedLedger {
    return {
      keys: [...this.rows()].map((row) => this.key(row)).join('\n'),
      size: this.#size,
      numbers: this.#numbers.slice(0, this.#size * this.columns),
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
  const ranks = new Map<number, number>();
  let counting = 0;
  // Those under the lowest of the first `n` need not be sorted; they are most.
  let list: number[] = [];
  let least = 0;
  for (const row of ledger.rows()) {
    const value = rank(row);
    if (!(value > 0)) continue;
    counting++;
    if (value < least) continue;
    ranks.set(row, value);
    list.push(row);
    if (list.length >= n * 2 + 64) {
      const sorted = list.map((each) => ranks.get(each)!).sort((a, b) => b - a);
      least = sorted[Math.max(0, n - 1)]!;
      list = list.filter((each) => ranks.get(each)! >= least);
    }
  }
  const keys = new Map(list.map((row) => [row, ledger.key(row)]));
  list.sort((a, b) => ranks.get(b)! - ranks.get(a)! || (keys.get(a)! < keys.get(b)! ? -1 : 1));
  return { list: Number.isFinite(n) ? list.slice(0, n) : list, more: Math.max(0, counting - n) };
}

function enlarged(numbers: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(numbers.length * 2);
  larger.set(numbers);
  return larger;
}
