/** Which clients are of this host or its own networks. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isPrivate } from '../../src/findings/private.ts';

describe('of this host or its own networks', () => {
  for (const [address, wanted] of [
    ...[
      ['', true] as const,
      ['127.0.0.1', true] as const,
      ['127.9.9.9', true] as const,
      ['::1', true] as const,
    ],
    ...[['10.0.0.0', true] as const, ['10.255.255.255', true] as const, ['11.0.0.0', false] as const],
    ...[['172.15.255.255', false] as const, ['172.16.0.0', true] as const, ['172.31.255.255', true] as const],
    ...[['172.32.0.0', false] as const, ['192.168.255.255', true] as const, ['192.169.0.0', false] as const],
    ...[['169.254.1.1', true] as const, ['100.64.0.1', false] as const, ['192.0.2.1', false] as const],
    ...[['fc00::1', true] as const, ['fdff:ffff::1', true] as const, ['fe00::1', false] as const],
    ...[['fe80::1', true] as const, ['fe80::1%eth0', true] as const, ['febf::1', true] as const],
    ...[['fec0::1', false] as const, ['2001:db8::1', false] as const, ['fd::1', false] as const],
    ...[
      ['::ffff:10.1.2.3', true] as const,
      ['::ffff:192.0.2.1', false] as const,
      ['unknown', false] as const,
    ],
  ])
    it(`${address === '' ? 'a program of this host' : address}: ${wanted}`, () => {
      assert.equal(isPrivate(address), wanted);
    });
});
