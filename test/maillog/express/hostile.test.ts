/** Lines that nobody sane writes: the engine reads them as bytes, in bounds, and leaves what it is not sure of alone. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { assertEqual } from './both-ways.ts';

const digits = (count: number): string => '9'.repeat(count);
const letters = (count: number): string => 'x'.repeat(count);
const at = (line: string): string => `Nov 20 10:00:00 mx1 postfix/${line}`;

/** The long way learns the header from it. */
const FIRST = ['smtpd', 'qmgr', 'cleanup', 'smtp', 'local'].map((daemon) =>
  at(`${daemon}[1]: daemon started`),
);

function numbers(d: string): string[] {
  return [
    `smtpd[${d}]: connect from a.far.example[192.0.2.1]`,
    `smtpd[${d}]: 4F2A1B3C4D: client=a.far.example[192.0.2.1]`,
    `cleanup[${d}]: 4F2A1B3C4D: message-id=<${d}@far.example>`,
    `qmgr[1]: 4F2A1B3C4D: from=<a@far.example>, size=${d}, nrcpt=${d} (queue active)`,
    `smtp[1]: 4F2A1B3C4D: to=<b@far.example>, relay=mx.far.example[192.0.2.2]:25, delay=${d}.${d}, delays=1/1/1/1, dsn=2.0.0, status=sent (250 ok)`,
    'qmgr[1]: 4F2A1B3C4D: removed',
    `smtpd[1]: NOQUEUE: reject: RCPT from a[${d}]: 554 5.7.1 x [${d}]; from=<a@b> to=<c@d> proto=SMTP helo=<x>`,
    `smtpd[1]: NOQUEUE: reject: RCPT from a[192.0.2.1]: ${d} ${d}.${d}.${d} x; from=<a@b> to=<c@d> proto=SMTP helo=<x>`,
  ];
}

function lengths(n: number): string[] {
  const b = letters(n);
  return [
    `smtpd[1]: connect from ${b}[192.0.2.1]`,
    `smtpd[1]: connect from a[${b}]`,
    `smtpd[1]: NOQUEUE: reject: RCPT from a[${b}]: 554 5.7.1 a]; from=<> to=<> proto=SMTP helo=<x>`,
    `smtpd[1]: NOQUEUE: reject: RCPT from a[${b}]: 554 5.7.1 q [a]; from=<> to=<c@d> proto=SMTP helo=<x>`,
    `smtpd[1]: NOQUEUE: reject: RCPT from a[1.2.3.4]: 554 5.7.1 ${b} blocked using ${b}; from=<> to=<${b}@${b}> proto=SMTP helo=<${b}>`,
    `smtpd[1]: 4F2A1B3C4E: client=${b}[${b}], sasl_method=PLAIN, sasl_username=${b}`,
    `qmgr[1]: 4F2A1B3C4E: from=<${b}>, size=1, nrcpt=1 (queue active)`,
    `smtp[1]: 4F2A1B3C4E: to=<${b}>, relay=${b}[192.0.2.2]:25, delay=1, delays=1/1/1/1, dsn=2.0.0, status=sent (250 ok)`,
    `smtp[1]: 4F2A1B3C4E: to=<${b}>, relay=${b}[192.0.2.2]:25, delay=1, delays=1/1/1/1, dsn=5.0.0, status=bounced (${b})`,
    `local[1]: 4F2A1B3C4E: to=<a@b>, relay=local, delay=1, delays=1/1/1/1, dsn=2.0.0, status=sent (forwarded as ${b})`,
    `local[1]: 4F2A1B3C4E: to=<a@b>, relay=local, delay=1, delays=1/1/1/1, dsn=2.0.0, status=sent (forwarded as ${digits(n)})`,
    `${b}[1]: foo`,
    `smtpd[1]: ${digits(n)}: client=a[1.2.3.4]`,
    `smtpd[1]: ${digits(n)}`,
    `smtpd[1]: warning: ${b}[${b}]: SASL LOGIN authentication failed: ${b}, sasl_username=${b}`,
    `smtpd[1]: Anonymous TLS connection established from a[1.2.3.4]: ${b} with cipher x`,
  ];
}

/** When it ends, the memory of its message holds how many clients a list refused. */
const LATE_END = [
  '00:26:05.804019+09:00 mx1 postfix/smtpd[1058]: disconnect from host-26.pool.example.net[100.122.140.206] ehlo=1 mail=1 rcpt=0/1 commands=2/3',
  '00:44:39.191952+09:00 mx1 postfix/smtpd[1067]: connect from unknown[100.83.228.75]',
  '00:44:39.491952+09:00 mx1 postfix/smtpd[1067]: 4BBBBBBBBmzCLS: client=unknown[100.83.228.75]',
  '00:44:39.831952+09:00 mx1 postfix/qmgr[812]: 4BBBBBBBBmzCLS: removed',
  '00:44:40.991952+09:00 mx1 postfix/smtp[556]: 4BBBBBBB1YzDH1: to=<ann367@net6.example.com>, relay=mx.net6.example.com[192.0.2.61]:25, delay=1.2, delays=0.60/0.01/0.2/0.40, dsn=5.7.1, status=bounced (host mx.net6.example.com[192.0.2.61] said: 550 5.7.1 Mail from 192.0.2.1 refused, listed at ips.backscatterer.org (in reply to RCPT TO command))',
  '00:44:41.001952+09:00 mx1 postfix/qmgr[812]: 4BBBBBBB1YzDH1: removed',
  '01:04:12.977942+09:00 mx1 postfix/smtpd[1022]: NOQUEUE: reject: RCPT from host-485.pool.example.net[100.85.78.171]: 450 4.7.25 Client host rejected: cannot find your hostname, [100.85.78.171]; from=<hana4@south1.example.net> to=<info0@sakura-clinic.example> proto=ESMTP helo=<WIN-9QL4SDRB93L>',
  '01:14:14.215555+09:00 mx1 postfix/anvil[700]: statistics: max connection rate 2/60s for (smtp:100.70.211.149) at Nov 20 10:11:12',
  '01:27:11.240447+09:00 mx1 postfix/postscreen[650]: CONNECT from [100.74.91.160]:16206 to [192.0.2.1]:25',
  '01:31:51.709296+09:00 mx1 postfix/smtpd[1020]: NOQUEUE: reject: RCPT from host-4.pool.example.net[100.68.184.188]: 554 5.7.1 Service unavailable; Client host [100.68.184.188] blocked using zen.lists.example; https://lists.example/query/ip/100.68.184.188; from=<maria27@net54.example.com> to=<info17@office.example> proto=ESMTP helo=<host-4.pool.example.net>',
  '01:31:51.759296+09:00 mx1 postfix/smtpd[1020]: NOQUEUE: reject: RCPT from host-4.pool.example.net[100.68.184.188]: 554 5.7.1 Service unavailable; Client host [100.68.184.188] blocked using spam.lists.example.net; https://lists.example/query/ip/100.68.184.188; from=<maria27@net54.example.com> to=<info17@office.example> proto=ESMTP helo=<host-4.pool.example.net>',
  '00:44:39.741952+09:00 mx1 postfix/smtpd[1067]: disconnect from unknown[100.83.228.75] ehlo=1 mail=1 rcpt=1 data=1 quit=1 commands=5',
  '04:47:43.587119+09:00 mx1 postfix/smtpd[1030]: NOQUEUE: reject: RCPT from host-13.pool.example.net[100.125.212.137]: 554 5.7.1 Service unavailable; Client host [100.125.212.137] blocked using spam.lists.example.net; https://lists.example/query/ip/100.125.212.137; from=<maria3@net166.example.net> to=<suzuki5@hinode.example> proto=ESMTP helo=<WIN-9QL4SDRB93L>',
];

/** How many lines of each counted, so that nothing passes for want of being read. */
async function assertRead(lines: readonly string[], end = '\n'): Promise<void> {
  const report = await assertEqual([...FIRST, ...lines].join('\n') + end);
  assert.equal(report.lines.total, FIRST.length + lines.length);
}

describe('hostile lines count the same by the express lane', () => {
  for (const count of [0, 30, 400])
    it(`numbers of ${count} digits`, () => assertRead(numbers(digits(count)).map(at)));
  for (const length of [100, 5000, 300_000, 900_000])
    it(`texts of ${length} characters`, () => assertRead(lengths(length).map(at)));
  for (const last of [
    at('smtpd[1]: connect from a.far.example[192.0.2.1]'),
    at('smtpd[1]: connect from a[192.0.2.1'),
    at('smtpd[1]: connect from a['),
    at('qmgr[1]: 4F2A1B3C4D: r'),
    at('smtpd[1]: '),
    at('smtpd'),
    'Nov 20 10:00:00',
    'N',
  ])
    it(`the last line has no end: ${last}`, () => assertRead([last], ''));
  it('a connection ends long after its message was forgotten', async () => {
    await assertEqual(LATE_END.map((line) => `2026-11-20T${line}`).join('\n'));
  });
  it('more hosts and programs than the engine remembers', () =>
    assertRead(
      Array.from({ length: 300 }, (_, i) => [
        `Nov 20 10:00:01 host${i} postfix/smtpd[1]: connect from a.far.example[192.0.2.1]`,
        `Nov 20 10:00:01 host${i % 80} postfix-${i}/smtpd[1]: disconnect from a.far.example[192.0.2.1]`,
      ]).flat(),
    ));
});
