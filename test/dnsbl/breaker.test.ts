/** The circuit breaker before a list that goes wrong at any moment. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Answer, RecordType, Resolver } from '../../src/dns/resolver.ts';
import { type BreakerAnswer, type BreakerChange, CircuitBreaker } from '../../src/dnsbl/breaker.ts';
import { subjectOf } from '../../src/dnsbl/question.ts';
import { namedZone } from '../../src/dnsbl/stranger.ts';

/** How a list may be at a moment. */
type Mode =
  | 'honest'
  /** Everything answers, as when its domain has a new owner. */
  | 'wildcard'
  | 'parked'
  | 'refusing'
  /** Everything but what must not be there: test entries look good. */
  | 'sly'
  | 'emptied'
  | 'silent';

const LISTED = '192.0.2.66';
const GOOD = ['198.51.100.1', '198.51.100.2', '203.0.113.3'];

/** A list as its servers answer at the moment at which they answer. */
class List implements Resolver {
  readonly list = namedZone('bl.example');
  mode: Mode = 'honest';
  now = 1_000_000;
  asked = 0;
  /** Waits, so that a test can put anything in between. */
  pause: (name: string) => Promise<void> = () => Promise.resolve();

  async query<T extends RecordType>(name: string, _type: T): Promise<Answer<T>> {
    this.asked++;
    await this.pause(name);
    const answer = this.#answer(name.replace('.bl.example', '')) as Answer<T>;
    await this.pause(name);
    return answer;
  }

  #answer(label: string): Answer<'A'> {
    const no: Answer<'A'> = { status: 'nxdomain', ttl: 60 };
    const yes = (address: string): Answer<'A'> => ({ status: 'found', records: [address], ttl: 60 });
    const entries = ['2.0.0.127', 'test', LISTED.split('.').reverse().join('.')];
    switch (this.mode) {
      case 'honest':
        return entries.includes(label) ? yes('127.0.0.2') : no;
      case 'wildcard':
        return yes('127.0.0.2');
      case 'parked':
        return yes('203.0.113.5');
      case 'refusing':
        return yes('127.255.255.254');
      case 'sly':
        return label === '1.0.0.127' || label === 'invalid' || label.endsWith('0.0.0.f.f.f.f')
          ? no
          : yes('127.0.0.2');
      case 'emptied':
        return no;
      case 'silent':
        return { status: 'failed', why: 'timeout', detail: '' };
    }
  }
}

const subject = (text: string) => subjectOf(text)!;
const random = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
};

function breaker(list: List, changes: BreakerChange[] = []): CircuitBreaker {
  return new CircuitBreaker(list, {
    clock: () => list.now,
    random: random(7),
    onChange: (change) => changes.push(change),
  });
}

const BAD: readonly Mode[] = ['wildcard', 'parked', 'refusing', 'sly'];

describe('circuit breaker', () => {
  it('a listed one counts, one that is not does not', async () => {
    const list = new List();
    const circuit = breaker(list);
    assert.equal((await circuit.ask(list.list, subject(LISTED))).kind, 'listed');
    assert.equal((await circuit.ask(list.list, subject(GOOD[0]!))).kind, 'clear');
  });

  it('one that is not listed costs one question while the test entries are believed', async () => {
    const list = new List();
    const circuit = breaker(list);
    await circuit.ask(list.list, subject(LISTED));
    const before = list.asked;
    for (const good of GOOD) await circuit.ask(list.list, subject(good));
    assert.equal(list.asked - before, GOOD.length);
  });

  for (const mode of BAD)
    it(`goes ${mode} a second after its test entries were good: not one real message`, async () => {
      const list = new List();
      const changes: BreakerChange[] = [];
      const circuit = breaker(list, changes);
      assert.equal((await circuit.ask(list.list, subject(LISTED))).kind, 'listed');
      list.now += 1000;
      list.mode = mode;
      for (const good of GOOD) assert.equal((await circuit.ask(list.list, subject(good))).kind, 'unknown');
      assert.equal(circuit.state(list.list).state, 'open');
      assert.equal(changes.length, 1);
    });

  it('open: nothing is asked; tried after a minute, then later and later; closed when it is well', async () => {
    const list = new List();
    const changes: BreakerChange[] = [];
    const circuit = breaker(list, changes);
    list.mode = 'wildcard';
    await circuit.ask(list.list, subject(GOOD[0]!));
    const asked = list.asked;
    list.now += 59_000;
    assert.deepEqual(await circuit.ask(list.list, subject(GOOD[0]!)), {
      kind: 'unknown',
      why: 'lists-everything',
      answers: [],
      asked: false,
    });
    assert.equal(list.asked, asked);
    list.now += 1000;
    await circuit.ask(list.list, subject(GOOD[0]!));
    assert.ok(list.asked > asked);
    assert.deepEqual(
      changes.map(({ state, at }) => `${state} ${at - 1_000_000}`),
      ['open 0', 'half-open 60000', 'open 60000'],
    );
    list.mode = 'honest';
    list.now += 119_000;
    assert.equal((await circuit.ask(list.list, subject(LISTED))).kind, 'unknown');
    list.now += 1000;
    assert.equal((await circuit.ask(list.list, subject(LISTED))).kind, 'listed');
    assert.equal(circuit.state(list.list).state, 'closed');
  });

  it('never rests longer than an hour', async () => {
    const list = new List();
    const changes: BreakerChange[] = [];
    const circuit = breaker(list, changes);
    list.mode = 'parked';
    for (let i = 0; i < 12; i++) {
      await circuit.ask(list.list, subject(GOOD[0]!));
      list.now += 3_600_000;
    }
    assert.equal(changes.filter(({ state }) => state === 'open').length, 12);
  });

  it('several failed questions in a row open it, one does not', async () => {
    const list = new List();
    const circuit = breaker(list);
    await circuit.ask(list.list, subject(LISTED));
    list.mode = 'silent';
    assert.equal((await circuit.ask(list.list, subject(GOOD[0]!))).kind, 'unknown');
    assert.equal(circuit.state(list.list).state, 'closed');
    for (let i = 0; i < 4; i++) await circuit.ask(list.list, subject(GOOD[0]!));
    assert.deepEqual(circuit.state(list.list), { state: 'open', why: 'timeout' });
  });

  it('an emptied list counts for nothing', async () => {
    const list = new List();
    const circuit = breaker(list);
    await circuit.ask(list.list, subject(LISTED));
    list.mode = 'emptied';
    list.now += 60_001;
    await circuit.ask(list.list, subject(GOOD[0]!));
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(circuit.state(list.list), { state: 'open', why: 'no-test-entry' });
  });

  it('hits are suddenly frequent: it is tried, and what is honest goes on', async () => {
    const list = new List();
    const changes: BreakerChange[] = [];
    const circuit = breaker(list, changes);
    for (let i = 0; i < 150; i++) await circuit.ask(list.list, subject(GOOD[i % 3]!));
    const answers: BreakerAnswer[] = [];
    for (let i = 0; i < 60; i++) answers.push(await circuit.ask(list.list, subject(LISTED)));
    assert.ok(answers.every(({ kind }) => kind === 'listed'));
    assert.deepEqual(
      changes.map(({ state }) => state),
      ['half-open', 'closed'],
    );
  });

  it('whenever it goes wrong, whatever is under way: no hit on who is not on it', async () => {
    const event = fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom(...GOOD).map((who) => ({ ask: who })) },
      { weight: 2, arbitrary: fc.constant({ ask: LISTED }) },
      { weight: 2, arbitrary: fc.integer({ min: 0, max: 200_000 }).map((pass) => ({ pass })) },
      { weight: 2, arbitrary: fc.constantFrom(...BAD).map((flip) => ({ flip })) },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.array(event, { minLength: 3, maxLength: 14 }),
        async (s, events) => {
          const list = new List();
          const circuit = breaker(list);
          list.pause = (name) => s.schedule(Promise.resolve(), name);
          const wrong: string[] = [];
          const asked: Promise<void>[] = [];
          const happen = async (what: (typeof events)[number]): Promise<void> => {
            await s.schedule(Promise.resolve(), JSON.stringify(what));
            if ('pass' in what) list.now += what.pass;
            else if ('flip' in what) list.mode = what.flip;
            else {
              const { kind } = await circuit.ask(list.list, subject(what.ask));
              if (kind === 'listed' && what.ask !== LISTED) wrong.push(what.ask);
            }
          };
          for (const each of events) asked.push(happen(each));
          await s.waitFor(Promise.all(asked));
          assert.deepEqual(wrong, []);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('an honest list that never goes wrong: every listed one counts, whatever is under way', async () => {
    const event = fc.oneof(
      fc.constantFrom(LISTED, ...GOOD).map((who) => ({ ask: who })),
      fc.integer({ min: 0, max: 100_000 }).map((pass) => ({ pass })),
    );
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.array(event, { maxLength: 12 }), async (s, events) => {
        const list = new List();
        const circuit = breaker(list);
        list.pause = (name) => s.schedule(Promise.resolve(), name);
        const happen = async (what: (typeof events)[number]): Promise<void> => {
          await s.schedule(Promise.resolve());
          if ('pass' in what) list.now += what.pass;
          else {
            const { kind } = await circuit.ask(list.list, subject(what.ask));
            assert.equal(kind, what.ask === LISTED ? 'listed' : 'clear');
          }
        };
        const all = events.map(happen);
        await s.waitFor(Promise.all(all));
      }),
      { numRuns: 150 },
    );
  });

  it('what is remembered of a list does not grow', async () => {
    const list = new List();
    const circuit = breaker(list);
    for (let i = 0; i < 20_000; i++)
      await circuit.ask(list.list, subject(`198.51.${(i >> 8) & 255}.${i & 255}`));
    assert.equal(circuit.state(list.list).state, 'closed');
  });
});
