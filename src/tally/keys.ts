/**
 * Keys as bytes, each with a number: a hundred thousand addresses lie in one array here and are no work for the
 * garbage collector, and who reads a log as bytes looks a key up where it stands, without making a string of it.
 *
 * A record is its number, its length and its bytes, at an offset that is a multiple of four. A search touches the
 * table once and the record once: the memory's latency is what it costs.
 */
import { BASIS, mix, PRIME } from './hash.ts';

const FIRST_SLOTS = 1024;
const FIRST_ROOM = 16_384;
const HEADER = 8;

/** Where a key that comes as a string is laid down as bytes. */
export class Scratch {
  bytes = Buffer.alloc(1024);

  /** Writes the key's UTF-8 from its character `from` on; returns how many bytes. Most keys are ASCII: a loop is fastest. */
  lay(key: string, from = 0): number {
    const length = key.length - from;
    if (length * 3 > this.bytes.length) this.bytes = Buffer.alloc(length * 4);
    const { bytes } = this;
    for (let i = 0; i < length; i++) {
      const code = key.charCodeAt(from + i);
      if (code > 127) return bytes.write(key.slice(from));
      bytes[i] = code;
    }
    return length;
  }
}

export class Keys {
  #arena = Buffer.from(new ArrayBuffer(FIRST_ROOM));
  /** The arena as numbers: of each record the number and the length. */
  #words = new Int32Array(this.#arena.buffer);
  #used = 0;
  /** Open addressing, two numbers a slot: the hash, and the record's offset plus one, 0 where it is free. */
  #slots = new Int32Array(FIRST_SLOTS * 2);
  #size = 0;
  /** The last search in vain: what it looked for, and where it belongs. */
  #hash = 0;
  #slot = 0;

  get size(): number {
    return this.#size;
  }

  /** The number of the key that lies in `from`..`to`, -1 where it is new: `add` makes it known. */
  find(bytes: Uint8Array, from: number, to: number): number {
    let hash = BASIS;
    for (let i = from; i < to; i++) hash = Math.imul(hash ^ bytes[i]!, PRIME);
    hash = mix(hash) | 0;
    const slots = this.#slots;
    const arena = this.#arena;
    const words = this.#words;
    const mask = slots.length - 1;
    const length = to - from;
    let slot = (hash << 1) & mask;
    for (let held = slots[slot + 1]!; held !== 0; held = slots[slot + 1]!) {
      const offset = held - 1;
      if (slots[slot] === hash && words[(offset >> 2) + 1] === length) {
        const start = offset + HEADER;
        let i = 0;
        while (i < length && bytes[from + i] === arena[start + i]) i++;
        if (i === length) return words[offset >> 2]!;
      }
      slot = (slot + 2) & mask;
    }
    this.#hash = hash;
    this.#slot = slot;
    return -1;
  }

  /** Makes the key that was just looked for in vain known. @returns where it is, for `text` */
  add(bytes: Uint8Array, from: number, to: number, number: number): number {
    const length = to - from;
    const offset = this.#used;
    const end = (offset + HEADER + length + 3) & ~3;
    if (end > this.#arena.length) this.#enlarge(end);
    this.#words[offset >> 2] = number;
    this.#words[(offset >> 2) + 1] = length;
    const arena = this.#arena;
    for (let i = 0; i < length; i++) arena[offset + HEADER + i] = bytes[from + i]!;
    this.#used = end;
    this.#slots[this.#slot] = this.#hash;
    this.#slots[this.#slot + 1] = offset + 1;
    this.#size++;
    if (this.#size * 4 > this.#slots.length) this.#spread();
    return offset;
  }

  /** The hash of the last key that was looked for in vain, as of `hash`. */
  get lastHash(): number {
    return this.#hash >>> 0;
  }

  /** The key at an offset that `add` gave. */
  text(offset: number): string {
    const start = offset + HEADER;
    return this.#arena.toString('utf8', start, start + this.#words[(offset >> 2) + 1]!);
  }

  /** The hash of the key at an offset: over its UTF-8. */
  hash(offset: number): number {
    const start = offset + HEADER;
    const end = start + this.#words[(offset >> 2) + 1]!;
    let hash = BASIS;
    for (let i = start; i < end; i++) hash = Math.imul(hash ^ this.#arena[i]!, PRIME);
    return mix(hash);
  }

  /** Makes a key of this table known to another, which does not have it. @returns where it is there */
  copyTo(other: Keys, offset: number, number: number): number {
    const start = offset + HEADER;
    const end = start + this.#words[(offset >> 2) + 1]!;
    other.find(this.#arena, start, end);
    return other.add(this.#arena, start, end, number);
  }

  #enlarge(wanted: number): void {
    const larger = Buffer.from(new ArrayBuffer(Math.max((wanted + 3) & ~3, this.#arena.length * 2)));
    larger.set(this.#arena);
    this.#arena = larger;
    this.#words = new Int32Array(larger.buffer);
  }

  #spread(): void {
    const before = this.#slots;
    const slots = new Int32Array(before.length * 2);
    const mask = slots.length - 1;
    for (let old = 0; old < before.length; old += 2) {
      if (before[old + 1] === 0) continue;
      let slot = (before[old]! << 1) & mask;
      while (slots[slot + 1] !== 0) slot = (slot + 2) & mask;
      slots[slot] = before[old]!;
      slots[slot + 1] = before[old + 1]!;
    }
    this.#slots = slots;
  }
}
