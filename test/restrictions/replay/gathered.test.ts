/** What a log tells of attempts, and of those who made them. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { gathered, refused, taken, warned } from './read.ts';

const GOOD = 'mail.good.example[192.0.2.10]';
const BLOCKED =
  '554 5.7.1 Service unavailable; Client host [198.51.100.6] blocked using bl.one.example; bad <b>&';

describe('attempts of a log', () => {
  const cases: [string, string[], [outcome: string, sender: string, zone: string, account: string][]][] = [
    [
      'refused by a list',
      [refused('unknown[198.51.100.6]', BLOCKED)],
      [['refused', 'x@spam.example', 'bl.one.example', '']],
    ],
    [
      'deferred',
      [
        refused(
          'unknown[198.51.100.6]',
          '450 4.7.25 Client host rejected: cannot find your hostname, [198.51.100.6]',
        ),
      ],
      [['deferred', 'x@spam.example', '', '']],
    ],
    [
      'delivered',
      taken('4A1B2C3D01', GOOD, 'bob@good.example', 'ann@own.example'),
      [['delivered', 'bob@good.example', '', '']],
    ],
    [
      'sent back',
      taken(
        '4A1B2C3D01',
        GOOD,
        'bob@good.example',
        'no@own.example',
        'dsn=5.1.1, status=bounced (unknown user)',
      ),
      [['bounced', 'bob@good.example', '', '']],
    ],
    [
      'in the queue',
      taken(
        '4A1B2C3D01',
        GOOD,
        'bob@good.example',
        'no@own.example',
        'dsn=4.4.1, status=deferred (timed out)',
      ).slice(0, 4),
      [['accepted', 'bob@good.example', '', '']],
    ],
    [
      'of a user',
      taken('4A1B2C3D01', GOOD, 'ann@own.example', 'bob@good.example', undefined, 'ann'),
      [['delivered', 'ann@own.example', '', 'ann']],
    ],
    ['warned of only', [warned('unknown[198.51.100.6]', BLOCKED, 'x@spam.example')], []],
    [
      'of no recipient',
      [
        'smtpd[7]: NOQUEUE: reject: CONNECT from unknown[198.51.100.6]: 554 5.7.1 <unknown[198.51.100.6]>: Client host rejected: Access denied; proto=SMTP',
      ],
      [],
    ],
    [
      'by postscreen',
      [
        'postscreen[7]: NOQUEUE: reject: RCPT from [198.51.100.6]:4444: 550 5.7.1 Service unavailable; client [198.51.100.6] blocked using bl.one.example; from=<x@spam.example>, to=<ann@own.example>, proto=ESMTP, helo=<h>',
      ],
      [],
    ],
    ['a bounce', [refused('unknown[198.51.100.6]', BLOCKED, '')], [['refused', '', 'bl.one.example', '']]],
  ];
  for (const [name, lines, told] of cases)
    it(name, async () => {
      const { attempts } = await gathered(lines);
      assert.deepEqual(
        Array.from(attempts, ({ outcome, sender, zone, account }) => [outcome, sender, zone, account]),
        told,
      );
    });

  it('keeps the HELO of what was refused, and knows none of what was taken', async () => {
    const { attempts } = await gathered([
      refused('unknown[198.51.100.6]', BLOCKED),
      ...taken('4A1B2C3D01', GOOD, 'bob@good.example', 'ann@own.example'),
    ]);
    assert.deepEqual(
      Array.from(attempts, ({ helo }) => helo),
      ['helo.example', undefined],
    );
  });

  it('leaves out what is outside of the period, and keeps what it says of clients', async () => {
    const found = await gathered(taken('4A1B2C3D01', GOOD, 'bob@good.example', 'ann@own.example'), {
      from: 0,
      to: 1,
    });
    assert.equal(found.attempts.length, 0);
    assert.equal(found.clients.get('192.0.2.10')?.delivered, 1);
  });
});

describe('what a log tells of clients and senders', () => {
  it('whom people here wrote to', async () => {
    const { writtenTo } = await gathered(
      taken('4A1B2C3D01', GOOD, 'ann@own.example', 'Bob@Good.example', undefined, 'ann'),
    );
    assert.deepEqual([...writtenTo].sort(), ['bob@good.example', 'good.example']);
  });
  it('strangers write to nobody', async () => {
    const { writtenTo } = await gathered(taken('4A1B2C3D01', GOOD, 'bob@good.example', 'ann@own.example'));
    assert.equal(writtenTo.size, 0);
  });
  it('who guesses passwords, and tries addresses', async () => {
    const client = 'unknown[198.51.100.6]';
    const { clients } = await gathered([
      `smtpd[7]: warning: ${client}: SASL LOGIN authentication failed: UGFzc3dvcmQ6`,
      refused(
        client,
        '550 5.1.1 <no@own.example>: Recipient address rejected: User unknown in local recipient table',
      ),
    ]);
    const { guesses, unknownRecipients, taken, attempts } = clients.get('198.51.100.6')!;
    assert.deepEqual([guesses, unknownRecipients, taken, attempts], [1, 1, 0, 1]);
  });
  it('from when to when a list refused', async () => {
    const { refusals } = await gathered([1, 2, 3].map(() => refused('unknown[198.51.100.6]', BLOCKED)));
    const { first, last } = refusals.get('bl.one.example')!;
    assert.equal(last - first, 120_000);
  });
});
