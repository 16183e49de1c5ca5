import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readWhole } from '../maillog/correlate/run.ts';

describe('soft_bounce = yes', () => {
  it('what would bounce is a deferral in the totals and in the list', async () => {
    const head = 'Nov 20 10:00:00 mx1 postfix';
    const { collector } = await readWhole(
      [
        `${head}/smtpd[7]: 4D2F1A: client=a.example[192.0.2.1]`,
        `${head}/qmgr[9]: 4D2F1A: from=<ann@example.org>, size=1000, nrcpt=1 (queue active)`,
        `${head}/smtp[10]: 4D2F1A: to=<b@example.com>, relay=mx.example.com[192.0.2.9]:25, delay=1, delays=0/0/0/1, dsn=4.1.1, status=SOFTBOUNCE (host mx.example.com[192.0.2.9] said: 550 5.1.1 no such user (in reply to RCPT TO command))`,
        '',
      ].join('\n'),
    );
    const { totals, troubles } = collector;
    assert.deepEqual([totals.deferrals, totals.deferred, totals.bounced], [1, 1, 0]);
    assert.deepEqual(
      [...troubles.deferrals.values()].map(({ count }) => count),
      [1],
    );
    assert.deepEqual([...troubles.bounces.values()], []);
  });
});
