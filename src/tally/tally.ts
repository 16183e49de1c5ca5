/**
 * Rows by key, for lists of which only the top is shown: exact until `bound` rows, then the rows that count
 * least are let go, so that memory does not grow with the log (the idea of Misra and Gries 1982, in batches).
 *
 * What is lost is known: a row that is let go had at most `floor` in its count, and a key that comes back
 * starts from nothing, so every shown count is at most `floor` too low. How many different keys there were is
 * then estimated (distinct.ts).
 */

import { Distinct } from './distinct.ts';
import { hashOf } from './hash.ts';
import { own } from './own.ts';

export interface Row {
  readonly key: string;
  /** What the row is ranked by. */
  count: number;
}

export class Tally<R extends Row> {
  /** By key, and by other spellings of it. */
  readonly #rows = new Map<string, R>();
  readonly #make: (key: string) => R;
  readonly #canonical: (key: string) => string;
  readonly #bound: number;
  #size = 0;
  #settling = false;
  #distinct: Distinct | undefined;
  /** By how much a count may be too low. */
  floor = 0;
  /** How often rows were let go: who keeps a row must ask for it again after that. */
  prunings = 0;
  /** Called before rows are let go: who counts for them elsewhere adds that now. */
  settle: () => void = () => undefined;
  /** Called of each row that is let go. */
  gone: (row: R) => void = () => undefined;

  /**
   * @param make a new row for a key
   * @param canonical the one spelling of keys that mean the same
   * @param bound rows kept
   */
  constructor(make: (key: string) => R, canonical: (key: string) => string = same, bound = 100_000) {
    this.#make = make;
    this.#canonical = canonical;
    this.#bound = bound;
  }

  /** The row of a key, made where there is none; `key` may be a slice of a line. */
  row(key: string): R {
    return this.#rows.get(key) ?? this.#add(key);
  }

  find(key: string): R | undefined {
    return this.#rows.get(key);
  }

  /** How many different keys there were. */
  get distinct(): number {
    return this.#distinct?.size ?? this.#size;
  }

  *values(): Iterable<R> {
    for (const [key, row] of this.#rows) if (key === row.key) yield row;
  }

  #add(key: string): R {
    const name = this.#canonical(own(key));
    let row = this.#rows.get(name);
    if (row === undefined) {
      if (this.#size >= this.#bound) this.#prune();
      row = this.#make(name);
      this.#rows.set(name, row);
      this.#size++;
      this.#distinct?.add(hashOf(name));
    }
    if (name !== key && this.#rows.size < this.#bound * 2) this.#rows.set(own(key), row);
    return row;
  }

  /** Lets go the half that counts least, and all other spellings. */
  #prune(): void {
    if (this.#settling) return;
    this.#settling = true;
    this.settle();
    this.#settling = false;
    this.prunings++;
    const rows = [...this.values()];
    if (this.#distinct === undefined) {
      this.#distinct = new Distinct(0);
      for (const row of rows) this.#distinct.add(hashOf(row.key));
    }
    rows.sort((a, b) => b.count - a.count);
    const kept = rows.slice(0, Math.ceil(rows.length / 2));
    this.floor += rows[kept.length]?.count ?? 0;
    for (const row of rows.slice(kept.length)) this.gone(row);
    this.#rows.clear();
    for (const row of kept) this.#rows.set(row.key, row);
    this.#size = kept.length;
  }
}

function same(key: string): string {
  return key;
}

/** The `n` highest rows by a number, ties by key. Says how many were left out. */
export function top<R extends Row>(
  rows: Iterable<R>,
  n: number,
  rank: (row: R) => number,
): { list: R[]; more: number } {
  const list: R[] = [];
  for (const row of rows) if (rank(row) > 0) list.push(row);
  list.sort((a, b) => rank(b) - rank(a) || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  const more = Math.max(0, list.length - n);
  if (more > 0) list.length = n;
  return { list, more };
}
