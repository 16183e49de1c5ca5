/** The top of a ledger and of a tally are those of a plain sort, whatever ties there are. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Random } from '../../bench/generator/random.ts';
import { Ledger } from '../../src/tally/ledger.ts';
import { type Row, Tally, top } from '../../src/tally/tally.ts';

interface Top {
  list: string[];
  more: number;
}

function naive(counts: readonly number[], n: number): Top {
  const rows = counts.map((count, i) => ({ key: `k${i}`, count })).filter(({ count }) => count > 0);
  rows.sort((a, b) => b.count - a.count || (a.key < b.key ? -1 : 1));
  const list = rows.slice(0, Math.min(n, rows.length)).map(({ key, count }) => `${key} ${count}`);
  return { list, more: rows.length - list.length };
}

function ofLedger(counts: readonly number[], n: number): Top {
  const ledger = new Ledger(1);
  for (const [i, count] of counts.entries()) ledger.add(ledger.row(`k${i}`), 0, count);
  const { list, more } = ledger.top(n, [0]);
  return { list: list.map((row) => `${ledger.key(row)} ${ledger.get(row, 0)}`), more };
}

function ofTally(counts: readonly number[], n: number): Top {
  const tally = new Tally<Row>((key) => ({ key, count: 0 }));
  for (const [i, count] of counts.entries()) tally.row(`k${i}`).count = count;
  const { list, more } = top(tally.values(), n, (row) => row.count);
  return { list: list.map(({ key, count }) => `${key} ${count}`), more };
}

const N = [0, 1, 10, 100, Number.POSITIVE_INFINITY];
const KINDS: Readonly<Record<string, (random: Random) => number>> = {
  'all alike': () => 3,
  'ones and twos': (random) => 1 + random.below(2),
  'a few zeros': (random) => random.below(4),
  'all zero': () => 0,
  'all different, nearly': (random) => random.below(1e9),
  skewed: (random) => random.skewed(10_000),
};

describe('the top rows', () => {
  for (const [kind, make] of Object.entries(KINDS))
    for (const n of N)
      it(`${n} of 3000, ${kind}`, () => {
        const random = new Random(n === 0 ? 1 : 2);
        const counts = Array.from({ length: 3000 }, () => make(random));
        const expected = naive(counts, n);
        assert.deepEqual(ofLedger(counts, n), expected);
        assert.deepEqual(ofTally(counts, n), expected);
      });
  for (const [order, counts] of [
    ['rising', Array.from({ length: 2000 }, (_, i) => i)],
    ['falling', Array.from({ length: 2000 }, (_, i) => 2000 - i)],
    ['the best last', [...new Array<number>(2000).fill(1), 2, 2, 3]],
  ] as const)
    it(`20 of ${counts.length}, ${order}`, () => {
      assert.deepEqual(ofLedger(counts, 20), naive(counts, 20));
    });
  it('of sums of columns, where another is not 0', () => {
    const ledger = new Ledger(3, 1);
    for (let i = 0; i < 1000; i++) {
      const row = ledger.row(`k${i % 500}`);
      for (const [column, by] of [
        [0, i % 7],
        [1, i % 11],
        [2, i % 3 === 0 ? 1 : 0],
        [3, i / 8],
      ] as const)
        ledger.add(row, column, by);
    }
    const expected = [...ledger.rows()]
      .map((row) => ({
        key: ledger.key(row),
        sum: ledger.get(row, 1) + ledger.get(row, 3),
        on: ledger.get(row, 2),
      }))
      .filter(({ on, sum }) => on > 0 && sum > 0)
      .sort((a, b) => b.sum - a.sum || (a.key < b.key ? -1 : 1));
    const { list, more } = ledger.top(30, [1, 3], 2);
    assert.deepEqual(
      list.map((row) => ledger.key(row)),
      expected.slice(0, 30).map(({ key }) => key),
    );
    assert.equal(more, expected.length - 30);
  });
  it('of no rows', () => {
    assert.deepEqual(ofLedger([], 10), { list: [], more: 0 });
  });
  it('of any counts', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 5 }), { maxLength: 400 }), fc.nat({ max: 60 }), (counts, n) => {
        assert.deepEqual(ofLedger(counts, n), naive(counts, n));
      }),
    );
  });
});
