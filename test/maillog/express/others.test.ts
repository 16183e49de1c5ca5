/** Lines of other programs that the engine takes whole: cut anywhere, and more often than lines are kept as evidence. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { assertEqual } from './both-ways.ts';

const LINES = [
  'postfix/postscreen[7]: CONNECT from [192.0.2.1]:4321 to [198.51.100.1]:25',
  'postfix/postscreen[7]: DISCONNECT [192.0.2.1]:4321',
  'postfix/postscreen[7]: PASS OLD [2001:db8::7]:4321',
  'postfix/postscreen[7]: PASS NEW [192.0.2.1]:4321',
  'postfix/postscreen[7]: PREGREET 14 after 0.05 from [192.0.2.1]:4321: EHLO [127.0.0.1]\\r\\n',
  'postfix/postscreen[7]: HANGUP after 0.2 from [192.0.2.1]:4321 in tests before SMTP handshake',
  'postfix/postscreen[7]: DNSBL rank 3 for [192.0.2.1]:4321',
  'postfix/postscreen[7]: COMMAND TIME LIMIT from [192.0.2.1]:4321 after CONNECT',
  'dovecot[7]: imap-login: Login: user=<ann>, method=PLAIN, rip=192.0.2.1, lip=198.51.100.1, mpid=7, TLS, session=<x>',
  'dovecot[7]: pop3-login: Login: user=<ann@hinode.example>, method=PLAIN, rip=192.0.2.1',
  'dovecot[7]: submission-login: Login: user=<>, method=PLAIN',
  'dovecot[7]: managesieve-login: Login: ',
  'dovecot[7]: lmtp(ann@hinode.example)<7><a/b>: msgid=<a@far.example>: saved mail to INBOX',
  "dovecot[7]: lmtp(ann@hinode.example)<7><a/b>: sieve: msgid=<a@far.example>: stored mail into mailbox 'INBOX'",
  'dovecot[7]: lmtp(7, ann): msgid=<a@far.example>: saved mail to INBOX',
  'dovecot[7]: lmtp(7): Connect from local',
  'dovecot[7]: lmtp(ann): msgid=<>: forwarded to <x>: saved mail to >: forwarded to <bob@far.example>',
  'dovecot[7]: lmtp(ann): sieve: msgid=<a>: forwarded to <bob@far.example>',
  'dovecot[7]: lmtp(a)b): msgid=<a>: saved mail to INBOX',
  'postfix/smtpd[7]: warning: non-SMTP command from unknown[192.0.2.1]: GET / HTTP/1.1',
  'postfix/smtpd[7]: warning: non-SMTP command from a b[192.0.2.1]: GET / HTTP/1.1',
  'postfix/submission/smtpd[7]: warning: non-SMTP command from x[]: : SASL LOGIN authentication failed: x',
  'postfix/smtpd[7]: warning: hostname a.far.example does not resolve to address 192.0.2.1: Name or service not known',
  'postfix/smtpd[7]: warning: hostname a.far.example does not resolve to address 192.0.2.1',
];

function log(texts: readonly string[]): string {
  const first = [...new Set(LINES.map((line) => line.slice(0, line.indexOf('[7]'))))].map(
    (tag) => `${tag}[7]: daemon started`,
  );
  return [...first, ...texts]
    .map(
      (text, i) =>
        `Nov 20 10:${String(Math.floor(i / 60) % 60).padStart(2, '0')}:${String(i % 60).padStart(2, '0')} mx1 ${text}\n`,
    )
    .join('');
}

it('each eight times, of several programs', async () => {
  const report = await assertEqual(log(Array.from({ length: 8 }, () => LINES).flat()));
  assert.equal(report.postscreen.find(({ what }) => what === 'PASS OLD')?.count, 8);
  assert.ok(report.warnings.some(({ count }) => count > 8));
});

it('cut at each character', async () => {
  await assertEqual(log(LINES.flatMap((line) => Array.from(line, (_, i) => line.slice(0, i)))));
});

it('more kinds of warnings than are kept', async () => {
  const many = Array.from({ length: 7000 }, (_, i) =>
    i % 7 === 0
      ? LINES[19 + (i % 5)]!
      : `postfix/smtpd[7]: warning: something${i.toString(26).replace(/\d/g, (d) => 'qrstuvwxyz'[Number(d)]!)} is wrong`,
  );
  await assertEqual(log(many));
});
