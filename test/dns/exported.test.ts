/** What a program may use of DNS and of addresses, by the package's own door. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import {
  arpaName,
  formatAddress,
  formatNetwork,
  NetworkSet,
  networkOf,
  parseAddress,
  parseNetwork,
  parseServer,
  type Resolver,
  reverseName,
  serverText,
  stubResolver,
} from '../../src/index.ts';
import { a, reply, startEvil } from './evil-server.ts';

it('a list is asked about an address, as a program would', async () => {
  const server = await startEvil((asked) => [reply(asked, { answers: [a(asked.name, '127.0.0.2')] })]);
  const at = parseServer(`${server.address}:${server.port}`);
  assert.ok(at !== undefined);
  assert.equal(serverText(at), `127.0.0.1:${server.port}`);
  const stub = stubResolver({ servers: [at] });
  try {
    const resolver: Resolver = stub;
    const name = `${reverseName(parseAddress('192.0.2.10')!)}.bl.example`;
    const answer = await resolver.query(name, 'A');
    assert.deepEqual(answer, { status: 'found', records: ['127.0.0.2'], ttl: 300 });
    assert.equal(server.asked[0]!.name.toLowerCase(), '10.2.0.192.bl.example');
  } finally {
    stub.close();
    await server.stop();
  }
});

it('addresses and networks are read, compared and printed', () => {
  const own = new NetworkSet([parseNetwork('192.0.2.0/24')!, parseNetwork('2001:db8::/32')!]);
  assert.deepEqual(
    ['192.0.2.200', '::ffff:192.0.2.1', '198.51.100.1', '2001:db8:1::1'].map((text) => own.hasText(text)),
    [true, true, false, true],
  );
  const client = parseAddress('2001:DB8:0:1:0:0:0:9')!;
  assert.equal(formatAddress(client), '2001:db8:0:1::9');
  assert.equal(formatNetwork(networkOf(client, 64)), '2001:db8:0:1::/64');
  assert.equal(arpaName(parseAddress('192.0.2.1')!), '1.2.0.192.in-addr.arpa');
  assert.equal(parseServer('dns.example'), undefined);
});
