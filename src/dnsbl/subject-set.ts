/**
 * Many subjects, each once, in the order in which they came: hundreds of thousands are looked up at a time. An IPv4 address
 * takes some twenty bytes here; what is asked of it is made when its turn comes.
 */
import { ip4Number } from '../net/address.ts';
import { type Subject, type SubjectKind, subjectOf } from './question.ts';

const FIRST = 1_024;

export class SubjectSet implements Iterable<Subject> {
  /** IPv4 addresses as numbers; of others -1, -2, ...: the first, the second, ... of `#others`. */
  #order = new Float64Array(FIRST);
  #size = 0;
  /** Places in `#order` of IPv4 addresses, and 1; 0: free. */
  #table = new Uint32Array(2 * FIRST);
  readonly #others = new Set<string>();
  readonly #texts: string[] = [];
  readonly #counts = new Map<SubjectKind, number>();

  get size(): number {
    return this.#size;
  }

  /** How many of a kind may be asked about: not those of private networks. */
  asked(kind: SubjectKind): number {
    return this.#counts.get(kind) ?? 0;
  }

  add(subject: Subject): void {
    const isNew =
      subject.kind === 'ip4' ? this.#addNumber(ip4Number(subject.text)) : this.#addText(subject.text);
    if (isNew && !subject.private) this.#counts.set(subject.kind, this.asked(subject.kind) + 1);
  }

  *[Symbol.iterator](): Generator<Subject> {
    for (let i = 0; i < this.#size; i++) {
      const each = this.#order[i]!;
      yield subjectOf(each < 0 ? this.#texts[-1 - each]! : ip4Text(each))!;
    }
  }

  #addText(text: string): boolean {
    if (this.#others.has(text)) return false;
    this.#others.add(text);
    this.#texts.push(text);
    this.#push(-this.#texts.length);
    return true;
  }

  #addNumber(address: number): boolean {
    const slot = this.#slot(address);
    if (this.#table[slot] !== 0) return false;
    this.#push(address);
    this.#table[slot] = this.#size;
    if (this.#size * 2 > this.#table.length) this.#widen();
    return true;
  }

  /** Where it is, or would be. */
  #slot(address: number): number {
    const mask = this.#table.length - 1;
    let slot = (Math.imul(address | 0, 0x9e3779b1) >>> 8) & mask;
    for (let at = this.#table[slot]!; at !== 0 && this.#order[at - 1] !== address; at = this.#table[slot]!)
      slot = (slot + 1) & mask;
    return slot;
  }

  #widen(): void {
    this.#table = new Uint32Array(this.#table.length * 2);
    for (let i = 0; i < this.#size; i++)
      if (this.#order[i]! >= 0) this.#table[this.#slot(this.#order[i]!)] = i + 1;
  }

  #push(each: number): void {
    if (this.#size === this.#order.length) {
      const wider = new Float64Array(this.#size * 2);
      wider.set(this.#order);
      this.#order = wider;
    }
    this.#order[this.#size++] = each;
  }
}

function ip4Text(address: number): string {
  return `${address >>> 24}.${(address >>> 16) & 255}.${(address >>> 8) & 255}.${address & 255}`;
}
