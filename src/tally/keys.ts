/**
 * Keys as bytes, each with a number: a hundred thousand addresses lie in one array here and are no work for the
 * garbage collector, and who reads a log as bytes looks a key up where it stands, without making a string of it.
 *
 * A record is its number, its length and its bytes, at an offset that is a multiple of four. A search touches the
 * table once and the record once: the memory's latency is what it costs.
 */
import { mix } from './hash.ts';

const FIRST_SLOTS = 1024;
const FIRST_ROOM = 16_384;
const HEADER = 8;

/** Where a key that comes as a string is laid down as bytes. */
export class Scratch {
  bytes = Buffer.from(new ArrayBuffer(1024));
  view = viewOf(this.bytes);

  /** Writes the key's UTF-8 from its character `from` on; returns how many bytes. Most keys are ASCII: a loop is fastest. */
  lay(key: string, from = 0): number {
    const length = key.length - from;
    if (length * 3 > this.bytes.length) {
      this.bytes = Buffer.from(new ArrayBuffer(length * 4));
      this.view = viewOf(this.bytes);
    }
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
  #arena: Buffer = Buffer.from(new ArrayBuffer(FIRST_ROOM));
  #view = viewOf(this.#arena);
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
  find(view: DataView, from: number, to: number): number {
    const hash = murmur(view, from, to);
    const slots = this.#slots;
    const arena = this.#view;
    const mask = slots.length - 1;
    const length = to - from;
    let slot = (hash << 1) & mask;
    for (let held = slots[slot + 1]!; held !== 0; held = slots[slot + 1]!) {
      const offset = held - 1;
      if (
        slots[slot] === hash &&
        arena.getInt32(offset + 4, true) === length &&
        same(view, from, arena, offset + HEADER, length)
      )
        return arena.getInt32(offset, true);
      slot = (slot + 2) & mask;
    }
    this.#hash = hash;
    this.#slot = slot;
    return -1;
  }

  /** Makes the key that was just looked for in vain known. @returns where it is, for `text` */
  add(view: DataView, from: number, to: number, number: number): number {
    const length = to - from;
    const offset = this.#used;
    const end = (offset + HEADER + length + 3) & ~3;
    if (end > this.#arena.length) this.#enlarge(end);
    const arena = this.#view;
    arena.setInt32(offset, number, true);
    arena.setInt32(offset + 4, length, true);
    const start = offset + HEADER;
    for (let i = 0; i < length; i++) arena.setUint8(start + i, view.getUint8(from + i));
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
    return this.#arena.toString('utf8', start, start + this.#view.getInt32(offset + 4, true));
  }

  hash(offset: number): number {
    const start = offset + HEADER;
    return murmur(this.#view, start, start + this.#view.getInt32(offset + 4, true)) >>> 0;
  }

  /** Makes a key of this table known to another, which does not have it. @returns where it is there */
  copyTo(other: Keys, offset: number, number: number): number {
    const start = offset + HEADER;
    const end = start + this.#view.getInt32(offset + 4, true);
    other.find(this.#view, start, end);
    return other.add(this.#view, start, end, number);
  }

  #enlarge(wanted: number): void {
    const larger = Buffer.from(new ArrayBuffer(Math.max(wanted, this.#arena.length * 2)));
    larger.set(this.#arena);
    this.#arena = larger;
    this.#view = viewOf(larger);
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

function viewOf(buffer: Buffer): DataView {
  return new DataView(buffer.buffer, buffer.byteOffset, buffer.length);
}

/** Four bytes at a time; the last four may overlap those before. */
function same(a: DataView, from: number, b: DataView, start: number, length: number): boolean {
  if (length < 4) {
    for (let i = 0; i < length; i++) if (a.getUint8(from + i) !== b.getUint8(start + i)) return false;
    return true;
  }
  const last = length - 4;
  for (let i = 0; i < last; i += 4)
    if (a.getInt32(from + i, true) !== b.getInt32(start + i, true)) return false;
  return a.getInt32(from + last, true) === b.getInt32(start + last, true);
}

/** MurmurHash3's steps over the bytes, four at a time, the last four overlapping; 32 bits, signed. */
function murmur(view: DataView, from: number, to: number): number {
  const length = to - from;
  let hash = length;
  if (length < 4) {
    for (let i = from; i < to; i++) hash = Math.imul(hash ^ view.getUint8(i), 0x01000193);
    return mix(hash) | 0;
  }
  const last = to - 4;
  for (let i = from; i < last; i += 4) hash = step(hash, view.getInt32(i, true));
  return mix(step(hash, view.getInt32(last, true))) | 0;
}

function step(hash: number, word: number): number {
  const k = Math.imul(word, 0xcc9e2d51);
  const h = hash ^ Math.imul((k << 15) | (k >>> 17), 0x1b873593);
  return (Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64) | 0;
}
