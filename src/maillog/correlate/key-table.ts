/**
 * A table of things that come and go by the million, each of which knows its own key: open
 * addressing in arrays that stay, so that taking one out leaves no garbage behind. (A `Map` makes a new table
 * every time that its old one is full of deleted entries, and each old one holds what it held until the next
 * full collection.)
 */
const FIRST_ROOM = 64;

export class KeyTable<V, K> {
  readonly #has: (value: V, key: K) => boolean;
  #values: (V | undefined)[] = new Array(FIRST_ROOM).fill(undefined);
  #hashes = new Uint32Array(FIRST_ROOM);
  #size = 0;

  /** @param has whether a value has that key */
  constructor(has: (value: V, key: K) => boolean) {
    this.#has = has;
  }

  get size(): number {
    return this.#size;
  }

  get(key: K, hash: number): V | undefined {
    return this.#values[this.#slot(key, hash)];
  }

  set(key: K, hash: number, value: V): void {
    let slot = this.#slot(key, hash);
    if (this.#values[slot] === undefined) {
      if ((this.#size + 1) * 2 > this.#hashes.length) {
        this.#grow();
        slot = this.#slot(key, hash);
      }
      this.#size++;
    }
    this.#hashes[slot] = hash;
    this.#values[slot] = value;
  }

  delete(key: K, hash: number): void {
    let hole = this.#slot(key, hash);
    if (this.#values[hole] === undefined) return;
    this.#size--;
    const mask = this.#hashes.length - 1;
    // What follows closes up, so that no search ends early at the hole (Knuth, TAOCP 6.4, algorithm R).
    for (let slot = (hole + 1) & mask; this.#values[slot] !== undefined; slot = (slot + 1) & mask) {
      const home = this.#hashes[slot]! & mask;
      if (((slot - home) & mask) < ((slot - hole) & mask)) continue;
      this.#values[hole] = this.#values[slot];
      this.#hashes[hole] = this.#hashes[slot]!;
      hole = slot;
    }
    this.#values[hole] = undefined;
  }

  *values(): Iterable<V> {
    for (const value of this.#values) if (value !== undefined) yield value;
  }

  clear(): void {
    this.#values = new Array(FIRST_ROOM).fill(undefined);
    this.#hashes = new Uint32Array(FIRST_ROOM);
    this.#size = 0;
  }

  /** Where the key is, or the empty slot where it would be. */
  #slot(key: K, hash: number): number {
    const values = this.#values;
    const hashes = this.#hashes;
    const mask = hashes.length - 1;
    let slot = hash & mask;
    for (let value = values[slot]; value !== undefined; value = values[slot]) {
      if (hashes[slot] === hash && this.#has(value, key)) break;
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  #grow(): void {
    const values = this.#values;
    const hashes = this.#hashes;
    const room = hashes.length * 2;
    this.#values = new Array(room).fill(undefined);
    this.#hashes = new Uint32Array(room);
    for (let old = 0; old < hashes.length; old++) {
      const value = values[old];
      if (value === undefined) continue;
      let slot = hashes[old]! & (room - 1);
      while (this.#values[slot] !== undefined) slot = (slot + 1) & (room - 1);
      this.#values[slot] = value;
      this.#hashes[slot] = hashes[old]!;
    }
  }
}
