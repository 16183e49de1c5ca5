/** Dovecot 1.1 to 2.4: what other versions, proxies and settings write than dovecot.test.ts has. */
import { isQuiet, staysInside, type Table, tells } from './told.ts';

const SESSION: Table = [
  [
    'dovecot: imap-login: Login failed: Cleartext authentication disabled: user=<>, rip=192.0.2.1, lip=198.51.100.1, session=<x>',
    {
      kind: 'loginFailure',
      service: 'imap',
      address: '192.0.2.1',
      attempts: 0,
      reason: 'Login failed: Cleartext authentication disabled',
    },
  ],
  [
    'dovecot: imap-login: Authenticate PLAIN failed: Authentication disabled: user=<>, rip=192.0.2.1, lip=198.51.100.1, session=<x>',
    { kind: 'loginFailure', address: '192.0.2.1', attempts: 0 },
  ],
  [
    'dovecot: imap-login: proxy(ann@example.com,192.0.2.1): Login failed to imap.example.net:143 (0 secs): Authentication failed.: user=<ann@example.com>, method=PLAIN, rip=192.0.2.1, lip=198.51.100.1, session=<x>',
    { kind: 'loginFailure', account: 'ann@example.com', address: '192.0.2.1', attempts: 0 },
  ],
  [
    'dovecot: imap-login: Started proxying to remote host (0.010 secs): user=<ann>, method=PLAIN, rip=192.0.2.1, lip=198.51.100.1, session=<x>',
    { kind: 'login', account: 'ann', address: '192.0.2.1' },
  ],
  [
    'dovecot: imap-login: Login aborted: Connection closed (connection limit reached, 1 attempts in 4 secs) (connection_limit): user=<ann>, method=PLAIN, rip=192.0.2.1, lip=198.51.100.1',
    { kind: 'abuse', what: 'concurrency limit', address: '192.0.2.1' },
  ],
  [
    'dovecot: imap-login: Internal login failure (pid=123 id=1) (internal failure, 1 successful auths): user=<ann>, method=PLAIN, rip=192.0.2.1, lip=198.51.100.1',
    { kind: 'complaint', level: 'warning' },
  ],
  [
    'dovecot: imap-login: Aborted login (2 authentication attempts): user=<ann>, method=PLAIN, rip=::ffff:192.0.2.1, lip=::ffff:198.51.100.1',
    { kind: 'loginFailure', account: 'ann', address: '192.0.2.1', attempts: 2 },
  ],
];

const AUTH: Table = [
  ['dovecot: auth: request [3]: sql: unknown user', { kind: 'loginFailure', account: '', attempts: 0 }],
  [
    'dovecot: auth: passwd-file(ann,192.0.2.1,<x>): allow_nets check failed: IP 192.0.2.1 not in allowed networks',
    { kind: 'loginFailure', account: 'ann', address: '192.0.2.1', attempts: 0 },
  ],
  [
    'dovecot: auth(ann,192.0.2.1,sasl:plain)<x>: passwd-file: User found from deny passdb',
    { kind: 'loginFailure', account: 'ann', reason: 'User found from deny passdb' },
  ],
  [
    'dovecot: auth: ldap(ann,192.0.2.1,<x>): Login attempt with empty password',
    { kind: 'loginFailure', account: 'ann', attempts: 0 },
  ],
];

const MAILBOX: Table = [
  [
    'dovecot: lmtp(ann)<1><x>: msgid=<a@example.org>, from=<c@example.org>, subject=a> b: c: saved mail to INBOX',
    { kind: 'mailbox', account: 'ann', messageId: 'a@example.org', action: 'saved', mailbox: 'INBOX' },
  ],
  [
    "dovecot: lmtp(ann)<1><x>: sieve: msgid=<a@example.org>: sent 'abuse' report to <b@example.com>",
    { kind: 'mailbox', action: 'notified', messageId: 'a@example.org' },
  ],
  [
    'dovecot: lmtp(ann)<1><x>: sieve: Execution of script /home/ann/.dovecot.sieve failed, but implicit keep was successful',
    { kind: 'complaint', level: 'warning' },
  ],
  [
    'dovecot: lmtp(ann)<1><x>: program exec:/usr/lib/dovecot/sieve-pipe/x (123): Terminated with non-zero exit code 1',
    { kind: 'complaint', level: 'warning' },
  ],
  [
    'dovecot: lmtp(7): <x:1>: Failed to send message to <b@example.com> at 192.0.2.9:24: 451 4.3.0 Internal error (1/1 at 20 ms)',
    { kind: 'complaint', level: 'warning' },
  ],
  [
    'dovecot: submission(ann)<1><x>: Failed to relay message: from=<ann@example.com>, size=12, nrcpt=1, reply=`550 5.7.1 no`',
    { kind: 'complaint', level: 'warning' },
  ],
];

const QUIET = [
  'dovecot: imap-login: ID sent: name=Thunderbird: user=<>, rip=192.0.2.1',
  'dovecot: auth: sql(ann,192.0.2.1,<x>): User query returned multiple matches',
  'dovecot: auth: policy(ann,192.0.2.1,<x>): Policy check action is continue',
  'dovecot: auth-worker(123): mysql(localhost): Connected to database vmail',
  'dovecot: lmtp(ann)<1><x>: sieve: msgid=<a@example.org>: not forwarding message to <b@example.com>: loop',
  'dovecot: lmtp(7): <x:1>: Sent message to <b@example.com> at 192.0.2.9:24: 250 2.0.0 Ok (1/1 at 20 ms)',
  'dovecot: submission(ann)<1><x>: Successfully relayed message: from=<ann@example.com>, size=12, id=4D2F, nrcpt=1, reply=`250 2.0.0 Ok`',
  'dovecot: service=imap, user=ann@example.com, ip=[192.0.2.1]. Logged out rcvd=1, sent=2',
];

const ALL = [...SESSION, ...AUTH, ...MAILBOX];
tells(ALL);
isQuiet(QUIET);
staysInside(['dovecot', 'dovecot/auth', 'dovecot/lmtp(ann)'], [...ALL.map(([line]) => line), ...QUIET]);
