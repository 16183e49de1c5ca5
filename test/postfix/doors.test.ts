/** Where smtpd is to be found, by master.cf, inet_interfaces and the names of ports; and whether it greets. */
import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:net';
import { after, describe, it } from 'node:test';
import type { Configuration } from '../../src/postfix/configuration.ts';
import { doorsOf, doorText, isDisabled, ONE_LOOK, portOf, silentOf } from '../../src/postfix/doors.ts';
import { readMainCf } from '../../src/postfix/main-cf.ts';
import { readMasterCf } from '../../src/postfix/master-cf.ts';
import { USUAL } from '../../src/postfix/usual.ts';

function configuration(main: string, master: string): Configuration {
  return {
    main: readMainCf(main, 'main.cf'),
    master: readMasterCf(master, 'master.cf'),
    defaults: new Map(USUAL),
  };
}

const SERVICES = 'pop3 110/tcp\nsmtp 2500/tcp mail\nodd 4711/tcp strange # a comment\nodd 4712/udp\n';

describe('portOf', () => {
  const table: readonly (readonly [name: string, known: string, port: number | undefined])[] = [
    ['25', '', 25],
    ['65536', '', undefined],
    ['smtp', 'lmtp=24, smtp=25, smtps=submissions=465', 25],
    ['smtps', 'lmtp=24, smtp=25, smtps=submissions=465', 465],
    ['submissions', 'smtps=submissions=465', 465],
    ['smtp', '', 2500],
    ['mail', '', 2500],
    ['odd', '', 4711],
    ['strange', '', 4711],
    ['submission', '', 587],
    ['nothing', '', undefined],
  ];
  for (const [name, known, port] of table)
    it(`${name} (${known})`, () =>
      assert.equal(
        portOf(name, known, () => SERVICES),
        port,
      ));
});

describe('master_service_disable', () => {
  const table: readonly (readonly [patterns: string, disabled: boolean])[] = [
    ['', false],
    ['inet', true],
    ['unix', false],
    ['smtp/inet', true],
    ['smtp.inet', true],
    ['submission/inet', false],
    ['!smtp/inet inet', false],
    ['inet !smtp/inet', true],
    ['!submission/inet inet', true],
  ];
  for (const [patterns, disabled] of table)
    it(patterns || 'empty', () =>
      assert.equal(isDisabled({ name: 'smtp', type: 'inet' }, patterns.split(' ').filter(Boolean)), disabled),
    );
});

describe('doorsOf', () => {
  const smtpd = (name: string, options = ''): string => `${name} inet n - y - - smtpd${options}\n`;
  const table: readonly (readonly [what: string, main: string, master: string, doors: readonly string[]])[] =
    [
      ['everywhere', 'inet_interfaces = all', smtpd('2525'), ['127.0.0.1:2525', '[::1]:2525']],
      ['loopback only', 'inet_interfaces = loopback-only', smtpd('2525'), ['127.0.0.1:2525', '[::1]:2525']],
      ['one address, without loopback', 'inet_interfaces = 192.0.2.1', smtpd('2525'), ['192.0.2.1:2525']],
      ['IPv6 alone', 'inet_interfaces = [2001:db8::1]', smtpd('2525'), ['[2001:db8::1]:2525']],
      ['two addresses', 'inet_interfaces = 192.0.2.1, ::1', smtpd('26'), ['192.0.2.1:26', '[::1]:26']],
      ['by a $name', 'a = 192.0.2.7\ninet_interfaces = $a', smtpd('26'), ['192.0.2.7:26']],
      ['an address of its own', 'inet_interfaces = 192.0.2.1', smtpd('192.0.2.9:26'), ['192.0.2.9:26']],
      ['an IPv6 address of its own', '', smtpd('[::1]:26'), ['[::1]:26']],
      ['a port by name', 'inet_interfaces = 192.0.2.1', smtpd('submission'), ['192.0.2.1:587']],
      ['turned off', 'master_service_disable = inet', smtpd('26'), []],
      [
        'another is turned off',
        'inet_interfaces = ::1\nmaster_service_disable = 26/inet',
        smtpd('26') + smtpd('27'),
        ['[::1]:27'],
      ],
      [
        'postscreen',
        'inet_interfaces = ::1',
        '26 inet n - y - 1 postscreen\nsmtpd pass - - y - - smtpd\n',
        ['[::1]:26'],
      ],
      [
        'no door: smtpd behind a socket, other programs',
        '',
        'smtpd pass - - y - - smtpd\n26 inet n - y - - qmqpd\n',
        [],
      ],
    ];
  for (const [what, main, master, doors] of table)
    it(what, async () => assert.deepEqual((await doorsOf(configuration(main, master))).map(doorText), doors));

  it('addresses are those that master(8) has started with', async () => {
    const old = configuration('inet_interfaces = 192.0.2.1', smtpd('26'));
    const next = configuration('inet_interfaces = 192.0.2.2', smtpd('26'));
    assert.deepEqual((await doorsOf(next, old)).map(doorText), ['192.0.2.1:26']);
  });

  it('TLS from the first byte, a proxy in front', async () => {
    const options = '\n  -o smtpd_tls_wrappermode=yes\n  -o smtpd_upstream_proxy_protocol=haproxy';
    const [door] = await doorsOf(configuration('inet_interfaces = ::1', smtpd('465', options)));
    assert.deepEqual([door?.tls, door?.proxy], [true, true]);
  });
});

describe('silentOf', () => {
  const servers: Server[] = [];
  after(() => {
    for (const server of servers) server.close();
  });
  const listen = (said: string | undefined): Promise<number> =>
    new Promise((done) => {
      const server = createServer((socket) => {
        socket.on('error', () => undefined);
        if (said === undefined) socket.destroy();
        else socket.write(said);
      });
      servers.push(server);
      server.listen(0, '127.0.0.1', () => done((server.address() as { port: number }).port));
    });
  const door = (port: number) => ({ host: '127.0.0.1', port, tls: false, proxy: false });

  it('who greets, who refuses with a word, who hangs up, who is not there', async () => {
    const doors = [await listen('220 mx\r\n'), await listen('554 no\r\n'), await listen(undefined), 1].map(
      door,
    );
    assert.deepEqual(await silentOf(doors, ONE_LOOK), doors.slice(2));
    assert.deepEqual(await silentOf(doors, 500), doors.slice(2));
  });

  it('a signal ends the waiting', async () => {
    const ending = new AbortController();
    const mute = door(await listen(''));
    setTimeout(() => ending.abort('SIGTERM'), 50);
    assert.deepEqual(await silentOf([mute], 60_000, ending.signal), [mute]);
  });
});
