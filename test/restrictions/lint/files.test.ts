// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Postfix writes so.
/** main.cf and master.cf as text, names and values: what is blamed, and what is near to it and right. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { files } from '../../../src/restrictions/lint/files.ts';
import { RENAMED_PARAMETERS, SINCE } from '../../../src/restrictions/lint/old-parameters.ts';
import { PARAMETER_NAMES } from '../../../src/restrictions/lint/parameter-names.ts';
import { fits, meantFor } from '../../../src/restrictions/lint/value-kinds.ts';
import { idsOf, readingOf, told, type Written } from './written.ts';

/** As a Postfix has it that was asked: every name but those that came later, or that live on in their successors only. */
const INSTALLED = Object.fromEntries([
  ...[...PARAMETER_NAMES]
    .filter((name) => !SINCE.has(name) && !RENAMED_PARAMETERS.has(name))
    .map((name) => [name, '']),
  ['smtpd_helo_required', 'no'],
  ['message_size_limit', '10240000'],
  ['smtpd_client_restrictions', ''],
  ['smtpd_timeout', '${stress?{10}:{300}}s'],
  ['smtpd_hard_error_limit', '${stress?{1}:{20}}'],
  ['smtp_destination_concurrency_positive_feedback', '1'],
  ['virtual_alias_maps', '$virtual_maps'],
]);

const CASES: readonly (readonly [main: string, ids: readonly string[]])[] = [
  ['', []],
  ['   orphan = 1\nbiff = no\n', ['warning file-line-ignored']],
  ['biff\n', ['error file-line-broken']],
  ['= no\n', ['error file-line-broken']],
  ['biff = no\nbiff = yes\n', ['warning set-twice']],
  ['biff = no\nbiff = yes\nbiff = no\n', ['warning set-twice']],
  ['biff = no\nbiff =   no\n', ['info set-twice']],
  ['mynetworks = 127.0.0.0/8\n\n  # more\n   192.0.2.0/24\n', []],

  ['smtpd_recipient_restriction = reject\n', ['warning parameter-misspelled']],
  ['mynetwork = 127.0.0.0/8\n', ['warning parameter-misspelled']],
  ['smtp_helo_required = yes\n', ['warning parameter-misspelled']],
  ['quite_another_thing = 1\n', ['info parameter-unknown']],
  ['my_domains = a.example\nmydestination = $my_domains\n', []],
  ['my_domains = a.example\nmydestination = ${my_domains}\n', []],
  ['inner = a.example\nouter = $inner\nmydestination = $outer\n', []],
  ['inner = a.example\nouter = $inner\n', ['info parameter-unknown', 'info parameter-unknown']],
  ['smtpd_restriction_classes = strict\nstrict = reject\n', []],
  ['virtual_alias_maps = ldap:people\npeople_server_host = ldap.example\n', []],
  ['virtual_alias_maps = proxy:ldap:people\npeople_server_host = ldap.example\n', []],
  ['smtp_destination_rate_delay = 1s\n', []],
  ['slow_destination_rate_delay = 1s\n', ['info parameter-unknown']],
  ['policy-spf_time_limit = 3600\n', ['info parameter-unknown']],
  ['dovecot_destination_recipient_limit = 1\n', ['info parameter-unknown']],

  ['smtpd_forbid_bare_newline = maybe\n', []],
  ['smtpd_tlsrpt_enabled = yes\n', ['info parameter-unknown']],
  ['smtp_tlsrpt_enable = yes\n', ['warning parameter-too-new']],
  ['smtpd_use_tls = yes\n', ['info parameter-deprecated']],
  ['smtpd_use_tls = yes\nsmtpd_tls_security_level = may\n', ['info parameter-deprecated']],
  ['smtpd_tls_security_level = may\n', []],
  ['virtual_maps = hash:/etc/postfix/virtual\n', ['info parameter-renamed']],
  ['smtpd_tls_dh1024_param_file = /etc/dh.pem\n', ['info parameter-deprecated']],

  ['mydestination = ${myhostname\n', ['error value-broken']],
  ['mydestination = $\n', ['error value-broken']],
  ['mydestination = ${myhostname?{a}b}\n', ['error value-broken']],
  ['mydestination = $mydestination\n', ['error value-broken']],
  ['mine = ${x\nmydestination = $mine\nrelay_domains = $mine\n', ['error value-broken']],
  ['nobodys = ${x\n', ['info parameter-unknown']],
  ['mydestination = $my_host\n', ['warning name-undefined']],
  ['mydestination = $myhostnam\n', ['warning name-undefined']],
  ['mydestination = ${my_host?{a}}\n', ['warning name-undefined']],
  ['default_rbl_reply = $rbl_code rejected; $rbl_what\n', []],
  ['smtpd_reject_footer = see $server_name for $client_address\n', []],
  ['forward_path = $home/.forward${recipient_delimiter}${extension}\n', []],

  ['mydestination = $myhostname # us\n', ['warning comment-in-value']],
  ['mydestination = a.example, # us\n  b.example\n', ['warning comment-in-value']],
  ['mydestination = a.example,\n# us\n  b.example\n', []],
  ['smtpd_helo_required = yes # now\n', ['error comment-in-value']],
  ['smtpd_client_restrictions = reject # all\n', ['error comment-in-value']],
  ['relayhost = #none\n', ['warning comment-in-value']],
  ['recipient_delimiter = #\n', []],
  ['header_checks = pcre:{{/^Subject: x/ REJECT see #12}}\n', []],

  ['smtpd_helo_required = on\n', ['error yes-no-wanted']],
  ['smtpd_helo_required = Yes\n', []],
  ['smtpd_helo_required =\n', ['error yes-no-wanted']],
  ['mine = on\nsmtpd_helo_required = $mine\n', ['error yes-no-wanted']],
  ['message_size_limit = 50M\n', ['error number-wanted']],
  ['message_size_limit = 52428800\n', []],
  ['smtpd_hard_error_limit = ${stress?{3}:{10}}\n', []],
  ['smtp_destination_concurrency_positive_feedback = 1/8\n', []],
  ['smtpd_timeout = 5 min\n', ['error time-wanted']],
  ['smtpd_timeout = 5m\n', []],
  ['smtpd_timeout = 300\n', []],
  ['compatibility_level = 3.6\n', []],

  ['smtpd_client_restrictions = permit_mynetworks\n smtpd_helo_required = yes\n', ['error line-swallowed']],
  ['mydestination = a.example\n myorigin = a.example\n', ['warning line-swallowed']],
  ['mydestination = a.example\n  b.example\n', []],
  ['import_environment = MAIL_CONFIG\n  TZ=UTC\n', []],
];

describe('files: main.cf', () => {
  for (const [main, ids] of CASES)
    it(JSON.stringify(main), async () =>
      assert.deepEqual(await idsOf(files, { main, defaults: INSTALLED }), ids),
    );

  it('where nothing is installed, no name is too new, and each that exists is right', async () => {
    const main = 'smtp_tlsrpt_enable = yes\nbounce_size_limit = $stress\nmynetwork = 127.0.0.1\n';
    assert.deepEqual(await idsOf(files, { main }), ['warning parameter-misspelled']);
  });

  it('of main.cf alone it is not known which services there are', async () => {
    assert.deepEqual(await idsOf(files, { main: 'slow_destination_rate_delay = 1s\n', master: '' }), []);
  });
});

const SERVICES: readonly (readonly [services: string, ids: readonly string[]])[] = [
  ['', []],
  ['x inet n - y -\n', ['error file-line-broken']],
  ['x inet n - maybe - - smtpd\n', ['error file-line-broken']],
  ['x inet n - y - - smtpd -o smtpd_helo_required\n', ['error override-broken']],
  ['x inet n - y - - smtpd\n  -o smtpd_helo_required = yes\n', ['error override-broken']],
  [
    'x inet n - y - - smtpd\n  -o smtpd_client_restrictions=permit_mynetworks, reject\n',
    ['error override-broken'],
  ],
  ['x inet n - y - - smtpd -o smtpd_helo_required=yes # really\n', ['error override-broken']],
  ['x inet n - y - - smtpd -o { smtpd_helo_required = yes }\n', []],
  ['x inet n - y - - smtpd -o {smtpd_helo_required=yes}x\n', ['error override-broken']],
  ['x inet n - y - - smtpd -o {smtpd_helo_required=yes\n', ['error override-broken']],
  ['x inet n - y - - smtpd -v -o smtpd_helo_required=yes\n', []],
  ['x unix - n n - - pipe flags=F user=nobody argv=/bin/x ${sender} $nobody # y\n', []],
  ['x unix - n n - 0 spawn user=nobody argv=/bin/x\n', []],
  ['smtp inet n - y - - smtpd -v\n', ['warning service-twice']],
  ['smtp inet n - y - - smtpd -v\nsmtp inet n - y - - smtpd\n', ['warning service-twice']],
  ['x inet n - y - - smtpd -o smtpd_helo_required=yes -o smtpd_helo_required=no\n', ['warning set-twice']],
  ['x inet n - y - - smtpd -o smtpd_helo_require=yes\n', ['warning parameter-misspelled']],
  ['x inet n - y - - smtpd -o my_own=1\n', ['info parameter-unknown']],
  ['x inet n - y - - smtpd -o my_own=reject -o smtpd_client_restrictions=$my_own\n', []],
  ['x inet n - y - - smtpd -o smtpd_helo_required=on\n', ['error yes-no-wanted']],
  ['x inet n - y - - smtpd -o smtpd_helo_required=${x\n', ['error value-broken']],
  ['x inet n - y - - smtpd -o smtpd_client_restrictions=$mua_client_restrictions\n', ['info name-undefined']],
  ['x inet n - y - - smtpd -o smtpd_client_restrictions=$my_client_rules\n', ['warning name-undefined']],
];

describe('files: master.cf', () => {
  for (const [services, ids] of SERVICES)
    it(JSON.stringify(services), async () =>
      assert.deepEqual(await idsOf(files, { services, defaults: INSTALLED }), ids),
    );
});

describe('files: places, values and edits', () => {
  const one = async (written: Written) => (await told(files, { defaults: INSTALLED, ...written }))[0]!;

  it('a name that is set twice is told where it has no effect', async () => {
    const { place, values } = await one({ main: 'biff = no\n# again\nbiff = yes\n' });
    assert.deepEqual([place.line, values.line, values.value], [1, '3', 'yes']);
  });

  it('a comment is taken out up to the end of its line', async () => {
    const { place, edit } = await one({
      main: 'mydestination = a.example,\n  b.example # ours, all\n  c.example\n',
    });
    assert.equal(place.line, 2);
    assert.deepEqual(edit?.kind === 'replace' && edit.words.map(({ was, write }) => [was, write]), [
      ['# ours, all', ''],
    ]);
  });

  it('a misspelled name is set by its right name, unless that is set already', async () => {
    const { values, edit } = await one({ main: 'smtpd_helo_require = yes\n' });
    assert.equal(values.like, 'smtpd_helo_required');
    assert.deepEqual(edit, { kind: 'set', parameter: 'smtpd_helo_required', value: 'yes' });
    const other = await one({ main: 'smtpd_helo_require = yes\nsmtpd_helo_required = no\n' });
    assert.deepEqual([other.values.variant, other.edit], ['set', undefined]);
  });

  it('what an old switch of TLS says is said by the level', async () => {
    const { edit, values } = await one({ main: 'smtpd_use_tls = yes\n' });
    assert.deepEqual(edit, { kind: 'set', parameter: 'smtpd_tls_security_level', value: 'may' });
    assert.equal(values.variant, 'instead');
    assert.equal((await one({ main: 'smtpd_use_tls = no\n' })).values.variant, 'default');
  });

  it('a value of the wrong kind is written as it was meant', async () => {
    const { edit } = await one({ main: 'message_size_limit = 50M\n' });
    assert.deepEqual(edit, { kind: 'set', parameter: 'message_size_limit', value: '52428800' });
  });

  it('a broken value is told where it is broken', async () => {
    const { place, values } = await one({ main: 'mydestination = $mine\nmine = a.example\n  ${x\n' });
    assert.deepEqual([place.line, values.text], [3, '${x']);
  });
});

const FITS: readonly (readonly ['yes-no' | 'number' | 'time', string, boolean, string | undefined])[] = [
  ['yes-no', 'YES', true, undefined],
  ['yes-no', 'on', false, 'yes'],
  ['yes-no', 'false', false, 'no'],
  ['yes-no', 'perhaps', false, undefined],
  ['number', '010', true, undefined],
  ['number', '-1', true, undefined],
  ['number', '0x10', false, undefined],
  ['number', '10k', false, '10240'],
  ['number', '1 GB', false, String(1024 ** 3)],
  ['time', '30', true, undefined],
  ['time', '30sec', true, undefined],
  ['time', '+5s', true, undefined],
  ['time', '-5', false, undefined],
  ['time', '30M', false, '30m'],
  ['time', '5 days', false, '5d'],
  ['time', '1y', false, undefined],
];

describe('kinds of values', () => {
  for (const [kind, text, right, meant] of FITS)
    it(`${kind} "${text}"`, () => {
      assert.equal(fits(kind, text), right);
      if (!right) assert.equal(meantFor(kind, text), meant);
    });
});

describe('files: configurations as they are', () => {
  const whole: readonly (readonly [string, Written])[] = [
    [
      'Debian',
      {
        main: `
smtpd_banner = $myhostname ESMTP $mail_name (Debian/GNU)
biff = no
append_dot_mydomain = no
#delay_warning_time = 4h
readme_directory = no
compatibility_level = 3.6
smtpd_tls_cert_file=/etc/ssl/certs/ssl-cert-snakeoil.pem
smtpd_tls_key_file=/etc/ssl/private/ssl-cert-snakeoil.key
smtpd_tls_security_level=may
smtp_tls_CApath=/etc/ssl/certs
smtp_tls_security_level=may
smtp_tls_session_cache_database = btree:\${data_directory}/smtp_scache
smtpd_relay_restrictions = permit_mynetworks permit_sasl_authenticated defer_unauth_destination
myhostname = mail.example.com
alias_maps = hash:/etc/aliases
alias_database = hash:/etc/aliases
myorigin = /etc/mailname
mydestination = $myhostname, example.com, localhost.example.com, localhost
relayhost =
mynetworks = 127.0.0.0/8 [::ffff:127.0.0.0]/104 [::1]/128
mailbox_size_limit = 0
recipient_delimiter = +
inet_interfaces = all
inet_protocols = all
`,
      },
    ],
    [
      'Virtualmin',
      {
        main: `
queue_directory = /var/spool/postfix
command_directory = /usr/sbin
virtual_alias_maps = hash:/etc/postfix/virtual
sender_bcc_maps = hash:/etc/postfix/bcc
mailbox_command = /usr/bin/procmail-wrapper -o -a $DOMAIN -d $LOGNAME
home_mailbox = Maildir/
smtpd_sasl_auth_enable = yes
smtpd_tls_security_level = may
smtpd_sasl_security_options = noanonymous
broken_sasl_auth_clients = yes
smtpd_recipient_restrictions = permit_mynetworks permit_sasl_authenticated reject_unauth_destination
sender_dependent_default_transport_maps = hash:/etc/postfix/dependent
allow_percent_hack = no
resolve_dequoted_address = no
smtpd_tls_mandatory_protocols = !SSLv2, !SSLv3, !TLSv1, !TLSv1.1
tls_server_sni_maps = hash:/etc/postfix/sni_map
`,
        services:
          'submission inet n - y - - smtpd -o smtpd_tls_security_level=may -o smtpd_sasl_auth_enable=yes\nsmtps inet n - y - - smtpd -o smtpd_tls_wrappermode=yes -o smtpd_sasl_auth_enable=yes\n',
      },
    ],
    [
      'iRedMail',
      {
        main: `
smtpd_recipient_restrictions =
    reject_non_fqdn_recipient
    reject_unlisted_recipient
    check_policy_service inet:127.0.0.1:7777
    permit_mynetworks
    permit_sasl_authenticated
    reject_unauth_destination
    check_policy_service inet:127.0.0.1:12340
virtual_alias_maps =
    proxy:mysql:/etc/postfix/mysql/virtual_alias_maps.cf
    proxy:mysql:/etc/postfix/mysql/catchall_maps.cf
proxy_read_maps = $canonical_maps $lmtp_generic_maps $local_recipient_maps $mydestination
    $virtual_alias_maps
virtual_minimum_uid = 2000
virtual_transport = dovecot
dovecot_destination_recipient_limit = 1
content_filter = smtp-amavis:[127.0.0.1]:10024
smtp-amavis_destination_recipient_limit = 1000
maximal_queue_lifetime = 4h
delay_warning_time = 0h
message_size_limit = 15728640
postscreen_dnsbl_sites =
    zen.spamhaus.org=127.0.0.[2..11]*3
    b.barracudacentral.org=127.0.0.2*2
`,
        services: `dovecot unix - n n - - pipe
    flags=DRh user=vmail:vmail argv=/usr/lib/dovecot/deliver -f \${sender} -d \${user}@\${domain} -m \${extension}
smtp-amavis unix - - n - 6 smtp
    -o syslog_name=postfix/amavis
    -o smtp_data_done_timeout=1200
    -o disable_dns_lookups=no
127.0.0.1:10025 inet n - n - - smtpd
    -o syslog_name=postfix/10025
    -o content_filter=
    -o mynetworks_style=host
    -o mynetworks=127.0.0.0/8
    -o smtpd_error_sleep_time=0
    -o receive_override_options=no_header_body_checks,no_unknown_recipient_checks,no_address_mappings
`.replace(/.*disable_dns_lookups.*\n/, ''),
      },
    ],
    [
      'docker-mailserver',
      {
        main: `
mydestination = localhost.$mydomain, localhost
tls_ssl_options = NO_COMPRESSION, NO_RENEGOTIATION
smtpd_helo_required = yes
smtpd_delay_reject = yes
dms_smtpd_sender_restrictions = permit_sasl_authenticated, permit_mynetworks, reject_unknown_sender_domain
mua_sender_restrictions = reject_authenticated_sender_login_mismatch, $dms_smtpd_sender_restrictions
smtpd_sender_restrictions = $dms_smtpd_sender_restrictions
smtpd_data_restrictions = reject_unauth_pipelining
postscreen_dnsbl_threshold = 3
postscreen_greet_action = enforce
policyd-spf_time_limit = 3600
smtp_header_checks = pcre:/etc/postfix/maps/sender_header_filter.pcre
smtputf8_enable = no
`,
        services: `submission inet n - n - - smtpd
  -o syslog_name=postfix/submission
  -o smtpd_sender_restrictions=$mua_sender_restrictions
  -o smtpd_discard_ehlo_keywords=
policyd-spf unix - n n - 0 spawn user=policyd-spf argv=/usr/bin/policyd-spf
sender-cleanup unix n - - - 0 cleanup -o syslog_name=postfix/sender-cleanup -o header_checks=pcre:/etc/postfix/maps/sender_header_filter.pcre
`,
      },
    ],
    [
      'Modoboa',
      {
        main: `
smtpd_recipient_restrictions =
      check_policy_service inet:localhost:9999
      permit_mynetworks
      permit_sasl_authenticated
      check_recipient_access
          proxy:pgsql:/etc/postfix/sql-maintain.cf
          proxy:pgsql:/etc/postfix/sql-relay-recipient-verification.cf
      reject_unverified_recipient
      reject_unauth_destination
transport_maps =
        proxy:pgsql:/etc/postfix/sql-transport.cf
proxy_read_maps = proxy:unix:passwd.byname proxy:pgsql:/etc/postfix/sql-transport.cf
unverified_recipient_reject_reason = Address lookup failed
`,
      },
    ],
  ];
  for (const [name, written] of whole)
    it(name, async () => assert.deepEqual(await idsOf(files, { ...written, defaults: INSTALLED }), []));
});

describe('PARAMETER_NAMES', () => {
  it('has the names that others are called now', () => {
    for (const [now] of RENAMED_PARAMETERS.values()) assert.ok(PARAMETER_NAMES.has(now), now);
    for (const name of SINCE.keys()) assert.ok(PARAMETER_NAMES.has(name), name);
  });

  it('is asked of the reading', () => assert.ok(readingOf({}).configuration.defaults.size < 500));
});
