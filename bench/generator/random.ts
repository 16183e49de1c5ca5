/** A seeded generator of random numbers: sfc32 (Doty-Humphrey), which passes the usual batteries of tests. */
export class Random {
  #a: number;
  #b = 0x9e3779b9;
  #c = 0x243f6a88;
  #d = 1;

  constructor(seed: number) {
    this.#a = seed | 0;
    for (let i = 0; i < 15; i++) this.next();
  }

  /** 0 <= x < 1 */
  next(): number {
    const t = (this.#a + this.#b + this.#d) | 0;
    this.#d = (this.#d + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + t;
    this.#c |= 0;
    return (t >>> 0) / 4294967296;
  }

  /** 0 <= x < n, whole. */
  below(n: number): number {
    return Math.floor(this.next() * n);
  }

  /** 0 <= x < n, small numbers far more often: how often hosts and people write. */
  skewed(n: number): number {
    return Math.floor(n * this.next() ** 3);
  }

  chance(share: number): boolean {
    return this.next() < share;
  }

  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)]!;
  }
}
