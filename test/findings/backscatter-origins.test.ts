/** Who is a stranger: those whose mail comes by other ways than one message in one queue. */
import { describe, it } from 'node:test';
import { bounce, filtered, forwarded } from './bounces.ts';
import { assertFinds, assertSilent } from './log.ts';
import { times, UNKNOWN } from './mail.ts';

const found = {
  id: 'backscatter-source',
  severity: 'critical',
  count: 60,
  evidence: /sender non-delivery notification|status=bounced/,
} as const;

describe('backscatter-source', () => {
  it('mail of strangers through a content filter', async () => {
    const lines = times(60, (n) => filtered(n, `victim${n}@elsewhere.example`, {}));
    await assertFinds(lines, { ...found, subjects: ['far.example'] });
  });
  const own = {};
  it('not: mail of those who logged in through a content filter', own, () =>
    assertSilent(times(60, (n) => filtered(n, 'ann@hinode.example', { account: 'ann' }))),
  );

  it('mail that an alias sends on', async () => {
    await assertFinds(times(60, forwarded), { ...found, subjects: ['hinode.example'] });
  });

  // Programs on the machine and in the office send without a login; their senders are no strangers.
  for (const client of ['localhost[127.0.0.1]', 'printer[192.168.1.9]'])
    it(`not: an own sender through ${client}`, () =>
      assertSilent(
        times(60, (n) =>
          bounce(n, {
            client,
            sender: 'news@shop.hinode.example',
            failed: UNKNOWN,
            notice: { agent: 'virtual', status: 'sent', reply: 'delivered to maildir' },
          }),
        ),
      ));
});
