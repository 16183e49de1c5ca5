/** Filters of this host that keep mail, or give it back to its sender. */
import { describe, it } from 'node:test';
import { assertTotals, type Line } from './totals.ts';

const ID = '381C4E5DFA31DF9E90F';

const arrives = (id: string, client: string): Line[] => [
  [0, `postfix/smtpd[1]: ${id}: client=${client}`],
  [0, `postfix/cleanup[2]: ${id}: message-id=<x@a.example>`],
  [0, `postfix/qmgr[3]: ${id}: from=<a@a.example>, size=500, nrcpt=1 (queue active)`],
];
const filtered = (reply: string, recipient = 'b@b.test', relay = '127.0.0.1[127.0.0.1]:10024'): Line[] => [
  [
    1,
    `postfix/lmtp[4]: 4D2F1A: to=<${recipient}>, relay=${relay}, delay=1, delays=0/0/0/1, dsn=2.0.0, status=sent (${reply})`,
  ],
];
const REMOVED: Line = [1, 'postfix/qmgr[3]: 4D2F1A: removed'];
const says = (text: string): Line => [1, `pmg-smtp-filter[77]: ${ID}: ${text}`];

describe('by the reply', () => {
  for (const reply of [
    '250 2.7.0 Ok, discarded, id=01234-05 - spam',
    '250 2.7.1 Ok, discarded, UBE, id=01234-05',
    '250 2.7.0 Ok, discarded, id=01234-05 - INFECTED: Eicar-Test-Signature',
    '250 Virus Detected; Discarded Email',
    `250 2.7.0 BLOCKED (${ID})`,
  ])
    it(reply, () =>
      assertTotals([...arrives('4D2F1A', 'a.example[192.0.2.1]'), ...filtered(reply), REMOVED], {
        received: 1,
        discarded: 1,
      }),
    );

  it('250 2.5.0 Ok, id=01234-05, BOUNCE', () =>
    assertTotals(
      [
        ...arrives('4D2F1A', 'a.example[192.0.2.1]'),
        ...filtered('250 2.5.0 Ok, id=01234-05, BOUNCE'),
        REMOVED,
      ],
      { received: 1, bounced: 1 },
    ));

  it('of a server of others it is a delivery', () =>
    assertTotals(
      [
        ...arrives('4D2F1A', 'a.example[192.0.2.1]'),
        ...filtered('250 2.7.0 Ok, discarded, id=01234-05 - spam', 'b@b.test', 'mx.b.test[203.0.113.5]:25'),
        REMOVED,
      ],
      { received: 1, delivered: 1 },
    ));
});

describe("by Proxmox' own lines", () => {
  it('one recipient gets it, of two it is kept, whatever the reply says', () =>
    assertTotals(
      [
        ...arrives('4D2F1A', 'a.example[192.0.2.1]'),
        says('new mail message-id=<x@a.example>#012'),
        says('SA score=9/5 time=1.5 bayes=undefined autolearn=no autolearn_force=no hits=A(1),B(2)'),
        says(
          'moved mail for <b@b.test> to spam quarantine - 381C8E5DFA32DF9E910 (rule: Quarantine/Mark Spam)',
        ),
        says('block mail to <C@b.test> (rule: Block Spam)'),
        ...arrives('4D2F1B', 'localhost.localdomain[127.0.0.1], orig_client=a.example[192.0.2.1]'),
        says('accept mail to <d@b.test> (4D2F1B) (rule: default-accept)'),
        says('processing time: 1.6 seconds (1.5, 0.1, 0)'),
        ...['b@b.test', 'c@b.test', 'd@b.test'].flatMap((to) => filtered(`250 2.5.0 OK (${ID})`, to)),
        REMOVED,
        [
          2,
          'postfix/smtp[7]: 4D2F1B: to=<d@b.test>, relay=10.0.0.9[10.0.0.9]:25, delay=1, delays=0/0/0/1, dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as 77F00AA)',
        ],
        [2, 'postfix/qmgr[3]: 4D2F1B: removed'],
      ],
      { received: 1, delivered: 1, discarded: 2 },
    ));

  it('before the queue', () =>
    assertTotals(
      [
        [0, 'postfix/smtpd[1]: NOQUEUE: client=a.example[192.0.2.1]'],
        says(
          'moved mail for <b@b.test> to spam quarantine - 381C8E5DFA32DF9E910 (rule: Quarantine/Mark Spam)',
        ),
        ...arrives('4D2F1B', 'localhost.localdomain[127.0.0.1], orig_client=a.example[192.0.2.1]'),
        says('accept mail to <d@b.test> (4D2F1B) (rule: default-accept)'),
        [
          1,
          `postfix/smtpd[1]: proxy-accept: END-OF-MESSAGE: 250 2.5.0 OK (${ID}); from=<a@a.example> to=<d@b.test> proto=ESMTP helo=<a.example>`,
        ],
        [
          2,
          'postfix/smtp[7]: 4D2F1B: to=<d@b.test>, relay=10.0.0.9[10.0.0.9]:25, delay=1, delays=0/0/0/1, dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as 77F00AA)',
        ],
        [2, 'postfix/qmgr[3]: 4D2F1B: removed'],
      ],
      { received: 1, delivered: 1, discarded: 1 },
    ));

  it('another message of the same recipient is not meant', () =>
    assertTotals(
      [
        ...arrives('4D2F1A', 'a.example[192.0.2.1]'),
        [0, 'pmg-smtp-filter[77]: 381C4E5DFA31DF9E900: block mail to <b@b.test> (rule: Block Spam)'],
        ...filtered(`250 2.5.0 OK (${ID})`),
        REMOVED,
      ],
      { received: 1, delivered: 1 },
    ));
});

describe("by Amavis' own line, where it runs on another host", () => {
  const blocked = (queueId: string): Line => [
    1,
    `amavis[9]: (01234-05) Blocked SPAM {DiscardedInbound,Quarantined}, [192.0.2.1]:4321 [192.0.2.1] <a@a.example> -> <b@b.test>, quarantine: s/spam-x.gz, Queue-ID: ${queueId}, Message-ID: <x@a.example>, mail_id: x, Hits: 20, size: 500, 812 ms`,
  ];
  for (const [reply, line, expected] of [
    ['250 2.7.0 Ok, discarded, id=01234-05 - spam', '4D2F1A', { received: 1, discarded: 1 }],
    ['250 2.5.0 Ok, id=01234-05, BOUNCE', '4D2F1A', { received: 1, bounced: 1 }],
    ['250 2.0.0 Ok, id=01234-05, from MTA: 250 2.0.0 Ok', '4D2F1A', { received: 1, delivered: 1 }],
    ['250 2.7.0 Ok, discarded, id=01234-05 - spam', '4D2F1B', { received: 1, delivered: 1 }],
  ] as const)
    for (const host of ['mx1', 'amavis1'])
      it(`${reply}, on ${host} of ${line}`, () =>
        assertTotals(
          [
            ...arrives('4D2F1A', 'a.example[192.0.2.1]'),
            [1, blocked(line)[1], host],
            ...filtered(reply, 'b@b.test', 'amavis.b.test[192.0.2.5]:10024'),
            REMOVED,
          ],
          expected,
        ));
});
