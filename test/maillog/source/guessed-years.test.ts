/** A large compressed log without years is read once; it says the same as when it is not compressed. */
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { discoverLogs } from '../../../src/maillog/source/discover.ts';
import { makeReport } from '../../../src/report/make.ts';

process.env.TZ = 'UTC';
const folder = mkdtempSync(join(tmpdir(), 'sekisho-guessed-'));
after(() => rmSync(folder, { recursive: true }));
const now = Date.parse('2026-11-25T12:00:00Z');
const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** A log that cannot be compressed much. */
function log(from: string, to: string, lines = 12_000): string {
  const start = Date.parse(from);
  const step = (Date.parse(to) - start) / (lines - 1);
  let text = '';
  for (let n = 0; n < lines; n++) {
    const time = new Date(start + n * step);
    const stamp = `${MONTHS[time.getUTCMonth()]} ${String(time.getUTCDate()).padStart(2)} ${time.toISOString().slice(11, 19)}`;
    const name = createHash('sha256').update(String(n)).digest('base64url');
    text += `${stamp} mx1 postfix/smtpd[1]: connect from ${name}.example[192.0.2.1]\n`;
  }
  return text;
}

async function daysOf(name: string, content: Buffer | string, written: string) {
  const path = join(folder, name);
  writeFileSync(path, content);
  utimesSync(path, new Date(written), new Date(written));
  const { sources } = await discoverLogs([path], { now, mayGuess: true });
  const { period, totals, perDay } = await makeReport({
    logs: [path],
    date: undefined,
    domain: undefined,
    limits: { all: 20, byList: {} },
    connectionStats: false,
    language: 'en',
    now,
    form: {},
    showUnparsed: 0,
    queue: async () => null,
  });
  return { guessed: sources[0]?.guess !== undefined, told: { period, totals, perDay } };
}

/** Name, from when to when it goes, when the file was written to last. */
const CASES: readonly (readonly [name: string, from: string, to: string, written: string])[] = [
  ['maillog.1', '2026-11-15', '2026-11-22', '2026-11-22T03:00Z'],
  ['maillog.2', '2025-11-15', '2025-11-22', '2025-11-22T03:00Z'],
  ['newyear', '2025-12-29', '2026-01-04', '2026-01-04T03:00Z'],
  ['newyear-copied', '2025-12-29', '2026-01-04', '2026-11-25T03:00Z'],
  ['maillog-20250120', '2025-01-12', '2025-01-20', '2026-11-25T03:00Z'],
  ['maillog-20250121', '2024-11-24', '2025-01-20', '2026-11-25T03:00Z'],
  ['long', '2025-06-01', '2026-11-20', '2026-11-20T03:00Z'],
  ['longer', '2024-03-01', '2026-11-20', '2026-11-20T03:00Z'],
];

describe('the years of a compressed log', () => {
  for (const [name, from, to, written] of CASES)
    it(`${name}: ${from} to ${to}`, async () => {
      const text = log(from, to);
      const plain = await daysOf(name, text, written);
      assert.equal(plain.guessed, false);
      for (const [ending, bytes] of [
        ['gz', gzipSync(text)],
        ['zst', zstdCompressSync(text)],
      ] as const) {
        const { guessed, told } = await daysOf(`${name}.${ending}`, bytes, written);
        assert.ok(guessed, `${bytes.length} bytes`);
        assert.deepEqual(told, plain.told);
      }
    });

  it('beside a pipe, which can be read once only', async () => {
    const path = join(folder, 'beside.gz');
    writeFileSync(path, gzipSync(log('2025-06-01', '2026-11-20')));
    utimesSync(path, new Date('2026-11-20'), new Date('2026-11-20'));
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    spawn('sh', ['-c', 'cat > "$1"', 'sh', pipe], { stdio: ['pipe', 'ignore', 'ignore'] }).stdin.end(
      log('2026-11-21', '2026-11-22', 1000),
    );
    const { totals, period } = await makeReport({
      logs: [path, pipe],
      date: undefined,
      domain: undefined,
      limits: { all: 20, byList: {} },
      connectionStats: false,
      language: 'en',
      now,
      form: {},
      showUnparsed: 0,
      queue: async () => null,
    });
    assert.equal(totals.connections, 13_000);
    assert.equal(period.from?.slice(0, 10), '2025-06-01');
  });

  it('a small one is looked at before', async () => {
    const { guessed } = await daysOf(
      'small.gz',
      gzipSync(log('2026-11-15', '2026-11-22', 100)),
      '2026-11-22',
    );
    assert.equal(guessed, false);
  });
});
