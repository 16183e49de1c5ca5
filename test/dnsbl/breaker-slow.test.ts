/**
 * The breaker before a list whose server is slow, or loses every second question: over a real socket, with the waits that a
 * policy service has. Slowness refuses nobody; the list is left out, that is told, and it comes back.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type StubOptions, stubResolver } from '../../src/dns/stub.ts';
import { type BreakerAnswer, CircuitBreaker } from '../../src/dnsbl/breaker.ts';
import { subjectOf } from '../../src/dnsbl/question.ts';
import { namedZone } from '../../src/dnsbl/stranger.ts';
import { type Asked, a, type Deed, type Evil, reply, soa, startEvil } from '../dns/evil-server.ts';

const list = namedZone('bl.lab');
const BAD = '192.0.2.66';
const LISTED = new Set(['2.0.0.127.bl.lab', '66.2.0.192.bl.lab']);

/** What the list says, when it says it. */
function truth(asked: Asked): Buffer {
  const name = asked.name.toLowerCase();
  return LISTED.has(name)
    ? reply(asked, { answers: [a(asked.name, '127.0.0.2', 60)] })
    : reply(asked, { rcode: 3, authorities: [soa('bl.lab', 60, 60)] });
}

type Mood = (asked: Asked) => readonly Deed[];
const well: Mood = (asked) => [truth(asked)];
/** After three to six seconds. */
const slow: Mood = (asked) => [{ after: 3_000 + ((asked.index * 700) % 3_000), send: truth(asked) }];
/** Of each name the first, the third, ... */
const halfOfEach = (): Mood => {
  const asked = new Map<string, number>();
  return (each) => {
    const count = asked.get(each.name.toLowerCase()) ?? 0;
    asked.set(each.name.toLowerCase(), count + 1);
    return count % 2 === 0 ? [] : [truth(each)];
  };
};
const half: Mood = (asked) => (asked.index % 2 === 0 ? [] : [truth(asked)]);

class Stage {
  readonly server: Evil;
  readonly changes: string[] = [];
  mood: Mood = well;
  now = 0;
  readonly #breaker: CircuitBreaker;
  readonly #resolver: ReturnType<typeof stubResolver>;
  #next = 0;

  constructor(server: Evil, options: StubOptions) {
    this.server = server;
    this.#resolver = stubResolver({ servers: [server], ...options });
    this.#breaker = new CircuitBreaker(this.#resolver, {
      clock: () => this.now,
      onChange: ({ state, why }) => this.changes.push(why === undefined ? state : `${state} ${why}`),
    });
  }

  ask(text: string): Promise<BreakerAnswer> {
    return this.#breaker.ask(list, subjectOf(text)!);
  }

  async kind(text: string): Promise<BreakerAnswer['kind']> {
    return (await this.ask(text)).kind;
  }

  good(count: number): Promise<BreakerAnswer[]> {
    return Promise.all(Array.from({ length: count }, () => this.ask(`198.51.100.${this.#next++}`)));
  }

  get state(): string {
    return this.#breaker.state(list).state;
  }

  close(): void {
    this.#resolver.close();
  }
}

async function play(options: StubOptions, scene: (stage: Stage) => Promise<void>): Promise<void> {
  const server = await startEvil((asked) => stage.mood(asked));
  const stage: Stage = new Stage(server, options);
  try {
    assert.equal(await stage.kind(BAD), 'listed');
    await scene(stage);
  } finally {
    stage.close();
    await server.stop();
  }
}

const kinds = (answers: readonly BreakerAnswer[]): string[] => [...new Set(answers.map(({ kind }) => kind))];

describe('the breaker before a slow list', () => {
  it('answers after three to six seconds, waited for two: left out, told, back again', () =>
    play({ timeout: 2_000, attempts: 1 }, async (stage) => {
      stage.mood = slow;
      stage.now += 61_000;
      const [answers, bad] = await Promise.all([stage.good(6), stage.ask(BAD)]);
      assert.deepEqual(kinds(answers), ['unknown']);
      // What was kept from before its slowness is still true, and waits for test entries that do not come.
      assert.equal(bad.kind, 'unknown');
      assert.deepEqual([stage.state, stage.changes], ['open', ['open timeout']]);
      const before = stage.server.asked.length;
      const [left] = await stage.good(1);
      assert.deepEqual(left, { kind: 'unknown', why: 'timeout', answers: [], asked: false });
      assert.equal(stage.server.asked.length, before, 'nobody waits for it any more');
      stage.now += 60_000;
      assert.deepEqual(kinds(await stage.good(1)), ['unknown']);
      assert.deepEqual(stage.changes.slice(1), ['half-open timeout', 'open timeout']);
      stage.mood = well;
      stage.now += 120_000;
      assert.deepEqual([kinds(await stage.good(3)), await stage.kind(BAD)], [['clear'], 'listed']);
      assert.deepEqual(stage.changes.slice(3), ['half-open timeout', 'closed']);
    }));

  it('waited for long enough: late answers count as those that come at once', () =>
    play({ timeout: 2_000, attempts: 3 }, async (stage) => {
      stage.mood = slow;
      stage.now += 61_000;
      const [answers, bad] = await Promise.all([stage.good(5), stage.ask(BAD)]);
      assert.deepEqual([kinds(answers), bad.kind], [['clear'], 'listed']);
      assert.deepEqual(stage.changes, []);
    }));

  it('every second question lost: asked again, and nothing is amiss', () =>
    play({ timeout: 2_000, attempts: 3 }, async (stage) => {
      stage.mood = halfOfEach();
      stage.now += 61_000;
      const answers = await stage.good(20);
      assert.deepEqual([kinds(answers), await stage.kind(BAD)], [['clear'], 'listed']);
      assert.equal(stage.state, 'closed');
    }));

  it('every second question lost, and none asked again: nobody good is on it, and it comes back', () =>
    play({ timeout: 300, attempts: 1 }, async (stage) => {
      stage.mood = half;
      for (let turn = 0; turn < 6; turn++) {
        stage.now += 61_000;
        const answers = [...(await stage.good(4)), await stage.ask(BAD)];
        assert.deepEqual(
          answers.slice(0, 4).filter(({ kind }) => kind === 'listed' || kind === 'rated'),
          [],
        );
      }
      assert.match(stage.changes.join(), /open timeout/);
      stage.mood = well;
      stage.now += 3_600_000;
      assert.deepEqual([kinds(await stage.good(3)), await stage.kind(BAD)], [['clear'], 'listed']);
      assert.equal(stage.state, 'closed');
    }));
});
