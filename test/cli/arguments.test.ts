import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { isInstalled } from '../lab/require.ts';
import { messages, text } from './log.ts';
import { Folder, ROOT, run, SAMPLE, SEKISHO } from './run.ts';

/** Arguments, the exit code, and what standard error says; standard output stays empty. */
const REFUSED: readonly [args: string[], code: number, told: RegExp][] = [
  [['--date', '2026-02-31'], 2, /"2026-02-31" is no day or range of days\n {2}use today, yesterday/],
  [['--date', 'soon'], 2, /"soon" is no day/],
  [['-d', '2026-11-23..2026-11-20'], 2, /"2026-11-23\.\.2026-11-20" ends before it begins/],
  [['-d', ''], 2, /"" is no day/],
  [['--top', 'x'], 2, /--top "x" is not a whole number\n {2}give a number, as in --top 20\n/],
  [['--top', '-1'], 2, /--top "-1" is not/],
  [['--top', ''], 2, /--top "" is not/],
  [['--top', '1e3'], 2, /--top "1e3" is not/],
  [['--width', 'wide'], 2, /--width "wide" is not a whole number\n {2}give a number, as in --width 100\n/],
  [['--width', ''], 2, /--width "" is not/],
  [['--domain', ''], 2, /--domain has no name\n {2}give one/],
  [['--show-unparsed=all'], 2, /--show-unparsed "all" is not/],
  [['-h', 'x'], 2, /-h "x" is not a whole number/],
  [['--bounce_detail=x'], 2, /--bounce-detail "x" is not/],
  [
    ['--format', 'xml'],
    2,
    /^sekisho: --format "xml" is none of text, html, json\n {2}sekisho report --help lists the options\n$/,
  ],
  [['--lang', 'fr'], 2, /--lang "fr" is none of en, ja/],
  [
    ['--no-such-option'],
    2,
    /^sekisho: there is no option --no-such-option\n {2}sekisho report --help lists the options\n$/,
  ],
  [['--tpo', '3'], 2, /^sekisho: there is no option --tpo; did you mean --top\?\n {2}sekisho report --help/],
  [['--smtp', '3'], 2, /--smtp may be --smtpd-stats, --smtp-detail, --smtpd-warning-detail\n/],
  [['--dns', 'localhost:x'], 2, /--dns "localhost:x" is no address of a resolver\n {2}give one/],
  [['--config', '/no/such/sekisho.toml'], 2, /cannot read \/no\/such\/sekisho\.toml: ENOENT\n/],
  [['--unprocd-file', '/no/such/folder/file'], 3, /cannot write \/no\/such\/folder\/file: ENOENT\n/],
];

describe('report refuses', () => {
  for (const [args, code, told] of REFUSED)
    it(`${args.join(' ')}: ${code}`, async () => {
      const ended = await run(['report', ...args, SAMPLE]);
      assert.equal(ended.code, code);
      assert.match(ended.stderr, told);
      assert.equal(ended.stdout, '');
      assert.doesNotMatch(ended.stderr, /^ +at /m, 'a stack is for programmers');
    });

  it('a command that there is not: 2', async () => {
    const { code, stderr } = await run(['reprot']);
    assert.equal(code, 2);
    assert.equal(
      stderr,
      'sekisho: there is no command reprot; did you mean report?\n  sekisho --help lists the commands\n',
    );
  });

  it('-h alone: what -h is, and where the help is', async () => {
    const { code, stderr } = await run(['report', '-h']);
    assert.equal(code, 2);
    assert.equal(
      stderr,
      'sekisho: -h needs a value\n  sekisho report --help shows the help; -h takes a count, as in pflogsumm\n',
    );
  });

  it('a log where a command should be: 2, and the command', async () => {
    const { code, stderr } = await run([SAMPLE]);
    assert.equal(code, 2);
    assert.ok(stderr.endsWith(`\n  to report a log: sekisho report ${SAMPLE}\n`), stderr);
  });

  it('options before the command are its own', async () => {
    const { code, stdout } = await run(['--lang', 'ja', '--quiet', 'report', SAMPLE]);
    assert.equal(code, 0);
    assert.match(stdout, /^メールレポート/);
  });

  it('a resolver may be named, though the report asks none', async () => {
    for (const dns of ['127.0.0.1', '127.0.0.1:5353', '::1', '[::1]:53'])
      assert.equal((await run(['report', '--quiet', '--dns', dns, SAMPLE])).code, 0, dns);
    for (const dns of ['127.0.0.1:0', '127.0.0.1:65536', '256.0.0.1', '[127.0.0.1', ''])
      assert.equal((await run(['report', '--quiet', '--dns', dns, SAMPLE])).code, 2, dns);
  });

  it('help and version are no errors', async () => {
    for (const args of [
      ['--help'],
      ['report', '--help'],
      ['help', 'report'],
      ['--version'],
      ['-h'],
      ['report', '--version'],
    ]) {
      const { code, stdout, stderr } = await run(args);
      assert.deepEqual([code, stderr], [0, '']);
      assert.ok(stdout.length > 0);
      for (const line of stdout.split('\n')) assert.ok(line.length <= 80, line);
    }
  });
});

describe('report without a log to read', () => {
  it('a file that there is not: 3, and what is like it', async () => {
    using folder = new Folder();
    writeFileSync(folder.at('maillog.1'), '');
    const { code, stdout, stderr } = await run(['report', folder.at('maillog')]);
    assert.deepEqual([code, stdout], [3, '']);
    assert.equal(
      stderr,
      `sekisho: ${folder.at('maillog')} does not exist\n  there is ${folder.at('maillog.1')}\n`,
    );
  });

  it('a name that is empty: 2', async () => {
    const { code, stderr } = await run(['report', SAMPLE, '']);
    assert.deepEqual(
      [code, stderr],
      [2, 'sekisho: the name of a log is empty\n  name a file, or - for standard input\n'],
    );
  });

  it('a folder: 3, and the logs in it', async () => {
    using folder = new Folder();
    const empty = await run(['report', folder.path]);
    assert.equal(empty.code, 3);
    assert.match(empty.stderr, /is a directory\n {2}name the files in it\n$/);
    writeFileSync(folder.at('mail.log'), '');
    const { code, stderr } = await run(['report', folder.path]);
    assert.equal(code, 3);
    assert.ok(stderr.includes(`did you mean ${folder.at('mail.log')}?`));
  });

  it('a pattern that nothing matches: 3', async () => {
    using folder = new Folder();
    const { code, stderr } = await run(['report', folder.at('*.log')]);
    assert.equal(code, 3);
    assert.match(stderr, /\*\.log does not exist/);
  });

  const asNobody = process.getuid?.() === 0 && isInstalled('setpriv') ? false : 'needs root and setpriv';
  it('a file that may not be read: 3; beside one that may be, a note', { skip: asNobody }, async () => {
    using folder = new Folder();
    chmodSync(folder.path, 0o755);
    writeFileSync(folder.at('closed'), text(messages(1, 2)), { mode: 0o600 });
    writeFileSync(folder.at('open'), text(messages(3, 2)), { mode: 0o644 });
    const nobody = ['--reuid=65534', '--regid=65534', '--clear-groups', SEKISHO, 'report'];
    const alone = await run([...nobody, folder.at('closed')], { program: 'setpriv', cwd: '/' });
    assert.deepEqual([alone.code, alone.stdout], [3, '']);
    assert.match(alone.stderr, /closed may not be read by this user\n {2}run it with sudo/);
    const both = await run([...nobody, folder.at('closed'), folder.at('open')], {
      program: 'setpriv',
      cwd: '/',
    });
    assert.equal(both.code, 0);
    assert.match(both.stdout, /^! .*closed may not be read by this user: run it with sudo/m);
    assert.match(both.stdout, /2 received, 2 delivered/);
  });

  it('an empty file: the report says that nothing was read, and not that all is well', async () => {
    using folder = new Folder();
    writeFileSync(folder.at('maillog'), '');
    const { code, stdout, stderr } = await run(['report', folder.at('maillog')]);
    assert.equal(code, 0);
    assert.match(stdout, /^nothing to judge; 0 received/m);
    assert.doesNotMatch(stdout, /no problems/);
    for (const told of [stdout, stderr]) assert.match(told, /The log is empty: nothing was read/);
  });

  it('a log of other programs', async () => {
    using folder = new Folder();
    writeFileSync(folder.at('syslog'), 'Nov 20 10:00:00 h sshd[1]: a\nNov 20 10:00:00 h cron[2]: b\n');
    const { code, stdout } = await run(['report', folder.at('syslog')]);
    assert.equal(code, 0);
    assert.match(
      stdout,
      /^! Nothing of a mail program is in the log \(lines read: 2\)\. Is this the mail log\?$/m,
    );
    assert.match(stdout, /^nothing to judge;/m);
  });

  it('days that the log does not have', async () => {
    const { code, stdout } = await run(['report', '-d', '2020-01-01', SAMPLE]);
    assert.equal(code, 0);
    assert.match(
      stdout,
      /^! Nothing in the log lies in this period; it goes from 2026-11-19 15:14 to 2026-11-23 14:24\. Are\s+there\s+rotated logs beside it\?$/m,
    );
    assert.match(stdout, /^nothing to judge;/m);
  });

  it('--sample-if-empty shows the sample where nothing is named, and never instead of what is', async () => {
    using folder = new Folder();
    mkdirSync(folder.at('etc'));
    writeFileSync(folder.at('etc/sekisho.toml'), `[report]\nlogs = ["${folder.at('none')}"]\n`);
    const { code, stdout, stderr } = await run([
      'report',
      '--sample-if-empty',
      '--config',
      folder.at('etc/sekisho.toml'),
    ]);
    assert.equal(code, 0);
    assert.match(
      stderr,
      /this is the shipped sample, sample\/maillog, .*none does not exist \(check the path:/,
    );
    assert.match(stdout, /777 received/);
    const named = await run(['report', '--sample-if-empty', folder.at('none')]);
    assert.equal(named.code, 3);
  });
});

describe('settings', () => {
  /** The document, and where the error is. */
  const WRONG: Record<string, RegExp> = {
    'language = "en"\n[report\ntop = 1\n': /sekisho\.toml:2: Invalid TOML document/,
    'language = "en"\n[report]\ntop = "x"\n': /sekisho\.toml:3: report\.top must be a whole number, not "x"/,
    '\n\nlangage = "en"\n': /sekisho\.toml:3: langage: no such setting/,
    'language = "fr"\n': /sekisho\.toml:1: language must be one of "en", "ja", not "fr"/,
    '[report]\n# top\ntop = -1\n': /sekisho\.toml:3: report\.top must be 0 or more, not -1/,
    'report = { top = 1.5 }\n': /sekisho\.toml:1: report\.top must be a whole number, not 1\.5/,
    'report.top = "x"\n': /sekisho\.toml:1: report\.top must be /,
    '[report]\nlogs = [\n  1,\n]\n': /sekisho\.toml:2: report\.logs\.0 must be a text in quotes, not 1/,
    '[report]\nlogs = "x"\n': /sekisho\.toml:2: report\.logs must be a list in brackets, not "x"/,
    'mail = 3\n': /sekisho\.toml:1: mail must be a table, not 3/,
    '[mial]\n': /sekisho\.toml:1: mial: no such setting/,
  };
  for (const [document, told] of Object.entries(WRONG))
    it(`${JSON.stringify(document)} is refused with its line`, async () => {
      using folder = new Folder();
      writeFileSync(folder.at('sekisho.toml'), document);
      const { code, stderr, stdout } = await run(['report', '--config', folder.at('sekisho.toml'), SAMPLE]);
      assert.deepEqual([code, stdout], [2, '']);
      assert.match(stderr, told);
    });

  it('are used, and give way to flags', async () => {
    using folder = new Folder();
    writeFileSync(folder.at('s.toml'), `language = "ja"\n[report]\ntop = 3\nlogs = ["${SAMPLE}"]\n`);
    const { stdout } = await run(['report', '--config', folder.at('s.toml')]);
    assert.match(stdout, /^メールレポート/);
    assert.match(stdout, /ほか 87 件/);
    const flags = await run(['report', '--config', folder.at('s.toml'), '--lang', 'en', '--top', '5']);
    assert.match(flags.stdout, /^Mail report.*and 85 more/s);
  });
});

describe('the launcher', () => {
  it('works through a symbolic link and from another folder', async () => {
    using folder = new Folder();
    const { symlinkSync } = await import('node:fs');
    symlinkSync(SEKISHO, folder.at('first'));
    symlinkSync('first', folder.at('second'));
    const { code, stdout } = await run(['--version'], { program: folder.at('second'), cwd: folder.path });
    assert.equal(code, 0);
    assert.match(stdout, /^\d+\.\d+\.\d+\n$/);
    assert.notEqual(ROOT, folder.path);
  });
});
