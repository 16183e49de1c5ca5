/**
 * Who stands behind each of many reasons, and how often: clients behind a refusal, domains behind a deferral. All reasons
 * share one table in the engine's memory, and the engine counts in it too.
 *
 * Exact until `bound` names in all; then half of them are let go. Each reason may keep as many as any other, those that
 * count most (the idea of Misra and Gries 1982, in batches): one with few names keeps them all, and its counts are exact
 * however large others are. What is lost is known for each reason: its counts are at most `floor` too low. How many
 * different names it had is then estimated (distinct.ts).
 */
import { Engine } from '../engine/engine.ts';
import { addDifferent } from './different.ts';
import { Distinct } from './distinct.ts';
import type { Spelling } from './ledger.ts';

/** What the names of a reason are, as assembly/subjects.ts numbers them. */
export const SUBJECTS = ['client', 'sender', 'recipient', 'domain'] as const;
export type SubjectKind = (typeof SUBJECTS)[number];

/** As assembly/ledger.ts numbers them. */
const SURE = { 'lower case': 1, 'lower-case domain': 2, none: 3 } as const;
/** Where a group's numbers are, and those of a name in its list (assembly/subjects.ts). */
const SIZE = 0;
const FLOOR = 4;
const DIFFERENT = 16;
const ENTRY = 12;
/** Of a name's record in a ledger: its length, its bytes, after those of its group. */
const LENGTH = 4;
const BYTES = 8;
const PREFIX = 4;

export interface Subject {
  readonly subject: string;
  readonly count: number;
}

export class Subjects {
  readonly #engine: Engine;
  /** Its place in the engine's memory. */
  readonly #place: number;

  /** @param addresses how senders and recipients are written; domains are in lower case @param bound names in all */
  constructor(addresses: Spelling, engine: Engine = new Engine(), bound = 100_000) {
    this.#engine = engine;
    this.#place = engine.doors.newSubjects(bound, SURE[addresses.sure]);
    engine.subjects.set(this.#place, (_, kind, from, length) => {
      const name = engine.memory.bytes.toString('utf8', from, from + length);
      const spelled = SUBJECTS[kind] === 'domain' ? name.toLowerCase() : addresses.of(name);
      if (spelled === name) return 0;
      engine.doors.setSpelled(engine.spelling, engine.laySpelling(spelled));
      return 1;
    });
  }

  /** A new reason. */
  group(kind: SubjectKind): Group {
    return new Group(this.#engine, this.#place, kind);
  }
}

export class Group {
  readonly #engine: Engine;
  readonly kind: SubjectKind;
  /** Its place in the engine's memory. */
  readonly #place: number;

  constructor(engine: Engine, table: number, kind: SubjectKind) {
    this.#engine = engine;
    this.kind = kind;
    this.#place = engine.doors.newGroup(table, SUBJECTS.indexOf(kind));
  }

  /** Counts a name once more; it may be a slice of a line. */
  add(name: string): void {
    const length = this.#engine.lay(name);
    this.#engine.doors.addSubject(this.#place, this.#engine.key, length);
  }

  /** The engine counts those of one of its reasons here too. */
  share(number: number, what: number): void {
    this.#engine.doors.setGroup(number, what, this.#place);
  }

  /** By how much a count may be too low. */
  get floor(): number {
    return this.#number(FLOOR);
  }

  /** How many different names there were. */
  get distinct(): number {
    if (this.#number(DIFFERENT) === 0) return this.#number(SIZE);
    const distinct = new Distinct();
    this.addTo(distinct);
    return Math.max(distinct.size, this.#number(SIZE));
  }

  /** Adds its names to others. */
  addTo(distinct: Distinct): void {
    addDifferent(distinct, this.#engine.memory, this.#engine.doors.groupDifferent(this.#place));
  }

  /** The `n` that count most, ties by name, and how many others there were. */
  top(n: number): { list: Subject[]; more: number } {
    const at = this.#engine.doors.groupTop(this.#place, Math.min(n, 0x7fffffff));
    const { view } = this.#engine.memory;
    const found = view.getUint32(at, true);
    const list = Array.from({ length: found }, (_, i) => {
      const entry = at + 8 + i * ENTRY;
      return { subject: this.#nameAt(entry), count: view.getUint32(entry, true) };
    });
    return { list, more: this.distinct - found };
  }

  #nameAt(entry: number): string {
    const { view, bytes } = this.#engine.memory;
    const row = view.getUint32(entry + 4, true);
    if (row === 0) {
      const address = view.getUint32(entry + 8, true);
      return [24, 16, 8, 0].map((shift) => (address >>> shift) & 255).join('.');
    }
    const record = view.getUint32(row, true);
    const end = record + BYTES + view.getUint32(record + LENGTH, true);
    return bytes.toString('utf8', record + BYTES + PREFIX, end);
  }

  /** Nobody asks for it any more. */
  drop(): void {
    this.#engine.doors.dropGroup(this.#place);
  }

  #number(offset: number): number {
    return this.#engine.memory.view.getUint32(this.#place + offset, true);
  }
}
