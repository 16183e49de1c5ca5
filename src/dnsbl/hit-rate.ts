/**
 * How often a list says yes, and whether that is suddenly much more than it was: of the last questions nearly all,
 * where it used to be fewer by far. Bounded memory: two counts for the past, one bit for each of the last questions.
 */

/** Questions that are "the last ones". */
const WINDOW = 30;
/** Milliseconds that they may have taken. */
const LONGEST = 600_000;
/** Questions before which nobody knows what is usual. */
const ENOUGH = 100;
/** The past weighs less and less: of this many questions at most. */
const MEMORY = 5_000;
const HIGH = 0.9;
/** Hits above what was usual, as a share of all questions. */
const JUMP = 0.35;

export class HitRate {
  #asked = 0;
  #hits = 0;
  readonly #recent: boolean[] = [];
  #since = Number.NEGATIVE_INFINITY;

  /**
   * @param now milliseconds
   * @returns true: hits jump
   */
  note(hit: boolean, now: number): boolean {
    if (this.#recent.length === 0) this.#since = now;
    this.#recent.push(hit);
    if (this.#recent.length < WINDOW) return false;
    const hits = this.#recent.filter(Boolean).length;
    const suddenly =
      now - this.#since <= LONGEST &&
      this.#asked >= ENOUGH &&
      hits / WINDOW >= HIGH &&
      hits / WINDOW - this.#hits / this.#asked >= JUMP;
    this.#keep(hits);
    return suddenly;
  }

  /** It was looked into: what is usual is learnt anew. */
  accept(): void {
    this.#asked = 0;
    this.#hits = 0;
    this.#recent.length = 0;
  }

  #keep(hits: number): void {
    this.#asked += this.#recent.length;
    this.#hits += hits;
    this.#recent.length = 0;
    if (this.#asked <= MEMORY) return;
    this.#hits *= MEMORY / this.#asked;
    this.#asked = MEMORY;
  }
}
