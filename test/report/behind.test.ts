/** Who stands behind each reason: those whom pflogsumm lists below it, and how few or many are shown. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { clientDomain } from '../../src/report/collect/address.ts';
import type { RejectRow, Report } from '../../src/report/model.ts';
import { inFile } from '../bench/generated.ts';
import { reportOf, run, SAMPLE } from '../cli/run.ts';
import { isInstalled, skipWithout } from '../lab/require.ts';

const HEAD = 'Nov 20 10:00:00 mx1 postfix';

function refused(
  client: string,
  words: string,
  from: string,
  to: string,
  what = 'reject',
  stage = 'RCPT',
): string {
  return `${HEAD}/smtpd[7]: NOQUEUE: ${what}: ${stage} from ${client}: ${words}; from=<${from}> to=<${to}> proto=ESMTP helo=<a.example>`;
}

function failed(id: string, to: string, agent: string, relay: string, status: string): string[] {
  return [
    `${HEAD}/smtpd[7]: ${id}: client=a.example[192.0.2.1], sasl_method=PLAIN, sasl_username=ann`,
    `${HEAD}/qmgr[9]: ${id}: from=<ann@example.org>, size=1000, nrcpt=1 (queue active)`,
    `${HEAD}/${agent}[10]: ${id}: to=<${to}>, relay=${relay}, delay=1, delays=1/0/0/0, dsn=5.0.0, status=${status}`,
  ];
}

const BLOCKED = '554 5.7.1 Service unavailable; Client host [192.0.2.9] blocked using zen.example';
const NAMELESS = '450 4.7.25 Client host rejected: cannot find your hostname, [192.0.2.9]';
const UNKNOWN = (to: string): string =>
  `550 5.1.1 <${to}>: Recipient address rejected: User unknown in virtual mailbox table`;
const LOG = [
  ...['192.0.2.9', '192.0.2.9', '192.0.2.10'].map((ip) =>
    refused(`unknown[${ip}]`, BLOCKED, 'x@y.example', 'b@c.test'),
  ),
  refused('mx.pool.example.net[198.51.100.4]', BLOCKED, '', 'b@c.test'),
  refused('mx.pool.example.net[2001:db8::4]', BLOCKED, '', 'b@c.test'),
  refused('unknown[192.0.2.9]', NAMELESS, 'x@y.example', 'b@c.test', 'reject_warning'),
  ...['b@c.test', 'd@C.test', 'd@c.test'].map((to) =>
    refused('unknown[192.0.2.9]', UNKNOWN(to), 'x@y.example', to),
  ),
  refused(
    'unknown[192.0.2.9]',
    '550 5.1.8 <x@y.example>: Sender address rejected: Domain not found',
    'x@y.example',
    'b@c.test',
  ),
  refused('unknown[192.0.2.9]', '550 5.1.8 <>: Sender address rejected: no', '', 'b@c.test'),
  refused(
    'a.example[192.0.2.1]',
    '<DATA>: Data command rejected: later',
    'x@y.example',
    'b@c.test',
    'hold',
    'DATA',
  ),
  ...failed(
    '4D2F10',
    'e@far.example',
    'smtp',
    'none',
    'deferred (connect to mx.far.example[192.0.2.80]:25: Connection refused)',
  ),
  ...failed(
    '4D2F11',
    'f@Far.example',
    'smtp',
    'none',
    'deferred (connect to mx.far.example[192.0.2.81]:25: Connection refused)',
  ),
  ...failed(
    '4D2F12',
    'g@near.example',
    'smtp',
    'none',
    'deferred (connect to mx.near.example[192.0.2.82]:25: Connection refused)',
  ),
  ...failed('4D2F13', 'h@c.test', 'local', 'local', 'bounced (unknown user: "h")'),
  '',
].join('\n');

describe('who stands behind a reason', () => {
  const told = async (log: string): Promise<string[]> => {
    const report = await inFile(log, (path) => reportOf([path]));
    const lists = [report.rejects, report.rejectWarnings, report.holds, report.deferrals, report.bounces];
    return lists.flat().map(({ reason, topOf, top }) => {
      const names = top.map(
        ({ subject, name, count }) => `${name === undefined ? subject : `${subject} ${name}`} ${count}`,
      );
      return `${reason.slice(0, 30)} | ${topOf}: ${names.join(', ')}`;
    });
  };
  const EXPECTED = [
    'blocked using zen.example | clients: 192.0.2.9 2, 192.0.2.10 1, 198.51.100.4 mx.pool.example.net 1, 2001:db8::4 mx.pool.example.net 1',
    'Recipient address rejected: Us | recipients: d@c.test 2, b@c.test 1',
    'Sender address rejected: Domai | senders: x@y.example 1',
    'Sender address rejected: no | senders: <> 1',
    'Client host rejected: cannot f | clients: 192.0.2.9 1',
    'Data command rejected: later | clients: 192.0.2.1 a.example 1',
    'connect to …: Connection refus | domains: far.example 2, near.example 1',
    'unknown user: "…" | recipients: h@c.test 1',
  ];
  it('clients of refusals, refused senders and recipients, domains that fail, recipients here', async () =>
    assert.deepEqual(await told(LOG), EXPECTED));

  it('mail of this host itself has no client: its sender', async () => {
    const line = `${HEAD}/cleanup[8]: 4D2F1C: hold: header Subject: win from local; from=<cron@c.test> to=<b@c.test>`;
    assert.deepEqual(await told(`${line}\n`), ['Subject: win | senders: cron@c.test 1']);
  });
});

/** `  RCPT`, below it `    REASON (total: 26)`, below that `           2   NAME`. */
function nested(text: string, title: string): Map<string, Map<string, number>> {
  const found = new Map<string, Map<string, number>>();
  const section = text.split(`\n${title}\n`)[1]?.split('\n\n')[0] ?? '';
  let names = new Map<string, number>();
  for (const line of section.split('\n')) {
    const reason = /^ {4}(\S.*?) \((?:top \d+\) \()?total: \d+\)$/.exec(line)?.[1];
    if (reason !== undefined) {
      names = new Map();
      found.set(reason, names);
    }
    const [, count, name] = /^ {5,}(\d+) {3}(.+)$/.exec(line) ?? [];
    if (name !== undefined) names.set(name, Number(count));
  }
  return found;
}

/** As pflogsumm writes a client: its domain, else its address. */
function theirs(row: RejectRow): Map<string, number> {
  const names = new Map<string, number>();
  for (const { subject, name, count } of row.top) {
    const who = row.topOf === 'clients' ? clientDomain(name ?? '', subject) : subject;
    names.set(who, (names.get(who) ?? 0) + count);
  }
  return names;
}

const skip = isInstalled('pflogsumm') ? false : skipWithout('pflogsumm');

describe('pflogsumm lists the same below each reason', { skip }, () => {
  const LOGS: readonly [name: string, text: string][] = [
    ['a log of a few lines', LOG.replaceAll('d@C.test', 'd@c.test')],
    ['the sample', readFileSync(SAMPLE, 'utf8')],
  ];
  const SECTIONS: readonly [title: string, rows: (report: Report) => RejectRow[]][] = [
    ['message reject detail', ({ rejects }) => rejects],
    ['message reject warning detail', ({ rejectWarnings }) => rejectWarnings],
    ['message hold detail', ({ holds }) => holds],
  ];
  for (const [name, text] of LOGS)
    it(name, () =>
      inFile(text, async (path) => {
        const { stdout } = spawnSync('pflogsumm', [path], { encoding: 'utf8' });
        const report = await reportOf(['--top', '0', path]);
        let compared = 0;
        for (const [title, rowsOf] of SECTIONS) {
          const peers = nested(stdout, title);
          const rows = rowsOf(report);
          assert.equal(rows.length, peers.size, title);
          for (const [reason, names] of peers) {
            const row = rows.find((each) => each.reason.includes(reason));
            assert.ok(row !== undefined, reason);
            assert.deepEqual(new Map([...theirs(row)].sort()), new Map([...names].sort()), reason);
            compared += names.size;
          }
        }
        assert.ok(compared > 8);
      }),
    );
});

describe('how many of them are told', () => {
  const many = [1, 2, 3, 4, 5, 6, 7, 8].flatMap((n) =>
    Array.from({ length: n }, () => refused(`unknown[192.0.2.${n}]`, BLOCKED, '', 'b@c.test')),
  );
  const CASES: readonly [flags: string[], told: number, more: number][] = [
    [[], 5, 3],
    [['--top', '3'], 3, 5],
    [['--top', '0'], 8, 0],
    [['--reject_detail', '7'], 7, 1],
    [['--reject_detail', '-1'], 8, 0],
    [['--detail', '2'], 2, 6],
    [['--bounce_detail', '7'], 5, 3],
  ];
  for (const [flags, count, more] of CASES)
    it(flags.join(' ') || 'without a flag', () =>
      inFile(`${many.join('\n')}\n`, async (path) => {
        const { rejects } = await reportOf([...flags, path]);
        assert.deepEqual([rejects[0]!.top.length, rejects[0]!.topMore], [count, more]);
        assert.deepEqual(rejects[0]!.top[0], { subject: '192.0.2.8', count: 8 });
        assert.equal(rejects[0]!.clients, 8);
      }),
    );

  const TEXTS: readonly [flags: string[], lines: string[]][] = [
    [
      ['--width', '80'],
      ['192.0.2.8 (8), 192.0.2.7 (7), 192.0.2.6 (6),', '192.0.2.5 (5), 192.0.2.4 (4), and 3 more'],
    ],
    [
      ['--width', '80', '--top', '0'],
      [
        '192.0.2.8 (8), 192.0.2.7 (7), 192.0.2.6 (6),',
        '192.0.2.5 (5), 192.0.2.4 (4), 192.0.2.3 (3),',
        '192.0.2.2 (2), 192.0.2.1 (1)',
      ],
    ],
    [
      ['--width', '120', '--lang', 'ja'],
      ['192.0.2.8 (8)、192.0.2.7 (7)、192.0.2.6 (6)、192.0.2.5 (5)、192.0.2.4 (4)、ほか 3 件'],
    ],
  ];
  for (const [flags, lines] of TEXTS)
    it(`as text: ${flags.join(' ')}`, () =>
      inFile(`${many.join('\n')}\n`, async (path) => {
        const { stdout } = await run(['report', ...flags, path]);
        const all = stdout.split('\n').map((line) => line.trim());
        const at = all.indexOf(lines[0]!);
        assert.deepEqual(
          all.slice(at, at + lines.length),
          lines,
          stdout.slice(stdout.indexOf('blocked') - 40),
        );
      }));

  it('in HTML below the reason, escaped', () =>
    inFile(
      `${refused('unknown[192.0.2.1]', '550 5.1.8 <a&b@c.test>: Sender address rejected: no', 'a&b@c.test', 'b@c.test')}\n`,
      async (path) => {
        const { stdout } = await run(['report', '--format', 'html', path]);
        assert.match(
          stdout,
          /Sender address rejected: no<br><small class="who"><span>a&#38;b@c\.test<\/span><\/small>/,
        );
      },
    ));
});
