/** The generator knows what it wrote: the report of its log has the same totals, zones and accounts. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import type { Report } from '../../src/report/model.ts';
import { FILTERED, generated, KINDS, reportOf } from './generated.ts';

/** What the report counts, under the generator's names. */
function counted(report: Report): Record<string, unknown> {
  const { loginFailures, ...totals } = report.totals;
  assert.equal(loginFailures, 0);
  return {
    ...totals,
    lines: report.lines.total,
    zones: Object.fromEntries(report.zones.map(({ zone, count }) => [zone, count])),
    accounts: Object.fromEntries(
      report.accounts.map(({ account, messages, recipients, clients }) => [
        account,
        { messages, recipients, clients },
      ]),
    ),
  };
}

describe('the report of a generated log has its totals', () => {
  for (const [name, options] of [...KINDS, ...FILTERED])
    it(name, async () => {
      const { text, totals } = generated(options);
      const report = await reportOf(text);
      assert.deepEqual(counted(report), totals);
      assert.deepEqual(report.unparsed, []);
      assert.deepEqual(report.more, {});
      // Each thing happens at all, or its count says nothing.
      for (const total of ['received', 'forwarded', 'deferred', 'bounced', 'rejectWarnings', 'saslFailures'])
        assert.ok(Number(totals[total]) > 20, `${total}: ${totals[total]}`);
      assert.ok(Number(totals.deferrals) > Number(totals.deferred));
      assert.equal(report.zones.length, 4);
      assert.ok(report.accounts.length > 50);
    });
  for (const seed of [7, 8, 9, 10])
    it(`seed ${seed}, 3000 lines`, async () => {
      const { text, totals } = generated({ lines: 3000, seed, longIds: seed % 2 === 0 });
      assert.deepEqual(counted(await reportOf(text)), totals);
    });
});

describe('a generated log', () => {
  const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');
  for (const [name, options] of KINDS.slice(0, 4))
    it(`the same again: ${name}`, () => {
      const [one, other] = [generated(options), generated(options)];
      assert.equal(hashOf(one.text), hashOf(other.text));
      assert.deepEqual(one.totals, other.totals);
    });
  it('another of another seed', () => {
    const [one, other] = [generated({ lines: 2000 }), generated({ lines: 2000, seed: 2 })];
    assert.notEqual(hashOf(one.text), hashOf(other.text));
  });
  it('has about as many lines as wanted, and counts them', () => {
    for (const lines of [500, 5000, 30_000]) {
      const { text, totals } = generated({ lines });
      assert.equal(totals.lines, text.split('\n').length - 1);
      assert.ok(Math.abs(Number(totals.lines) - lines) < 200, `${totals.lines} for ${lines}`);
    }
  });
  for (const [format, stamp] of [
    ['rfc3164', /^[A-Z][a-z]{2} [ 1-3]\d \d\d:\d\d:\d\d mx1\.hinode\.example \S+\[\d+\]: ./],
    ['rfc3339', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z mx1\.hinode\.example \S+\[\d+\]: ./],
  ] as const)
    it(`its lines stand in order, each with a header: ${format}`, () => {
      const { text } = generated({ lines: 5000, format });
      const lines = text.trimEnd().split('\n');
      const stamps = lines.map((line) => {
        assert.match(line, stamp);
        return line.slice(0, line.indexOf(' mx1'));
      });
      // Within one November the stamps sort as text.
      assert.deepEqual(stamps, [...stamps].sort());
    });
});
