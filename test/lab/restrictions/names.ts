/** Who takes part in the random restrictions: clients, names, addresses; each chosen to be a case of its own. */
import type { ClientIdentity } from '../smtp-client.ts';

/** An address as it is sent, and as Postfix passes it on (without quotes). */
export interface Written {
  readonly wire: string;
  readonly plain: string;
}

const same = (address: string): Written => ({ wire: address, plain: address });

export const RECORDS: string[] = [
  'mx.local.example. A 127.0.0.1',
  'good.example. MX 10 mx.good.example.',
  'good.example. A 203.0.113.10',
  'good.example. NS ns.host.example.',
  'mx.good.example. A 203.0.113.11',
  'ns.host.example. A 203.0.113.53',
  'a-only.example. A 203.0.113.12',
  'six-only.example. AAAA 2001:db8::12',
  'no-records.example. TXT "nothing else"',
  'nulled.example. MX 0 .',
  'loopback-mx.example. MX 10 localhost.example.',
  'localhost.example. A 127.0.0.1',
  'lost-mx.example. MX 10 absent.good.example.',
  'backup.example. MX 10 mx.good.example.',
  'backup.example. MX 20 mx.local.example.',
  'first.example. MX 10 mx.local.example.',
  'sub.good.example. MX 10 mx.good.example.',
  'helo.good.example. A 203.0.113.10',
];

export const DEAD_ZONES = ['dead.example', 'gone.lab'];

export const CLIENTS: readonly ClientIdentity[] = [
  { addr: '203.0.113.10', name: 'mx.good.example' },
  { addr: '203.0.113.20', name: 'host.dynamic.bad.example' },
  { addr: '203.0.113.30' },
  { addr: '203.0.113.31', reverseName: 'forged.bad.example' },
  { addr: '198.51.100.7', name: 'listed.example' },
  { addr: '198.51.100.8', name: 'a-only.example' },
  { addr: '198.51.100.9' },
  { addr: '192.0.2.66', name: 'dead.example' },
  { addr: '127.0.0.1', name: 'localhost' },
  { addr: '10.1.2.3', name: 'inside.local.example' },
  { addr: '2001:db8::25', name: 'six-only.example' },
  { addr: '2001:db8:1::26' },
];

export const HELOS: readonly (string | undefined)[] = [
  ...[
    'mx.good.example',
    'helo.good.example',
    'localhost',
    'nodots',
    '[203.0.113.10]',
    '[bad]',
    '[IPv6:2001:db8::1]',
  ],
  ...['203.0.113.10', '1.2.3', 'bad_name.example', '-bad.example', 'a..b', 'good.example.', 'dead.example'],
  ...[
    'absent.example',
    'host.dynamic.bad.example',
    'UPPER.Good.Example',
    'six-only.example',
    'nulled.example',
    undefined,
  ],
  ...['mx.local.example', 'x'.repeat(70), '[IPv6:zz]', '[203.0.113.999]', 'bad.example..'],
];

export const SENDERS: readonly Written[] = [
  ...[
    '',
    'ann@good.example',
    'ann+news@good.example',
    'bob@bad.example',
    'bob@sub.bad.example',
    'x@absent.example',
  ],
  ...['x@dead.example', 'x@nulled.example', 'x@six-only.example', 'x@a-only.example', 'x@no-records.example'],
  ...[
    'x@loopback-mx.example',
    'x@lost-mx.example',
    'user@local.example',
    'nobody@local.example',
    'plain',
    'x@nodots',
  ],
  ...[
    'x@[203.0.113.10]',
    'x@[127.0.0.1]',
    'Ann@GOOD.Example',
    'x@sub.good.example',
    'listed@rhs-listed.example',
  ],
  ...['x%bad.example@good.example', 'spam@good.example', 'x@virtual.example', 'x@good.example.'],
]
  .map(same)
  .concat([
    { wire: '"odd name"@good.example', plain: 'odd name@good.example' },
    { wire: '"a@b"@good.example', plain: 'a@b@good.example' },
    { wire: '@relay.example:x@good.example', plain: 'x@good.example' },
  ]);

export const RECIPIENTS: readonly Written[] = [
  ...[
    'user@local.example',
    'user+tag@local.example',
    'nobody@local.example',
    'postmaster',
    'postmaster@local.example',
  ],
  ...[
    'x@good.example',
    'x@relayed.example',
    'y@relayed.example',
    'x@sub.relayed.example',
    'known@virtual.example',
  ],
  ...[
    'unknown@virtual.example',
    'box@boxes.example',
    'nobox@boxes.example',
    'x@backup.example',
    'x@first.example',
  ],
  ...['x%good.example@local.example', 'good.example!x@local.example', 'x%other.example@good.example', 'user'],
  ...[
    'x@[127.0.0.1]',
    'x@[203.0.113.10]',
    'USER@Local.Example',
    'double-bounce@local.example',
    'x@dead.example',
  ],
  ...[
    'x@errored.example',
    'x@retried.example',
    'moved@local.example',
    'x@absent.example',
    'x@nodots',
    'x@moved.example',
  ],
  ...[
    'mailer-daemon@local.example',
    'canon@local.example',
    'x@mx.local.example',
    'abuse@local.example',
    'x@nulled.example',
  ],
]
  .map(same)
  .concat([
    { wire: '"x@good.example"@local.example', plain: 'x@good.example@local.example' },
    { wire: '"odd name"@local.example', plain: 'odd name@local.example' },
    { wire: '@local.example:x@good.example', plain: 'x@good.example' },
  ]);

export const ACCOUNTS = ['ann', 'bob@local.example', 'Carl'];
