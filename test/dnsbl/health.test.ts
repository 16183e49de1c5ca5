/** Health of lists and of the resolver, by answers that are made up. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Answer, Question, RecordType, Resolver } from '../../src/dns/resolver.ts';
import { zoneHealth } from '../../src/dnsbl/health.ts';
import { subjectOf } from '../../src/dnsbl/question.ts';
import { resolverFitness } from '../../src/dnsbl/resolver-fitness.ts';
import { askSentinel } from '../../src/dnsbl/sentinel.ts';
import { namedZone } from '../../src/dnsbl/stranger.ts';
import { askStrangers, stranger } from '../../src/dnsbl/strangers.ts';

type Say = (name: string, type: RecordType) => Answer | undefined;

const yes = (...records: string[]): Answer => ({ status: 'found', records, ttl: 60 }) as Answer;
const no: Answer = { status: 'nxdomain', ttl: 60 };
const empty: Answer = { status: 'no-data', ttl: 60 };
const failed = (why: 'servfail' | 'timeout' | 'refused'): Answer => ({
  status: 'failed',
  why,
  detail: 'no answer',
});

function resolver(say: Say): Resolver {
  return {
    query: <T extends RecordType>(name: string, type: T) =>
      Promise.resolve((say(name, type) ?? no) as Answer<T>),
  };
}

/** Test entries as they must be, in a zone that is there. */
const good: Say = (name, type) =>
  type === 'NS' ? empty : /^(?:2\.0\.0\.127|test)\.bl\.example$/.test(name) ? yes('127.0.0.2') : undefined;
const A =
  (answer: Answer, ns: Answer = empty): Say =>
  (_name, type) =>
    type === 'NS' ? ns : answer;

const STATES: readonly (readonly [what: string, zone: string, say: Say, status: string, reason?: string])[] =
  [
    ['test entries as they must be', 'bl.example', good, 'healthy'],
    ['everything', 'bl.example', A(yes('127.0.0.2')), 'lists-everything', 'lists-everything'],
    ['another address', 'bl.example', A(yes('203.0.113.5')), 'lists-everything', 'outside-127'],
    [
      'a public resolver',
      'zen.spamhaus.org',
      A(yes('127.255.255.254')),
      'refuses-queries',
      'public-resolver',
    ],
    ['over the limit', 'zen.spamhaus.org', A(yes('127.255.255.255')), 'refuses-queries', 'over-limit'],
    ['REFUSED', 'bl.example', A(failed('refused')), 'refuses-queries', 'refused'],
    ['no test entry, zone there', 'bl.example', A(no), 'no-test-entry', 'no-test-entry'],
    ['no zone', 'bl.example', A(no, no), 'dead', 'no-zone'],
    ['no server that works', 'bl.example', A(failed('servfail'), failed('servfail')), 'dead', 'servfail'],
    ['nothing answers', 'bl.example', A(failed('timeout'), failed('timeout')), 'dead', 'timeout'],
    ['its name servers answer, nothing else', 'bl.example', A(failed('timeout')), 'unreachable', 'timeout'],
    ['no zone, known to have ended', 'dnsbl.sorbs.net', A(no, no), 'shut-down', 'ended'],
    ['empty, known to have ended', 'dnsbl.sorbs.net', A(no), 'shut-down', 'ended'],
    [
      'answers taken away',
      'bl.example',
      (name, type) => (type === 'NS' ? empty : /^2\.0|^test/.test(name) ? empty : no),
      'unknown',
      'answers-stripped',
    ],
    [
      'name servers in a network for documentation',
      'bl.example',
      (name, type) =>
        type === 'NS'
          ? yes('ns.bl.example')
          : name === 'ns.bl.example'
            ? yes('192.0.2.1')
            : failed('timeout'),
      'shut-down',
      'parked-servers',
    ],
    [
      'test entries as they must be, and all strangers',
      'bl.example',
      (name, type) =>
        type === 'NS'
          ? empty
          : /^1\.0\.0\.127|^invalid|7\.f\.f\.f\.f|f\.f\.f\.f\.0/.test(name)
            ? no
            : yes('127.0.0.2'),
      'lists-everything',
      'strangers-listed',
    ],
  ];

describe('health of a list', () => {
  for (const [what, zone, say, status, reason] of STATES)
    it(`${what}: ${status}`, async () => {
      const health = await zoneHealth(resolver(say), namedZone(zone));
      assert.deepEqual([health.status, health.reason], [status, reason]);
    });

  it('one lost answer is no verdict', async () => {
    let lost = 0;
    const say: Say = (name, type) =>
      type === 'A' && name.startsWith('2.0.0.127') && lost++ === 0 ? failed('timeout') : good(name, type);
    assert.equal((await zoneHealth(resolver(say), namedZone('bl.example'))).status, 'healthy');
  });

  it('what the resolver invents is not told of the list', async () => {
    const invent = A(yes('198.51.100.9'));
    const fault = { fault: 'nxdomain-rewritten', answers: ['198.51.100.9'] } as const;
    const health = await zoneHealth(resolver(invent), namedZone('bl.example'), { resolver: fault });
    assert.deepEqual([health.status, health.reason], ['unknown', 'nxdomain-rewritten']);
    const other = await zoneHealth(resolver(A(yes('203.0.113.5'))), namedZone('bl.example'), {
      resolver: fault,
    });
    assert.equal(other.status, 'lists-everything');
  });
});

const ENTRY = /^2\.0\.0\.127\./;
const RESOLVERS: readonly (readonly [what: string, say: Say, status: string, servers?: string[]])[] = [
  ['knows the lists, invents nothing', (name) => (ENTRY.test(name) ? yes('127.0.0.2') : no), 'fit'],
  ['invents', () => yes('198.51.100.9'), 'nxdomain-rewritten'],
  [
    'invents for .com alone',
    (name) => (name.endsWith('.com') ? yes('198.51.100.9') : no),
    'nxdomain-rewritten',
  ],
  ['takes 127.0.0.0/8 away', (name) => (ENTRY.test(name) ? empty : no), 'answers-stripped'],
  ['is refused by ZEN', (name) => (ENTRY.test(name) ? yes('127.255.255.254') : no), 'public-resolver'],
  [
    'is known to be public',
    (name) => (ENTRY.test(name) ? yes('127.0.0.2') : no),
    'public-resolver',
    ['8.8.8.8'],
  ],
  ['answers nothing', () => failed('timeout'), 'silent'],
  ['cut off from the world', () => failed('servfail'), 'unknown'],
  ['a lab without the lists', () => no, 'unknown'],
];

/** Keeps every answer for good, as a resolver with a long TTL does. */
function keeping(say: Say): Resolver {
  const kept = new Map<string, Answer>();
  return {
    query: <T extends RecordType>(name: string, type: T, options: Question = {}) => {
      const key = `${name} ${type}`;
      const answer = options.fresh === true ? undefined : kept.get(key);
      if (answer === undefined) kept.set(key, say(name, type) ?? no);
      return Promise.resolve(kept.get(key) as Answer<T>);
    },
  };
}

describe('what the resolver keeps', () => {
  it('test entries are about now', async () => {
    let say = good;
    const kept = keeping((name, type) => say(name, type));
    assert.equal((await askSentinel(kept, namedZone('bl.example'))).trusted, true);
    say = A(yes('127.0.0.2'));
    assert.equal((await askSentinel(kept, namedZone('bl.example'))).trusted, false);
  });
  it('a bad verdict is tried again with new answers', async () => {
    let questions = 0;
    // The first look asks six test entries, two strangers and the name servers; then the list is well again.
    const healed: Say = (name, type) => (++questions <= 9 ? failed('servfail') : good(name, type));
    const { status } = await zoneHealth(keeping(healed), namedZone('bl.example'));
    assert.ok(questions > 9);
    assert.equal(status, 'healthy');
  });
});

describe('fitness of a resolver', () => {
  for (const [what, say, status, servers] of RESOLVERS)
    it(`${what}: ${status}`, async () => {
      const fitness = await resolverFitness(resolver(say), servers === undefined ? {} : { servers });
      assert.equal(fitness.status, status);
    });
  for (const [what, say, wanted] of [
    ['fails with every name', () => failed('servfail'), true],
    [
      'says of one that it is not there',
      (name) => (name.endsWith('.net') ? undefined : failed('servfail')),
      undefined,
    ],
  ] as const satisfies readonly (readonly [string, Say, true | undefined])[])
    it(`${what}: ${wanted === true ? 'finds nothing' : 'finds something'}`, async () => {
      const fitness = await resolverFitness(resolver(say));
      assert.deepEqual([fitness.status, fitness.findsNothing], ['unknown', wanted]);
    });
});

describe('strangers', () => {
  for (const kind of ['ip4', 'ip6', 'domain'] as const)
    it(`random ${kind} are what they should be`, () => {
      for (let i = 0; i < 2000; i++) {
        const text = stranger(kind, Math.random);
        assert.equal(subjectOf(text)?.kind, kind, text);
        assert.doesNotMatch(text, /^(?:0|10|127|22[4-9]|2[345]\d)\.\d/);
      }
      for (const edge of [0, 0.999_999_9]) assert.equal(subjectOf(stranger(kind, () => edge))?.kind, kind);
    });

  const holds = (share: (address: string) => boolean): Resolver =>
    resolver((name) => {
      const [d, c, b, a] = name.split('.');
      return share([a, b, c, d].join('.')) ? yes('127.0.0.10') : undefined;
    });
  const honest: readonly (readonly [what: string, share: (address: string) => boolean])[] = [
    ['four of five addresses, as a list of policy might', () => Math.random() < 0.8],
    // 1/8 to 126/8 hold all of North America's, and half of everybody's.
    ['the lower half of all addresses', (address) => Number(address.split('.')[0]) < 128],
    ['a whole region of the world', (address) => /^(?:177|179|18[1679]|19[01]|20[01])\./.test(address)],
  ];
  for (const [what, share] of honest)
    it(`an honest list may hold ${what}`, async () => {
      for (let i = 0; i < 300; i++) {
        const { found } = await askStrangers(holds(share), namedZone('pbl.spamhaus.org'), Math.random);
        assert.equal(found, 'some-clear');
      }
    });
  it('a list that lists everybody but the well-known is found out', async () => {
    const spares = /^(?:8\.8\.8\.8|198\.41\.0\.4|127\.0\.0\.1)$/;
    const all = holds((address) => !spares.test(address));
    const { found, asked, listed } = await askStrangers(all, namedZone('bl.example'), Math.random);
    assert.deepEqual([found, asked, listed], ['all-listed', 62, 62]);
  });
  it('who is refused is not asked sixty times', async () => {
    let asked = 0;
    const refusing = resolver(() => {
      asked++;
      return yes('127.255.255.254');
    });
    const { found } = await askStrangers(refusing, namedZone('zen.spamhaus.org'), Math.random);
    assert.deepEqual([found, asked], ['no-answer', 2]);
  });
  it('a list of new domains may hold what nobody ever saw', async () => {
    const fresh = resolver((name) => (/^[a-z]{20}\.com\./.test(name) ? yes('127.0.2.2') : undefined));
    const { found } = await askStrangers(fresh, namedZone('k.zrd.dq.spamhaus.net'), Math.random);
    assert.equal(found, 'some-clear');
  });
});
