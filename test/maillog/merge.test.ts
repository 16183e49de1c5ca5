/** One log in several files of the same hours: the report is that of the whole log, whatever the files and their order. */
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { generate } from '../../bench/generate.ts';
import { makeReport } from '../../src/report/make.ts';
import type { Report } from '../../src/report/model.ts';

process.env.TZ = 'Asia/Tokyo';
const folder = mkdtempSync(join(tmpdir(), 'sekisho-merge-'));
after(() => rmSync(folder, { recursive: true }));
const now = Date.parse('2027-01-10T00:00:00Z');

async function report(logs: readonly string[], date?: string, express = true): Promise<Report> {
  return await makeReport({
    logs,
    date,
    domain: undefined,
    limits: { all: Number.POSITIVE_INFINITY, byList: {} },
    connectionStats: false,
    language: 'en',
    now,
    form: {},
    showUnparsed: 0,
    express,
    queue: async () => null,
  });
}

/** All but the names of the files. */
function told(report: Report): unknown {
  const { files: _, notes: __, findings, ...rest } = report;
  const bare = findings.map(({ evidence, fix: _, ...finding }) => ({
    ...finding,
    evidence: evidence.map(({ text }) => text),
  }));
  return JSON.parse(JSON.stringify({ ...rest, findings: bare }));
}

/** Each line that a finding shows stands in that file under that number. */
function assertEvidence({ findings }: Report): void {
  let seen = 0;
  for (const { evidence } of findings)
    for (const { file, line, text } of evidence) {
      const bytes = /\.(?:gz|zst|bz2|xz)$/.test(file) ? plain(file) : readFileSync(file);
      const found = bytes.toString().split('\n')[line - 1] ?? '';
      assert.ok(found.includes(text.slice(-40)), `${file}:${line} ${text}`);
      seen++;
    }
  assert.ok(seen >= 5);
}

function plain(file: string): Buffer {
  const program = { gz: 'gzip', zst: 'zstd', bz2: 'bzip2', xz: 'xz' }[file.replace(/.*\./, '')]!;
  return execFileSync(program, ['-dc', file], { maxBuffer: 1 << 28 });
}

function log(format: 'rfc3164' | 'rfc3339', start = '2026-11-20'): string {
  let text = '';
  const options = { lines: 12_000, seed: 7, format, days: 2, start: Date.parse(start), longIds: true };
  generate(options, (piece) => {
    text += piece;
  });
  return text;
}

const LINES = log('rfc3164');
const ISO = log('rfc3339');

/** @param written when it was written to last */
function put(name: string, text: string | Buffer, written = '2026-11-25'): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  utimesSync(path, new Date(written), new Date(written));
  return path;
}

const daemonOf = (line: string): string => /^.{15,40}? \S+ ([\w/-]+)[[:]/.exec(line)?.[1] ?? 'other';
const isWarning = (line: string): boolean => /: (?:warning|error|fatal|panic): /.test(line);

/** The files that a log is split into. */
function split(text: string, into: (line: string, n: number) => readonly string[]): Map<string, string> {
  const files = new Map<string, string[]>();
  for (const [n, line] of text.trimEnd().split('\n').entries())
    for (const name of into(line, n)) {
      const lines = files.get(name) ?? [];
      lines.push(line);
      files.set(name, lines);
    }
  return new Map([...files].map(([name, lines]) => [name, `${lines.join('\n')}\n`]));
}

const byDaemon = (line: string): string[] => [`${daemonOf(line).replaceAll('/', '-')}.log`];
let random = 1;
const pick = (n: number): number => {
  random = (random * 48_271) % 2_147_483_647;
  return random % n;
};

const SPLITS: Readonly<Record<string, (line: string, n: number) => readonly string[]>> = {
  'by daemon': byDaemon,
  'smtpd apart': (line) => [/smtpd/.test(line) ? 'smtpd.log' : 'mail.log'],
  'by severity': (line) => [isWarning(line) ? 'mail.warn' : 'mail.info'],
  'by severity, with copies': (line) => (isWarning(line) ? ['mail.warn', 'mail.info'] : ['mail.info']),
  'warnings of both kinds beside the whole': (line) =>
    /: (?:error|fatal|panic): /.test(line)
      ? ['mail.err', 'mail.warn', 'mail.log']
      : isWarning(line)
        ? ['mail.warn', 'mail.log']
        : ['mail.log'],
  'line by line, without order': () => [`part.${pick(3)}`],
  'in the middle, some lines in both': (_, n) =>
    n < 5000 ? ['first'] : n < 5200 ? ['first', 'second'] : ['second'],
};

describe('a log that is split', async () => {
  for (const [format, text] of [
    ['RFC 3164', LINES],
    ['RFC 3339', ISO],
  ] as const) {
    const whole = told(await report([put('whole', text)]));
    for (const [name, into] of Object.entries(SPLITS))
      it(`${name}, ${format}`, async () => {
        const paths = [...split(text, into)].map(([file, part]) => put(file, part));
        for (const order of [paths, [...paths].reverse()]) {
          const parts = await report(order);
          assert.deepEqual(told(parts), whole);
          assertEvidence(parts);
        }
        assert.deepEqual(told(await report(paths, undefined, false)), whole);
      });
  }

  const whole = told(await report([put('whole', LINES)]));
  const parts = split(LINES, byDaemon);

  it('compressed in every way', async () => {
    const paths = [...parts].map(([file, text], n) => {
      if (n % 5 === 0) return put(`${file}.gz`, gzipSync(text));
      if (n % 5 === 1) return put(`${file}.zst`, zstdCompressSync(text));
      const path = put(file, text);
      if (n % 5 === 2) return path;
      const [program, ending] = n % 5 === 3 ? ['bzip2', 'bz2'] : ['xz', 'xz'];
      execFileSync(program, ['-f', path]);
      return `${path}.${ending}`;
    });
    const read = await report(paths);
    assert.deepEqual(told(read), whole);
    assertEvidence(read);
  });

  it('rotated in the middle', async () => {
    const rotated = split(LINES, (line, n) => [`${n < 6000 ? 'old-' : ''}${byDaemon(line)[0]}`]);
    const paths = [...rotated].map(([file, text]) =>
      file.startsWith('old-') ? put(`${file.slice(4)}.1.gz`, gzipSync(text)) : put(file, text),
    );
    assert.deepEqual(told(await report(paths)), whole);
  });

  it('in frames of several kinds', async () => {
    const paths = [...parts].map(([file, text], n) =>
      put(
        file,
        n % 3 === 0
          ? text
          : text.replace(/^(\w{3}) (.\d) (\S+) /gm, (_, _month: string, day: string, clock: string) =>
              n % 3 === 1
                ? `2026-11-${day}T${clock}+09:00 `
                : `<22>1 2026-11-${day}T${clock}.000+09:00 `.replace('<22>1 ', '<22>'),
            ),
      ),
    );
    assert.deepEqual(told(await report(paths)), whole);
  });

  it('lines without a stamp stay where they are', async () => {
    const paths = [...parts].map(([file, text]) =>
      put(
        file,
        text.replaceAll(/\n/g, (_, at: number) => (at % 7 === 0 ? '\n\u0000rubbish\n' : '\n')),
      ),
    );
    const read = await report(paths);
    const { totals, lines } = read;
    assert.deepEqual(totals, (whole as Report).totals);
    assert.ok(lines.unparsed > 100);
    assertEvidence(read);
  });

  for (const [year, lines] of [
    ['2031', 1],
    ['2031', 40],
    ['1970', 1],
    ['1970', 40],
  ] as const)
    it(`a clock that says ${year} for lines of another program: ${lines}`, async () => {
      const wrong = `${year}-01-01T00:00:00.000000+09:00 mx1 ntpd[1]: the clock was set\n`.repeat(lines);
      const paths = [...split(ISO, SPLITS['smtpd apart']!)].map(([file, text]) => {
        const middle = text.indexOf('\n', text.length / 2) + 1;
        return put(file, text.slice(0, middle) + wrong + text.slice(middle));
      });
      assert.deepEqual((await report(paths)).totals, (await report([put('whole', ISO)])).totals);
    });

  it('by pipes', async () => {
    const paths = [...split(LINES, SPLITS['smtpd apart']!)].map(([file, text]) => {
      const pipe = join(folder, `${file}.pipe`);
      execFileSync('mkfifo', [pipe]);
      spawn('sh', ['-c', 'cat "$1" > "$2"', 'sh', put(file, text), pipe]);
      return pipe;
    });
    assert.deepEqual(told(await report(paths)), whole);
  });

  it('pipes that one program fills one after the other', async () => {
    const files = [...split(LINES, (_, n) => [n < 6000 ? 'a' : 'b'])].map(([file, text]) => put(file, text));
    const pipes = ['a.fifo', 'b.fifo'].map((name) => join(folder, name));
    execFileSync('mkfifo', pipes);
    spawn('sh', ['-c', 'cat "$1" > "$3"; cat "$2" > "$4"', 'sh', ...files, ...pipes]);
    assert.deepEqual(told(await report(pipes)), whole);
  });

  it('one fails in the middle: the others are read to their end', async () => {
    const [smtpd, rest] = [...split(LINES, SPLITS['smtpd apart']!).values()];
    const cut = put('smtpd.log.gz', gzipSync(smtpd!));
    truncateSync(cut, 40_000);
    const other = put('rest.log', rest!);
    const { notes, lines } = await report([cut, other]);
    assert.deepEqual(
      notes.filter(({ id }) => id === 'file-failed').map(({ values }) => values.code),
      ['log-damaged'],
    );
    assert.ok(lines.total > rest!.split('\n').length + 500);
  });

  it('by host: as one host after the other', async () => {
    const other = log('rfc3164', '2026-11-20').replaceAll(' mx1.', ' mx2.');
    const both = await report([put('mx1', LINES), put('mx2', other)]);
    const { totals } = whole as Report;
    assert.deepEqual(
      [both.totals.received, both.totals.delivered, both.totals.rejected],
      [totals.received * 2, totals.delivered * 2, totals.rejected * 2],
    );
    assert.equal(both.hosts.length, 2);
  });
});

describe('stamps without a year', () => {
  it('over New Year, split', async () => {
    const text = log('rfc3164', '2026-12-31');
    const whole = await report([put('whole', text, '2027-01-02')]);
    assert.deepEqual(
      whole.perDay.map(({ date }) => date),
      ['2026-12-31', '2027-01-01'],
    );
    const paths = [...split(text, byDaemon)].map(([file, part]) => put(file, part, '2027-01-02'));
    assert.deepEqual(told(await report(paths)), told(whole));
  });

  it('in the hour that comes twice when summer ends', async () => {
    process.env.TZ = 'Europe/Berlin';
    try {
      const at = (hour: number, minute: number, message: string): string =>
        `Oct 25 0${hour}:${String(minute).padStart(2, '0')}:00 mx1 postfix/${message}\n`;
      const smtpd: string[] = [];
      const others: string[] = [];
      let id = 0;
      // 01:00 to 02:59, then 02:00 once more, to 03:59.
      for (const hour of [1, 2, 2, 3])
        for (let minute = 0; minute < 60; minute++) {
          const queueId = (0xa000000000 + id++).toString(16).toUpperCase();
          smtpd.push(at(hour, minute, `smtpd[7]: ${queueId}: client=a.example.org[192.0.2.1]`));
          others.push(
            at(hour, minute, `cleanup[8]: ${queueId}: message-id=<${queueId}@example.org>`),
            at(hour, minute, `qmgr[9]: ${queueId}: from=<a@example.org>, size=1000, nrcpt=1 (queue active)`),
            at(
              hour,
              minute,
              `local[10]: ${queueId}: to=<b@example.com>, relay=local, delay=0.1, delays=0/0/0/0.1, dsn=2.0.0, status=sent (delivered to mailbox)`,
            ),
            at(hour, minute, `qmgr[9]: ${queueId}: removed`),
          );
        }
      const { totals, topClients } = await report([
        put('smtpd', smtpd.join('')),
        put('others', others.join('')),
      ]);
      assert.deepEqual([totals.received, totals.delivered], [240, 240]);
      assert.equal(topClients[0]?.messages, 240);
    } finally {
      process.env.TZ = 'Asia/Tokyo';
    }
  });
});
