import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseAddress } from '../../src/net/address.ts';
import { arpaName, reverseName } from '../../src/net/reverse.ts';

describe('names of addresses', () => {
  const names: Readonly<Record<string, [list: string, arpa: string]>> = {
    '192.0.2.10': ['10.2.0.192', 'in-addr.arpa'],
    '127.0.0.2': ['2.0.0.127', 'in-addr.arpa'],
    // The example of RFC 5782 §2.4.
    '2001:db8:1:2:3:4:567:89ab': [
      'b.a.9.8.7.6.5.0.4.0.0.0.3.0.0.0.2.0.0.0.1.0.0.0.8.b.d.0.1.0.0.2',
      'ip6.arpa',
    ],
    // The test entry of RFC 5782 §5.
    '::ffff:7f00:2': ['2.0.0.0.0.0.f.7.f.f.f.f.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0', 'ip6.arpa'],
  };
  for (const [text, [list, arpa]] of Object.entries(names))
    it(text, () => {
      const address = parseAddress(text)!;
      assert.equal(reverseName(address), list);
      assert.equal(arpaName(address), `${list}.${arpa}`);
    });
});
