/** One log in many frames: whatever stands around its lines, the report says the same. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { makeReport } from '../../../src/report/make.ts';

const SAMPLE = fileURLToPath(new URL('../../../sample/maillog', import.meta.url));
const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
const folder = mkdtempSync(join(tmpdir(), 'sekisho-frames-'));
after(() => rmSync(folder, { recursive: true }));

interface Line {
  readonly day: number;
  /** From 1. */
  readonly month: number;
  readonly clock: string;
  readonly rest: string;
  /** Tag, process id and message. */
  readonly tag: string;
  readonly pid: string;
  readonly message: string;
}

const two = (number: number): string => String(number).padStart(2, '0');
const rfc = ({ day, month, clock }: Line): string =>
  `${MONTHS[month - 1]} ${String(day).padStart(2)} ${clock}`;
const iso = ({ day, month, clock }: Line): string => `2026-${two(month)}-${two(day)}T${clock}`;

const FRAMES: Readonly<Record<string, (line: Line) => string>> = {
  'RFC 3164': (line) => `${rfc(line)} mx1 ${line.rest}`,
  'RFC 3164 with a fraction': (line) => `${rfc(line)}.000001 mx1 ${line.rest}`,
  'a priority': (line) => `<22>${rfc(line)} mx1 ${line.rest}`,
  'RFC 5424': (line) =>
    `<22>1 ${iso(line)}Z mx1 ${line.tag} ${line.pid === '' ? '-' : line.pid} - - ${line.message}`,
  'ISO 8601': (line) => `${iso(line)}+00:00 mx1 ${line.rest}`,
  'journalctl in Japanese': (line) =>
    `${String(line.month).padStart(2)}月 ${two(line.day)} ${line.clock} mx1 ${line.rest}`,
  'journalctl -o short-full': (line) => `Thu ${iso(line).replace('T', ' ')} UTC mx1 ${line.rest}`,
  'journalctl -o json': (line) =>
    JSON.stringify({
      MESSAGE: line.message,
      SYSLOG_IDENTIFIER: line.tag,
      SYSLOG_PID: line.pid,
      _HOSTNAME: 'mx1',
      __REALTIME_TIMESTAMP: String(Date.parse(`${iso(line)}Z`) * 1000),
    }),
  'syslog-ng': (line) => `${rfc(line)} s_sys@mx1 ${line.rest}`,
  FreeBSD: (line) => `${rfc(line)} <mail.info> mx1 ${line.rest}`,
  'docker compose': (line) => `mail-1  | ${rfc(line)} mx1 ${line.rest}`,
  'docker logs -t': (line) => `${iso(line)}.999999999Z ${rfc(line)} mx1 ${line.rest}`,
  Kubernetes: (line) => `${iso(line)}.999999999Z stdout F ${iso(line)}Z mx1 ${line.rest}`,
  'docker by syslog': (line) => `${rfc(line)} host 0a1b2c3d4e5f[77]: ${rfc(line)} mx1 ${line.rest}`,
  'docker as JSON': (line) =>
    JSON.stringify({ log: `${rfc(line)} mx1 ${line.rest}\n`, stream: 'stdout', time: `${iso(line)}.5Z` }),
  'grep over files': (line) => `/var/log/maillog-20261125:${rfc(line)} mx1 ${line.rest}`,
};

const lines = readFileSync(SAMPLE, 'utf8')
  .split('\n')
  .slice(0, 4000)
  .flatMap((text): Line[] => {
    const found = /^\d{4}-(\d\d)-(\d\d)T(\d\d:\d\d:\d\d)\S* \S+ (([^\s[:]+)(?:\[(\d+)\])?: (.*))$/.exec(text);
    if (found === null) return [];
    const [, month, day, clock = '', rest = '', tag = '', pid = '', message = ''] = found;
    return [{ month: Number(month), day: Number(day), clock, rest, tag, pid, message }];
  });

async function read(frame: (line: Line) => string) {
  const path = join(folder, 'log');
  writeFileSync(path, lines.map((line) => `${frame(line)}\n`).join(''));
  const report = await makeReport({
    logs: [path],
    date: undefined,
    domain: undefined,
    limits: { all: 20, byList: {} },
    connectionStats: false,
    language: 'en',
    now: Date.parse('2026-11-26T00:00:00Z'),
    form: {},
    showUnparsed: 0,
    queue: async () => null,
  });
  const { hosts, period, lines: read, totals, rejects, deferrals, bounces, topSenders, topClients } = report;
  return { hosts, period, read, totals, rejects, deferrals, bounces, topSenders, topClients };
}

describe('the report is the same', async () => {
  process.env.TZ = 'UTC';
  const expected = await read(FRAMES['RFC 3164']!);
  assert.ok(expected.totals.delivered > 100 && expected.totals.rejected > 100);
  assert.equal(expected.read.unparsed, 0);
  for (const [name, frame] of Object.entries(FRAMES))
    it(name, async () =>
      assert.deepEqual(JSON.parse(JSON.stringify(await read(frame))), JSON.parse(JSON.stringify(expected))),
    );
});
