/** Records without a client: costs, what is wrong, what their owners should know. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { type RecordReview, review } from '../../src/spf/review.ts';
import { problemsOf, resultOf } from '../../src/spf/review-problems.ts';
import { Spf } from '../../src/spf/spf.ts';
import { requests, zones } from './random-records.ts';
import { txt, type Zone, zoneResolver } from './zone.ts';

const of = (record: string, zone: Zone = {}) =>
  review('example.com', zoneResolver({ 'example.com': { ...txt(record), ...HOSTS }, ...zone }));

/** What `a` and `mx` find. */
const HOSTS = { A: ['192.0.2.1'], MX: [{ preference: 10, exchange: 'mx.example.com' }] };

const TOLD: Zone = {
  'open.example': txt('v=spf1 ip4:192.0.2.1 +all'),
  'more.example': txt('v=spf1 redirect=open.example'),
  'null.example': { MX: [{ preference: 0, exchange: '' }] },
  'address.example': { MX: [{ preference: 0, exchange: '192.0.2.1' }] },
  'why.example': txt('not %{i}'),
  'bad.example': txt('100% of'),
};

const ADVICE: readonly (readonly [record: string, advice: string])[] = [
  ['v=spf1 mx -all', ''],
  ['v=spf1 +all', 'pass-all +all'],
  ['v=spf1 all', 'pass-all all'],
  ['v=spf1 mx ?all', 'neutral-all ?all'],
  ['v=spf1 ptr:example.com ~all', 'ptr ptr:example.com'],
  ['v=spf1 mx', 'open-end'],
  ['v=spf1 redirect=a.example', ''],
  ['v=spf1 ip4:0.0.0.0/0 -all', 'pass-all ip4:0.0.0.0/0'],
  ['v=spf1 ip6:::/0 -all', 'pass-all ip6:::/0'],
  ['v=spf1 a/0 mx//0 -all', 'pass-all a/0, pass-all mx//0'],
  ['v=spf1 -ip4:0.0.0.0/0 -all', ''],
  ['v=spf1 ip4:128.0.0.0/1 ip6:2000::/3 -all', 'wide ip4:128.0.0.0/1, wide ip6:2000::/3'],
  ['v=spf1 ip4:198.51.0.0/16 ip6:2001:db8::/32 -all', ''],
  ['v=spf1 ip4:10.1.0.0/16 ip6:fe80::1 -all', 'private ip4:10.1.0.0/16, private ip6:fe80::1'],
  ['v=spf1 ip4:192.0.2.77/24 -all', 'host-bits ip4:192.0.2.77/24 ip4:192.0.2.0/24'],
  ['v=spf1 ip4:192.0.2.77/32 -all', ''],
  ['v=spf1 ~ip6:::ffff:192.0.2.1 -all', 'mapped ~ip6:::ffff:192.0.2.1 ~ip4:192.0.2.1'],
  ['v=spf1 ip6:::ffff:192.0.2.0/120 -all', 'mapped ip6:::ffff:192.0.2.0/120 ip4:192.0.2.0/24'],
  ['v=spf1 include=a.example -all', 'unread include=a.example include:a.example'],
  ['v=spf1 v=spf1 moo=x -all', 'unread v=spf1, unread moo=x'],
  ['v=spf1 mx +MX -all', 'twice +MX'],
  ['v=spf1 mx ~mx -all', ''],
  ['v=spf1 mx:example.com MX:EXAMPLE.com. -all', 'twice MX:EXAMPLE.com.'],
  ['v=spf1 ip4:192.0.2.0/24 ip4:192.0.2.5 -all', 'covered ip4:192.0.2.5 ip4:192.0.2.0/24'],
  ['v=spf1 ip4:192.0.2.5 ip4:192.0.2.0/24 -all', ''],
  ['v=spf1 ~ip6:2001:db8::/32 ip6:2001:db8:1::/48 -all', 'covered ip6:2001:db8:1::/48 ~ip6:2001:db8::/32'],
  ['v=spf1 mx:null.example mx:address.example -all', 'no-host mx:null.example, no-host mx:address.example'],
  ['v=spf1 a:gone.example exists:gone.example -all', 'void a:gone.example, void exists:gone.example'],
  ['v=spf1 a:x..example -all', 'no-name a:x..example'],
  ['v=spf1 a:%{d} exists:%{i}.gone.example -all', ''],
  ['v=spf1 include:open.example -all', 'leads-to-all include:open.example open.example'],
  ['v=spf1 ?include:open.example -all', ''],
  ['v=spf1 include:more.example -all', 'leads-to-all include:more.example more.example'],
  ['v=spf1 -all exp=why.example', ''],
  ['v=spf1 -all exp=gone.example', 'exp exp=gone.example'],
  ['v=spf1 -all exp=bad.example', 'exp exp=bad.example'],
  ['v=spf1 -all exp=%{d}.gone.example', ''],
  ['v=spf1 -all mx redirect=a.example', 'behind-all mx, behind-all redirect=a.example'],
];

describe('a record tells its owner', () => {
  for (const [record, expected] of ADVICE)
    it(`${record}: ${expected}`, async () => {
      const { advice } = await of(record, TOLD);
      assert.equal(advice.map((each) => Object.values(each).join(' ')).join(', '), expected);
    });

  it('that its texts are long together', async () => {
    const long = { ...txt('v=spf1 mx -all', 'x'.repeat(437)), ...HOSTS };
    const { advice } = await of('', { 'example.com': long });
    assert.deepEqual(advice, [{ kind: 'large', size: 451 }]);
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

describe('a record with too many lookups', () => {
  const ZONE: Zone = {
    'm.example': { MX: [{ preference: 1, exchange: 'h.example' }] },
    'h.example': { A: ['192.0.2.8'], AAAA: ['2001:db8::8'] },
    'many.example': { A: ['192.0.2.1', '192.0.2.2', '192.0.2.3', '192.0.2.4', '192.0.2.5'] },
    'broken.example': 'servfail',
  };
  const SHORTER: readonly (readonly [term: string, write: string | undefined])[] = [
    ['a', 'ip4:192.0.2.1'],
    ['a:h.example', 'ip4:192.0.2.8 ip6:2001:db8::8'],
    ['-mx:m.example', '-ip4:192.0.2.8 -ip6:2001:db8::8'],
    ['a:h.example/24', undefined],
    ['mx:m.example//64', undefined],
    ['a:%{d}', undefined],
    ['a:many.example', undefined],
    ['a:broken.example', undefined],
    ['a:gone.example', undefined],
    ['exists:h.example', undefined],
  ];
  for (const [term, write] of SHORTER)
    it(`could write for ${term}: ${write}`, async () => {
      const { shorter } = await of(`v=spf1 ${term} ${'ptr '.repeat(10)}-all a`, ZONE);
      assert.deepEqual(shorter, write === undefined ? [] : [{ term, write }]);
    });

  it('and no other', async () => assert.equal((await of('v=spf1 a mx -all')).shorter, undefined));
});

describe('a hostile record is looked at in bounded time', () => {
  const TERMS = [
    'a:x.example',
    'include:m%n.example',
    'a=',
    'mx=x',
    'ip4=1.2.3.4,5,6',
    'ip4:10.0.0.1/8',
    'exists:x.example',
  ];
  for (const term of TERMS)
    it(`64 kB of ${term}, and in what it includes, sixty times`, { timeout: 20_000 }, async () => {
      let records = 0;
      let asked = 0;
      const resolver = {
        query: (_name: string, type: string) => {
          asked++;
          if (type !== 'TXT') return Promise.resolve({ status: 'nxdomain', ttl: 1 } as never);
          const terms = `${term} `.replace('%n', String(++records)).repeat(64_000 / (term.length + 1));
          const text = `v=spf1 include:n${records}.example ${terms}`.trimEnd();
          return Promise.resolve({ status: 'found', records: [text], ttl: 1 } as never);
        },
      };
      const found = await review('example.com', resolver);
      const count = ({ terms }: RecordReview): number =>
        terms.reduce((sum, { leads }) => sum + 1 + (leads === undefined ? 0 : count(leads)), 0);
      assert.ok(count(found) <= 1_000 && asked <= 251, `${count(found)} terms, ${asked} questions`);
      assert.equal(resultOf(found), 'permerror');
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
    ['v=spf1 include:x..example -all', {}, 'target'],
    ['v=spf1 a:x.example mx:y.example -all', {}, ''],
    ['v=spf1 a:x.example mx:y.example exists:z.example -all', {}, 'voids'],
    ['v=spf1 a:x.example include:a.example -all', { 'a.example': txt('v=spf1 mx a ~all') }, 'voids'],
    ['v=spf1 a:a.example -all', { 'a.example': 'servfail' }, 'dns'],
    ['v=spf1 a:a.example -all', { 'a.example': { AAAA: ['2001:db8::1'] } }, ''],
    ['v=spf1 mx:a.example -all', { 'a.example': { MX: Array(11).fill(HOSTS.MX[0]) } }, 'hosts'],
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
