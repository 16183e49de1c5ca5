/**
 * Wake-up calls for thousands of questions from one timer: nearly none is ever needed, since answers come sooner. Who
 * waits stands in a list; the list is looked through every few milliseconds while somebody stands there.
 */

export interface Timers {
  set(milliseconds: number, call: () => void): unknown;
  clear(timer: unknown): void;
}

/** Milliseconds between two looks: by so much a call may be late. */
const TICK = 20;

/** Who may be called; one call at a time. */
export abstract class Sleeper {
  /** Of the list; undefined, both: nobody is to be called. */
  before: Sleeper | undefined;
  behind: Sleeper | undefined;
  /** Milliseconds of the clock. */
  due = 0;
  /** The call; the next one may be ordered in it. @param late milliseconds after it was due */
  abstract woken(late: number): void;
}

class Bed extends Sleeper {
  woken(): void {}
}

export class Alarms {
  readonly #timers: Timers;
  readonly #clock: () => number;
  /** Both ends of a ring. */
  readonly #bed: Sleeper = new Bed();
  #timer: unknown;
  #isSet = false;

  constructor(timers: Timers, clock: () => number) {
    this.#timers = timers;
    this.#clock = clock;
    this.#bed.before = this.#bed;
    this.#bed.behind = this.#bed;
  }

  /** Instead of the call before, if there was one. */
  set(sleeper: Sleeper, milliseconds: number): void {
    sleeper.due = this.#clock() + milliseconds;
    if (sleeper.behind === undefined) this.#add(sleeper);
    if (!this.#isSet) this.#arm();
  }

  clear(sleeper: Sleeper): void {
    const { before, behind } = sleeper;
    if (before === undefined || behind === undefined) return;
    before.behind = behind;
    behind.before = before;
    sleeper.before = undefined;
    sleeper.behind = undefined;
  }

  /** Nobody is to be called any more; else the timer keeps the process alive for a moment. */
  close(): void {
    this.#timers.clear(this.#timer);
    this.#isSet = false;
  }

  #add(sleeper: Sleeper): void {
    const last = this.#bed.before!;
    sleeper.before = last;
    sleeper.behind = this.#bed;
    last.behind = sleeper;
    this.#bed.before = sleeper;
  }

  #arm(): void {
    this.#isSet = true;
    this.#timer = this.#timers.set(TICK, () => this.#look());
  }

  #look(): void {
    this.#isSet = false;
    const now = this.#clock();
    const due: Sleeper[] = [];
    for (let each = this.#bed.behind!; each !== this.#bed; each = each.behind!)
      if (each.due <= now) due.push(each);
    for (const each of due) {
      // One call may make another needless.
      if (each.behind === undefined || each.due > now) continue;
      this.clear(each);
      each.woken(now - each.due);
    }
    if (!this.#isSet && this.#bed.behind !== this.#bed) this.#arm();
  }
}
