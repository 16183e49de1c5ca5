/** Keys as bytes: found again whatever they are, however many, and in other tables too. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Keys, Scratch } from '../../src/tally/keys.ts';

const scratch = new Scratch();

function viewOf(text: string): DataView {
  const bytes = Buffer.from(text);
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}

function find(keys: Keys, key: string): number {
  const length = scratch.lay(key);
  return keys.find(scratch.view, 0, length);
}

/** @returns where the key is */
function add(keys: Keys, key: string, number: number): number {
  const length = scratch.lay(key);
  assert.equal(keys.find(scratch.view, 0, length), -1);
  return keys.add(scratch.view, 0, length, number);
}

describe('a key is found again', () => {
  for (const key of [
    '',
    'a',
    'ann@example.com',
    'mx1.hinode.example',
    'a'.repeat(1023),
    'a'.repeat(70_000),
    'ä@example.org',
    '田中@例え.テスト',
    '😀',
    'a\0b',
  ])
    it(JSON.stringify(key.length > 40 ? `${key.slice(0, 5)}… (${key.length})` : key), () => {
      const keys = new Keys();
      assert.equal(find(keys, key), -1);
      const offset = add(keys, key, 7);
      assert.equal(find(keys, key), 7);
      assert.equal(keys.text(offset), key);
      assert.equal(keys.size, 1);
      assert.equal(find(keys, `${key}a`), -1);
      assert.equal(find(keys, 'b'), -1);
    });
});

describe('keys', () => {
  it('in the middle of other bytes', () => {
    const keys = new Keys();
    const line = viewOf('from=<ann@example.com>, to=<ann@example.com>, by=<ann@example.org>');
    assert.equal(keys.find(line, 6, 21), -1);
    keys.add(line, 6, 21, 3);
    assert.equal(keys.find(line, 28, 43), 3);
    assert.equal(keys.find(line, 50, 65), -1);
    assert.equal(find(keys, 'ann@example.com'), 3);
  });

  // So many that some of them hash alike: ten pairs or so of 32 bits.
  it('300,000 keys: the table and the bytes grow, each is there with its number', () => {
    const keys = new Keys();
    const offsets: number[] = [];
    for (let n = 0; n < 300_000; n++) offsets.push(add(keys, `user${n}@domain${n % 97}.example`, n));
    assert.equal(keys.size, 300_000);
    for (let n = 0; n < 300_000; n++) {
      const key = `user${n}@domain${n % 97}.example`;
      if (find(keys, key) !== n || keys.text(offsets[n]!) !== key) assert.fail(key);
    }
    assert.equal(find(keys, 'user300000@domain76.example'), -1);
  });

  it('as a Map has them', () => {
    const word = fc.oneof(
      fc.string({ maxLength: 3 }),
      fc.string({ unit: 'grapheme', maxLength: 30 }),
      fc.emailAddress(),
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 800 }), fc.array(word, { maxLength: 50 }), (words, others) => {
        const keys = new Keys();
        const map = new Map<string, { number: number; offset: number }>();
        for (const [number, key] of words.entries())
          if (!map.has(key)) map.set(key, { number, offset: add(keys, key, number) });
        assert.equal(keys.size, map.size);
        for (const key of [...words, ...others]) assert.equal(find(keys, key), map.get(key)?.number ?? -1);
        for (const [key, { offset }] of map) assert.equal(keys.text(offset), key);
      }),
      { numRuns: 100 },
    );
  });

  it('copied to another table under other numbers', () => {
    const [from, to] = [new Keys(), new Keys()];
    const words = ['', 'ann', 'ä', 'x'.repeat(50_000), ...Array.from({ length: 3000 }, (_, n) => `k${n}`)];
    const offsets = words.map((key, number) => add(from, key, number));
    const copies = offsets.map((offset, number) => from.copyTo(to, offset, number + 10_000));
    for (const [number, key] of words.entries()) {
      assert.equal(find(to, key), number + 10_000);
      assert.equal(to.text(copies[number]!), key);
      assert.equal(find(from, key), number);
    }
  });
});

describe('Scratch.lay', () => {
  for (const [key, from, laid] of [
    ['ann', 0, 'ann'],
    ['<ann', 1, 'ann'],
    ['ann', 3, ''],
    ['<ä@b', 1, 'ä@b'],
    ['x'.repeat(5000), 0, 'x'.repeat(5000)],
    ['例'.repeat(2000), 0, '例'.repeat(2000)],
  ] as const)
    it(`${key.slice(0, 8)} from ${from}`, () => {
      const own = new Scratch();
      const length = own.lay(key, from);
      assert.equal(own.bytes.toString('utf8', 0, length), laid);
    });
});
