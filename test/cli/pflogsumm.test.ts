import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { Command } from 'commander';
import { addReport, respellReport } from '../../src/cli/report.ts';
import type { Report } from '../../src/report/model.ts';
import { message, messages, text } from './log.ts';
import { Folder, reportOf, run, SAMPLE } from './run.ts';

/** Everything that 1.1.5 and its manual page know, in both spellings, and what newer releases brought. */
const LINES = [
  '-d today',
  '-d yesterday',
  '--detail 5',
  '--detail=5',
  '-e',
  '-h 5',
  '-h5',
  '-h=5',
  '-u 5',
  '-h -1',
  '-i',
  '--ignore-case',
  '--ignore_case',
  '--iso-date-time',
  '--iso_date_time',
  '--mailq',
  '-m',
  '--uucp-mung',
  '--uucp_mung',
  '--no-no-msg-size',
  '--no_no_msg_size',
  '--problems-first',
  '--problems_first',
  '-q',
  '--rej-add-from',
  '--rej_add_from',
  '--bounce-detail 3',
  '--bounce_detail=3',
  '--deferral-detail 3',
  '--deferral_detail=3',
  '--reject-detail 3',
  '--reject_detail=3',
  '--smtp-detail 3',
  '--smtp_detail=3',
  '--smtpd-stats',
  '--smtpd_stats',
  '--smtpd-warning-detail 3',
  '--smtpd_warning_detail=3',
  '--syslog-name=postfix',
  '--syslog_name postfix',
  '--verbose-msg-detail',
  '--verbose_msg_detail',
  '--verp-mung',
  '--verp_mung',
  '--verp-mung=2',
  '--verp-mung 2',
  '--zero-fill',
  '--zero_fill',
  '--no-bounce-detail',
  '--no_bounce_detail',
  '--no_deferral_detail',
  '--no_reject_detail',
  '--no_smtpd_warnings',
  '--no-smtpd-warnings',
  '--colwidth 100',
  '--dow0mon',
  '--pscrn-detail 3',
  '--pscrn-stats',
  '--rej-add-to',
  '--srs-mung',
  '--use-orig-to',
  '-x',
  '--debug',
  '--extended-detail',
  '--host-cnt 5',
  '--user_cnt=5',
  '--prob',
  '--detail 0',
  '-det 0',
  '-problems-first',
  '-eq',
  '-D yesterday',
  '-d=yesterday',
  '-d last_week --dow0mon',
  '-d 2026-11-20:2026-11-21',
  '-d 2026-11',
];

describe("pflogsumm's options", { concurrency: 4 }, () => {
  const small = new Folder();
  writeFileSync(small.at('maillog'), text(messages(1, 3)));
  after(() => small[Symbol.dispose]());

  for (const line of LINES)
    it(`${line} is taken, and the log is read`, async () => {
      const report = await reportOf([
        ...line.split(' ').map((word) => word.replace('last_week', 'last week')),
        small.at('maillog'),
      ]);
      assert.equal(report.lines.total, 21);
    });

  it('a cron line needs the name changed only', async () => {
    const args = ['--problems_first', '--verbose_msg_detail', '--mailq', '-d', '2026-11-23', SAMPLE];
    const { code, stdout, stderr } = await run(['report', ...args]);
    assert.deepEqual([code, stderr], [0, '']);
    assert.match(stdout, /^Mail report: mx1\.hinode\.example, 2026-11-23\n/);
    assert.ok(stdout.indexOf('\nRejected\n') < stdout.indexOf('\nTotals\n'), 'problems first');
    assert.match(stdout, /^The queue now\n {2}\S/m);
    assert.match(stdout, /\(in reply to RCPT TO\n? *command\)/, 'whole reasons');
  });

  it('-d yesterday is yesterday', async () => {
    using folder = new Folder();
    const day = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
    writeFileSync(
      folder.at('maillog'),
      text([...messages(1, 3), ...message(4).map((line) => line.replace('2026-11-20', day))]),
    );
    const report = await reportOf(['-d', 'yesterday', folder.at('maillog')]);
    assert.deepEqual([report.period.days, report.totals.received], [[day], 1]);
  });

  it('the log by standard input, with no name, as `cat maillog* | pflogsumm -d today` has it', async () => {
    const report = await reportOf(['-d', '2026-11-20'], { input: text(messages(1, 3)) });
    assert.equal(report.totals.received, 3);
  });
});

describe('counts', () => {
  let all: Report;
  before(async () => {
    all = await reportOf(['--top', '0', SAMPLE]);
  });
  /** Flags, and the lengths of lists that they ask for. */
  const LIMITS: readonly [flags: string, lists: Partial<Record<keyof Report, number>>][] = [
    ['-h 2', { topClients: 2, recipientDomains: 2, sendingDomains: 2, topSenders: 20 }],
    ['-u 2', { topSenders: 2, topRecipients: 2, accounts: 2, topClients: 20 }],
    ['-h 0 -u 0', { topClients: 0, topSenders: 0 }],
    ['--detail 2', { rejects: 2, bounces: 2, deferrals: 2, topClients: 2, topSenders: 2 }],
    ['--detail 2 --bounce_detail 3', { rejects: 2, bounces: 3 }],
    ['--no_bounce_detail', { bounces: 0, rejects: 10 }],
    ['--top 4', { topClients: 4, topSenders: 4, rejects: 4 }],
  ];
  for (const [flags, lists] of LIMITS)
    it(`${flags}: ${JSON.stringify(lists)}, and how many more there are`, async () => {
      const report = await reportOf([...flags.split(' '), SAMPLE]);
      for (const [name, length] of Object.entries(lists)) {
        const list = report[name as 'rejects'];
        assert.equal(list.length, length, name);
        if (length > 0)
          assert.equal(list.length + (report.more[name] ?? 0), all[name as 'rejects'].length, name);
      }
    });

  it('-h -1 is all', async () => {
    const report = await reportOf(['-h', '-1', SAMPLE]);
    assert.equal(report.topClients.length, all.topClients.length);
    assert.ok(report.topClients.length > 600);
  });
});

describe('--unprocd-file', () => {
  it('has the lines that nobody understands', async () => {
    using folder = new Folder();
    writeFileSync(folder.at('maillog'), text(['what is this', ...message(1), 'and this?']));
    await reportOf(['--unprocd-file', folder.at('rest'), folder.at('maillog')]);
    assert.equal(readFileSync(folder.at('rest'), 'utf8'), 'what is this\nand this?\n');
  });
});

describe('how options may be written', () => {
  const parent = new Command();
  addReport(parent, 'en');
  const respell = (line: string): string => respellReport(line.split(' '), parent.commands[0]!).join(' ');

  /** As Getopt::Long takes them; what follows an option with a value, and what follows `--`, stays as it is. */
  const WORDS: readonly [given: string, meant: string][] = [
    ['--problems_first a_b', '--problems-first a_b'],
    ['--syslog_name=my_postfix', '--syslog-name my_postfix'],
    ['--no_reject_detail', '--reject-detail=0'],
    ['--verp_mung mail_log', '--verp-mung=1 mail_log'],
    ['--verp_mung 2 mail_log', '--verp-mung=2 mail_log'],
    ['--verp=2', '--verp-mung=2'],
    ['--show-unparsed mail.log', '--show-unparsed=100 mail.log'],
    ['--show-unparsed 5 mail.log', '--show-unparsed=5 mail.log'],
    ['--show-unparsed', '--show-unparsed=100'],
    ['-u=3 -h=4', '-u 3 -h 4'],
    ['-h5 -dyesterday -eq', '-h5 -dyesterday -eq'],
    ['-- --a_b -u=3', '-- --a_b -u=3'],
    ['--prob --verb --mail', '--problems-first --verbose-msg-detail --mailq'],
    ['--det 0 log', '--detail 0 log'],
    ['--reject=5 --bounce_d 3', '--reject-detail 5 --bounce-detail 3'],
    ['-problems-first -det 5', '--problems-first --detail 5'],
    ['--PROBLEMS-FIRST -D yesterday -H 5', '--problems-first -d yesterday -h 5'],
    ['--d yesterday --h=5 --q', '-d yesterday -h 5 -q'],
    ['-d -1 --top --json', '-d -1 --top --json'],
    ['--mail-from --mail_to', '--mail-from --mail_to'],
    ['--rej-add --no-no --iso', '--rej-add-from --no-no-msg-size --iso-date-time'],
    ['--host_cnt 3 --user_cnt=4', '--host-cnt 3 --user-cnt 4'],
    ['--date_range yesterday', '--date yesterday'],
    ['--top=', '--top '],
    ['--no-such x', '--no-such x'],
    ['- -1 /var/log/mail_log', '- -1 /var/log/mail_log'],
  ];
  for (const [given, meant] of WORDS) it(`${given} is ${meant}`, () => assert.equal(respell(given), meant));

  for (const [given, choices] of [
    ['--smtpd', '--smtpd-stats, --smtpd-warning-detail'],
    ['--de', '--detail, --deferral-detail, --debug'],
    ['--qu', '--queue, --quiet'],
  ] as const)
    it(`${given} may be ${choices}`, () =>
      assert.throws(() => respell(given), new RegExp(`may be ${choices}`)));
});

describe("pflogsumm's --config", () => {
  it('has its options, and the command line wins', async () => {
    using folder = new Folder();
    writeFileSync(
      folder.at('pflogsumm.conf'),
      '# my report\n[options]\nproblems-first = 1\nmailq=0\nu = 3\nd "2026-11-22"\nsyslog_name: postfix\nreject_detail 2\n',
    );
    const config = ['--config', folder.at('pflogsumm.conf')];
    const report = await reportOf([...config, SAMPLE]);
    assert.deepEqual([report.period.days, report.topSenders.length], [['2026-11-22'], 3]);
    assert.deepEqual([report.rejects.length, report.topClients.length], [2, 20]);
    assert.equal(report.queue, null);
    const more = await reportOf([...config, '-d', '2026-11-21', '-u', '4', SAMPLE]);
    assert.deepEqual([more.period.days, more.topSenders.length], [['2026-11-21'], 4]);
    const { stdout } = await run(['report', ...config, SAMPLE]);
    assert.ok(stdout.indexOf('\nRejected\n') < stdout.indexOf('\nTotals\n'), 'problems first');
  });

  it('is told from settings of our own, and from anything else', async () => {
    using folder = new Folder();
    writeFileSync(folder.at('settings'), 'language = "ja"\n');
    assert.match(
      (await run(['report', '--config', folder.at('settings'), SAMPLE])).stdout,
      /^メールレポート/,
    );
    for (const wrong of ['problems-first = maybe\n', 'problems-first = 1\ntop = 3\n']) {
      writeFileSync(folder.at('settings'), wrong);
      assert.equal((await run(['report', '--config', folder.at('settings'), SAMPLE])).code, 2, wrong);
    }
  });
});
