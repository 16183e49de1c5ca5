/** Header values are what their RFCs allow, whoever wrote what is in them. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { authenticationResults, receivedSpf } from '../../src/spf/headers.ts';
import { Spf } from '../../src/spf/spf.ts';
import type { Request } from '../../src/spf/verdict.ts';
import { requests, zones } from './random-records.ts';
import { txt, type Zone, zoneResolver } from './zone.ts';

const ANN: Request = { ip: '192.0.2.25', sender: 'ann@example.com', helo: 'mail.example.com' };
const MX: Zone = {
  'example.com': { ...txt('v=spf1 mx -all'), MX: [{ preference: 1, exchange: 'm.example.com' }] },
  'm.example.com': { A: ['192.0.2.25'] },
};

const both = async (zone: Zone, request: Request): Promise<[received: string, results: string]> => {
  const verdict = await new Spf(zoneResolver(zone)).check(request);
  return [receivedSpf(verdict, request, 'mx.example.net'), authenticationResults(verdict, 'mx.example.net')];
};

const EXAMPLES: readonly (readonly [
  name: string,
  zone: Zone,
  request: Request,
  received: string,
  results: string,
])[] = [
  [
    ...(['pass', MX, ANN] as const),
    'pass (mx.example.net: 192.0.2.25 may send mail for example.com.) client-ip=192.0.2.25; envelope-from="ann@example.com"; helo=mail.example.com; receiver=mx.example.net; identity=mailfrom; mechanism=mx',
    'mx.example.net; spf=pass smtp.mailfrom=example.com',
  ],
  [
    ...(['a bounce', { 'mail.example.com': txt('v=spf1 ip6:2001:db8::/32 -all') }] as const),
    { ...ANN, sender: '', ip: '2001:db8::1' },
    'pass (mx.example.net: 2001:db8::1 may send mail for mail.example.com.) client-ip="2001:db8::1"; helo=mail.example.com; receiver=mx.example.net; identity=helo; mechanism="ip6:2001:db8::/32"',
    'mx.example.net; spf=pass smtp.helo=mail.example.com',
  ],
  [
    ...(['two records', { 'example.com': txt('v=spf1', 'v=spf1') }, ANN] as const),
    'permerror (mx.example.net: What example.com publishes is wrong, so it says nothing about 192.0.2.25.) client-ip=192.0.2.25; envelope-from="ann@example.com"; helo=mail.example.com; receiver=mx.example.net; identity=mailfrom; problem="example.com has 2 SPF records; one is allowed (RFC 7208 section 4.5)."',
    'mx.example.net; spf=permerror reason="example.com has 2 SPF records; one is allowed (RFC 7208 section 4.5)." smtp.mailfrom=example.com',
  ],
  [
    ...(['nothing matched', { 'example.com': txt('v=spf1') }, ANN] as const),
    'neutral (mx.example.net: example.com says neither that 192.0.2.25 may send mail for it nor that it may not.) client-ip=192.0.2.25; envelope-from="ann@example.com"; helo=mail.example.com; receiver=mx.example.net; identity=mailfrom; mechanism=default',
    'mx.example.net; spf=neutral smtp.mailfrom=example.com',
  ],
  [
    ...(['quotes in the local part', MX, { ...ANN, sender: '"a\\"b"@example.com' }] as const),
    'pass (mx.example.net: 192.0.2.25 may send mail for example.com.) client-ip=192.0.2.25; envelope-from="\\"a\\\\\\"b\\"@example.com"; helo=mail.example.com; receiver=mx.example.net; identity=mailfrom; mechanism=mx',
    'mx.example.net; spf=pass smtp.mailfrom=example.com',
  ],
];

describe('header values', () => {
  for (const [name, zone, request, received, results] of EXAMPLES)
    it(name, async () => assert.deepEqual(await both(zone, request), [received, results]));

  it('can be read again', () =>
    fc.assert(
      fc.asyncProperty(zones, requests, async (zone, request) => {
        const [received, results] = await both(zone, request);
        const pairs = readReceived(received);
        assert.equal(pairs.get('client-ip'), request.ip);
        if (/^[\x20-\x7e]+$/.test(request.sender)) assert.equal(pairs.get('envelope-from'), request.sender);
        assert.equal(pairs.get('helo'), request.helo);
        assert.match(results, RESULTS);
      }),
      { numRuns: 500 },
    ));

  it('hold to their form whatever the client says', () => {
    const anything = fc.string({ unit: 'binary', maxLength: 700 });
    return fc.assert(
      fc.asyncProperty(anything, anything, anything, async (ip, local, helo) => {
        for (const request of [
          { ip, sender: `${local}@example.com`, helo },
          { ip: '192.0.2.1', sender: `${local}@example.com`, helo },
          { ip: '192.0.2.1', sender: local, helo },
          { ip: '192.0.2.1', sender: '', helo },
        ]) {
          const [received, results] = await both(MX, request);
          readReceived(received);
          assert.match(results, RESULTS);
          for (const line of [received, results]) assert.match(line, /^[\x20-\x7e]{1,974}$/);
        }
      }),
      { numRuns: 500 },
    );
  });
});

const RESULTS =
  /^mx\.example\.net; spf=[a-z]+(?: reason="(?:[^"\\]|\\.)*")?(?: smtp\.(?:mailfrom|helo)=(?:[\w!#$%&'*+\-.^`{|}~]+|"(?:[^"\\]|\\.)*"))?$/;

/** By the grammar of RFC 7208 §9.1. */
function readReceived(text: string): Map<string, string> {
  const head = /^(?:pass|fail|softfail|neutral|none|temperror|permerror) \([^()\\]*\)/.exec(text);
  assert.ok(head, text);
  const pairs = new Map<string, string>();
  let rest = text.slice(head[0].length);
  while (rest !== '') {
    const pair = /^(?: |; )([a-z-]+)=(?:"((?:[^"\\]|\\.)*)"|([\w!#$%&'*+\-/=?^`{|}~.]+))/.exec(rest);
    assert.ok(pair, rest);
    pairs.set(pair[1]!, pair[3] ?? pair[2]!.replace(/\\(.)/g, '$1'));
    rest = rest.slice(pair[0].length);
  }
  return pairs;
}
