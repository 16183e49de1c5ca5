/** postscreen(8): what is blamed, and what is near to it and right. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { postscreen } from '../../../src/restrictions/lint/postscreen.ts';
import { DEBIAN, told, type Written } from './written.ts';

const SCREEN = DEBIAN.replace(
  'smtp inet n - y - - smtpd',
  'smtp inet n - y - 1 postscreen\nsmtpd pass - - y - - smtpd\ndnsblog unix - - y - 0 dnsblog\ntlsproxy unix - - y - 0 tlsproxy',
);
const SITES =
  'postscreen_dnsbl_sites = a.example*2, b.example, good.example=127.0.[0..255].[1..3]*-2\npostscreen_dnsbl_action = enforce\n';
const on = (main: string, more: Partial<Written> = {}): Written => ({ master: SCREEN, main, ...more });

describe('postscreen', () => {
  const cases: readonly (readonly [string, Written, readonly string[]])[] = [
    ['not there, not asked for', {}, []],
    [
      'not there, and asked for',
      { main: 'postscreen_dnsbl_sites = a.example\npostscreen_greet_action = enforce\n' },
      ['info postscreen-inactive'],
    ],
    ['nothing known of services', { main: 'postscreen_dnsbl_sites = a.example\n', master: '' }, []],
    ['a threshold that three reach', on(`${SITES}postscreen_dnsbl_threshold = 3\n`), []],
    [
      'a threshold that nobody reaches',
      on(`${SITES}postscreen_dnsbl_threshold = 4\n`),
      ['warning threshold-unreachable'],
    ],
    [
      'the same where lists decide nothing',
      on(`${SITES}postscreen_dnsbl_threshold = 4\npostscreen_dnsbl_action = ignore\n`),
      [],
    ],
    [
      'good senders alone',
      on(
        'postscreen_dnsbl_sites = good.example*-2\npostscreen_dnsbl_action = enforce\npostscreen_dnsbl_threshold = 4\npostscreen_dnsbl_allowlist_threshold = -1\n',
      ),
      [],
    ],
    [
      'good senders who are never good enough',
      on(`${SITES}postscreen_dnsbl_allowlist_threshold = -3\n`),
      ['warning allow-threshold-unreachable'],
    ],
    [
      'good senders, by the old name',
      on(`${SITES}postscreen_dnsbl_whitelist_threshold = -3\n`),
      ['warning allow-threshold-unreachable'],
    ],
    ['deep tests', on('postscreen_bare_newline_enable = yes\n'), ['info deep-tests']],
    [
      'no smtpd behind it',
      { master: SCREEN.replace('smtpd pass - - y - - smtpd\n', '') },
      ['error postscreen-service-missing'],
    ],
    [
      'no dnsblog',
      { main: SITES, master: SCREEN.replace('dnsblog unix - - y - 0 dnsblog\n', '') },
      ['warning postscreen-service-missing'],
    ],
    ['no dnsblog, and no lists', { master: SCREEN.replace('dnsblog unix - - y - 0 dnsblog\n', '') }, []],
    [
      'no tlsproxy',
      {
        main: 'smtpd_tls_security_level = may\n',
        master: SCREEN.replace('tlsproxy unix - - y - 0 tlsproxy\n', ''),
      },
      ['warning postscreen-service-missing'],
    ],
    [
      'before users',
      on('', { services: 'submission inet n - y - 1 postscreen\n' }),
      ['warning postscreen-for-users'],
    ],
    [
      'refused clients who are let through',
      on('postscreen_access_list = permit_mynetworks, cidr:/etc/postfix/ps.cidr\n', {
        files: { '/etc/postfix/ps.cidr': '192.0.2.0/24 reject\n' },
      }),
      ['warning denylist-ignored'],
    ],
    [
      'refused clients',
      on(
        'postscreen_access_list = permit_mynetworks, cidr:/etc/postfix/ps.cidr\npostscreen_denylist_action = enforce\n',
        { files: { '/etc/postfix/ps.cidr': '192.0.2.0/24 reject\n' } },
      ),
      [],
    ],
    [
      'refused clients, by the old name',
      on('postscreen_access_list = cidr:/etc/postfix/ps.cidr\npostscreen_blacklist_action = drop\n', {
        files: { '/etc/postfix/ps.cidr': '192.0.2.0/24 reject\n' },
      }),
      [],
    ],
    [
      'permitted clients',
      on('postscreen_access_list = cidr:/etc/postfix/ps.cidr\n', {
        files: { '/etc/postfix/ps.cidr': '192.0.2.0/24 permit\n' },
      }),
      [],
    ],
    [
      'an action of access(5)',
      on('postscreen_access_list = cidr:/etc/postfix/ps.cidr\n', {
        files: { '/etc/postfix/ps.cidr': '# ours\n192.0.2.0/24 OK\n' },
      }),
      ['warning postscreen-action-unknown'],
    ],
  ];
  for (const [name, each, expected] of cases)
    it(name, async () => {
      const ids = (await told(postscreen, each)).map(({ id, severity }) => `${severity} ${id}`);
      assert.deepEqual(ids, expected);
    });

  it('tells of both scores', async () => {
    const [problem] = await told(postscreen, on(`${SITES}postscreen_dnsbl_threshold = 9\n`));
    assert.deepEqual(problem?.values, { most: '3', threshold: '9', write: '2' });
    assert.deepEqual(problem?.edit, { kind: 'set', parameter: 'postscreen_dnsbl_threshold', value: '2' });
  });
});
