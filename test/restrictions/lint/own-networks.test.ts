/** `mynetworks` and its like: networks that are wider than they should be, or none. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { relay } from '../../../src/restrictions/lint/relay.ts';
import { idsOf, told, type Written } from './written.ts';

describe('mynetworks', () => {
  const networks = (text: string, more = ''): Written => ({
    main: `compatibility_level = 3.6\nmynetworks = ${text}\n${more}`,
    stats: { '/var/lib/docker': ['755'] },
  });
  const cases: readonly (readonly [string, readonly string[]])[] = [
    ['127.0.0.0/8 [::ffff:127.0.0.0]/104 [::1]/128', []],
    ['127.0.0.1, 192.0.2.0/24, 2001:db8::/48', ['error mynetworks-broken']],
    ['127.0.0.1, 192.0.2.0/24, [2001:db8::]/48', []],
    ['0.0.0.0/0', ['error mynetworks-world']],
    ['127.0.0.1 [::]/0', ['error mynetworks-world']],
    ['0.0.0.0/1 128.0.0.0/1', ['error mynetworks-world']],
    ['[2000::]/3', ['error mynetworks-world']],
    ['!0.0.0.0/0', []],
    ['10.0.0.0/8 192.168.0.0/16', []],
    ['172.0.0.0/8', ['error mynetworks-wide']],
    ['52.0.0.0/8', ['error mynetworks-wide']],
    ['52.64.0.0/12', ['warning mynetworks-wide']],
    ['45.83.0.0/16', ['warning mynetworks-wide']],
    ['45.83.16.0/20', []],
    ['[2a01:4f8::]/32', ['warning mynetworks-wide']],
    ['[2a01:4f8:1:2::]/64', []],
    ['172.16.0.0/12', ['info mynetworks-docker']],
    ['172.18.0.0/16', ['info mynetworks-docker']],
    ['172.16.5.0/24', []],
    ['192.168.1.5/24', ['error mynetworks-broken']],
    ['192.168.1.0/255.255.255.0', ['error mynetworks-broken']],
    ['192.168.1', []],
    ['.example.com', []],
    ['/etc/postfix/networks', []],
    ['cidr:/etc/postfix/none', []],
  ];
  for (const [text, ids] of cases)
    it(text, async () =>
      assert.deepEqual(
        (await idsOf(relay, networks(text))).filter((id) => !id.includes('relay')),
        ids,
      ),
    );

  it('a network that is none is mended', async () => {
    const writes = [];
    for (const text of [
      '192.168.1.5/24',
      '192.168.1.0/255.255.255.0',
      '[2001:db8::1]/64',
      '[2001:db8::1/64]',
    ])
      writes.push((await told(relay, networks(`127.0.0.1 ${text}`)))[0]!.values.write);
    assert.deepEqual(writes, ['192.168.1.0/24', '192.168.1.0/24', '[2001:db8::]/64', '[2001:db8::]/64']);
  });

  it('what stands in a file is told where it stands', async () => {
    const [problem] = await told(relay, {
      ...networks('/etc/postfix/networks'),
      files: { '/etc/postfix/networks': '# ours\n127.0.0.1\n0.0.0.0/0\n' },
    });
    assert.equal(problem!.id, 'mynetworks-world');
    assert.deepEqual(problem!.place, { file: '/etc/postfix/networks', line: 3 });
  });

  it('that nothing asks is a warning', async () => {
    const ids = await idsOf(
      relay,
      networks(
        '0.0.0.0/0',
        'smtpd_relay_restrictions = permit_sasl_authenticated, reject_unauth_destination\n',
      ),
    );
    assert.deepEqual(ids, ['warning mynetworks-world']);
  });

  it('without Docker nothing is said of it', async () => {
    assert.deepEqual(
      await idsOf(relay, { main: 'compatibility_level = 2\nmynetworks = 172.16.0.0/12\n' }),
      [],
    );
    const copy = { main: 'compatibility_level = 2\nmynetworks = 172.16.0.0/12\n', copied: true };
    assert.deepEqual(await idsOf(relay, copy), ['info mynetworks-docker']);
  });

  const styles: readonly (readonly [string, Written, readonly string[]])[] = [
    ['none set, new', { main: 'compatibility_level = 2\n' }, []],
    ['none set, old', { main: 'compatibility_level = 1\n' }, ['warning mynetworks-style']],
    ['none set, a copy', { main: 'compatibility_level = 1\n', copied: true }, []],
    [
      'subnet',
      { main: 'compatibility_level = 2\nmynetworks_style = subnet\n' },
      ['warning mynetworks-style'],
    ],
    [
      'class, a copy',
      { main: 'compatibility_level = 2\nmynetworks_style = class\n', copied: true },
      ['warning mynetworks-style'],
    ],
    [
      'class, at home',
      { main: 'compatibility_level = 2\nmynetworks_style = class\ninet_interfaces = 192.168.1.2\n' },
      [],
    ],
    [
      'class, and networks',
      { main: 'compatibility_level = 2\nmynetworks_style = class\nmynetworks = 127.0.0.1\n' },
      [],
    ],
  ];
  for (const [name, written, ids] of styles)
    it(`style: ${name}`, async () => assert.deepEqual(await idsOf(relay, written), ids));
});

describe('whom a client may say that he is', () => {
  const cases: readonly (readonly [string, readonly string[]])[] = [
    ['smtpd_authorized_xclient_hosts = 127.0.0.1, 192.0.2.1', []],
    ['smtpd_authorized_xclient_hosts = 0.0.0.0/0', ['error xclient-world']],
    ['smtpd_authorized_xclient_hosts = static:all', ['error xclient-world']],
    ['smtpd_upstream_proxy_protocol = haproxy', ['info proxy-protocol-open']],
  ];
  for (const [text, ids] of cases)
    it(text, async () =>
      assert.deepEqual(
        await idsOf(relay, { main: `compatibility_level = 3.6\nmynetworks = 127.0.0.1\n${text}\n` }),
        ids,
      ),
    );
});
