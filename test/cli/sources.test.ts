import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { linkSync, readFileSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import type { Report } from '../../src/report/model.ts';
import { isInstalled } from '../lab/require.ts';
import { message, text } from './log.ts';
import { essential, Folder, ROOT, reportOf, run, SAMPLE, shell } from './run.ts';

const WHOLE = readFileSync(SAMPLE);
const PACKED: Record<string, (bytes: Buffer) => Buffer> = {
  gz: (bytes) => gzipSync(bytes),
  zst: (bytes) => zstdCompressSync(bytes),
  bz2: (bytes) => execFileSync('bzip2', ['-c'], { input: bytes, maxBuffer: 1 << 26 }),
  xz: (bytes) => execFileSync('xz', ['-1c'], { input: bytes, maxBuffer: 1 << 26 }),
};
const NEEDED: Record<string, string> = { bz2: 'bzip2', xz: 'xz' };

/** The file's lines in as many parts. */
function parts(count: number): string[] {
  const lines = WHOLE.toString().split(/(?<=\n)/);
  const each = Math.ceil(lines.length / count);
  return Array.from({ length: count }, (_, i) => lines.slice(i * each, (i + 1) * each).join(''));
}

describe('a log is the same log', () => {
  let sample: unknown;
  before(async () => {
    sample = essential(await reportOf([SAMPLE]));
  });
  const same = (report: Report): void => assert.deepEqual(essential(report), sample);

  for (const [ending, pack] of Object.entries(PACKED)) {
    const program = NEEDED[ending];
    const skip = program !== undefined && !isInstalled(program) ? `this machine has no ${program}` : false;
    it(`as .${ending}, whatever it is called, and by standard input`, { skip }, async () => {
      using folder = new Folder();
      const packed = pack(WHOLE);
      for (const name of [`maillog.${ending}`, 'maillog.log']) {
        writeFileSync(folder.at(name), packed);
        same(await reportOf([folder.at(name)]));
      }
      same(await reportOf(['-'], { input: packed }));
    });
  }

  it('plain, though it is called .gz', async () => {
    using folder = new Folder();
    writeFileSync(folder.at('maillog.gz'), WHOLE);
    same(await reportOf([folder.at('maillog.gz')]));
  });

  it('by a pipe, a redirected file, a named pipe, with a name of - or none', async () => {
    for (const line of [
      `cat '${SAMPLE}' | "$SEKISHO" report --json`,
      `cat '${SAMPLE}' | "$SEKISHO" report --json -`,
      `"$SEKISHO" report --json < '${SAMPLE}'`,
      `"$SEKISHO" report --json - < '${SAMPLE}'`,
      `"$SEKISHO" report --json <(cat '${SAMPLE}')`,
      `"$SEKISHO" report --json <(gzip -c '${SAMPLE}')`,
    ]) {
      const { code, stdout, stderr } = await shell(line);
      assert.equal(code, 0, `${line}: ${stderr}`);
      same(JSON.parse(stdout) as Report);
    }
  });

  it('rotated in three, one compressed, in any order, with stamps without year too', async () => {
    using folder = new Folder();
    const [oldest = '', middle = '', newest = ''] = parts(3);
    writeFileSync(folder.at('maillog'), newest);
    writeFileSync(folder.at('maillog.1'), middle);
    writeFileSync(folder.at('maillog.2.gz'), gzipSync(oldest));
    const orders = [
      ['maillog', 'maillog.1', 'maillog.2.gz'],
      ['maillog.1', 'maillog.2.gz', 'maillog'],
      ['maillog.2.gz', 'maillog', 'maillog.1'],
    ];
    const reports = await Promise.all(orders.map((order) => reportOf(order.map((name) => folder.at(name)))));
    for (const report of reports)
      assert.deepEqual({ ...report, generated: '' }, { ...reports[0], generated: '' });
    assert.deepEqual(reports[0]!.totals, (sample as Report).totals);
    assert.deepEqual(
      reports[0]!.files,
      ['maillog.2.gz', 'maillog.1', 'maillog'].map((name) => folder.at(name)),
    );
    const globbed = await reportOf([folder.at('maillog*')]);
    assert.deepEqual({ ...globbed, generated: '' }, { ...reports[0], generated: '' });
  });

  it('named twice, by another name, by a link: once', async () => {
    using folder = new Folder();
    writeFileSync(folder.at('maillog'), WHOLE);
    symlinkSync('maillog', folder.at('soft'));
    linkSync(folder.at('maillog'), folder.at('hard'));
    const report = await reportOf([
      folder.at('maillog'),
      folder.at('soft'),
      folder.at('hard'),
      `${folder.path}/./maillog`,
      folder.at('mail*'),
    ]);
    assert.equal(report.lines.total, 10_148);
    assert.deepEqual(report.files, [folder.at('maillog')]);
  });

  it('with file names that have blanks, brackets, a star, a line end, a leading hyphen', async () => {
    using folder = new Folder();
    for (const name of ['mail log', 'mail[1]', 'mail*', 'mail\nlog', '-maillog']) {
      writeFileSync(folder.at(name), WHOLE);
      const { code, stdout, stderr } = await run(['report', '--', name], { cwd: folder.path });
      assert.deepEqual([code, stderr], [0, ''], name);
      assert.match(stdout, /777 received/);
      assert.doesNotMatch(stdout, /[^\P{Cc}\n]/u);
    }
  });
});

describe('a compressed log that is damaged', () => {
  const packed = gzipSync(WHOLE);
  const readable = (bytes: Buffer): number => {
    try {
      execFileSync('gzip', ['-dc'], { input: bytes, maxBuffer: 1 << 26, stdio: ['pipe', 'pipe', 'ignore'] });
      return 10_148;
    } catch (error) {
      return (error as { stdout: Buffer }).stdout.toString().split('\n').length - 1;
    }
  };

  it('cut off: all whole lines before the cut count, and it is said', async () => {
    using folder = new Folder();
    for (const share of [0.2, 0.5, 0.9]) {
      const cut = packed.subarray(0, Math.floor(packed.length * share));
      writeFileSync(folder.at('maillog.gz'), cut);
      const report = await reportOf([folder.at('maillog.gz')]);
      assert.equal(report.lines.parsed, readable(cut));
      assert.deepEqual(
        report.notes.map(({ id }) => id),
        ['file-failed'],
      );
      assert.match(
        report.notes[0]!.values.reason!,
        /maillog\.gz could be read only in part: .*unexpected end of file/,
      );
    }
  });

  it('rubbish or zeros behind its end: nothing is lost', async () => {
    using folder = new Folder();
    for (const rubbish of [
      Buffer.alloc(1000),
      Buffer.from('\x1f rubbish'.repeat(50)),
      Buffer.from('<html>'),
    ]) {
      writeFileSync(folder.at('maillog.gz'), Buffer.concat([packed, rubbish]));
      assert.equal((await reportOf([folder.at('maillog.gz')])).lines.parsed, 10_148);
    }
  });

  it('two members, one after the other, are one log', async () => {
    using folder = new Folder();
    writeFileSync(folder.at('maillog.gz'), Buffer.concat(parts(2).map((part) => gzipSync(part))));
    assert.equal((await reportOf([folder.at('maillog.gz')])).lines.parsed, 10_148);
  });

  it('nothing to be had: 3 alone, a note beside another', async () => {
    using folder = new Folder();
    writeFileSync(folder.at('a.gz'), packed.subarray(0, 12));
    const { code, stdout, stderr } = await run(['report', folder.at('a.gz')]);
    assert.deepEqual([code, stdout], [3, '']);
    assert.match(stderr, /a\.gz could be read only in part: .*\n {2}read a sound copy for the rest\n$/);
    const both = await reportOf([folder.at('a.gz'), SAMPLE, folder.at('none')]);
    assert.equal(both.lines.parsed, 10_148);
    assert.deepEqual(
      both.notes.map(({ id }) => id),
      ['file-failed', 'file-failed'],
    );
  });

  it('the program for it is missing: 3, and which to install', async () => {
    using folder = new Folder();
    writeFileSync(folder.at('a.xz'), Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, 1, 2, 3]));
    const main = join(ROOT, 'src/cli/main.ts');
    const { code, stdout, stderr } = await run([main, 'report', folder.at('a.xz')], {
      program: process.execPath,
      env: { PATH: folder.path },
    });
    assert.deepEqual([code, stdout], [3, '']);
    assert.match(stderr, /a\.xz needs the program xz\n {2}install it \(Debian: apt install xz-utils\)/);
  });
});

describe('years', () => {
  it('of stamps without one come from the time of the file', async () => {
    using folder = new Folder();
    writeFileSync(
      folder.at('maillog'),
      'Dec 31 23:59:59 mx1 postfix/smtpd[1]: connect from a.example[192.0.2.1]\nJan  1 00:00:01 mx1 postfix/smtpd[1]: disconnect from a.example[192.0.2.1]\n',
    );
    const time = new Date('2026-01-01T00:00:05Z');
    utimesSync(folder.at('maillog'), time, time);
    const report = await reportOf([folder.at('maillog')]);
    assert.equal(report.lines.newest, '2026-01-01T00:00:01.000Z');
  });
});

describe('a log that does not reach back', () => {
  const later = message(4).map((line) => line.replace('2026-11-20', '2026-11-21'));
  const write = (folder: Folder, lines: readonly string[]): string => {
    writeFileSync(folder.at('maillog'), text(lines));
    return folder.at('maillog');
  };
  const midnight = message(1).map((line) => line.replace('T10:', 'T00:'));
  const ids = (report: Report): string[] => report.notes.map(({ id }) => id);

  it('to the beginning of the day: said, in both languages', async () => {
    using folder = new Folder();
    const log = write(folder, message(1));
    const report = await reportOf(['-d', '2026-11-20', log]);
    assert.deepEqual(ids(report), ['begins-late']);
    assert.match(
      (await run(['report', '-d', '2026-11-20', log])).stdout,
      /^! The log begins only at 2026-11-20 10:00: what came before is missing here\./m,
    );
    assert.match(
      (await run(['report', '-d', '2026-11-20', '--lang', 'ja', log])).stdout,
      /^! ログは 2026-11-20 10:00 から始まっており、/m,
    );
    assert.deepEqual(ids(await reportOf([log])), [], 'all of the log is all of the log');
  });

  it('to the beginning of the day before: nothing is compared with a part of it', async () => {
    using folder = new Folder();
    const part = await reportOf(['-d', '2026-11-21', write(folder, [...message(1), ...later])]);
    assert.deepEqual([ids(part), part.previous], [[], null]);
    const whole = await reportOf(['-d', '2026-11-21', write(folder, [...midnight, ...later])]);
    assert.deepEqual([ids(whole), whole.previous?.totals.received], [[], 1]);
  });
});
