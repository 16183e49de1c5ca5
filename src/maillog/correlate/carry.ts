/**
 * A log is read in parts by several threads. Each part's correlator knows all but what began before its part;
 * that it hands back, and the correlator of the part before goes on with it (`Correlator.adopt`). The counts
 * come out as if one had read it all: test/maillog/correlate/carry.test.ts cuts logs at every line to prove it.
 */
import { own } from '../../tally/own.ts';
import type { Entry } from '../entry.ts';
import type { Event } from '../event.ts';
import type { PendingHop } from './hops.ts';
import type { Message, Session } from './message.ts';

/** An entry that may be sent: its line as text. */
export type KeptEntry = Omit<Entry, 'raw'> & { readonly text: string };

export interface Carry {
  /** Events of messages and sessions that began before, in the order of the log. */
  readonly orphans: { entry: KeptEntry; event: Event }[];
  /** Messages whose first line here is cleanup's: notifications, forwards, or `client=` came before. */
  readonly begun: Message[];
  /** Messages from this host itself: filters may have carried on what came before. `after`: orphans before it. */
  readonly unsettled: { message: Message; after: number }[];
  readonly inFlight: Message[];
  readonly sessions: { host: string; session: Session }[];
  readonly pending: PendingHop[];
}

export function newCarry(): Carry {
  return { orphans: [], begun: [], unsettled: [], inFlight: [], sessions: [], pending: [] };
}

export function keepEntry(entry: Entry): KeptEntry {
  const { time, wall, host, program, pid, file, line } = entry;
  return { time, wall, host, program, pid, file, line, text: entry.raw() };
}

/** A copy that holds no block of log. */
export function ownEvent<E extends Event>(event: E): E {
  const copy: Record<string, unknown> = { ...event };
  for (const key in copy) {
    const value = copy[key];
    if (typeof value === 'string') copy[key] = own(value);
  }
  return copy as E;
}
