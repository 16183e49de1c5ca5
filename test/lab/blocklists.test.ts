/** Blocklists that ended, that refuse to answer, and that work, asked by a real smtpd and a real postscreen. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { describe, it } from 'node:test';
import { promisify } from 'node:util';
import { startResolver } from './dns.ts';
import type { Postfix, PostfixOptions } from './postfix.ts';
import { startRbldnsd } from './rbldnsd.ts';
import { skipWithout } from './require.ts';
import { assertTotals, command, send, stage, told } from './stage.ts';

const skip = skipWithout('postfix', 'unbound', 'rbldnsd');
const run = promisify(execFile);

const LISTS = {
  'dnsbl.sorbs.net': { type: 'ip4set', lines: ['0.0.0.0/1', '128.0.0.0/1'] },
  'zen.spamhaus.org': {
    type: 'ip4set',
    lines: [
      ':127.255.255.254:Error: open resolver; https://check.spamhaus.org/returnc/pub/192.0.2.53/',
      '203.0.113.32/28',
      ':127.0.0.2:https://www.spamhaus.org/query/ip/$',
      '203.0.113.48/28',
    ],
  },
  'bl.lab': { type: 'ip4set', lines: [':127.0.0.2:Listed, see https://bl.lab/$', '203.0.113.64/28'] },
} as const;

/** Refused by the resolver's fault; refused by the good list; by nobody but the dead one. */
const CLIENTS = ['203.0.113.33', '203.0.113.34', '203.0.113.65', '203.0.113.10', '192.0.2.9'];

async function withLists(play: (resolvConf: string) => Promise<void>): Promise<void> {
  const lists = await startRbldnsd(
    Object.fromEntries(
      Object.entries(LISTS).map(([zone, { type, lines }]) => [zone, { type, lines: [...lines] }]),
    ),
  );
  try {
    const resolver = await startResolver({ records: [], blocklists: [lists] });
    try {
      await play(resolver.resolvConf);
    } finally {
      await resolver.stop();
    }
  } finally {
    await lists.stop();
  }
}

const all = async (postfix: Postfix): Promise<void> => {
  for (const addr of CLIENTS) await send(postfix, { client: { addr } });
};

describe('blocklists', { skip }, () => {
  const found = [
    ['dnsbl-dead', ['dnsbl.sorbs.net']],
    ['dnsbl-refuses-us', ['zen.spamhaus.org']],
  ];
  const ways: Readonly<Record<string, Record<string, string>>> = {
    'at RCPT': {
      smtpd_recipient_restrictions:
        'permit_mynetworks, reject_unauth_destination, reject_rbl_client bl.lab, reject_rbl_client zen.spamhaus.org, reject_rbl_client dnsbl.sorbs.net',
    },
    'at once, without smtpd_delay_reject': {
      smtpd_delay_reject: 'no',
      smtpd_client_restrictions:
        'permit_mynetworks\n reject_rbl_client bl.lab\n reject_rbl_client zen.spamhaus.org\n reject_rbl_client dnsbl.sorbs.net',
    },
  };
  for (const [way, parameters] of Object.entries(ways))
    it(`${way}: found, and what the finding says cures it`, () =>
      withLists(async (resolvConf) => {
        const report = await stage('blocklists', { resolvConf, parameters }, all, async (postfix, before) => {
          assert.deepEqual(told(before).sort(), found);
          assertTotals(before, { received: 0, rejected: CLIENTS.length });
          for (const zone of ['dnsbl.sorbs.net', 'zen.spamhaus.org']) {
            const cure = command(before, `grep -F ${zone} |`, / makes of each entry|$/);
            // The lab's Postfix has a folder of its own.
            await run('sh', ['-ec', cure], { env: { ...process.env, MAIL_CONFIG: postfix.folder.config } });
          }
          await postfix.waitForLog('reload -- version');
          for (const addr of ['203.0.113.33', '203.0.113.10']) {
            const outcome = await send(postfix, { client: { addr } });
            assert.ok(outcome.accepted, JSON.stringify(outcome));
          }
          for (const addr of ['203.0.113.50', '203.0.113.65'])
            assert.equal((await send(postfix, { client: { addr } })).accepted, false);
        });
        assertTotals(report, { received: 2, rejected: CLIENTS.length + 2 });
        assert.deepEqual(told(report).sort(), found);
      }));

  it('not: where a dead list is only warned of', () =>
    withLists(async (resolvConf) => {
      const parameters = {
        smtpd_recipient_restrictions:
          'permit_mynetworks, reject_unauth_destination, warn_if_reject reject_rbl_client dnsbl.sorbs.net, warn_if_reject reject_rbl_client zen.spamhaus.org',
      };
      const report = await stage('blocklists-warned', { resolvConf, parameters }, all);
      assert.deepEqual(told(report), []);
      // Everybody is warned of for sorbs, two for zen.
      assertTotals(report, { received: 5, rejected: 0, rejectWarnings: 7 });
    }));

  it('by postscreen, which logs the answer and no text', () =>
    withLists(async (resolvConf) => {
      const options: PostfixOptions = {
        resolvConf,
        behindPostscreen: true,
        parameters: {
          postscreen_upstream_proxy_protocol: 'haproxy',
          postscreen_greet_wait: '3s',
          postscreen_dnsbl_sites: 'bl.lab*2, zen.spamhaus.org*2, dnsbl.sorbs.net*1',
          postscreen_dnsbl_threshold: '2',
          postscreen_dnsbl_action: 'enforce',
          postscreen_greet_action: 'enforce',
          postscreen_cache_map: 'btree:$data_directory/postscreen_cache',
        },
      };
      const report = await stage('postscreen', options, async (postfix) => {
        await Promise.all(CLIENTS.map((addr) => send(postfix, { client: { addr }, proxied: true })));
      });
      assert.deepEqual(told(report), [['dnsbl-refuses-us', ['zen.spamhaus.org']]]);
      assertTotals(report, { received: 2, rejected: 3 });
    }));
});
