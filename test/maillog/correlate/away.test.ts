/** Content filters on another host, which tell no queue id of this one; and hosts that only send mail back. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { assertTotals, type Line, totalsOf } from './totals.ts';

const FILTER = 'filter.b.test[192.0.2.20]';
const comes = (id: string, second: number, client: string): Line[] => [
  [second, `postfix/smtpd[1]: ${id}: client=${client}`],
  [second, `postfix/cleanup[2]: ${id}: message-id=<x@a.example>`],
];
const active = (id: string, second: number, sender = 'list@a.example'): Line => [
  second,
  `postfix/qmgr[3]: ${id}: from=<${sender}>, size=500, nrcpt=1 (queue active)`,
];
const arrives = (id: string, second: number, client = 'a.example[192.0.2.1]'): Line[] => [
  ...comes(id, second, client),
  active(id, second),
];
const sent = (id: string, second: number, relay: string, reply: string, recipient = 'b@b.test'): Line => [
  second,
  `postfix/smtp[4]: ${id}: to=<${recipient}>, relay=${relay}, delay=1, delays=0/0/0/1, dsn=2.0.0, status=sent (${reply})`,
];
const boxed = (id: string, second: number, recipient = 'b@b.test'): Line => [
  second,
  `postfix/virtual[5]: ${id}: to=<${recipient}>, relay=virtual, delay=1, delays=0/0/0/1, dsn=2.0.0, status=sent (delivered to maildir)`,
];
const removed = (id: string, second: number): Line => [second, `postfix/qmgr[3]: ${id}: removed`];

describe('a filter on another host gives the message back before it answers', () => {
  for (const reply of [
    '250 2.0.0 Ok',
    '250 OK id=1tAbCd-000000001-XyZ',
    '250 2.6.0 Message received',
    '250 2.0.0 Ok: queued as 77F00AA',
    '250 Ok',
  ])
    it(reply, async () => {
      const { received, delivered, bytesReceived } = await totalsOf([
        ...arrives('4D2F1A', 0),
        ...arrives('4D2F1B', 1, FILTER),
        sent('4D2F1A', 1, `${FILTER}:10024`, reply),
        removed('4D2F1A', 1),
        boxed('4D2F1B', 1),
        removed('4D2F1B', 1),
      ]);
      assert.deepEqual([received, delivered, bytesReceived], [1, 1, 500]);
    });

  it('the queue manager tells of the copy after the delivery', async () => {
    const { received, delivered } = await totalsOf([
      ...arrives('4D2F1A', 0),
      ...comes('4D2F1B', 1, FILTER),
      sent('4D2F1A', 1, `${FILTER}:10024`, '250 Ok'),
      removed('4D2F1A', 1),
      active('4D2F1B', 1),
      boxed('4D2F1B', 1),
      removed('4D2F1B', 1),
    ]);
    assert.deepEqual([received, delivered], [1, 1]);
  });

  it('cleanup tells of the copy before smtpd, in one second', async () => {
    const [client, id] = comes('4D2F1B', 1, FILTER);
    const { received, delivered } = await totalsOf([
      ...arrives('4D2F1A', 0),
      id!,
      client!,
      active('4D2F1B', 1),
      sent('4D2F1A', 1, `${FILTER}:10024`, '250 Ok'),
      removed('4D2F1A', 1),
      boxed('4D2F1B', 1),
      removed('4D2F1B', 1),
    ]);
    assert.deepEqual([received, delivered], [1, 1]);
  });

  it('for two recipients, one of whom has to wait', async () => {
    const { received, delivered, deferred, deferrals } = await totalsOf([
      ...arrives('4D2F1A', 0),
      ...arrives('4D2F1B', 1, FILTER),
      sent('4D2F1A', 1, `${FILTER}:10024`, '250 Ok'),
      sent('4D2F1A', 1, `${FILTER}:10024`, '250 Ok', 'c@b.test'),
      removed('4D2F1A', 1),
      boxed('4D2F1B', 1),
      [
        2,
        'postfix/virtual[5]: 4D2F1B: to=<c@b.test>, relay=virtual, delay=1, delays=0/0/0/1, dsn=4.2.2, status=deferred (over quota)',
      ],
      boxed('4D2F1B', 400, 'c@b.test'),
    ]);
    assert.deepEqual([received, delivered, deferred, deferrals], [1, 2, 1, 1]);
  });

  it('by another address of the same name', async () => {
    const { received, delivered } = await totalsOf([
      ...arrives('4D2F1A', 0),
      ...arrives('4D2F1B', 1, 'filter.b.test[192.0.2.21]'),
      sent('4D2F1A', 1, `${FILTER}:10024`, '250 Ok'),
      boxed('4D2F1B', 1),
    ]);
    assert.deepEqual([received, delivered], [1, 1]);
  });

  it('with XFORWARD, which tells the first client', async () => {
    const { received, delivered } = await totalsOf([
      ...arrives('4D2F1A', 0),
      ...arrives('4D2F1B', 1, `${FILTER}, orig_client=a.example[192.0.2.1]`),
      sent('4D2F1A', 1, `${FILTER}:10024`, '250 Ok'),
      boxed('4D2F1B', 1),
    ]);
    assert.deepEqual([received, delivered], [1, 1]);
  });
});

describe('a filter of this host', () => {
  const by = (id: string, second: number, agent: string, relay: string, reply: string): Line => [
    second,
    `postfix/${agent}[4]: ${id}: to=<b@b.test>, relay=${relay}, delay=1, delays=0/0/0/1, dsn=2.0.0, status=sent (${reply})`,
  ];
  for (const [name, client, agent, relay, reply] of [
    [
      'behind a socket',
      'localhost[127.0.0.1]',
      'lmtp',
      'mx1[/run/dspam.sock]',
      '250 2.6.0 <b@b.test> Message accepted for delivery',
    ],
    ['that comes by the own address', 'mx1[192.0.2.2]', 'smtp', '127.0.0.1[127.0.0.1]:10027', '250 2.6.0 Ok'],
    [
      'that comes by the own address and full name',
      'mx1.b.test[192.0.2.2]',
      'smtp',
      'localhost[::1]:10027',
      '250 Ok',
    ],
  ] as const) {
    it(name, async () => {
      const { received, delivered } = await totalsOf([
        ...arrives('4D2F1A', 0),
        ...arrives('4D2F1B', 1, client),
        by('4D2F1A', 1, agent, relay, reply),
        removed('4D2F1A', 1),
        boxed('4D2F1B', 1),
        removed('4D2F1B', 1),
      ]);
      assert.deepEqual([received, delivered], [1, 1]);
    });
    it(`${name}; the queue manager tells of the copy after the delivery`, async () => {
      const { received, delivered } = await totalsOf([
        ...arrives('4D2F1A', 0),
        ...comes('4D2F1B', 1, client),
        by('4D2F1A', 1, agent, relay, reply),
        removed('4D2F1A', 1),
        active('4D2F1B', 1),
        boxed('4D2F1B', 1),
        removed('4D2F1B', 1),
      ]);
      assert.deepEqual([received, delivered], [1, 1]);
    });
  }

  for (const [relay, reply] of [
    ['mx1[private/dovecot-lmtp]', '250 2.0.0 <b@b.test> aBcD Saved'],
    ['mx1[/run/cyrus/socket/lmtp]', '250 2.1.5 Ok SESSIONID=<mx1-1-1>'],
    ['127.0.0.1[127.0.0.1]:24', '250 2.1.5 Ok SESSIONID=<mx1-1-1>'],
    ['mail.b.test[192.0.2.20]:7025', '250 2.1.5 Delivery OK'],
  ] as const)
    it(`is none that has a mailbox, whose user redirects: ${relay}`, async () => {
      const { received, delivered } = await totalsOf([
        ...arrives('4D2F1A', 0),
        ...arrives(
          '4D2F1B',
          1,
          relay.startsWith('mail') ? 'mail.b.test[192.0.2.20]' : 'localhost[127.0.0.1]',
        ),
        by('4D2F1A', 1, 'lmtp', relay, reply),
        removed('4D2F1A', 1),
        sent('4D2F1B', 2, 'mx.c.test[203.0.113.9]:25', '250 Ok', 'ann@c.test'),
        removed('4D2F1B', 2),
      ]);
      assert.deepEqual([received, delivered], [2, 2]);
    });
});

it('what a proxy filter took and threw away', () =>
  assertTotals(
    [
      [0, `postfix/smtpd[1]: NOQUEUE: client=a.example[192.0.2.1]`],
      [
        1,
        'postfix/smtpd[1]: proxy-accept: END-OF-MESSAGE: 250 2.7.0 Ok, discarded, id=00009-02 - spam; from=<a@a.example> to=<b@b.test> proto=ESMTP helo=<a.example>',
      ],
      [
        2,
        'postfix/smtpd[1]: proxy-accept: END-OF-MESSAGE: 250 2.0.0 Ok; from=<" Ok, discarded, "@a.example> to=<b@b.test> proto=ESMTP helo=<a.example>',
      ],
      // It says nothing of what follows in the session.
      ...arrives('4D2F1A', 3),
      boxed('4D2F1A', 3),
    ],
    { received: 1, delivered: 1, discarded: 1 },
  ));

describe('messages of their own', () => {
  it('a server that redirects mail answers first', async () => {
    const { received, delivered } = await totalsOf([
      ...arrives('4D2F1A', 0),
      sent('4D2F1A', 1, 'exchange.b.test[192.0.2.30]:25', '250 2.6.0 Queued mail for delivery'),
      removed('4D2F1A', 1),
      ...arrives('4D2F1B', 1, 'exchange.b.test[192.0.2.30]'),
      sent('4D2F1B', 2, 'mx.c.test[203.0.113.9]:25', '250 2.0.0 Ok', 'ann@c.test'),
      removed('4D2F1B', 2),
    ]);
    assert.deepEqual([received, delivered], [2, 2]);
  });

  it('a list sends its copies by a sender of its own', async () => {
    const { received, delivered } = await totalsOf([
      ...arrives('4D2F1A', 0),
      ...comes('4D2F1B', 1, 'lists.b.test[192.0.2.40]'),
      active('4D2F1B', 1, 'list-bounces@b.test'),
      sent('4D2F1A', 1, 'lists.b.test[192.0.2.40]:25', '250 2.0.0 Ok'),
      boxed('4D2F1B', 1),
    ]);
    assert.deepEqual([received, delivered], [2, 2]);
  });

  it('the same message from a host that is not the relay', async () => {
    const { received, delivered } = await totalsOf([
      ...arrives('4D2F1A', 0),
      ...arrives('4D2F1B', 1, 'other.b.test[192.0.2.50]'),
      sent('4D2F1A', 1, `${FILTER}:10024`, '250 Ok'),
      boxed('4D2F1B', 1),
    ]);
    assert.deepEqual([received, delivered], [2, 2]);
  });

  it('what a server behind a socket is taken to have given back is given to it', async () => {
    const lines = (['a.example[192.0.2.1]', 'localhost[127.0.0.1]'] as const).flatMap((client, i): Line[] =>
      arrives(`4D2F1${i}`, 0, client),
    );
    const boxes = ['4D2F10', '4D2F11'].flatMap((id): Line[] => [
      [
        1,
        `postfix/lmtp[4]: ${id}: to=<${id}@b.test>, relay=mx1[private/box], delay=1, delays=0/0/0/1, dsn=2.0.0, status=sent (250 2.1.5 Ok)`,
      ],
      removed(id, 1),
    ]);
    const { received, delivered } = await totalsOf([...lines, ...boxes]);
    assert.deepEqual([received, delivered], [2, 2]);
  });

  it('the same message again and again by the host that takes it', async () => {
    const lines = Array.from({ length: 200 }, (_, i): Line[] => {
      const id = `4D2F${i.toString(16).toUpperCase().padStart(3, '0')}`;
      return [
        ...arrives(id, i % 50, FILTER),
        sent(id, i % 50, `${FILTER}:25`, '250 Ok', `u${i}@b.test`),
        removed(id, i % 50),
      ];
    }).flat();
    const { received, delivered } = await totalsOf(lines);
    assert.deepEqual([received, delivered], [200, 200]);
  });
});
