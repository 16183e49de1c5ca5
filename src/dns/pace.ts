/**
 * How fast questions go out. Only so many are under way, and only some go out before what came in has been heard: a
 * burst of thousands would overflow the receive buffers (212,992 bytes as Linux has them, some 250 datagrams), theirs
 * and ours, and what is lost there costs a timeout.
 */

/** Questions sent before the event loop may turn to what has come. */
const BURST = 64;

export class Pace {
  readonly #most: number;
  /** First in, first out, from `#head`. */
  #waiting: (() => void)[] = [];
  #head = 0;
  #underway = 0;
  #burst = 0;
  #isArmed = false;

  constructor(most: number) {
    this.#most = Math.max(1, most);
  }

  /** Calls `start` now or when its turn comes; `done` is to be called once for each that was started. */
  run(start: () => void): void {
    if (this.#head === this.#waiting.length && this.#underway < this.#most && this.#burst < BURST)
      this.#go(start);
    else this.#waiting.push(start);
    this.#arm();
  }

  done(): void {
    this.#underway--;
    if (this.#head < this.#waiting.length) this.#arm();
  }

  #go(start: () => void): void {
    this.#underway++;
    this.#burst++;
    start();
  }

  #arm(): void {
    if (this.#isArmed) return;
    this.#isArmed = true;
    setImmediate(() => {
      this.#isArmed = false;
      this.#burst = 0;
      while (this.#head < this.#waiting.length && this.#underway < this.#most && this.#burst < BURST)
        this.#go(this.#waiting[this.#head++]!);
      if (this.#head > 1024 && this.#head * 2 > this.#waiting.length) {
        this.#waiting = this.#waiting.slice(this.#head);
        this.#head = 0;
      }
      if (this.#head === this.#waiting.length) {
        this.#waiting = [];
        this.#head = 0;
      } else if (this.#underway < this.#most) this.#arm();
    });
  }
}
