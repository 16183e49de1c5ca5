/** A configuration, and the list of recipients (or what else is named) that is suggested for it. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DEBIAN } from '../lint/written.ts';
import { applied, type Given, linesFor, suggestedFor } from './suggested.ts';

/** Nothing else is to be said of it. */
const DONE = `smtpd_helo_required = yes
disable_vrfy_command = yes
smtpd_relay_restrictions = permit_mynetworks, permit_sasl_authenticated, defer_unauth_destination
smtpd_data_restrictions = reject_unauth_pipelining
`;
const PERMITS = 'permit_mynetworks, permit_sasl_authenticated, reject_unauth_destination';
const CHECKS =
  'reject_non_fqdn_sender, reject_non_fqdn_recipient, reject_invalid_helo_hostname, reject_non_fqdn_helo_hostname, reject_unknown_sender_domain';
const TRIED = CHECKS.split(', ')
  .map((name) => `warn_if_reject ${name}`)
  .join(', ');
const R = 'smtpd_recipient_restrictions =';
const ZEN = 'reject_rbl_client zen.spamhaus.org=127.0.0.[2..11]';
const HEALTHY = { health: { 'zen.spamhaus.org': 'healthy' } } as const;

const whole = (text: string, more: Partial<Given> = {}): Given => ({
  main: `${DONE}${R} ${PERMITS}, ${CHECKS}${text === '' ? '' : `, ${text}`}\n`,
  ...more,
});
const listed = (text: string): string => `${R} ${PERMITS}, ${CHECKS}${text === '' ? '' : `, ${text}`}`;

const CASES: readonly (readonly [name: string, given: Given, lines: readonly string[]])[] = [
  ['a good one', whole(ZEN), []],
  ['a good one, and lists are healthy', whole(ZEN, HEALTHY), []],
  ['ZEN without its answers', whole('reject_rbl_client zen.spamhaus.org'), [listed(ZEN)]],
  ['a list that has ended', whole(`${ZEN}, reject_rbl_client list.dsbl.org`), [listed(ZEN)]],
  [
    'its warn_if_reject goes with it',
    whole(`warn_if_reject reject_rbl_client list.dsbl.org, ${ZEN}`),
    [listed(ZEN)],
  ],
  ['a list that refuses whole networks', whole('reject_rbl_client dnsbl-3.uceprotect.net'), [listed('')]],
  [
    'a list that is one vote of several warns',
    whole('reject_rbl_client psbl.surriel.com'),
    [listed('warn_if_reject reject_rbl_client psbl.surriel.com=127.0.0.2')],
  ],
  ['it warns already', whole('warn_if_reject reject_rbl_client psbl.surriel.com=127.0.0.2'), []],
  ['a list of domains, asked about an address', whole('reject_rbl_client dbl.spamhaus.org'), [listed('')]],
  ['a list of domains', whole('reject_rhsbl_sender dbl.spamhaus.org=127.0.1.[2..99]'), []],
  ['one of the own lists', whole('reject_rbl_client bl.own.example'), []],
  [
    'one of the own lists that has no test entry',
    whole('reject_rbl_client bl.own.example', { health: { 'bl.own.example': 'no-test-entry' } }),
    [],
  ],
  [
    'one of the own lists that lists everybody',
    whole('reject_rbl_client bl.own.example', { health: { 'bl.own.example': 'lists-everything' } }),
    [listed('')],
  ],
  [
    'a list that does not answer this resolver',
    whole(ZEN, { health: { 'zen.spamhaus.org': 'refuses-queries' } }),
    [listed('')],
  ],
  ['a list that waits today', whole(ZEN, { health: { 'zen.spamhaus.org': 'unreachable' } }), []],
  ['a misspelled list', whole('reject_rbl_client zen.spamhaus.orgg'), [listed(ZEN)]],
  [
    'a misspelled list, which begins to refuse',
    whole('reject_rbl_client zen.spamhaus.orgg', { tried: true }),
    [listed(`warn_if_reject ${ZEN}`)],
  ],
  ['a healthy ZEN', whole('', HEALTHY), [listed(ZEN)]],
  ['a healthy ZEN is tried', whole('', { ...HEALTHY, tried: true }), [listed(`warn_if_reject ${ZEN}`)]],
  ['a healthy ZEN behind a public resolver', whole('', { ...HEALTHY, publicResolver: '8.8.8.8' }), []],
  ['a ZEN of which nobody knows how it is', whole(''), []],
  [
    'a ZEN with a key',
    whole('reject_rbl_client abcdefghijklmnopqrstuvwx12.zen.dq.spamhaus.net=127.0.0.[2..11]', HEALTHY),
    [],
  ],
  [
    'parts of ZEN',
    whole('reject_rbl_client sbl.spamhaus.org, reject_rbl_client cbl.abuseat.org', HEALTHY),
    [listed(ZEN)],
  ],
  [
    'a part of ZEN refuses while ZEN is tried',
    whole('reject_rbl_client sbl.spamhaus.org=127.0.0.[2..9]', { ...HEALTHY, tried: true }),
    [listed(`warn_if_reject ${ZEN}, reject_rbl_client sbl.spamhaus.org=127.0.0.[2..9]`)],
  ],
  ['a part of ZEN beside it', whole(`${ZEN}, reject_rbl_client pbl.spamhaus.org`), [listed(ZEN)]],
  [
    'a client whose name does not lead back',
    whole('reject_unknown_client'),
    [listed('reject_unknown_reverse_client_hostname')],
  ],
  [
    'the same twice, by two names',
    whole('reject_unknown_client_hostname, reject_unknown_reverse_client_hostname'),
    [listed('reject_unknown_reverse_client_hostname')],
  ],
  [
    'old names',
    {
      main: `${DONE}${R} ${PERMITS}, reject_non_fqdn_sender, reject_non_fqdn_recipient, reject_invalid_hostname, reject_non_fqdn_hostname, reject_unknown_sender_domain, reject_rbl bl.own.example\n`,
    },
    [listed('reject_rbl_client bl.own.example')],
  ],
  [
    'reject_maps_rbl',
    whole('reject_maps_rbl', {
      main: `${DONE}${R} ${PERMITS}, ${CHECKS}, reject_maps_rbl\nmaps_rbl_domains = a.own.example, list.dsbl.org\n`,
    }),
    [listed('reject_rbl_client a.own.example')],
  ],
  [
    'lists before users',
    { main: `${DONE}${R} ${ZEN}, ${PERMITS}, ${CHECKS}\n` },
    [`${R} ${PERMITS}, ${ZEN}, ${CHECKS}`],
  ],
  [
    'lists before the permits of a $name',
    {
      main: `${DONE}my_permits = permit_mynetworks, permit_sasl_authenticated\n${R} ${ZEN}, $my_permits, reject_unauth_destination, ${CHECKS}\n`,
    },
    [`${R} $my_permits, reject_unauth_destination, ${ZEN}, ${CHECKS}`],
  ],
  [
    'lists before a table that spares clients',
    {
      ...whole(`${ZEN}, check_client_access hash:/etc/postfix/allow`),
      files: { '/etc/postfix/allow': '# friends\n192.0.2.7 OK\n' },
    },
    [
      listed(`check_client_access hash:/etc/postfix/allow, ${ZEN}`).replace(
        /reject_invalid_helo_hostname, reject_non_fqdn_helo_hostname, (reject_unknown_sender_domain, check_client_access \S+), /,
        '$1, reject_invalid_helo_hostname, reject_non_fqdn_helo_hostname, ',
      ),
    ],
  ],
  [
    'a table that refuses only stays',
    {
      ...whole(`${ZEN}, check_client_access hash:/etc/postfix/deny`),
      files: { '/etc/postfix/deny': '192.0.2.7 REJECT not OK\n' },
    },
    [],
  ],
  [
    'a policy service that may let mail through stays where it is',
    whole(`check_policy_service inet:127.0.0.1:10031, ${ZEN}`),
    [],
  ],
  [
    'SPF before lists',
    whole(`check_policy_service unix:private/policyd-spf, ${ZEN}`),
    [listed(`${ZEN}, check_policy_service unix:private/policyd-spf`)],
  ],
  [
    'strangers are looked at in the list of clients, users too',
    {
      ...whole(ZEN),
      main: `${whole(ZEN).main}smtpd_client_restrictions = reject_unknown_reverse_client_hostname\nsmtpd_sasl_auth_enable = yes\n`,
    },
    [
      'smtpd_client_restrictions = permit_mynetworks, permit_sasl_authenticated, reject_unknown_reverse_client_hostname',
    ],
  ],
  [
    'what stands behind a permit is never reached',
    { main: `${DONE}${R} ${PERMITS}, permit, reject_rbl_client bl.own.example\n` },
    [`${R} ${PERMITS}, ${CHECKS}, permit, reject_rbl_client bl.own.example`],
  ],
  [
    'a server for users only',
    { main: `${DONE}${R} permit_mynetworks, permit_sasl_authenticated, reject\n` },
    [],
  ],
  ['a server that nobody reaches', { main: 'inet_interfaces = loopback-only\n', ...HEALTHY }, []],
  [
    'port 25 has a list of its own',
    {
      main: DONE,
      master: DEBIAN.replace(
        '- smtpd\n',
        `- smtpd\n -o smtpd_recipient_restrictions=reject_unauth_destination\n`,
      ),
      ...HEALTHY,
    },
    [],
  ],
  [
    'a class, and a $name in it',
    {
      ...whole('strict'),
      main: `${whole('strict').main}smtpd_restriction_classes = strict\nmy_lists = reject_rbl_client list.dsbl.org\n  reject_rbl_client bl.own.example\nstrict = $my_lists, reject_unknown_client\n`,
    },
    [
      'strict = $my_lists, reject_unknown_reverse_client_hostname',
      'my_lists = reject_rbl_client bl.own.example',
    ],
  ],
  [
    'a class may let mail through: new checks stand behind it',
    { main: `${DONE}smtpd_restriction_classes = friends\nfriends = permit\n${R} ${PERMITS}, friends\n` },
    [`${R} ${PERMITS}, friends, ${CHECKS}`],
  ],
  [
    'a $name that ends within a restriction is left alone',
    { main: `${DONE}half = reject_rbl_client\n${R} ${PERMITS}, $half list.dsbl.org\n` },
    [],
  ],
  ['no list of recipients', { main: DONE }, [`${R} ${PERMITS}, ${CHECKS}`]],
  [
    'no list of recipients, and certificates and a table let users relay',
    {
      main: DONE.replace(
        'permit_sasl_authenticated, defer',
        'permit_tls_clientcerts, check_client_access hash:/etc/postfix/pop, defer',
      ),
    },
    [
      `${R} permit_mynetworks, permit_sasl_authenticated, permit_tls_clientcerts, check_client_access hash:/etc/postfix/pop, reject_unauth_destination, ${CHECKS}`,
    ],
  ],
  [
    'no list of recipients, and a service lets users relay',
    {
      main: DONE.replace('defer', 'check_policy_service unix:private/relay, defer'),
    },
    [],
  ],
  [
    'users with certificates would meet new checks',
    {
      main: `${DONE.replace('defer', 'permit_tls_clientcerts, defer')}${R} ${PERMITS}\n`,
    },
    [],
  ],
  ['no list of recipients, all is tried', { main: DONE, tried: true }, [`${R} ${PERMITS}, ${TRIED}`]],
  [
    'votes go to postscreen',
    {
      ...whole(`${ZEN}, reject_rbl_client psbl.surriel.com`),
      main: `${whole(`${ZEN}, reject_rbl_client psbl.surriel.com`).main}postscreen_dnsbl_threshold = 3\npostscreen_dnsbl_sites = zen.spamhaus.org=127.0.0.[2..11]*3 list.dsbl.org*2\n`,
      master: DEBIAN.replace(
        'smtp inet n - y - - smtpd',
        'smtp inet n - y - 1 postscreen\nsmtpd pass - - y - - smtpd',
      ),
    },
    [listed(ZEN), 'postscreen_dnsbl_sites = zen.spamhaus.org=127.0.0.[2..11]*3, psbl.surriel.com=127.0.0.2'],
  ],
  [
    'no list of who may relay: those whom the recipients let through',
    {
      main: DONE.replace(
        /^smtpd_relay.*$/m,
        `smtpd_relay_restrictions =\n${R} permit_mynetworks, permit_tls_clientcerts, reject_unauth_destination, ${CHECKS}`,
      ),
    },
    [
      'smtpd_relay_restrictions = permit_mynetworks, permit_sasl_authenticated, permit_tls_clientcerts, reject_unauth_destination',
    ],
  ],
  [
    'no list of who may relay, and everybody may',
    {
      main: DONE.replace(
        /^smtpd_relay.*$/m,
        `smtpd_relay_restrictions =\n${R} permit_mynetworks, ${CHECKS}, permit`,
      ),
    },
    ['smtpd_relay_restrictions = permit_mynetworks, permit_sasl_authenticated, reject_unauth_destination'],
  ],
  [
    'no list of who may relay: a table lets through, nobody knows whom',
    {
      main: DONE.replace(
        /^smtpd_relay.*$/m,
        `smtpd_relay_restrictions =\n${R} permit_mynetworks, check_client_access hash:/etc/postfix/pop, reject_unauth_destination, ${CHECKS}`,
      ),
    },
    [],
  ],
  [
    'Postfix that can take bare newlines for what they are',
    {
      ...whole(ZEN),
      defaults: { smtpd_forbid_bare_newline: 'no', smtpd_forbid_bare_newline_reject_code: '550' },
    },
    ['smtpd_forbid_bare_newline = normalize'],
  ],
  [
    'Postfix that sees to pipelining itself',
    {
      ...whole(ZEN),
      main: whole(ZEN).main!.replace(/^smtpd_data.*\n/m, ''),
      defaults: { smtpd_forbid_unauth_pipelining: 'yes' },
    },
    [],
  ],
];

describe('suggest', () => {
  for (const [name, given, lines] of CASES)
    it(name, () => {
      assert.deepEqual(linesFor(given), lines);
      assert.deepEqual(linesFor(applied(given)), [], 'again');
    });
});

const STORY = `smtpd_recipient_restrictions =
        permit_mynetworks,
        permit_sasl_authenticated,
        reject_unauth_destination,
        reject_rbl_client bl.spamcop.net,
        reject_rbl_client sbl.spamhaus.org,
        reject_rbl_client all.rbl.jp,
        reject_rbl_client list.dsbl.org,
        reject_rbl_client cn-kr.blackholes.us,
        reject_rbl_client brazil.blackholes.us,
        reject_rbl_client russia.blackholes.us,
        reject_rbl_client bl.blocklist.de,
        reject_rbl_client rbl.interserver.net,
        reject_rbl_client dnsbl-1.uceprotect.net,
        reject_rbl_client dnsbl-2.uceprotect.net,
        reject_rbl_client dnsbl-3.uceprotect.net,
        reject_unknown_client,
        check_policy_service unix:private/policy-spf
smtpd_sender_restrictions =
        reject_unknown_sender_domain
`;

describe('suggest, of whole configurations', () => {
  it('copied lists', () => {
    const given = { main: STORY, ...HEALTHY, tried: true };
    const { settings } = suggestedFor(given);
    assert.equal(
      settings[0]!.value,
      `permit_mynetworks,
        permit_sasl_authenticated,
        reject_unauth_destination,
        warn_if_reject reject_non_fqdn_sender,
        warn_if_reject reject_non_fqdn_recipient,
        warn_if_reject reject_invalid_helo_hostname,
        warn_if_reject reject_non_fqdn_helo_hostname,
        warn_if_reject reject_rbl_client bl.spamcop.net=127.0.0.2,
        warn_if_reject reject_rbl_client zen.spamhaus.org=127.0.0.[2..11],
        reject_rbl_client sbl.spamhaus.org=127.0.0.[2..9],
        warn_if_reject reject_rbl_client bl.blocklist.de=127.0.0.[2..254],
        warn_if_reject reject_rbl_client rbl.interserver.net=127.0.0.2,
        warn_if_reject reject_rbl_client dnsbl-1.uceprotect.net=127.0.0.2,
        reject_unknown_reverse_client_hostname,
        check_policy_service unix:private/policy-spf`,
    );
    assert.deepEqual(
      settings.map(({ parameter }) => parameter),
      [
        ...['smtpd_recipient_restrictions', 'smtpd_data_restrictions', 'smtpd_relay_restrictions'],
        ...['smtpd_helo_required', 'disable_vrfy_command'],
      ],
    );
    const ids = new Set(settings.flatMap(({ reasons }) => reasons.map(({ id }) => id)));
    for (const id of ['list-listed-everybody', 'list-watch-only', 'list-never', 'client-name', 'no-filter'])
      assert.ok(ids.has(id), id);
    assert.deepEqual(linesFor(applied(given)), []);
  });

  it('as Debian installs it', () => {
    const main = `smtpd_banner = $myhostname ESMTP $mail_name (Debian/GNU)
biff = no
append_dot_mydomain = no
readme_directory = no
compatibility_level = 3.6
smtpd_tls_security_level=may
smtpd_relay_restrictions = permit_mynetworks permit_sasl_authenticated defer_unauth_destination
myhostname = mail.example.com
mydestination = $myhostname, example.com, localhost
mynetworks = 127.0.0.0/8 [::ffff:127.0.0.0]/104 [::1]/128
inet_interfaces = all
`;
    assert.deepEqual(linesFor({ main, tried: true }), [
      `${R} ${PERMITS}, ${TRIED}`,
      'smtpd_data_restrictions = permit_mynetworks, warn_if_reject reject_unauth_pipelining',
      'smtpd_helo_required = yes',
      'disable_vrfy_command = yes',
    ]);
  });

  it('as Virtualmin sets it up', () => {
    const main = `compatibility_level = 2
mynetworks = 127.0.0.0/8 [::ffff:127.0.0.0]/104 [::1]/128
virtual_alias_maps = hash:/etc/postfix/virtual
sender_bcc_maps = hash:/etc/postfix/bcc
mailbox_command = /usr/bin/procmail-wrapper -o -a $DOMAIN -d $LOGNAME
home_mailbox = Maildir/
smtpd_sasl_auth_enable = yes
broken_sasl_auth_clients = yes
smtpd_recipient_restrictions = permit_mynetworks permit_sasl_authenticated reject_unauth_destination
smtpd_relay_restrictions = permit_mynetworks permit_sasl_authenticated defer_unauth_destination
allow_percent_hack = no
milter_default_action = accept
smtpd_milters = inet:localhost:8891
`;
    const given = {
      main,
      services: 'submission inet n - y - - smtpd\n -o smtpd_sasl_auth_enable=yes\n',
      tried: true,
    };
    assert.deepEqual(linesFor(given), [
      `${R} ${PERMITS}, ${TRIED}`,
      'smtpd_data_restrictions = permit_mynetworks, permit_sasl_authenticated, warn_if_reject reject_unauth_pipelining',
      'smtpd_helo_required = yes',
      'disable_vrfy_command = yes',
    ]);
    assert.deepEqual(linesFor(applied(given)), []);
  });
});
