/** Totals of a small log, read by the express lane and without it: both must tell the same. */
import assert from 'node:assert/strict';
import type { Totals } from '../../../src/report/model.ts';
import { join, numbersOf, readWhole } from './run.ts';

/** Seconds since ten o'clock, `program[pid]: text`, and the host where it is not mx1. */
export type Line = readonly [second: number, text: string, host?: string];

export async function totalsOf(lines: readonly Line[]): Promise<Totals> {
  const text = join(
    lines.map(([second, said, host = 'mx1']) => {
      const time = new Date(Date.UTC(2026, 10, 20, 10, 0, second)).toISOString().slice(11, 19);
      return `Nov 20 ${time} ${host} ${said}`;
    }),
  );
  const run = await readWhole(text);
  assert.deepEqual(run.unparsed, []);
  const express = await readWhole(text, undefined, true);
  const numbers = (each: typeof run): unknown => ({ ...(numbersOf(each) as object), connections: [] });
  assert.deepEqual(numbers(express), numbers(run));
  return run.collector.totals;
}

/** What the test names, of the totals; the rest must be nothing. */
export async function assertTotals(lines: readonly Line[], expected: Partial<Totals>): Promise<void> {
  const totals = await totalsOf(lines);
  const counted = [
    'received',
    'delivered',
    'forwarded',
    'deferred',
    'deferrals',
    'bounced',
    'expired',
    'rejected',
    'rejectWarnings',
    'held',
    'discarded',
    'notifications',
  ] as const;
  const found = Object.fromEntries(
    counted.filter((name) => totals[name] !== 0).map((name) => [name, totals[name]]),
  );
  assert.deepEqual(found, expected);
}
