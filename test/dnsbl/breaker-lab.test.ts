/** The circuit breaker over the stub resolver, its cache and a real rbldnsd whose list goes wrong. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { stubResolver } from '../../src/dns/stub.ts';
import { CircuitBreaker } from '../../src/dnsbl/breaker.ts';
import { subjectOf } from '../../src/dnsbl/question.ts';
import { namedZone } from '../../src/dnsbl/stranger.ts';
import { startRbldnsd } from '../lab/rbldnsd.ts';
import { skipWithout } from '../lab/require.ts';

describe('circuit breaker before a real list', { skip: skipWithout('rbldnsd') }, () => {
  for (const [how, lines] of [
    ['lists the whole world', [':127.0.0.2:for sale', '0.0.0.0/1', '128.0.0.0/1']],
    ['is parked', [':203.0.113.5:for sale', '0.0.0.0/1', '128.0.0.0/1']],
    ['lists the whole world but 127.0.0.1', [':127.0.0.2:x', '0.0.0.0/1', '128.0.0.0/1', '!127.0.0.1']],
  ] as const)
    it(`the list ${how} from one moment on: not one good sender is refused`, async () => {
      const server = await startRbldnsd({
        'bl.lab': { type: 'ip4set', lines: [':127.0.0.2:listed', '127.0.0.2', '192.0.2.66'] },
      });
      // All answers are kept: the good test entries of before too.
      const resolver = stubResolver({ servers: [{ address: server.address, port: server.port }] });
      try {
        const circuit = new CircuitBreaker(resolver);
        const list = namedZone('bl.lab');
        const ask = async (text: string): Promise<string> => (await circuit.ask(list, subjectOf(text)!)).kind;
        assert.equal(await ask('192.0.2.66'), 'listed');
        assert.equal(await ask('198.51.100.1'), 'clear');
        await server.list('bl.lab', [...lines]);
        const kinds = await Promise.all(Array.from({ length: 50 }, (_, i) => ask(`198.51.100.${i + 2}`)));
        assert.deepEqual([...new Set(kinds)], ['unknown']);
        assert.equal(circuit.state(list).state, 'open');
      } finally {
        resolver.close();
        await server.stop();
      }
    });
});
