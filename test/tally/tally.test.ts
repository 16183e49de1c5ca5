/** Tallies: one row a key, however it is spelled, and bounds that say how far off the counts are. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Row, Tally } from '../../src/tally/tally.ts';
import { zipf } from './zipf.ts';

const make = (key: string): Row => ({ key, count: 0 });
const lower = (key: string): string => key.toLowerCase();

function count(tally: Tally<Row>, keys: Iterable<string>): Tally<Row> {
  for (const key of keys) tally.row(key).count++;
  return tally;
}

describe('rows', () => {
  it('one a key', () => {
    const tally = count(new Tally(make), ['ann', 'bob', 'ann', '', 'ä', 'ann']);
    assert.deepEqual(
      [...tally.values()],
      [
        { key: 'ann', count: 3 },
        { key: 'bob', count: 1 },
        { key: '', count: 1 },
        { key: 'ä', count: 1 },
      ],
    );
    assert.equal(tally.distinct, 4);
    assert.equal(tally.find('bob'), tally.row('bob'));
    assert.equal(tally.find('eve'), undefined);
    assert.equal(tally.floor, 0);
  });
  it('one for all spellings, under the one that is right', () => {
    const tally = count(new Tally(make, lower), ['Example.COM', 'example.com', 'EXAMPLE.com', 'Example.COM']);
    assert.deepEqual([...tally.values()], [{ key: 'example.com', count: 4 }]);
    assert.equal(tally.distinct, 1);
  });
  it('other spellings take no more room than the bound', () => {
    const tally = new Tally(make, lower, 8);
    for (let n = 0; n < 1 << 12; n++) {
      const key = [...'abcdefghijkl']
        .map((letter, i) => (n & (1 << i) ? letter.toUpperCase() : letter))
        .join('');
      tally.row(key).count++;
    }
    assert.deepEqual([...tally.values()], [{ key: 'abcdefghijkl', count: 1 << 12 }]);
    assert.equal(tally.find('ABCDEFGHIJKL'), undefined);
  });
});

describe('at the bound', () => {
  for (const [bound, kinds, seed] of [
    [1000, 100_000, 5],
    [50, 3000, 6],
    [2, 100, 7],
  ] as const)
    it(`${bound} rows of ${kinds} keys, seed ${seed}: at most \`floor\` too low`, () => {
      const { keys, exact } = zipf(100_000, kinds, seed);
      const tally = count(new Tally(make, undefined, bound), keys);
      const rows = [...tally.values()];
      assert.ok(rows.length <= bound);
      assert.ok(tally.floor > 0 && tally.floor * bound <= 4 * keys.length, `floor ${tally.floor}`);
      for (const row of rows) {
        const truth = exact.get(row.key)!;
        assert.ok(
          row.count <= truth && row.count >= truth - tally.floor,
          `${row.key}: ${row.count} of ${truth}`,
        );
      }
      for (const [key, truth] of exact)
        if (tally.find(key) === undefined) assert.ok(truth <= tally.floor, key);
      assert.ok(Math.abs(tally.distinct / exact.size - 1) < 0.03, `${tally.distinct} of ${exact.size}`);
    });
  it('exact while no more keys come than it has rows', () => {
    const keys = Array.from({ length: 1000 }, (_, n) => `k${n % 100}`);
    const tally = count(new Tally(make, undefined, 100), keys);
    assert.equal(tally.floor, 0);
    assert.equal(tally.distinct, 100);
    assert.ok([...tally.values()].every((row) => row.count === 10));
  });
  it('the better half stays, and other spellings find their row again', () => {
    const tally = new Tally(make, lower, 4);
    count(tally, ['Ann', 'Ann', 'Bob', 'Bob', 'bob', 'c', 'd']);
    count(tally, ['e', 'ANN', 'Ann', 'BOB']);
    assert.deepEqual([...tally.values()].map((row) => `${row.key} ${row.count}`).sort(), [
      'ann 4',
      'bob 4',
      'e 1',
    ]);
    assert.equal(tally.floor, 1);
  });
});
