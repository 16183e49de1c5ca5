/**
 * A real Postfix receives, rejects, bounces, defers, holds, discards, forwards; the report of its log must say
 * exactly what the test did. Clients come by XCLIENT, blocklists from rbldnsd, mail leaves to a sink.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import type { Report } from '../../src/report/model.ts';
import { startContentFilter } from './content-filter.ts';
import { startResolver } from './dns.ts';
import { smtpdService } from './master-cf.ts';
import { claimPort } from './ports.ts';
import { Postfix } from './postfix.ts';
import { startRbldnsd } from './rbldnsd.ts';
import { skipWithout } from './require.ts';
import { startSaslServer } from './sasl-server.ts';
import { type Mail, sendMail } from './send-mail.ts';
import { startSink } from './sink.ts';
import { openSession } from './smtp-client.ts';

const SEKISHO = join(import.meta.dirname, '../../sekisho');
const skip = skipWithout('postfix', 'unbound', 'rbldnsd');

const GOOD = { addr: '203.0.113.10', name: 'mail.good.example' };
const LISTED = { addr: '198.51.100.66', name: 'spam.bad.example' };

const message = (subject: string): string =>
  `Subject: ${subject}\nMessage-ID: <${subject.replaceAll(' ', '.')}@good.example>\n\nHello\n`;

async function reportOf(log: string, ...options: string[]): Promise<Report> {
  const { stdout } = await promisify(execFile)(SEKISHO, ['report', '--json', '--top', '0', ...options, log], {
    maxBuffer: 1 << 26,
  });
  return JSON.parse(stdout) as Report;
}

/** The sizes that the queue manager tells, by sender: what bytes must add up to. */
function sizes(log: string): Map<string, number> {
  return new Map(
    [...log.matchAll(/qmgr\[\d+\]: (\w+): from=<[^>]*>, size=(\d+)/g)].map((match): [string, number] => [
      match[1]!,
      Number(match[2]),
    ]),
  );
}

describe('the report of a real Postfix', { skip }, () => {
  const cleanup: (() => Promise<unknown>)[] = [];
  let postfix: Postfix;
  let sink: Awaited<ReturnType<typeof startSink>>;
  const send = (mail: Partial<Mail> & { subject?: string }): ReturnType<typeof sendMail> => {
    const { subject = 'hello', ...rest } = mail;
    return sendMail(postfix.port, {
      client: GOOD,
      from: 'ann@good.example',
      to: ['games@local.example'],
      message: message(subject),
      ...rest,
    });
  };

  const take = async (mail: Parameters<typeof send>[0]): Promise<void> => {
    const outcome = await send(mail);
    assert.ok(outcome.accepted, `${JSON.stringify(mail)}: ${JSON.stringify(outcome)}`);
  };
  const refuse = async (mail: Parameters<typeof send>[0]): Promise<void> => {
    const outcome = await send(mail);
    assert.ok(!outcome.accepted, `${JSON.stringify(mail)} was taken`);
  };

  before(async () => {
    sink = await startSink();
    cleanup.push(() => sink.stop());
    const lists = await startRbldnsd({
      'zen.lab': { type: 'ip4set', lines: [`${LISTED.addr} :127.0.0.2:listed, see $`] },
      'second.lab': { type: 'ip4set', lines: ['198.51.100.77'] },
    });
    cleanup.push(() => lists.stop());
    const records = [
      'good.example. MX 10 mail.good.example.',
      'mail.good.example. A 203.0.113.10',
      'far.example. MX 10 mail.good.example.',
    ];
    const resolver = await startResolver({ records, blocklists: [lists] });
    cleanup.push(() => resolver.stop());
    const sasl = await startSaslServer({ carl: 'secret' });
    cleanup.push(() => sasl.stop());
    const reentry = await claimPort();
    const filter = await startContentFilter(reentry);
    cleanup.push(() => filter.stop());
    postfix = await Postfix.start({
      resolvConf: resolver.resolvConf,
      aliases: 'moved: "games@far.example"\nprogram: "|/nonexistent/bin/take-mail"\n',
      parameters: {
        ...sasl.parameters,
        relayhost: `[127.0.0.1]:${sink.port}`,
        virtual_mailbox_domains: 'virtual.example',
        virtual_mailbox_maps: 'texthash:$config_directory/virtual',
        virtual_mailbox_base: '/tmp',
        virtual_transport: `smtp:[127.0.0.1]:${sink.port}`,
        relay_domains: 'relayed.example',
        smtpd_helo_required: 'yes',
        header_checks: 'pcre:$config_directory/header_checks',
        smtpd_recipient_restrictions:
          'permit_mynetworks permit_sasl_authenticated reject_unauth_destination reject_non_fqdn_helo_hostname reject_unknown_sender_domain check_recipient_access texthash:$config_directory/recipients warn_if_reject reject_rbl_client second.lab reject_rbl_client zen.lab',
        smtpd_data_restrictions: 'check_sender_access texthash:$config_directory/data',
      },
      tables: {
        virtual: 'vic@virtual.example vic/\n',
        recipients:
          'discarded@relayed.example DISCARD\nheld@relayed.example HOLD\nfiltered@relayed.example FILTER smtp:[127.0.0.1]:' +
          filter.port +
          '\n',
        data: 'nodata@good.example REJECT not this one\n',
        header_checks:
          '/^Subject: refused here/ REJECT no\n/^Subject: hold here/ HOLD\n/^Subject: discard here/ DISCARD\n',
      },
      services: [
        smtpdService(reentry, {
          syslog_name: 'postfix/reentry',
          receive_override_options: 'no_header_body_checks',
          smtpd_recipient_restrictions: 'permit_mynetworks,reject',
          content_filter: '',
        }),
      ],
    });
    cleanup.push(() => postfix.remove());
  });

  after(async () => {
    for (const stop of cleanup.reverse()) await stop();
  });

  it('is exact', async () => {
    // Received and delivered: local, virtual, relayed, three recipients at once, from a program, from an account.
    await take({ subject: 'to local' });
    await take({ subject: 'to virtual', to: ['vic@virtual.example'] });
    await take({
      subject: 'to many',
      to: ['games@local.example', 'news@local.example', 'a@relayed.example'],
    });
    await postfix.sendmail('root@local.example', ['games@local.example'], message('from a program'));
    await take({
      subject: 'from an account',
      client: { ...GOOD, login: 'carl' },
      to: ['b@far.example', 'c@far.example'],
    });
    // Rejects.
    await refuse({ client: LISTED });
    await refuse({ client: LISTED, to: ['news@local.example'] });
    await refuse({ to: ['nobody-here@local.example'] });
    await refuse({ to: ['nobody@virtual.example'] });
    await refuse({ to: ['x@elsewhere.example'] });
    await refuse({ helo: 'short' });
    await refuse({ from: 'x@no-such-domain.example' });
    await refuse({ from: 'nodata@good.example' });
    await refuse({ subject: 'refused here' });
    await take({ subject: 'one of two', to: ['games@local.example', 'nobody-here@local.example'] });
    // A reject warning, and a message all the same.
    await take({ subject: 'warned', client: { addr: '198.51.100.77', name: 'warned.example' } });
    // Broken off in the text.
    await send({ dropInData: true });
    // Held and discarded, by header and by access rule.
    await take({ subject: 'hold here' });
    await take({ subject: 'discard here' });
    await take({ subject: 'held', to: ['held@relayed.example'] });
    await take({ subject: 'discarded', to: ['discarded@relayed.example'] });
    // Deferred once, then delivered; bounced with a notification that is delivered.
    sink.answer('later@relayed.example', { at: 'recipient', reply: '450 4.2.2 mailbox full', times: 1 });
    await take({ subject: 'deferred', to: ['later@relayed.example'] });
    sink.answer('gone@relayed.example', { at: 'recipient', reply: '550 5.1.1 no such user' });
    await take({ subject: 'bounced', to: ['gone@relayed.example'] });
    // An alias that forwards, one whose program is not there, a content filter.
    await take({ subject: 'forwarded', to: ['moved@local.example'] });
    await take({ subject: 'to a program', to: ['program@local.example'] });
    await take({ subject: 'filtered', to: ['filtered@relayed.example'] });
    // Two wrong passwords.
    await refuse({ auth: { user: 'carl', password: 'wrong' } });
    await refuse({ auth: { user: 'eve', password: 'guess' } });
    // A connection that does nothing.
    await (await openSession(postfix.port)).quit();
    await postfix.waitUntilIdle();
    await postfix.flush();
    await postfix.waitUntilIdle();
    for (const { queue_id, queue_name } of await postfix.postqueue()) {
      if (queue_name === 'hold') await postfix.postsuper('-d', queue_id);
    }
    await postfix.reload();
    await postfix.waitUntilIdle();
    await postfix.stop();

    const log = postfix.log();
    if (process.env.SEKISHO_LAB_LOG)
      (await import('node:fs')).writeFileSync(process.env.SEKISHO_LAB_LOG, log);
    const report = await reportOf(postfix.folder.log, '--show-unparsed', '100');
    assert.deepEqual(report.unparsed, []);
    const { totals } = report;
    const size = sizes(log);
    const notified = (log.match(/sender non-delivery notification/g) ?? []).length;
    assert.deepEqual(
      { ...totals, bytesReceived: 0, bytesDelivered: 0 },
      {
        received: 16,
        // local 1, virtual 1, many 3, program 1, account 2, one of two 1, warned 1, later 1, forwarded 1, filtered 1, and the notifications
        delivered: 13 + notified,
        forwarded: 1,
        // The one that comes later once; the program that is not there twice.
        deferred: 2,
        deferrals: 3,
        bounced: 1,
        expired: 0,
        rejected: 10,
        rejectWarnings: 1,
        held: 2,
        discarded: 2,
        bytesReceived: 0,
        bytesDelivered: 0,
        senders: 2,
        recipients: totals.recipients,
        sendingDomains: 2,
        recipientDomains: totals.recipientDomains,
        saslFailures: 2,
        loginFailures: 0,
        connections: (log.match(/: connect from /g) ?? []).length,
        notifications: notified,
      },
    );
    assert.equal(notified, 1);
    assert.deepEqual(report.zones, [{ zone: 'zen.lab', count: 2, clients: 1 }]);
    assert.deepEqual(
      report.accounts.map(({ account, messages, recipients, clients }) => ({
        account,
        messages,
        recipients,
        clients,
      })),
      [{ account: 'carl', messages: 1, recipients: 2, clients: 1 }],
    );
    assert.ok(size.size > 0 && totals.bytesReceived > 0 && totals.bytesDelivered > 0);
    assert.ok(report.findings.some((finding) => finding.id === 'delivery-program-failed'));
  });
});
