/**
 * Scenes made up with known ends, in several framings and orders: the report must say what happened, by the express
 * lane and without it. SEKISHO_SCENES makes it more of them.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { makeReport } from '../../../src/report/make.ts';
import type { Report } from '../../../src/report/model.ts';
import { ACTS, type Act } from './scenes/acts.ts';
import { type Expected, expectedOf } from './scenes/facts.ts';
import { FILTERS } from './scenes/filters.ts';
import { Post } from './scenes/mail.ts';
import { FRAMINGS, type Framing, frame, isWhole, Writer, type Written } from './scenes/writer.ts';

const folder = mkdtempSync(join(tmpdir(), 'sekisho-scenes-'));
after(() => rmSync(folder, { recursive: true }));

const TIMES = Number(process.env.SEKISHO_SCENES ?? 1);
const START = Date.parse('2026-11-20T06:00:00Z');
const DAY = 86_400_000;
const ALL: Readonly<Record<string, Act>> = { ...ACTS, ...FILTERS };

interface Scene {
  readonly lines: readonly Written[];
  readonly writer: Writer;
  readonly framing: Framing;
}

/** @param gap milliseconds between the beginnings of acts, at most */
function play(seed: number, acts: readonly Act[], count: number, gap: number, hosts = ['mx1']): Scene {
  const writer = new Writer(seed);
  const post = new Post(writer);
  for (let time = START, i = 0; i < count; i++, time += writer.dice.between(1, gap)) {
    post.host = writer.dice.pick(hosts);
    post.pipes = true;
    writer.dice.pick(acts)(post, time);
  }
  const framing = FRAMINGS[seed % FRAMINGS.length]!;
  if (isWhole(framing)) for (const fact of writer.facts) fact.time = Math.floor(fact.time / 1000) * 1000;
  return { lines: writer.sorted(), writer, framing };
}

function textOf(lines: readonly Written[], framing: Framing): string {
  return lines.map((line) => `${frame(line, framing)}\n`).join('');
}

async function reportOf(logs: string[], express: boolean, date?: string): Promise<Report> {
  const report = await makeReport({
    logs,
    date,
    domain: undefined,
    limits: { all: Number.POSITIVE_INFINITY, byList: {} },
    connectionStats: false,
    language: 'en',
    now: Date.parse('2026-11-24T12:00:00Z'),
    form: {},
    showUnparsed: 100,
    express,
    queue: async () => null,
  });
  return { ...report, generated: '' };
}

function compare(report: Report, { totals, accounts, hours }: Expected, seed: number): void {
  assert.deepEqual(report.unparsed, []);
  const told = Object.fromEntries(
    Object.keys(totals).map((name) => [name, report.totals[name as keyof Report['totals']]]),
  );
  assert.deepEqual(told, totals, `seed ${seed}`);
  assert.deepEqual(
    Object.fromEntries(report.accounts.map(({ account, ...row }) => [account, row])),
    accounts,
    `accounts, seed ${seed}`,
  );
  for (const [list, name] of [
    [report.rejects, 'rejected'],
    [report.holds, 'held'],
    [report.discards, 'discarded'],
    [report.deferrals, 'deferrals'],
    [report.bounces, 'bounced'],
    [report.topRecipients, 'delivered'],
    [report.recipientDomains, 'delivered'],
  ] as const)
    assert.equal(
      list.reduce((sum, { count }) => sum + count, 0),
      totals[name],
      `${name}, seed ${seed}`,
    );
  assert.deepEqual(
    report.perHour.map(({ hour: _hour, ...row }) => row),
    hours,
    `hours, seed ${seed}`,
  );
}

/** Both ways of reading the logs. */
async function assertTold(logs: string[], expected: Expected, seed: number, date?: string): Promise<void> {
  const report = await reportOf(logs, false, date);
  compare(report, expected, seed);
  assert.deepEqual(await reportOf(logs, true, date), report, `the express lane, seed ${seed}`);
}

function write(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

describe('what happened is told exactly', () => {
  for (const [name, act] of Object.entries(ALL))
    it(name, async () => {
      for (let seed = 1; seed <= 3 * TIMES; seed++) {
        const { lines, writer, framing } = play(seed, [act], 12, 20_000);
        await assertTold([write('log', textOf(lines, framing))], expectedOf(writer.facts), seed);
      }
    });
});

describe('everything at once', () => {
  const acts = Object.values(ALL);

  it('on one host, and on two that write one log', async () => {
    for (let seed = 1; seed <= 4 * TIMES; seed++) {
      const hosts = seed % 2 === 0 ? ['mx1', 'mx2'] : ['mx1'];
      const { lines, writer, framing } = play(seed, acts, 150, 3_000, hosts);
      await assertTold([write('log', textOf(lines, framing))], expectedOf(writer.facts), seed);
    }
  });

  it('rotated and compressed, the files in any order', async () => {
    for (let seed = 1; seed <= 2 * TIMES; seed++) {
      const { lines, writer, framing } = play(seed, acts, 150, 3_000);
      const part = (i: number): string =>
        textOf(lines.slice((lines.length * i) / 3, (lines.length * (i + 1)) / 3), framing);
      const logs = [
        write('log.1.gz', gzipSync(part(1))),
        write('log', part(2)),
        write('log.2.gz', gzipSync(part(0))),
      ];
      await assertTold(logs, expectedOf(writer.facts), seed);
    }
  });

  it('a file each of two hosts, of the same days', async () => {
    for (let seed = 1; seed <= 2 * TIMES; seed++) {
      const { lines, writer, framing } = play(seed, acts, 150, 3_000, ['mx1', 'mx2']);
      const logs = ['mx1', 'mx2'].map((host) =>
        write(
          `${host}.log`,
          textOf(
            lines.filter((line) => line.host === host),
            framing,
          ),
        ),
      );
      await assertTold(logs, expectedOf(writer.facts), seed);
    }
  });

  it('each day of several, and the day before', async () => {
    const { lines, writer, framing } = play(1, acts, 150, 1_500_000);
    const log = write('log', textOf(lines, framing));
    for (const date of ['2026-11-20', '2026-11-21', '2026-11-22']) {
      const from = Date.parse(date);
      await assertTold([log], expectedOf(writer.facts, from, from + DAY), 1, date);
    }
    const { previous } = await reportOf([log], true, '2026-11-22');
    const { totals } = expectedOf(writer.facts, Date.parse('2026-11-21'), Date.parse('2026-11-22'));
    for (const name of [
      'received',
      'delivered',
      'deferred',
      'deferrals',
      'bounced',
      'bytesDelivered',
    ] as const)
      assert.equal(previous?.totals[name], totals[name], name);
  });
});

describe('lines out of order', () => {
  /** What only a session's own order tells is not among them. */
  const unordered = Object.entries(ALL).filter(
    ([name]) => !/session|discards|proxy|milters|socket|another host|pipe|no queue id|added/.test(name),
  );

  it('sorted by their text within each second, as sort(1) does', async () => {
    for (const [name, act] of unordered)
      for (const seed of [3, 4]) {
        const { lines, writer } = play(seed, [act], 12, 20_000);
        const text = lines
          .map((line) => ({ second: Math.floor(line.time / 1000), text: frame(line, 'RFC 3164') }))
          .sort((a, b) => a.second - b.second || (a.text < b.text ? -1 : 1))
          .map((line) => `${line.text}\n`)
          .join('');
        for (const fact of writer.facts) fact.time = Math.floor(fact.time / 1000) * 1000;
        await assertTold([write('log', text)], expectedOf(writer.facts), seed).catch((error: unknown) => {
          throw new Error(name, { cause: error });
        });
      }
  });

  it('up to two seconds late', async () => {
    for (const [name, act] of unordered)
      for (let seed = 1; seed <= 2 * TIMES; seed++) {
        const { lines, writer, framing } = play(seed, [act], 12, 20_000);
        const late = lines
          .map((line) => ({ line, at: line.time + writer.dice.between(0, 2_000) }))
          .sort((a, b) => a.at - b.at)
          .map(({ line }) => line);
        await assertTold([write('log', textOf(late, framing))], expectedOf(writer.facts), seed).catch(
          (error: unknown) => {
            throw new Error(name, { cause: error });
          },
        );
      }
  });
});
