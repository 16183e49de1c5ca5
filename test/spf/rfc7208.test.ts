/** The official suite of RFC 7208 (openspf, 2014.04): all of its tests, with their explanations. None is left out. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Spf } from '../../src/spf/spf.ts';
import { scenarios, skip, zoneOf } from './official.ts';
import { zoneResolver } from './zone.ts';

describe('the official SPF suite', { skip }, () => {
  const all = scenarios();

  it('has 203 tests', () => {
    assert.equal(
      all.reduce((sum, { tests }) => sum + Object.keys(tests).length, 0),
      203,
    );
  });

  for (const { description, tests, zonedata } of all)
    describe(description, () => {
      const zone = zoneOf(zonedata);
      for (const [name, { helo, host, mailfrom, result, explanation }] of Object.entries(tests))
        it(name, async () => {
          const spf = new Spf(zoneResolver(zone));
          const request = { ip: host, sender: mailfrom, helo };
          const verdict = await spf.check(request);
          const allowed = [result].flat();
          assert.ok(allowed.includes(verdict.result), `${verdict.result} is none of ${allowed}`);
          if (explanation !== undefined)
            assert.equal(verdict.explanation, explanation === 'DEFAULT' ? undefined : explanation);
          // From memory, and by another that has none: the same.
          const again = await spf.check(request);
          assert.deepEqual(
            [again.result, again.explanation, again.matched],
            [verdict.result, verdict.explanation, verdict.matched],
          );
        });
    });
});
