import { describe, it } from 'node:test';
import { bounce } from './bounces.ts';
import { assertFinds, assertSilent } from './log.ts';
import { queueId, SENT, times, UNKNOWN } from './mail.ts';

/** One of the domain 1, two of the domain 2, up to seven. */
const SEVEN = times(7, (n) => new Array<number>(n + 1).fill(n + 1));
const found = {
  id: 'backscatter-source',
  level: 'high',
  evidence: /sender non-delivery notification|status=bounced/,
} as const;

describe('backscatter-source', () => {
  it('10 notifications to strangers: a warning', async () => {
    const lines = times(10, (n) => bounce(n));
    await assertFinds(lines, {
      ...found,
      severity: 'warning',
      count: 10,
      subjects: ['old-name.test'],
      numbers: [10, 'old-name.test', 0],
    });
  });
  it('49 and 50: critical from 50 on', async () => {
    for (const [count, severity] of [
      [49, 'warning'],
      [50, 'critical'],
    ] as const)
      await assertFinds(
        times(count, (n) => bounce(n)),
        { ...found, severity, count, subjects: ['old-name.test'] },
      );
  });
  it('four of twelve notifications are refused by the strangers', async () => {
    const lines = times(12, (n) => bounce(n, n < 4 ? { notice: UNKNOWN } : {}));
    await assertFinds(lines, {
      ...found,
      severity: 'warning',
      count: 12,
      subjects: ['old-name.test'],
      numbers: [12, 4],
    });
  });
  it('seven domains: the five that bounce most', async () => {
    const lines = times(28, (n) => bounce(n, { recipients: [`x@D${SEVEN[n]}.test`] }));
    await assertFinds(lines, {
      ...found,
      severity: 'warning',
      count: 28,
      subjects: ['d7.test', 'd6.test', 'd5.test', 'd4.test', 'd3.test'],
      numbers: ['d7.test'],
    });
  });

  const silent: Readonly<Record<string, string[]>> = {
    '9 notifications': times(9, (n) => bounce(n)),
    'to those who logged in': times(60, (n) =>
      bounce(n, { account: 'ann', sender: 'ann@hinode.example', failed: UNKNOWN }),
    ),
    'to local programs': times(60, (n) =>
      bounce(n, { client: '', sender: 'www@hinode.example', failed: UNKNOWN }),
    ),
    'delay notifications': times(60, (n) => bounce(n, { kind: 'sender delay notification' })),
    'success notifications': times(60, (n) => bounce(n, { kind: 'sender delivery status notification' })),
    'to the postmaster': times(60, (n) => bounce(n, { kind: 'postmaster non-delivery notification' })),
    'bounces without notifications': times(60, (n) =>
      bounce(n).filter((line) => !line.includes(`F${queueId(n).slice(1)}`)),
    ),
    'about mail that came before the log': times(60, (n) =>
      bounce(n).filter((line) => !line.includes('client=')),
    ),
    'about mail that was delivered': times(60, (n) =>
      bounce(n, { failed: SENT, kind: 'sender delivery status notification' }),
    ),
  };
  for (const [name, lines] of Object.entries(silent)) it(`not: ${name}`, () => assertSilent(lines));
});
