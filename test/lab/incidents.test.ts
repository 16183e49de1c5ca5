/**
 * What goes wrong on real servers, staged with a real Postfix: each incident must be found, with the right
 * subject, and nothing else. `SEKISHO_LAB_LOG=FOLDER` keeps each log.
 */
import assert from 'node:assert/strict';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Finding } from '../../src/findings/finding.ts';
import { makeReport } from '../../src/report/make.ts';
import { startResolver } from './dns.ts';
import { Postfix, type PostfixOptions } from './postfix.ts';
import { startRbldnsd } from './rbldnsd.ts';
import { skipWithout } from './require.ts';
import { startSaslServer } from './sasl-server.ts';
import { sendMail } from './send-mail.ts';
import { startSink } from './sink.ts';
import { openSession } from './smtp-client.ts';

const skip = skipWithout('postfix', 'unbound', 'rbldnsd');
const MESSAGE = 'Subject: hello\n\nHello\n';
const ORDINARY = {
  client: { addr: '203.0.113.10', name: 'mail.good.example' },
  from: 'ann@good.example',
  message: MESSAGE,
};

/** Plays a scene on a Postfix of its own; what the report finds in its log. */
async function stage(
  name: string,
  options: PostfixOptions,
  play: (postfix: Postfix) => Promise<void>,
): Promise<Finding[]> {
  const postfix = await Postfix.start(options);
  try {
    await play(postfix);
    await postfix.waitUntilIdle();
    await postfix.stop();
    const { log } = postfix.folder;
    if (process.env.SEKISHO_LAB_LOG) copyFileSync(log, join(process.env.SEKISHO_LAB_LOG, `${name}.log`));
    const report = await makeReport({
      logs: [log],
      date: undefined,
      domain: undefined,
      limits: { all: 20, byList: {} },
      connectionStats: false,
      language: 'en',
      now: Date.now(),
      form: {},
      showUnparsed: 20,
      queue: async () => null,
    });
    assert.deepEqual(report.unparsed, []);
    return report.findings;
  } finally {
    await postfix.remove();
  }
}

const told = (findings: readonly Finding[]): [string, string[]][] =>
  findings.map(({ id, subjects }) => [id, subjects]);

/** Ordinary mail to a local user. */
const ordinary = (postfix: Postfix) => sendMail(postfix.port, { ...ORDINARY, to: ['games@local.example'] });

describe('staged incidents', { skip }, () => {
  it('backscatter: a relayed domain whose server knows no such users', async () => {
    const sink = await startSink();
    try {
      const findings = await stage(
        'backscatter',
        { parameters: { relayhost: `[127.0.0.1]:${sink.port}`, relay_domains: 'customer.example' } },
        async (postfix) => {
          for (let i = 0; i < 12; i++) {
            sink.answer(`nobody${i}@customer.example`, { at: 'recipient', reply: '550 5.1.1 no such user' });
            await sendMail(postfix.port, {
              client: { addr: `198.51.100.${i + 1}` },
              from: `forged${i}@victim.example`,
              to: [`nobody${i}@customer.example`],
              message: MESSAGE,
            });
            await ordinary(postfix);
          }
        },
      );
      assert.deepEqual(told(findings), [['backscatter-source', ['customer.example']]]);
    } finally {
      await sink.stop();
    }
  });

  it('no backscatter: our own users mistype addresses', async () => {
    const sink = await startSink();
    const sasl = await startSaslServer({ carl: 'secret' });
    try {
      const findings = await stage(
        'mistyped',
        { parameters: { ...sasl.parameters, relayhost: `[127.0.0.1]:${sink.port}` } },
        async (postfix) => {
          for (let i = 0; i < 15; i++) {
            sink.answer(`x${i}@far.example`, { at: 'recipient', reply: '550 5.1.1 no such user' });
            await sendMail(postfix.port, {
              client: { addr: '203.0.113.20', name: 'home.example', login: 'carl' },
              from: 'carl@local.example',
              to: [`x${i}@far.example`],
              message: MESSAGE,
            });
          }
        },
      );
      assert.deepEqual(told(findings), []);
    } finally {
      await sasl.stop();
      await sink.stop();
    }
  });

  it('a cracked account sends from everywhere; a newsletter from one place is none', async () => {
    const sink = await startSink();
    const sasl = await startSaslServer({ carl: 'secret', dora: 'secret' });
    try {
      const findings = await stage(
        'cracked',
        { parameters: { ...sasl.parameters, relayhost: `[127.0.0.1]:${sink.port}` } },
        async (postfix) => {
          for (let i = 0; i < 40; i++) {
            await sendMail(postfix.port, {
              client: { addr: `198.51.100.${i + 1}` },
              auth: { user: 'carl', password: 'secret' },
              from: `win${i}@prize.example`,
              to: Array.from({ length: 10 }, (_, n) => `p${i}-${n}@far.example`),
              message: MESSAGE,
            });
            await sendMail(postfix.port, {
              client: { addr: '203.0.113.30', name: 'office.example' },
              auth: { user: 'dora', password: 'secret' },
              from: 'news@local.example',
              to: Array.from({ length: 20 }, (_, n) => `r${i}-${n}@far.example`),
              message: MESSAGE,
            });
          }
        },
      );
      assert.deepEqual(told(findings), [['account-compromised', ['carl']]]);
    } finally {
      await sasl.stop();
      await sink.stop();
    }
  });

  it('a dead blocklist lists the world, another refuses to answer, a good one lists one', async () => {
    const lists = await startRbldnsd({
      'dnsbl.sorbs.net': { type: 'ip4set', lines: ['0.0.0.0/1', '128.0.0.0/1'] },
      'zen.spamhaus.org': {
        type: 'ip4set',
        lines: [
          ':127.255.255.254:Error: open resolver; https://check.spamhaus.org/returnc/pub/192.0.2.53/',
          '203.0.113.32/28',
        ],
      },
      'bl.lab': { type: 'ip4set', lines: [':127.0.0.2:Listed, see https://bl.lab/$', '203.0.113.64/28'] },
    });
    const resolver = await startResolver({ records: [], blocklists: [lists] });
    try {
      const findings = await stage(
        'blocklists',
        {
          resolvConf: resolver.resolvConf,
          parameters: {
            smtpd_recipient_restrictions:
              'permit_mynetworks, reject_unauth_destination, reject_rbl_client bl.lab, reject_rbl_client zen.spamhaus.org, reject_rbl_client dnsbl.sorbs.net',
          },
        },
        async (postfix) => {
          for (const addr of ['203.0.113.10', '203.0.113.33', '203.0.113.34', '203.0.113.65', '192.0.2.9'])
            await sendMail(postfix.port, { ...ORDINARY, client: { addr }, to: ['games@local.example'] });
        },
      );
      assert.deepEqual(told(findings).sort(), [
        ['dnsbl-dead', ['dnsbl.sorbs.net']],
        ['dnsbl-refuses-us', ['zen.spamhaus.org']],
      ]);
    } finally {
      await resolver.stop();
      await lists.stop();
    }
  });

  it('a delivery program may not be entered', async () => {
    const findings = await stage(
      'program',
      {
        aliases:
          'robot: "|/root/private/take-mail --now"\nfine: "|/bin/cat >/dev/null"\nunknown: "|exit 67"\n',
        parameters: { default_privs: 'nobody' },
      },
      async (postfix) => {
        for (const to of ['robot', 'fine', 'robot', 'unknown', 'games'])
          await sendMail(postfix.port, { ...ORDINARY, to: [`${to}@local.example`] });
      },
    );
    assert.deepEqual(told(findings), [['delivery-program-failed', ['/root/private/take-mail']]]);
    assert.equal(findings[0]!.count, 2);
  });

  it('password guessing; a user who mistypes twice is none', async () => {
    const sasl = await startSaslServer({ carl: 'secret' });
    const guess = async (postfix: Postfix, addr: string, tries: number): Promise<void> => {
      for (let i = 0; i < tries; i++)
        await sendMail(postfix.port, {
          client: { addr },
          auth: { user: 'carl', password: `guess${i}` },
          from: 'x@y.example',
          to: [],
          message: '',
        });
    };
    try {
      const parameters = { ...sasl.parameters };
      const robot = await stage('guessing', { parameters }, async (postfix) => {
        await guess(postfix, '198.51.100.9', 35);
        await ordinary(postfix);
      });
      assert.deepEqual(told(robot), [['password-guessing', ['198.51.100.9']]]);
      const user = await stage('mistyped-password', { parameters }, (postfix) =>
        guess(postfix, '203.0.113.5', 2),
      );
      assert.deepEqual(told(user), []);
    } finally {
      await sasl.stop();
    }
  });

  it('the queue has no space', async () => {
    const findings = await stage(
      'space',
      // More than any disk has; the size limit alone would do too.
      { parameters: { queue_minfree: '4000000000000000', message_size_limit: '100000' } },
      async (postfix) => {
        for (let i = 0; i < 3; i++) assert.equal((await ordinary(postfix)).last.code, 452);
      },
    );
    assert.deepEqual(told(findings), [['queue-space', []]]);
  });

  it('TLS is wanted and its key is not there', async () => {
    const findings = await stage(
      'tls',
      {
        parameters: {
          smtpd_tls_security_level: 'may',
          smtpd_tls_cert_file: '/nonexistent/cert.pem',
          smtpd_tls_key_file: '/nonexistent/key.pem',
        },
      },
      async (postfix) => {
        assert.ok((await ordinary(postfix)).accepted);
      },
    );
    assert.deepEqual(told(findings), [['tls-disabled', ['postfix/smtpd']]]);
  });

  it('a daemon cannot start for a misconfiguration', async () => {
    const findings = await stage(
      'fatal',
      { parameters: { smtpd_recipient_restrictions: 'permit_mynetworks', smtpd_relay_restrictions: '' } },
      async (postfix) => {
        await openSession(postfix.port, '127.0.0.1', 1000).catch(() => undefined);
        await postfix.waitForLog('fatal:');
        await sleep(200);
      },
    );
    assert.deepEqual(told(findings), [['disk-or-resources', ['postfix/smtpd']]]);
  });

  it('ordinary mail is no incident', async () => {
    const findings = await stage('ordinary', {}, async (postfix) => {
      for (let i = 0; i < 5; i++) assert.ok((await ordinary(postfix)).accepted);
      await sendMail(postfix.port, { ...ORDINARY, to: ['nobody-here@local.example'] });
      await postfix.reload();
    });
    assert.deepEqual(told(findings), []);
  });
});
