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
  it('more hosts and programs than the engine remembers', () =>
    assertRead(
      Array.from({ length: 300 }, (_, i) => [
        `Nov 20 10:00:01 host${i} postfix/smtpd[1]: connect from a.far.example[192.0.2.1]`,
        `Nov 20 10:00:01 host${i % 80} postfix-${i}/smtpd[1]: disconnect from a.far.example[192.0.2.1]`,
      ]).flat(),
    ));
});
