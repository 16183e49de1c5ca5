/**
 * Reads several logs. One after another where each goes on where the other ends, as rotated ones do; where two of the
 * same host tell of the same hours, as a syslog daemon writes them that has a file for each program or severity, line by
 * line in the order of their time (merge.ts): a message's first line would come long after its last else.
 */
import { merge } from './merge.ts';
import { OpenLog, type Progress } from './open-log.ts';
import type { Reading } from './read.ts';
import type { LogSource } from './source/source.ts';
import { Waiting } from './waiting.ts';

/** @throws Misdated where the years of a log were guessed wrong: what has been read counts for nothing */
export async function readLogs(
  sources: readonly LogSource[],
  reading: Reading,
  progress: Progress,
): Promise<void> {
  const logs = sources.map((source) => new OpenLog(source, reading, progress));
  try {
    if (logs.length > 1) for (const log of logs) if (isPipe(log.source)) await log.look();
    const waiting = new Waiting(logs);
    for (let log = waiting.take(); log !== undefined; log = waiting.take()) {
      reading.correlator.nextLog();
      await readFrom(log, waiting, reading);
    }
  } finally {
    for (const log of logs) await log.close();
  }
}

/** Reads a log to its end, and those that must be read together with it. */
async function readFrom(first: OpenLog, waiting: Waiting, reading: Reading): Promise<void> {
  for (let log: OpenLog | undefined = first; log !== undefined; ) {
    log.comeHome();
    const block = await log.next();
    if (block === undefined) return;
    const last = waiting.isEmpty ? Number.NEGATIVE_INFINITY : log.lastTime(block);
    const other = await waiting.join([log], last);
    if (other === undefined) log.reader.read(block);
    else log = await merge([log, other], waiting, reading);
  }
}

/** Whether a source can be read once only. */
export function isPipe({ kind, identity }: LogSource): boolean {
  return kind === 'stdin' || (kind === 'file' && identity === undefined);
}
