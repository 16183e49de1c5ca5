/** Gathers what a replay needs of a log by the engine and without it: it must be equal. */
import assert from 'node:assert/strict';
import { readLogs } from '../../../src/maillog/logs.ts';
import { newCoverage } from '../../../src/maillog/read.ts';
import { discoverLogs } from '../../../src/maillog/source/discover.ts';
import type { Gathered } from '../../../src/restrictions/replay/gathered.ts';
import { newGathering } from '../../../src/restrictions/replay/gathering.ts';

const EVER = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };

async function gatheredOf(path: string, express: boolean): Promise<Gathered> {
  const { gathered, correlator, express: lane, finish } = newGathering(EVER, express);
  const { sources } = await discoverLogs([path], { now: Date.parse('2026-11-24T12:00:00Z') });
  await readLogs(
    sources,
    { correlator, coverage: newCoverage(), express: lane },
    { progress: () => undefined, failed: () => undefined },
  );
  finish();
  return gathered;
}

function told({ attempts, warned, clients, domains, refusals, writtenTo, more }: Gathered): unknown {
  const byKey = (map: ReadonlyMap<string, unknown>): unknown =>
    [...map].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, value]) => [key, value]);
  return {
    attempts: [...attempts],
    warned,
    clients: byKey(clients),
    domains: byKey(domains),
    refusals: byKey(refusals),
    writtenTo: [...writtenTo].sort(),
    more,
  };
}

/** @returns what both gathered */
export async function assertSameAttempts(path: string): Promise<Gathered> {
  const gathered = await gatheredOf(path, true);
  assert.deepEqual(told(gathered), told(await gatheredOf(path, false)));
  return gathered;
}
