/** The report of the scene's log, both ways of reading it, and its messages' journeys against what arrived. */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Correlator } from '../../../src/maillog/correlate/correlator.ts';
import { type Message, rootOf } from '../../../src/maillog/correlate/message.ts';
import type { Observer } from '../../../src/maillog/correlate/observer.ts';
import { newCoverage, readLog } from '../../../src/maillog/read.ts';
import { readChunks } from '../../../src/maillog/source/chunks.ts';
import { discoverLogs } from '../../../src/maillog/source/discover.ts';
import { makeReport } from '../../../src/report/make.ts';
import type { Report } from '../../../src/report/model.ts';
import type { Expected } from './expect.ts';
import type { Seen, Sent } from './seen.ts';

export type ReportOf = Report;

function logsOf(log: string): string[] {
  const folder = dirname(log);
  return readdirSync(folder).map((name) => join(folder, name));
}

export async function reportOf(log: string): Promise<Report> {
  const options = {
    logs: logsOf(log),
    date: undefined,
    domain: undefined,
    limits: { all: Number.POSITIVE_INFINITY, byList: {} },
    connectionStats: false,
    language: 'en' as const,
    now: Date.now(),
    form: {},
    showUnparsed: 100,
    queue: async () => null,
  };
  const report = await makeReport(options);
  const long = await makeReport({ ...options, express: false });
  assert.deepEqual(report, long);
  return report;
}

/** What the correlator says became of each message: recipients delivered to, by the queue id it first had. */
async function journeysOf(
  log: string,
): Promise<Map<string, { recipients: string[]; account: string; client: string; bytes: number }>> {
  const journeys = new Map<
    string,
    { recipients: string[]; account: string; client: string; bytes: number }
  >();
  const of = (message: Message) => {
    const root = rootOf(message);
    let journey = journeys.get(root.queueId);
    if (journey === undefined) {
      journey = { recipients: [], account: '', client: '', bytes: 0 };
      journeys.set(root.queueId, journey);
    }
    return journey;
  };
  // Whose hop a message is may be told after its first deliveries.
  const delivered: [Message, string][] = [];
  const observer: Observer = {
    received(message) {
      const journey = of(message);
      journey.account = message.account;
      journey.client = message.clientAddress;
      journey.bytes += message.size;
    },
    delivery(message, _moment, event) {
      if (event.status !== 'sent' || event.agent === 'discard' || event.reply.startsWith('forwarded as '))
        return;
      delivered.push([message, event.recipient]);
    },
    expired() {},
    notification() {},
    session() {},
    other() {},
  };
  const correlator = new Correlator(observer);
  const { sources } = await discoverLogs(logsOf(log), { now: Date.now() });
  for (const source of sources)
    await readLog(source, readChunks(source), { correlator, coverage: newCoverage() });
  correlator.finish();
  for (const [message, recipient] of delivered) of(message).recipients.push(recipient);
  return journeys;
}

/** Each message's own journey, then what the report says of accounts and zones. */
export async function compareJourneys(
  log: string,
  seen: Seen,
  expected: Expected,
  report: Report,
): Promise<void> {
  const journeys = await journeysOf(log);
  const wrong: string[] = [];
  /** The queue manager tells sizes: not of what never came before it, or grew by a requeue first. */
  const sizeOf = ({ tag, discarded, held }: Pick<Sent, 'tag' | 'discarded' | 'held'>): number | undefined => {
    if (discarded || (held && !seen.released.has(tag) && !seen.requeued.has(tag))) return 0;
    return held && seen.requeued.has(tag) ? undefined : expected.sizes.get(tag);
  };
  for (const { tag, queueId, account, client, ...sent } of seen.sent) {
    if (queueId === undefined) continue;
    const journey = journeys.get(queueId);
    const told = {
      account: journey?.account,
      client: journey?.client,
      recipients: journey?.recipients.sort(),
      bytes: journey?.bytes,
    };
    const arrived = expected.copies
      .filter((copy) => copy.tag === tag && copy.forwardedBy === '')
      .flatMap(({ recipients }) => recipients)
      .sort();
    const size = sizeOf({ tag, ...sent }) ?? told.bytes;
    const truth = { account, client, recipients: arrived, bytes: size };
    if (JSON.stringify(told) !== JSON.stringify(truth))
      wrong.push(`${tag} ${queueId}: told ${JSON.stringify(told)}, was ${JSON.stringify(truth)}`);
  }
  assert.deepEqual(wrong, []);
  assert.deepEqual(
    new Map(report.zones.map(({ zone, count, clients }) => [zone, { count, clients }])),
    new Map([...seen.zones].map(([zone, { count, clients }]) => [zone, { count, clients: clients.size }])),
  );
  const accounts = new Map<string, { messages: number; clients: Set<string> }>();
  for (const { account, client } of seen.sent) {
    if (account === '') continue;
    const row = accounts.get(account) ?? { messages: 0, clients: new Set() };
    row.messages++;
    row.clients.add(client);
    accounts.set(account, row);
  }
  assert.deepEqual(
    new Map(report.accounts.map(({ account, messages, clients }) => [account, { messages, clients }])),
    new Map(
      [...accounts].map(([account, { messages, clients }]) => [account, { messages, clients: clients.size }]),
    ),
  );
  const bytes = seen.sent.reduce((sum, sent) => sum + (sizeOf(sent) ?? Number.NaN), 0);
  if (!Number.isNaN(bytes)) assert.equal(report.totals.bytesReceived, bytes);
  for (const [list, total] of [
    [report.rejects, report.totals.rejected],
    [report.rejectWarnings, report.totals.rejectWarnings],
    [report.holds, report.totals.held],
    [report.bounces, report.totals.bounced],
    [report.deferrals, report.totals.deferrals],
  ] as const)
    assert.equal(
      list.reduce((sum, { count }) => sum + count, 0),
      total,
    );
}
