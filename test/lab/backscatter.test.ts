/**
 * Each way in which a server comes to answer strangers, staged with a real Postfix, and what looks like it and is
 * none. What was sent is counted here; the report must have the same numbers.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { describe, it } from 'node:test';
import { promisify } from 'node:util';
import { startContentFilter } from './content-filter.ts';
import { smtpdService } from './master-cf.ts';
import { claimPort } from './ports.ts';
import { skipWithout } from './require.ts';
import { startSaslServer } from './sasl-server.ts';
import { type Sink, startSink } from './sink.ts';
import { startSmtpServer } from './smtp-server.ts';
import { assertTotals, command, GOOD, MESSAGE, send, stage, take, times, told } from './stage.ts';

const skip = skipWithout('postfix', 'unbound', 'rbldnsd');
const run = promisify(execFile);
const COUNT = 12;

/** A stranger whose sender is forged, a new one each time. */
const forged = (n: number) => ({
  client: { addr: `198.51.100.${n + 1}` },
  from: `victim${n}@elsewhere.example`,
});

/** Mail leaves to a sink. */
async function withSink(play: (sink: Sink, relayhost: string) => Promise<void>): Promise<void> {
  const sink = await startSink();
  try {
    await play(sink, `[127.0.0.1]:${sink.port}`);
  } finally {
    await sink.stop();
  }
}

describe('backscatter', { skip, concurrency: 4 }, () => {
  it('an alias domain that takes every name', () =>
    withSink(async (sink, relayhost) => {
      const report = await stage(
        'catch-all',
        {
          parameters: {
            relayhost,
            virtual_alias_domains: 'alias.example',
            virtual_alias_maps: 'texthash:$config_directory/virtual',
          },
          tables: { virtual: '@alias.example @local.example\n' },
        },
        async (postfix) => {
          await times(COUNT, (n) => take(postfix, { ...forged(n), to: [`nobody${n}@alias.example`] }));
          await times(3, () => take(postfix, { to: ['games@alias.example'] }));
          await times(3, () => take(postfix));
        },
      );
      assert.deepEqual(told(report), [['backscatter-source', ['alias.example']]]);
      assert.equal(report.findings[0]!.count, COUNT);
      assertTotals(report, {
        received: COUNT + 6,
        bounced: COUNT,
        notifications: COUNT,
        delivered: 6 + COUNT,
        deferrals: 0,
        rejected: 0,
      });
      assert.equal(sink.messages.length, COUNT);
    }));

  it('a relayed domain whose server knows no such users; what the finding says cures it', () =>
    withSink(async (sink, relayhost) => {
      const nobody = (n: number): string[] => {
        sink.answer(`nobody${n}@customer.example`, { at: 'recipient', reply: '550 5.1.1 no such user' });
        return [`nobody${n}@customer.example`];
      };
      const report = await stage(
        'relayed',
        { parameters: { relayhost, relay_domains: 'customer.example', address_verify_poll_delay: '1s' } },
        async (postfix) => {
          await times(COUNT, (n) => take(postfix, { ...forged(n), to: nobody(n) }));
          await times(3, (n) => take(postfix, { to: [`user${n}@customer.example`] }));
        },
        async (postfix, before) => {
          const cure = command(before, 'reject_unverified_recipient', / lets Postfix ask/).replace(
            /^[^:]*: /,
            '',
          );
          await run('sh', ['-ec', cure], { env: { ...process.env, MAIL_CONFIG: postfix.folder.config } });
          await postfix.waitForLog('reload -- version');
          for (const n of [0, 99])
            assert.equal((await send(postfix, { ...forged(n), to: nobody(n) })).accepted, false);
          await take(postfix, { to: ['user9@customer.example'] });
          await take(postfix);
        },
      );
      assert.deepEqual(told(report), [['backscatter-source', ['customer.example']]]);
      assert.equal(report.findings[0]!.count, COUNT);
      assertTotals(report, {
        received: COUNT + 5,
        bounced: COUNT,
        notifications: COUNT,
        rejected: 2,
        delivered: COUNT + 5,
      });
    }));

  it('mailboxes over their quota bounce', () =>
    withSink(async (sink, relayhost) => {
      const report = await stage(
        'quota',
        {
          parameters: {
            relayhost,
            virtual_mailbox_domains: 'virtual.example',
            virtual_mailbox_maps: 'texthash:$config_directory/boxes',
            virtual_transport: `lmtp:inet:127.0.0.1:${sink.port}`,
          },
          tables: { boxes: 'full@virtual.example x\nfine@virtual.example x\n' },
        },
        async (postfix) => {
          sink.answer('full@virtual.example', { at: 'recipient', reply: '552 5.2.2 Mailbox is full' });
          await times(COUNT, (n) => take(postfix, { ...forged(n), to: ['full@virtual.example'] }));
          await times(4, () => take(postfix, { to: ['fine@virtual.example'] }));
        },
      );
      assert.deepEqual(told(report), [['backscatter-source', ['virtual.example']]]);
      assert.match(report.findings[0]!.cause, /full/);
      assertTotals(report, { received: COUNT + 4, bounced: COUNT, delivered: COUNT + 4 });
    }));

  it('forwards that the next server refuses', () =>
    withSink(async (sink, relayhost) => {
      const report = await stage(
        'forward',
        {
          aliases: 'boss: boss.home@big.example\n',
          parameters: {
            relayhost,
            virtual_alias_domains: 'alias.example',
            virtual_alias_maps: 'texthash:$config_directory/virtual',
          },
          tables: { virtual: 'info@alias.example shop@big.example\n' },
        },
        async (postfix) => {
          for (const name of ['boss.home', 'shop'])
            sink.answer(`${name}@big.example`, { at: 'message', reply: '550 5.7.1 this looks like spam' });
          await times(COUNT, (n) => take(postfix, { ...forged(n), to: ['boss@local.example'] }));
          await times(4, (n) => take(postfix, { ...forged(n + 50), to: ['info@alias.example'] }));
        },
      );
      assert.deepEqual(told(report), [['backscatter-source', ['local.example', 'alias.example']]]);
      assert.match(report.findings[0]!.cause, /forward/i);
      assertTotals(report, { received: COUNT + 4, forwarded: COUNT, bounced: COUNT + 4 });
    }));

  it('a delivery program that fails bounces', () =>
    withSink(async (_sink, relayhost) => {
      const report = await stage(
        'program-bounces',
        { aliases: 'robot: "|/bin/sh /nonexistent/robot"\n', parameters: { relayhost } },
        async (postfix) => {
          await times(COUNT, (n) => take(postfix, { ...forged(n), to: ['robot@local.example'] }));
        },
      );
      assert.deepEqual(told(report).sort(), [
        ['backscatter-source', ['local.example']],
        ['delivery-program-failed', ['/bin/sh /nonexistent/robot']],
      ]);
      assertTotals(report, { received: COUNT, bounced: COUNT, delivered: COUNT });
    }));

  it('an after-queue filter that refuses spam', () =>
    withSink(async (_sink, relayhost) => {
      const filter = await startSmtpServer({ message: () => '554 5.7.0 Reject, id=1-1 - spam' });
      const report = await stage(
        'filter-refuses',
        { parameters: { relayhost, content_filter: `smtp:[127.0.0.1]:${filter.port}` } },
        async (postfix) => {
          await times(COUNT, (n) => take(postfix, forged(n)));
        },
      );
      await filter.stop();
      assert.deepEqual(told(report), [['backscatter-source', ['local.example']]]);
      assert.match(report.findings[0]!.cause, /filter/);
      assertTotals(report, { received: COUNT, bounced: COUNT, delivered: COUNT });
    }));

  it('a secondary server gives mail back that it could not hand on', () =>
    withSink(async (sink, relayhost) => {
      const report = await stage(
        'secondary',
        {
          parameters: {
            relayhost,
            relay_domains: 'primary.example',
            transport_maps: 'inline:{primary.example=smtp:[127.0.0.1]:1}',
            maximal_queue_lifetime: '1s',
          },
        },
        async (postfix) => {
          await times(COUNT, (n) => take(postfix, { ...forged(n), to: [`user${n}@primary.example`] }));
          await postfix.waitUntilIdle();
          await new Promise((done) => setTimeout(done, 1500));
          await postfix.flush();
          await new Promise((done) => setTimeout(done, 500));
        },
      );
      assert.deepEqual(told(report), [['backscatter-source', ['primary.example']]]);
      assertTotals(report, {
        received: COUNT,
        expired: COUNT,
        deferred: COUNT,
        delivered: COUNT,
        bounced: 0,
      });
      assert.equal(sink.messages.length, COUNT);
    }));

  it('not: our own people, whatever way they come', () =>
    withSink(async (sink, relayhost) => {
      const sasl = await startSaslServer({ carl: 'secret' });
      const reentry = await claimPort();
      const filter = await startContentFilter(reentry);
      const report = await stage(
        'own-people',
        {
          parameters: {
            ...sasl.parameters,
            relayhost,
            // An office with a public address.
            mynetworks: '127.0.0.1/32 203.0.113.128/25 192.168.0.0/16',
            content_filter: `smtp:[127.0.0.1]:${filter.port}`,
          },
          services: [
            smtpdService(reentry, { content_filter: '', receive_override_options: 'no_header_body_checks' }),
          ],
        },
        async (postfix) => {
          const nobody = (n: number): string[] => {
            sink.answer(`nobody${n}@far.example`, { at: 'recipient', reply: '550 5.1.1 no such user' });
            return [`nobody${n}@far.example`];
          };
          await times(COUNT, (n) =>
            take(postfix, {
              client: { addr: '203.0.113.200', name: 'office.isp.example' },
              from: 'games@local.example',
              to: nobody(n),
            }),
          );
          await times(COUNT, (n) =>
            take(postfix, { client: { addr: '192.168.7.7' }, from: 'news@local.example', to: nobody(n) }),
          );
          await times(COUNT, (n) =>
            take(postfix, {
              client: { addr: '198.51.100.7' },
              auth: { user: 'carl', password: 'secret' },
              from: 'carl@somewhere.example',
              to: nobody(n),
            }),
          );
          await times(COUNT, (n) => postfix.sendmail('www@shop.example', nobody(n), MESSAGE));
        },
      );
      await filter.stop();
      await sasl.stop();
      assert.deepEqual(told(report), []);
      assertTotals(report, { received: 4 * COUNT, bounced: 4 * COUNT, notifications: 4 * COUNT });
    }));

  it('not: receipts that strangers ask for, and what is refused while they are connected', () =>
    withSink(async (_sink, relayhost) => {
      const report = await stage('receipts', { parameters: { relayhost } }, async (postfix) => {
        await times(COUNT, (n) => take(postfix, { ...forged(n), notify: 'SUCCESS' }));
        await times(COUNT, (n) => send(postfix, { ...forged(n), to: [`nobody${n}@local.example`] }));
        await times(COUNT, (n) =>
          take(postfix, { client: { ...GOOD, addr: `203.0.113.${n + 1}` }, from: '' }),
        );
      });
      assert.deepEqual(told(report), []);
      assertTotals(report, {
        received: 2 * COUNT,
        rejected: COUNT,
        bounced: 0,
        notifications: COUNT,
        delivered: 3 * COUNT,
      });
    }));
});
