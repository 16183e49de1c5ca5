/** Refusals that the engine counts, by the numbers of their reasons. */
import type { Engine } from '../../engine/engine.ts';
import type { ExpressEntry } from '../../maillog/express/entry.ts';
import { addDifferent } from '../../tally/different.ts';
import { COUNTED, takeCount, wantLines } from './express-counted.ts';
import { behind, type RefusalReason, type Refusals } from './refusals.ts';
import { evidenceOf, type RejectTally } from './rows.ts';

/** Reasons that are remembered by their text; the engine has room for no more. */
const MOST = 4000;
const EVIDENCE = 5;
/** Among the engine's reasons (src/engine/assembly/reasons.ts). */
const REFUSALS = 0;
const WARNINGS = 1;

export class ExpressRefusals {
  readonly #refusals: Refusals;
  readonly #engine: Engine;
  #reasons: RefusalReason[] = [];

  constructor(refusals: Refusals, engine: Engine) {
    this.#refusals = refusals;
    this.#engine = engine;
    for (const tally of [refusals.rejects.reject, refusals.rejects.reject_warning, refusals.zones])
      tally.settle = () => this.take(true);
  }

  /** What the text says: the reason's number, -1 where it differs from line to line and must be folded. */
  number(entry: ExpressEntry, blocked: boolean, from: number, end: number, address: number): number {
    const text = entry.frame.slice(from, end);
    const zone = blocked ? text : '';
    const reason = this.#refusals.reason(zone, text);
    if (!blocked && address === end && (reason !== text || text.endsWith('['))) return -1;
    if (this.#reasons.length >= MOST) {
      this.finish();
      this.#engine.doors.forgetReasons();
      this.#reasons = [];
    }
    const why = {
      key: `RCPT\tsmtpd\t${reason}`,
      stage: 'RCPT',
      by: 'smtpd',
      reason,
      zone,
      behind: behind(reason, { address: entry.frame.addressTo > entry.frame.addressFrom ? '?' : '' }),
    };
    return this.#reasons.push(why) - 1;
  }

  /** The line shows a reason. @returns whether more are wanted */
  show(entry: ExpressEntry, number: number, warning: boolean): boolean {
    const { frame } = entry;
    const why = this.#reasons[number]!;
    const row = this.#row(why, warning);
    row.behind?.share(number, warning ? WARNINGS : REFUSALS);
    // Its row begins now; what it counts comes later.
    if (why.zone !== '' && !warning) this.#refusals.zones.row(why.zone);
    if (row.example === '') row.example = frame.slice(frame.replyFrom, frame.replyTo);
    if (row.evidence.length < EVIDENCE) row.evidence.push(evidenceOf(entry));
    return row.evidence.length < EVIDENCE;
  }

  /** Takes the counts over, so that lists which must let rows go know how much each counts. @param anew lines are wanted again */
  take(anew = false): void {
    this.#each((why, warning, at) => {
      const { memory } = this.#engine;
      if (anew) wantLines(memory, at);
      const count = takeCount(memory, at, () => this.#row(why, warning));
      if (count > 0 && why.zone !== '' && !warning) this.#refusals.zones.row(why.zone).count += count;
    });
  }

  /** Takes over all that is left. */
  finish(): void {
    this.take();
    this.#each((why, warning, at) => {
      const { memory } = this.#engine;
      const clients = memory.view.getUint32(at + COUNTED.different, true);
      if (clients !== 0) addDifferent(this.#row(why, warning).clients, memory, clients);
    });
  }

  #row(why: RefusalReason, warning: boolean): RejectTally {
    return this.#refusals.row(warning ? 'reject_warning' : 'reject', why);
  }

  #each(tell: (why: RefusalReason, warning: boolean, at: number) => void): void {
    const { doors } = this.#engine;
    for (const [number, why] of this.#reasons.entries())
      for (const warning of [false, true]) {
        const at = doors.reasonAt(number, warning ? WARNINGS : REFUSALS);
        if (at !== 0) tell(why, warning, at);
      }
  }
}
