/** A ledger at its bound: it forgets what counts least, and says by how much it may be wrong. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Ledger, type Spelling } from '../../src/tally/ledger.ts';
import { zipf } from './zipf.ts';

describe('counts are at most `floor` too low, never too high', () => {
  for (const [bound, kinds, seed] of [
    [1000, 100_000, 1],
    [200, 100_000, 2],
    [50, 3000, 3],
    [2, 100, 4],
  ] as const)
    it(`${bound} rows of ${kinds} keys, seed ${seed}`, () => {
      const { keys, exact } = zipf(100_000, kinds, seed);
      const ledger = new Ledger(1, 1, undefined, bound);
      for (const key of keys) {
        const row = ledger.row(key);
        ledger.add(row, 0, 1);
        ledger.add(row, 1, 0.5);
      }
      assert.ok(ledger.floor > 0);
      // The better half loses nothing, so the floor is no promise of Misra and Gries; it is near theirs.
      assert.ok(ledger.floor * bound <= 4 * keys.length, `floor ${ledger.floor}`);
      const rows = [...ledger.rows()];
      assert.ok(rows.length <= bound);
      for (const row of rows) {
        const key = ledger.key(row);
        const count = ledger.get(row, 0);
        const truth = exact.get(key)!;
        assert.ok(count <= truth && count >= truth - ledger.floor, `${key}: ${count} of ${truth}`);
        assert.equal(ledger.get(row, 1), count / 2);
        assert.equal(ledger.find(key), row);
      }
      // Who is not there had at most `floor`.
      for (const [key, truth] of exact) if (ledger.find(key) < 0) assert.ok(truth <= ledger.floor, key);
      const error = ledger.distinct / exact.size - 1;
      assert.ok(Math.abs(error) < 0.03, `${ledger.distinct} of ${exact.size} keys`);
    });
});

describe('at the bound', () => {
  it('exact while no more keys come than it has rows', () => {
    const ledger = new Ledger(1, 0, undefined, 100);
    for (let n = 0; n < 1000; n++) ledger.add(ledger.row(`k${n % 100}`), 0, 1);
    assert.equal(ledger.floor, 0);
    assert.equal(ledger.distinct, 100);
    for (const row of ledger.rows()) assert.equal(ledger.get(row, 0), 10);
  });
  it('the better half stays', () => {
    const ledger = new Ledger(1, 0, undefined, 10);
    for (let n = 1; n <= 10; n++) ledger.add(ledger.row(`k${n}`), 0, n);
    ledger.add(ledger.row('new'), 0, 1);
    assert.deepEqual([...ledger.rows()].map((row) => ledger.key(row)).sort(), [
      'k10',
      'k6',
      'k7',
      'k8',
      'k9',
      'new',
    ]);
    assert.equal(ledger.floor, 5);
    assert.equal(ledger.find('k5'), -1);
    assert.equal(ledger.get(ledger.find('k6'), 0), 6);
  });
  it('a row is empty again after another had its place', () => {
    const ledger = new Ledger(1, 1, undefined, 4);
    for (const key of ['a', 'b', 'c', 'd']) {
      ledger.add(ledger.row(key), 0, 9);
      ledger.add(ledger.row(key), 1, 9);
    }
    const row = ledger.row('new');
    assert.deepEqual([ledger.get(row, 0), ledger.get(row, 1)], [0, 0]);
  });
  it('other spellings are forgotten and found again', () => {
    const lower: Spelling = { of: (key) => key.toLowerCase(), sure: 'none' };
    const ledger = new Ledger(1, 0, lower, 4);
    for (const key of ['Ann', 'Ann', 'b', 'c', 'd', 'e', 'ANN', 'ann']) ledger.add(ledger.row(key), 0, 1);
    assert.equal(ledger.get(ledger.find('ann'), 0), 4);
    assert.equal(ledger.distinct, 5);
  });
  // A key is one thing however often it is let go and comes back.
  for (const [name, sign] of [
    ['ASCII', 'k'],
    ['not ASCII', 'ä'],
  ] as const)
    it(`keys that come back are no new ones: ${name}`, () => {
      const ledger = new Ledger(1, 0, undefined, 100);
      for (let round = 0; round < 5; round++)
        for (let n = 0; n < 400; n++) ledger.add(ledger.row(`${sign}${n}`), 0, 1);
      assert.ok(Math.abs(ledger.distinct - 400) <= 12, `${ledger.distinct} of 400`);
    });
});
