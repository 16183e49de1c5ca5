/** Numbers for texts and for pairs of numbers, so that a hundred thousand of them are compared without a string. */

/** Texts, by numbers from 1. */
export class Numbers {
  readonly #numbers = new Map<string, number>();

  of(text: string): number {
    let number = this.#numbers.get(text);
    if (number === undefined) {
      number = this.#numbers.size + 1;
      this.#numbers.set(text, number);
    }
    return number;
  }
}

/** A number for each pair of small numbers, from 1. */
export class Rows {
  readonly #rows: Uint32Array[] = [];
  #size = 0;

  of(a: number, b: number): number {
    while (this.#rows.length <= a) this.#rows.push(NONE);
    let row = this.#rows[a]!;
    if (b >= row.length) {
      row = new Uint32Array(Math.max(16, b * 2));
      row.set(this.#rows[a]!);
      this.#rows[a] = row;
    }
    const number = row[b]!;
    if (number > 0) return number;
    row[b] = ++this.#size;
    return this.#size;
  }
}

const NONE = new Uint32Array(0);

/** A number for each pair of numbers, from 1. */
export class Pairs {
  /** Four words each, a power of two of them: the pair and its number; open addressing. */
  #slots = new Int32Array(4 * 64);
  #size = 0;

  of(a: number, b: number): number {
    const slots = this.#slots;
    for (let slot = slotOf(a, b, slots.length); ; slot = (slot + 4) & (slots.length - 1)) {
      const number = slots[slot + 2]!;
      if (number === 0) {
        slots[slot] = a;
        slots[slot + 1] = b;
        slots[slot + 2] = ++this.#size;
        if (this.#size * 8 > slots.length) this.#spread();
        return this.#size;
      }
      if (slots[slot] === a && slots[slot + 1] === b) return number;
    }
  }

  #spread(): void {
    const before = this.#slots;
    const slots = new Int32Array(before.length * 2);
    for (let i = 0; i < before.length; i += 4) {
      if (before[i + 2] === 0) continue;
      let slot = slotOf(before[i]!, before[i + 1]!, slots.length);
      while (slots[slot + 2] !== 0) slot = (slot + 4) & (slots.length - 1);
      slots.set(before.subarray(i, i + 3), slot);
    }
    this.#slots = slots;
  }
}

/** @param length a power of two */
function slotOf(a: number, b: number, length: number): number {
  let hash = Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b);
  hash ^= hash >>> 15;
  return (hash << 2) & (length - 1);
}
