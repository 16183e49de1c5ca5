import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { languageOf } from '../../src/i18n/language.ts';
import { en } from '../../src/i18n/report/en.ts';
import { ja } from '../../src/i18n/report/ja.ts';
import { noteText } from '../../src/i18n/report/notes.ts';
import { bytes, duration, moment, number } from '../../src/i18n/report/words.ts';
import { text } from '../cli/log.ts';
import { Folder, run, SAMPLE } from '../cli/run.ts';

const holes = (sentence: string): string[] => [...sentence.matchAll(/\{\w+\}/g)].map(([hole]) => hole).sort();

describe('the words', () => {
  it('are the same in both languages, with the same values in them', () => {
    assert.deepEqual(Object.keys(ja).sort(), Object.keys(en).sort());
    for (const [key, sentence] of Object.entries(en)) {
      const other = ja[key as keyof typeof en];
      assert.notEqual(other, '', key);
      assert.deepEqual(holes(other), holes(sentence), key);
    }
  });

  it('are Japanese in Japanese, but for names of programs', () => {
    const foreign = Object.entries(ja).filter(([, sentence]) => !/[ぁ-んァ-ヶ一-龠]/.test(sentence));
    assert.deepEqual(foreign.map(([key]) => key).sort(), [
      'before',
      'essence',
      'note.file-failed',
      'of',
      'postscreen',
      'tls',
    ]);
  });

  it('notes have numbers and times as people write them', () => {
    assert.match(
      noteText({ id: 'coverage-low', values: { percent: '3.7', count: '261410' } }, 'en'),
      /261,410/,
    );
    assert.match(
      noteText({ id: 'log-old', values: { newest: '2026-11-20T10:00:00.000Z' } }, 'ja'),
      /^最新の行は 2026-11-\d\d \d\d:\d\d です/,
    );
  });
});

describe('the Japanese report', () => {
  it('has no English sentence but those of the log', async () => {
    const { stdout } = await run([
      'report',
      '--lang',
      'ja',
      '--width',
      '120',
      '--smtpd-stats',
      'sample/maillog',
    ]);
    const own = stdout
      // The log's lines, folded with more blanks before their further lines.
      .replace(/^ {4}sample\/maillog:\d+:.*\n(?: {6}.*\n)*/gm, '')
      // The lists of reasons are the log's own.
      .replace(/^(?:拒否したメール|配送延期の理由|配送不能の理由)\n.*\n(?: {2,}.*\n)+/gm, '');
    assert.ok(own.length > 5000);
    // Four words in a row are no command, but for one, and no parameter.
    assert.deepEqual(
      own.replaceAll(/ip route (?:add|del) blackhole/g, '').match(/.*\b[a-z]{2,}(?: [a-z]{2,}){3,}\b.*/gi),
      null,
    );
    // Titles and heads of columns have none at all but names.
    for (const line of own.split('\n').filter((each) => /^\S/.test(each) && !/^[✖▲·]/.test(each)))
      assert.match(
        line.replace(/sample\/maillog|mx1\.hinode\.example|postscreen|TLS|SMTP|IMAP|POP|smtpd/g, ''),
        /^[^A-Za-z]*$/,
      );
  });

  it('says in Japanese what is wrong with the log', async () => {
    using folder = new Folder();
    writeFileSync(folder.at('empty'), '');
    writeFileSync(folder.at('other'), text(['Nov 20 10:00:00 h sshd[1]: a']));
    const EXPECTED: readonly [args: string[], told: RegExp][] = [
      [
        [folder.at('empty')],
        /^判定できる記録がありません。受信 0、.*\n! ログが空で、何も読めませんでした。/m,
      ],
      [[folder.at('other')], /^! 1 行を読みましたが、メール関連のプログラムの行がありません。/m],
      [['-d', '2020-01-01', SAMPLE], /^! この期間の行がログにありません。/m],
    ];
    for (const [args, told] of EXPECTED)
      assert.match((await run(['report', '--lang', 'ja', ...args])).stdout, told);
  });
});

describe('the language', () => {
  const LOCALES: readonly [environment: Record<string, string>, language: string][] = [
    [{}, 'en'],
    [{ LANG: 'ja_JP.UTF-8' }, 'ja'],
    [{ LANG: 'C.UTF-8' }, 'en'],
    [{ LANG: 'ja_JP.UTF-8', LC_ALL: 'C' }, 'en'],
    [{ LANG: 'en_US.UTF-8', LC_MESSAGES: 'ja_JP.UTF-8' }, 'ja'],
    [{ LANG: 'ja_JP.UTF-8', LC_ALL: '' }, 'ja'],
    [{ LANG: 'jam_JM' }, 'en'],
  ];
  for (const [environment, language] of LOCALES)
    it(`${JSON.stringify(environment)} is ${language}`, () =>
      assert.equal(languageOf(environment), language));
  it('--lang wins', async () => {
    const { stdout } = await run(['report', '--lang', 'en', SAMPLE], { env: { LC_ALL: 'ja_JP.UTF-8' } });
    assert.match(stdout, /^Mail report/);
    assert.match(
      (await run(['report', SAMPLE], { env: { LC_ALL: 'ja_JP.UTF-8' } })).stdout,
      /^メールレポート/,
    );
  });
});

describe('numbers', () => {
  it('counts, sizes, times', () => {
    assert.deepEqual([0, 999, 1000, 1234567].map(number), ['0', '999', '1,000', '1,234,567']);
    assert.deepEqual([0, 999, 1000, 38_300_000, 5e11, 7.5e15].map(bytes), [
      '0 B',
      '999 B',
      '1.0 kB',
      '38.3 MB',
      '500 GB',
      '7500 TB',
    ]);
    assert.deepEqual([0, 0.34, 9.96, 45, 130, 9000, 200_000].map(duration), [
      '0 s',
      '0.3 s',
      '10 s',
      '45 s',
      '2 min',
      '2.5 h',
      '2 d',
    ]);
    assert.equal(moment(null), '-');
  });
});
