/**
 * A table of many rows: a key, and some numbers in columns. All of it lies in the engine's memory, so that a hundred
 * thousand addresses make no work for the garbage collector, and the engine counts in it too.
 *
 * Exact until `bound` rows; then the rows that count least are let go, half of them at a time (the idea of
 * Misra and Gries 1982, in batches). What is lost is known: a row that is let go had at most `floor` in its
 * first column, and a key that comes back starts from nothing, so every first column is at most `floor` too
 * low. How many different keys there were is then estimated (distinct.ts).
 */
import { Engine } from '../engine/engine.ts';
import { Distinct } from './distinct.ts';

/** Different spellings of keys that mean the same. */
export interface Spelling {
  /** The one spelling. */
  of(key: string): string;
  /** Which keys surely have it: those without upper case; those whose domain has none; nobody knows. */
  readonly sure: 'lower case' | 'lower-case domain' | 'none';
}

/** As assembly/ledger.ts numbers them. */
const SURE = { 'lower case': 1, 'lower-case domain': 2, none: 3 } as const;
/** Where a ledger's numbers are (assembly/ledger.ts). */
const ROW_SIZE = 8;
const SIZE = 20;
const FIRST_PAGE = 24;
const ROUNDING = 32;
const FLOOR = 48;
/** Of a page: how far it is filled; what comes before its records. */
const FILLED = 8;
const PAGE_HEAD = 16;
/** Of a row, after its key's record. */
const FIRST_COUNT = 4;
/** Of a key's record: its length, its bytes. */
const LENGTH = 4;
const BYTES = 8;

export class Ledger {
  readonly #engine: Engine;
  readonly #counts: number;
  readonly #amounts: number;
  readonly #rowSize: number;
  readonly #textColumn: number;
  /** Its place in the engine's memory. */
  readonly place: number;
  #distinct: Distinct | undefined;

  /**
   * @param counts columns of whole numbers under 2^32
   * @param amounts columns of any numbers, which come after these
   * @param bound rows kept
   * @param textColumn one of the counts, which holds a text instead; none: -1
   */
  constructor(
    counts: number,
    amounts = 0,
    spelling?: Spelling,
    bound = 100_000,
    engine: Engine = new Engine(),
    textColumn = -1,
  ) {
    this.#engine = engine;
    this.#counts = counts;
    this.#amounts = amounts;
    this.#textColumn = textColumn;
    const sure = spelling === undefined ? 0 : SURE[spelling.sure];
    this.place = engine.doors.newLedger(counts, amounts, sure, Math.min(bound, 0x7fffffff), textColumn + 1);
    this.#rowSize = this.#number(ROW_SIZE);
    engine.ledgers.set(this.place, {
      spell: (_, from, length) => (spelling === undefined ? -1 : this.#spell(spelling, from, length)),
      newKey: (_, hash) => {
        this.#distinct ??= new Distinct(0);
        this.#distinct.add(hash);
      },
    });
  }

  get columns(): number {
    return this.#counts + this.#amounts;
  }

  /** By how much the first column may be too low. */
  get floor(): number {
    return this.#engine.memory.view.getFloat64(this.place + FLOOR, true);
  }

  /** How many different keys there were. */
  get distinct(): number {
    return this.#distinct?.size ?? this.#number(SIZE);
  }

  /** The row of a key, made where there is none. A row holds until the next call. @param from the key begins there */
  row(key: string, from = 0): number {
    const length = this.#engine.lay(key, from);
    return this.#engine.doors.ledgerRow(this.place, this.#engine.key, length);
  }

  /** The row of a key that may not be there: -1 then. */
  find(key: string): number {
    const length = this.#engine.lay(key);
    return this.#engine.doors.ledgerFind(this.place, this.#engine.key, length);
  }

  add(row: number, column: number, by: number): void {
    this.#set(row, column, this.get(row, column) + by);
  }

  max(row: number, column: number, value: number): void {
    if (value > this.get(row, column)) this.#set(row, column, value);
  }

  get(row: number, column: number): number {
    const { view } = this.#engine.memory;
    return column < this.#counts
      ? view.getUint32(row + FIRST_COUNT + column * 4, true)
      : view.getFloat64(row + this.#rowSize - (this.columns - column) * 8, true);
  }

  #set(row: number, column: number, value: number): void {
    const { view } = this.#engine.memory;
    if (column < this.#counts) view.setUint32(row + FIRST_COUNT + column * 4, value, true);
    else view.setFloat64(row + this.#rowSize - (this.columns - column) * 8, value, true);
  }

  /** Whether the row's text is set. */
  hasText(row: number): boolean {
    return this.get(row, this.#textColumn) !== 0;
  }

  setText(row: number, text: string): void {
    const length = this.#engine.lay(text);
    this.#engine.doors.ledgerSetText(this.place, row, this.#engine.key, length);
  }

  /** "" where none is set. */
  text(row: number): string {
    const at = this.get(row, this.#textColumn);
    const { view, bytes } = this.#engine.memory;
    return at === 0 ? '' : bytes.toString('utf8', at + 4, at + 4 + view.getUint32(at, true));
  }

  key(row: number): string {
    const { view, bytes } = this.#engine.memory;
    const record = view.getUint32(row, true);
    const from = record + BYTES;
    return bytes.toString('utf8', from, from + view.getUint32(record + LENGTH, true));
  }

  /**
   * The `n` rows that count most in the sum of some columns, ties by key, and how many others count too.
   * @param where rows count only where this column of counts is not 0
   */
  top(n: number, columns: readonly number[], where = -1): { list: number[]; more: number } {
    let bits = 0;
    for (const column of columns) bits |= 1 << column;
    const most = Math.min(n, 0x7fffffff);
    const at = this.#engine.doors.ledgerTop(this.place, bits, where, most);
    const { view } = this.#engine.memory;
    const found = view.getUint32(at, true);
    const list = Array.from({ length: found }, (_, i) => view.getUint32(at + (i + 2) * 4, true));
    return { list, more: view.getUint32(at + 4, true) - found };
  }

  *rows(): Iterable<number> {
    const rounding = this.#number(ROUNDING);
    for (let page = this.#number(FIRST_PAGE); page !== 0; ) {
      const { view } = this.#engine.memory;
      const end = page + view.getUint32(page + FILLED, true);
      for (let record = page + PAGE_HEAD; record < end; ) {
        const length = this.#engine.memory.view.getUint32(record + LENGTH, true);
        const row = record + ((BYTES + length + rounding) & ~rounding);
        // Others are spellings of keys that have their row elsewhere, and texts.
        const own = this.#engine.memory.view.getUint32(record, true) === row;
        record = own ? row + this.#rowSize : row;
        if (own) yield row;
      }
      page = this.#engine.memory.view.getUint32(page, true);
    }
  }

  #number(offset: number): number {
    return this.#engine.memory.view.getUint32(this.place + offset, true);
  }

  #spell(spelling: Spelling, from: number, length: number): number {
    const key = this.#engine.memory.bytes.toString('utf8', from, from + length);
    const name = spelling.of(key);
    if (name === key) return -1;
    const bytes = this.#engine.laySpelling(name);
    return this.#engine.doors.ledgerRow(this.place, this.#engine.spelling, bytes);
  }
}
