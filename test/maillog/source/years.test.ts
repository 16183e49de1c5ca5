/** Of which year a log without years is: its time, its name, gzip's header; copies twice in one folder. */
import { deepEqual, equal } from 'node:assert/strict';
import { mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { EntryReader } from '../../../src/maillog/entry.ts';
import { discoverLogs } from '../../../src/maillog/source/discover.ts';

const folder = mkdtempSync(join(tmpdir(), 'sekisho-years-'));
after(() => rmSync(folder, { recursive: true }));
const now = Date.parse('2026-11-25T12:00:00Z');

const line = (stamp: string): string => `${stamp} mx1 postfix/smtpd[1]: connect from a.example[192.0.2.1]\n`;

function put(name: string, stamps: readonly string[], written: string, kept?: string): string {
  const path = join(folder, name);
  const text = Buffer.from(stamps.map(line).join(''));
  const bytes = name.endsWith('.gz') ? gzipSync(text) : text;
  // RFC 1952: MTIME
  if (kept !== undefined) bytes.writeUInt32LE(Date.parse(kept) / 1000, 4);
  writeFileSync(path, bytes);
  utimesSync(path, new Date(written), new Date(written));
  return path;
}

/** The years of a log's lines. */
async function years(path: string, stamps: readonly string[]): Promise<number[]> {
  const { sources } = await discoverLogs([path], { now });
  const source = sources[0]!;
  const reader = new EntryReader(source.reference, source.yearsBack);
  return stamps.map((stamp) => {
    const text = line(stamp);
    return reader.read(text, 0, text.length) ? new Date(reader.wall).getUTCFullYear() : Number.NaN;
  });
}

const JANUARY = ['Jan 12 10:00:00', 'Jan 20 10:00:00'];
const AUTUMN = ['Oct 25 10:00:00', 'Nov 24 10:00:00'];

const CASES: readonly (readonly [string, string, readonly string[], string, string | undefined, number[]])[] =
  [
    [
      'as it lies on its server',
      'maillog-20250120',
      JANUARY,
      '2025-01-20T23:00:00Z',
      undefined,
      [2025, 2025],
    ],
    [
      'copied without its time',
      'maillog-20250120-a',
      JANUARY,
      '2026-11-25T10:00:00Z',
      undefined,
      [2025, 2025],
    ],
    [
      'copied, with hyphens in its name',
      'mail.log.2025-01-20',
      JANUARY,
      '2026-11-25T10:00:00Z',
      undefined,
      [2025, 2025],
    ],
    [
      'copied, rotated each hour',
      'maillog-2025012011',
      JANUARY,
      '2026-11-25T10:00:00Z',
      undefined,
      [2025, 2025],
    ],
    [
      'copied, named by seconds',
      'mail.log-1737400000',
      JANUARY,
      '2026-11-25T10:00:00Z',
      undefined,
      [2025, 2025],
    ],
    ['copied, compressed', 'maillog-20250120.gz', JANUARY, '2026-11-25T10:00:00Z', undefined, [2025, 2025]],
    [
      'copied, its time in gzip’s header',
      'old.gz',
      JANUARY,
      '2026-11-25T10:00:00Z',
      '2025-01-21T00:00:00Z',
      [2025, 2025],
    ],
    [
      'copied, and nothing tells: the last January',
      'old',
      JANUARY,
      '2026-11-25T10:00:00Z',
      undefined,
      [2026, 2026],
    ],
    [
      'a name of long ago for a file that grows',
      'mail-20261101.log',
      AUTUMN,
      '2026-11-24T23:00:00Z',
      undefined,
      [2026, 2026],
    ],
    ['the time of a clock that runs ahead', 'ahead', AUTUMN, '2027-06-01T00:00:00Z', undefined, [2026, 2026]],
    [
      'over New Year',
      'maillog-20260108',
      ['Dec 30 10:00:00', 'Jan  2 10:00:00'],
      '2026-11-25T10:00:00Z',
      undefined,
      [2025, 2026],
    ],
    [
      '29 February: of a leap year',
      'leap',
      ['Feb 28 10:00:00', 'Feb 29 10:00:00', 'Mar  1 10:00:00'],
      '2026-11-25T10:00:00Z',
      undefined,
      [2024, 2024, 2024],
    ],
  ];

for (const [title, name, stamps, written, kept, expected] of CASES)
  test(title, async () => deepEqual(await years(put(name, stamps, written, kept), stamps), expected));

test('a log and its compressed copy count once, another log of that name twice', async () => {
  const once = put('maillog.1', AUTUMN, '2026-11-24T23:00:00Z');
  const copy = put('maillog.1.gz', AUTUMN, '2026-11-24T23:00:00Z');
  const other = put('maillog.2.gz', JANUARY, '2026-11-24T23:00:00Z');
  const { sources } = await discoverLogs([copy, other, once], { now });
  deepEqual(
    sources.map((source) => source.name),
    [other, once],
  );
  put('maillog.1.gz', JANUARY, '2026-11-24T23:00:00Z');
  equal((await discoverLogs([copy, once], { now })).sources.length, 2);
});

test('a link to nowhere is not said to be there', async () => {
  const path = join(folder, 'dangling');
  symlinkSync(join(folder, 'nowhere'), path);
  const { failed } = await discoverLogs([path], { now });
  equal(failed[0]?.error.code, 'log-not-found');
  equal(failed[0]?.error.message.includes('dangling'), true);
  equal(JSON.stringify(failed[0]?.error).includes('there is'), false);
});
