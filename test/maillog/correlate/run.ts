/** Runs the log engine over text. */
import { Correlator } from '../../../src/maillog/correlate/correlator.ts';
import { ExpressLane } from '../../../src/maillog/express/lane.ts';
import { newCoverage, readLog } from '../../../src/maillog/read.ts';
import type { LogSource } from '../../../src/maillog/source/source.ts';
import { Collector } from '../../../src/report/collect/collector.ts';
import { ExpressCollector } from '../../../src/report/collect/express.ts';
import { ALWAYS } from '../../../src/report/period.ts';
import { Ledger } from '../../../src/tally/ledger.ts';

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

/** @param express ordinary lines take the express lane, as in a report */
export async function readWhole(text: string, chunk?: number, express = false): Promise<Run> {
  const collector = new Collector({
    period: ALWAYS,
    previous: undefined,
    domain: undefined,
    offset: 0,
    connectionStats: !express,
  });
  const ordinary = express
    ? new ExpressCollector(collector, new Ledger(1, 0, undefined, 1000, collector.engine), ALWAYS, undefined)
    : undefined;
  const lane = ordinary === undefined ? undefined : new ExpressLane(collector.engine, [ordinary]);
  const correlator = new Correlator(collector, lane?.handover);
  const unparsed: string[] = [];
  const reading = {
    correlator,
    coverage: newCoverage(),
    express: lane,
    unparsed: (_file: string, _line: number, line: string) => void unparsed.push(line),
  };
  await readLog(SOURCE, chunksOf(text, chunk), reading);
  correlator.finish();
  ordinary?.finish();
  return { collector, correlator, unparsed };
}

export function join(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}

/** What must come out the same, however the log is read. */
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

/** A ledger's rows by key, of its columns. */
function table(ledger: Ledger): [string, ...number[]][] {
  const rows = [...ledger.rows()].map((row): [string, ...number[]] => [
    ledger.key(row),
    ...Array.from({ length: ledger.columns }, (_, column) => ledger.get(row, column)),
  ]);
  return rows.sort((a, b) => (a[0] < b[0] ? -1 : 1));
}
