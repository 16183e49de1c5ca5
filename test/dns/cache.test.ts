import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Cache } from '../../src/dns/cache.ts';
import type { Answer } from '../../src/dns/resolver.ts';

const LIMITS = { entries: 100, bytes: 1 << 20, stale: 0 };
const found = (ttl: number, ...records: string[]): Answer<'A'> => ({ status: 'found', records, ttl });
const A = found(60, '192.0.2.1');

describe('the cache', () => {
  it('tells how long an answer is still good, and forgets it then', () => {
    const cache = new Cache(LIMITS);
    cache.put('a.example', 'A', A, 0);
    assert.deepEqual(cache.get('a.example', 'A', 0), A);
    assert.equal(cache.get('a.example', 'A', 59_001)?.status, 'found');
    assert.deepEqual(cache.get('a.example', 'A', 30_500), found(30, '192.0.2.1'));
    assert.equal(cache.get('a.example', 'A', 60_000), undefined);
  });
  it('keeps types apart, but for a name that does not exist (RFC 2308 §5)', () => {
    const cache = new Cache(LIMITS);
    cache.put('a.example', 'A', { status: 'no-data', ttl: 60 }, 0);
    assert.equal(cache.get('a.example', 'TXT', 0), undefined);
    cache.put('b.example', 'A', { status: 'nxdomain', ttl: 60 }, 0);
    assert.deepEqual(cache.get('b.example', 'TXT', 0), { status: 'nxdomain', ttl: 60 });
  });
  it('believes the newer: a name that has come to be, a name that has gone', () => {
    const cache = new Cache(LIMITS);
    cache.put('a.example', 'TXT', { status: 'nxdomain', ttl: 600 }, 0);
    cache.put('a.example', 'A', A, 1_000);
    assert.equal(cache.get('a.example', 'A', 2_000)?.status, 'found');
    assert.equal(cache.get('a.example', 'TXT', 2_000), undefined);
    cache.put('a.example', 'TXT', { status: 'no-data', ttl: 600 }, 2_000);
    cache.put('a.example', 'A', found(60, '192.0.2.2'), 2_000);
    assert.deepEqual(cache.get('a.example', 'A', 2_000), found(60, '192.0.2.2'));
    assert.equal(cache.get('a.example', 'TXT', 2_000)?.status, 'no-data');
    cache.put('a.example', 'MX', { status: 'nxdomain', ttl: 600 }, 3_000);
    for (const type of ['A', 'TXT', 'MX'] as const)
      assert.equal(cache.get('a.example', type, 4_000)?.status, 'nxdomain');
    const bytes = cache.bytes;
    cache.put('a.example', 'A', { status: 'nxdomain', ttl: 600 }, 4_000);
    assert.equal(cache.bytes, bytes);
  });
  const unkept: Readonly<Record<string, Answer<'A'>>> = {
    'a TTL of 0': found(0, '192.0.2.1'),
    'no SOA, so no time': { status: 'nxdomain', ttl: 0 },
    'a failure': { status: 'failed', why: 'servfail', detail: '' },
    'an answer as large as the cache': found(60, ...new Array(30_000).fill('192.0.2.1')),
  };
  for (const [what, answer] of Object.entries(unkept))
    it(`does not keep ${what}`, () => {
      const cache = new Cache(LIMITS);
      cache.put('a.example', 'A', answer, 0);
      assert.equal(cache.size, 0);
    });
  it('serves what is stale only where told, marked, for as long as told (RFC 8767)', () => {
    const cache = new Cache({ ...LIMITS, stale: 100 });
    cache.put('a.example', 'A', A, 0);
    assert.equal(cache.get('a.example', 'A', 61_000), undefined);
    assert.deepEqual(cache.getStale('a.example', 'A', 61_000), { ...found(30, '192.0.2.1'), stale: true });
    assert.equal(cache.getStale('a.example', 'A', 160_000), undefined);
    const strict = new Cache(LIMITS);
    strict.put('a.example', 'A', A, 0);
    assert.equal(strict.getStale('a.example', 'A', 61_000), undefined);
  });
  it('gives up what is not used before what is', () => {
    const cache = new Cache({ ...LIMITS, entries: 10 });
    for (let i = 0; i < 10; i++) cache.put(`${i}.example`, 'A', A, 0);
    cache.get('0.example', 'A', 1);
    for (let i = 10; i < 15; i++) cache.put(`${i}.example`, 'A', A, 1);
    assert.ok(cache.size <= 10);
    assert.equal(cache.get('0.example', 'A', 2)?.status, 'found');
    assert.equal(cache.get('1.example', 'A', 2), undefined);
  });
  it('holds its bounds whatever is put', () => {
    const answer = fc.oneof(
      fc.record({ status: fc.constantFrom('nxdomain', 'no-data'), ttl: fc.nat(1000) }),
      fc.record({
        status: fc.constant('found'),
        ttl: fc.nat(1000),
        records: fc.array(fc.string(), { minLength: 1 }),
      }),
    );
    const limits = { entries: 7, bytes: 5_000, stale: 5 };
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(20), answer, fc.nat(3000), fc.boolean(), fc.constantFrom('A', 'TXT', 'MX'))),
        (steps) => {
          const cache = new Cache(limits);
          let now = 0;
          for (const [name, each, wait, isRead, type] of steps) {
            now += wait;
            if (isRead) cache.get(`${name}.example`, type as 'TXT', now);
            else cache.put(`${name}.example`, type as 'TXT', each as Answer<'TXT'>, now);
            assert.ok(cache.size <= limits.entries && cache.bytes <= limits.bytes && cache.bytes >= 0);
            if (cache.size === 0) assert.equal(cache.bytes, 0);
          }
        },
      ),
    );
  });
});
