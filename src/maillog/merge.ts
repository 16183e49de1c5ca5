/**
 * Reads logs of the same hours as one, line by line in the order of their time. Of each no more than a block is held;
 * each line keeps its file and number. What was written at the same time comes in the order in which the logs began; the
 * correlator takes lines of one second in any order.
 */

import { LineCopies } from './line-copies.ts';
import type { OpenLog } from './open-log.ts';
import type { Reading } from './read.ts';
import { Strand } from './strand.ts';
import { Turns } from './turns.ts';
import type { Waiting } from './waiting.ts';

/** @returns the log that is left alone, between two of its blocks; undefined where none is */
export async function merge(
  logs: readonly OpenLog[],
  waiting: Waiting,
  reading: Reading,
): Promise<OpenLog | undefined> {
  const copies = new LineCopies();
  const strands: Strand[] = [];
  /** When the next one may have to join. */
  let joins = Number.NEGATIVE_INFINITY;
  const join = async (log: OpenLog): Promise<void> => {
    const strand = new Strand(log, copies);
    if (await strand.begin()) strands.push(strand);
  };
  for (const log of logs) await join(log);
  // Only now: the one that was read alone lay where the turns will.
  const turns = new Turns(reading);
  while (strands.length > 0) {
    const next = firstOf(strands);
    if (next.time >= joins) {
      const active = strands.map(({ log }) => log);
      const other = await waiting.join(active, next.time);
      if (other !== undefined) await join(other);
      joins = waiting.nextFor(active);
      if (other !== undefined) continue;
    }
    const before = timeOf(strands, 0, strands.indexOf(next));
    const after = timeOf(strands, strands.indexOf(next) + 1, strands.length);
    if (next.take(turns, Math.min(before, joins), after)) continue;
    if (strands.length === 1) break;
    if (await next.load()) continue;
    strands.splice(strands.indexOf(next), 1);
  }
  turns.read();
  for (const { log } of strands) log.reader.line = strands[0]!.line;
  reading.coverage.copied += copies.count;
  return strands[0]?.log;
}

/** The one whose next line is the earliest; of several the one that began first. */
function firstOf(strands: readonly Strand[]): Strand {
  let first = strands[0]!;
  for (const strand of strands) if (strand.time < first.time) first = strand;
  return first;
}

function timeOf(strands: readonly Strand[], from: number, to: number): number {
  let time = Number.POSITIVE_INFINITY;
  for (let i = from; i < to; i++) if (strands[i]!.time < time) time = strands[i]!.time;
  return time;
}
