/** Keys of networks, made of text alone: they part addresses as the exact networks do. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { formatAddress } from '../../src/net/address.ts';
import { formatNetwork, networkOf } from '../../src/net/network.ts';
import { prefixText, providerText } from '../../src/net/prefix-text.ts';

for (const [address, client, provider] of [
  ['2001:db8:0:1::9', '2001:db8:0:1', '2001:db8'],
  ['2001:db8::9', '2001:db8:0:0', '2001:db8'],
  ['2001:DB8::', '2001:db8:0:0', '2001:db8'],
  ['::1', '0:0:0:0', '0:0'],
  ['fe80::1:2:3:4', 'fe80:0:0:0', 'fe80:0'],
] as const)
  it(address, () => assert.deepEqual([prefixText(address, 4), providerText(address)], [client, provider]));

it('192.0.2.1', () => assert.equal(providerText('192.0.2.1'), '192.0'));

it('two addresses have the same key just when they are in the same /64', () => {
  const group = fc.constantFrom(0, 0, 1, 0xdb8, 0xffff);
  const bytes = fc.tuple(group, group, group, group, group, group, group, fc.constantFrom(1, 2));
  fc.assert(
    fc.property(bytes, bytes, (one, two) => {
      const [a, b] = [one, two].map((groups) => ({
        family: 6 as const,
        bytes: Uint8Array.from([0x20, 1, ...groups.flatMap((each) => [each >> 8, each & 255])].slice(0, 16)),
      }));
      const [x, y] = [formatAddress(a!), formatAddress(b!)];
      assert.equal(
        prefixText(x, 4) === prefixText(y, 4),
        formatNetwork(networkOf(a!, 64)) === formatNetwork(networkOf(b!, 64)),
      );
    }),
  );
});
