/**
 * The configuration of a server whose copied lists have ended: a real sender is refused by one that lists everybody. Replayed
 * without it, his mail is accepted; with it again, it is told as likely real.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { startResolver } from './dns.ts';
import { Postfix } from './postfix.ts';
import { startRbldnsd } from './rbldnsd.ts';
import { skipWithout } from './require.ts';
import { sendMail } from './send-mail.ts';

const skip = skipWithout('postfix', 'unbound', 'rbldnsd');
const SEKISHO = join(import.meta.dirname, '../../sekisho');

const EMPTY = ['bl.spamcop.net', 'sbl.spamhaus.org', 'all.rbl.jp', 'list.dsbl.org', 'bl.blocklist.de'];
const DEAD = 'cn-kr.blackholes.us';

function restrictions(zones: readonly string[]): string {
  const lists = zones.map((zone) => `reject_rbl_client ${zone}`);
  return [
    ...['permit_mynetworks', 'permit_sasl_authenticated', 'reject_unauth_destination'],
    ...lists,
    'reject_unknown_client',
  ].join(', ');
}

interface Told {
  attempts: number;
  current: { accepted: number; rejected: number };
  proposed: { accepted: number; rejected: number; unknown: number };
  rules: { restriction: string; hits: number; unique: number }[];
  overlap: { zones: string[]; matrix: number[][] };
  newlyRejected: { sender: string; rule: string; likelyReal: boolean; certain: boolean; why: string[] }[];
  newlyAccepted: { sender: string; rule: string; likelyReal: boolean }[];
  falsePositives: { likely: number; certain: number };
}

function replay(postfix: Postfix, dns: string, value: string): Promise<{ told: Told; code: number }> {
  const { config, log } = postfix.folder;
  const args = ['replay', log, '-c', config, '--dns', dns, '--json', '--set'];
  return new Promise((done, fail) => {
    execFile(
      SEKISHO,
      [...args, `smtpd_recipient_restrictions = ${value}`],
      { encoding: 'utf8' },
      (error, stdout, stderr) => {
        if (stdout === '') fail(new Error(stderr));
        else done({ told: JSON.parse(stdout) as Told, code: Number(error?.code ?? 0) });
      },
    );
  });
}

describe('replay', { skip, timeout: 120_000 }, () => {
  it('a dead list off, and on again', async () => {
    const lists = await startRbldnsd({
      [DEAD]: {
        type: 'ip4set',
        lines: [':127.0.0.2:DELETE IT FROM YOUR CONFIG', '0.0.0.0/1', '128.0.0.0/1'],
      },
      ...Object.fromEntries(
        EMPTY.map((zone) => [zone, { type: 'ip4set' as const, lines: [':127.0.0.2:', '192.0.2.255'] }]),
      ),
      'bl.lab': { type: 'ip4set', lines: [':127.0.0.2:spam', '198.51.100.66'] },
    });
    const dns = await startResolver({ records: ['good.example. A 203.0.113.10'], blocklists: [lists] });
    const withDead = restrictions([...EMPTY, DEAD, 'bl.lab']);
    const withoutDead = restrictions([...EMPTY, 'bl.lab']);
    const postfix = await Postfix.start({
      resolvConf: dns.resolvConf,
      parameters: { smtpd_recipient_restrictions: withDead },
    });
    try {
      const real = { client: { addr: '203.0.113.10', name: 'mx.good.example' }, from: 'ann@good.example' };
      const spam = { client: { addr: '198.51.100.66' }, from: 'x@spam.example' };
      const to = { to: ['root@local.example'], message: 'Subject: hello\n\nHi\n' };
      assert.equal(
        (await sendMail(postfix.port, { ...real, helo: 'mx.good.example', ...to })).accepted,
        false,
      );
      await sendMail(postfix.port, { ...spam, ...to });
      await postfix.waitUntilIdle();

      const off = await replay(postfix, dns.address, withoutDead);
      assert.equal(off.told.attempts, 2);
      assert.deepEqual(off.told.current, { accepted: 0, rejected: 2, unknown: 0 });
      assert.deepEqual(off.told.proposed, { accepted: 1, rejected: 1, unknown: 0 });
      assert.deepEqual(
        off.told.newlyAccepted.map(({ sender, rule, likelyReal }) => [sender, rule, likelyReal]),
        [['ann@good.example', `reject_rbl_client ${DEAD}`, true]],
      );
      assert.equal(off.told.newlyRejected.length, 0);
      assert.equal(off.code, 0);

      await postfix.set({ smtpd_recipient_restrictions: withoutDead });
      await postfix.reload();
      assert.equal(
        (await sendMail(postfix.port, { ...real, helo: 'mx.good.example', ...to })).accepted,
        true,
      );
      await postfix.waitUntilIdle();

      const on = await replay(postfix, dns.address, withDead);
      assert.equal(on.told.attempts, 3);
      assert.deepEqual(on.told.current, { accepted: 2, rejected: 1, unknown: 0 });
      assert.deepEqual(on.told.proposed, { accepted: 0, rejected: 3, unknown: 0 });
      assert.deepEqual(
        on.told.newlyRejected.map(({ sender, rule, likelyReal }) => [sender, rule, likelyReal]),
        [
          ['ann@good.example', `reject_rbl_client ${DEAD}`, true],
          ['ann@good.example', `reject_rbl_client ${DEAD}`, true],
        ],
      );
      assert.equal(on.told.falsePositives.likely, 2);
      assert.equal(on.code, 1);
      const dead = on.told.rules.find(({ restriction }) => restriction.endsWith(DEAD));
      assert.deepEqual([dead?.hits, dead?.unique], [3, 2]);
    } finally {
      await postfix.remove();
      await dns.stop();
      await lists.stop();
    }
  });
});

interface Tried {
  restriction: string;
  list: string;
  warned: number;
  taken: number;
  likelyReal: number;
  failed: number;
  promote: boolean;
}

describe('replay --shadow-results', {
  skip: skipWithout('postfix', 'unbound', 'rbldnsd'),
  timeout: 120_000,
}, () => {
  it('the warnings of a real smtpd, rule by rule', async () => {
    const lists = await startRbldnsd({
      'bl.lab': { type: 'ip4set', lines: [':127.0.0.2:spam from $', '198.51.100.66'] },
    });
    const dns = await startResolver({ records: ['good.example. A 203.0.113.10'], blocklists: [lists] });
    const postfix = await Postfix.start({
      resolvConf: dns.resolvConf,
      parameters: {
        smtpd_restriction_classes: 'trial',
        trial: 'reject_unknown_sender_domain',
        smtpd_helo_restrictions: 'warn_if_reject reject_non_fqdn_helo_hostname',
        smtpd_recipient_restrictions: [
          'permit_mynetworks reject_unauth_destination',
          'warn_if_reject reject_rbl_client bl.lab=127.0.0.[2..9]',
          'warn_if_reject check_client_access inline:{{203.0.113.10 = REJECT no more of you}}',
          'warn_if_reject check_helo_access inline:{bare=REJECT no more}',
          'warn_if_reject trial',
          'check_sender_access inline:{spam.example=REJECT}',
        ].join(', '),
      },
    });
    try {
      const to = { to: ['root@local.example'], message: 'Subject: hello\n\nHi\n' };
      const good = { client: { addr: '203.0.113.10', name: 'mx.good.example' }, from: 'ann@good.example' };
      const spam = { client: { addr: '198.51.100.66' }, from: 'x@spam.example', helo: 'bare' };
      assert.equal((await sendMail(postfix.port, { ...good, ...to })).accepted, true);
      assert.equal((await sendMail(postfix.port, { ...spam, ...to })).accepted, false);
      await postfix.waitUntilIdle();
      const { config, log } = postfix.folder;
      const stdout = await new Promise<string>((done, fail) => {
        const args = ['replay', log, '-c', config, '--shadow-results', '--json', '--quiet'];
        execFile(SEKISHO, args, { encoding: 'utf8' }, (error, out) => (error ? fail(error) : done(out)));
      });
      const told = JSON.parse(stdout) as { shadow: Tried[]; unmatched: number; command: string };
      assert.deepEqual(
        told.shadow.map(({ restriction, warned, taken, likelyReal, promote }) => [
          restriction.split(' ').slice(0, 2).join(' '),
          warned,
          taken,
          likelyReal,
          promote,
        ]),
        [
          ['reject_non_fqdn_helo_hostname', 1, 0, 0, true],
          ['reject_rbl_client bl.lab=127.0.0.[2..9]', 1, 0, 0, true],
          ['check_client_access inline:{{203.0.113.10', 1, 1, 1, false],
          ['check_helo_access inline:{bare=REJECT', 2, 1, 1, false],
          ['trial', 1, 0, 0, true],
        ],
      );
      assert.deepEqual(
        told.shadow.map(({ failed }) => failed),
        [0, 0, 0, 2, 0],
      );
      assert.equal(told.unmatched, 0);
      assert.match(told.command, /--set 'smtpd_helo_restrictions = reject_non_fqdn_helo_hostname'/);
      assert.match(
        told.command,
        /, reject_rbl_client bl\.lab=127\.0\.0\.\[2\.\.9\], warn_if_reject check_client/,
      );
      assert.match(told.command, /, trial, check_sender_access/);
    } finally {
      await postfix.remove();
      await dns.stop();
      await lists.stop();
    }
  });
});
