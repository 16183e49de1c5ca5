/** Which logs are read where none is named, and in which order; the journal where there are none. */
import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { discoverLogs } from '../../../src/maillog/source/discover.ts';
import { makeReport } from '../../../src/report/make.ts';
import { readPass } from '../../../src/report/pass.ts';
import { ALWAYS } from '../../../src/report/period.ts';

const folder = mkdtempSync(join(tmpdir(), 'sekisho-discover-'));
after(() => rmSync(folder, { recursive: true }));
const now = Date.parse('2026-11-24T12:00:00Z');

function put(name: string, text: string, day: string): string {
  const path = join(folder, name);
  writeFileSync(path, name.endsWith('.gz') ? gzipSync(text) : text);
  utimesSync(path, new Date(`${day}T23:59:00Z`), new Date(`${day}T23:59:00Z`));
  return path;
}

const line = (stamp: string): string => `${stamp} mx1 postfix/smtpd[1]: connect from a.example[192.0.2.1]\n`;

const report = (path: string, date: string | undefined) =>
  makeReport({
    logs: [path],
    date,
    domain: undefined,
    limits: { all: 20, byList: {} },
    connectionStats: false,
    language: 'en',
    now,
    form: {},
    showUnparsed: 0,
    queue: async () => null,
  });

describe('without a name', () => {
  put('maillog', line('Nov 24 10:00:00'), '2026-11-24');
  put('maillog-20261122', line('Nov 21 10:00:00'), '2026-11-22');
  put('maillog-20261123.gz', line('Nov 23 10:00:00'), '2026-11-23');
  put('maillog.swp', 'rubbish', '2026-11-24');
  const places = [join(folder, 'nothing*'), join(folder, 'maillog{,-*,.[0-9]*}')];

  it('the first place that has logs, rotated and compressed ones too, the oldest first', async () => {
    const { sources, failed } = await discoverLogs([], { now, places });
    assert.deepEqual(failed, []);
    assert.deepEqual(
      sources.map((source) => source.name.slice(folder.length + 1)),
      ['maillog-20261122', 'maillog-20261123.gz', 'maillog'],
    );
  });

  it('a folder where another system has its log is passed over', async () => {
    const log = join(folder, 'mail');
    mkdirSync(join(folder, 'mail'));
    writeFileSync(join(log, 'mail.log'), line('Nov 24 10:00:00'));
    const { sources, failed } = await discoverLogs([], {
      now,
      places: [`${log}{,-[0-9]*}`, join(log, 'mail.log*')],
    });
    assert.deepEqual([sources.length, sources[0]?.name, failed.length], [1, join(log, 'mail.log'), 0]);
  });

  it('no log and no journal: what to do', async () => {
    const { sources, failed } = await discoverLogs([], { now, places: places.slice(0, 1), path: folder });
    assert.deepEqual([sources.length, failed[0]?.error.code], [0, 'no-log']);
  });
});

describe('the journal', () => {
  const programs = join(folder, 'bin');
  mkdirSync(programs);
  const program = join(programs, 'journalctl');
  const entries = [
    { MESSAGE: 'connect from a.example[192.0.2.1]', SYSLOG_IDENTIFIER: 'postfix/smtpd', SYSLOG_PID: '7' },
    { MESSAGE: 'disconnect from a.example[192.0.2.1]', SYSLOG_IDENTIFIER: 'postfix/smtpd', SYSLOG_PID: '7' },
  ].map((entry, i) =>
    JSON.stringify({ ...entry, _HOSTNAME: 'mx1', __REALTIME_TIMESTAMP: String((now + i * 1000) * 1000) }),
  );

  async function read(script: string) {
    writeFileSync(program, `#!/bin/sh\n${script}\n`);
    chmodSync(program, 0o755);
    const { sources } = await discoverLogs([], { now, places: [join(folder, 'nothing*')], path: programs });
    assert.equal(sources[0]?.kind, 'journal');
    const before = process.env.PATH;
    process.env.PATH = `${programs}:${before}`;
    try {
      const options = { period: ALWAYS, previous: undefined, domain: undefined, offset: 0, showUnparsed: 0 };
      return await readPass(sources, options, () => undefined);
    } finally {
      process.env.PATH = before;
    }
  }

  it('is asked for mail as JSON, and read', async () => {
    const asked = join(folder, 'asked');
    const pass = await read(`echo "$@" > '${asked}'; cat <<'END'\n${entries.join('\n')}\nEND`);
    assert.deepEqual(
      [pass.collector.totals.connections, pass.coverage.lines, pass.coverage.unparsed],
      [1, 2, 0],
    );
    assert.deepEqual([...pass.coverage.hosts.keys()].filter(Boolean), ['mx1']);
  });

  it('fails: what came before counts, the failure is told', async () => {
    const pass = await read(
      `cat <<'END'\n${entries[0]}\nEND\necho 'No journal files were opened' >&2; exit 1`,
    );
    assert.equal(pass.collector.totals.connections, 1);
    assert.match(pass.failed[0]!.error.message, /No journal files were opened/);
  });

  it('exported to a file is read too', async () => {
    const path = join(folder, 'export.json-lines');
    writeFileSync(path, `${entries.join('\n')}\n`);
    const { totals, hosts } = await report(path, undefined);
    assert.deepEqual([totals.connections, hosts], [1, ['mx1']]);
  });
});

describe('stamps without a year', () => {
  it('a log of last year is not yesterday', async () => {
    const path = put('old', line('Nov 23 10:00:00'), '2025-11-23');
    const { totals, lines } = await report(path, 'yesterday');
    assert.deepEqual([totals.connections, lines.newest?.slice(0, 10)], [0, '2025-11-23']);
  });

  it('a log of more than a year: each line is of its own year', async () => {
    const days: string[] = [];
    // Every fifth day from October 2024 to yesterday.
    for (let day = Date.parse('2024-10-04T10:00:00Z'); day < now; day += 5 * 86_400_000) {
      const [, date, month] = new Date(day).toUTCString().split(' ');
      days.push(`${month} ${String(Number(date)).padStart(2)} 10:00:00`);
    }
    const path = put('long', days.map(line).join(''), '2026-11-23');
    const whole = await report(path, undefined);
    assert.equal(whole.period.from?.slice(0, 7), '2024-10');
    assert.equal(whole.totals.connections, days.length);
    const november = await report(path, '2026-11');
    assert.ok(november.totals.connections <= 6, String(november.totals.connections));
    assert.ok(november.totals.connections >= 4);
  });

  it('31 December, then 1 January, then a straggler of 31 December', async () => {
    const path = put(
      'newyear',
      ['Dec 31 23:59:58', 'Jan  1 00:00:01', 'Dec 31 23:59:59', 'Jan  1 00:00:02'].map(line).join(''),
      '2026-01-01',
    );
    const { period } = await report(path, undefined);
    assert.deepEqual(
      [period.from, period.to],
      ['2025-12-31T23:59:58', '2026-01-01T00:00:02'].map((local) => new Date(local).toISOString()),
    );
  });
});
