/** Checks that refuse honest mail, and switches that do: what is told, and what is near to it and right. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { refusers } from '../../../src/restrictions/lint/refusers.ts';
import { idsOf, told, type Written } from './written.ts';

const BASE =
  'compatibility_level = 3.6\nsmtpd_helo_required = yes\nsmtpd_helo_restrictions = reject_invalid_helo_hostname\n';
const main = (text: string, more: Omit<Written, 'main'> = {}): Written => ({ main: BASE + text, ...more });
const recipient = (steps: string, more: Omit<Written, 'main'> = {}): Written =>
  main(`smtpd_recipient_restrictions = permit_mynetworks, reject_unauth_destination, ${steps}\n`, more);
const sender = (steps: string, files: Record<string, string> = {}): Written =>
  main(`smtpd_sender_restrictions = ${steps}\n`, { files });

const IREDMAIL = `compatibility_level = 2
smtpd_helo_required = yes
smtpd_helo_restrictions = permit_mynetworks permit_sasl_authenticated reject_non_fqdn_helo_hostname reject_unknown_helo_hostname
smtpd_sender_restrictions = reject_unknown_sender_domain reject_non_fqdn_sender reject_unlisted_sender permit_mynetworks permit_sasl_authenticated
smtpd_recipient_restrictions = reject_unknown_recipient_domain reject_non_fqdn_recipient reject_unlisted_recipient check_policy_service inet:127.0.0.1:7777 permit_mynetworks permit_sasl_authenticated reject_unauth_destination
smtpd_delay_reject = yes
unknown_local_recipient_reject_code = 550
`;
const MODOBOA = `compatibility_level = 2
smtpd_helo_required = yes
smtpd_recipient_restrictions = check_policy_service inet:127.0.0.1:9999 permit_mynetworks permit_sasl_authenticated reject_unverified_recipient reject_unauth_destination reject_non_fqdn_sender
smtpd_helo_restrictions = permit_mynetworks, reject_invalid_helo_hostname
`;
const STORY = `compatibility_level = 2
smtpd_recipient_restrictions =
        permit_mynetworks,
        permit_sasl_authenticated,
        reject_unauth_destination,
        reject_rbl_client bl.spamcop.net,
        reject_unknown_client,
        check_policy_service unix:private/policy-spf
smtpd_sender_restrictions =
        reject_unknown_sender_domain
`;

describe('refusers', () => {
  const cases: readonly (readonly [string, Written, readonly string[]])[] = [
    ['nothing set', {}, []],
    [
      'Debian',
      {
        main: 'compatibility_level = 3.6\nsmtpd_relay_restrictions = permit_mynetworks permit_sasl_authenticated defer_unauth_destination\n',
      },
      [],
    ],
    [
      'Virtualmin',
      {
        main: 'smtpd_recipient_restrictions = permit_mynetworks permit_sasl_authenticated reject_unauth_destination\n',
      },
      [],
    ],
    ['iRedMail', { main: IREDMAIL }, ['warning helo-name-refused']],
    ['Modoboa', { main: MODOBOA }, ['warning recipient-callout-open', 'info recipient-code-soft']],
    ['the story', { main: STORY }, ['warning client-name-refused', 'info helo-checks-missing']],

    ['a name that leads back', recipient('reject_unknown_client_hostname'), ['warning client-name-refused']],
    ['a name at all', recipient('reject_unknown_reverse_client_hostname'), []],
    [
      'a name that leads back, as a warning',
      recipient('warn_if_reject reject_unknown_client_hostname'),
      ['info warn-left'],
    ],
    [
      'a name that leads back, for users',
      main('', {
        services:
          'submission inet n - y - - smtpd -o smtpd_client_restrictions=reject_unknown_client_hostname\n',
      }),
      [],
    ],
    [
      'a name that leads back, from this machine',
      main('', {
        services:
          '127.0.0.1:10025 inet n - y - - smtpd -o smtpd_client_restrictions=reject_unknown_client_hostname\n',
      }),
      [],
    ],
    [
      'a name that leads back, for those of a table',
      main('smtpd_restriction_classes = strict\nstrict = reject_unknown_client_hostname\n'),
      [],
    ],
    ['a name in HELO', recipient('reject_unknown_helo_hostname'), ['warning helo-name-refused']],
    ['a name in HELO, by its old name', recipient('reject_unknown_hostname'), ['warning helo-name-refused']],
    ['a name in HELO with a dot', recipient('reject_non_fqdn_helo_hostname'), []],

    ['every sender is asked for', sender('reject_unverified_sender'), ['warning sender-callout']],
    [
      'some senders are asked for',
      sender('check_sender_access texthash:/etc/postfix/s', {
        '/etc/postfix/s': 'free.example reject_unverified_sender\n',
      }),
      [],
    ],
    ['recipients behind', recipient('reject_unverified_recipient'), ['info recipient-code-soft']],
    [
      'recipients behind, refused at once',
      main(
        'unverified_recipient_reject_code = 550\nsmtpd_recipient_restrictions = reject_unauth_destination, reject_unverified_recipient\n',
      ),
      [],
    ],
    [
      'recipients before, the list against relaying first',
      main(
        'unverified_recipient_reject_code = 550\nsmtpd_recipient_restrictions = reject_unverified_recipient\n',
      ),
      [],
    ],
    [
      'recipients before, the list against relaying last',
      main(
        'unverified_recipient_reject_code = 550\nsmtpd_relay_before_recipient_restrictions = no\nsmtpd_recipient_restrictions = reject_unverified_recipient\n',
      ),
      ['warning recipient-callout-open'],
    ],
    [
      'recipients among the senders',
      main(
        'unverified_recipient_reject_code = 550\nsmtpd_sender_restrictions = reject_unverified_recipient\n',
      ),
      ['warning recipient-callout-open'],
    ],

    ['nobody without encryption', recipient('reject_plaintext_session'), ['warning plaintext-refused']],
    [
      'no user without encryption',
      main('', {
        services: 'submission inet n - y - - smtpd -o smtpd_client_restrictions=reject_plaintext_session\n',
      }),
      [],
    ],

    [
      'an OK for an MX',
      sender('check_sender_mx_access cidr:/etc/postfix/mx', {
        '/etc/postfix/mx': '192.0.2.0/24 OK\n127.0.0.0/8 REJECT\n',
      }),
      ['error access-ok-forbidden'],
    ],
    [
      'an OK for a reverse name',
      recipient('check_reverse_client_hostname_access inline:{ a.example=OK }'),
      ['error access-ok-forbidden'],
    ],
    [
      'an OK for a pattern',
      recipient('check_helo_ns_access pcre:/etc/postfix/p', {
        files: { '/etc/postfix/p': '/^ns\\.a\\.example$/ permit\n' },
      }),
      ['error access-ok-forbidden'],
    ],
    [
      'a DUNNO for an MX',
      sender('check_sender_mx_access cidr:/etc/postfix/mx', {
        '/etc/postfix/mx': '192.0.2.0/24 DUNNO\n127.0.0.0/8 550 OK?\n',
      }),
      [],
    ],
    ['an OK for a client', recipient('check_client_access inline:{ a.example=OK }'), []],

    ['a warning for good', recipient('warn_if_reject reject_rbl_client bl.example'), ['info warn-left']],
    [
      'a warning of error codes',
      recipient('warn_if_reject reject_rbl_client bl.example=127.255.255.[1..255]'),
      [],
    ],

    ['soft bounces', main('soft_bounce = yes\n'), ['warning soft-bounce']],
    ['no soft bounces', main('soft_bounce = no\n'), []],
    [
      'soft bounces of one service',
      main('', { services: '2525 inet n - y - - smtpd -o soft_bounce=yes\n' }),
      ['warning soft-bounce'],
    ],
    [
      'unknown recipients may try again',
      main('unknown_local_recipient_reject_code = 450\n'),
      ['warning recipient-code-soft'],
    ],
    ['unknown recipients are refused', main('unknown_local_recipient_reject_code = 553\n'), []],
    ['refused at once', main('smtpd_delay_reject = no\n'), ['warning delay-reject-off']],
    [
      'refused at once, users only',
      main('', { services: 'submission inet n - y - - smtpd -o smtpd_delay_reject=no\n' }),
      [],
    ],
    ['only well written addresses', main('strict_rfc821_envelopes = yes\n'), ['info strict-envelopes']],

    [
      'HELO is looked at and not required',
      { main: 'compatibility_level = 2\nsmtpd_helo_restrictions = reject_non_fqdn_helo_hostname\n' },
      ['info helo-not-required'],
    ],
    [
      'HELO is looked at elsewhere',
      {
        main: 'compatibility_level = 2\nsmtpd_recipient_restrictions = check_helo_access pcre:/etc/postfix/h\n',
      },
      ['info helo-not-required'],
    ],
    [
      'HELO is not looked at',
      { main: 'compatibility_level = 2\nsmtpd_client_restrictions = reject_rbl_client bl.example\n' },
      ['info helo-checks-missing'],
    ],
  ];
  for (const [name, written, ids] of cases)
    it(name, async () => assert.deepEqual(await idsOf(refusers, written), ids));

  const writes: readonly (readonly [string, string, string])[] = [
    [
      'reject_unknown_client_hostname',
      'reject_unknown_client_hostname',
      'reject_unknown_reverse_client_hostname',
    ],
    [
      'reject_unknown_reverse_client_hostname, reject_unknown_client_hostname',
      'reject_unknown_client_hostname',
      '',
    ],
    ['reject_unknown_helo_hostname', 'reject_unknown_helo_hostname', 'reject_non_fqdn_helo_hostname'],
  ];
  for (const [steps, was, write] of writes)
    it(`${steps}: "${write}" instead`, async () => {
      const [problem] = await told(refusers, recipient(steps));
      const place = { file: '/etc/postfix/main.cf', line: 4 };
      assert.deepEqual(problem!.edit, { kind: 'replace', words: [{ place, was, write }] });
    });

  it('names the row that is not allowed', async () => {
    const files = { '/etc/postfix/mx': '# ours\n127.0.0.0/8 REJECT\n192.0.2.0/24 OK\n' };
    const [problem] = await told(refusers, sender('check_sender_mx_access cidr:/etc/postfix/mx', files));
    assert.equal(problem!.values.where, '/etc/postfix/mx:3');
    assert.equal(problem!.values.key, '192.0.2.0/24');
  });

  it('says with which code', async () => {
    const [soft] = await told(refusers, recipient('reject_unknown_client_hostname'));
    const [hard] = await told(
      refusers,
      main('unknown_client_reject_code = 550\nsmtpd_client_restrictions = reject_unknown_client_hostname\n'),
    );
    assert.deepEqual([soft!.values.code, hard!.values.code], ['450', '550']);
  });
});
