/**
 * A text to compare with what stands in a block, four bytes at a time; the last four may overlap those before.
 * Blocks have room behind their end
 * (blocks.ts), so that a comparison may look there.
 */
import { SLACK } from '../blocks.ts';

export const LONGEST_PATTERN = SLACK / 2;

export class Pattern {
  readonly length: number;
  readonly #words: Int32Array;
  /** Where the last word begins; the words before it follow one another. */
  readonly #last: number;

  /** @param text ASCII, four characters or more */
  constructor(text: string) {
    const bytes = Buffer.from(text, 'latin1');
    const { length } = bytes;
    if (length < 4 || length > LONGEST_PATTERN) throw new RangeError(`a pattern of ${length} characters`);
    this.length = length;
    this.#last = length - 4;
    this.#words = Int32Array.from({ length: Math.ceil(length / 4) }, (_, i) =>
      bytes.readInt32LE(Math.min(i * 4, this.#last)),
    );
  }

  /** Whether it stands at a position. */
  at(view: DataView, position: number): boolean {
    const words = this.#words;
    const last = words.length - 1;
    if (view.getInt32(position + this.#last, true) !== words[last]) return false;
    for (let i = 0, p = position; i < last; i++, p += 4)
      if (view.getInt32(p, true) !== words[i]) return false;
    return true;
  }
}

const ONES = 0x01010101;
const BLANKS = 0x20202020;
const HIGH = 0x80808080 | 0;

/**
 * The first position from which on stands `character`, a control character, or a byte that is no ASCII. Four bytes
 * at a time: a byte is zero, or less than n < 128, where `(x - n) & ~x` has its highest bit; what is borrowed from
 * bytes above the first such one does not matter (Hacker's Delight §6-1).
 */
export function findByte(view: DataView, character: number, from: number): number {
  const wanted = Math.imul(character, ONES);
  for (let p = from; ; p += 4) {
    const x = view.getInt32(p, true);
    const other = x ^ wanted;
    const found = (((other - ONES) & ~other) | ((x - BLANKS) & ~x) | x) & HIGH;
    if (found !== 0) return p + ((31 - Math.clz32(found & -found)) >> 3);
  }
}
