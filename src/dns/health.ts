/**
 * Which name server is asked first. One that leaves three questions in a row unanswered is asked last for a while, longer
 * each time it fails again; then one question goes to it first, as a probe. What a server says of one name (SERVFAIL,
 * REFUSED) says nothing of its health. Knows no clock: times (milliseconds) are passed in.
 */

const PATIENCE = 3;
const FIRST_REST = 10_000;
const LONGEST_REST = 300_000;

const ALONE = [0];

interface State {
  /** In a row. */
  failures: number;
  /** Asked last until then; 0: healthy. */
  restsUntil: number;
  rest: number;
  isProbed: boolean;
}

export class Health {
  readonly #states: State[];
  readonly #rotates: boolean;
  #turn = 0;

  /** @param rotates whether each question begins with the next server (resolv.conf(5) rotate) */
  constructor(servers: number, rotates = false) {
    this.#states = Array.from({ length: servers }, () => ({
      ...{ failures: 0, restsUntil: 0, rest: FIRST_REST, isProbed: false },
    }));
    this.#rotates = rotates;
  }

  /** Every server by its index, the one to ask first in front. */
  order(now: number): readonly number[] {
    const count = this.#states.length;
    if (count === 1) return ALONE;
    const first = this.#rotates ? this.#turn++ % count : 0;
    const well: number[] = [];
    const resting: number[] = [];
    let probe: number | undefined;
    for (let i = 0; i < count; i++) {
      const index = (first + i) % count;
      const { restsUntil } = this.#states[index]!;
      if (restsUntil === 0) well.push(index);
      else if (restsUntil > now || probe !== undefined) resting.push(index);
      else probe = index;
    }
    resting.sort((a, b) => this.#states[a]!.restsUntil - this.#states[b]!.restsUntil);
    if (probe === undefined) return [...well, ...resting];
    // Others wait for what comes of it.
    const state = this.#states[probe]!;
    state.isProbed = true;
    state.restsUntil = now + state.rest;
    return [probe, ...well, ...resting];
  }

  answered(index: number): void {
    const state = this.#states[index]!;
    state.failures = 0;
    state.restsUntil = 0;
    state.rest = FIRST_REST;
    state.isProbed = false;
  }

  /** The server did not answer, or was not to be reached. */
  failed(index: number, now: number): void {
    const state = this.#states[index]!;
    if (state.isProbed) state.rest = Math.min(LONGEST_REST, state.rest * 2);
    // While it rests, questions from before fail by the thousand: they say nothing new.
    else if (state.restsUntil > now || ++state.failures < PATIENCE) return;
    state.isProbed = false;
    state.restsUntil = now + state.rest;
  }

  isResting(index: number, now: number): boolean {
    return this.#states[index]!.restsUntil > now;
  }
}
