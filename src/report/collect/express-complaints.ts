/** Warnings about clients that the engine counts, once there are lines enough as evidence. */
import type { Engine } from '../../engine/engine.ts';
import type { Complaint } from '../../maillog/event.ts';
import type { ExpressEntry } from '../../maillog/express/entry.ts';
import { COMPLAINTS, type ExpressComplaint } from '../../maillog/express/observer.ts';
import type { Program } from '../../maillog/program.ts';
import { abuseOf, MISMATCH } from './collector.ts';
import { takeCount, wantLines } from './express-counted.ts';
import { EVIDENCE } from './rows.ts';
import type { Troubles } from './troubles.ts';

/** Of programs with higher numbers the engine tells each line. */
const PROGRAMS = 256;

const EVENTS: Readonly<Record<ExpressComplaint, Complaint>> = {
  'hostname mismatch': MISMATCH,
  'non-SMTP command': abuseOf('non-SMTP command'),
};

export class ExpressComplaints {
  readonly #troubles: Troubles;
  readonly #engine: Engine;
  /** By the lane's numbers. */
  readonly #programs: readonly Program[];

  constructor(troubles: Troubles, engine: Engine, programs: readonly Program[]) {
    this.#troubles = troubles;
    this.#engine = engine;
    this.#programs = programs;
    // Rows that are made anew want evidence again.
    troubles.complaints.settle = () => this.take(true);
  }

  /** @returns whether more lines are wanted */
  show(entry: ExpressEntry, kind: ExpressComplaint): boolean {
    return this.#troubles.complained(entry, EVENTS[kind]).evidence.length < EVIDENCE;
  }

  /** Takes the counts over. @param anew lines are wanted again */
  take(anew = false): void {
    const { doors, memory } = this.#engine;
    for (const [number, { tag }] of this.#programs.slice(0, PROGRAMS).entries())
      for (const [kind, name] of COMPLAINTS.entries()) {
        const at = doors.complaintsAt(number, kind);
        if (anew) wantLines(memory, at);
        takeCount(memory, at, () => this.#troubles.complaint(EVENTS[name], tag));
      }
  }
}
