/** Whole stories of messages, as the log tells them, and what must be counted. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Totals } from '../../../src/report/model.ts';
import { join, readWhole } from './run.ts';

const line = (seconds: number, program: string, text: string, host = 'mx1'): string => {
  const stamp = new Date(Date.UTC(2026, 10, 20, 10, 0, seconds)).toISOString().slice(11, 19);
  return `Nov 20 ${stamp} ${host} postfix/${program}: ${text}`;
};

/** A message from outside, up to the queue. */
function arrival(
  id: string,
  options: {
    at?: number;
    client?: string;
    messageId?: string;
    from?: string;
    size?: number;
    pid?: number;
    host?: string;
  } = {},
): string[] {
  const {
    at = 0,
    client = 'mail.example.org[192.0.2.7]',
    messageId = `${id}@example.org`,
    from = 'ann@example.org',
    size = 1000,
    pid = 100,
    host,
  } = options;
  return [
    line(at, `smtpd[${pid}]`, `${id}: client=${client}`, host),
    line(at, 'cleanup[101]', `${id}: message-id=<${messageId}>`, host),
    line(at, 'qmgr[9]', `${id}: from=<${from}>, size=${size}, nrcpt=1 (queue active)`, host),
  ];
}

const sent = (
  id: string,
  at = 1,
  relay = 'local',
  reply = 'delivered to mailbox',
  agent = 'local',
  host?: string,
): string =>
  line(
    at,
    `${agent}[200]`,
    `${id}: to=<bob@example.com>, relay=${relay}, delay=0.1, delays=0/0/0/0.1, dsn=2.0.0, status=sent (${reply})`,
    host,
  );
const removed = (id: string, at = 1, host?: string): string => line(at, 'qmgr[9]', `${id}: removed`, host);

async function totalsOf(...lines: (string | string[])[]): Promise<Totals> {
  const run = await readWhole(join(lines.flat()));
  assert.deepEqual(run.unparsed, []);
  return run.collector.totals;
}

function check(totals: Totals, wanted: Partial<Totals>): void {
  const got = Object.fromEntries(Object.keys(wanted).map((key) => [key, totals[key as keyof Totals]]));
  assert.deepEqual(got, wanted);
}

describe('a message', () => {
  it('is received once and delivered once', async () => {
    check(await totalsOf(arrival('4D2F1A'), sent('4D2F1A'), removed('4D2F1A')), {
      received: 1,
      delivered: 1,
      bytesReceived: 1000,
      bytesDelivered: 1000,
    });
  });
  it('whose lines come in another order by a second', async () => {
    const [client, id, active] = arrival('4D2F1A') as [string, string, string];
    check(await totalsOf(id, active, client, removed('4D2F1A'), sent('4D2F1A')), {
      received: 1,
      delivered: 1,
      bytesDelivered: 1000,
    });
  });
  it('that began before the log is delivered, not received', async () => {
    check(
      await totalsOf(
        line(0, 'qmgr[9]', '4D2F1A: from=<a@example.org>, size=70, nrcpt=1 (queue active)'),
        sent('4D2F1A'),
        removed('4D2F1A'),
      ),
      {
        received: 0,
        delivered: 1,
        bytesDelivered: 70,
      },
    );
  });
  it('that is still in the queue when the log ends is received', async () => {
    check(await totalsOf(arrival('4D2F1A')), { received: 1, delivered: 0 });
  });
  it('cut off after its first line is received', async () => {
    check(await totalsOf(arrival('4D2F1A').slice(0, 1)), { received: 1 });
  });
  it('whose queue id is taken again counts twice', async () => {
    check(
      await totalsOf(
        arrival('4D2F1A'),
        sent('4D2F1A'),
        removed('4D2F1A'),
        arrival('4D2F1A', { at: 2, size: 500, messageId: 'other' }),
        sent('4D2F1A', 3),
        removed('4D2F1A', 3),
      ),
      {
        received: 2,
        delivered: 2,
        bytesReceived: 1500,
        bytesDelivered: 1500,
      },
    );
  });
  it('of two hosts with the same queue id counts twice', async () => {
    const other = { host: 'mx2', size: 10 };
    check(
      await totalsOf(
        arrival('4D2F1A'),
        arrival('4D2F1A', other),
        sent('4D2F1A'),
        sent('4D2F1A', 1, undefined, undefined, undefined, 'mx2'),
        removed('4D2F1A'),
      ),
      {
        received: 2,
        delivered: 2,
        bytesDelivered: 1010,
      },
    );
  });
  it('deferred twice and then sent is one deferred message with two deferrals', async () => {
    const deferred = (at: number): string =>
      line(
        at,
        'smtp[5]',
        '4D2F1A: to=<x@example.net>, relay=none, delay=1, delays=0/0/1/0, dsn=4.4.1, status=deferred (connect to mx.example.net[203.0.113.9]:25: Connection timed out)',
      );
    check(
      await totalsOf(
        arrival('4D2F1A'),
        deferred(3),
        deferred(600),
        sent('4D2F1A', 900, 'mx.example.net[203.0.113.9]:25', '250 ok', 'smtp'),
        removed('4D2F1A', 900),
      ),
      {
        received: 1,
        deferred: 1,
        deferrals: 2,
        delivered: 1,
      },
    );
  });
});

describe('what is no message received', () => {
  it('a client that breaks off in the text', async () => {
    const lines = [
      line(0, 'smtpd[100]', 'connect from mail.example.org[192.0.2.7]'),
      ...arrival('4D2F1A').slice(0, 2),
    ];
    lines.push(
      line(9, 'smtpd[100]', 'lost connection after DATA (120 bytes) from mail.example.org[192.0.2.7]'),
      line(9, 'smtpd[100]', 'disconnect from mail.example.org[192.0.2.7]'),
    );
    check(await totalsOf(lines), { received: 0, connections: 1 });
  });
  it('a client that goes before the text', async () => {
    const lines = [
      line(0, 'smtpd[100]', 'connect from mail.example.org[192.0.2.7]'),
      arrival('4D2F1A')[0]!,
      line(9, 'smtpd[100]', 'disconnect from mail.example.org[192.0.2.7] ehlo=1 mail=1 rcpt=1 commands=3'),
    ];
    check(await totalsOf(lines), { received: 0 });
  });
  it('Postfix 3.10 says that it was cancelled', async () => {
    check(
      await totalsOf(arrival('4D2F1A').slice(0, 2), line(1, 'cleanup[101]', '4D2F1A: removed (canceled)')),
      { received: 0 },
    );
  });
  it('a header check or a milter refuses it', async () => {
    const envelope = 'from=<ann@example.org> to=<bob@example.com> proto=ESMTP helo=<mail.example.org>';
    check(
      await totalsOf(
        arrival('4D2F1A').slice(0, 2),
        line(
          1,
          'cleanup[101]',
          `4D2F1A: reject: header Subject: x from mail.example.org[192.0.2.7]; ${envelope}: 5.7.1 no`,
        ),
      ),
      { received: 0, rejected: 1 },
    );
    check(
      await totalsOf(
        arrival('4D2F1A').slice(0, 2),
        line(
          1,
          'cleanup[101]',
          `4D2F1A: milter-reject: END-OF-MESSAGE from mail.example.org[192.0.2.7]: 5.7.1 spam; ${envelope}`,
        ),
      ),
      { received: 0, rejected: 1 },
    );
  });
  it('one of its recipients refused does not make it so', async () => {
    const reject = line(
      0,
      'smtpd[100]',
      '4D2F1A: reject: RCPT from mail.example.org[192.0.2.7]: 550 5.1.1 <no@example.com>: Recipient address rejected: User unknown; from=<ann@example.org> to=<no@example.com> proto=ESMTP helo=<x>',
    );
    check(
      await totalsOf(
        arrival('4D2F1A')[0]!,
        reject,
        arrival('4D2F1A').slice(1),
        sent('4D2F1A'),
        removed('4D2F1A'),
      ),
      { received: 1, rejected: 1, delivered: 1 },
    );
  });
});

describe('one journey', () => {
  const amavis = (id: string, second: string): string =>
    sent(
      id,
      3,
      '127.0.0.1[127.0.0.1]:10024',
      `250 2.0.0 from MTA(smtp:[127.0.0.1]:10025): 250 2.0.0 Ok: queued as ${second}`,
      'smtp',
    );
  const second = arrival('4D2F1B', {
    at: 2,
    client: 'localhost[127.0.0.1]',
    messageId: '4D2F1A@example.org',
    pid: 300,
  });

  it('through a content filter is received and delivered once', async () => {
    check(
      await totalsOf(
        arrival('4D2F1A'),
        second,
        amavis('4D2F1A', '4D2F1B'),
        removed('4D2F1A', 3),
        sent('4D2F1B', 4),
        removed('4D2F1B', 4),
      ),
      {
        received: 1,
        delivered: 1,
        bytesReceived: 1000,
        bytesDelivered: 1000,
      },
    );
  });
  it('through a pipe filter whose copy is picked up later', async () => {
    const pipe = line(
      1,
      'pipe[7]',
      '4D2F1A: to=<bob@example.com>, relay=spamfilter, delay=1, delays=0/0/0/1, dsn=2.0.0, status=sent (delivered via spamfilter service)',
    );
    const copy = [
      line(3, 'pickup[8]', '4D2F1B: uid=99 from=<ann@example.org>'),
      line(3, 'cleanup[101]', '4D2F1B: message-id=<4D2F1A@example.org>'),
      line(3, 'qmgr[9]', '4D2F1B: from=<ann@example.org>, size=1100, nrcpt=1 (queue active)'),
    ];
    check(
      await totalsOf(
        arrival('4D2F1A'),
        pipe,
        removed('4D2F1A'),
        copy,
        sent('4D2F1B', 4),
        removed('4D2F1B', 4),
      ),
      { received: 1, delivered: 1 },
    );
  });
  it('a pipe that is no filter delivers', async () => {
    const pipe = line(
      1,
      'pipe[7]',
      '4D2F1A: to=<bob@example.com>, relay=ticket, delay=1, delays=0/0/0/1, dsn=2.0.0, status=sent (delivered via ticket service)',
    );
    check(await totalsOf(arrival('4D2F1A'), pipe, removed('4D2F1A')), { received: 1, delivered: 1 });
  });
  it('a list manager that sends copies under its own sender does not make one', async () => {
    const copy = arrival('4D2F1C', {
      at: 5,
      client: 'localhost[127.0.0.1]',
      messageId: '4D2F1A@example.org',
      from: 'list-bounces@example.com',
    });
    check(
      await totalsOf(
        arrival('4D2F1A'),
        sent('4D2F1A', 3, '127.0.0.1[127.0.0.1]:8024', '250 Ok', 'lmtp'),
        removed('4D2F1A', 3),
        copy,
        sent('4D2F1C', 6),
        removed('4D2F1C', 6),
      ),
      { received: 2, delivered: 2 },
    );
  });
  it('a bounce makes a notification that is delivered and not received', async () => {
    const bounced = line(
      2,
      'smtp[5]',
      '4D2F1A: to=<x@example.net>, relay=mx.example.net[203.0.113.9]:25, delay=1, delays=0/0/1/0, dsn=5.1.1, status=bounced (host mx.example.net[203.0.113.9] said: 550 5.1.1 no (in reply to RCPT TO command))',
    );
    const dsn = [
      line(2, 'cleanup[101]', '4D2F1D: message-id=<dsn@mx1>'),
      line(2, 'bounce[4]', '4D2F1A: sender non-delivery notification: 4D2F1D'),
      line(2, 'qmgr[9]', '4D2F1D: from=<>, size=3000, nrcpt=1 (queue active)'),
    ];
    const after = [sent('4D2F1D', 3, 'mx.example.org[192.0.2.7]:25', '250 ok', 'smtp'), removed('4D2F1D', 3)];
    const wanted = { received: 1, bounced: 1, delivered: 1, notifications: 1, bytesDelivered: 3000 };
    check(await totalsOf(arrival('4D2F1A'), bounced, dsn, removed('4D2F1A', 2), after), wanted);
    // Postfix 3.11 tells the notification's queue id before cleanup does.
    check(
      await totalsOf(arrival('4D2F1A'), bounced, dsn[1]!, dsn[0]!, dsn[2]!, removed('4D2F1A', 2), after),
      wanted,
    );
  });
  it('an alias forwards: forwarded, then delivered', async () => {
    const forward = [
      line(1, 'cleanup[101]', '4D2F1E: message-id=<4D2F1A@example.org>'),
      sent('4D2F1A', 1, 'local', 'forwarded as 4D2F1E'),
      line(1, 'qmgr[9]', '4D2F1E: from=<ann@example.org>, size=1200, nrcpt=1 (queue active)'),
    ];
    check(
      await totalsOf(arrival('4D2F1A'), forward, removed('4D2F1A'), sent('4D2F1E', 2), removed('4D2F1E', 2)),
      { received: 1, forwarded: 1, delivered: 1, bytesDelivered: 1200 },
    );
  });
  it('postsuper -r gives another queue id: received once', async () => {
    const requeued = [
      line(50, 'postsuper[3]', '4D2F1A: requeued'),
      line(51, 'pickup[8]', '4D2F1F: uid=0 from=<ann@example.org>'),
      line(51, 'cleanup[101]', '4D2F1F: message-id=<4D2F1A@example.org>'),
      line(51, 'qmgr[9]', '4D2F1F: from=<ann@example.org>, size=1000, nrcpt=1 (queue active)'),
    ];
    check(await totalsOf(arrival('4D2F1A'), requeued, sent('4D2F1F', 52), removed('4D2F1F', 52)), {
      received: 1,
      delivered: 1,
    });
  });
  it('an access rule discards it silently: received and discarded', async () => {
    const discard = line(
      0,
      'smtpd[100]',
      'NOQUEUE: discard: RCPT from mail.example.org[192.0.2.7]: <bob@example.com>: Recipient address triggers DISCARD action; from=<ann@example.org> to=<bob@example.com> proto=ESMTP helo=<x>',
    );
    check(
      await totalsOf(
        line(0, 'smtpd[100]', 'connect from mail.example.org[192.0.2.7]'),
        discard,
        arrival('4D2F1A').slice(0, 2),
      ),
      { received: 1, discarded: 1, delivered: 0 },
    );
  });
});
