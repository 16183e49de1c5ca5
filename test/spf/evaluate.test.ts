/** Records that the official suite has no tests of: as people have them, and as attackers would. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Spf } from '../../src/spf/spf.ts';
import type { Request, Verdict } from '../../src/spf/verdict.ts';
import { txt, type Zone, zoneResolver } from './zone.ts';

const check = (zone: Zone, request: Partial<Request> = {}): Promise<Verdict> =>
  new Spf(zoneResolver(zone)).check({
    ...{ ip: '192.0.2.1', sender: 'ann@example.com', helo: 'mx.example.net' },
    ...request,
  });

const mx = (...exchanges: string[]) => ({
  MX: exchanges.map((exchange, preference) => ({ preference, exchange })),
});

const EVALUATED: readonly (readonly [
  name: string,
  zone: Zone,
  expected: string,
  request?: Partial<Request>,
])[] = [
  [
    'a sender domain with an underscore',
    { 'foo_bar.example': txt('v=spf1 -all') },
    'fail -all',
    { sender: 'a@foo_bar.example' },
  ],
  [
    'a sender domain with its last dot',
    { 'example.com': txt('v=spf1 -all') },
    'fail -all',
    { sender: 'a@example.com.' },
  ],
  [
    'a sender domain in capitals',
    { 'example.com': txt('v=spf1 -all') },
    'fail -all',
    { sender: 'a@EXAMPLE.com' },
  ],
  [
    'a domain alone',
    { 'example.com': txt('v=spf1 exists:%{l}.example -all'), 'postmaster.example': { A: ['127.0.0.2'] } },
    'pass exists:%{l}.example',
    { sender: 'example.com' },
  ],
  [
    'an MX that is an address',
    { 'example.com': { ...txt('v=spf1 mx ~all'), ...mx('192.0.2.1') } },
    'softfail ~all',
  ],
  [
    'an MX that is a lone word',
    { 'example.com': { ...txt('v=spf1 mx ~all'), ...mx('localhost') } },
    'softfail ~all',
  ],
  ['a null MX (RFC 7505)', { 'example.com': { ...txt('v=spf1 mx ~all'), ...mx('.') } }, 'softfail ~all'],
  [
    'an IPv4 client in IPv6 clothes',
    { 'example.com': txt('v=spf1 ip4:192.0.2.0/24 -all') },
    'pass ip4:192.0.2.0/24',
    { ip: '::ffff:192.0.2.9' },
  ],
  [
    'an IPv6 client',
    { 'example.com': txt('v=spf1 ip6:2001:db8::/32 -all') },
    'pass ip6:2001:db8::/32',
    { ip: '2001:DB8:0:0::1' },
  ],
  [
    'ip4:0.0.0.0/0 and an IPv6 client',
    { 'example.com': txt('v=spf1 ip4:0.0.0.0/0 -all') },
    'fail -all',
    { ip: '2001:db8::1' },
  ],
  [
    'a name of another script',
    { 'xn--r8jz45g.example': txt('v=spf1 -all') },
    'fail -all',
    { sender: 'a@例え.example' },
  ],
  [
    'a backslash in the local part',
    { 'example.com': txt('v=spf1 exists:%{l}.example -all'), 'a\\\\.b.example': { A: ['127.0.0.2'] } },
    'pass exists:%{l}.example',
    { sender: 'a\\.b@example.com' },
  ],
  ['no client address', {}, 'none no-address', { ip: 'unknown' }],
  ['an address in the place of a domain', {}, 'none no-domain', { sender: 'a@[192.0.2.1]' }],
  ['no sender and a HELO without a dot', {}, 'none no-domain', { sender: '', helo: 'pc' }],
  [
    'no sender: the HELO name',
    { 'mx.example.net': txt('v=spf1 ip4:192.0.2.1 -all') },
    'pass ip4:192.0.2.1',
    { sender: '' },
  ],
  ['a domain that does not exist', {}, 'none no-record'],
  [
    'an included domain that does not exist',
    { 'example.com': txt('v=spf1 include:gone.example -all') },
    'permerror no-record',
  ],
  ['two records', { 'example.com': txt('v=spf1 -all', 'v=spf1 mx -all') }, 'permerror several-records'],
  ['SERVFAIL', { 'example.com': 'servfail' }, 'temperror dns'],
  ['REFUSED', { 'example.com': 'refused' }, 'temperror dns'],
  [
    'SERVFAIL of an included record',
    { 'example.com': txt('v=spf1 include:b.example ?all'), 'b.example': 'servfail' },
    'temperror dns',
  ],
  [
    'SERVFAIL behind the term that matches',
    { 'example.com': txt('v=spf1 ip4:192.0.2.1 include:b.example'), 'b.example': 'servfail' },
    'pass ip4:192.0.2.1',
  ],
  [
    'SERVFAIL of the reverse zone',
    { 'example.com': txt('v=spf1 ptr ~all'), '1.2.0.192.in-addr.arpa': 'servfail' },
    'softfail ~all',
  ],
  [
    'a record that includes itself',
    { 'example.com': txt('v=spf1 include:example.com -all') },
    'permerror lookups',
  ],
  [
    'two that lead to each other',
    { 'example.com': txt('v=spf1 redirect=b.example'), 'b.example': txt('v=spf1 redirect=example.com') },
    'permerror lookups',
  ],
  [
    'three terms that find nothing',
    { 'example.com': txt('v=spf1 a:x.example a:y.example a:z.example -all') },
    'permerror voids',
  ],
  [
    'eleven MX hosts',
    {
      'example.com': {
        ...txt('v=spf1 mx -all'),
        ...mx(...Array.from({ length: 11 }, (_, i) => `m${i}.example`)),
      },
    },
    'permerror hosts',
  ],
];

describe('evaluated', () => {
  for (const [name, zone, expected, request] of EVALUATED)
    it(name, async () => {
      const verdict = await check(zone, request);
      assert.equal(`${verdict.result} ${verdict.matched[0]?.term ?? verdict.problem?.kind}`, expected);
    });
});

describe('told', () => {
  it('the way through included records', async () => {
    const zone = {
      'example.com': txt('v=spf1 include:a.example -all'),
      'a.example': txt('v=spf1 redirect=b.example'),
      'b.example': txt('v=spf1 ip4:192.0.2.0/24 -all'),
    };
    const { matched, lookups, trace } = await check(zone);
    assert.deepEqual(matched, [
      { domain: 'example.com', term: 'include:a.example' },
      { domain: 'b.example', term: 'ip4:192.0.2.0/24' },
    ]);
    assert.equal(lookups, 2);
    assert.deepEqual(
      trace.map(({ name, type, term }) => [name, type, term]),
      [
        ['example.com', 'TXT', undefined],
        ['a.example', 'TXT', 'include:a.example'],
        ['b.example', 'TXT', 'redirect=b.example'],
      ],
    );
  });

  it('the loop', async () => {
    const zone = {
      'example.com': txt('v=spf1 include:a.example'),
      'a.example': txt('v=spf1 include:example.com'),
    };
    const { problem } = await check(zone);
    assert.ok(problem?.kind === 'lookups');
    assert.deepEqual(problem.loop, ['example.com', 'a.example', 'example.com']);
  });

  it('what DNS said: nothing there, and no record of the type', async () => {
    assert.deepEqual((await check({})).problem, {
      kind: 'no-record',
      domain: 'example.com',
      found: 'nxdomain',
    });
    assert.deepEqual((await check({ 'example.com': {} })).problem, {
      kind: 'no-record',
      domain: 'example.com',
      found: 'no-data',
    });
    assert.deepEqual((await check({ 'example.com': txt('hello') })).problem, {
      kind: 'no-record',
      domain: 'example.com',
      found: 'other-text',
    });
    assert.deepEqual((await check({ 'example.com': txt('hello', 'v=spf1;mx') })).problem, {
      ...{ kind: 'no-record', domain: 'example.com', found: 'other-text' },
      near: 'v=spf1;mx',
    });
  });

  it('an explanation without control characters, and no longer than a reply line', async () => {
    const zone = { 'example.com': txt('v=spf1 -all exp=why.example'), 'why.example': txt('no, %{l}%{h}') };
    const { explanation } = await check(zone, {
      sender: 'a\u001b[31m\r\nX@example.com',
      helo: `h${'x'.repeat(900)}`,
    });
    assert.match(explanation ?? '', /^no, a\[31mXhxxx/);
    assert.equal(explanation?.includes('\u001b'), false);
    assert.ok(explanation!.length > 400 && explanation!.length <= 450);
  });
});

/** Seconds of a hostile record are those of everybody who waits; here each is far from a second even on a busy machine. */
describe('bounded', () => {
  const LONG = 64_000;
  const filled = (term: string): string => `v=spf1 ${`${term} `.repeat(LONG / (term.length + 1))}-all`;
  const RECORDS = [
    ...['a=', 'ip4:10.0.0.0/8', 'ip6:2001:db8::/32', 'exists:%{l}', 'a:%{l1r}.%{s}.', 'a=%{s}'].map(filled),
    `v=spf1 exists:${'%{l}'.repeat(LONG / 4)}.example -all`,
    `v=spf1 exists:${'%{s1r+-}.'.repeat(LONG / 9)}example -all`,
    `v=spf1 exists:%{d${'9'.repeat(LONG)}}.example -all`,
    `v=spf1 a:${'/1'.repeat(LONG / 2)} -all`,
    `v=spf1 a:${'/'.repeat(LONG)} -all`,
    `v=spf1 a${'1'.repeat(LONG)}/ -all`,
    `v=spf1 ${' '.repeat(LONG)}-all`,
    `v=spf1 ip4:${'1'.repeat(LONG)} -all`,
    `v=spf1 ip6:${':'.repeat(LONG)} -all`,
    filled('exists:%{l1/}.%{i}'),
    `v=spf1 exp=why.example -all`,
  ];
  for (const record of RECORDS)
    it(`${record.length} characters: ${record.slice(0, 40)}`, { timeout: 5_000 }, async () => {
      const zone: Zone = { 'example.com': txt(record), 'why.example': txt('%{l}'.repeat(LONG / 4)) };
      const { lookups } = await check(zone, { sender: `${'x.'.repeat(490)}x@example.com` });
      assert.ok(lookups <= 11);
    });

  it('thousands of hosts, names, addresses and records', async () => {
    const many = Array.from({ length: 3000 }, (_, i) => i);
    const zone: Zone = {
      'example.com': {
        TXT: [...many.map(String), 'v=spf1 a:many.example ptr:example.net mx ?all'],
        ...mx(...many.map((i) => `m${i}.example.com`)),
      },
      'many.example': { A: many.map((i) => `10.0.${i >> 8}.${i & 255}`) },
      '1.2.0.192.in-addr.arpa': { PTR: many.map((i) => `p${i}.example.net`) },
    };
    const resolver = zoneResolver(zone);
    const verdict = await new Spf(resolver).check({
      ip: '192.0.2.1',
      sender: 'a@example.com',
      helo: 'h.example',
    });
    assert.equal(verdict.problem?.kind, 'hosts');
    assert.ok(resolver.asked.length < 40);
  });

  it('a name server that never answers', async () => {
    const resolver = { query: () => new Promise<never>(() => undefined) };
    const verdict = await new Spf(resolver, { timeout: 20 }).check({
      ip: '192.0.2.1',
      sender: 'a@example.com',
      helo: '',
    });
    assert.deepEqual([verdict.result, verdict.problem?.kind], ['temperror', 'time']);
  });

  it('a signal', async () => {
    const resolver = { query: () => new Promise<never>(() => undefined) };
    const stop = new AbortController();
    const asked = new Spf(resolver).check(
      { ip: '192.0.2.1', sender: 'a@example.com', helo: '' },
      stop.signal,
    );
    stop.abort();
    assert.equal((await asked).result, 'temperror');
  });
});
