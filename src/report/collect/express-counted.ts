/** What the engine has counted of a reason or a warning, for the rows of the program. */
import type { Memory } from '../../engine/memory.ts';
import type { FoldedTally } from './rows.ts';

/** Where the numbers are (src/engine/assembly/reasons.ts; those of complaints.ts begin alike). */
export const COUNTED = { first: 0, last: 8, count: 16, shown: 20, different: 24 } as const;

/** Moves what was counted since the last time to its row, which is asked for only then. @returns how much that is */
export function takeCount({ view }: Memory, at: number, rowOf: () => FoldedTally): number {
  const count = view.getUint32(at + COUNTED.count, true);
  if (count === 0) return 0;
  view.setUint32(at + COUNTED.count, 0, true);
  const first = view.getFloat64(at + COUNTED.first, true);
  const last = view.getFloat64(at + COUNTED.last, true);
  const row = rowOf();
  row.count += count;
  row.first = Math.min(row.first, first);
  row.last = Math.max(row.last, last);
  return count;
}

/** More lines of it are wanted as evidence. */
export function wantLines({ view }: Memory, at: number): void {
  view.setUint32(at + COUNTED.shown, 0, true);
}
