/**
 * How many questions are under way. A burst overflows a server's receive buffer (rbldnsd's holds some 170 datagrams, what
 * Linux gives by default some 280), and what is lost there costs a wait. So, as TCP does (RFC 5681), only so many are
 * out that an answer may be expected of any moment; the window grows while nothing is lost and is halved when
 * something was. A question that stays out longer holds no place in it: its name is slow, not the server.
 */

const SMALLEST = 16;
const FIRST = 96;
const LARGEST = 1_024;
/** Milliseconds in which losses count as one: they come in heaps. */
const EPOCH = 200;

/** A question that waits for its turn, and its place among those under way from then on. */
export interface Place {
  isYoung: boolean;
  /** Its turn has come; `done` is to be called once for it. */
  begin(): void;
}

export class Pace {
  readonly #most: number;
  readonly #clock: () => number;
  /** First in, first out, from `#head`. */
  #waiting: Place[] = [];
  #head = 0;
  #underway = 0;
  #young = 0;
  #window = FIRST;
  #halved = Number.NEGATIVE_INFINITY;
  #isDraining = false;

  constructor(most: number, clock: () => number) {
    this.#most = Math.max(1, most);
    this.#clock = clock;
  }

  get window(): number {
    return this.#window;
  }

  /** Begins it now or when its turn comes. */
  run(place: Place): void {
    this.#waiting.push(place);
    this.#drain();
  }

  /** Its answer is not to be expected of any moment any more. */
  aged(place: Place): void {
    if (!place.isYoung) return;
    place.isYoung = false;
    this.#young--;
    this.#drain();
  }

  done(place: Place): void {
    this.#underway--;
    if (place.isYoung) {
      place.isYoung = false;
      this.#young--;
      this.#window = Math.min(LARGEST, this.#window + 1 / this.#window);
    }
    this.#drain();
  }

  /** A question or its answer was lost on the way: the second one was answered at once. */
  lost(): void {
    const now = this.#clock();
    if (now - this.#halved < EPOCH) return;
    this.#halved = now;
    this.#window = Math.max(SMALLEST, this.#window / 2);
  }

  #drain(): void {
    if (this.#isDraining) return;
    this.#isDraining = true;
    while (this.#head < this.#waiting.length && this.#underway < this.#most && this.#young < this.#window) {
      this.#underway++;
      this.#young++;
      const place = this.#waiting[this.#head++]!;
      place.isYoung = true;
      place.begin();
    }
    if (this.#head === this.#waiting.length) {
      this.#waiting.length = 0;
      this.#head = 0;
    } else if (this.#head > 4_096 && this.#head * 2 > this.#waiting.length) {
      this.#waiting = this.#waiting.slice(this.#head);
      this.#head = 0;
    }
    this.#isDraining = false;
  }
}
