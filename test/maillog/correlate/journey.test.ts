/** Journeys and sessions, told whole to who asks. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Correlator } from '../../../src/maillog/correlate/correlator.ts';
import { type Journey, Journeys } from '../../../src/maillog/correlate/journey.ts';
import type { Message, Session } from '../../../src/maillog/correlate/message.ts';
import type { Observer } from '../../../src/maillog/correlate/observer.ts';
import { newCoverage, readLog } from '../../../src/maillog/read.ts';
import { ACTS } from './scenes/acts.ts';
import { FILTERS } from './scenes/filters.ts';
import { Post } from './scenes/mail.ts';
import { frame, Writer } from './scenes/writer.ts';

async function follow(lines: readonly string[], observer: Observer): Promise<void> {
  const correlator = new Correlator(observer);
  const source = {
    name: 'maillog',
    kind: 'file',
    path: '',
    compression: 'none',
    size: 0,
    reference: Date.parse('2026-11-24T00:00:00Z'),
    yearsBack: 0,
  } as const;
  const chunks = async function* (): AsyncGenerator<Uint8Array> {
    yield Buffer.from(lines.map((line) => `${line}\n`).join(''));
  };
  await readLog(source, chunks(), { correlator, coverage: newCoverage() });
  correlator.finish();
}

async function journeysOf(lines: readonly string[]): Promise<Journey[]> {
  const journeys: Journey[] = [];
  await follow(lines, new Journeys((journey) => journeys.push(journey)));
  return journeys;
}

const at = (second: number, program: string, text: string): string =>
  `Nov 20 10:00:${String(second).padStart(2, '0')} mx1 postfix/${program}: ${text}`;
const to = (second: number, program: string, id: string, relay: string, rest: string): string =>
  at(second, program, `${id}: to=<b@example.com>, relay=${relay}, delay=1.5, delays=0.1/0/0.2/1.2, ${rest}`);

describe('a journey', () => {
  it('through a content filter, deferred, then refused and notified of', async () => {
    const journeys = await journeysOf([
      at(0, 'smtpd[1]', '4D2F1A: client=mail.example.org[192.0.2.7], sasl_method=PLAIN, sasl_username=ann'),
      at(0, 'cleanup[2]', '4D2F1A: message-id=<x@example.org>'),
      at(0, 'qmgr[3]', '4D2F1A: from=<a@example.org>, size=1000, nrcpt=1 (queue active)'),
      at(1, 'smtpd[4]', '4D2F1B: client=localhost[127.0.0.1]'),
      at(1, 'cleanup[2]', '4D2F1B: message-id=<x@example.org>'),
      at(1, 'qmgr[3]', '4D2F1B: from=<a@example.org>, size=1400, nrcpt=1 (queue active)'),
      to(
        1,
        'smtp[5]',
        '4D2F1A',
        '127.0.0.1[127.0.0.1]:10024',
        'dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as 4D2F1B)',
      ),
      at(1, 'qmgr[3]', '4D2F1A: removed'),
      at(2, 'smtp[6]', '4D2F1B: host mx.example.com[203.0.113.9] said: 421 4.7.0 busy'),
      to(
        3,
        'smtp[6]',
        '4D2F1B',
        'mx.example.com[203.0.113.9]:25',
        'dsn=4.7.1, status=deferred (host said: 450 4.7.1 later)',
      ),
      to(
        30,
        'smtp[6]',
        '4D2F1B',
        'mx.example.com[203.0.113.9]:25',
        'dsn=5.1.1, status=bounced (host said: 550 5.1.1 no)',
      ),
      at(30, 'cleanup[2]', '4D2F1C: message-id=<dsn@mx1>'),
      at(30, 'bounce[7]', '4D2F1B: sender non-delivery notification: 4D2F1C'),
      at(30, 'qmgr[3]', '4D2F1C: from=<>, size=3000, nrcpt=1 (queue active)'),
      at(30, 'qmgr[3]', '4D2F1B: removed'),
    ]);
    assert.equal(journeys.length, 2);
    const journey = journeys.find(({ queueIds }) => queueIds[0] === '4D2F1A')!;
    const { host, queueIds, messageId, sender, size, clientName, clientAddress, account, received } = journey;
    assert.deepEqual(
      { host, queueIds, messageId, sender, size, clientName, clientAddress, account, received },
      {
        host: 'mx1',
        queueIds: ['4D2F1A', '4D2F1B'],
        messageId: 'x@example.org',
        sender: 'a@example.org',
        size: 1000,
        clientName: 'mail.example.org',
        clientAddress: '192.0.2.7',
        account: 'ann',
        received: true,
      },
    );
    assert.deepEqual(
      journey.hops.map(({ queueId, event }) => [queueId, event.relay]),
      [['4D2F1A', '127.0.0.1[127.0.0.1]:10024']],
    );
    assert.deepEqual(
      journey.attempts.map(({ event }) => [event.recipient, event.status, event.dsn, event.delays]),
      [
        ['b@example.com', 'deferred', '4.7.1', '0.1/0/0.2/1.2'],
        ['b@example.com', 'bounced', '5.1.1', '0.1/0/0.2/1.2'],
      ],
    );
    assert.deepEqual(
      journey.notifications.map(({ type, newQueueId }) => [type, newQueueId]),
      [['non-delivery', '4D2F1C']],
    );
    assert.equal(journey.lines.length, 13);
    const notice = journeys.find(({ queueIds }) => queueIds[0] === '4D2F1C')!;
    assert.equal(notice.notificationOf, '4D2F1B');
    assert.equal(notice.origin, 'notification');
  });

  it('through a filter on another host that names nothing', async () => {
    const journeys = await journeysOf([
      at(0, 'smtpd[1]', '4D2F1A: client=mail.example.org[192.0.2.7]'),
      at(0, 'cleanup[2]', '4D2F1A: message-id=<x@example.org>'),
      at(0, 'qmgr[3]', '4D2F1A: from=<a@example.org>, size=1000, nrcpt=1 (queue active)'),
      at(1, 'smtpd[4]', '4D2F1B: client=filter.example.com[192.0.2.20]'),
      at(1, 'cleanup[2]', '4D2F1B: message-id=<x@example.org>'),
      to(1, 'smtp[5]', '4D2F1A', 'filter.example.com[192.0.2.20]:10024', 'dsn=2.0.0, status=sent (250 Ok)'),
      at(1, 'qmgr[3]', '4D2F1A: removed'),
      at(1, 'qmgr[3]', '4D2F1B: from=<a@example.org>, size=1400, nrcpt=1 (queue active)'),
      to(2, 'virtual[6]', '4D2F1B', 'virtual', 'dsn=2.0.0, status=sent (delivered to maildir)'),
      at(2, 'qmgr[3]', '4D2F1B: removed'),
    ]);
    assert.deepEqual(
      journeys.map(({ queueIds, clientAddress, hops, attempts, received, lines }) => [
        queueIds,
        clientAddress,
        hops.length,
        attempts.map(({ queueId }) => queueId),
        received,
        lines.length,
      ]),
      [[['4D2F1A', '4D2F1B'], '192.0.2.7', 1, ['4D2F1B'], true, 10]],
    );
  });

  it('out of the hold queue of MailScanner', async () => {
    const journeys = await journeysOf([
      at(0, 'smtpd[1]', '4D2F1A: client=mail.example.org[192.0.2.7]'),
      at(
        0,
        'cleanup[2]',
        '4D2F1A: hold: header Received: x from mail.example.org[192.0.2.7]; from=<a@example.org> to=<b@example.com> proto=ESMTP helo=<m>',
      ),
      at(0, 'cleanup[2]', '4D2F1A: message-id=<x@example.org>'),
      'Nov 20 10:00:03 mx1 MailScanner[9]: Requeue: 4D2F1A.A1B2C to 4D2F1B',
      at(3, 'qmgr[3]', '4D2F1B: from=<a@example.org>, size=1400, nrcpt=1 (queue active)'),
      to(4, 'virtual[6]', '4D2F1B', 'virtual', 'dsn=2.0.0, status=sent (delivered to maildir)'),
      at(4, 'qmgr[3]', '4D2F1B: removed'),
    ]);
    assert.deepEqual(
      journeys.map(({ queueIds, sender, size, attempts, rejects, lines }) => [
        queueIds,
        sender,
        size,
        attempts.length,
        rejects.map(({ action }) => action),
        lines.length,
      ]),
      [[['4D2F1A', '4D2F1B'], 'a@example.org', 1400, 1, ['hold'], 7]],
    );
  });

  it('by an alias, and again by postsuper -r', async () => {
    const journeys = await journeysOf([
      at(0, 'pickup[1]', '4D2F1A: uid=1000 from=<a@example.org>'),
      at(0, 'cleanup[2]', '4D2F1A: message-id=<x@example.org>'),
      at(0, 'qmgr[3]', '4D2F1A: from=<a@example.org>, size=1000, nrcpt=1 (queue active)'),
      at(1, 'cleanup[2]', '4D2F1B: message-id=<x@example.org>'),
      to(1, 'local[5]', '4D2F1A', 'local', 'dsn=2.0.0, status=sent (forwarded as 4D2F1B)'),
      at(1, 'qmgr[3]', '4D2F1B: from=<a@example.org>, size=1200, nrcpt=1 (queue active)'),
      at(1, 'qmgr[3]', '4D2F1A: removed'),
      at(5, 'postsuper[6]', '4D2F1B: requeued'),
      at(6, 'pickup[1]', '4D2F1C: uid=115 from=<a@example.org>'),
      at(6, 'cleanup[2]', '4D2F1C: message-id=<x@example.org>'),
      at(6, 'qmgr[3]', '4D2F1C: from=<a@example.org>, size=1320, nrcpt=1 (queue active)'),
      to(7, 'virtual[7]', '4D2F1C', 'virtual', 'dsn=2.0.0, status=sent (delivered to maildir)'),
      at(7, 'qmgr[3]', '4D2F1C: removed'),
    ]);
    assert.deepEqual(
      journeys.map(({ queueIds, forwardOf, origin }) => ({ queueIds, forwardOf, origin })),
      [
        { queueIds: ['4D2F1A'], forwardOf: '', origin: 'local' },
        { queueIds: ['4D2F1B', '4D2F1C'], forwardOf: '4D2F1A', origin: 'forward' },
      ],
    );
    assert.deepEqual(
      journeys[1]!.attempts.map(({ queueId, event }) => [queueId, event.reply]),
      [['4D2F1C', 'delivered to maildir']],
    );
  });

  it('of each message of a scene, with each of its attempts, once', async () => {
    const writer = new Writer(4);
    const post = new Post(writer);
    let time = Date.parse('2026-11-20T06:00:00Z');
    for (let i = 0; i < 150; i++, time += writer.dice.between(1, 5_000)) {
      post.pipes = true;
      writer.dice.pick(Object.values({ ...ACTS, ...FILTERS }))(post, time);
    }
    const told = new Map<string, Journey>();
    for (const journey of await journeysOf(writer.sorted().map((line) => frame(line, 'RFC 3339')))) {
      const key = `${journey.host} ${journey.queueIds[0]}`;
      assert.ok(!told.has(key), key);
      told.set(key, journey);
    }
    const attempts = new Map<string, number>();
    for (const fact of writer.facts) {
      if (!('message' in fact)) continue;
      const journey = told.get(fact.message);
      assert.ok(journey !== undefined, fact.message);
      if (fact.kind === 'received') {
        assert.ok(journey.received, fact.message);
        assert.deepEqual(
          [journey.sender, journey.account, journey.clientAddress, journey.size],
          [fact.sender, fact.account, fact.client, fact.size],
        );
      } else if ('to' in fact) attempts.set(fact.message, (attempts.get(fact.message) ?? 0) + 1);
    }
    for (const [message, count] of attempts) assert.equal(told.get(message)!.attempts.length, count, message);
  });
});

describe('what an observer hears', () => {
  it('the end of each message once, of those that are still in flight too', async () => {
    const ended: string[] = [];
    const observer: Observer = {
      received() {},
      delivery() {},
      expired() {},
      notification() {},
      session() {},
      other() {},
      ended: (message: Message) => ended.push(message.queueId),
    };
    await follow(
      [
        at(0, 'smtpd[1]', '4D2F1A: client=mail.example.org[192.0.2.7]'),
        at(1, 'smtpd[1]', '4D2F1B: client=mail.example.org[192.0.2.7]'),
        at(2, 'qmgr[3]', '4D2F1A: from=<a@example.org>, size=1000, nrcpt=1 (queue active)'),
        at(2, 'qmgr[3]', '4D2F1A: removed'),
        at(9, 'smtpd[1]', '4D2F1A: client=mail.example.org[192.0.2.7]'),
      ],
      observer,
    );
    assert.deepEqual(ended.sort(), ['4D2F1A', '4D2F1A', '4D2F1B']);
  });

  it('a session with its commands, refusals and how it ended', async () => {
    const sessions: Session[] = [];
    const observer: Observer = {
      received() {},
      delivery() {},
      expired() {},
      notification() {},
      session: (session) => sessions.push(structuredClone({ ...session, message: undefined, discarded: [] })),
      other() {},
    };
    const peer = 'mail.example.org[192.0.2.7]';
    await follow(
      [
        at(0, 'submission/smtpd[1]', `connect from ${peer}`),
        at(
          0,
          'submission/smtpd[1]',
          `Anonymous TLS connection established from ${peer}: TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits)`,
        ),
        at(1, 'submission/smtpd[1]', `warning: ${peer}: SASL LOGIN authentication failed: UGFzc3dvcmQ6`),
        at(2, 'submission/smtpd[1]', `4D2F1A: client=${peer}, sasl_method=LOGIN, sasl_username=ann`),
        at(
          3,
          'submission/smtpd[1]',
          `4D2F1A: reject: RCPT from ${peer}: 550 5.1.1 <no@example.com>: Recipient address rejected: User unknown; from=<a@example.org> to=<no@example.com> proto=ESMTP helo=<x>`,
        ),
        at(4, 'submission/smtpd[1]', `lost connection after DATA (12 bytes) from ${peer}`),
        at(
          4,
          'submission/smtpd[1]',
          `disconnect from ${peer} ehlo=2 starttls=1 auth=1/2 mail=1 rcpt=1/2 data=0/1 commands=6/9`,
        ),
        at(5, 'submission/smtpd[1]', `connect from unknown[203.0.113.4]`),
        at(5, 'submission/smtpd[1]', `disconnect from unknown[203.0.113.4] commands=0/0`),
      ],
      observer,
    );
    const [first, second] = sessions;
    assert.deepEqual(
      {
        ...first,
        wall: 0,
        time: 0,
        refusals: first!.refusals.map(({ stage, code, recipient }) => [stage, code, recipient]),
      },
      {
        pid: 1,
        open: false,
        service: 'submission',
        name: 'mail.example.org',
        address: '192.0.2.7',
        time: 0,
        wall: 0,
        account: 'ann',
        messages: 1,
        rejects: 1,
        refusals: [['RCPT', 550, 'no@example.com']],
        loginFailures: 1,
        lost: 'lost connection after DATA',
        tls: 'TLSv1.3',
        counters: 'ehlo=2 starttls=1 auth=1/2 mail=1 rcpt=1/2 data=0/1 commands=6/9',
        message: undefined,
        discard: false,
        discarded: [],
        taken: 0,
      },
    );
    assert.deepEqual([second!.account, second!.rejects, second!.lost, second!.tls], ['', 0, '', '']);
  });
});
