/** Strangers who send through this server: what lets them is told, and what is near to it and right is not. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fixesOf } from '../../../src/restrictions/lint/fixes.ts';
import { relay } from '../../../src/restrictions/lint/relay.ts';
import { DEBIAN, idsOf, readingOf, told, type Written } from './written.ts';

const BASE =
  'compatibility_level = 3.6\nmynetworks = 127.0.0.0/8 [::1]/128\nmydestination = mail.example.com, local.example\n';
const main = (text: string, more: Omit<Written, 'main'> = {}): Written => ({ main: BASE + text, ...more });
const lists = (relays: string, recipients = '', more: Omit<Written, 'main'> = {}): Written =>
  main(`smtpd_relay_restrictions = ${relays}\nsmtpd_recipient_restrictions = ${recipients}\n`, more);
/** Nothing of its own against relaying: as before Postfix 2.10. */
const old = (recipients: string, files: Record<string, string> = {}): Written =>
  lists('', recipients, { files });
const MISSING = 'info relay-restrictions-missing';

const DEBIANS: Written = {
  main: `smtpd_banner = $myhostname ESMTP $mail_name (Debian/GNU)
biff = no
append_dot_mydomain = no
readme_directory = no
compatibility_level = 3.6
smtpd_tls_security_level=may
smtpd_relay_restrictions = permit_mynetworks permit_sasl_authenticated defer_unauth_destination
myhostname = mail.example.com
alias_maps = hash:/etc/aliases
alias_database = hash:/etc/aliases
myorigin = /etc/mailname
mydestination = $myhostname, mail.example.com, localhost.example.com, localhost
relayhost =
mynetworks = 127.0.0.0/8 [::ffff:127.0.0.0]/104 [::1]/128
mailbox_size_limit = 0
recipient_delimiter = +
inet_interfaces = all
inet_protocols = all
`,
};

const VIRTUALMIN: Written = {
  main: `virtual_alias_maps = hash:/etc/postfix/virtual
sender_bcc_maps = hash:/etc/postfix/bcc
mydestination = $myhostname, localhost.$mydomain, localhost, mail.example.com
mynetworks = 127.0.0.0/8
smtpd_sasl_auth_enable = yes
smtpd_tls_security_level = may
broken_sasl_auth_clients = yes
smtpd_recipient_restrictions = permit_mynetworks permit_sasl_authenticated reject_unauth_destination
smtpd_relay_restrictions = permit_mynetworks permit_sasl_authenticated reject_unauth_destination
mailbox_command = /usr/bin/procmail-wrapper -o -a $DOMAIN -d $LOGNAME
home_mailbox = Maildir/
smtpd_sender_restrictions = reject_unknown_sender_domain
`,
  services: `submission inet n - y - - smtpd
  -o smtpd_sasl_auth_enable=yes
  -o smtpd_tls_security_level=may
`,
};

const IREDMAIL: Written = {
  main: `compatibility_level = 2
mynetworks = 127.0.0.1 [::1]
mydestination = $myhostname, localhost, localhost.localdomain
relay_domains = $mydestination proxy:mysql:/etc/postfix/mysql/relay_domains.cf
virtual_mailbox_domains = proxy:mysql:/etc/postfix/mysql/virtual_mailbox_domains.cf
virtual_alias_maps = proxy:mysql:/etc/postfix/mysql/virtual_alias_maps.cf
smtpd_sasl_auth_enable = yes
smtpd_helo_restrictions = permit_mynetworks permit_sasl_authenticated check_helo_access pcre:/etc/postfix/helo_access.pcre reject_non_fqdn_helo_hostname reject_unknown_helo_hostname
smtpd_sender_restrictions = reject_unknown_sender_domain reject_non_fqdn_sender reject_unlisted_sender permit_mynetworks permit_sasl_authenticated check_sender_access pcre:/etc/postfix/sender_access.pcre
smtpd_recipient_restrictions = reject_unknown_recipient_domain reject_non_fqdn_recipient reject_unlisted_recipient check_policy_service inet:127.0.0.1:7777 permit_mynetworks permit_sasl_authenticated reject_unauth_destination check_policy_service inet:127.0.0.1:12340
smtpd_end_of_data_restrictions = check_policy_service inet:127.0.0.1:7777
`,
  files: {
    '/etc/postfix/helo_access.pcre': '/^mail\\.far\\.example$/ OK\n',
    '/etc/postfix/sender_access.pcre': '/@far\\.example$/ OK\n',
  },
  services: `submission inet n - n - - smtpd
  -o smtpd_tls_security_level=encrypt
  -o smtpd_client_restrictions=permit_sasl_authenticated,reject
127.0.0.1:10025 inet n - n - - smtpd
  -o smtpd_client_restrictions=permit_mynetworks,reject
  -o smtpd_recipient_restrictions=permit_mynetworks,reject
  -o mynetworks=127.0.0.0/8
`,
};

const MODOBOA: Written = {
  main: `compatibility_level = 2
mynetworks = 127.0.0.0/8
mydestination = localhost
proxy_read_maps = proxy:unix:passwd.byname
virtual_mailbox_domains = proxy:pgsql:/etc/postfix/sql-domains.cf
virtual_alias_domains = proxy:pgsql:/etc/postfix/sql-domain-aliases.cf
relay_domains = proxy:pgsql:/etc/postfix/sql-relaydomains.cf
smtpd_sasl_auth_enable = yes
smtpd_sender_login_maps = proxy:pgsql:/etc/postfix/sql-sender-login-map.cf
smtpd_recipient_restrictions = check_policy_service inet:127.0.0.1:9999 permit_mynetworks permit_sasl_authenticated check_recipient_access proxy:pgsql:/etc/postfix/sql-maintain.cf proxy:pgsql:/etc/postfix/sql-relay-recipient-verification.cf reject_unverified_recipient reject_unauth_destination reject_non_fqdn_sender
`,
};

const DOCKER_MAILSERVER: Written = {
  main: `compatibility_level = 3.6
mynetworks = 127.0.0.0/8 [::1]/128 [fe80::]/64
mydestination = $myhostname, localhost.$mydomain, localhost
relay_domains =
virtual_mailbox_domains = /etc/postfix/vhost
smtpd_relay_restrictions = $mua_relay_restrictions permit_mynetworks permit_sasl_authenticated defer_unauth_destination
smtpd_recipient_restrictions = permit_sasl_authenticated, permit_mynetworks, reject_unauth_destination, check_policy_service unix:private/policyd-spf, reject_unauth_pipelining, reject_invalid_helo_hostname, reject_rbl_client zen.spamhaus.org=127.0.0.[2..11]
smtpd_client_restrictions = permit_mynetworks, permit_sasl_authenticated, reject_unauth_pipelining
smtpd_sender_restrictions = $dms_smtpd_sender_restrictions
dms_smtpd_sender_restrictions = permit_sasl_authenticated, permit_mynetworks, reject_unknown_sender_domain
mua_relay_restrictions =
`,
  files: { '/etc/postfix/vhost': 'a.example\nb.example\n' },
  services: `submissions inet n - n - - smtpd
  -o smtpd_tls_wrappermode=yes
  -o smtpd_sasl_auth_enable=yes
  -o smtpd_client_restrictions=permit_sasl_authenticated,reject
  -o smtpd_relay_restrictions=permit_sasl_authenticated,reject
127.0.0.1:10025 inet n - n - - smtpd
  -o smtpd_recipient_restrictions=permit_mynetworks,reject
`,
};

const STORY: Written = {
  main: `mynetworks = 127.0.0.0/8
mydestination = mail.example.com, localhost
compatibility_level = 2
smtpd_recipient_restrictions =
        permit_mynetworks,
        permit_sasl_authenticated,
        reject_unauth_destination,
        reject_rbl_client bl.spamcop.net,
        reject_rbl_client list.dsbl.org,
        reject_unknown_client,
        check_policy_service unix:private/policy-spf
smtpd_sender_restrictions =
        reject_unknown_sender_domain
`,
};

const CERTIFICATES = 'smtpd_tls_ask_ccert = yes\n';

describe('relay', () => {
  const cases: readonly (readonly [string, Written, readonly string[]])[] = [
    ['nothing set', main(''), []],
    ['Debian', DEBIANS, []],
    ['Virtualmin', VIRTUALMIN, []],
    ['iRedMail', IREDMAIL, []],
    ['Modoboa', MODOBOA, []],
    ['docker-mailserver', DOCKER_MAILSERVER, []],
    ['the story', STORY, []],
    ['the story, older', { ...STORY, main: STORY.main!.replace('compatibility_level = 2\n', '') }, [MISSING]],

    [
      'a list that ends without a refusal',
      lists('permit_mynetworks, permit_sasl_authenticated, defer_if_permit', 'permit_mynetworks'),
      [],
    ],
    [
      'permit for all',
      lists('permit_mynetworks, permit', 'permit_mynetworks, reject_unauth_destination'),
      [],
    ],
    [
      'permit for all in both',
      lists('permit_mynetworks, permit', 'check_client_access static:OK, reject_unauth_destination'),
      ['error open-relay'],
    ],
    [
      'an OK for all before',
      old('check_client_access static:OK, reject_unauth_destination'),
      ['error open-relay'],
    ],
    ['an OK for all behind', old('reject_unauth_destination, check_client_access static:OK'), [MISSING]],
    [
      'a list and then an OK',
      old('reject_rbl_client bl.example, check_client_access static:OK, reject'),
      ['error open-relay'],
    ],
    [
      'a policy service and then an OK',
      old('check_policy_service inet:127.0.0.1:10023, check_client_access static:OK, reject'),
      ['error open-relay'],
    ],
    ['discarded, not sent', old('check_client_access static:DISCARD, reject_unauth_destination'), [MISSING]],
    [
      'refused at DATA',
      main(
        'smtpd_relay_restrictions =\nsmtpd_recipient_restrictions = check_client_access static:OK, reject\nsmtpd_data_restrictions = permit_mynetworks, reject\n',
      ),
      [MISSING],
    ],
    ['only networks and logins may', lists('permit_mynetworks, permit_sasl_authenticated, reject'), []],
    [
      'all networks but a few',
      old('check_client_access cidr:/etc/postfix/c, reject', {
        '/etc/postfix/c': '192.0.2.0/24 REJECT\n0.0.0.0/0 OK\n',
      }),
      ['error open-relay'],
    ],
    ['the whole world has relay_domains', main('relay_domains = static:yes\n'), ['error open-relay']],
    [
      'an expression for all in relay_domains',
      main('relay_domains = pcre:/etc/postfix/d\n', { files: { '/etc/postfix/d': '/./ yes\n' } }),
      ['error open-relay'],
    ],
    [
      'routes are taken',
      main('relay_domains = b.example\nallow_untrusted_routing = yes\n'),
      ['error open-relay', 'warning untrusted-routing'],
    ],
    ['all of com is relayed', main('relay_domains = example.com, com\n'), ['error open-relay']],
    ['all of co.jp is relayed', main('relay_domains = co.jp\n'), ['error open-relay']],
    ['names of this machine are relayed', main('relay_domains = localhost, lan, example.co.jp\n'), []],
    [
      'a sender far down',
      old('check_sender_access texthash:/etc/postfix/s, reject_unauth_destination', {
        '/etc/postfix/s': `${Array.from({ length: 5000 }, (_, i) => `bad${i}.example REJECT\n`).join('')}partner.example OK\n`,
      }),
      ['error permit-before-relay', MISSING],
    ],
    [
      'all domains, says a service, which trivial-rewrite does not hear',
      main('', { services: '2525 inet n - n - - smtpd -o relay_domains=static:yes\n' }),
      [],
    ],
    [
      'all domains, says trivial-rewrite',
      main('', { master: DEBIAN.replace('trivial-rewrite', 'trivial-rewrite -o relay_domains=static:yes') }),
      ['error open-relay'],
    ],
    ['routes, and nothing relayed', main('relay_domains =\nallow_untrusted_routing = yes\n'), []],
    [
      'a recipient with a percent sign',
      old('check_recipient_access pcre:/etc/postfix/r, reject_unauth_destination', {
        '/etc/postfix/r': '/%.*@local\\.example$/ OK\n',
      }),
      [MISSING],
    ],

    [
      'a class that permits',
      main(
        'smtpd_restriction_classes = mine\nmine = permit_mynetworks, permit\nsmtpd_relay_restrictions =\nsmtpd_recipient_restrictions = mine, reject\n',
      ),
      ['error open-relay'],
    ],
    [
      'a submission service that permits all',
      lists('permit_sasl_authenticated, reject', '', {
        services:
          'submission inet n - n - - smtpd\n -o smtpd_relay_restrictions=\n -o smtpd_recipient_restrictions=check_helo_access,static:OK,reject\n',
      }),
      ['error open-relay'],
    ],
    [
      'the same for this machine only',
      lists('permit_sasl_authenticated, reject', '', {
        services:
          '127.0.0.1:10025 inet n - n - - smtpd\n -o smtpd_relay_restrictions=\n -o smtpd_recipient_restrictions=check_helo_access,static:OK,reject\n',
      }),
      [],
    ],
    [
      'a port of its own without an address',
      lists('permit_sasl_authenticated, reject', '', {
        services:
          '10025 inet n - n - - smtpd\n -o smtpd_relay_restrictions=\n -o smtpd_recipient_restrictions=check_helo_access,static:OK,reject\n',
      }),
      ['error open-relay'],
    ],
    [
      'all is for this machine only',
      main(
        'inet_interfaces = loopback-only\nsmtpd_relay_restrictions =\nsmtpd_recipient_restrictions = check_client_access static:OK, reject\n',
      ),
      [],
    ],
    [
      'behind postscreen',
      {
        main: `${BASE}smtpd_relay_restrictions =\nsmtpd_recipient_restrictions = check_client_access static:OK, reject\n`,
        master: 'smtp inet n - y - 1 postscreen\nsmtpd pass - - y - - smtpd\n',
      },
      ['error open-relay'],
    ],

    [
      'a sender that may',
      old('check_sender_access texthash:/etc/postfix/s, reject_unauth_destination', {
        '/etc/postfix/s': 'boss@partner.example OK\nbad.example REJECT\n',
      }),
      ['error permit-before-relay', MISSING],
    ],
    [
      'a sender who may, with a list against relaying',
      main(
        'smtpd_recipient_restrictions = check_sender_access texthash:/etc/postfix/s, reject_unauth_destination\n',
        { files: { '/etc/postfix/s': 'boss@partner.example OK\n' } },
      ),
      [],
    ],
    [
      'senders of an own domain',
      old('check_sender_access inline:{ local.example=OK }, reject_unauth_destination'),
      ['error open-relay'],
    ],
    [
      'a sender who may behind',
      old('reject_unauth_destination, check_sender_access texthash:/etc/postfix/s', {
        '/etc/postfix/s': 'boss@partner.example OK\n',
      }),
      [MISSING],
    ],
    [
      'a sender who is passed on to the rest',
      old('check_sender_access texthash:/etc/postfix/s, reject_unauth_destination', {
        '/etc/postfix/s': 'partner.example DUNNO\n',
      }),
      [MISSING],
    ],
    [
      'a sender by an expression',
      old('check_sender_access pcre:/etc/postfix/s, reject_unauth_destination', {
        '/etc/postfix/s': '/@partner\\.example$/ OK\n',
      }),
      ['error permit-before-relay', MISSING],
    ],
    [
      'a sender in the list against relaying',
      lists('check_sender_access texthash:/etc/postfix/s, reject_unauth_destination', '', {
        files: { '/etc/postfix/s': 'partner.example RELAY\n' },
      }),
      ['error permit-before-relay'],
    ],
    [
      'a name in HELO',
      old('check_helo_access texthash:/etc/postfix/h, reject_unauth_destination', {
        '/etc/postfix/h': 'mx.partner.example OK\n',
      }),
      ['error permit-before-relay', MISSING],
    ],
    [
      'a client against false positives',
      old('check_client_access texthash:/etc/postfix/c, reject_unauth_destination', {
        '/etc/postfix/c': '45.83.17.9 OK\n',
      }),
      ['warning permit-before-relay', MISSING],
    ],
    [
      'a client in the list against relaying',
      lists('check_client_access texthash:/etc/postfix/c, reject_unauth_destination', '', {
        files: { '/etc/postfix/c': '45.83.17.9 OK\n' },
      }),
      [],
    ],
    [
      'a client that is one of ours',
      old('check_client_access texthash:/etc/postfix/c, reject_unauth_destination', {
        '/etc/postfix/c': '127.0.0.1 OK\n10.1 OK\n',
      }),
      [MISSING],
    ],
    [
      'clients by network',
      old('check_client_access cidr:/etc/postfix/c, reject_unauth_destination', {
        '/etc/postfix/c': '45.83.16.0/24 OK\n',
      }),
      ['warning permit-before-relay', MISSING],
    ],
    [
      'postmaster of whatever domain',
      old('check_recipient_access texthash:/etc/postfix/r, reject_unauth_destination', {
        '/etc/postfix/r': 'postmaster@ OK\n',
      }),
      ['warning permit-before-relay', MISSING],
    ],
    [
      'postmaster here',
      old('check_recipient_access texthash:/etc/postfix/r, reject_unauth_destination', {
        '/etc/postfix/r': 'postmaster@local.example OK\n',
      }),
      [MISSING],
    ],

    [
      'a policy service before',
      old('permit_mynetworks, check_policy_service unix:private/spf, reject_unauth_destination'),
      ['warning policy-before-relay', MISSING],
    ],
    [
      'a policy service behind',
      old('permit_mynetworks, reject_unauth_destination, check_policy_service unix:private/spf'),
      [MISSING],
    ],
    [
      'a policy service among the clients',
      main('smtpd_client_restrictions = check_policy_service unix:private/spf\n'),
      [],
    ],
    [
      'senders in a database',
      old('check_sender_access mysql:/etc/postfix/s.cf, reject_unauth_destination'),
      ['warning relay-by-table', MISSING],
    ],
    [
      'clients in a database',
      lists('check_client_access mysql:/etc/postfix/c.cf, reject_unauth_destination'),
      ['info relay-by-table'],
    ],
    [
      'domains in a database',
      main(
        'relay_domains = mysql:/etc/postfix/d.cf\nsmtpd_recipient_restrictions = check_recipient_access texthash:/etc/postfix/r\n',
        { files: { '/etc/postfix/r': 'x@local.example OK\n' } },
      ),
      [],
    ],
    [
      'permit_mx_backup',
      lists('permit_mynetworks, permit_mx_backup, reject_unauth_destination'),
      ['warning mx-backup-open'],
    ],
    [
      'permit_mx_backup of some networks',
      main(
        'permit_mx_backup_networks = 192.0.2.0/24\nsmtpd_relay_restrictions = permit_mx_backup, reject_unauth_destination\n',
      ),
      [],
    ],
    ['a list of good clients', old('permit_dnswl_client list.example, reject_unauth_destination'), [MISSING]],
    ['logins without SASL', lists('permit_sasl_authenticated, reject_unauth_destination'), []],

    [
      'every certificate',
      main(
        `${CERTIFICATES}smtpd_relay_restrictions = permit_tls_all_clientcerts, reject_unauth_destination\n`,
      ),
      ['warning certificates-relay'],
    ],
    [
      'every certificate of the world',
      main(
        `${CERTIFICATES}smtpd_tls_CAfile = /etc/ssl/certs/ca-certificates.crt\nsmtpd_relay_restrictions = permit_tls_all_clientcerts, reject_unauth_destination\n`,
      ),
      ['error certificates-relay'],
    ],
    [
      'certificates that are not asked for',
      lists('permit_tls_all_clientcerts, reject_unauth_destination'),
      [],
    ],
    [
      'certificates by fingerprint',
      main(
        `${CERTIFICATES}relay_clientcerts = texthash:/etc/postfix/p\nsmtpd_relay_restrictions = permit_tls_clientcerts, reject_unauth_destination\n`,
        { files: { '/etc/postfix/p': 'AA:BB x\n' } },
      ),
      [],
    ],
    [
      'a table that takes any certificate',
      main(
        `${CERTIFICATES}smtpd_relay_restrictions = check_ccert_access static:OK, reject_unauth_destination\n`,
      ),
      ['error open-relay'],
    ],

    ['nothing that keeps strangers out', lists('', 'permit_mynetworks'), ['error relay-check-missing']],
    [
      'only with a warning',
      lists('', 'permit_mynetworks, warn_if_reject reject_unauth_destination'),
      ['error relay-check-missing'],
    ],
    ['only behind permit', lists('permit, reject_unauth_destination'), ['error relay-check-missing']],
    [
      'in a class',
      main(
        'smtpd_restriction_classes = mine\nmine = reject_unauth_destination\nsmtpd_relay_restrictions = mine\n',
      ),
      [],
    ],
    ['in capitals', lists('Reject_Unauth_Destination'), []],
    [
      'one service without',
      main('', {
        services:
          '127.0.0.1:10025 inet n - n - - smtpd\n -o smtpd_relay_restrictions=\n -o smtpd_recipient_restrictions=permit_mynetworks\n',
      }),
      ['error relay-check-missing'],
    ],
  ];
  for (const [name, written, ids] of cases)
    it(name, async () => assert.deepEqual(await idsOf(relay, written), ids));

  it('what is written closes what was open', async () => {
    let closed = 0;
    for (const [name, written] of cases) {
      const problems = await told(relay, written);
      const { fixes } = fixesOf(readingOf(written).configuration, problems);
      const lines = fixes.filter(({ service }) => service === undefined);
      if (lines.length === 0) continue;
      const main = `${written.main}${lines.map(({ parameter, value }) => `${parameter} = ${value}\n`).join('')}`;
      const mended = new Set(lines.flatMap((fix) => fix.problems.map(({ id }) => id)));
      const left = (await told(relay, { ...written, main })).filter(({ id }) => mended.has(id));
      assert.deepEqual(left, [], name);
      closed++;
    }
    assert.ok(closed > 20);
  });

  it('a service that is not there is not blamed', async () => {
    const written = { ...lists('', 'permit_mynetworks'), master: DEBIAN.replace(/^smtp inet.*$/m, '') };
    assert.deepEqual(await idsOf(relay, written), ['error relay-check-missing']);
  });

  it('says which step, and writes what closes it', async () => {
    const [problem] = await told(
      relay,
      lists(
        'permit_mynetworks,\n  check_sender_access texthash:/etc/postfix/s,\n  reject_unauth_destination',
        '',
        { files: { '/etc/postfix/s': '# ours\npartner.example OK\n' } },
      ),
    );
    assert.deepEqual(problem!.place, { file: '/etc/postfix/main.cf', line: 5 });
    assert.equal(problem!.values.where, '/etc/postfix/s:2');
    assert.deepEqual(problem!.edit, {
      kind: 'replace',
      words: [
        {
          place: { file: '/etc/postfix/main.cf', line: 5 },
          was: 'check_sender_access texthash:/etc/postfix/s',
          write: 'reject_unauth_destination, check_sender_access texthash:/etc/postfix/s',
        },
      ],
    });
  });
});
