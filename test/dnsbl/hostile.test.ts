/** Whatever servers answer, bounded and told as what it is: only an answer in 127.0.0.0/8 of a list that works is a listing. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Answer } from '../../src/dns/resolver.ts';
import { readAnswer } from '../../src/dnsbl/answer.ts';
import { ZONES } from '../../src/dnsbl/catalogue/zones.ts';
import { findZone, likeZones } from '../../src/dnsbl/find.ts';
import { Lookup } from '../../src/dnsbl/lookup.ts';
import { namedZones } from '../../src/dnsbl/plan.ts';
import { readSubject } from '../../src/dnsbl/question.ts';
import { fakeResolver, healthy, type Names } from './resolver.ts';

const address = fc.oneof(
  fc.ipV4(),
  fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255)).map((octets) => `127.${octets.join('.')}`),
  fc.constantFrom('127.0.0.1', '127.0.0.2', '127.255.255.254', '127.0.10.3', '127.0.1.255'),
);
const zone = fc.constantFrom(...ZONES);

describe('hostile answers', () => {
  it('are read, and every address is told', () => {
    fc.assert(
      fc.property(zone, fc.array(address, { minLength: 1, maxLength: 5 }), (record, records) => {
        const answer: Answer<'A'> = { status: 'found', records, ttl: 1 };
        const reading = readAnswer(record, answer);
        assert.notEqual(reading.state, 'clear');
        if (reading.state === 'clear') return;
        assert.deepEqual([...reading.answers].sort(), [...new Set(records)].sort());
        const outside = records.some((each) => !each.startsWith('127.'));
        if (outside) assert.equal(reading.state === 'failed' && reading.why, 'outside-127');
        if (records.some((each) => each.startsWith('127.255.255.'))) assert.equal(reading.state, 'failed');
        if (reading.state !== 'failed') assert.ok(reading.meanings.length >= reading.answers.length);
      }),
    );
  });

  it('of lists that answer everything alike never make a listing', async () => {
    await fc.assert(
      fc.asyncProperty(zone, fc.array(address, { minLength: 1, maxLength: 3 }), async (record, records) => {
        const name = record.keyed === true ? `key.${record.zone}` : record.zone;
        const lookup = new Lookup(
          fakeResolver(() => records),
          namedZones([name]),
        );
        for (const text of ['192.0.2.1', '2001:db8::1', 'spam.example']) {
          const looked = await lookup.one(readSubject(text)!);
          assert.deepEqual(
            [looked.listings, looked.ratings, looked.clear],
            [[], [], []],
            `${name} ${records}`,
          );
        }
      }),
      { numRuns: 500 },
    );
  });

  it('thousands of addresses and texts are bounded', async () => {
    const records = Array.from({ length: 5000 }, (_, i) => `127.0.${i >> 8}.${i & 255 || 2}`);
    const texts = Array.from({ length: 5000 }, (_, i) => `text ${i} ${'x'.repeat(1000)}`);
    const names = (asked: string): Names[string] | undefined =>
      (healthy('good.lab', { '192.0.2.7': [...records, ...texts] }) as Names)[asked];
    const { listings } = await new Lookup(fakeResolver(names), namedZones(['good.lab'])).one(
      readSubject('192.0.2.7')!,
    );
    assert.ok(listings[0]!.codes.length <= 100, String(listings[0]!.codes.length));
    assert.ok(listings[0]!.text.length <= 500);
  });

  it('names of lists are found or not, whatever is given', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), (text) => {
        findZone(text);
        likeZones(text);
      }),
    );
  });
});
