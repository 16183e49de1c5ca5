/** Hashes: the narrow is the low part of the wide, bytes hash as their characters do, nothing collides that must not. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { hashOf, hashOfName, wideHashOf } from '../../src/tally/hash.ts';

const key = fc.oneof(fc.string({ unit: 'binary' }), fc.emailAddress(), fc.domain());

describe('hashOf', () => {
  it('is the low 32 bits of wideHashOf', () => {
    fc.assert(fc.property(key, (text) => hashOf(text) === wideHashOf(text) % 0x1_0000_0000));
  });
  it('is a whole number of 32 bits', () => {
    fc.assert(fc.property(key, (text) => hashOf(text) === hashOf(text) >>> 0));
  });
  // FNV-1a of these is 811c9dc5, e40c292c, bf9cf968 (Fowler, Noll, Vo); MurmurHash3's last step follows.
  for (const [text, hash] of [
    ['', 0xab3e7c0b],
    ['a', 0x1a80b1b3],
    ['foobar', 0x0c0da6dc],
  ] as const)
    it(`${JSON.stringify(text)} is ${hash.toString(16)}`, () => {
      assert.equal(hashOf(text), hash);
    });
});

describe('hashOfName', () => {
  for (const [one, other] of [
    ['MX.Example.COM', 'mx.example.com'],
    ['[192.0.2.1]', '[192.0.2.1]'],
    ['A-Z', 'a-z'],
  ] as const)
    it(`${one} as ${other}`, () => {
      assert.equal(hashOfName(one), hashOf(other));
    });
  for (const [one, other] of [
    ['a@b', 'a`b'],
    ['a[b', 'a{b'],
    ['Ä.example', 'ä.example'],
  ] as const)
    it(`${one} is not ${other}`, () => {
      assert.notEqual(hashOfName(one), hashOfName(other));
    });
});

describe('wideHashOf', () => {
  it('is a whole number of 52 bits', () => {
    fc.assert(
      fc.property(key, (text) => {
        const hash = wideHashOf(text);
        return Number.isSafeInteger(hash) && hash >= 0 && hash < 2 ** 52;
      }),
    );
  });
  const many: Readonly<Record<string, (n: number) => string>> = {
    '200,000 message-ids': (n) => `${n.toString(36)}.${(n * 7919).toString(36)}@example.com`,
    '200,000 addresses': (n) => `100.${n >> 16}.${(n >> 8) & 255}.${n & 255}`,
    '200,000 queue ids': (n) => `4${(n * 50).toString(36).padStart(9, 'B')}z${n % 977}`,
  };
  for (const [name, make] of Object.entries(many))
    it(`${name} hash all differently`, () => {
      const hashes = new Set<number>();
      for (let n = 0; n < 200_000; n++) hashes.add(wideHashOf(make(n)));
      assert.equal(hashes.size, 200_000);
    });
  it('each of its bits is set in about half of 20,000 hashes', () => {
    const set = new Array<number>(52).fill(0);
    for (let n = 0; n < 20_000; n++) {
      const hash = wideHashOf(`user${n}@example.org`);
      for (let bit = 0; bit < 52; bit++) set[bit]! += Math.floor(hash / 2 ** bit) % 2;
    }
    // Five standard deviations of 20,000 throws of a coin.
    for (const [bit, count] of set.entries())
      assert.ok(Math.abs(count - 10_000) < 354, `bit ${bit}: ${count}`);
  });
});
