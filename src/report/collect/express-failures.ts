/** Deliveries that did not succeed and that the engine counts, by the numbers of their reasons. */
import type { Engine } from '../../engine/engine.ts';
import type { Delivery } from '../../maillog/event.ts';
import { takeCount } from './express-counted.ts';
import { type DeliveryTally, EVIDENCE } from './rows.ts';
import type { Troubles } from './troubles.ts';

/** Reasons that are remembered by their text; the engine has room for no more. */
const MOST = 4000;
/** Deliveries among the engine's reasons (src/engine/assembly/reasons.ts). */
const FAILURES = 2;

export class ExpressFailures {
  readonly #troubles: Troubles;
  readonly #engine: Engine;
  #rows: DeliveryTally[] = [];

  constructor(troubles: Troubles, engine: Engine) {
    this.#troubles = troubles;
    this.#engine = engine;
    // Numbers stand for rows, which may be let go.
    for (const tally of [troubles.deferrals, troubles.bounces]) tally.settle = () => this.#forget();
  }

  /** The number of the reason of a delivery that was just counted; -1 where lines of it are wanted, or its text tells the recipient. */
  number(event: Delivery): number {
    const row = this.#troubles.known(event);
    if (row === undefined || row.evidence.length < EVIDENCE || row.reason.includes(event.recipient))
      return -1;
    if (this.#rows.length >= MOST) this.#forget();
    const known = this.#rows.indexOf(row);
    if (known >= 0) return known;
    const number = this.#rows.push(row) - 1;
    row.behind?.share(number, FAILURES);
    return number;
  }

  #forget(): void {
    this.finish();
    this.#engine.doors.forgetFailures();
    this.#rows = [];
  }

  /** Takes over what was counted. */
  finish(): void {
    this.#each((row, at) => void takeCount(this.#engine.memory, at, () => row));
  }

  #each(tell: (row: DeliveryTally, at: number) => void): void {
    for (const [number, row] of this.#rows.entries()) {
      const at = this.#engine.doors.reasonAt(number, FAILURES);
      if (at !== 0) tell(row, at);
    }
  }
}
