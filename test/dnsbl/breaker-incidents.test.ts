/**
 * Incidents of a real rbldnsd, with the breaker before it and questions all the time, as a policy service would ask them:
 * from the moment on at which the list goes wrong, not one good sender is on it. Clocks are passed in where a minute must
 * go by; nothing depends on how fast the machine is.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { stubResolver } from '../../src/dns/stub.ts';
import { type BreakerAnswer, CircuitBreaker } from '../../src/dnsbl/breaker.ts';
import { subjectOf } from '../../src/dnsbl/question.ts';
import { namedZone } from '../../src/dnsbl/stranger.ts';
import { type BlocklistServer, startRbldnsd } from '../lab/rbldnsd.ts';
import { skipWithout } from '../lab/require.ts';

const GOOD = [':127.0.0.2:listed', '127.0.0.2', '192.0.2.0/24'];
const WORLD = ['0.0.0.0/1', '128.0.0.0/1'];
const BAD = '192.0.2.66';
const list = namedZone('bl.lab');

class Stage {
  readonly server: BlocklistServer;
  readonly changes: string[] = [];
  now = 0;
  readonly #breaker: CircuitBreaker;
  readonly #resolver: ReturnType<typeof stubResolver>;
  #next = 0;

  constructor(server: BlocklistServer) {
    this.server = server;
    const servers = [{ address: server.address, port: server.port }];
    this.#resolver = stubResolver({ servers, attempts: 1, timeout: 500 });
    this.#breaker = new CircuitBreaker(this.#resolver, {
      clock: () => this.now,
      onChange: ({ state, why }) => this.changes.push(why === undefined ? state : `${state} ${why}`),
    });
  }

  ask(text: string): Promise<BreakerAnswer> {
    return this.#breaker.ask(list, subjectOf(text)!);
  }

  /** Good senders, of whom none was asked about before. */
  async strangers(count: number): Promise<BreakerAnswer['kind'][]> {
    const answers = await Promise.all(
      Array.from({ length: count }, () => {
        const next = this.#next++;
        return this.ask(`198.51.${100 + (next >> 8)}.${next & 255}`);
      }),
    );
    return [...new Set(answers.map(({ kind }) => kind))].sort();
  }

  close(): void {
    this.#resolver.close();
  }
}

async function play(scene: (stage: Stage) => Promise<void>): Promise<void> {
  const server = await startRbldnsd({ 'bl.lab': { type: 'ip4set', lines: GOOD } });
  const stage = new Stage(server);
  try {
    assert.equal((await stage.ask(BAD)).kind, 'listed');
    assert.deepEqual(await stage.strangers(20), ['clear']);
    await scene(stage);
  } finally {
    stage.close();
    await server.stop();
  }
}

describe('incidents of a list, with the breaker before it', { skip: skipWithout('rbldnsd') }, () => {
  for (const [how, lines] of [
    ['lists the world', [':127.0.0.2:for sale', ...WORLD]],
    ['spares its test entries', [':127.0.0.2:x', ...WORLD, '!127.0.0.1']],
    ['is parked', [':203.0.113.5:for sale', ...WORLD]],
    ['refuses us', [':127.255.255.254:open resolver', ...WORLD]],
  ] as const)
    it(`${how} while it is asked, and comes back`, () =>
      play(async (stage) => {
        // Asked without a pause: before, while and after it reads its new data.
        let isWrong = false;
        const seen: BreakerAnswer['kind'][] = [];
        const asking = (async () => {
          while (!isWrong) {
            seen.push(...(await stage.strangers(10)));
            // An open circuit answers at once: nothing else would have its turn.
            await setImmediate();
          }
        })();
        await stage.server.list('bl.lab', [...lines]);
        isWrong = true;
        await asking;
        assert.ok(!seen.includes('listed'), seen.join());
        assert.deepEqual(await stage.strangers(50), ['unknown']);
        assert.match(stage.changes.at(-1)!, /^open/);
        // Known to be listed: nothing is believed now.
        assert.equal((await stage.ask(BAD)).kind, 'unknown');
        // Still wrong a minute later: it is left alone for longer.
        stage.now += 61_000;
        assert.deepEqual(await stage.strangers(20), ['unknown']);
        await stage.server.list('bl.lab', GOOD);
        stage.now += 61_000;
        assert.deepEqual(await stage.strangers(20), ['unknown']);
        stage.now += 61_000;
        assert.deepEqual(await stage.strangers(20), ['clear']);
        assert.equal((await stage.ask(BAD)).kind, 'listed');
        assert.equal(stage.changes.at(-1), 'closed');
      }));

  it('turns back and forth: right and wrong by turns, never one refusal while it is wrong', () =>
    play(async (stage) => {
      for (let turn = 0; turn < 4; turn++) {
        await stage.server.list('bl.lab', [':127.0.0.2:x', ...WORLD, '!127.0.0.1']);
        const wrong = await stage.strangers(30);
        assert.deepEqual(wrong, ['unknown']);
        await stage.server.list('bl.lab', GOOD);
        stage.now += 3_700_000;
        assert.deepEqual(await stage.strangers(10), ['clear']);
        assert.equal((await stage.ask(BAD)).kind, 'listed');
      }
    }));

  it('dies: nobody is refused, nobody waits for long, and no question goes there', () =>
    play(async (stage) => {
      await stage.server.stop();
      assert.deepEqual(await stage.strangers(10), ['unknown']);
      assert.match(stage.changes.at(-1)!, /^open (?:timeout|unreachable)$/);
      const answer = await stage.ask(BAD);
      assert.ok(answer.kind === 'unknown' && !answer.asked);
      stage.now += 61_000;
      assert.deepEqual(await stage.strangers(5), ['unknown']);
      assert.match(stage.changes.at(-1)!, /^open/);
    }));

  it('is emptied: its entries are gone, and nobody is on it', () =>
    play(async (stage) => {
      await stage.server.list('bl.lab', [':127.0.0.2:x', '203.0.113.255']);
      stage.now += 61_000;
      // The test entries are asked beside; what was clear at the moment was said in good faith.
      await stage.strangers(5);
      await stage.strangers(5);
      assert.equal((await stage.ask('203.0.113.255')).kind, 'unknown');
      assert.equal(stage.changes.at(-1), 'open no-test-entry');
    }));

  it('a wave of listed senders is no incident', () =>
    play(async (stage) => {
      for (let i = 0; i < 12; i++) assert.deepEqual(await stage.strangers(10), ['clear']);
      for (let i = 0; i < 80; i++) assert.equal((await stage.ask(`192.0.2.${i}`)).kind, 'listed');
      assert.ok(!stage.changes.some((change) => change.startsWith('open')), stage.changes.join());
    }));
});
