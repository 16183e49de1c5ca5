/** Filters that make several copies of a message, and MailScanner, which gives each message another queue id. */
import { describe, it } from 'node:test';
import { assertTotals, type Line } from './totals.ts';

const arrives = (id: string, second: number, client: string, recipients = 1): Line[] => [
  [second, `postfix/smtpd[1]: ${id}: client=${client}`],
  [second, `postfix/cleanup[2]: ${id}: message-id=<x@a.example>`],
  [second, `postfix/qmgr[3]: ${id}: from=<a@a.example>, size=500, nrcpt=${recipients} (queue active)`],
];
const filtered = (id: string, second: number, recipient: string, next: string): Line => [
  second,
  `postfix/smtp[4]: ${id}: to=<${recipient}>, relay=127.0.0.1[127.0.0.1]:10024, delay=1, delays=0/0/0/1, dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as ${next})`,
];
const boxed = (id: string, second: number, recipient = 'b@b.test'): Line => [
  second,
  `postfix/virtual[5]: ${id}: to=<${recipient}>, relay=virtual, delay=1, delays=0/0/0/1, dsn=2.0.0, status=sent (delivered to maildir)`,
];
const deferred = (id: string, second: number): Line => [
  second,
  `postfix/smtp[6]: ${id}: to=<b@b.test>, relay=mx.b.test[192.0.2.9]:25, delay=1, delays=0/0/0/1, dsn=4.2.2, status=deferred (host mx.b.test[192.0.2.9] said: 450 4.2.2 mailbox full (in reply to RCPT TO command))`,
];
const removed = (id: string, second: number): Line => [second, `postfix/qmgr[3]: ${id}: removed`];
const INSIDE = 'localhost[127.0.0.1]';
const OUTSIDE = 'a.example[192.0.2.1]';

describe('a message for several recipients', () => {
  it('a copy for each, of which the filter names one', () =>
    assertTotals(
      [
        ...arrives('4D2F1A', 0, OUTSIDE, 2),
        ...arrives('4D2F1B', 1, INSIDE),
        ...arrives('4D2F1C', 1, INSIDE),
        filtered('4D2F1A', 2, 'b@b.test', '4D2F1C'),
        filtered('4D2F1A', 2, 'c@b.test', '4D2F1C'),
        removed('4D2F1A', 2),
        boxed('4D2F1B', 2),
        removed('4D2F1B', 2),
        boxed('4D2F1C', 2, 'c@b.test'),
        removed('4D2F1C', 2),
      ],
      { received: 1, delivered: 2 },
    ));

  it('another message of this host with the same message-id, while the filter gives it back for all', () =>
    assertTotals(
      [
        ...arrives('4D2F1A', 0, OUTSIDE, 2),
        ...arrives('4D2F2A', 1, INSIDE),
        ...arrives('4D2F1B', 1, INSIDE, 2),
        boxed('4D2F2A', 1, 'd@b.test'),
        removed('4D2F2A', 1),
        filtered('4D2F1A', 2, 'b@b.test', '4D2F1B'),
        filtered('4D2F1A', 2, 'c@b.test', '4D2F1B'),
        removed('4D2F1A', 2),
        boxed('4D2F1B', 2),
        boxed('4D2F1B', 2, 'c@b.test'),
        removed('4D2F1B', 2),
        ...arrives('4D2F9A', 200, OUTSIDE),
      ],
      { received: 3, delivered: 3 },
    ));

  it('of a program of this host, deferred after the filter again and again', () =>
    assertTotals(
      [
        ...arrives('4D2F1A', 0, INSIDE),
        ...arrives('4D2F1B', 0, INSIDE),
        filtered('4D2F1A', 0, 'b@b.test', '4D2F1B'),
        removed('4D2F1A', 0),
        deferred('4D2F1B', 1),
        [8, 'postfix/anvil[9]: statistics: max cache size 1 at Nov 20 10:00:00'],
        deferred('4D2F1B', 9),
        deferred('4D2F1B', 90),
      ],
      { received: 1, deferred: 1, deferrals: 3 },
    ));

  it('a program of this host sends the same twice, each to several', () =>
    assertTotals(
      [
        ...arrives('4D2F1A', 0, INSIDE, 2),
        ...arrives('4D2F2A', 1, INSIDE, 2),
        ...arrives('4D2F1B', 1, INSIDE, 2),
        filtered('4D2F1A', 1, 'b@b.test', '4D2F1B'),
        filtered('4D2F1A', 1, 'c@b.test', '4D2F1B'),
        removed('4D2F1A', 1),
        ...arrives('4D2F2B', 2, INSIDE, 2),
        filtered('4D2F2A', 2, 'd@b.test', '4D2F2B'),
        filtered('4D2F2A', 2, 'e@b.test', '4D2F2B'),
        removed('4D2F2A', 2),
        boxed('4D2F1B', 2, 'b@b.test'),
        boxed('4D2F1B', 2, 'c@b.test'),
        boxed('4D2F2B', 3, 'd@b.test'),
        boxed('4D2F2B', 3, 'e@b.test'),
      ],
      { received: 2, delivered: 4 },
    ));
});

describe('MailScanner', () => {
  const held: Line[] = [
    ...arrives('4D2F1A', 0, `${OUTSIDE}, sasl_method=PLAIN, sasl_username=ann`).slice(0, 1),
    [
      0,
      'postfix/cleanup[2]: 4D2F1A: hold: header Received: from a.example from a.example[192.0.2.1]; from=<a@a.example> to=<b@b.test> proto=ESMTP helo=<a.example>',
    ],
    [0, 'postfix/cleanup[2]: 4D2F1A: message-id=<x@a.example>'],
  ];
  const again = arrives('4D2F1B', 4, '').slice(2);
  const requeue: Line = [4, 'MailScanner[50]: Requeue: 4D2F1A.A1B2C to 4D2F1B'];

  for (const [name, lines] of [
    ['says it before the queue manager', [requeue, ...again]],
    ['says it after the queue manager', [...again, requeue]],
  ] as const)
    it(name, () =>
      assertTotals(
        [
          ...held,
          ...lines,
          [4, 'MailScanner[50]: Uninfected: Delivered 1 messages'],
          boxed('4D2F1B', 5),
          removed('4D2F1B', 5),
        ],
        { received: 1, delivered: 1, held: 1 },
      ),
    );
});
