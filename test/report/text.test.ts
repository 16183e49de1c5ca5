import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import stringWidth from 'string-width';
import { cut, fold } from '../../src/report/render/fold.ts';
import { bar, table } from '../../src/report/render/table.ts';
import { Folder, run, SAMPLE } from '../cli/run.ts';
import { hostileLog } from './hostile-log.ts';

const FLAGS = ['--smtpd-stats', '--show-unparsed'];

describe('the text report', { concurrency: 2 }, () => {
  for (const width of [80, 100, 120])
    for (const lang of ['en', 'ja'])
      for (const more of [[], ['--verbose']])
        it(`no line is wider than ${width} columns: ${lang} ${more.join(' ')}`, async () => {
          using folder = new Folder();
          writeFileSync(folder.at('hostile'), hostileLog());
          for (const log of [SAMPLE, folder.at('hostile')]) {
            const { code, stdout } = await run([
              'report',
              '--width',
              String(width),
              '--lang',
              lang,
              ...more,
              ...FLAGS,
              log,
            ]);
            assert.equal(code, 0);
            for (const line of stdout.split('\n'))
              assert.ok(stringWidth(line) <= width, `${stringWidth(line)}: ${line}`);
          }
        });

  for (const [asked, width] of [
    ['20', 80],
    ['500', 120],
  ] as const)
    it(`--width ${asked} is ${width}`, async () => {
      const { stdout } = await run(['report', '--verbose', '--width', asked, SAMPLE]);
      const widest = Math.max(...stdout.split('\n').map((line) => stringWidth(line)));
      assert.ok(widest <= width && widest > width - 10, String(widest));
    });

  for (const lang of ['en', 'ja'])
    it(`numbers end in one column: ${lang}`, async () => {
      const { stdout } = await run(['report', '--lang', lang, SAMPLE]);
      const hours = stdout.split('\n').filter((line) => /^ {2}\d\d:00 /.test(line));
      assert.equal(hours.length, 24);
      const ends = hours.map((line) => [...line.matchAll(/\d(?= |$)/g)].map(({ index }) => index).join(' '));
      assert.equal(new Set(ends).size, 1);
      const head = stdout.split('\n')[stdout.split('\n').indexOf(hours[0]!) - 1]!;
      const titles = [...head.matchAll(/\S(?= |$)/g)].map(({ index }) =>
        stringWidth(head.slice(0, index + 1)),
      );
      const numbers = [...hours[0]!.matchAll(/\d(?= |$)/g)].map(({ index }) => index + 1);
      assert.deepEqual(titles.slice(1), numbers.slice(1));
    });
});

describe('fold', () => {
  const CASES: readonly [text: string, width: number, hang: number, lines: string[]][] = [
    ['', 10, 0, ['']],
    ['a short one', 11, 0, ['a short one']],
    ['a longer one', 11, 0, ['a longer', 'one']],
    ['- a step that goes on', 12, 2, ['- a step', '  that goes', '  on']],
    ['abcdefghijkl', 5, 0, ['abcde', 'fghij', 'kl']],
    ['see abcdefghijkl', 6, 0, ['see', 'abcdef', 'ghijkl']],
    ['原因: 存在しない受信者', 10, 0, ['原因: 存在', 'しない受信', '者']],
    ['これは文です。次の文', 12, 0, ['これは文で', 'す。次の文']],
    ['一二三「四五」六', 8, 0, ['一二三', '「四五」', '六']],
    ['日本語と english words', 14, 0, ['日本語と', 'english words']],
    ['メールサーバー', 8, 0, ['メール', 'サーバー']],
  ];
  for (const [text, width, hang, lines] of CASES)
    it(`${JSON.stringify(text)} in ${width}`, () => assert.deepEqual(fold(text, width, hang), lines));

  it('loses nothing but blanks, and is never too wide', () => {
    for (const text of hostileLog().split('\n'))
      for (const width of [20, 79]) {
        const lines = fold(text, width, 2);
        assert.equal(lines.join('').replace(/ /g, ''), text.replace(/ /g, ''));
        for (const line of lines) assert.ok(stringWidth(line) <= width, line);
      }
  });

  it('a text of a megabyte takes no time', () => {
    const began = process.cpuUsage();
    fold('あa '.repeat(60_000), 80);
    fold('x'.repeat(200_000), 80);
    assert.ok(process.cpuUsage(began).user < 3_000_000);
  });
});

describe('cut', () => {
  const CASES: readonly [text: string, width: number, result: string][] = [
    ['abcdef', 6, 'abcdef'],
    ['abcdefg', 6, 'abcde…'],
    ['日本語の文', 7, '日本語…'],
    ['日本語の文', 6, '日本…'],
    ['👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦', 5, '👩‍👩‍👧‍👦👩‍👩‍👧‍👦…'],
  ];
  for (const [text, width, result] of CASES)
    it(`${text} to ${width}`, () => assert.equal(cut(text, width), result));
});

describe('table', () => {
  it('a long name beside a text leaves room for the text', () => {
    const lines = table(
      [{ title: 'n', align: 'right' }, { title: 'relay' }, { title: 'reason', flexible: true }],
      [['1', 'r'.repeat(200), 'the reason why']],
      80,
      1,
    );
    assert.match(lines[1]!, /^ {2}1 {2}r{23}… {2}the reason why$/);
  });
  it('a long reason takes as many lines as it may, and no more', () => {
    const columns = [
      { title: '', align: 'right' as const },
      { title: '', flexible: true },
    ];
    const reason = 'the first line of it and the second line of it and the third';
    assert.deepEqual(table(columns, [['1', reason]], 30, 1), ['  1  the first line of it and…']);
    assert.deepEqual(table(columns, [['1', reason]], 30, 2), [
      '  1  the first line of it and',
      '     the second line of it an…',
    ]);
    assert.equal(table(columns, [['1', reason]], 30, Number.POSITIVE_INFINITY).length, 3);
  });
  it('a bar is as long as its share', () => {
    assert.equal(bar(10, 10, 4), '████');
    assert.equal(bar(5, 10, 4), '██');
    assert.equal(bar(1, 1000, 4), '▏');
    assert.equal(bar(0, 10, 4), '');
    assert.equal(bar(0, 0, 4), '');
  });
});
