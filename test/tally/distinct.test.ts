/** Different things counted: exactly while they are few, within 3 standard errors of HyperLogLog (0.8 %) after. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Random } from '../../bench/generator/random.ts';
import { Distinct } from '../../src/tally/distinct.ts';
import { hashOf } from '../../src/tally/hash.ts';

const SIGMA = 0.008;

/** `count` things that hash differently, each seen once or twice. */
function stream(count: number, seed: number): Distinct {
  const random = new Random(seed);
  const seen = new Distinct();
  for (let n = 0; n < count; n++) {
    const hash = hashOf(`${seed}/${n}`);
    seen.add(hash);
    if (random.chance(0.5)) seen.add(hash);
  }
  return seen;
}

function assertClose(actual: number, expected: number): void {
  const error = actual / expected - 1;
  assert.ok(Math.abs(error) <= 3 * SIGMA, `${actual} for ${expected}: ${(error * 100).toFixed(2)} %`);
}

describe('exact up to the bound', () => {
  for (const bound of [0, 1, 8, 500, 16_384])
    it(`bound ${bound}`, () => {
      const seen = new Distinct(bound);
      assert.equal(seen.size, 0);
      // 0 is a hash like any other.
      for (let n = 0; n < bound; n++) {
        const hash = Math.imul(n, 0x9e3779b1) >>> 0;
        seen.add(hash);
        seen.add(hash);
        assert.equal(seen.size, n + 1);
      }
    });
  it('as a Set has them', () => {
    const hash = fc.oneof(fc.nat({ max: 30 }), fc.nat({ max: 0xffff_ffff }));
    fc.assert(
      fc.property(fc.array(hash, { maxLength: 500 }), (hashes) => {
        const seen = new Distinct();
        for (const each of hashes) seen.add(each);
        assert.equal(seen.size, new Set(hashes).size);
      }),
    );
  });
});

describe('estimated above it, within 3 standard errors', () => {
  for (const count of [50_000, 200_000, 1_000_000])
    for (const seed of count === 1_000_000 ? [1] : [1, 2, 3])
      it(`${count} things, seed ${seed}`, () => {
        assertClose(stream(count, seed).size, count);
      });
  for (const count of [30_000, 41_000, 50_000, 80_000])
    it(`${count} things: no bias in the mean of 8 seeds`, () => {
      let sum = 0;
      for (let seed = 1; seed <= 8; seed++) sum += stream(count, seed).size;
      assert.ok(Math.abs(sum / 8 / count - 1) <= (3 * SIGMA) / Math.sqrt(8), `${sum / 8} for ${count}`);
    });
  it('11 things, one of which hashes to 0', () => {
    const seen = new Distinct(0);
    for (let n = 0; n <= 10; n++) seen.add(n * 0x0876_5432);
    assert.equal(seen.size, 11);
  });
  for (const count of [10, 100, 1000, 10_000, 20_000])
    it(`${count} things where none is counted exactly`, () => {
      const seen = new Distinct(0);
      for (let n = 0; n < count; n++) seen.add(hashOf(`few/${n}`));
      assertClose(seen.size, count);
    });
  it('what was counted exactly is not lost, and comes again for nothing', () => {
    const seen = new Distinct(1000);
    seen.add(0);
    for (let n = 0; n < 30_000; n++) seen.add(hashOf(`a/${n}`));
    const { size } = seen;
    assertClose(size, 30_001);
    for (let n = 0; n < 30_000; n++) seen.add(hashOf(`a/${n}`));
    assert.equal(seen.size, size);
  });
  it('the order of hashes makes no difference', () => {
    const [forth, back] = [new Distinct(100), new Distinct(100)];
    for (let n = 0; n < 5000; n++) forth.add(hashOf(`o/${n}`));
    for (let n = 4999; n >= 0; n--) back.add(hashOf(`o/${n}`));
    assert.equal(forth.size, back.size);
  });
});
