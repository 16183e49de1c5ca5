/**
 * A table of many rows: a key, and some numbers in columns. The numbers lie in one array, so that a hundred
 * thousand addresses make no work for the garbage collector.
 *
 * Exact until `bound` rows; then the rows that count least are let go, half of them at a time (the idea of
 * Misra and Gries 1982, in batches). What is lost is known: a row that is let go had at most `floor` in its
 * first column, and a key that comes back starts from nothing, so every first column is at most `floor` too
 * low. How many different keys there were is then estimated (distinct.ts).
 */
import { Distinct } from './distinct.ts';
import { Keys, Scratch } from './keys.ts';

const FIRST_ROOM = 256;

/** Different spellings of keys that mean the same. */
export interface Spelling {
  /** The one spelling. */
  of(key: string): string;
  /** Whether the UTF-8 bytes `from`..`to` are surely spelled so; false where `of` must tell. */
  holds(view: DataView, from: number, to: number): boolean;
}

/** Shared: a key lies in it only while it is looked up. */
const scratch = new Scratch();

export class Ledger {
  readonly #countColumns: number;
  readonly #amountColumns: number;
  /** By how much the first column may be too low. */
  floor = 0;
  readonly #bound: number;
  readonly #spelling: Spelling | undefined;
  /** The rows of keys, and of other spellings of them. */
  #keys = new Keys();
  /** Where the key of each row is. */
  #keyOf = new Int32Array(FIRST_ROOM);
  #size = 0;
  #room = FIRST_ROOM;
  #counts: Uint32Array;
  #amounts: Float64Array;
  #distinct: Distinct | undefined;

  /**
   * @param counts columns of whole numbers under 2^32
   * @param amounts columns of any numbers, which come after these
   * @param bound rows kept
   */
  constructor(counts: number, amounts = 0, spelling?: Spelling, bound = 100_000) {
    this.#countColumns = counts;
    this.#amountColumns = amounts;
    this.#spelling = spelling;
    this.#bound = bound;
    this.#counts = new Uint32Array(FIRST_ROOM * counts);
    this.#amounts = new Float64Array(FIRST_ROOM * amounts);
  }

  get columns(): number {
    return this.#countColumns + this.#amountColumns;
  }

  /** How many different keys there were. */
  get distinct(): number {
    return this.#distinct?.size ?? this.#size;
  }

  /** The row of a key, made where there is none. A row holds until the next call. @param from the key begins there */
  row(key: string, from = 0): number {
    const length = scratch.lay(key, from);
    return this.rowAt(scratch.view, 0, length);
  }

  /** The row of the key that lies in `from`..`to` of UTF-8 bytes. */
  rowAt(view: DataView, from: number, to: number): number {
    const found = this.#keys.find(view, from, to);
    return found < 0 ? this.#insert(view, from, to) : found;
  }

  /** The row of a key that may not be there: -1 then. */
  find(key: string): number {
    const length = scratch.lay(key);
    return this.#keys.find(scratch.view, 0, length);
  }

  add(row: number, column: number, by: number): void {
    const counts = this.#countColumns;
    if (column < counts) this.#counts[row * counts + column]! += by;
    else this.#amounts[row * this.#amountColumns + column - counts]! += by;
  }

  max(row: number, column: number, value: number): void {
    const counts = this.#countColumns;
    if (column < counts) {
      const at = row * counts + column;
      if (value > this.#counts[at]!) this.#counts[at] = value;
    } else {
      const at = row * this.#amountColumns + column - counts;
      if (value > this.#amounts[at]!) this.#amounts[at] = value;
    }
  }

  get(row: number, column: number): number {
    const counts = this.#countColumns;
    return column < counts
      ? this.#counts[row * counts + column]!
      : this.#amounts[row * this.#amountColumns + column - counts]!;
  }

  key(row: number): string {
    return this.#keys.text(this.#keyOf[row]!);
  }

  *rows(): Iterable<number> {
    for (let row = 0; row < this.#size; row++) yield row;
  }

  /** After a search in vain. */
  #insert(view: DataView, from: number, to: number): number {
    const spelling = this.#spelling;
    if (spelling !== undefined && !spelling.holds(view, from, to)) {
      const key = textAt(view, from, to);
      const name = spelling.of(key);
      if (name !== key) return this.#insertOther(key, name);
    }
    if (this.#size >= this.#bound) {
      this.#prune();
      this.#keys.find(view, from, to);
    }
    const row = this.#size++;
    this.#distinct?.add(this.#keys.lastHash);
    if (row >= this.#room) this.#enlarge();
    this.#keyOf[row] = this.#keys.add(view, from, to, row);
    return row;
  }

  /** Another spelling of a name; it is worth an entry only while there is room for it. */
  #insertOther(key: string, name: string): number {
    const row = this.row(name);
    if (this.#keys.size < this.#bound * 2) {
      const length = scratch.lay(key);
      if (this.#keys.find(scratch.view, 0, length) < 0) this.#keys.add(scratch.view, 0, length, row);
    }
    return row;
  }

  /** Lets go the half of the rows that counts least, and all other spellings. */
  #prune(): void {
    this.#estimate();
    const before = this.#keys;
    const rows = [...this.rows()].sort((a, b) => this.get(b, 0) - this.get(a, 0));
    const kept = rows.slice(0, Math.ceil(rows.length / 2));
    const dropped = rows[kept.length];
    if (dropped !== undefined) this.floor += this.get(dropped, 0);
    const keyOf = this.#keyOf;
    this.#keys = new Keys();
    this.#keyOf = new Int32Array(keyOf.length);
    const counts = this.#counts;
    const amounts = this.#amounts;
    this.#counts = new Uint32Array(counts.length);
    this.#amounts = new Float64Array(amounts.length);
    this.#size = kept.length;
    for (const [row, old] of kept.entries()) {
      move(counts, old, this.#counts, row, this.#countColumns);
      move(amounts, old, this.#amounts, row, this.#amountColumns);
      this.#keyOf[row] = before.copyTo(this.#keys, keyOf[old]!, row);
    }
  }

  #enlarge(): void {
    this.#room *= 2;
    const counts = new Uint32Array(this.#room * this.#countColumns);
    counts.set(this.#counts);
    this.#counts = counts;
    const amounts = new Float64Array(this.#room * this.#amountColumns);
    amounts.set(this.#amounts);
    this.#amounts = amounts;
    const keyOf = new Int32Array(this.#room);
    keyOf.set(this.#keyOf);
    this.#keyOf = keyOf;
  }

  /** From now on different keys are estimated. */
  #estimate(): Distinct {
    if (this.#distinct !== undefined) return this.#distinct;
    this.#distinct = new Distinct(0);
    for (const row of this.rows()) this.#distinct.add(this.#keys.hash(this.#keyOf[row]!));
    return this.#distinct;
  }
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
  let full = n * 2 + 64;
  for (const row of ledger.rows()) {
    const value = rank(row);
    if (!(value > 0)) continue;
    counting++;
    if (value < least) continue;
    ranks.set(row, value);
    list.push(row);
    if (list.length < full) continue;
    const sorted = list.map((each) => ranks.get(each)!).sort((a, b) => b - a);
    least = sorted[Math.max(0, n - 1)]!;
    list = list.filter((each) => ranks.get(each)! >= least);
    // Many that count alike stay: look again only when there are twice as many.
    full = Math.max(full, list.length * 2);
  }
  const keys = new Map(list.map((row) => [row, ledger.key(row)]));
  list.sort((a, b) => ranks.get(b)! - ranks.get(a)! || (keys.get(a)! < keys.get(b)! ? -1 : 1));
  return { list: Number.isFinite(n) ? list.slice(0, n) : list, more: Math.max(0, counting - n) };
}

function textAt(view: DataView, from: number, to: number): string {
  return Buffer.from(view.buffer, view.byteOffset + from, to - from).toString();
}

function move<N extends Uint32Array | Float64Array>(
  from: N,
  old: number,
  to: N,
  row: number,
  columns: number,
): void {
  to.set(from.subarray(old * columns, (old + 1) * columns), row * columns);
}
