/** The framing shapes of section 1 of LINE_SHAPES.md: what stands before the message. */
import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import { EntryReader } from '../../src/maillog/entry.ts';
import { parse } from '../../src/maillog/parse.ts';

/** Tokyo, and a reference in September 2026: tests do not depend on TZ or on the clock. */
const newReader = (): EntryReader => new EntryReader(Date.UTC(2026, 8, 1), 0, () => 540);

interface Header {
  readonly wall?: string;
  readonly time?: string;
  readonly host?: string;
  readonly tag?: string;
  readonly daemon?: string;
  readonly service?: string;
  readonly family?: string;
  readonly pid?: number;
  readonly message?: string;
  readonly repeated?: number;
}

function read(line: string, reader = newReader()): Required<Header> | undefined {
  // In the middle of a block: what follows must not matter.
  const block = `x\n${line}, ] 123: y`;
  if (!reader.read(block, 2, 2 + line.length)) return undefined;
  const { program } = reader;
  return {
    wall: new Date(reader.wall).toISOString().slice(0, 23),
    time: new Date(reader.time).toISOString(),
    host: reader.host,
    tag: program.tag,
    daemon: program.daemon,
    service: program.service,
    family: program.family,
    pid: reader.pid,
    message: block.slice(reader.start, reader.end),
    repeated: reader.repeated,
  };
}

const connect = 'connect from unknown[192.0.2.1]';

const SHAPES: readonly [string, string, Header][] = [
  [
    'RFC 3164, padded day',
    `Jul  5 06:52:01 prd-mx1 postfix/smtpd[21893]: ${connect}`,
    {
      wall: '2026-07-05T06:52:01.000',
      time: '2026-07-04T21:52:01.000Z',
      host: 'prd-mx1',
      daemon: 'smtpd',
      pid: 21893,
    },
  ],
  [
    'RFC 3164, unpadded day',
    `Mar 7 02:09:33 server postfix/smtpd[1]: ${connect}`,
    { wall: '2026-03-07T02:09:33.000', host: 'server', pid: 1 },
  ],
  [
    'RFC 3164, zero-padded day',
    `Jun 04 22:24:28 machine postfix/smtpd[1]: ${connect}`,
    { wall: '2026-06-04T22:24:28.000', host: 'machine' },
  ],
  [
    'RFC 3339, microseconds and negative offset',
    `2023-06-23T14:28:23.806414-02:00 mx postfix/smtpd[1]: ${connect}`,
    { wall: '2023-06-23T14:28:23.806', time: '2023-06-23T16:28:23.806Z', host: 'mx' },
  ],
  [
    'RFC 3339, positive offset',
    `2023-06-23T14:28:23.806414+05:30 mx postfix/smtpd[1]: ${connect}`,
    { time: '2023-06-23T08:58:23.806Z' },
  ],
  [
    'RFC 3339, offset without colon',
    `2023-06-23T14:28:23+0900 mx postfix/smtpd[1]: ${connect}`,
    { time: '2023-06-23T05:28:23.000Z' },
  ],
  [
    'RFC 3339, Z and milliseconds',
    `2022-04-14T00:36:03.150Z mx postfix/smtpd[1]: ${connect}`,
    { wall: '2022-04-14T00:36:03.150', time: '2022-04-14T00:36:03.150Z' },
  ],
  [
    'a blank for the T: Dovecot’s own file',
    '2019-10-15 08:08:52 imap-login: Info: Login: user=<ann>',
    {
      wall: '2019-10-15T08:08:52.000',
      host: '',
      family: 'dovecot',
      message: 'imap-login: Info: Login: user=<ann>',
    },
  ],
  [
    'Solaris',
    `Jul  5 06:52:01 relay.example.org postfix/smtpd[9779]: [ID 197553 mail.info] ${connect}`,
    { host: 'relay.example.org', pid: 9779 },
  ],
  [
    'Solaris, a warning',
    'Jul  5 06:52:01 relay postfix/smtpd[9779]: [ID 947731 mail.warning] warning: x',
    { message: 'warning: x' },
  ],
  [
    'busybox',
    `Mar 22 07:45:01 backup mail.info postfix/smtpd[1080]: ${connect}`,
    { host: 'backup', daemon: 'smtpd', pid: 1080 },
  ],
  [
    'priority without a host',
    '<22>Oct  6 12:00:00 postfix/cleanup[10]: 4D2F1A: message-id=<a@b>',
    {
      wall: '2025-10-06T12:00:00.000',
      host: '',
      daemon: 'cleanup',
      pid: 10,
      message: '4D2F1A: message-id=<a@b>',
    },
  ],
  [
    'priority with a host',
    `<22>Jul  6 12:00:00 mx postfix/smtpd[10]: ${connect}`,
    { wall: '2026-07-06T12:00:00.000', host: 'mx' },
  ],
  [
    'RFC 5424',
    `<22>1 2026-07-06T12:00:00.5+02:00 mx.example.org postfix/smtpd 4711 - - ${connect}`,
    { time: '2026-07-06T10:00:00.500Z', host: 'mx.example.org', daemon: 'smtpd', pid: 4711 },
  ],
  [
    'RFC 5424, structured data with escapes, no pid, a byte order mark',
    `<22>1 2026-07-06T12:00:00Z - postfix/smtpd - ID47 [a@1 b="c\\]] \\"d"][e@2 f="g"] \uFEFF${connect}`,
    { host: '', daemon: 'smtpd', pid: 0 },
  ],
  [
    'RFC 5424, no message',
    '<22>1 2026-07-06T12:00:00Z mx postfix/smtpd 1 - [a b="c"]',
    { daemon: 'smtpd', message: '' },
  ],
  ['a spreadsheet’s commas', `Jul  5 06:52:01 mx postfix/smtpd[1]: ${connect},,,,,,,`, { host: 'mx' }],
  ['a spreadsheet’s quotes', `"Jul  5 06:52:01 mx postfix/smtpd[1]: ${connect}",,,`, { host: 'mx' }],
  [
    'a line that ends in one comma',
    'Jul  5 06:52:01 mx postfix/smtp[1]: 4D2F1A: to=<a@b>,',
    { message: '4D2F1A: to=<a@b>,' },
  ],
  [
    'leading NUL bytes',
    `${'\0'.repeat(362)}Jun  6 23:34:18 ucs postfix/smtpd[2174]: ${connect}`,
    { host: 'ucs' },
  ],
  ['carriage return', `Jul  5 06:52:01 mx postfix/smtpd[1]: ${connect}\r`, { host: 'mx' }],
  [
    'tag without pid',
    'Jul  5 06:52:01 mx dovecot: master: Warning: x',
    { family: 'dovecot', pid: 0, message: 'master: Warning: x' },
  ],
  [
    'tag without daemon',
    'Jul  5 06:52:01 mx postfix[1086537]: Postfix is running with backwards-compatible default settings',
    {
      daemon: 'postfix-script',
      pid: 1086537,
      message: 'Postfix is running with backwards-compatible default settings',
    },
  ],
  [
    'leading slash',
    'Jul  5 06:52:01 mx /postfix-script[112854]: starting the Postfix mail system',
    { family: 'postfix', daemon: 'postfix-script', message: 'starting the Postfix mail system' },
  ],
  [
    'instance with an address',
    `Jul  5 06:52:01 mx postfix-10.20.30.40/smtpd[1]: ${connect}`,
    { daemon: 'smtpd', service: 'smtpd' },
  ],
  [
    'service in the tag',
    `Jul  5 06:52:01 mx postfix/submission/smtpd[1]: ${connect}`,
    { daemon: 'smtpd', service: 'submission' },
  ],
  [
    'cleanup service in the tag',
    'Jul  5 06:52:01 mx postfix/sender-cleanup/cleanup[1]: 4D2F1A: message-id=<a@b>',
    { daemon: 'cleanup', service: 'sender-cleanup', message: '4D2F1A: message-id=<a@b>' },
  ],
  ['address as host', `Jul  5 06:52:01 192.0.2.99 postfix/smtpd[1]: ${connect}`, { host: '192.0.2.99' }],
  [
    'container as host',
    `Jul  5 06:52:01 beddbb8a03ed postfix/smtpd[1]: ${connect}`,
    { host: 'beddbb8a03ed' },
  ],
  [
    'trailing junk number',
    `Jul  5 06:52:01 mx postfix/smtpd[1]: ${connect} 215`,
    { message: `${connect} 215` },
  ],
  [
    'escapes of rsyslog',
    'Jul  5 06:52:01 mx postfix/smtpd[1]: warning: x#012y#011z#000',
    { message: 'warning: x#012y#011z#000' },
  ],
  [
    'vsftpd’s own file',
    'Mon Jun  8 12:08:53 2020 [pid 27244] [user] FAIL LOGIN: Client "192.0.2.1"',
    {
      wall: '2020-06-08T12:08:53.000',
      family: 'ftp',
      message: '[pid 27244] [user] FAIL LOGIN: Client "192.0.2.1"',
    },
  ],
  [
    'repetitions folded by rsyslog',
    `Jul  5 06:52:01 mx postfix/smtpd[1]: message repeated 3 times: [ ${connect}]`,
    { repeated: 3, message: connect },
  ],
  [
    'repetitions folded by another syslog daemon',
    'Jul  5 06:52:01 mx last message repeated 2 times',
    { family: 'foreign', message: 'last message repeated 2 times' },
  ],
];

for (const [name, line, expected] of SHAPES) {
  test(name, () => {
    const got = read(line);
    ok(got !== undefined, 'a header');
    const wanted = { message: connect, repeated: 1, ...expected };
    deepEqual(Object.fromEntries(Object.keys(wanted).map((key) => [key, got[key as keyof Header]])), wanted);
  });
}

for (const line of [
  '',
  'no header at all',
  'Jul  5 06:52:01',
  'Jul  5 06:52:01 mx',
  'Jul  5 06:52:01 mx postfix/smtpd no colon',
  'Jul  5 06:52:01 mx postfix/smtpd[12',
  '2026-07-05T06:52:01Z',
  '<22 Jul  5 06:52:01 mx postfix/smtpd[1]: x',
  '<22>1 2026-07-06T12:00:00Z mx postfix/smtpd 1',
  '<22>1 2026-07-06T12:00:00Z mx postfix/smtpd 1 - [a b="c] no end',
  '\0\0\0',
  ',,,,',
  '"',
]) {
  test(`no header: ${JSON.stringify(line)}`, () => equal(read(line), undefined));
}

test('host and tag are read anew for each line', () => {
  const reader = newReader();
  equal(read(`Jul  5 06:52:01 mx postfix/smtpd[1]: ${connect}`, reader)?.host, 'mx');
  equal(read('<22>Jul  5 06:52:02 postfix/cleanup[2]: x', reader)?.host, '');
  equal(read('Jul  5 06:52:02 mx2 postfix/qmgr[3]: x', reader)?.daemon, 'qmgr');
  equal(read('Jul  5 06:52:02 mx postfix/smtpd[1]: x', reader)?.host, 'mx');
  equal(read('Jul  5 06:52:02 m postfix/smtpd[1]: x', reader)?.host, 'm');
});

test('a header that came apart already', () => {
  const reader = newReader();
  reader.set(Date.UTC(2026, 6, 5), 'mx', 'postfix/smtpd', 7, connect);
  equal(reader.wall - reader.time, 9 * 3_600_000);
  const event = parse(reader.program, connect, reader.start, reader.end);
  equal(event?.kind, 'connect');
});
