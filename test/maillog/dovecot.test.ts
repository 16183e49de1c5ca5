/** Dovecot's lines, in the wordings of 1.x to 2.4. */
import { isQuiet, isUnknown, staysInside, type Table, tells } from './told.ts';

const SESSION: Table = [
  [
    'dovecot: imap-login: Login: user=<ann@example.com>, method=PLAIN, rip=192.0.2.1, lip=198.51.100.1, mpid=7, TLS, session=<a/b+c>',
    { kind: 'login', service: 'imap', account: 'ann@example.com', address: '192.0.2.1' },
  ],
  [
    'dovecot: pop3-login: Info: Login: user=<ann>, method=LOGIN, rip=2001:db8::1, lip=2001:db8::2, mpid=7, TLS',
    { kind: 'login', service: 'pop3', account: 'ann', address: '2001:db8::1' },
  ],
  [
    'dovecot: pop3-login: Logged in: user=<ann>, method=PLAIN, rip=::ffff:192.0.2.1, lip=198.51.100.1, mpid=7, TLS, session=<x>',
    { kind: 'login', service: 'pop3', account: 'ann', address: '192.0.2.1' },
  ],
  [
    'dovecot: managesieve-login: Login: user=<ann>, method=PLAIN, rip=192.0.2.1, lip=198.51.100.1',
    { kind: 'login', service: 'managesieve' },
  ],
  [
    'dovecot: submission-login: Login: user=<ann>, method=PLAIN, rip=192.0.2.1, lip=198.51.100.1',
    { kind: 'login', service: 'submission' },
  ],
  [
    'dovecot: imap-login: proxy(ann): started proxying to 198.51.100.9:143: user=<ann>, method=PLAIN, rip=192.0.2.1, lip=198.51.100.1, TLS',
    { kind: 'login', service: 'imap', account: 'ann', address: '192.0.2.1' },
  ],
  // A name that holds fields: the last ones are Dovecot's.
  [
    'dovecot: imap-login: Disconnected (auth failed, 3 attempts in 9 secs): user=<a>, method=X, rip=203.0.113.9, lip=x>, method=PLAIN, rip=192.0.2.1, lip=198.51.100.1, TLS',
    {
      kind: 'loginFailure',
      address: '192.0.2.1',
      account: 'a>, method=X, rip=203.0.113.9, lip=x',
      attempts: 3,
    },
  ],
  [
    'dovecot: imap-login: Disconnected (auth failed, 1 attempts): user=<ann>, method=PLAIN, rip=192.0.2.1, lip=198.51.100.1, TLS, session=<x>',
    {
      kind: 'loginFailure',
      service: 'imap',
      account: 'ann',
      address: '192.0.2.1',
      attempts: 1,
      reason: 'auth failed',
    },
  ],
  [
    'dovecot: pop3-login: Info: Disconnected: Connection closed (auth failed, 12 attempts in 30 secs): user=<ann>, method=PLAIN, rip=192.0.2.1, lip=198.51.100.1, TLS: Connection closed, session=<x>',
    { kind: 'loginFailure', service: 'pop3', attempts: 12 },
  ],
  [
    'dovecot: imap-login: Disconnected (auth failed, 1 attempts): method=PLAIN, rip=192.0.2.1, lip=198.51.100.1, TLS: Disconnected',
    { kind: 'loginFailure', account: '', address: '192.0.2.1' },
  ],
  [
    'dovecot: pop3-login: Login aborted: Inactivity (auth failed, 2 attempts in 9 secs) (auth_failed): user=<ann>, method=PLAIN, rip=192.0.2.1, lip=198.51.100.1, TLS, session=<x>',
    { kind: 'loginFailure', account: 'ann', attempts: 2, reason: 'auth failed' },
  ],
  [
    'dovecot: imap-login: Login aborted: Connection closed (authorization failed, 1 attempts in 2 secs) (authorization_failed): user=<ann>, rip=192.0.2.1, lip=198.51.100.1',
    { kind: 'loginFailure', reason: 'authorization failed', attempts: 1 },
  ],
  [
    'dovecot: pop3-login: Aborted login (tried to use disabled plaintext auth): rip=192.0.2.1, lip=198.51.100.1',
    {
      kind: 'loginFailure',
      reason: 'tried to use disabled plaintext auth',
      attempts: 1,
      address: '192.0.2.1',
    },
  ],
  [
    'dovecot: imap-login: Login aborted: Logged out (tried to use disallowed cleartext auth, 2 attempts in 1 secs) (cleartext_auth_disabled): user=<>, rip=192.0.2.1, lip=198.51.100.1',
    { kind: 'loginFailure', attempts: 2 },
  ],
  [
    'dovecot: imap-login: Disconnected (no auth attempts in 3 secs): user=<>, rip=192.0.2.1, lip=198.51.100.1, TLS handshaking: SSL_accept() failed: error:1417D102:SSL routines:tls_process_client_hello:unsupported protocol, session=<x>',
    {
      kind: 'tlsFailure',
      direction: 'from',
      address: '192.0.2.1',
      reason:
        'SSL_accept() failed: error:1417D102:SSL routines:tls_process_client_hello:unsupported protocol',
    },
  ],
  [
    'dovecot: imap-login: Disconnected: Connection closed: SSL_accept() failed: error:1408F10B:SSL routines:ssl3_get_record:wrong version number (no auth attempts in 0 secs): user=<>, rip=192.0.2.1, lip=198.51.100.1, TLS handshaking: SSL_accept() failed: error:1408F10B',
    {
      kind: 'tlsFailure',
      address: '192.0.2.1',
      reason: 'SSL_accept() failed: error:1408F10B:SSL routines:ssl3_get_record:wrong version number',
    },
  ],
  [
    'dovecot: imap-login: Maximum number of connections from user+IP exceeded (mail_max_userip_connections=10): user=<ann>, method=PLAIN, rip=192.0.2.1, lip=198.51.100.1, TLS',
    {
      kind: 'abuse',
      what: 'concurrency limit',
      address: '192.0.2.1',
      detail: 'Maximum number of connections from user+IP exceeded (mail_max_userip_connections=10)',
    },
  ],
  [
    'dovecot: imap-login: Disconnected (internal failure, 1 successful auths): user=<ann>, rip=192.0.2.1, lip=198.51.100.1',
    { kind: 'complaint', level: 'warning', text: 'imap-login: internal failure' },
  ],
];

const AUTH: Table = [
  [
    'dovecot: auth-worker(24544): pam(ann,192.0.2.1): unknown user',
    { kind: 'loginFailure', service: 'dovecot', account: 'ann', address: '192.0.2.1', attempts: 0 },
  ],
  [
    'dovecot: auth-worker(24058): pam(ann,192.0.2.1,<y/z>): pam_authenticate() failed: Authentication failure (password mismatch?)',
    {
      kind: 'loginFailure',
      account: 'ann',
      address: '192.0.2.1',
      reason: 'pam_authenticate() failed: Authentication failure (password mismatch?)',
    },
  ],
  [
    'dovecot: auth-worker(63712): Info: conn unix:auth-worker (pid=58074,uid=109): auth-worker<4>: sql(contact,2001:db8::1): unknown user',
    { kind: 'loginFailure', account: 'contact', address: '2001:db8::1' },
  ],
  [
    'dovecot: auth: sql(ann@example.com,192.0.2.1,<s>): Password mismatch (given password: secret: x)',
    { kind: 'loginFailure', account: 'ann@example.com', reason: 'Password mismatch', attempts: 0 },
  ],
  [
    'dovecot: auth: passwd-file(ann,192.0.2.1): unknown user (SHA1 of given password: 21bd12)',
    { kind: 'loginFailure', reason: 'unknown user' },
  ],
  ['dovecot: auth: passwd-file(ann): unknown user', { kind: 'loginFailure', account: 'ann', address: '' }],
  [
    'dovecot: auth: policy(ann,192.0.2.1): Authentication failure due to policy server refusal: Blocked',
    { kind: 'loginFailure', reason: 'Authentication failure due to policy server refusal: Blocked' },
  ],
  ['dovecot: auth: ldap(ann,192.0.2.1): invalid credentials', { kind: 'loginFailure', account: 'ann' }],
  [
    'dovecot: auth: login(?,192.0.2.1): Username character disallowed by auth_username_chars: 0x28 (username: a(b)',
    { kind: 'loginFailure', account: '', address: '192.0.2.1' },
  ],
  [
    'dovecot: auth(ann@example.com,192.0.2.1,sasl:plain)<AbC>: passwd-file: unknown user (given password: secret)',
    {
      kind: 'loginFailure',
      account: 'ann@example.com',
      address: '192.0.2.1',
      reason: 'unknown user',
      attempts: 0,
    },
  ],
  [
    'dovecot: auth-worker(ann,192.0.2.1,sasl:login)<12><AbC>: request [3]: sql: Password mismatch',
    { kind: 'loginFailure', account: 'ann', reason: 'Password mismatch' },
  ],
  [
    'dovecot: dovecot: auth(default): pam(ann,192.0.2.1): pam_authenticate() failed: User not known to the underlying authentication module: 2 Time(s)',
    { kind: 'loginFailure', account: 'ann', address: '192.0.2.1' },
  ],
  [
    'auth(default): passwd-file(ann,::ffff:192.0.2.1): unknown user',
    { kind: 'loginFailure', address: '192.0.2.1' },
  ],
  [
    'auth(default): userdb(ann,192.0.2.1): user not found from userdb',
    { kind: 'loginFailure', account: 'ann' },
  ],
  ['auth: Info: pam(ann,192.0.2.1): unknown user', { kind: 'loginFailure', account: 'ann' }],
  [
    'auth: pam_unix(dovecot:auth): authentication failure; logname= uid=0 euid=0 tty=dovecot ruser=ann rhost=192.0.2.1',
    { kind: 'loginFailure', service: 'dovecot', account: 'ann', address: '192.0.2.1', attempts: 0 },
  ],
  // A forged rhost in the name, once and twice.
  [
    'dovecot-auth: pam_unix(dovecot:auth): authentication failure; logname= uid=0 euid=0 tty=dovecot ruser=rhost=203.0.113.9 rhost=192.0.2.1',
    { kind: 'loginFailure', address: '192.0.2.1' },
  ],
  [
    'dovecot-auth: pam_unix(dovecot:auth): authentication failure; logname= uid=0 euid=0 tty=dovecot ruser=a rhost=203.0.113.9 rhost=192.0.2.1  user=a rhost=203.0.113.9',
    { kind: 'loginFailure', address: '192.0.2.1', account: 'a rhost=203.0.113.9' },
  ],
  [
    'dovecot: auth: Error: sql(ann,192.0.2.1): Invalid scheme (given password: secret)',
    { kind: 'complaint', level: 'error', text: 'auth: sql(ann,192.0.2.1): Invalid scheme' },
  ],
];

const MAILBOX: Table = [
  [
    'dovecot: lmtp(ann)<12><x>: msgid=<a@example.org>: saved mail to INBOX',
    { kind: 'mailbox', account: 'ann', messageId: 'a@example.org', action: 'saved', mailbox: 'INBOX' },
  ],
  [
    "dovecot: lmtp(ann)<12><x>: Info: sieve: msgid=<a@example.org>: stored mail into mailbox 'Junk Mail'",
    { kind: 'mailbox', account: 'ann', action: 'stored', mailbox: 'Junk Mail' },
  ],
  [
    "dovecot: lmtp(123, ann): wArTL0TxF2AccA: sieve: msgid=<a@example.org>: stored mail into mailbox 'Junk'",
    { kind: 'mailbox', account: 'ann', mailbox: 'Junk' },
  ],
  [
    'dovecot: lda(ann): msgid=unspecified: saved mail to INBOX',
    { kind: 'mailbox', messageId: 'unspecified' },
  ],
  [
    'dovecot: deliver(ann): sieve: msgid=<a@example.org>: forwarded to <b@example.com>',
    { kind: 'mailbox', action: 'forwarded', mailbox: 'b@example.com' },
  ],
  [
    "dovecot: lmtp(ann)<1><x>: sieve: msgid=<a@example.org>: fileinto action: Stored mail into mailbox 'A'",
    { kind: 'mailbox', action: 'stored', mailbox: 'A' },
  ],
  [
    'dovecot: lmtp(ann)<1><x>: sieve: msgid=<a@example.org>: sent vacation response to <b@example.com>',
    { kind: 'mailbox', action: 'vacation', mailbox: 'b@example.com' },
  ],
  [
    'dovecot: lmtp(ann)<1><x>: sieve: msgid=<a@example.org>: Marked message to be discarded if not explicitly delivered (discard action)',
    { kind: 'mailbox', action: 'discarded', mailbox: '' },
  ],
  [
    'dovecot: lmtp(ann)<1><x>: sieve: msgid=<a@example.org>: rejected message from <b@example.com> (reject)',
    { kind: 'mailbox', action: 'rejected', mailbox: 'b@example.com' },
  ],
  // The message-id is the sender's text.
  [
    'dovecot: lmtp(ann)<1><x>: msgid=<a>: saved mail to Junk <b>: saved mail to INBOX',
    { kind: 'mailbox', action: 'saved', mailbox: 'INBOX' },
  ],
  [
    'dovecot: lmtp(ann)<1><x>: msgid=<a@example.org>: save failed to INBOX: Quota exceeded (mailbox for user is full)',
    {
      kind: 'complaint',
      level: 'error',
      text: 'save failed to INBOX: Quota exceeded (mailbox for user is full)',
    },
  ],
  [
    "dovecot: imap(ann)<1><x>: sieve: msgid=<a@example.org>: left message in mailbox 'Junk'",
    { kind: 'mailbox', account: 'ann', action: 'kept', mailbox: 'Junk' },
  ],
];

const SERVICE: Table = [
  [
    'dovecot: master: Dovecot v2.3.16 (7e2e900c1a) starting up for imap, lmtp (core dumps disabled)',
    { kind: 'service', what: 'started' },
  ],
  ['dovecot: Dovecot v1.2.15 starting up (core dumps disabled)', { kind: 'service', what: 'started' }],
  [
    'dovecot: master: Warning: Killed with signal 15 (by pid=1 uid=0 code=kill)',
    { kind: 'service', what: 'stopped', text: 'Dovecot: Killed with signal 15 (by pid=1 uid=0 code=kill)' },
  ],
  [
    'dovecot: master: Warning: SIGHUP received - reloading configuration',
    { kind: 'service', what: 'reloaded' },
  ],
  [
    'dovecot: master: Warning: service(imap-login): process_limit (100) reached, client connections are being dropped',
    { kind: 'complaint', level: 'warning' },
  ],
  [
    'dovecot: imap(ann)<1><x>: Error: Mailbox INBOX: read() failed',
    { kind: 'complaint', level: 'error', text: 'imap: Mailbox INBOX: read() failed' },
  ],
  ['dovecot: Fatal: cannot start', { kind: 'complaint', level: 'fatal', text: 'cannot start' }],
  ['dovecot: lmtp(ann)<1><x>: Panic: file mail.c: line 1', { kind: 'complaint', level: 'panic' }],
  ['dovecot: imap-login: Fatal: Invalid ssl_dh', { kind: 'complaint', level: 'fatal' }],
];

const QUIET = [
  'dovecot: imap-login: Disconnected: Too many invalid commands (no auth attempts in 0 secs): user=<>, rip=192.0.2.1, lip=198.51.100.1, session=<x>',
  'dovecot: imap-login: Disconnected (no auth attempts in 0 secs): user=<>, rip=192.0.2.1, lip=198.51.100.1, TLS: Connection closed, session=<x>',
  'dovecot: imap-login: Disconnected (no auth attempts): rip=192.0.2.1, lip=198.51.100.1',
  'dovecot: pop3-login: Aborted login (no auth attempts in 2 secs): user=<>, rip=192.0.2.1, lip=198.51.100.1, secured',
  'dovecot: pop3-login: Login aborted: Inactivity (no auth attempts in 180 secs) (no_auth_attempts): user=<>, rip=192.0.2.1, lip=198.51.100.1, TLS, session=<x>',
  'dovecot: imap-login: Disconnected (disconnected before auth was ready, waited 0 secs): user=<>, rip=192.0.2.1, lip=198.51.100.1',
  "dovecot: imap-login: Disconnected (client didn't finish SASL auth, waited 5 secs): user=<>, method=PLAIN, rip=192.0.2.1, lip=198.51.100.1",
  'dovecot: imap-login: Login aborted: Connection closed (disconnected during TLS handshake) (tls_handshake_not_finished): user=<>, rip=192.0.2.1, lip=198.51.100.1',
  'dovecot: imap-login: Disconnected: Connection queue full: user=<>, rip=192.0.2.1, lip=198.51.100.1',
  'dovecot: imap-login: proxy(ann): disconnecting 192.0.2.1 (Disconnected by client): user=<ann>',
  'dovecot: imap(ann)<1><x>: Logged out in=1 out=2 deleted=0 expunged=0 trashed=0 hdr_count=0 hdr_bytes=0 body_count=0 body_bytes=0',
  'dovecot: imap(ann)<1><x>: Connection closed (IDLE running for 0.001 + waiting input for 9.9 secs, 2 B in + 10 B out, state=wait-input) in=1 out=2',
  'dovecot: imap(ann)<1><x>: Disconnected for inactivity in=1 out=2',
  'dovecot: pop3(ann)<1><x>: Disconnected: Logged out top=0/0, retr=0/0, del=0/0, size=0',
  'dovecot: IMAP(ann): Disconnected: Logged out bytes=1/2',
  'dovecot: imap(ann)<1><x>: expunge: box=INBOX, uid=3, msgid=<a@example.org>, size=100',
  'dovecot: imap(ann)<1><x>: Server shutting down. in=1 out=2',
  'dovecot: lmtp(12): Connect from local',
  'dovecot: lmtp(12): Disconnect from local: Client has quit the connection (state=READY)',
  'dovecot: lmtp(ann)<1><x>: sieve: msgid=<a@example.org>: discarded duplicate vacation response to <b@example.com>',
  'dovecot: indexer-worker(ann)<1><x>: Indexed 5 messages in INBOX',
  'dovecot: auth: Debug: client in: AUTH 1 PLAIN service=imap',
  'dovecot: auth: login(ann,192.0.2.1): Request timed out waiting for client to continue authentication (60 secs)',
  'dovecot: ssl-params: Generating SSL parameters',
  'dovecot: log: Warning: Killed with signal 15 (by pid=1 uid=0 code=kill)',
];

const UNKNOWN = [
  'dovecot: ',
  'dovecot: imap-login: what is this',
  'dovecot: a line of no shape',
  'dovecot: lmtp(ann',
];

const TABLES = [...SESSION, ...AUTH, ...MAILBOX, ...SERVICE];
tells(TABLES);
isQuiet(QUIET);
isUnknown(UNKNOWN);
staysInside(['dovecot', 'auth'], [...TABLES.map(([line]) => line), ...QUIET]);
