/** One thing that several lines tell of counts once: failed logins, hops, requeues, broken-off transactions. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Totals } from '../../../src/report/model.ts';
import { join, numbersOf, readWhole } from './run.ts';

async function totalsOf(...lines: string[]): Promise<Totals> {
  const text = join(lines.map((line) => `Nov 20 10:00:${line}`));
  const run = await readWhole(text);
  assert.deepEqual(run.unparsed, []);
  const express = await readWhole(text, undefined, true);
  assert.deepEqual(
    { ...(numbersOf(express) as object), connections: [] },
    { ...(numbersOf(run) as object), connections: [] },
  );
  return run.collector.totals;
}

const PAM = (second: string, address: string) =>
  `${second} mx1 vsftpd[1]: pam_unix(vsftpd:auth): authentication failure; logname= uid=0 euid=0 tty=ftp ruser=ann rhost=${address}`;
const OWN = (second: string, address: string) =>
  `${second} mx1 vsftpd[1]: [ann] FAIL LOGIN: Client "${address}"`;

describe("vsftpd's failed logins", () => {
  it('told by vsftpd and PAM count once', async () => {
    const totals = await totalsOf(
      PAM('00', '192.0.2.1'),
      OWN('02', '192.0.2.1'),
      PAM('05', '192.0.2.1'),
      OWN('07', '192.0.2.1'),
    );
    assert.equal(totals.loginFailures, 2);
  });

  it('told by one of them, or by each of another client, count each', async () => {
    assert.equal((await totalsOf(PAM('00', '192.0.2.1'), PAM('02', '192.0.2.1'))).loginFailures, 2);
    assert.equal((await totalsOf(OWN('00', '192.0.2.1'), OWN('02', '192.0.2.1'))).loginFailures, 2);
    assert.equal((await totalsOf(PAM('00', '192.0.2.1'), OWN('02', '192.0.2.2'))).loginFailures, 2);
    assert.equal((await totalsOf(PAM('00', '192.0.2.1'), OWN('20', '192.0.2.1'))).loginFailures, 2);
  });
});

const queued = (id: string, second = '00', sender = 'list@example.com'): string[] => [
  `${second} mx1 postfix/smtpd[7]: ${id}: client=localhost[127.0.0.1]`,
  `${second} mx1 postfix/cleanup[8]: ${id}: message-id=<same@example.com>`,
  `${second} mx1 postfix/qmgr[9]: ${id}: from=<${sender}>, size=1000, nrcpt=1 (queue active)`,
];
const sent = (id: string, second: string, relay = 'mx.example.org[192.0.2.9]:25', reply = '250 2.0.0 Ok') =>
  `${second} mx1 postfix/smtp[10]: ${id}: to=<b@example.org>, relay=${relay}, delay=1, delays=0/0/0/1, dsn=2.0.0, status=sent (${reply})`;
const removed = (id: string, second: string) => `${second} mx1 postfix/qmgr[9]: ${id}: removed`;

describe('one message-id many times', () => {
  it('from a program on this host: each is a message', async () => {
    const totals = await totalsOf(
      ...queued('4D2F1A'),
      ...queued('4D2F1B'),
      sent('4D2F1A', '01'),
      removed('4D2F1A', '01'),
      ...queued('4D2F1C', '02'),
      sent('4D2F1B', '02'),
      sent('4D2F1C', '02'),
    );
    assert.equal(totals.received, 3);
    assert.equal(totals.delivered, 3);
  });

  it('through a content filter, two at once with different senders: each once', async () => {
    const hop = (id: string, next: string) =>
      sent(id, '01', '127.0.0.1[127.0.0.1]:10024', `250 2.0.0 Ok: queued as ${next}`);
    const totals = await totalsOf(
      ...queued('4D2F1A'),
      ...queued('4D2F1B', '00', 'other@example.com'),
      ...queued('4D2F2B', '01', 'other@example.com'),
      ...queued('4D2F2A', '01'),
      hop('4D2F1A', '4D2F2A'),
      hop('4D2F1B', '4D2F2B'),
      removed('4D2F1A', '01'),
      sent('4D2F2A', '01'),
      sent('4D2F2B', '01'),
    );
    assert.equal(totals.received, 2);
    assert.equal(totals.delivered, 2);
  });
});

describe('postsuper -r', () => {
  const requeued = (id: string, next: string): string[] => [
    `03 mx1 postfix/postsuper[11]: ${id}: requeued`,
    `03 mx1 postfix/pickup[12]: ${next}: uid=0 from=<list@example.com> orig_id=${id}`,
    `03 mx1 postfix/cleanup[8]: ${next}: message-id=<same@example.com>`,
    `03 mx1 postfix/qmgr[9]: ${next}: from=<list@example.com>, size=1066, nrcpt=1 (queue active)`,
  ];
  const deferred = (id: string, second: string) =>
    `${second} mx1 postfix/smtp[10]: ${id}: to=<b@example.org>, relay=none, delay=1, delays=0/0/1/0, dsn=4.4.1, status=deferred (connect to mx.example.org[192.0.2.9]:25: Connection refused)`;

  it('the message is received and deferred once', async () => {
    const totals = await totalsOf(
      ...queued('4D2F1A'),
      deferred('4D2F1A', '01'),
      ...requeued('4D2F1A', '4D2F1B'),
      deferred('4D2F1B', '04'),
    );
    assert.deepEqual([totals.received, totals.deferred, totals.deferrals], [1, 1, 2]);
    assert.equal(totals.bytesReceived, 1000);
  });

  it('one that was held is received when the queue manager has it', async () => {
    const totals = await totalsOf(
      ...queued('4D2F1A').slice(0, 2),
      ...requeued('4D2F1A', '4D2F1B'),
      sent('4D2F1B', '04'),
    );
    assert.deepEqual([totals.received, totals.delivered, totals.bytesReceived], [1, 1, 1066]);
  });

  it('a program that sends the same message-id later sends a message of its own', async () => {
    const totals = await totalsOf(
      ...queued('4D2F1A'),
      deferred('4D2F1A', '01'),
      ...requeued('4D2F1A', '4D2F1B'),
      deferred('4D2F1B', '04'),
      '05 mx1 postfix/pickup[12]: 4D2F1C: uid=33 from=<list@example.com>',
      '05 mx1 postfix/cleanup[8]: 4D2F1C: message-id=<same@example.com>',
      '05 mx1 postfix/qmgr[9]: 4D2F1C: from=<list@example.com>, size=500, nrcpt=1 (queue active)',
      sent('4D2F1C', '06'),
    );
    assert.deepEqual([totals.received, totals.delivered, totals.bytesReceived], [2, 1, 1500]);
  });
});

describe('an access rule that discards', () => {
  const rule =
    '00 mx1 postfix/smtpd[7]: NOQUEUE: discard: RCPT from a.example[192.0.2.1]: <x@example.com>: Sender address triggers DISCARD action; from=<x@example.com> to=<b@example.org> proto=ESMTP helo=<a.example>';
  const client = (id: string) => `00 mx1 postfix/smtpd[7]: ${id}: client=a.example[192.0.2.1]`;
  const connect = '00 mx1 postfix/smtpd[7]: connect from a.example[192.0.2.1]';
  const disconnect = (counters: string) =>
    `01 mx1 postfix/smtpd[7]: disconnect from a.example[192.0.2.1] ${counters}`;

  it('receives the message whose text came', async () => {
    const totals = await totalsOf(
      connect,
      rule,
      client('4D2F1A'),
      disconnect('ehlo=1 mail=1 rcpt=1 data=1 quit=1 commands=5'),
    );
    assert.deepEqual([totals.received, totals.discarded], [1, 1]);
  });

  it('receives nothing where none came, and what follows for itself', async () => {
    const broken = await totalsOf(
      connect,
      rule,
      client('4D2F1A'),
      disconnect('ehlo=1 mail=1 rcpt=1 commands=3'),
    );
    assert.equal(broken.received, 0);
    const next = await totalsOf(
      connect,
      rule,
      client('4D2F1A'),
      client('4D2F1B'),
      '00 mx1 postfix/cleanup[8]: 4D2F1B: message-id=<y@example.com>',
      '00 mx1 postfix/qmgr[9]: 4D2F1B: from=<y@example.com>, size=500, nrcpt=1 (queue active)',
      disconnect('ehlo=1 mail=2 rcpt=2 data=1 rset=1 quit=1 commands=8'),
    );
    assert.deepEqual([next.received, next.bytesReceived], [1, 500]);
  });
});
