/** The stub before real name servers that refuse, refer, fail, go away and come back, or have much to say. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Answer } from '../../src/dns/resolver.ts';
import { stubResolver } from '../../src/dns/stub.ts';
import { startResolver } from '../lab/dns.ts';
import { startNsd } from '../lab/nsd.ts';
import { skipWithout, skipWithoutPrograms } from '../lab/require.ts';

const SOA = '@ SOA ns hostmaster 1 7200 3600 86400 300\n@ NS ns\nns A 192.0.2.53\n';
const gist = (answer: Answer): string =>
  answer.status === 'found'
    ? String(answer.records.length)
    : answer.status === 'failed'
      ? answer.why
      : answer.status;

describe('before nsd', { skip: skipWithoutPrograms('nsd') }, () => {
  const lines = (count: number, line: (index: number) => string): string =>
    Array.from({ length: count }, (_, index) => line(index)).join('\n');
  const zone = [
    SOA,
    'child NS ns.child\nns.child A 192.0.2.54',
    lines(3_000, (i) => `many A 10.0.${i >> 8}.${i & 255}`),
    `long TXT ${lines(200, () => `"${'x'.repeat(255)}"`).replaceAll('\n', ' ')}`,
    'away CNAME host.other.example.',
    '*.wild A 127.0.0.2',
    lines(15, (i) => `c${i} CNAME c${i + 1}`),
    'c15 A 192.0.2.1',
  ].join('\n');
  const cases: readonly (readonly [name: string, type: 'A' | 'TXT', expected: string])[] = [
    ['other.example', 'A', 'refused'],
    ['host.child.lab.example', 'A', 'other'],
    ['many.lab.example', 'A', '3000'],
    ['long.lab.example', 'TXT', '1'],
    // An alias out of the server's zones, for which it refuses.
    ['away.lab.example', 'A', 'refused'],
    ['any.thing.wild.lab.example', 'A', '1'],
    ['wild.lab.example', 'A', 'no-data'],
    ['c5.lab.example', 'A', '1'],
    ['c0.lab.example', 'A', '1'],
  ];
  it('answers', async (test) => {
    const server = await startNsd({ 'lab.example': zone });
    const resolver = stubResolver({ servers: [server] });
    try {
      for (const [name, type, expected] of cases)
        await test.test(`${name} ${type}: ${expected}`, async () =>
          assert.equal(gist(await resolver.query(name, type)), expected),
        );
    } finally {
      resolver.close();
      await server.stop();
    }
  });
});

describe('before unbound', { skip: skipWithout('unbound', 'nsd') }, () => {
  it('a zone whose only server is dead is a failure, and the others are answered meanwhile', async () => {
    const server = await startNsd({ 'lab.example': `${SOA}* A 127.0.0.2` });
    const unbound = await startResolver({
      records: [],
      zones: { 'lab.example': server },
      deadZones: ['dead.example'],
    });
    const resolver = stubResolver({
      servers: [{ address: unbound.address, port: 53 }],
      timeout: 1_000,
      attempts: 2,
    });
    try {
      const dead = Promise.all(
        Array.from({ length: 300 }, (_, i) => resolver.query(`${i}.dead.example`, 'A')),
      );
      const good = await Promise.all(
        Array.from({ length: 300 }, (_, i) => resolver.query(`${i}.lab.example`, 'A')),
      );
      assert.deepEqual(new Set(good.map(gist)), new Set(['1']));
      for (const answer of await dead) assert.match(gist(answer), /^(servfail|timeout)$/);
      assert.equal(gist(await resolver.query('after.lab.example', 'A')), '1');
    } finally {
      resolver.close();
      await unbound.stop();
      await server.stop();
    }
  });
  it('one that goes away is unreachable, and is asked again when it is back', async () => {
    const server = await startNsd({ 'lab.example': SOA });
    const resolver = stubResolver({ servers: [server], cache: false });
    assert.equal(gist(await resolver.query('ns.lab.example', 'A')), '1');
    await server.stop();
    assert.equal(gist(await resolver.query('ns.lab.example', 'A')), 'unreachable');
    const again = await startNsd({ 'lab.example': SOA }, server.port);
    assert.equal(gist(await resolver.query('ns.lab.example', 'A')), '1');
    resolver.close();
    await again.stop();
  });
});
