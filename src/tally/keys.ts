/**
 * Keys as bytes: each different one gets a number, from 0 upwards. A hundred thousand addresses lie in one
 * array here and are no work for the garbage collector; who reads a log as bytes looks a key up where it
 * stands, without making a string of it first.
 */
import { mix } from './hash.ts';

const FIRST_ROOM = 512;
/** Bytes a key takes, about. */
const USUAL_LENGTH = 24;

/** Where a key that comes as a string is laid down to be looked up. */
let scratch = Buffer.alloc(1024);

export class Keys {
  #bytes: Buffer = Buffer.alloc(FIRST_ROOM * USUAL_LENGTH);
  /** Where each key begins; one more than there are keys. */
  #starts = new Int32Array(FIRST_ROOM + 1);
  #hashes = new Int32Array(FIRST_ROOM);
  /** Open addressing: a key's number plus one, 0 where the slot is free. At most half are taken. */
  #slots = new Int32Array(FIRST_ROOM * 2);
  #size = 0;
  /** The number that the last search gave a key, or -1: then `#hash` and `#slot` tell where it belongs. */
  #hash = 0;
  #slot = 0;

  get size(): number {
    return this.#size;
  }

  /** The number of the key that lies in `from`..`to`, -1 where it is new: `add` makes it known. */
  find(bytes: Uint8Array, from: number, to: number): number {
    // FNV-1a, as hashOf has it.
    let hash = 0x811c9dc5;
    for (let i = from; i < to; i++) hash = Math.imul(hash ^ bytes[i]!, 0x01000193);
    hash = mix(hash) | 0;
    this.#hash = hash;
    const slots = this.#slots;
    const hashes = this.#hashes;
    const mask = slots.length - 1;
    let slot = hash & mask;
    for (let held = slots[slot]!; held !== 0; held = slots[slot]!) {
      if (hashes[held - 1] === hash && this.#same(held - 1, bytes, from, to)) return held - 1;
      slot = (slot + 1) & mask;
    }
    this.#slot = slot;
    return -1;
  }

  /** Gives the key that was just looked for in vain its number. */
  add(bytes: Uint8Array, from: number, to: number): number {
    const key = this.#size++;
    const start = this.#starts[key]!;
    if (key >= this.#hashes.length) this.#grow();
    const end = start + to - from;
    if (end > this.#bytes.length) this.#bytes = enlarged(this.#bytes, end);
    this.#bytes.set(bytes.subarray(from, to), start);
    this.#starts[key + 1] = end;
    this.#hashes[key] = this.#hash;
    this.#slots[this.#slot] = key + 1;
    if (this.#size * 2 > this.#slots.length) this.#spread();
    return key;
  }

  /** `find` for a string. */
  findText(key: string): number {
    const length = layDown(key);
    return this.find(scratch, 0, length);
  }

  addText(key: string): number {
    const length = layDown(key);
    return this.add(scratch, 0, length);
  }

  text(key: number): string {
    return this.#bytes.toString('utf8', this.#starts[key]!, this.#starts[key + 1]!);
  }

  hash(key: number): number {
    return this.#hashes[key]! >>> 0;
  }

  clear(): void {
    this.#slots.fill(0);
    this.#size = 0;
  }

  #same(key: number, bytes: Uint8Array, from: number, to: number): boolean {
    const held = this.#bytes;
    const start = this.#starts[key]!;
    if (this.#starts[key + 1]! - start !== to - from) return false;
    for (let i = from, j = start; i < to; i++, j++) if (bytes[i] !== held[j]) return false;
    return true;
  }

  #grow(): void {
    const room = this.#hashes.length * 2;
    const starts = new Int32Array(room + 1);
    starts.set(this.#starts);
    this.#starts = starts;
    const hashes = new Int32Array(room);
    hashes.set(this.#hashes);
    this.#hashes = hashes;
  }

  #spread(): void {
    const slots = new Int32Array(this.#slots.length * 2);
    const mask = slots.length - 1;
    for (let key = 0; key < this.#size; key++) {
      let slot = this.#hashes[key]! & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = key + 1;
    }
    this.#slots = slots;
  }
}

function enlarged(bytes: Buffer, wanted: number): Buffer {
  const larger = Buffer.alloc(Math.max(wanted, bytes.length * 2));
  larger.set(bytes);
  return larger;
}

/** Writes the key's bytes to `scratch`; most keys are ASCII, and a loop is faster than a call out of JavaScript. */
function layDown(key: string): number {
  const { length } = key;
  if (length * 3 > scratch.length) scratch = Buffer.alloc(length * 4);
  for (let i = 0; i < length; i++) {
    const code = key.charCodeAt(i);
    if (code > 127) return scratch.write(key);
    scratch[i] = code;
  }
  return length;
}
