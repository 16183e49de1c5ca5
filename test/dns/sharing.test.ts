/** Many askers, several servers, what is kept, and giving up. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type StubOptions, type StubResolver, stubResolver } from '../../src/dns/stub.ts';
import { type Asked, a, type Deed, type Evil, reply, soa, startEvil } from './evil-server.ts';
import { gist } from './gist.ts';

const GOOD = '192.0.2.1';
const good = (asked: Asked): Buffer => reply(asked, { answers: [a(asked.name, GOOD, 60)] });

/** Servers that act so, and a stub before them. */
async function stage(
  acts: readonly ((asked: Asked) => readonly Deed[])[],
  options: StubOptions,
  play: (resolver: StubResolver, servers: readonly Evil[]) => Promise<void>,
): Promise<void> {
  const servers = await Promise.all(acts.map((act) => startEvil(act)));
  const resolver = stubResolver({ servers, timeout: 200, attempts: 2, ...options });
  try {
    await play(resolver, servers);
  } finally {
    resolver.close();
    for (const server of servers) await server.stop();
  }
}

describe('questions are shared', () => {
  it('a hundred askers at once make one question, in whatever case they ask', () =>
    stage([(q) => [{ after: 20, send: good(q) }]], {}, async (resolver, [server]) => {
      const names = Array.from({ length: 100 }, (_, i) => (i % 2 === 0 ? 'host.example' : 'HOST.example.'));
      const answers = await Promise.all(names.map((name) => resolver.query(name, 'A')));
      assert.deepEqual(new Set(answers.map(gist)), new Set([GOOD]));
      assert.equal(server!.asked.length, 1);
    }));
  it('one who gives up does not end it for the others', () =>
    stage([(q) => [{ after: 100, send: good(q) }]], {}, async (resolver, [server]) => {
      const impatient = new AbortController();
      const first = resolver.query('host.example', 'A', { signal: impatient.signal });
      const second = resolver.query('host.example', 'A');
      impatient.abort();
      assert.equal(gist(await first), 'timeout');
      assert.equal(gist(await second), GOOD);
      assert.equal(server!.asked.length, 1);
    }));
  it('when all have given up, nothing is asked any more', () =>
    stage([() => []], { timeout: 100, attempts: 5 }, async (resolver, [server]) => {
      const signal = AbortSignal.timeout(20);
      const answers = await Promise.all([1, 2].map(() => resolver.query('host.example', 'A', { signal })));
      assert.deepEqual(answers.map(gist), ['timeout', 'timeout']);
      await new Promise((done) => setTimeout(done, 300));
      assert.equal(server!.asked.length, 1);
    }));
  it('thousands with one signal make no noise, and all give up', () =>
    stage([() => []], { timeout: 5_000 }, async (resolver) => {
      const warnings: Error[] = [];
      const note = (warning: Error): void => void warnings.push(warning);
      process.on('warning', note);
      const signal = AbortSignal.timeout(300);
      const answers = await Promise.all(
        Array.from({ length: 5_000 }, (_, i) => resolver.query(`${i}.example`, 'A', { signal })),
      );
      await new Promise((done) => setImmediate(done));
      process.off('warning', note);
      assert.deepEqual(new Set(answers.map(gist)), new Set(['timeout']));
      assert.deepEqual(warnings, []);
    }));
  it('a question that is asked anew is its own', () =>
    stage([(q) => [good(q)]], {}, async (resolver, [server]) => {
      await resolver.query('host.example', 'A');
      await resolver.query('host.example', 'A');
      assert.equal(server!.asked.length, 1);
      await Promise.all([1, 2].map(() => resolver.query('host.example', 'A', { fresh: true })));
      assert.equal(server!.asked.length, 3);
    }));
  it('what nobody will ask again is not kept, but shared, and kept where another wants it', () =>
    stage([(q) => [good(q)]], {}, async (resolver, [server]) => {
      const once = (): Promise<unknown> => resolver.query('host.example', 'A', { keep: false });
      await Promise.all([once(), once()]);
      assert.equal(server!.asked.length, 1);
      await once();
      assert.equal(server!.asked.length, 2);
      await Promise.all([once(), resolver.query('host.example', 'A')]);
      assert.equal(server!.asked.length, 3);
      await resolver.query('host.example', 'A');
      assert.equal(server!.asked.length, 3);
    }));
  it('closed: those under way and later ones fail', () =>
    stage([() => []], {}, async (resolver) => {
      const waiting = resolver.query('host.example', 'A');
      resolver.close();
      assert.equal(gist(await waiting), 'unreachable');
      assert.equal(gist(await resolver.query('host.example', 'A')), 'unreachable');
    }));
});

describe('what is kept', () => {
  it('for its TTL, by the clock that is given', () => {
    let now = 1_000_000;
    return stage([(q) => [good(q)]], { clock: () => now }, async (resolver, [server]) => {
      await resolver.query('host.example', 'A');
      now += 59_000;
      const answer = await resolver.query('Host.Example.', 'A');
      assert.equal(answer.status === 'found' && answer.ttl, 1);
      now += 1_000;
      await resolver.query('host.example', 'A');
      assert.equal(server!.asked.length, 2);
    });
  });
  const negative: Readonly<Record<string, [ttl: number, minimum: number, expected: number]>> = {
    'the SOA its minimum where that is lower': [600, 30, 30],
    'the SOA its TTL where that is lower': [30, 600, 30],
    'three hours at most': [1_000_000, 1_000_000, 10_800],
  };
  for (const rcode of [0, 3])
    for (const [what, [ttl, minimum, expected]] of Object.entries(negative))
      it(`${rcode === 3 ? 'NXDOMAIN' : 'no data'}: ${what} (RFC 2308 §5)`, () =>
        stage(
          [(q) => [reply(q, { rcode, authorities: [soa('example', ttl, minimum)] })]],
          {},
          async (resolver) => {
            const answer = await resolver.query('host.example', 'A');
            assert.deepEqual(answer, { status: rcode === 3 ? 'nxdomain' : 'no-data', ttl: expected });
          },
        ));
  it("not by the SOA of a zone that is not the name's", () =>
    stage(
      [(q) => [reply(q, { rcode: 3, authorities: [soa('other.test', 60, 60)] })]],
      {},
      async (resolver) => {
        assert.deepEqual(await resolver.query('host.example', 'A'), { status: 'nxdomain', ttl: 0 });
      },
    ));
  it('a TTL with its highest bit set is none, one of years is a day (RFC 2181 §8)', () =>
    stage(
      [
        (q) => [
          reply(q, {
            answers: [
              a(q.name, GOOD, q.name.startsWith('o') || q.name.startsWith('O') ? 0x80000001 : 0x7fffffff),
            ],
          }),
        ],
      ],
      {},
      async (resolver) => {
        const odd = await resolver.query('odd.example', 'A');
        const long = await resolver.query('long.example', 'A');
        assert.deepEqual(
          [odd, long].map((each) => each.status === 'found' && each.ttl),
          [0, 86_400],
        );
      },
    ));
  it('past its time where told, when the server fails or is slow (RFC 8767)', () => {
    let now = 1_000_000;
    let act: (q: Asked) => readonly Deed[] = (q) => [good(q)];
    return stage([(q) => act(q)], { clock: () => now, cache: { stale: 3_600 } }, async (resolver) => {
      await resolver.query('host.example', 'A');
      now += 100_000;
      act = (q) => [reply(q, { rcode: 2 })];
      assert.deepEqual(await resolver.query('host.example', 'A'), {
        status: 'found',
        records: [GOOD],
        ttl: 30,
        stale: true,
      });
      now += 3_600_000;
      assert.equal(gist(await resolver.query('host.example', 'A')), 'servfail');
    });
  });
});

describe('slow names', () => {
  it('do not hold up the others', () =>
    stage(
      [(q) => (/^slow/i.test(q.name) ? [{ after: 3_000, send: good(q) }] : [good(q)])],
      { timeout: 10_000 },
      async (resolver) => {
        const slow = Array.from({ length: 500 }, (_, i) => resolver.query(`slow${i}.example`, 'A'));
        let isSlowDone = false;
        const all = Promise.all(slow).then((answers) => {
          isSlowDone = true;
          return answers;
        });
        for (const answer of await Promise.all(
          Array.from({ length: 500 }, (_, i) => resolver.query(`${i}.example`, 'A')),
        ))
          assert.equal(gist(answer), GOOD);
        assert.equal(isSlowDone, false);
        for (const answer of await all) assert.equal(gist(answer), GOOD);
      },
    ));
});

describe('several servers', () => {
  const servfail = (q: Asked): readonly Deed[] => [reply(q, { rcode: 2 })];
  const silent = (): readonly Deed[] => [];
  const answers = (q: Asked): readonly Deed[] => [good(q)];
  const refused = (q: Asked): readonly Deed[] => [reply(q, { rcode: 5 })];
  const garbage = (q: Asked): readonly Deed[] => [good(q).subarray(0, -3)];
  const cases: Readonly<Record<string, [acts: ((q: Asked) => readonly Deed[])[], expected: string]>> = {
    'the first is silent': [[silent, answers], GOOD],
    'the first fails': [[servfail, answers], GOOD],
    'the first refuses': [[refused, answers], GOOD],
    'the first speaks nonsense': [[garbage, answers], GOOD],
    'all but the last': [[silent, servfail, answers], GOOD],
    'both fail': [[servfail, servfail], 'servfail'],
    'one refuses, one is silent': [[refused, silent], 'refused'],
    'one is silent, one fails': [[silent, servfail], 'servfail'],
    'all are silent': [[silent, silent, silent], 'timeout'],
  };
  for (const [what, [acts, expected]] of Object.entries(cases))
    it(what, () =>
      stage(acts, {}, async (resolver) =>
        assert.equal(gist(await resolver.query('host.example', 'A')), expected),
      ),
    );
  it('all are told of', () =>
    stage([servfail, refused], {}, async (resolver, [one, two]) => {
      const answer = await resolver.query('host.example', 'A');
      const detail = `127.0.0.1:${one!.port}: SERVFAIL; 127.0.0.1:${two!.port}: REFUSED`;
      assert.deepEqual(answer, { status: 'failed', why: 'servfail', detail });
    }));
  it('one that stays silent is soon asked last', () =>
    stage([silent, answers], { timeout: 100 }, async (resolver, [first]) => {
      await Promise.all([1, 2, 3, 4].map((n) => resolver.query(`${n}.example`, 'A')));
      const before = first!.asked.length;
      for (let i = 10; i < 30; i++) assert.equal(gist(await resolver.query(`${i}.example`, 'A')), GOOD);
      assert.equal(first!.asked.length, before);
    }));
  it('one that fails for some names stays the first for others', () =>
    stage(
      [(q) => (q.name.toLowerCase().startsWith('bad') ? servfail(q) : answers(q)), answers],
      {},
      async (resolver, [, second]) => {
        await Promise.all(Array.from({ length: 20 }, (_, i) => resolver.query(`bad${i}.example`, 'A')));
        const before = second!.asked.length;
        await resolver.query('well.example', 'A');
        assert.equal(second!.asked.length, before);
      },
    ));
  it('rotate: each in turn', () =>
    stage([answers, answers], { rotate: true }, async (resolver, servers) => {
      for (let i = 0; i < 10; i++) await resolver.query(`${i}.example`, 'A');
      assert.deepEqual(
        servers.map(({ asked }) => asked.length),
        [5, 5],
      );
    }));
});

describe('twenty thousand questions', () => {
  it('asked all at once are all answered', () =>
    stage([(q) => [good(q)]], { timeout: 5_000, cache: { entries: 1_000 } }, async (resolver) => {
      const answers = await Promise.all(
        Array.from({ length: 20_000 }, (_, i) => resolver.query(`${i}.example`, 'A')),
      );
      const wrong = answers.filter((answer) => gist(answer) !== GOOD);
      assert.deepEqual(wrong.slice(0, 3), []);
    }));
});
