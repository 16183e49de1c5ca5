import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { parseResolvConf } from '../../src/dns/resolv-conf.ts';
import { parseServer, serverText } from '../../src/dns/server.ts';
import { systemResolvConf } from '../../src/dns/system.ts';

describe('--dns', () => {
  const read: Readonly<Record<string, [address: string, port: number]>> = {
    '192.0.2.53': ['192.0.2.53', 53],
    ' 192.0.2.53 ': ['192.0.2.53', 53],
    '192.0.2.53:5353': ['192.0.2.53', 5353],
    '2001:db8::53': ['2001:db8::53', 53],
    '[2001:db8::53]': ['2001:db8::53', 53],
    '[2001:db8::53]:5353': ['2001:db8::53', 5353],
    '[fe80::1%eth0]:53': ['fe80::1%eth0', 53],
    // No port: the whole is an address.
    '2001:db8::53:5353': ['2001:db8::53:5353', 53],
  };
  for (const [text, [address, port]] of Object.entries(read))
    it(text, () => {
      assert.deepEqual(parseServer(text), { address, port });
      assert.deepEqual(parseServer(serverText({ address, port })), { address, port });
    });
  const wrong = [
    ...[
      '',
      'localhost',
      'dns.example',
      '192.0.2',
      '192.0.2.53:',
      '192.0.2.53:0',
      '192.0.2.53:65536',
      '192.0.2.53:dns',
    ],
    ...[
      '[192.0.2.53]',
      '[192.0.2.53]:53',
      '[2001:db8::53',
      '[2001:db8::53]5353',
      '[]:53',
      ':53',
      '192.0.2.53 53',
      '192.0.2.53#53',
    ],
  ];
  for (const text of wrong) it(`${text} is none`, () => assert.equal(parseServer(text), undefined));
});

describe('resolv.conf', () => {
  const servers = (text: string): string[] => parseResolvConf(text).servers.map(({ address }) => address);
  const named: Readonly<Record<string, [text: string, servers: string[]]>> = {
    empty: ['', ['127.0.0.1']],
    one: ['nameserver 192.0.2.53\n', ['192.0.2.53']],
    'tabs, spaces behind, no line end': ['nameserver\t192.0.2.53  ', ['192.0.2.53']],
    'CR LF': ['nameserver 192.0.2.53\r\nnameserver 192.0.2.54\r\n', ['192.0.2.53', '192.0.2.54']],
    'IPv6, with its interface': [
      'nameserver 2001:db8::53\nnameserver fe80::1%eth0',
      ['2001:db8::53', 'fe80::1%eth0'],
    ],
    comments: [
      '# nameserver 192.0.2.1\n; nameserver 192.0.2.2\nnameserver 192.0.2.53 # mine',
      ['192.0.2.53'],
    ],
    'no more than three': [
      [1, 2, 3, 4].map((n) => `nameserver 192.0.2.${n}`).join('\n'),
      ['192.0.2.1', '192.0.2.2', '192.0.2.3'],
    ],
    'a name is no address': ['nameserver dns.example\nnameserver 192.0.2.53', ['192.0.2.53']],
    'only nonsense': [
      'nameserver\nnameserver x\nnameservers 192.0.2.1\n nameserver 192.0.2.2',
      ['127.0.0.1'],
    ],
    'other lines': [
      'domain example\nsearch example\nsortlist 192.0.2.0\nnameserver 192.0.2.53',
      ['192.0.2.53'],
    ],
  };
  for (const [what, [text, expected]] of Object.entries(named))
    it(what, () => assert.deepEqual(servers(text), expected));

  it('names what it passes over', () => {
    const text = [1, 2, 3, 4].map((n) => `nameserver 192.0.2.${n}`).join('\n');
    assert.deepEqual(parseResolvConf(`nameserver dns.example\n${text}`).ignored, [
      'dns.example',
      '192.0.2.4',
    ]);
  });
  it('options, of several lines', () => {
    const { timeout, attempts, rotate, edns0, useVc } = parseResolvConf(
      'options timeout:1 attempts:3\nnameserver 192.0.2.1\noptions rotate edns0 use-vc trust-ad ndots:2',
    );
    assert.deepEqual(
      { timeout, attempts, rotate, edns0, useVc },
      { timeout: 1, attempts: 3, rotate: true, edns0: true, useVc: true },
    );
  });
  it('options within their bounds', () => {
    const { timeout, attempts, rotate } = parseResolvConf(
      'options timeout:99 attempts:0 rotated timeout: attempts',
    );
    assert.deepEqual({ timeout, attempts, rotate }, { timeout: 30, attempts: 1, rotate: false });
  });
  it('any text names one to three servers', () => {
    const line = fc.oneof(
      fc.string(),
      fc.ipV4().map((each) => `nameserver ${each}`),
      fc.constant('options timeout:3'),
    );
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        const count = parseResolvConf(lines.join('\n')).servers.length;
        assert.ok(count >= 1 && count <= 3);
      }),
    );
  });
  it('a file that is not there is an empty one', () => {
    assert.deepEqual(systemResolvConf('/nowhere/resolv.conf').servers, [{ address: '127.0.0.1', port: 53 }]);
  });
});
