/** Whatever the command itself says, it says in Japanese where Japanese is asked for. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import stringWidth from 'string-width';
import { en } from '../../src/i18n/cli/en.ts';
import { ja } from '../../src/i18n/cli/ja.ts';
import { ja as errors } from '../../src/i18n/errors/ja.ts';
import { messages, text } from './log.ts';
import { Folder, ROOT, run, SAMPLE } from './run.ts';

const JAPANESE = { LC_ALL: 'ja_JP.UTF-8' };
const holes = (sentence: string): string[] => [...sentence.matchAll(/\{\w+\}/g)].map(([hole]) => hole).sort();

function files(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? files(path) : path.endsWith('.ts') ? [path] : [];
  });
}

describe('the words of the command line', () => {
  it('are the same in both languages, with the same values in them', () => {
    assert.deepEqual(Object.keys(ja).sort(), Object.keys(en).sort());
    for (const [key, sentence] of Object.entries(en))
      assert.deepEqual(holes(ja[key as keyof typeof en]), holes(sentence), key);
  });

  it('every sentence of an error has its Japanese one, with no value that is not there', () => {
    let found = 0;
    for (const path of files(join(ROOT, 'src'))) {
      for (const [call] of readFileSync(path, 'utf8').matchAll(/new SekishoError\([\s\S]*?\);/g))
        for (const [, sentence] of call.replace(/\{ values[\s\S]*/, '').matchAll(/'((?:[^'\\]|\\.)*)'/g)) {
          if (!/[a-z] /.test(sentence!)) continue;
          found++;
          assert.ok(errors[sentence!] !== undefined, `${path}: no Japanese for: ${sentence}`);
        }
    }
    assert.ok(found > 20, String(found));
    for (const [sentence, japanese] of Object.entries(errors))
      for (const hole of holes(japanese))
        assert.ok(holes(sentence).includes(hole), `${hole} in: ${japanese}`);
  });
});

describe('in Japanese', () => {
  const REFUSED: readonly [args: string[], told: string][] = [
    [
      ['--tpo', '3'],
      '--tpo というオプションはありません。もしかして: --top\n  sekisho report --help でオプションの一覧を表示します',
    ],
    [
      ['--smtp', '3'],
      '--smtp は --smtpd-stats, --smtp-detail, --smtpd-warning-detail のどれか区別できません\n  名前を最後まで書いてください',
    ],
    [['--top', 'x'], '--top の「x」は整数ではありません\n  数値を指定してください。例: --top 20'],
    [
      ['-d', 'soon'],
      '「soon」は日付や期間として解釈できません\n  today、yesterday、2026-11-23、2026-11、2026-11-01..2026-11-07、7d のように指定してください',
    ],
    [['-d', '2026-11-23..2026-11-20'], '期間「2026-11-23..2026-11-20」の終わりが始まりより前です'],
    [['--format', 'xml'], '--format の「xml」は使えません。使えるのは text, html, json です'],
    [['--lang'], '--lang には値が必要です'],
    [['--domain', ''], '--domain にドメイン名がありません\n  例: --domain example.com'],
    [['--mail-to', '-x'], '--mail-to の「-x」はメールアドレスではありません'],
    [['--config', '/no/such'], '/no/such を読めません: ENOENT\n  読める TOML ファイルを指定してください'],
    [['--unprocd-file', '/no/such/file', SAMPLE], '/no/such/file に書き込めません: ENOENT'],
    [
      ['--sendmail', '/no/such', '--mail-to', 'root', SAMPLE],
      'レポートを送信できませんでした: /no/such を起動できません(ENOENT)\n  --sendmail で送信プログラムを指定するか、メールログを確かめてください',
    ],
    [['/no/such/log'], '/no/such/log がありません\n  パスを確かめてください。'],
    [['/usr'], '/usr はディレクトリです\n  中のファイルを指定してください'],
  ];
  for (const [args, told] of REFUSED)
    it(`report ${args.join(' ')}`, async () => {
      const { code, stdout, stderr } = await run(['report', ...args], { env: JAPANESE });
      assert.ok(code === 2 || code === 3, String(code));
      assert.equal(stdout, '');
      assert.ok(stderr.startsWith(`sekisho: ${told}`), stderr);
    });

  it('a command that there is not', async () => {
    const { stderr } = await run(['reprot'], { env: JAPANESE });
    assert.equal(
      stderr,
      'sekisho: reprot というコマンドはありません。もしかして: report\n  sekisho --help でコマンドの一覧を表示します\n',
    );
  });

  it('settings', async () => {
    using folder = new Folder();
    writeFileSync(folder.at('s.toml'), 'language = "ja"\n[report]\ntop = "x"\n');
    const wrong = await run(['report', '--config', folder.at('s.toml'), SAMPLE], { env: JAPANESE });
    assert.match(
      wrong.stderr,
      /s\.toml:3: report\.top は整数で指定します\("x" は使えません\)\n {2}設定の一覧は docs\/settings\.md にあります\n$/,
    );
    writeFileSync(folder.at('s.toml'), 'language = "ja"\n');
    const { stderr } = await run(['report', '--config', folder.at('s.toml'), '/no/such/log']);
    assert.match(stderr, /^sekisho: \/no\/such\/log がありません\n/);
  });

  it('a file that could not be read is told in the report, and on standard error', async () => {
    using folder = new Folder();
    writeFileSync(folder.at('maillog'), text(messages(1, 2)));
    const { code, stdout, stderr } = await run(['report', folder.at('maillog'), folder.at('x/none')], {
      env: JAPANESE,
    });
    assert.equal(code, 0);
    assert.match(stdout, /^! .*\/x\/none がありません。パスを確かめてください。Red Hat/m);
    assert.match(stderr, /^sekisho: .*\/x\/none がありません。/);
  });

  for (const args of [
    ['--help'],
    ['report', '--help'],
    ['--lang', 'ja', '--help'],
    ['report', '--lang=ja', '--help'],
    ['help', 'report'],
  ])
    it(`${args.join(' ')}: in columns, and not wider than the terminal`, async () => {
      const { code, stdout } = await run(args, {
        env: args.includes('--lang') || args.includes('--lang=ja') ? {} : JAPANESE,
      });
      assert.equal(code, 0);
      assert.match(stdout, /^使い方: sekisho/);
      const lines = stdout.split('\n');
      for (const line of lines) assert.ok(stringWidth(line) <= 80, line);
      // What is English there is a name or an example.
      assert.doesNotMatch(stdout, /\b(?:Usage|Options|the|display)\b/);
      const starts = lines.flatMap((line) => {
        const match = /^ {2}-.*? {2,}(?=\S)/.exec(line);
        return match === null ? [] : [stringWidth(match[0])];
      });
      assert.equal(new Set(starts).size, 1);
    });
});
