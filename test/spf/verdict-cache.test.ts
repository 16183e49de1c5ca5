/** Verdicts are shared where they may be, and only there. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Spf } from '../../src/spf/spf.ts';
import type { Request } from '../../src/spf/verdict.ts';
import { txt, type Zone, zoneResolver } from './zone.ts';

const ANN: Request = { ip: '192.0.2.1', sender: 'ann@example.com', helo: 'mx.example.net' };

/** @returns whether the second was answered from memory of the first */
async function isShared(zone: Zone, first: Request, second: Request): Promise<boolean> {
  const spf = new Spf(zoneResolver(zone));
  await spf.check(first);
  return (await spf.check(second)).kept === true;
}

const PLAIN = 'v=spf1 ip4:192.0.2.0/24 exists:%{l}.%{h}.example -all';
const SHARING: readonly (readonly [record: string, second: Partial<Request>, shared: boolean])[] = [
  [PLAIN, {}, true],
  [PLAIN, { sender: 'bob@example.com', helo: 'other.example' }, true],
  [PLAIN, { sender: 'bob@EXAMPLE.COM.' }, true],
  [PLAIN, { ip: '::ffff:192.0.2.1' }, true],
  [PLAIN, { sender: '', helo: 'example.com' }, true],
  [PLAIN, { ip: '192.0.2.2' }, false],
  [PLAIN, { sender: 'ann@sub.example.com' }, false],
  ['v=spf1 exists:%{l}.example -all', { helo: 'other.example' }, true],
  ['v=spf1 exists:%{l}.example -all', { sender: 'bob@example.com' }, false],
  ['v=spf1 exists:%{l}.example -all', { sender: 'Ann@example.com' }, false],
  ['v=spf1 exists:%{l}.example -all', { sender: 'j\u00f6@example.com' }, false],
  ['v=spf1 exists:%{s}.example -all', { sender: 'bob@example.com' }, false],
  ['v=spf1 a:%{h} -all', { sender: 'bob@example.com' }, true],
  ['v=spf1 a:%{h} -all', { helo: 'other.example' }, false],
  ['v=spf1 exists:%{i}.example -all', { ip: '192.0.2.2' }, false],
  ['v=spf1 -all exp=local.example', { sender: 'bob@example.com' }, false],
  ['v=spf1 -all exp=helo.example', { helo: 'other.example' }, false],
  ['v=spf1 -all exp=time.example', {}, false],
  ['v=spf1 -all exp=down.example', {}, false],
  ['v=spf1 ~all exp=local.example', { sender: 'bob@example.com' }, true],
];

describe('memory', () => {
  for (const [record, second, shared] of SHARING)
    it(`${record}, then ${JSON.stringify(second)}: ${shared ? 'shared' : 'asked anew'}`, async () => {
      const zone: Zone = {
        'example.com': txt(record),
        ...{ 'local.example': txt('%{l}'), 'helo.example': txt('%{h}'), 'time.example': txt('%{t}') },
        ...{ 'down.example': 'servfail', 'mx.example.net': { A: ['192.0.2.77'] } },
      };
      assert.equal(await isShared(zone, ANN, { ...ANN, ...second }), shared);
    });

  it('holds each sender apart where the record asks for it', async () => {
    const spf = new Spf(
      zoneResolver({
        'example.com': txt('v=spf1 exists:%{l}.example -all'),
        'ann.example': { A: ['127.0.0.2'] },
      }),
    );
    for (let round = 0; round < 2; round++) {
      assert.equal((await spf.check(ANN)).result, 'pass');
      assert.equal((await spf.check({ ...ANN, sender: 'bob@example.com' })).result, 'fail');
    }
  });

  it('does not mix up parts that are written alike', async () => {
    const record = txt('v=spf1 exists:%{l}.%{h}.example -all');
    const zone = { 'b.example': record, 'a 192.0.2.2 b.example': record };
    for (const [first, second] of [
      [
        { ip: '192.0.2.1', sender: 'x@a 192.0.2.2 b.example', helo: 'h' },
        { ip: '192.0.2.2', sender: 'x@b.example', helo: 'h 192.0.2.1 a' },
      ],
      [
        { ip: '192.0.2.1', sender: 'x y@b.example', helo: 'z' },
        { ip: '192.0.2.1', sender: 'x@b.example', helo: 'y z' },
      ],
      [
        { ip: '192.0.2.1', sender: 'x@a 192.0.2.2 b.example', helo: 'h' },
        { ip: '192.0.2.1 a 192.0.2.2', sender: 'x@b.example', helo: 'h' },
      ],
    ] as const) {
      assert.equal(await isShared(zone, first, second), false, JSON.stringify(second));
      assert.equal(await isShared(zone, first, first), true);
    }
  });

  it('ends with the shortest TTL of what was asked', async () => {
    let now = 1_000_000;
    const resolver = zoneResolver({ 'example.com': txt('v=spf1 ip4:192.0.2.1 -all') }, 40);
    const spf = new Spf(resolver, { clock: () => now });
    assert.equal((await spf.check(ANN)).ttl, 40);
    now += 39_000;
    assert.deepEqual([(await spf.check(ANN)).kept, (await spf.check(ANN)).ttl], [true, 1]);
    now += 1_000;
    resolver.zone = { 'example.com': txt('v=spf1 -all') };
    assert.equal((await spf.check(ANN)).result, 'fail');
  });

  for (const [zone, ttl] of [
    [{ 'example.com': txt('v=spf1 -all') }, 3600],
    [{}, 300],
    [{ 'example.com': txt('v=spf1 nonsense') }, 60],
    [{ 'example.com': 'servfail' }, 0],
  ] as const)
    it(`keeps ${JSON.stringify(zone)} for ${ttl} s of a day`, async () => {
      assert.equal((await new Spf(zoneResolver(zone, 86_400)).check(ANN)).ttl, ttl);
    });

  it('is bounded in bytes', async () => {
    const record = `v=spf1 ${'ip4:198.51.100.77 '.repeat(220)}-all`;
    const resolver = zoneResolver({});
    const spf = new Spf(resolver);
    for (let i = 0; i < 10_000; i++) {
      resolver.zone = { [`d${i}.example`]: txt(record) };
      await spf.check({ ...ANN, sender: `a@d${i}.example` });
    }
    const kept = Array.from({ length: 10_000 }, (_, i) => spf.kept({ ...ANN, sender: `a@d${i}.example` }));
    const bytes = kept.reduce((sum, each) => sum + (each?.record?.length ?? 0), 0);
    assert.ok(bytes > 20 << 20 && bytes < 32 << 20, String(bytes));
  });

  it('is bounded', async () => {
    const resolver = zoneResolver({ 'example.com': txt('v=spf1 -all') });
    const spf = new Spf(resolver, { keep: 10 });
    for (let i = 0; i < 50; i++) await spf.check({ ...ANN, ip: `192.0.2.${i}` });
    assert.equal(spf.kept({ ...ANN, ip: '192.0.2.39' }), undefined);
    assert.equal(spf.kept({ ...ANN, ip: '192.0.2.40' })?.result, 'fail');
  });
});
