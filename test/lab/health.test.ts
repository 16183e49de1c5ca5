/** What stops working on a server: programs, sockets, disks, certificates, settings. Staged with a real Postfix. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { makeFolder, removeFolder } from './daemon.ts';
import { claimPort } from './ports.ts';
import { skipWithout } from './require.ts';
import { startSink } from './sink.ts';
import { openSession } from './smtp-client.ts';
import { assertTotals, send, stage, take, times, told } from './stage.ts';

const skip = skipWithout('postfix', 'unbound', 'rbldnsd');

describe('health', { skip, concurrency: 3 }, () => {
  it('programs that may not be entered, are not there, crash, or refuse by their own words', async () => {
    const folder = makeFolder('health');
    const locked = join(folder, 'private');
    mkdirSync(locked);
    const program = (name: string, text: string): string => {
      const path = join(folder, name);
      writeFileSync(path, text);
      chmodSync(path, 0o755);
      return path;
    };
    writeFileSync(join(locked, 'take-mail'), '#!/bin/sh\ncat >/dev/null\n');
    chmodSync(join(locked, 'take-mail'), 0o755);
    chmodSync(locked, 0o700);
    const noInterpreter = program('no-interpreter', '#!/nonexistent/bin/perl\n');
    const crashes = program('crashes', '#!/bin/sh\nkill -SEGV $$\n');
    const silent = program('silent', '#!/bin/sh\nexit 1\n');
    const refuses = program('refuses', '#!/bin/sh\necho members only; exit 1\n');
    const fine = program('fine', '#!/bin/sh\ncat >/dev/null\n');
    const aliases = { locked: `${locked}/take-mail`, noInterpreter, crashes, silent, refuses, fine };
    try {
      const report = await stage(
        'programs',
        {
          aliases: `${Object.entries(aliases)
            .map(([name, path]) => `${name}: "|${path}"\n`)
            .join('')}unknown: "|exit 67"\ntrouble: "|exit 75"\n`,
          parameters: { default_privs: 'nobody' },
        },
        async (postfix) => {
          for (const name of [...Object.keys(aliases), 'unknown', 'trouble', 'locked', 'games'])
            await take(postfix, { from: '', to: [`${name}@local.example`] });
        },
      );
      assert.deepEqual(told(report).sort(), [
        ['delivery-program-failed', [crashes]],
        ['delivery-program-failed', [noInterpreter]],
        ['delivery-program-failed', [`${locked}/take-mail`]],
        ['delivery-program-failed', [silent]],
      ]);
      const worst = report.findings.find(({ subjects }) => subjects[0] === `${locked}/take-mail`)!;
      assert.equal(worst.count, 2);
      assert.ok(worst.fix.some((step) => step.startsWith(`namei -l ${locked}/take-mail `)));
      assertTotals(report, { received: 10, delivered: 2, notifications: 0, rejected: 0 });
    } finally {
      removeFolder(folder);
    }
  });

  it('a mailbox directory that belongs to somebody else, and the socket of a server that is not there', async () => {
    const report = await stage(
      'mailboxes',
      {
        parameters: {
          virtual_mailbox_domains: 'virtual.example lmtp.example',
          virtual_mailbox_maps: 'inline:{vic@virtual.example=vic/, may@lmtp.example=may}',
          virtual_mailbox_base: '/root/mail',
          virtual_uid_maps: 'static:65534',
          virtual_gid_maps: 'static:65534',
          transport_maps: 'inline:{lmtp.example=lmtp:unix:private/dovecot-lmtp}',
        },
      },
      async (postfix) => {
        await times(3, () => take(postfix, { to: ['vic@virtual.example'] }));
        await times(2, () => take(postfix, { to: ['may@lmtp.example'] }));
        await take(postfix);
        await postfix.waitUntilIdle();
        await postfix.flush();
      },
    );
    assert.deepEqual(
      report.findings.map(({ id, subjects, count }) => [id, subjects[0], count]),
      [
        ['delivery-program-failed', '/root/mail/vic', 6],
        ['delivery-program-failed', 'private/dovecot-lmtp', 4],
      ],
    );
    assertTotals(report, { received: 6, delivered: 1, deferrals: 10, deferred: 5, bounced: 0 });
  });

  it('the queue has no space', async () => {
    const report = await stage(
      'space',
      // More than any disk has; the size limit alone would do too.
      { parameters: { queue_minfree: '4000000000000000', message_size_limit: '100000' } },
      async (postfix) => {
        await times(3, async () => assert.equal((await send(postfix)).last.code, 452));
      },
    );
    assert.deepEqual(told(report), [['queue-space', []]]);
    assertTotals(report, { received: 0, rejected: 3 });
  });

  it('the disk of the mailboxes is full', async () => {
    const disk = makeFolder('disk');
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=16k,mode=1777', 'tmpfs', disk]);
    try {
      const report = await stage(
        'disk-full',
        { parameters: { mail_spool_directory: disk, mailbox_size_limit: '0' } },
        async (postfix) => {
          await times(3, () => take(postfix, { message: `Subject: big\n\n${'x'.repeat(70)}\n`.repeat(700) }));
        },
      );
      assert.deepEqual(told(report), [['disk-or-resources', ['postfix/local']]]);
      assertTotals(report, { received: 3, delivered: 0, deferrals: 3, bounced: 0 });
    } finally {
      execFileSync('umount', [disk]);
      removeFolder(disk);
    }
  });

  it('TLS is wanted and its key is not there', async () => {
    const report = await stage(
      'tls',
      {
        parameters: {
          smtpd_tls_security_level: 'may',
          smtpd_tls_cert_file: '/nonexistent/cert.pem',
          smtpd_tls_key_file: '/nonexistent/key.pem',
        },
      },
      (postfix) => take(postfix),
    );
    assert.deepEqual(told(report), [['tls-disabled', ['postfix/smtpd']]]);
    assert.ok(
      report.findings[0]!.fix.some((step) => step.includes('openssl x509 -in /nonexistent/cert.pem ')),
    );
  });

  it('a daemon cannot start for a misconfiguration', async () => {
    const report = await stage(
      'fatal',
      { parameters: { smtpd_recipient_restrictions: 'permit_mynetworks', smtpd_relay_restrictions: '' } },
      async (postfix) => {
        await openSession(postfix.port, '127.0.0.1', 1000).catch(() => undefined);
        await postfix.waitForLog('fatal:');
        await sleep(200);
      },
    );
    assert.deepEqual(told(report), [['disk-or-resources', ['postfix/smtpd']]]);
  });

  it('a daemon is killed', async () => {
    const report = await stage('killed', {}, async (postfix) => {
      // One that dies before it has served anybody is put off for a minute (master(8)).
      await take(postfix);
      const line = await postfix.waitForLog(/smtpd\[\d+\]: connect from/);
      process.kill(Number(/smtpd\[(\d+)\]/.exec(line)![1]), 'SIGKILL');
      await postfix.waitForLog('killed by signal 9');
      await take(postfix);
    });
    assert.deepEqual(told(report), [['disk-or-resources', ['postfix/smtpd']]]);
    assertTotals(report, { received: 2, delivered: 2, connections: 2 });
  });

  it('not: a milter, a policy service, a content filter and the next server are down', async (test) => {
    const sink = await startSink();
    test.after(() => sink.stop());
    const [milter, filter] = [await claimPort(), await claimPort()];
    const report = await stage(
      'services-down',
      {
        parameters: {
          relayhost: `[127.0.0.1]:${sink.port}`,
          relay_domains: 'relayed.example filtered.example policed.example',
          transport_maps: `inline:{filtered.example=smtp:[127.0.0.1]:${filter}}`,
          smtpd_recipient_restrictions:
            'reject_unauth_destination, check_recipient_access inline:{policed.example=policed}',
          smtpd_restriction_classes: 'policed',
          policed: 'check_policy_service unix:private/nobody',
          smtpd_milters: `inet:127.0.0.1:${milter}`,
          milter_default_action: 'accept',
          milter_connect_timeout: '1s',
        },
      },
      async (postfix) => {
        await times(12, (n) => take(postfix, { to: [`a${n}@filtered.example`] }));
        await times(3, async () =>
          assert.equal((await send(postfix, { to: ['a@policed.example'] })).last.code, 451),
        );
        await postfix.set({ milter_default_action: 'tempfail' });
        await postfix.reload();
        await times(3, async () => assert.equal((await send(postfix)).last.code, 451));
      },
    );
    assert.deepEqual(told(report), []);
    // A milter that is down refuses each step: connection, XCLIENT, EHLO, MAIL.
    assertTotals(report, { received: 12, deferrals: 12, deferred: 12, rejected: 3 + 3 * 4, bounced: 0 });
  });
});
