/** Filters, policy services and servers of logins: lines of their sources that samples seldom show. */
import { isQuiet, staysInside, type Table, tells } from './told.ts';

const FILTERS: Table = [
  [
    'opendkim: 4D2F1A2B3C: key revoked (s=mail, d=example.org, a=rsa-sha256)',
    { kind: 'filter', verdict: 'no key', queueId: '4D2F1A2B3C' },
  ],
  [
    'opendkim: (unknown-jobid): smfi_addheader() failed',
    { kind: 'complaint', level: 'warning', queueId: '', text: 'smfi_addheader() failed' },
  ],
  ["opendkim: key 'mail' could not be loaded", { kind: 'complaint', text: "key 'mail' could not be loaded" }],
  ['opendkim: 4D2F1A2B3C: dkimf_db_get() failed', { kind: 'complaint', queueId: '4D2F1A2B3C' }],
  [
    'opendmarc: 4D2F1A2B3C: ARC pass, policy pass > overriding DMARC fail',
    { kind: 'filter', program: 'opendmarc', verdict: 'pass', queueId: '4D2F1A2B3C' },
  ],
  [
    "opendmarc: 4D2F1A2B3C: can't extract SPF address from Authentication-Results",
    { kind: 'complaint', queueId: '4D2F1A2B3C' },
  ],
  ['opendmarc: maximum restart rate exceeded', { kind: 'complaint' }],
  [
    'amavis: (01234-05) Blocked SPAM {DiscardedInbound,Quarantined}, [192.0.2.1]:4321 [192.0.2.1] <a@example.org> -> <b@example.com>, quarantine: spam-AbC.gz, Queue-ID: 4D2F1, Message-ID: <x, Queue-ID: 66666@example.org>, mail_id: AbC, Hits: 19.1',
    { kind: 'filter', verdict: 'Blocked SPAM', queueId: '4D2F1' },
  ],
  ['amavis: TROUBLE in child_init_hook: no socket', { kind: 'complaint', level: 'error' }],
  [
    'spamd: prefork: server reached --max-children setting, consider raising it',
    { kind: 'complaint', level: 'warning' },
  ],
  [
    'spamc: connection attempt to spamd aborted after 3 retries',
    { kind: 'complaint', level: 'warning', text: 'connection attempt to spamd aborted after 3 retries' },
  ],
  [
    'deliver(ann@example.com): msgid=<a@example.org>: saved mail to INBOX',
    { kind: 'mailbox', account: 'ann@example.com', messageId: 'a@example.org', mailbox: 'INBOX' },
  ],
  ['spamass-milter: SpamAssassin: spamc_get_fd failed', { kind: 'complaint', level: 'warning' }],
  ['spf filter: SPF result: softfail', { kind: 'spf', result: 'softfail' }],
  [
    "postfix-local: cannot deliver mail to recipient 'ann@example.com': Mailbox is over quota",
    { kind: 'complaint', level: 'warning' },
  ],
];

const POLICIES: Table = [
  [
    'milter-greylist: 4D2F1A2B3C: addr mx.example.org[192.0.2.1] from <a@example.org> to <b@example.com> delayed after DATA phase for 00:05:00 (ACL 12)',
    { kind: 'filter', program: 'milter-greylist', verdict: 'greylist', queueId: '4D2F1A2B3C' },
  ],
  [
    'postfwd3/policy: [RULES] rule=1, id=LIMIT, client=unknown[192.0.2.1], sender=<a@example.org>, recipient=<b@example.com>, helo=<x>, proto=ESMTP, state=RCPT, delay=0.00s, hits=LIMIT, action=REJECT too many',
    { kind: 'filter', program: 'postfwd3', verdict: 'REJECT too many' },
  ],
  ["postfwd: Could not open socket to 'x' - refused", { kind: 'complaint', level: 'warning' }],
  ['policyd-spf: 451 4.7.24 SPF Temperror: DNS timeout', { kind: 'spf', result: 'temperror' }],
  [
    'policyd-spf: action=prepend Received-SPF: Pass (mailfrom) identity=mailfrom; client-ip=192.0.2.1; helo=x; envelope-from=a@example.org; receiver=<UNKNOWN>',
    { kind: 'spf', result: 'pass', client: '192.0.2.1', sender: 'a@example.org' },
  ],
  [
    'sqlgrey: 2026/11/05-10:11:12 sqlgrey (type Net::Server::Multiplex) starting! pid(1)',
    { kind: 'service', what: 'started' },
  ],
];

const LOGINS: Table = [
  [
    "plesk_saslauthd: failed mail authentication attempt for user 'ann@example.com' (password len=8)",
    { kind: 'loginFailure', account: 'ann@example.com', attempts: 0 },
  ],
  [
    "plesk_saslauthd: No such user 'bob@example.com' in mail authorization database",
    { kind: 'loginFailure', account: 'bob@example.com', attempts: 0 },
  ],
  [
    "saslauthd: ldap_simple_bind() failed -1 (Can't contact LDAP server).",
    { kind: 'complaint', level: 'warning' },
  ],
  [
    "sogod: SOGoRootPage Login from '192.0.2.1' for user 'ann' might not have worked - password policy: 65535  grace: -1  expire: -1  bound: 0",
    { kind: 'loginFailure', service: 'sogo', account: 'ann', address: '192.0.2.1', attempts: 1 },
  ],
  [
    "sogod: SOGoRootPage Login from '192.0.2.1, 198.51.100.9' for user 'b' for user 'c' might not have worked - password policy: 65535",
    { kind: 'loginFailure', account: "b' for user 'c", address: '192.0.2.1' },
  ],
];

/** Passwords and what leads to them are kept nowhere. */
const QUIET = [
  "saslauthd: auth_shadow: pw mismatch: 'secret' != 'x'",
  "saslauthd: DEBUG: auth_shadow: pw mismatch: 'secret' != 'x'",
  'saslauthd: auth_rimap: sending LOGIN ann secret',
  'saslauthd: auth_rimap: [ann] A1 NO Login failed',
  'saslauthd: get_accept_lock : acquired accept lock',
  'opendmarc: 4D2F1A2B3C: ignoring mail from example.org',
  'opendmarc: 4D2F1A2B3C: ARC pass, policy fail > continuing DMARC eval',
  'opendmarc: ignoring connection from localhost',
  'opendkim: cache: 3 queries, 2 hits (66%), 1 expired, 3 keys',
  "opendkim: 4D2F1A2B3C: skipping signing of mail to 'b@example.com'",
  'milter-greylist: User ann authenticated, bypassing greylisting',
  'postfwd: postfwd 1.35 ready for input',
  'greylisting filter: Starting greylisting filter...',
  'psa-pc-remote: Message aborted.',
  '/usr/lib64/plesk-9.0/psa-pc-remote: handlers_stderr: PASS',
];

const ALL = [...FILTERS, ...POLICIES, ...LOGINS];
tells(ALL);
isQuiet(QUIET);
staysInside(
  [
    'opendkim',
    'opendmarc',
    'amavis',
    'spamass-milter',
    'postfix-local',
    'milter-greylist',
    'postfwd3/policy',
    'policyd-spf',
    'sqlgrey',
    'saslauthd',
    'sogod',
  ],
  [...ALL.map(([line]) => line), ...QUIET],
);
