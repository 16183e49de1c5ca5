/** The order in lists of restrictions: what is blamed, and what is near to it and right. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fixesOf } from '../../../src/restrictions/lint/fixes.ts';
import { order } from '../../../src/restrictions/lint/order.ts';
import { idsOf, readingOf, told, type Written } from './written.ts';

const LEVEL = 'compatibility_level = 3.6\n';
const OLD = 'compatibility_level = 2\n';
const recipient = (text: string): string => `smtpd_recipient_restrictions = ${text}\n`;
const FILES = {
  '/etc/postfix/good': 'a.example OK\n192.0.2.1 permit\n',
  '/etc/postfix/mixed': 'a.example OK\nb.example REJECT\n',
  '/etc/postfix/bad': 'b.example REJECT\n',
};

const CASES: readonly (readonly [main: string, ids: readonly string[]])[] = [
  ['', []],
  [recipient('permit_mynetworks, reject_unauth_destination, permit'), []],
  [recipient('permit_mynetworks, reject, reject_unauth_destination'), ['warning rule-unreachable']],
  [
    recipient('permit, reject_rbl_client a.example, reject_rbl_client b.example'),
    ['warning rule-unreachable'],
  ],
  [recipient('defer, permit'), ['warning rule-unreachable']],
  [recipient('warn_if_reject reject, permit_mynetworks'), []],
  [recipient('warn_if_reject permit, permit_mynetworks'), ['warning rule-unreachable']],
  [recipient('defer_if_permit, permit_mynetworks'), []],
  [recipient('check_client_access static:OK, reject_unauth_destination'), ['warning rule-unreachable']],
  [recipient('check_client_access static:{reject go away}, permit'), ['warning rule-unreachable']],
  [recipient('check_client_access static:DUNNO, permit'), []],
  ['smtpd_restriction_classes = a\na = reject, permit_mynetworks\n', ['warning rule-unreachable']],

  [recipient('permit_mynetworks, reject_unauth_destination, permit_mynetworks'), ['info rule-twice']],
  [recipient('Permit_Mynetworks, permit_mynetworks'), ['info rule-twice']],
  [recipient('check_client_access hash:/a, check_client_access hash:/b'), []],
  [recipient('check_client_access hash:/a, check_client_access hash:/a'), ['info rule-twice']],
  [recipient('check_policy_service inet:127.0.0.1:1, check_policy_service inet:127.0.0.1:2'), []],
  [recipient('reject_rbl_client a.example, reject_rbl_client a.example'), []],
  [recipient('warn_if_reject reject_non_fqdn_sender, reject_non_fqdn_sender'), []],
  [recipient('sleep 1, sleep 1'), []],

  [`${LEVEL}${recipient('reject_rbl_client a.example, reject_unauth_destination')}`, []],
  [`${OLD}${recipient('reject_rbl_client a.example, reject_unauth_destination')}`, ['info costly-first']],
  [recipient('permit_mynetworks, reject_unauth_destination, reject_rbl_client a.example'), []],
  [recipient('reject_rbl_client a.example, reject_non_fqdn_recipient'), ['info costly-first']],
  [recipient('reject_non_fqdn_recipient, reject_rbl_client a.example'), []],
  [recipient('reject_rbl_client a.example, reject_unknown_sender_domain'), []],
  [recipient('reject_unverified_sender, reject_non_fqdn_sender'), ['info costly-first']],
  [recipient('reject_rbl_client a.example, warn_if_reject reject_non_fqdn_recipient'), []],

  [
    `${LEVEL}${recipient('reject_unauth_destination, reject_rbl_client a.example, check_client_access hash:/etc/postfix/good')}`,
    ['warning allow-list-late'],
  ],
  [
    recipient('reject_rbl_client a.example, check_client_access hash:/etc/postfix/good, permit'),
    ['warning allow-list-late'],
  ],
  // What follows may be what it is there for.
  [recipient('reject_rbl_client a.example, check_client_access hash:/etc/postfix/good, reject'), []],
  [recipient('check_client_access hash:/etc/postfix/good, reject_rbl_client a.example'), []],
  [recipient('reject_rbl_client a.example, check_client_access hash:/etc/postfix/mixed'), []],
  [recipient('reject_rbl_client a.example, check_client_access hash:/etc/postfix/bad'), []],
  [recipient('warn_if_reject reject_rbl_client a.example, check_client_access hash:/etc/postfix/good'), []],
  // Nobody can read it: the name tells.
  [
    recipient('reject_rbl_client a.example, check_client_access mysql:/etc/postfix/whitelist.cf'),
    ['warning allow-list-late'],
  ],
  [recipient('reject_rbl_client a.example, check_client_access mysql:/etc/postfix/clients.cf'), []],
  [
    recipient('reject_rbl_client a.example, check_sender_access inline:{ a.example=OK }'),
    ['warning allow-list-late'],
  ],
  [
    `smtpd_client_restrictions = reject_rbl_client a.example\n${recipient('reject_unauth_destination, check_sender_access hash:/etc/postfix/good')}`,
    ['warning allow-list-late'],
  ],
  [
    `smtpd_client_restrictions = check_client_access hash:/etc/postfix/good, reject_rbl_client a.example\n${recipient('reject_unauth_destination')}`,
    [],
  ],

  ['smtpd_helo_restrictions = permit_mynetworks, reject_non_fqdn_helo_hostname\n', []],
  ['smtpd_helo_restrictions = reject_invalid_helo_hostname\n', []],
  ['smtpd_helo_restrictions = reject_non_fqdn_helo_hostname\n', ['info users-refused']],
  [
    'mynetworks = 127.0.0.0/8, 192.0.2.0/24\nsmtpd_helo_restrictions = reject_non_fqdn_helo_hostname\n',
    ['warning users-refused'],
  ],
  [
    'mynetworks = 127.0.0.0/8 [::ffff:127.0.0.0]/104 [::1]/128\nsmtpd_client_restrictions = reject_unknown_client_hostname\n',
    [],
  ],
  [
    'mynetworks = 127.0.0.0/8, 192.0.2.0/24\nsmtpd_client_restrictions = reject_unknown_client\n',
    ['warning users-refused'],
  ],
  [
    'smtpd_sasl_auth_enable = yes\nsmtpd_client_restrictions = permit_mynetworks, reject_unknown_client_hostname\n',
    ['warning users-refused'],
  ],
  [
    'smtpd_sasl_auth_enable = yes\nsmtpd_client_restrictions = permit_mynetworks, permit_sasl_authenticated, reject_unknown_client_hostname\n',
    [],
  ],
  [
    'smtpd_sasl_auth_enable = yes\nsmtpd_client_restrictions = permit_mynetworks, warn_if_reject reject_unknown_client_hostname\n',
    [],
  ],

  ['smtpd_data_restrictions = reject_unauth_pipelining\n', []],
  [
    'smtpd_forbid_unauth_pipelining = yes\nsmtpd_data_restrictions = reject_unauth_pipelining\n',
    ['info pipelining-no-effect'],
  ],
];

describe('order', () => {
  for (const [main, ids] of CASES)
    it(JSON.stringify(main), async () =>
      assert.deepEqual(
        await idsOf(order, { main: main.startsWith('compat') ? main : LEVEL + main, files: FILES }),
        ids,
      ),
    );

  const SUBMISSION = 'submission inet n - y - - smtpd -o smtpd_sasl_auth_enable=yes';
  const doors: readonly (readonly [services: string, main: string, ids: readonly string[]])[] = [
    [SUBMISSION, 'smtpd_client_restrictions = reject_unknown_client_hostname\n', ['warning users-refused']],
    [
      `${SUBMISSION} -o smtpd_client_restrictions=permit_sasl_authenticated,reject`,
      'smtpd_client_restrictions = reject_unknown_client_hostname\n',
      [],
    ],
    [
      `${SUBMISSION} -o smtpd_client_restrictions=reject_unknown_reverse_client_hostname,permit_sasl_authenticated,reject`,
      '',
      ['warning users-refused'],
    ],
    [
      'smtps inet n - y - - smtpd -o smtpd_sasl_auth_enable=yes -o smtpd_tls_wrappermode=yes',
      recipient('permit_mynetworks, reject_non_fqdn_helo_hostname, permit_sasl_authenticated'),
      ['warning users-refused'],
    ],
    // Nobody logs in there.
    [
      'submission inet n - y - - smtpd',
      'smtpd_client_restrictions = permit_mynetworks, reject_unknown_client_hostname\n',
      [],
    ],
  ];
  for (const [services, main, ids] of doors)
    it(`${services}, ${JSON.stringify(main)}`, async () =>
      assert.deepEqual(await idsOf(order, { main: LEVEL + main, services: `${services}\n` }), ids));

  it('says what is never asked, and whom it is about', async () => {
    const [dead] = await told(order, {
      main: recipient(
        'permit_mynetworks,\n  reject,\n  reject_rbl_client a.example,\n  permit_sasl_authenticated',
      ),
    });
    assert.deepEqual(dead?.values.rules, 'reject_rbl_client a.example, permit_sasl_authenticated');
    assert.equal(dead?.place.line, 3);
  });
});

describe('order: mended', () => {
  const mends: readonly (readonly [main: string, written: string | undefined])[] = [
    [
      recipient('permit_mynetworks, reject_unauth_destination, permit_mynetworks'),
      'permit_mynetworks, reject_unauth_destination',
    ],
    [
      recipient(
        'reject_unauth_destination, reject_rbl_client a.example, reject_rbl_client b.example, check_client_access hash:/etc/postfix/good',
      ),
      'reject_unauth_destination, check_client_access hash:/etc/postfix/good, reject_rbl_client a.example, reject_rbl_client b.example',
    ],
    // Its OK would let strangers out.
    [
      `${OLD}${recipient('reject_rbl_client a.example, reject_unauth_destination, check_client_access hash:/etc/postfix/good')}`,
      undefined,
    ],
    [
      'smtpd_helo_restrictions = reject_non_fqdn_helo_hostname\n',
      'permit_mynetworks, reject_non_fqdn_helo_hostname',
    ],
  ];
  for (const [main, expected] of mends)
    it(JSON.stringify(main), async () => {
      const written: Written = { main: main.startsWith('compat') ? main : LEVEL + main, files: FILES };
      const { configuration } = readingOf(written);
      assert.equal(fixesOf(configuration, await told(order, written)).fixes[0]?.value, expected);
    });
});

describe('order: configurations as they are', () => {
  const whole: readonly (readonly [string, Written])[] = [
    [
      'Debian',
      {
        main: 'smtpd_relay_restrictions = permit_mynetworks permit_sasl_authenticated defer_unauth_destination\n',
      },
    ],
    [
      'Virtualmin',
      {
        main: `smtpd_sasl_auth_enable = yes\n${recipient('permit_mynetworks permit_sasl_authenticated reject_unauth_destination')}`,
        services:
          'submission inet n - y - - smtpd -o smtpd_sasl_auth_enable=yes -o smtpd_client_restrictions=permit_sasl_authenticated,reject\n',
      },
    ],
    [
      'iRedMail',
      {
        main: `
smtpd_helo_required = yes
smtpd_helo_restrictions = permit_mynetworks permit_sasl_authenticated
    check_helo_access pcre:/etc/postfix/helo_access.pcre
    reject_non_fqdn_helo_hostname reject_unknown_helo_hostname
smtpd_sender_restrictions = reject_non_fqdn_sender reject_unlisted_sender permit_mynetworks permit_sasl_authenticated
    check_sender_access pcre:/etc/postfix/sender_access.pcre reject_unknown_sender_domain
smtpd_recipient_restrictions = reject_non_fqdn_recipient reject_unlisted_recipient
    check_policy_service inet:127.0.0.1:7777 permit_mynetworks permit_sasl_authenticated
    reject_unauth_destination check_policy_service inet:127.0.0.1:12340
smtpd_end_of_data_restrictions = check_policy_service inet:127.0.0.1:7777
smtpd_data_restrictions = reject_unauth_pipelining
`,
        services:
          'submission inet n - n - - smtpd -o smtpd_sasl_auth_enable=yes -o smtpd_client_restrictions=permit_mynetworks,permit_sasl_authenticated,reject\n',
      },
    ],
    [
      'docker-mailserver',
      {
        main: `
smtpd_helo_restrictions = permit_mynetworks, reject_invalid_helo_hostname, permit
smtpd_relay_restrictions = permit_mynetworks permit_sasl_authenticated reject_unauth_destination
smtpd_recipient_restrictions = permit_sasl_authenticated, permit_mynetworks, reject_unauth_destination,
  check_policy_service unix:private/policyd-spf, reject_unauth_pipelining, reject_invalid_helo_hostname,
  reject_non_fqdn_helo_hostname, reject_unknown_reverse_client_hostname, reject_non_fqdn_sender,
  reject_unknown_sender_domain, reject_non_fqdn_recipient, reject_unknown_recipient_domain
smtpd_client_restrictions = permit_mynetworks, permit_sasl_authenticated, reject_unauth_destination, reject_unauth_pipelining
smtpd_data_restrictions = reject_unauth_pipelining
`,
        services:
          'submission inet n - n - - smtpd -o smtpd_sasl_auth_enable=yes -o smtpd_client_restrictions=permit_sasl_authenticated,reject\n',
      },
    ],
    [
      'Modoboa',
      {
        main: `
smtpd_sasl_auth_enable = yes
smtpd_recipient_restrictions = check_policy_service inet:localhost:9999 permit_mynetworks permit_sasl_authenticated
  check_recipient_access proxy:pgsql:/etc/postfix/sql-maintain.cf reject_unverified_recipient
  reject_unauth_destination reject_non_fqdn_sender reject_non_fqdn_recipient reject_non_fqdn_helo_hostname
`,
      },
    ],
  ];
  for (const [name, written] of whole)
    it(name, async () =>
      assert.deepEqual(await idsOf(order, { ...written, main: LEVEL + written.main }), []),
    );
});
