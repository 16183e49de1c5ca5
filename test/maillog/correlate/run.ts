/** Runs the log engine over text, whole or cut in two parts that are put together as threads do. */
import { Correlator } from '../../../src/maillog/correlate/correlator.ts';
import { newCoverage, readLog } from '../../../src/maillog/read.ts';
import type { LogSource } from '../../../src/maillog/source/source.ts';
import { Collector } from '../../../src/report/collect/collector.ts';
import { ALWAYS } from '../../../src/report/period.ts';
import type { Ledger } from '../../../src/tally/ledger.ts';

const SOURCE: LogSource = {
  name: 'maillog',
  kind: 'file',
  path: '',
  compression: 'none',
  size: 0,
  reference: Date.parse('2026-11-24T00:00:00Z'),
  yearsBack: 0,
};

async function* chunksOf(text: string, size = 65_536): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

export interface Run {
  readonly collector: Collector;
  readonly correlator: Correlator;
  readonly unparsed: string[];
}

export async function read(text: string, continues = false, chunk?: number): Promise<Run> {
  const collector = new Collector({
    period: ALWAYS,
    previous: undefined,
    domain: undefined,
    offset: 0,
    connectionStats: true,
  });
  const correlator = new Correlator(collector, continues);
  const unparsed: string[] = [];
  const reading = {
    correlator,
    coverage: newCoverage(),
    unparsed: (_file: string, _line: number, line: string) => void unparsed.push(line),
  };
  await readLog(SOURCE, chunksOf(text, chunk), reading);
  return { collector, correlator, unparsed };
}

export async function readWhole(text: string, chunk?: number): Promise<Run> {
  const run = await read(text, false, chunk);
  run.correlator.finish();
  return run;
}

/** As two threads would: the second begins at line `cut`, and what it has goes over as a copy. */
export async function readInParts(lines: readonly string[], ...cuts: readonly number[]): Promise<Run> {
  const borders = [0, ...cuts, lines.length];
  const first = await read(join(lines.slice(0, borders[1])));
  for (let i = 1; i < borders.length - 1; i++) {
    const part = await read(join(lines.slice(borders[i], borders[i + 1])), true);
    first.correlator.adopt(structuredClone(part.correlator.carry()));
    first.collector.merge(structuredClone(part.collector.save()));
  }
  first.correlator.finish();
  return first;
}

export function join(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}

/** What must come out the same, however the log is cut. */
export function numbersOf({ collector }: Run): unknown {
  const { totals, traffic, refusals, troubles } = collector;
  const counts = (rows: Iterable<{ key: string; count: number }>): [string, number][] =>
    [...rows].map(({ key, count }): [string, number] => [key, count]).sort();
  return {
    totals,
    days: [...collector.calendar.days].sort((a, b) => a[0] - b[0]),
    hours: collector.calendar.hours,
    senders: table(traffic.senders),
    recipients: table(traffic.recipients),
    recipientDomains: table(traffic.recipientDomains),
    accounts: counts(traffic.accounts.values()),
    rejects: counts(refusals.rejects.reject.values()),
    deferrals: counts(troubles.deferrals.values()),
    bounces: counts(troubles.bounces.values()),
    connections:
      collector.times === undefined
        ? []
        : [...collector.times.hosts.values()].map(({ key, count, total }) => [key, count, total]).sort(),
  };
}

/** A ledger's rows by key, of its first columns. */
function table(ledger: Ledger, columns = ledger.columns): [string, ...number[]][] {
  const rows = [...ledger.rows()].map((row): [string, ...number[]] => [
    ledger.key(row),
    ...Array.from({ length: columns }, (_, column) => ledger.get(row, column)),
  ]);
  return rows.sort((a, b) => (a[0] < b[0] ? -1 : 1));
}
