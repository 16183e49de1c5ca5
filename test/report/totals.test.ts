import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Report } from '../../src/report/model.ts';
import { change, previousTitle } from '../../src/report/render/totals.ts';
import { reportOf, run, SAMPLE } from '../cli/run.ts';

describe('change', () => {
  const CASES: readonly [now: number, then: number | undefined, told: string][] = [
    [112, 100, '▲ +12 %'],
    [92, 100, '▼ -8 %'],
    [100, 100, ''],
    [5, 0, ''],
    [5, undefined, ''],
    [0, 100, '▼ -100 %'],
    [999, 100, '▲ +899 %'],
    [1000, 100, '▲ ×10'],
    [22, 1, '▲ ×22'],
    [1_234_000, 1, '▲ ×1,234,000'],
  ];
  for (const [now, then, told] of CASES)
    it(`${then} became ${now}: ${told || 'nothing'}`, () => assert.equal(change(now, then), told));
});

describe('the totals', () => {
  it('say how much was refused, as pflogsumm does', async () => {
    const { stdout } = await run(['report', SAMPLE]);
    const { rejected, delivered, discarded } = (await reportOf([SAMPLE])).totals;
    const share = Math.floor((rejected / (rejected + delivered + discarded)) * 100);
    assert.match(stdout, new RegExp(`^ {2}rejected \\(${share} %\\) +${rejected}$`, 'm'));
  });

  it('of connections: how many, from how many hosts, how long', async () => {
    const { smtpd } = await reportOf(['--smtpd-stats', SAMPLE]);
    assert.deepEqual([smtpd!.connections, smtpd!.hosts], [1119, 158]);
    // Summed over the log by hand: 839.16 s.
    assert.ok(Math.abs(smtpd!.total - 839.16) < 0.01, String(smtpd!.total));
    const { stdout } = await run(['report', '--smtpd-stats', SAMPLE]);
    assert.match(
      stdout,
      /^Connections to smtpd\n {2}1,119 connections of 158 hosts; 0\.7 s on average, 14 min in all$/m,
    );
  });
});

describe('what the totals are compared with', () => {
  const CASES: readonly [from: string, to: string, until: string | null, en: string, ja: string][] = [
    ['2026-11-23', '2026-11-23', null, 'day before', '前日'],
    ['2026-11-23', '2026-11-23', '14:05', 'day before, until 14:05', '前日 14:05 まで'],
    ['2026-10-01', '2026-10-31', null, '2026-10', '2026-10'],
    ['2026-02-01', '2026-02-28', null, '2026-02', '2026-02'],
    ['2026-10-01', '2026-10-30', null, '2026-10-01 to 2026-10-30', '2026-10-01〜2026-10-30'],
    [
      '2026-10-01',
      '2026-10-25',
      '14:05',
      '2026-10-01 to 2026-10-25 14:05',
      '2026-10-01〜2026-10-25 14:05 まで',
    ],
  ];
  for (const [from, to, until, en, ja] of CASES)
    it(en, () => {
      const report = { previous: { from, to, until } } as Report;
      assert.deepEqual([previousTitle(report, 'en'), previousTitle(report, 'ja')], [en, ja]);
    });
});
