/**
 * A table of many rows: a key, and some numbers in columns. Keys lie in one array of bytes and numbers in
 * another, so that a hundred thousand addresses cost a few megabytes, no work for the garbage collector, and
 * go to another thread as they are.
 *
 * Exact until `bound` rows; then the rows that count least are let go, half of them at a time (the idea of
 * Misra and Gries 1982, in batches). What is lost is known: a row that is let go had at most `floor` in its
 * first column, and a key that comes back starts from nothing, so every first column is at most `floor` too
 * low. How many different keys there were is then estimated (distinct.ts).
 */
import { Distinct, type DistinctState } from './distinct.ts';
import { hashOf, mix } from './hash.ts';

/** A key with characters over U+00FF is kept as the bytes of its UTF-8 after this one, which no log text holds. */
const WIDE = 0;

export interface SavedLedger {
  readonly size: number;
  readonly keys: Uint8Array;
  readonly starts: Uint32Array;
  readonly alias: Int32Array;
  readonly numbers: Float64Array;
  readonly floor: number;
  readonly distinct: DistinctState | undefined;
}

export class Ledger {
  readonly columns: number;
  /** `numbers[row * columns + column]`; rows come from `row()`. */
  numbers: Float64Array;
  /** By how much the first column may be too low. */
  floor = 0;
  readonly #bound: number;
  readonly #canonical: ((key: string) => string) | undefined;
  #size = 0;
  #aliases = 0;
  #index: Int32Array;
  #hashes: Uint32Array;
  #keys: Uint8Array;
  /** Where each row's key begins; one more than rows. */
  #starts: Uint32Array;
  /** The row that a key's other spelling stands for; itself for most. */
  #alias: Int32Array;
  #distinct: Distinct | undefined;

  /** @param canonical the one spelling of keys that mean the same */
  constructor(columns: number, canonical?: (key: string) => string, bound = 100_000) {
    this.columns = columns;
    this.#canonical = canonical;
    this.#bound = bound;
    const room = 256;
    this.#index = new Int32Array(room * 2).fill(-1);
    this.#hashes = new Uint32Array(room);
    this.#keys = new Uint8Array(room * 24);
    this.#starts = new Uint32Array(room + 1);
    this.#alias = new Int32Array(room);
    this.numbers = new Float64Array(room * columns);
  }

  /** How many different keys there were. */
  get distinct(): number {
    return this.#distinct?.size ?? this.#size - this.#aliases;
  }

  /** The row of a key, made where there is none; the key may be a slice. A row holds until the next call. */
  row(key: string): number {
    const { length } = key;
    let hash = 0x811c9dc5;
    for (let i = 0; i < length; i++) {
      const code = key.charCodeAt(i);
      if (code > 255)
        return this.row(String.fromCharCode(WIDE) + Buffer.from(key, 'utf8').toString('latin1'));
      hash = Math.imul(hash ^ code, 0x01000193);
    }
    hash = mix(hash);
    const mask = this.#index.length - 1;
    let slot = hash & mask;
    for (let row = this.#index[slot]!; row >= 0; row = this.#index[slot]!) {
      if (this.#hashes[row] === hash && this.#isKey(row, key)) return this.#alias[row]!;
      slot = (slot + 1) & mask;
    }
    return this.#insert(key, hash);
  }

  /** The row of a key that may not be there: -1 then. */
  find(key: string): number {
    const hash = hashOf(key);
    const mask = this.#index.length - 1;
    let slot = hash & mask;
    for (let row = this.#index[slot]!; row >= 0; row = this.#index[slot]!) {
      if (this.#hashes[row] === hash && this.#isKey(row, key)) return this.#alias[row]!;
      slot = (slot + 1) & mask;
    }
    return -1;
  }

  add(row: number, column: number, by: number): void {
    this.numbers[row * this.columns + column]! += by;
  }

  max(row: number, column: number, value: number): void {
    const at = row * this.columns + column;
    if (value > this.numbers[at]!) this.numbers[at] = value;
  }

  get(row: number, column: number): number {
    return this.numbers[row * this.columns + column]!;
  }

  /** The key's hash, for counting it among others (distinct.ts). */
  hash(row: number): number {
    return this.#hashes[row]!;
  }

  key(row: number): string {
    const from = this.#starts[row]!;
    const bytes = Buffer.from(this.#keys.buffer, this.#keys.byteOffset + from, this.#starts[row + 1]! - from);
    return bytes[0] === WIDE && bytes.length > 0 ? bytes.toString('utf8', 1) : bytes.toString('latin1');
  }

  /** All rows, without other spellings. */
  *rows(): Iterable<number> {
    for (let row = 0; row < this.#size; row++) if (this.#alias[row] === row) yield row;
  }

  #isKey(row: number, key: string): boolean {
    const from = this.#starts[row]!;
    const { length } = key;
    if (this.#starts[row + 1]! - from !== length) return false;
    const keys = this.#keys;
    for (let i = 0; i < length; i++) if (keys[from + i] !== key.charCodeAt(i)) return false;
    return true;
  }

  #insert(key: string, hash: number): number {
    const name = this.#canonical?.(key) ?? key;
    // Other spellings are worth a row only while there is room for them.
    if (name !== key) {
      const row = this.row(name);
      if (this.#size < this.#bound) {
        const other = this.#append(key, hash);
        this.#alias[other] = row;
        this.#aliases++;
      }
      return row;
    }
    if (this.#size >= this.#bound) this.#prune();
    this.#distinct?.add(hash);
    return this.#append(key, hash);
  }

  #append(key: string, hash: number): number {
    const row = this.#size;
    if (row >= this.#hashes.length) this.#grow();
    const from = this.#starts[row]!;
    while (from + key.length > this.#keys.length) {
      const keys = new Uint8Array(this.#keys.length * 2);
      keys.set(this.#keys);
      this.#keys = keys;
    }
    for (let i = 0; i < key.length; i++) this.#keys[from + i] = key.charCodeAt(i);
    this.#starts[row + 1] = from + key.length;
    this.#hashes[row] = hash;
    this.#alias[row] = row;
    this.#size++;
    this.#place(row, hash);
    return row;
  }

  #place(row: number, hash: number): void {
    const mask = this.#index.length - 1;
    let slot = hash & mask;
    while (this.#index[slot]! >= 0) slot = (slot + 1) & mask;
    this.#index[slot] = row;
  }

  #grow(): void {
    const room = this.#hashes.length * 2;
    const hashes = new Uint32Array(room);
    hashes.set(this.#hashes);
    this.#hashes = hashes;
    const starts = new Uint32Array(room + 1);
    starts.set(this.#starts);
    this.#starts = starts;
    const alias = new Int32Array(room);
    alias.set(this.#alias);
    this.#alias = alias;
    const numbers = new Float64Array(room * this.columns);
    numbers.set(this.numbers);
    this.numbers = numbers;
    this.#reindex(room * 2);
  }

  #reindex(slots: number): void {
    this.#index = new Int32Array(slots).fill(-1);
    for (let row = 0; row < this.#size; row++) this.#place(row, this.#hashes[row]!);
  }

  /** Lets go the half of the rows that counts least, and all other spellings. */
  #prune(): void {
    const rows = [...this.rows()];
    if (this.#distinct === undefined) {
      this.#distinct = new Distinct(0);
      for (const row of rows) this.#distinct.add(this.#hashes[row]!);
    }
    rows.sort((a, b) => this.get(b, 0) - this.get(a, 0));
    const kept = rows.slice(0, Math.ceil(rows.length / 2));
    const dropped = rows[kept.length];
    if (dropped !== undefined) this.floor += this.get(dropped, 0);
    const old = this.save();
    this.#size = 0;
    this.#aliases = 0;
    this.#keys = new Uint8Array(old.keys.length);
    this.#starts = new Uint32Array(old.starts.length);
    this.#alias = new Int32Array(old.alias.length);
    this.numbers = new Float64Array(old.numbers.length);
    this.#index.fill(-1);
    for (const row of kept) this.#copy(old, row, (into, from) => into + from);
  }

  #copy(from: SavedLedger, row: number, join: (into: number, from: number, column: number) => number): void {
    const mine = this.row(savedKey(from, row));
    for (let column = 0; column < this.columns; column++) {
      const at = mine * this.columns + column;
      this.numbers[at] = join(this.numbers[at]!, from.numbers[row * this.columns + column]!, column);
    }
  }

  /** What another thread needs to add this table to its own; the arrays themselves, not copies. */
  save(): SavedLedger {
    return {
      size: this.#size,
      keys: this.#keys,
      starts: this.#starts,
      alias: this.#alias,
      numbers: this.numbers,
      floor: this.floor,
      distinct: this.#distinct,
    };
  }

  /** Adds another table's rows. @param join puts one number to the other's; adds where absent */
  merge(
    saved: SavedLedger,
    join: (into: number, from: number, column: number) => number = (into, from) => into + from,
  ): void {
    if (saved.distinct !== undefined && this.#distinct === undefined) {
      this.#distinct = new Distinct(0);
      for (const row of this.rows()) this.#distinct.add(this.#hashes[row]!);
    }
    if (saved.distinct !== undefined) this.#distinct!.merge(saved.distinct);
    this.floor += saved.floor;
    for (let row = 0; row < saved.size; row++) if (saved.alias[row] === row) this.#copy(saved, row, join);
  }
}

/** A row's key as the table keeps it. */
export function savedKey(saved: SavedLedger, row: number): string {
  const from = saved.starts[row]!;
  return Buffer.from(saved.keys.buffer, saved.keys.byteOffset + from, saved.starts[row + 1]! - from).toString(
    'latin1',
  );
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
  return { list: rows.slice(0, Number.isFinite(n) ? n : undefined), more: Math.max(0, rows.length - n) };
}
