/**
 * Many networks, and whether an address is in one of them: sorted ranges that neither touch nor overlap, searched by
 * halves. A million networks take 8 MB (32 MB for IPv6), a question some 100 ns (`net.BlockList` looks at one after the other).
 * IPv4 in IPv6 clothes (`::ffff:192.0.2.1`) is IPv4 here.
 */
import { type Address, ip4Number, parseAddress, plainOf } from './address.ts';
import { lastOf, type Network } from './network.ts';

export interface Range {
  readonly first: Address;
  /** Of the same family, not before `first`. */
  readonly last: Address;
}

export class NetworkSet {
  readonly #four: Ranges;
  readonly #six: Ranges;

  constructor(networks: Iterable<Network | Range>) {
    const four: Range[] = [];
    const six: Range[] = [];
    for (const each of networks) {
      const first = plainOf(each.first);
      const last = plainOf('last' in each ? each.last : lastOf(each));
      if (first.family === last.family) (first.family === 4 ? four : six).push({ first, last });
      // From IPv6 into the mapped addresses or out of them: ::/0 and its like.
      else six.push('last' in each ? each : { first: each.first, last: lastOf(each) });
    }
    this.#four = new Ranges(four, 1);
    this.#six = new Ranges(six, 4);
  }

  /** Ranges, after those that touch have been joined. */
  get size(): number {
    return this.#four.count + this.#six.count;
  }

  has(address: Address): boolean {
    const { family, bytes } = plainOf(address);
    return family === 4 ? this.#four.has(word(bytes, 0)) || this.#hasMapped(bytes) : this.#hasSix(bytes);
  }

  /** The same of an address as text; what is none is in no network. */
  hasText(text: string): boolean {
    const four = ip4Number(text);
    if (four >= 0 && this.#four.has(four)) return true;
    const address = parseAddress(text);
    return address !== undefined && this.has(address);
  }

  ranges(): Range[] {
    return [...this.#four.all(4), ...this.#six.all(6)];
  }

  #hasSix(bytes: Uint8Array): boolean {
    return this.#six.has(word(bytes, 0), word(bytes, 4), word(bytes, 8), word(bytes, 12));
  }

  #hasMapped(bytes: Uint8Array): boolean {
    return this.#six.count > 0 && this.#six.has(0, 0, 0xffff, word(bytes, 0));
  }
}

function word(bytes: Uint8Array, at: number): number {
  return ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0;
}

/** Ranges of one family: numbers of `width` words of 32 bits, the highest first. */
class Ranges {
  readonly count: number;
  readonly #width: number;
  readonly #firsts: Uint32Array;
  readonly #lasts: Uint32Array;

  constructor(ranges: readonly Range[], width: number) {
    this.#width = width;
    const sorted = ranges.toSorted((a, b) => Buffer.compare(a.first.bytes, b.first.bytes));
    const joined: { first: Uint8Array; last: Uint8Array }[] = [];
    for (const { first, last } of sorted) {
      const before = joined.at(-1);
      if (before !== undefined && Buffer.compare(first.bytes, next(before.last)) <= 0) {
        if (Buffer.compare(last.bytes, before.last) > 0) before.last = last.bytes;
      } else joined.push({ first: first.bytes, last: last.bytes });
    }
    this.count = joined.length;
    this.#firsts = new Uint32Array(joined.length * width);
    this.#lasts = new Uint32Array(joined.length * width);
    joined.forEach(({ first, last }, index) => {
      for (let i = 0; i < width; i++) {
        this.#firsts[index * width + i] = word(first, 4 * i);
        this.#lasts[index * width + i] = word(last, 4 * i);
      }
    });
  }

  has(a: number, b = 0, c = 0, d = 0): boolean {
    let low = 0;
    let high = this.count;
    // The last range that begins at the address or before it.
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#compare(this.#firsts, middle, a, b, c, d) <= 0) low = middle + 1;
      else high = middle;
    }
    return low > 0 && this.#compare(this.#lasts, low - 1, a, b, c, d) >= 0;
  }

  #compare(words: Uint32Array, index: number, a: number, b: number, c: number, d: number): number {
    if (this.#width === 1) return words[index]! - a;
    const at = index * 4;
    return words[at]! - a || words[at + 1]! - b || words[at + 2]! - c || words[at + 3]! - d;
  }

  all(family: 4 | 6): Range[] {
    const bytes = (words: Uint32Array, index: number): Uint8Array => {
      const view = new DataView(new ArrayBuffer(this.#width * 4));
      for (let i = 0; i < this.#width; i++) view.setUint32(4 * i, words[index * this.#width + i]!);
      return new Uint8Array(view.buffer);
    };
    return Array.from({ length: this.count }, (_, index) => ({
      first: { family, bytes: bytes(this.#firsts, index) },
      last: { family, bytes: bytes(this.#lasts, index) },
    }));
  }
}

/** The address behind it; behind the very last one there is none, and it stays. */
function next(bytes: Uint8Array): Uint8Array {
  const result = Uint8Array.from(bytes);
  for (let i = result.length - 1; i >= 0; i--) {
    if (result[i]! < 255) {
      result[i] = result[i]! + 1;
      return result;
    }
    result[i] = 0;
  }
  return bytes;
}
