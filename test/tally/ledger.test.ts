/** Ledgers: columns, rows by string and by bytes, other spellings of keys. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Ledger, type Spelling } from '../../src/tally/ledger.ts';

/** Letters' case does not matter. */
const LOWER: Spelling = {
  of: (key) => key.toLowerCase(),
  sure: 'lower case',
};

describe('columns', () => {
  it('counts, then amounts', () => {
    const ledger = new Ledger(2, 2);
    assert.equal(ledger.columns, 4);
    const [ann, bob] = [ledger.row('ann'), ledger.row('bob')];
    for (let column = 0; column < 4; column++) {
      ledger.add(ann, column, column + 1);
      ledger.add(bob, column, 10 * (column + 1));
      ledger.add(ann, column, 1);
    }
    const read = (row: number): number[] => [0, 1, 2, 3].map((column) => ledger.get(row, column));
    assert.deepEqual(read(ann), [2, 3, 4, 5]);
    assert.deepEqual(read(bob), [10, 20, 30, 40]);
  });
  it('a count up to 2^32 - 1, an amount of 2^50 and of 0.5', () => {
    const ledger = new Ledger(1, 2);
    const row = ledger.row('ann');
    ledger.add(row, 0, 4_294_967_294);
    ledger.add(row, 0, 1);
    ledger.add(row, 1, 2 ** 50);
    ledger.add(row, 1, 1);
    ledger.add(row, 2, 0.5);
    assert.deepEqual(
      [ledger.get(row, 0), ledger.get(row, 1), ledger.get(row, 2)],
      [4_294_967_295, 2 ** 50 + 1, 0.5],
    );
  });
  for (const column of [0, 1])
    it(`the highest in column ${column}`, () => {
      const ledger = new Ledger(1, 1);
      const row = ledger.row('ann');
      for (const value of [3, 9, 4]) ledger.max(row, column, value);
      assert.equal(ledger.get(row, column), 9);
      assert.equal(ledger.get(row, 1 - column), 0);
    });
  it('of 5000 rows, while the table grows', () => {
    const ledger = new Ledger(1, 1);
    for (let round = 1; round <= 2; round++)
      for (let n = 0; n < 5000; n++) {
        const row = ledger.row(`k${n}`);
        ledger.add(row, 0, n);
        ledger.add(row, 1, n / 4);
      }
    for (let n = 0; n < 5000; n++) {
      const row = ledger.find(`k${n}`);
      assert.deepEqual([ledger.key(row), ledger.get(row, 0), ledger.get(row, 1)], [`k${n}`, 2 * n, n / 2]);
    }
    assert.equal(ledger.distinct, 5000);
    assert.equal([...ledger.rows()].length, 5000);
    assert.equal(ledger.floor, 0);
  });
});

describe('rows', () => {
  for (const key of [
    '',
    'a',
    'eight by',
    'ann@example.com',
    'mx1.hinode.example',
    'a'.repeat(1023),
    'a'.repeat(70_000),
    'ä@example.org',
    '田中@例え.テスト',
    '😀',
    'a\0b',
  ])
    it(`are found again: ${JSON.stringify(key.length > 40 ? `${key.slice(0, 5)}… (${key.length})` : key)}`, () => {
      const ledger = new Ledger(1, 1);
      for (let n = 0; n < 100; n++) ledger.row(`${key.slice(0, 100)}${n}`);
      assert.equal(ledger.find(key), -1);
      const row = ledger.row(key);
      for (let n = 0; n < 5000; n++) ledger.row(`${n}`);
      assert.equal(ledger.row(key), row);
      assert.equal(ledger.find(key), row);
      assert.equal(ledger.key(row), key);
    });
  it('of all strings', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 20 }), { maxLength: 60 }), (keys) => {
        const ledger = new Ledger(1);
        for (const key of keys) {
          const row = ledger.row(key);
          assert.equal(ledger.row(`to=${key}`, 3), row);
          assert.equal(ledger.find(key), row);
          assert.equal(ledger.key(row), key);
        }
        assert.equal(ledger.distinct, new Set(keys).size);
      }),
    );
  });
  it('that are not there are not found, nor made', () => {
    const ledger = new Ledger(1);
    ledger.row('ann');
    assert.equal(ledger.find('bob'), -1);
    assert.equal(ledger.distinct, 1);
  });
});

describe('other spellings', () => {
  for (const spellings of [
    ['example.com', 'Example.COM', 'EXAMPLE.com'],
    ['Example.COM', 'example.com'],
    ['ÄÖ.example', 'äö.example'],
    ['A', 'a'],
  ])
    it(spellings.join(', '), () => {
      const ledger = new Ledger(1, 0, LOWER);
      for (const key of [...spellings, ...spellings]) {
        ledger.add(ledger.row(key), 0, 1);
      }
      assert.equal(ledger.distinct, 1);
      const [row = -1] = ledger.rows();
      assert.equal(ledger.key(row), spellings[0]!.toLowerCase());
      assert.equal(ledger.get(row, 0), spellings.length * 2);
    });
  it('take room for twice the bound at most, and count all the same', () => {
    const ledger = new Ledger(1, 0, LOWER, 8);
    for (let n = 0; n < 1 << 12; n++) {
      const key = [...'abcdefghijkl']
        .map((letter, i) => (n & (1 << i) ? letter.toUpperCase() : letter))
        .join('');
      ledger.add(ledger.row(key), 0, 1);
    }
    assert.equal(ledger.distinct, 1);
    assert.equal(ledger.get(ledger.find('abcdefghijkl'), 0), 1 << 12);
    assert.equal(ledger.find('ABCDEFGHIJKL'), -1);
  });
});
