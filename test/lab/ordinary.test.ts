/** An ordinary week at once on a real Postfix: much of it looks like trouble, and none of it is. The numbers are counted here. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { skipWithout } from './require.ts';
import { startSaslServer } from './sasl-server.ts';
import { startSink } from './sink.ts';
import { assertTotals, GOOD, MESSAGE, send, stage, take, times, told } from './stage.ts';

const skip = skipWithout('postfix', 'unbound', 'rbldnsd');
const OFFICE = { addr: '203.0.113.77', name: 'office.hinode.example' };

describe('ordinary mail', { skip, concurrency: 3 }, () => {
  it('a big provider slows our newsletter down', async (test) => {
    const sink = await startSink();
    test.after(() => sink.stop());
    const sasl = await startSaslServer({ news: 'secret' });
    test.after(() => sasl.stop());
    const readers = Array.from({ length: 60 }, (_, n) => `reader${n}@big.example`);
    for (const reader of readers)
      sink.answer(reader, {
        at: 'recipient',
        reply:
          '421 4.7.28 Our system has detected an unusual rate of unsolicited mail; see https://big.example/why',
        times: 1,
      });
    const report = await stage(
      'slowed',
      {
        parameters: {
          ...sasl.parameters,
          relayhost: `[127.0.0.1]:${sink.port}`,
          smtp_destination_recipient_limit: '1',
        },
      },
      async (postfix) => {
        await take(postfix, {
          client: OFFICE,
          auth: { user: 'news', password: 'secret' },
          from: 'news@local.example',
          to: readers,
        });
        await postfix.waitUntilIdle();
        await postfix.flush();
      },
    );
    assert.deepEqual(told(report), []);
    assertTotals(report, { received: 1, deferrals: 60, deferred: 1, delivered: 60, bounced: 0 });
    assert.equal(sink.messages.length, 60);
  });

  it('lists, web forms, cron, holiday answers and what they bring back', async (test) => {
    const sink = await startSink();
    test.after(() => sink.stop());
    for (let n = 0; n < 15; n++)
      sink.answer(`moved${n}@far.example`, { at: 'recipient', reply: '550 5.1.1 no such user' });
    const report = await stage(
      'programs-send',
      { parameters: { relayhost: `[127.0.0.1]:${sink.port}` } },
      async (postfix) => {
        // A list manager sends to members by sendmail, and gets bounces itself.
        await times(15, (n) =>
          postfix.sendmail(
            'games@local.example',
            [`member${n}@far.example`, `moved${n}@far.example`],
            MESSAGE,
          ),
        );
        // A web shop on this host, by SMTP from localhost; cron; a holiday answer with the empty sender.
        await times(15, (n) =>
          take(postfix, {
            client: { addr: '127.0.0.1' },
            from: 'news@local.example',
            to: [`moved${n}@far.example`],
          }),
        );
        await times(5, () => postfix.sendmail('games@local.example', ['games@local.example'], MESSAGE));
        await times(15, (n) => postfix.sendmail('', [`stranger${n}@far.example`], MESSAGE));
      },
    );
    assert.deepEqual(told(report), []);
    assertTotals(report, {
      received: 50,
      bounced: 30,
      notifications: 30,
      // Members, cron, holiday answers, and the notifications to games and news.
      delivered: 15 + 5 + 15 + 30,
      rejected: 0,
    });
  });

  it('strangers are refused, greylisted, bounce to us for mail that we never sent; a few mistakes', async (test) => {
    const sink = await startSink();
    test.after(() => sink.stop());
    const report = await stage(
      'strangers',
      {
        parameters: {
          relayhost: `[127.0.0.1]:${sink.port}`,
          smtpd_recipient_restrictions:
            'permit_mynetworks, reject_unauth_destination, check_client_access inline:{{198.51.100.99=450 4.2.0 Greylisted}}',
        },
      },
      async (postfix) => {
        await times(20, (n) =>
          send(postfix, { client: { addr: `192.0.2.${n + 1}` }, to: [`user${n}@local.example`] }),
        );
        await times(20, (n) =>
          send(postfix, { client: { addr: `192.0.2.${n + 1}` }, to: [`x@elsewhere.example`] }),
        );
        await times(10, () => send(postfix, { client: { addr: '198.51.100.99' } }));
        // Bounces of a joe job: to a user, and to names that never were.
        await times(20, (n) =>
          take(postfix, { client: { ...GOOD, addr: `203.0.113.${n + 100}` }, from: '' }),
        );
        await times(20, (n) => send(postfix, { from: '', to: [`forged${n}@local.example`] }));
        await send(postfix, { dropInData: true });
        await postfix.reload();
      },
    );
    assert.deepEqual(told(report), []);
    assertTotals(report, { received: 20, delivered: 20, rejected: 70, bounced: 0, notifications: 0 });
  });

  it('address verification asks others, and nobody is notified', async (test) => {
    const sink = await startSink();
    test.after(() => sink.stop());
    for (let n = 0; n < 15; n++)
      sink.answer(`nobody${n}@relayed.example`, { at: 'recipient', reply: '550 5.1.1 no such user' });
    const report = await stage(
      'verification',
      {
        parameters: {
          relay_domains: 'relayed.example',
          relayhost: `[127.0.0.1]:${sink.port}`,
          smtpd_recipient_restrictions: 'reject_unauth_destination, reject_unverified_recipient',
          unverified_recipient_reject_code: '550',
          address_verify_poll_delay: '1s',
          address_verify_map: 'btree:$data_directory/verify',
        },
      },
      async (postfix) => {
        await times(15, async (n) =>
          assert.equal((await send(postfix, { to: [`nobody${n}@relayed.example`] })).accepted, false),
        );
        await times(5, (n) => take(postfix, { to: [`there${n}@relayed.example`] }));
      },
    );
    assert.deepEqual(told(report), []);
    assertTotals(report, { received: 5, delivered: 5, rejected: 15, bounced: 0, notifications: 0 });
  });
});
