import assert from 'node:assert/strict';
import { BlockList } from 'node:net';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { formatAddress, parseAddress } from '../../src/net/address.ts';
import { formatNetwork, lastOf, type Network, parseNetwork } from '../../src/net/network.ts';
import { NetworkSet } from '../../src/net/network-set.ts';

const set = (...networks: string[]): NetworkSet =>
  new NetworkSet(networks.map((each) => parseNetwork(each)!));

describe('networks', () => {
  const read: Readonly<Record<string, [printed: string, last: string, hasHostBits?: true]>> = {
    '192.0.2.0/24': ['192.0.2.0/24', '192.0.2.255'],
    '192.0.2.10/24': ['192.0.2.0/24', '192.0.2.255', true],
    '192.0.2.128/25': ['192.0.2.128/25', '192.0.2.255'],
    '192.0.2.7': ['192.0.2.7', '192.0.2.7'],
    '192.0.2.7/32': ['192.0.2.7', '192.0.2.7'],
    '0.0.0.0/0': ['0.0.0.0/0', '255.255.255.255'],
    '2001:db8::/32': ['2001:db8::/32', '2001:db8:ffff:ffff:ffff:ffff:ffff:ffff'],
    '[2001:db8::]/33': ['2001:db8::/33', '2001:db8:7fff:ffff:ffff:ffff:ffff:ffff'],
    '[::1]/128': ['::1', '::1'],
    '[::1]': ['::1', '::1'],
    '::/0': ['::/0', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
  };
  for (const [text, [printed, last, hasHostBits = false]] of Object.entries(read))
    it(text, () => {
      const network = parseNetwork(text)!;
      assert.equal(formatNetwork(network), printed);
      assert.equal(formatAddress(lastOf(network)), last);
      assert.equal(network.hasHostBits, hasHostBits);
    });
  const wrong = [
    ...['', '/24', '192.0.2.0/', '192.0.2.0/33', '192.0.2.0/024', '192.0.2.0/+8', '192.0.2.0/8/8'],
    ...[
      '2001:db8::/129',
      '[2001:db8::/32',
      '2001:db8::]/32',
      '[2001:db8::/32]',
      '192.0.2/24',
      '192.0.2.0/255.255.255.0',
    ],
  ];
  for (const text of wrong) it(`${text} is none`, () => assert.equal(parseNetwork(text), undefined));
});

describe('a set of networks', () => {
  it('joins what touches and what overlaps', () => {
    const some = set(
      '192.0.2.0/25',
      '192.0.2.128/25',
      '192.0.2.64/26',
      '198.51.100.7',
      '198.51.100.8',
      '2001:db8::/33',
      '2001:db8:8000::/33',
    );
    assert.deepEqual(
      some.ranges().map(({ first, last }) => `${formatAddress(first)}-${formatAddress(last)}`),
      [
        '192.0.2.0-192.0.2.255',
        '198.51.100.7-198.51.100.8',
        '2001:db8::-2001:db8:ffff:ffff:ffff:ffff:ffff:ffff',
      ],
    );
  });
  it('knows the first and the last address, and not those beside them', () => {
    const some = set('192.0.2.0/24', '2001:db8::/64', '255.255.255.255', '0.0.0.0');
    for (const inside of [
      '192.0.2.0',
      '192.0.2.255',
      '2001:db8::',
      '2001:db8::ffff:ffff:ffff:ffff',
      '255.255.255.255',
      '0.0.0.0',
    ])
      assert.equal(some.hasText(inside), true, inside);
    for (const outside of [
      '192.0.1.255',
      '192.0.3.0',
      '2001:db7:ffff:ffff:ffff:ffff:ffff:ffff',
      '2001:db8:0:1::',
      '0.0.0.1',
      'x',
      '',
    ])
      assert.equal(some.hasText(outside), false, outside);
  });
  it('takes IPv4 in IPv6 clothes as IPv4, in its networks too', () => {
    assert.equal(set('192.0.2.0/24').hasText('::ffff:192.0.2.1'), true);
    assert.equal(set('::ffff:192.0.2.0/120').hasText('192.0.2.1'), true);
    assert.equal(set('::/0').hasText('::ffff:192.0.2.1'), true);
    assert.equal(set('::/0').hasText('2001:db8::1'), true);
    assert.equal(set('0.0.0.0/0').hasText('2001:db8::1'), false);
  });
  it('is empty without networks', () => {
    assert.equal(set().hasText('192.0.2.1'), false);
    assert.equal(set().size, 0);
  });
  it('says the same as looking at one network after the other', () => {
    const network = fc
      .oneof(
        fc.tuple(fc.ipV4(), fc.integer({ min: 0, max: 32 })),
        fc.tuple(fc.ipV6(), fc.integer({ min: 0, max: 128 })),
      )
      .map(([address, prefix]): Network => parseNetwork(`${address}/${prefix}`)!);
    fc.assert(
      fc.property(
        fc.array(network, { maxLength: 20 }),
        fc.array(fc.oneof(fc.ipV4(), fc.ipV6())),
        (networks, asked) => {
          const list = new BlockList();
          for (const { first, prefix } of networks)
            list.addSubnet(formatAddress(first), prefix, first.family === 4 ? 'ipv4' : 'ipv6');
          const some = new NetworkSet(networks);
          const edges = networks.flatMap((each) => [formatAddress(each.first), formatAddress(lastOf(each))]);
          for (const text of [...asked, ...edges]) {
            // Node asks IPv4 networks about mapped addresses, and not the other way.
            if (/ffff:\d+\.|^::/i.test(text)) continue;
            const { family } = parseAddress(text)!;
            if (family === 4 && networks.some(({ first, prefix }) => first.family === 6 && prefix < 97))
              continue;
            assert.equal(some.hasText(text), list.check(text, family === 4 ? 'ipv4' : 'ipv6'), text);
          }
        },
      ),
    );
  });
  it('of 200,000 networks answers at once', () => {
    const many = Array.from(
      { length: 200_000 },
      (_, i) => parseNetwork(`${10 + (i >> 16)}.${(i >> 8) & 255}.${i & 255}.128/26`)!,
    );
    const some = new NetworkSet(many);
    assert.equal(some.size, 200_000);
    for (let i = 0; i < 200_000; i++) {
      const network = `${10 + (i >> 16)}.${(i >> 8) & 255}.${i & 255}`;
      assert.equal(some.hasText(`${network}.${128 + (i & 63)}`), true);
      assert.equal(some.hasText(`${network}.${i & 127}`), false);
    }
  });
});
