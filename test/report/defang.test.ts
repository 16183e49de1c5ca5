import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { defanger } from '../../src/report/defang.ts';

const defang = defanger(['mx1.hinode.example', 'kawa.test', 'MIDORI.test', '']);

/** Log text, and what the mail has of it. */
const HARMED: Record<string, string> = {
  'bad.example': 'bad[.]example',
  'ann@bad.example': 'ann[@]bad[.]example',
  'ann@[192.0.2.1]': 'ann[@][192[.]0[.]2[.]1]',
  '192.0.2.1': '192[.]0[.]2[.]1',
  'unknown[192.0.2.1]': 'unknown[192[.]0[.]2[.]1]',
  'mx.bad.example[192.0.2.1]:25': 'mx[.]bad[.]example[192[.]0[.]2[.]1]:25',
  '2001:db8::1': '2001[:]db8[:][:]1',
  '2001:db8:0:0:0:0:0:1': '2001[:]db8[:]0[:]0[:]0[:]0[:]0[:]1',
  '[2001:db8::53]': '[2001[:]db8[:][:]53]',
  'fe80::1': 'fe80[:][:]1',
  'https://bad.example/q?ip=192.0.2.1': 'hxxps://bad[.]example/q?ip=192[.]0[.]2[.]1',
  'HTTP://BAD.EXAMPLE': 'hxxp://BAD[.]EXAMPLE',
  'ftp://bad.example/x': 'ftp[:]//bad[.]example/x',
  'mailto:x@bad.example': 'mailto[:]x[@]bad[.]example',
  'javascript:alert(1)': 'javascript[:]alert(1)',
  'x@[IPv6:2001:db8::1]': 'x[@][IPv6:2001[:]db8[:][:]1]',
  '::ffff:192.0.2.1': '::ffff:192[.]0[.]2[.]1',
  'see http://a.b.example.': 'see hxxp://a[.]b[.]example.',
  'https://192.0.2.1/x': 'hxxps://192[.]0[.]2[.]1/x',
  '<ann@bad.example>, <kawa.test@bad.example>': '<ann[@]bad[.]example>, <kawa.test[@]bad[.]example>',
  'notkawa.test': 'notkawa[.]test',
  'kawa.test.evil.example': 'kawa[.]test[.]evil[.]example',
  '山田@例え.テスト': '山田[@]例え[.]テスト',
  'xn--r8jz45g.xn--zckzah': 'xn--r8jz45g[.]xn--zckzah',
  'ann@localhost, see kawa.test': 'ann[@]localhost, see kawa.test',
  'from=<x@bad.example> to=<info@kawa.test>': 'from=<x[@]bad[.]example> to=<info@kawa.test>',
};

/** What must stay as it is. */
const KEPT = [
  '10:11:12',
  '2026-11-20T00:44:39.796952+09:00',
  'Nov 20 00:44:39',
  'Postfix 3.10.1',
  'dsn=5.7.1',
  'TLSv1.3',
  '550 5.1.1',
  '/var/log/mail.log',
  '/home/hinode/bin/return-mail.pl',
  'main.cf',
  'master.cf',
  'maillog.2.gz:16:',
  'mail.log-20261120',
  'sekisho.toml',
  'mx1.hinode.example',
  'imap.mx1.hinode.example',
  'info@kawa.test',
  'Info@Shop.Kawa.Test',
  'x@midori.test',
  'delays=0.20/0.01/0.2/0.13',
  '127.0.0.[2..11]',
  'count: 3',
  'in reply to end of data: x',
  'unix:/run/x.sock',
  'a :: b',
];

describe('defanger', () => {
  for (const [text, result] of Object.entries(HARMED))
    it(`${text} becomes ${result}`, () => assert.equal(defang(text), result));
  for (const text of KEPT) it(`${text} stays`, () => assert.equal(defang(text), text));

  it('twice is the same as once', () => {
    for (const text of Object.keys(HARMED)) assert.equal(defang(defang(text)), defang(text));
  });

  it('a mail server with thousands of domains, a text of a megabyte', () => {
    const own = Array.from({ length: 5000 }, (_, i) => `own${i}.example`);
    const many = defanger(own);
    const text = `${'a@own42.example '.repeat(30_000)}${'x@'.repeat(100_000)}${'1.'.repeat(100_000)}`;
    const began = process.cpuUsage();
    assert.ok(many(text).startsWith('a@own42.example a@own42.example'));
    assert.ok(process.cpuUsage(began).user < 3_000_000);
  });
});
