import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { closeSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { describe, it } from 'node:test';
import { Random } from '../../bench/generator/random.ts';
import type { Report } from '../../src/report/model.ts';
import { message, messages, reject, text } from './log.ts';
import { Folder, reportOf, run, SEKISHO } from './run.ts';

const BEFORE = text(messages(1, 5));
const AFTER = text(messages(20, 5));
/** Lines of BEFORE and AFTER. */
const GOOD = 70;

function assertGood(report: Report): void {
  const { received, delivered, bytesReceived } = report.totals;
  assert.deepEqual([received, delivered, bytesReceived], [10, 10, 5 * 1003 + 5 * 1022]);
}

/** Bad lines, and how many of them nobody understands. */
const LINES: Record<string, [bad: string | Buffer, unparsed: number]> = {
  'NUL bytes alone': ['\0\0\0\0\n', 1],
  'NUL bytes in a line, as after a crash': [`${'\0'.repeat(4096)}\n`, 1],
  // Nothing can be lost with them.
  'an empty line': ['\n', 0],
  blanks: ['   \t \n', 0],
  'no header': ['what is this\n', 1],
  'an HTML page': ['<html>\n<script>alert(1)</script>\n', 2],
  'a line of 1 MB': [`${'x'.repeat(1_000_000)}\n`, 1],
  'a line of 20 MB': [`${'x'.repeat(20_000_000)}\n`, 1],
  '31 February': ['2026-02-31T10:00:00.0+09:00 mx1 postfix/smtpd[1]: connect from a[192.0.2.1]\n', 1],
  '31 Feb, without a year': ['Feb 31 10:00:00 mx1 postfix/smtpd[1]: connect from a[192.0.2.1]\n', 1],
  'a 25th hour': ['2026-11-20T25:00:00Z mx1 postfix/smtpd[1]: connect from a[192.0.2.1]\n', 1],
  'a 13th month': ['2026-13-20T10:00:00Z mx1 postfix/smtpd[1]: connect from a[192.0.2.1]\n', 1],
  'bytes that are no UTF-8': [Buffer.from('\xff\xfe\xc3\x28\xa0\n', 'latin1'), 1],
  'a JSON object that is no journal': ['{"a":1}\n{"MESSAGE":null}\n{]\n', 3],
};

describe('good lines around bad ones count, the bad are counted', () => {
  for (const [name, [bad, unparsed]] of Object.entries(LINES))
    it(name, async () => {
      using folder = new Folder();
      writeFileSync(
        folder.at('maillog'),
        Buffer.concat([Buffer.from(BEFORE), Buffer.from(bad as string), Buffer.from(AFTER)]),
      );
      const report = await reportOf([folder.at('maillog')]);
      assertGood(report);
      const { parsed, foreign } = report.lines;
      assert.deepEqual([parsed - foreign, report.lines.unparsed], [GOOD, unparsed]);
    });

  it('bytes that are no UTF-8 in a line that is understood', async () => {
    using folder = new Folder();
    const bad = Buffer.from(`${reject('\xff\xfe\xc3')}\n`, 'latin1');
    writeFileSync(folder.at('maillog'), Buffer.concat([Buffer.from(BEFORE), bad, Buffer.from(AFTER)]));
    const report = await reportOf([folder.at('maillog')]);
    assertGood(report);
    assert.deepEqual([report.totals.rejected, report.lines.unparsed], [1, 0]);
  });

  it('a last line that is cut off', async () => {
    using folder = new Folder();
    writeFileSync(folder.at('maillog'), BEFORE + AFTER + reject('helo').slice(0, 60));
    const report = await reportOf([folder.at('maillog')]);
    assertGood(report);
    assert.equal(report.lines.total, GOOD + 1);
  });

  it('a last line without its end counts', async () => {
    using folder = new Folder();
    writeFileSync(folder.at('maillog'), BEFORE + AFTER + reject('helo'));
    const report = await reportOf([folder.at('maillog')]);
    assert.deepEqual([report.lines.parsed, report.totals.rejected], [GOOD + 1, 1]);
  });

  for (const [name, change] of Object.entries({
    'CRLF line ends': (log: string) => log.replaceAll('\n', '\r\n'),
    'a byte order mark': (log: string) => `\ufeff${log}`,
    both: (log: string) => `\ufeff${log.replaceAll('\n', '\r\n')}`,
  }))
    it(`${name}: the same report`, async () => {
      using folder = new Folder();
      writeFileSync(folder.at('maillog'), change(text([BEFORE + reject('helo'), AFTER.trimEnd()])));
      const report = await reportOf([folder.at('maillog')]);
      assertGood(report);
      assert.deepEqual([report.lines.parsed, report.lines.unparsed], [GOOD + 1, 0]);
      assert.doesNotMatch(JSON.stringify(report), /\\r|\ufeff/);
    });

  it('UTF-16 is counted as not understood, and asked about', async () => {
    using folder = new Folder();
    writeFileSync(folder.at('maillog'), Buffer.from(`\ufeff${BEFORE}`, 'utf16le'));
    const { code, stdout } = await run(['report', folder.at('maillog')]);
    assert.equal(code, 0);
    assert.match(stdout, /Nothing of a mail program is in the log/);
  });
});

describe('much that is bad', () => {
  /** Runs it with its memory and time measured. */
  function measured(path: string, ...args: string[]): { report: Report; kilobytes: number; seconds: number } {
    const began = performance.now();
    const { status, stdout, stderr } = spawnSync(
      'sh',
      ['-c', 'ulimit -v unlimited; exec "$@"', 'sh', SEKISHO, 'report', '--json', '--quiet', ...args, path],
      {
        encoding: 'utf8',
        maxBuffer: 1 << 27,
        env: {
          ...process.env,
          NODE_OPTIONS: `--import=data:text/javascript,process.on('exit',()=>process.stderr.write(String(process.resourceUsage().maxRSS)))`,
        },
      },
    );
    assert.equal(status, 0, stderr);
    return {
      report: JSON.parse(stdout) as Report,
      kilobytes: Number(stderr),
      seconds: (performance.now() - began) / 1000,
    };
  }

  it('64 MB of random bytes between good lines: quick, small, and the good lines count', () => {
    using folder = new Folder();
    const random = new Random(5);
    const file = openSync(folder.at('maillog'), 'w');
    writeSync(file, BEFORE);
    const block = Buffer.alloc(1 << 20);
    for (let i = 0; i < block.length; i++) block[i] = random.below(256);
    for (let n = 0; n < 64; n++) {
      block[n * 1000] = n;
      writeSync(file, block);
    }
    writeSync(file, `\n${AFTER}`);
    closeSync(file);
    const { report, kilobytes, seconds } = measured(folder.at('maillog'));
    assertGood(report);
    // Some of its lines are empty.
    assert.equal(report.lines.parsed - report.lines.foreign, GOOD);
    assert.deepEqual(
      report.notes.map(({ id }) => id),
      ['coverage-low'],
    );
    assert.ok(kilobytes < 250_000, `${kilobytes} kB`);
    assert.ok(seconds < 20, `${seconds} s`);
  });

  it('200 MB without a line end: memory stays small', () => {
    using folder = new Folder();
    const file = openSync(folder.at('maillog'), 'w');
    writeSync(file, BEFORE);
    const block = Buffer.alloc(1 << 20, 'x');
    for (let n = 0; n < 200; n++) writeSync(file, block);
    writeSync(file, `\n${AFTER}`);
    closeSync(file);
    const { report, kilobytes } = measured(folder.at('maillog'));
    assertGood(report);
    assert.deepEqual(
      report.notes.map(({ id, values }) => [id, values.count]),
      [['lines-too-long', '1']],
    );
    assert.ok(kilobytes < 250_000, `${kilobytes} kB`);
  });

  it('a hundred thousand different senders, hosts, reasons: lists are bounded, memory too', () => {
    using folder = new Folder();
    const lines: string[] = [];
    for (let i = 0; i < 100_000; i++)
      lines.push(
        `2026-11-20T10:00:00.0+00:00 host${i % 5000} postfix/smtpd[1]: NOQUEUE: reject: RCPT from h${i}.example[10.${i >> 16}.${(i >> 8) & 255}.${i & 255}]: 550 5.1.1 reason ${i.toString(36)}zz${'q'.repeat(i % 90)}; from=<s${i}@d${i}.example> to=<r${i}@hinode.example> proto=ESMTP helo=<h${i}>`,
      );
    writeFileSync(folder.at('maillog'), text(lines));
    const { report, kilobytes } = measured(folder.at('maillog'));
    assert.equal(report.totals.rejected, 100_000);
    assert.ok(report.rejects.length === 20 && report.topClients.length === 20);
    assert.ok(kilobytes < 400_000, `${kilobytes} kB`);
  });
});

describe('hostile texts', () => {
  const ESCAPE = '\u001b]0;owned\u0007\u001b[2J\u009b31m\u202egnp.exe\u200b\u2028';

  it('no control character but the line end reaches a terminal', async () => {
    using folder = new Folder();
    const lines = [
      ...message(1),
      reject(ESCAPE),
      reject('h', `550 5.7.1 <${ESCAPE}>: ${ESCAPE}`),
      `2026-11-20T10:00:00+00:00 mx1${ESCAPE} postfix/smtpd[1]: warning: ${ESCAPE}`,
      `2026-11-20T10:00:00+00:00 mx1 postfix/${ESCAPE}[1]: fatal: ${ESCAPE}`,
      ESCAPE,
    ];
    writeFileSync(folder.at('maillog'), text(lines));
    for (const args of [
      [],
      ['--verbose', '--show-unparsed'],
      ['--lang', 'ja', '--smtpd-stats'],
      ['--format', 'html'],
    ]) {
      const { code, stdout, stderr } = await run(['report', ...args, folder.at('maillog')]);
      assert.equal(code, 0);
      for (const out of [stdout, stderr]) {
        assert.doesNotMatch(out, /[^\P{Cc}\n]/u, args.join(' '));
        assert.doesNotMatch(out, /[\u202a-\u202e\u2066-\u2069\u200b\u2028]/u);
      }
    }
  });

  it('in arguments and file names too', async () => {
    for (const args of [
      [`/no/such/${ESCAPE}`],
      ['-d', ESCAPE],
      ['--top', ESCAPE],
      [`--${ESCAPE}`],
      ['--config', `/no/${ESCAPE}`],
    ]) {
      const { stderr } = await run(['report', ...args]);
      assert.doesNotMatch(stderr, /[^\P{Cc}\n]/u, JSON.stringify(args));
    }
  });
});
