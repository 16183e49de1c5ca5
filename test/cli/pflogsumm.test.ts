import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { hyphenate } from '../../src/cli/pflogsumm.ts';
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
  '-d 2026-11-20:2026-11-21',
  '-d 2026-11',
];

describe("pflogsumm's options", { concurrency: 4 }, () => {
  const small = new Folder();
  writeFileSync(small.at('maillog'), text(messages(1, 3)));
  after(() => small[Symbol.dispose]());

  for (const line of LINES)
    it(`${line} is taken, and the log is read`, async () => {
      const report = await reportOf([...line.split(' '), small.at('maillog')]);
      assert.equal(report.lines.total, 21);
    });

  it('a cron line needs the name changed only', async () => {
    const args = ['--problems_first', '--verbose_msg_detail', '--mailq', '-d', '2026-11-23', SAMPLE];
    const { code, stdout, stderr } = await run(['report', ...args]);
    assert.deepEqual([code, stderr], [0, '']);
    assert.match(stdout, /^Mail report: mx1\.hinode\.example, 2026-11-23\n/);
    assert.ok(stdout.indexOf('\nRejected\n') < stdout.indexOf('\nTotals\n'), 'problems first');
    assert.match(stdout, /^The queue now: /m);
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

describe('hyphenate', () => {
  const WORDS: readonly [before: string, after: string][] = [
    ['--problems_first a_b', '--problems-first a_b'],
    ['--syslog_name=my_postfix', '--syslog-name=my_postfix'],
    ['--no_reject_detail', '--reject-detail=0'],
    ['--verp_mung mail_log', '--verp-mung=1 mail_log'],
    ['--verp_mung 2 mail_log', '--verp-mung 2 mail_log'],
    ['--show-unparsed mail.log', '--show-unparsed=100 mail.log'],
    ['--show-unparsed 5 mail.log', '--show-unparsed 5 mail.log'],
    ['--show-unparsed', '--show-unparsed=100'],
    ['-u=3 -h=4', '-u3 -h4'],
    ['-- --a_b -u=3', '-- --a_b -u=3'],
  ];
  for (const [given, result] of WORDS)
    it(`${given} is ${result}`, () => assert.deepEqual(hyphenate(given.split(' ')), result.split(' ')));
});
