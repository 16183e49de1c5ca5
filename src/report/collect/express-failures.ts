/** Deliveries that did not succeed and that the engine counts, by the numbers of their reasons. */
import type { Engine } from '../../engine/engine.ts';
import type { Delivery } from '../../maillog/event.ts';
import { addDifferent } from './express-distinct.ts';
import { type DeliveryTally, EVIDENCE } from './rows.ts';
import type { Troubles } from './troubles.ts';

/** Reasons that are remembered by their text; the engine has room for no more. */
const MOST = 4000;
/** Deliveries among the engine's reasons, and where the numbers of one are (src/engine/assembly/reasons.ts). */
const FAILURES = 2;
const AT = { first: 0, last: 8, count: 16, domains: 24 } as const;

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
    return known < 0 ? this.#rows.push(row) - 1 : known;
  }

  #forget(): void {
    this.finish();
    this.#engine.doors.forgetFailures();
    this.#rows = [];
  }

  /** Takes the counts over, so that lists which must let rows go know how much each counts. */
  take(): void {
    this.#each((row, at) => {
      const { view } = this.#engine.memory;
      const count = view.getUint32(at + AT.count, true);
      if (count === 0) return;
      view.setUint32(at + AT.count, 0, true);
      row.count += count;
      row.first = Math.min(row.first, view.getFloat64(at + AT.first, true));
      row.last = Math.max(row.last, view.getFloat64(at + AT.last, true));
    });
  }

  /** Takes over all that is left: to which domains. */
  finish(): void {
    this.take();
    const { memory } = this.#engine;
    this.#each((row, at) => addDifferent(row.domains, memory, memory.view.getUint32(at + AT.domains, true)));
  }

  #each(tell: (row: DeliveryTally, at: number) => void): void {
    for (const [number, row] of this.#rows.entries()) {
      const at = this.#engine.doors.reasonAt(number, FAILURES);
      if (at !== 0) tell(row, at);
    }
  }
}
