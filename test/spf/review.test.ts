/** Records without a client: costs, what is wrong, what their owners should know. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { problemsOf, resultOf, review } from '../../src/spf/review.ts';
import { Spf } from '../../src/spf/spf.ts';
import { requests, zones } from './random-records.ts';
import { txt, type Zone, zoneResolver } from './zone.ts';

const of = (record: string, zone: Zone = {}) =>
  review('example.com', zoneResolver({ 'example.com': txt(record), ...zone }));

const ADVICE: readonly (readonly [record: string, advice: string])[] = [
  ['v=spf1 mx -all', ''],
  ['v=spf1 +all', 'pass-all +all'],
  ['v=spf1 all', 'pass-all all'],
  ['v=spf1 mx ?all', 'neutral-all ?all'],
  ['v=spf1 ptr:example.com ~all', 'ptr ptr:example.com'],
  ['v=spf1 mx', 'open-end'],
  ['v=spf1 redirect=a.example', ''],
  ['v=spf1 -all mx redirect=a.example', 'behind-all mx, behind-all redirect=a.example'],
];

describe('a record tells its owner', () => {
  for (const [record, expected] of ADVICE)
    it(`${record}: ${expected}`, async () => {
      const { advice } = await of(record);
      assert.equal(
        advice.map((each) => ('term' in each ? `${each.kind} ${each.term}` : each.kind)).join(', '),
        expected,
      );
    });
});

const COSTS: readonly (readonly [record: string, lookups: number])[] = [
  ['v=spf1 ip4:192.0.2.1 ip6:2001:db8::1 -all', 0],
  ['v=spf1 a mx ptr exists:x.example -all', 4],
  ['v=spf1 include:a.example redirect=a.example', 6],
  ['v=spf1 include:a.example -all redirect=a.example', 3],
  ['v=spf1 include:%{d2}.a.example exists:%{p}.example -all', 3],
  ['v=spf1 -all mx', 0],
];

describe('a record costs', () => {
  for (const [record, lookups] of COSTS)
    it(`${record}: ${lookups}`, async () => {
      assert.equal((await of(record, { 'a.example': txt('v=spf1 a mx ?all') })).lookups, lookups);
    });

  it('no more than so many questions', async () => {
    const fork = 'v=spf1 include:%n1.example include:%n2.example include:%n3.example -all';
    const resolver = {
      query: (name: string) =>
        Promise.resolve({
          status: 'found',
          records: [fork.replaceAll('%n', name.split('.')[0]!)],
          ttl: 1,
        } as never),
    };
    const found = await review('x.example', resolver);
    assert.ok(JSON.stringify(found).includes('"unread":true'));
  });
});

describe('a record is broken', () => {
  const CASES: readonly (readonly [record: string, zone: Zone, kinds: string])[] = [
    ['v=spf1 nonsense', {}, 'syntax'],
    ['v=spf1 include:a.example -all', {}, 'no-record'],
    ['v=spf1 include:a.example -all', { 'a.example': 'servfail' }, 'dns'],
    ['v=spf1 include:a.example -all', { 'a.example': txt('v=spf1 x') }, 'syntax'],
    ['v=spf1 include:a.example -all', { 'a.example': txt('v=spf1', 'v=spf1') }, 'several-records'],
    ['v=spf1 include:example.com -all', {}, 'loop'],
    [`v=spf1 ${'a '.repeat(11)} -all`, {}, 'worst-case'],
    [`v=spf1 ${'a '.repeat(10)} -all`, {}, ''],
  ];
  for (const [record, zone, kinds] of CASES)
    it(`${record}: ${kinds}`, async () => {
      const found = await of(record, zone);
      assert.equal(
        problemsOf(found)
          .map(({ kind }) => kind)
          .join(),
        kinds,
      );
      assert.equal(resultOf(found), kinds === '' ? null : kinds === 'dns' ? 'temperror' : 'permerror');
    });

  it('whenever a client is told permerror of its syntax, and never where all is well for everybody', () =>
    fc.assert(
      fc.asyncProperty(zones, requests, async (zone, request) => {
        const verdict = await new Spf(zoneResolver(zone)).check(request);
        if (verdict.trace.length === 0 || verdict.identity === 'helo') return;
        const found = await review(verdict.domain, zoneResolver(zone));
        if (verdict.problem?.kind === 'syntax' && !verdict.trace.some(({ term }) => term?.includes('%')))
          assert.equal(resultOf(found), 'permerror');
        if (verdict.result === 'none') assert.equal(resultOf(found), 'none');
      }),
      { numRuns: 500 },
    ));
});
