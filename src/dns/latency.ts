/**
 * How soon a server answers as a rule, so that a lost datagram is asked about again before the full wait is over: the
 * smoothed time and its deviation of RFC 6298 §2. Milliseconds.
 */

/** No sooner: a recursive server may be asking others. */
const SHORTEST = 250;
/** What takes longer is counted as this: it tells of a name and its servers, and not of ours. */
const LONGEST = 500;

export class Latency {
  #mean = -1;
  #deviation = 0;

  heard(took: number): void {
    const milliseconds = Math.min(took, LONGEST);
    if (this.#mean < 0) {
      this.#mean = milliseconds;
      this.#deviation = milliseconds / 2;
      return;
    }
    this.#deviation += (Math.abs(milliseconds - this.#mean) - this.#deviation) / 4;
    this.#mean += (milliseconds - this.#mean) / 8;
  }

  /** After this long an answer is late. */
  get patience(): number {
    return this.#mean < 0 ? 1_000 : Math.max(SHORTEST, this.#mean + 4 * this.#deviation);
  }
}
