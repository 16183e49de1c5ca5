import assert from 'node:assert/strict';
import { isIP } from 'node:net';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { formatAddress, ip4Number, parseAddress, plainOf } from '../../src/net/address.ts';

const print = (text: string): string | undefined => {
  const address = parseAddress(text);
  return address && formatAddress(address);
};

describe('addresses', () => {
  const printed: Readonly<Record<string, string>> = {
    '192.0.2.1': '192.0.2.1',
    '0.0.0.0': '0.0.0.0',
    '255.255.255.255': '255.255.255.255',
    '2001:DB8::1': '2001:db8::1',
    '2001:0db8:0000:0000:0001:0000:0000:0001': '2001:db8::1:0:0:1',
    '2001:db8:0:1:1:1:1:1': '2001:db8:0:1:1:1:1:1',
    '::': '::',
    '::1': '::1',
    '1::': '1::',
    '::FFFF:192.0.2.1': '::ffff:192.0.2.1',
    '::ffff:c000:201': '::ffff:192.0.2.1',
    '64:ff9b::192.0.2.1': '64:ff9b::c000:201',
  };
  for (const [text, expected] of Object.entries(printed))
    it(`${text} is printed ${expected}`, () => assert.equal(print(text), expected));

  const wrong = [
    ...['', ' ', '1', '192.0.2', '192.0.2.', '.192.0.2.1', '192.0.2.1.', '192.0.2.1.1', '192.0.2.256'],
    ...['192.0.2.01', '192.0.2.00', '0x7f.0.0.1', '192.0.2.1 ', '192..2.1', '192.0.2.-1', '192.0.2.1/32'],
    ...['[::1]', ':::', '1::2::3', '2001:db8', 'fe80::1%eth0', '::ffff:192.0.2.256', 'g::1', 'unknown'],
    ...['1:2:3:4:5:6:7', '1:2:3:4:5:6:7:8:9', '１９２.0.2.1', '::1\n', '\u0000'],
  ];
  for (const text of wrong)
    it(`${JSON.stringify(text)} is none`, () => assert.equal(parseAddress(text), undefined));

  it('IPv4 in IPv6 clothes is what it is', () => {
    assert.equal(formatAddress(plainOf(parseAddress('::ffff:192.0.2.1')!)), '192.0.2.1');
    assert.equal(formatAddress(plainOf(parseAddress('2001:db8::1')!)), '2001:db8::1');
  });

  it('what is printed is read as the same', () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (text) => {
        const address = parseAddress(text)!;
        const again = formatAddress(address);
        assert.deepEqual(parseAddress(again), address);
        assert.deepEqual([...address.bytes], ipaddr.parse(text).toByteArray());
      }),
    );
  });

  it('any text is an address exactly where Node says so', () => {
    const part = fc.oneof(
      fc.integer({ min: -1, max: 300 }).map(String),
      fc.constantFrom('', '00', '1e1', '+1', ' '),
    );
    const text = fc.oneof(
      fc.array(part, { minLength: 1, maxLength: 6 }).map((parts) => parts.join('.')),
      fc.string({ unit: fc.constantFrom(...'0123456789abcdefF:.%[]/ '), maxLength: 50 }),
    );
    fc.assert(
      fc.property(text, (each) => {
        assert.equal(parseAddress(each) !== undefined, isIP(each) !== 0 && !each.includes('%'), each);
        assert.equal(ip4Number(each) >= 0, isIP(each) === 4, each);
      }),
      { numRuns: 2000 },
    );
  });
});
