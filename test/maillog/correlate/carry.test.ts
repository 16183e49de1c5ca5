/** A log read in parts and put together counts as if read whole, wherever it is cut. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { join, numbersOf, readInParts, readWhole } from './run.ts';

/** Interleaved stories: accounts, filters, bounces, forwards, deferrals, requeues, breaking off. */
const LOG = `
Nov 20 10:00:00 mx1 postfix/smtpd[100]: connect from mail.example.org[192.0.2.7]
Nov 20 10:00:00 mx1 postfix/smtpd[100]: 4D2F1A: client=mail.example.org[192.0.2.7]
Nov 20 10:00:01 mx1 postfix/smtpd[111]: connect from unknown[198.51.100.3]
Nov 20 10:00:01 mx1 postfix/cleanup[101]: 4D2F1A: message-id=<one@example.org>
Nov 20 10:00:01 mx1 postfix/qmgr[9]: 4D2F1A: from=<ann@example.org>, size=1000, nrcpt=2 (queue active)
Nov 20 10:00:01 mx1 postfix/smtpd[111]: 4D2F20: client=unknown[198.51.100.3], sasl_method=PLAIN, sasl_username=carl@example.com
Nov 20 10:00:02 mx1 postfix/smtpd[300]: connect from localhost[127.0.0.1]
Nov 20 10:00:02 mx1 postfix/smtpd[300]: 4D2F1B: client=localhost[127.0.0.1]
Nov 20 10:00:02 mx1 postfix/cleanup[102]: 4D2F1B: message-id=<one@example.org>
Nov 20 10:00:02 mx1 postfix/qmgr[9]: 4D2F1B: from=<ann@example.org>, size=1500, nrcpt=2 (queue active)
Nov 20 10:00:02 mx1 postfix/smtpd[300]: disconnect from localhost[127.0.0.1] ehlo=1 mail=1 rcpt=2 data=1 quit=1 commands=6
Nov 20 10:00:03 mx1 postfix/smtp[400]: 4D2F1A: to=<bob@example.com>, relay=127.0.0.1[127.0.0.1]:10024, delay=3, delays=1/0/0/2, dsn=2.0.0, status=sent (250 2.0.0 from MTA(smtp:[127.0.0.1]:10025): 250 2.0.0 Ok: queued as 4D2F1B)
Nov 20 10:00:03 mx1 postfix/smtp[400]: 4D2F1A: to=<eve@example.com>, relay=127.0.0.1[127.0.0.1]:10024, delay=3, delays=1/0/0/2, dsn=2.0.0, status=sent (250 2.0.0 from MTA(smtp:[127.0.0.1]:10025): 250 2.0.0 Ok: queued as 4D2F1B)
Nov 20 10:00:03 mx1 postfix/qmgr[9]: 4D2F1A: removed
Nov 20 10:00:04 mx1 postfix/cleanup[101]: 4D2F20: message-id=<two@example.com>
Nov 20 10:00:04 mx1 postfix/qmgr[9]: 4D2F20: from=<carl@example.com>, size=700, nrcpt=1 (queue active)
Nov 20 10:00:04 mx1 postfix/smtpd[111]: disconnect from unknown[198.51.100.3] ehlo=2 auth=1 mail=1 rcpt=1 data=1 quit=1 commands=7
Nov 20 10:00:05 mx1 postfix/local[500]: 4D2F1B: to=<bob@example.com>, relay=local, delay=0.2, delays=0.1/0/0/0.1, dsn=2.0.0, status=sent (delivered to mailbox)
Nov 20 10:00:05 mx1 postfix/cleanup[102]: 4D2F30: message-id=<one@example.org>
Nov 20 10:00:05 mx1 postfix/local[501]: 4D2F1B: to=<eve@example.com>, relay=local, delay=0.2, delays=0.1/0/0/0.1, dsn=2.0.0, status=sent (forwarded as 4D2F30)
Nov 20 10:00:05 mx1 postfix/qmgr[9]: 4D2F30: from=<ann@example.org>, size=1600, nrcpt=1 (queue active)
Nov 20 10:00:05 mx1 postfix/qmgr[9]: 4D2F1B: removed
Nov 20 10:00:06 mx1 postfix/smtp[401]: 4D2F20: to=<x@example.net>, relay=none, delay=2, delays=1/0/1/0, dsn=4.4.1, status=deferred (connect to mx.example.net[203.0.113.9]:25: Connection timed out)
Nov 20 10:00:06 mx1 postfix/smtp[402]: 4D2F30: to=<eve@example.net>, relay=mx.example.net[203.0.113.9]:25, delay=1, delays=0/0/1/0, dsn=5.1.1, status=bounced (host mx.example.net[203.0.113.9] said: 550 5.1.1 <eve@example.net>: User unknown (in reply to RCPT TO command))
Nov 20 10:00:06 mx1 postfix/cleanup[102]: 4D2F40: message-id=<dsn1@mx1>
Nov 20 10:00:06 mx1 postfix/bounce[600]: 4D2F30: sender non-delivery notification: 4D2F40
Nov 20 10:00:06 mx1 postfix/qmgr[9]: 4D2F40: from=<>, size=3000, nrcpt=1 (queue active)
Nov 20 10:00:06 mx1 postfix/qmgr[9]: 4D2F30: removed
Nov 20 10:00:07 mx1 postfix/smtp[402]: 4D2F40: to=<ann@example.org>, relay=mail.example.org[192.0.2.7]:25, delay=1, delays=0/0/1/0, dsn=2.0.0, status=sent (250 ok)
Nov 20 10:00:07 mx1 postfix/qmgr[9]: 4D2F40: removed
Nov 20 10:00:08 mx1 postfix/smtpd[100]: 4D2F50: client=mail.example.org[192.0.2.7]
Nov 20 10:00:09 mx1 postfix/smtpd[100]: lost connection after DATA (12 bytes) from mail.example.org[192.0.2.7]
Nov 20 10:00:09 mx1 postfix/smtpd[100]: disconnect from mail.example.org[192.0.2.7] ehlo=1 mail=2 rcpt=2 data=2 commands=7
Nov 20 10:00:10 mx1 postfix/pickup[700]: 4D2F60: uid=1000 from=<root>
Nov 20 10:00:10 mx1 postfix/cleanup[102]: 4D2F60: message-id=<three@mx1>
Nov 20 10:00:10 mx1 postfix/qmgr[9]: 4D2F60: from=<root@example.com>, size=400, nrcpt=1 (queue active)
Nov 20 10:00:10 mx1 postfix/local[500]: 4D2F60: to=<root@example.com>, relay=local, delay=0.1, delays=0/0/0/0.1, dsn=2.0.0, status=sent (delivered to mailbox)
Nov 20 10:00:10 mx1 postfix/qmgr[9]: 4D2F60: removed
Nov 20 10:00:11 mx1 postfix/smtpd[100]: connect from bad.example.net[203.0.113.66]
Nov 20 10:00:11 mx1 postfix/smtpd[100]: NOQUEUE: reject: RCPT from bad.example.net[203.0.113.66]: 554 5.7.1 Service unavailable; Client host [203.0.113.66] blocked using zen.example; from=<s@example.net> to=<bob@example.com> proto=ESMTP helo=<x>
Nov 20 10:00:12 mx1 postfix/smtpd[100]: 4D2F70: client=bad.example.net[203.0.113.66]
Nov 20 10:00:12 mx1 postfix/cleanup[101]: 4D2F70: message-id=<four@example.net>
Nov 20 10:00:12 mx1 postfix/cleanup[101]: 4D2F70: milter-reject: END-OF-MESSAGE from bad.example.net[203.0.113.66]: 5.7.1 spam; from=<s@example.net> to=<bob@example.com> proto=ESMTP helo=<x>
Nov 20 10:00:13 mx1 postfix/smtpd[100]: disconnect from bad.example.net[203.0.113.66] ehlo=1 mail=1 rcpt=1/2 data=0/1 quit=1 commands=4/6
Nov 20 10:00:20 mx1 postfix/postsuper[800]: 4D2F20: requeued
Nov 20 10:00:20 mx1 postfix/postsuper[800]: Requeued: 1 message
Nov 20 10:00:21 mx1 postfix/pickup[700]: 4D2F80: uid=0 from=<carl@example.com>
Nov 20 10:00:21 mx1 postfix/cleanup[102]: 4D2F80: message-id=<two@example.com>
Nov 20 10:00:21 mx1 postfix/qmgr[9]: 4D2F80: from=<carl@example.com>, size=710, nrcpt=1 (queue active)
Nov 20 10:05:06 mx1 postfix/smtp[401]: 4D2F80: to=<x@example.net>, relay=none, delay=300, delays=1/0/1/0, dsn=4.4.1, status=deferred (connect to mx.example.net[203.0.113.9]:25: Connection timed out)
Nov 20 10:09:06 mx1 postfix/smtp[401]: 4D2F80: to=<x@example.net>, relay=mx.example.net[203.0.113.9]:25, delay=500, delays=1/0/1/0, dsn=2.0.0, status=sent (250 ok)
Nov 20 10:09:06 mx1 postfix/qmgr[9]: 4D2F80: removed
`
  .trim()
  .split('\n');

it('cut in two at every line', async () => {
  const whole = numbersOf(await readWhole(join(LOG)));
  for (let cut = 0; cut <= LOG.length; cut++) {
    assert.deepEqual(
      numbersOf(await readInParts(LOG, cut)),
      whole,
      `cut before line ${cut + 1}: ${LOG[cut]}`,
    );
  }
});

it('cut in three', async () => {
  const whole = numbersOf(await readWhole(join(LOG)));
  for (let first = 0; first < LOG.length; first += 3) {
    for (let second = first; second < LOG.length; second += 5) {
      assert.deepEqual(
        numbersOf(await readInParts(LOG, first, second)),
        whole,
        `cut before lines ${first + 1} and ${second + 1}`,
      );
    }
  }
});

it('in chunks of any size', async () => {
  const whole = numbersOf(await readWhole(join(LOG)));
  for (const size of [1, 2, 7, 64, 150, 1000, 4096])
    assert.deepEqual(numbersOf(await readWhole(join(LOG), size)), whole, `chunks of ${size} bytes`);
});

it('the whole is what was told', async () => {
  const { totals } = (await readWhole(join(LOG))).collector;
  const {
    received,
    delivered,
    forwarded,
    deferred,
    deferrals,
    bounced,
    rejected,
    connections,
    notifications,
  } = totals;
  assert.deepEqual(
    { received, delivered, forwarded, deferred, deferrals, bounced, rejected, connections, notifications },
    {
      received: 3,
      delivered: 4,
      forwarded: 1,
      deferred: 2,
      deferrals: 2,
      bounced: 1,
      rejected: 2,
      connections: 4,
      notifications: 1,
    },
  );
});
