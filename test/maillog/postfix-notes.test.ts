/** Lines of Postfix's own source that samples seldom show: TLS details, why a host would not do, notes of its daemons. */
import { isQuiet, staysInside, type Table, tells } from './told.ts';

const TLS: Table = [
  [
    'postfix/smtpd: Anonymous TLS connection established from mail.example.org[192.0.2.1] to mx.example.com: TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits) key-exchange X25519',
    {
      kind: 'tls',
      direction: 'from',
      name: 'mail.example.org',
      address: '192.0.2.1',
      version: 'TLSv1.3',
      cipher: 'TLS_AES_256_GCM_SHA384',
    },
  ],
  [
    'postfix/tlsproxy: Anonymous TLS connection established from [2001:db8::1]:4321 to mx.example.com: TLSv1.2 with cipher X (128/128 bits)',
    { kind: 'tls', address: '2001:db8::1', version: 'TLSv1.2', cipher: 'X' },
  ],
  [
    'postfix/smtp: server certificate verification failed for mx.example.org[192.0.2.25]:25: certificate has expired',
    {
      kind: 'tlsFailure',
      direction: 'to',
      name: 'mx.example.org',
      address: '192.0.2.25',
      reason: 'certificate has expired',
    },
  ],
  [
    'postfix/smtpd: client certificate verification failed for mail.example.org[192.0.2.1]: certificate not yet valid',
    { kind: 'tlsFailure', direction: 'from', address: '192.0.2.1', reason: 'certificate not yet valid' },
  ],
  [
    'postfix/smtpd: NOQUEUE: abort: TLS from unknown[192.0.2.1]: No client certificate presented',
    {
      kind: 'tlsFailure',
      direction: 'from',
      address: '192.0.2.1',
      reason: 'No client certificate presented',
    },
  ],
  [
    'postfix/smtp: SSL_set_fd error to mx.example.org[192.0.2.25]:25',
    { kind: 'tlsFailure', direction: 'to', address: '192.0.2.25' },
  ],
  [
    'postfix/smtp: cannot load Certification Authority data, CAfile="/etc/ssl/ca.pem": disabling TLS support',
    { kind: 'complaint', level: 'warning' },
  ],
  [
    'postfix/smtpd: cannot set default OpenSSL certificate verification paths: disabling TLS support',
    { kind: 'complaint', level: 'warning' },
  ],
];

const SMTPD: Table = [
  [
    'postfix/smtpd: warning: unknown[192.0.2.1]: request longer than 2048: AAAA...',
    { kind: 'abuse', what: 'non-SMTP command', address: '192.0.2.1' },
  ],
  [
    'postfix/smtpd: warning: Refusing STARTTLS request from unknown[192.0.2.1] for service smtp',
    { kind: 'abuse', what: 'rate limit', address: '192.0.2.1' },
  ],
  [
    'postfix/smtpd: warning: reject: ETRN example.com... from unknown[192.0.2.1]',
    { kind: 'reject', stage: 'ETRN', action: 'reject', code: 459, address: '192.0.2.1' },
  ],
  [
    'postfix/smtpd: warning: unknown[192.0.2.1]: SASL PLAIN authentication failed: (reason unavailable), sasl_username=(unavailable)',
    { kind: 'saslFailure', account: '', reason: '(reason unavailable)' },
  ],
];

const CLEANUP: Table = [
  [
    'postfix/cleanup: 4D2F1A: reject: mime-error nesting depth exceeded: Content-Type: x from mail.example.org[192.0.2.1]; from=<a@example.org> to=<b@example.com>',
    {
      kind: 'reject',
      by: 'checks',
      stage: 'CONTENT',
      address: '192.0.2.1',
      text: 'nesting depth exceeded: Content-Type: x',
      sender: 'a@example.org',
      recipient: 'b@example.com',
    },
  ],
  [
    'postfix/cleanup: 4D2F1A: pass: header List-Id: x from local; from=<a@example.org> to=<b@example.com>',
    { kind: 'reject', action: 'permit', stage: 'HEADER', sender: 'a@example.org' },
  ],
  [
    'postfix/cleanup: 4D2F1A: masquerade_exceptions map lookup problem -- message not accepted, try again later',
    { kind: 'complaint', level: 'warning', queueId: '4D2F1A' },
  ],
];

/** Why a host would not do: who is named in the text is the peer. */
const TROUBLE: Table = [
  ['TLSA lookup error for mx.example.org:25', ''],
  ['Host or domain name not found. Name service error for name=example.org type=MX: Host not found', ''],
  ['unable to look up host mx.example.org: No address associated with hostname', ''],
  ['mail for example.org loops back to myself', ''],
  ['local data error while talking to mx.example.org[192.0.2.25]', '192.0.2.25'],
  ['unexpected server message', ''],
  [
    'SASL authentication failed; authentication protocol loop with server mx.example.org[192.0.2.25]',
    '192.0.2.25',
  ],
  ['connect to mx.example.org[2001:db8::25]:25: Network is unreachable', '2001:db8::25'],
].map(([text, address]) => [
  `postfix/smtp: 4D2F1A: ${text}`,
  { kind: 'remoteTrouble', queueId: '4D2F1A', address },
]);

const OTHERS: Table = [
  [
    'postfix/local: 4D2F1A: status=deferred (bounce failed)',
    { kind: 'complaint', level: 'warning', queueId: '4D2F1A', text: 'status=deferred (bounce failed)' },
  ],
  ['postfix/qmgr: 4D2F1A: status=deferred (delay warning failed)', { kind: 'complaint', queueId: '4D2F1A' }],
  ['postfix/master: master exit time has arrived', { kind: 'service', what: 'stopped' }],
  ['postfix/postlog: backup of the queue is done', { kind: 'service', what: 'other' }],
  [
    'postfix/postscreen: reject: connect from [192.0.2.1]:1234: all screening ports busy',
    { kind: 'reject', by: 'postscreen', stage: 'CONNECT', address: '192.0.2.1' },
  ],
  [
    'postfix/anvil: statistics: max connection count 5 for ([2001:db8::9]:25:2001:db8::1) at Nov 20 10:11:12',
    { kind: 'statistics', value: 5, address: '2001:db8::1' },
  ],
  [
    'postfix/verify: 4D2F1A: to=<b@example.com>, relay=none, delay=1, delays=1/0/0/0, dsn=2.0.0, status=deliverable (250 ok)',
    { kind: 'delivery', status: 'deliverable' },
  ],
];

const QUIET = [
  'postfix/smtp: mx.example.org[192.0.2.25]:25: subject_CN=mx.example.org, issuer=R3, cert fingerprint=AA:BB',
  'postfix/smtp: mx.example.org[192.0.2.25]:25: re-using session with untrusted certificate, look for details earlier in the log',
  'postfix/smtp: mx.example.org[192.0.2.25]:25: Matched DANE EE certificate at depth 0: 3 1 1 AABBCC',
  'postfix/smtp: mx.example.org[192.0.2.25]:25: depth=0 verify=1 subject=/CN=mx.example.org',
  'postfix/smtpd: unknown[192.0.2.1]: Issuing session ticket, key expiration: 1763600000',
  'postfix/smtpd: unknown[192.0.2.1]: Reusing old session (RFC 5077 session ticket)',
  'postfix/smtpd: TLS SNI www.example.com from unknown[192.0.2.1] not matched, using default chain',
  'postfix/smtpd: SSL3 alert read:fatal:unknown CA',
  'postfix/smtpd: subject=/CN=client.example.org',
  'postfix/smtp: TLSRPT: status=failure, domain=example.org, receiving_mx=mx.example.org[192.0.2.25], failure_type=certificate_expired',
  'postfix/smtp: TLSRPT: status=success, domain=example.org, receiving_mx=mx.example.org[192.0.2.25]',
  'postfix/smtp: host mx.example.org[192.0.2.25] offers SMTPUTF8 support, but not 8BITMIME',
  'postfix/smtp: mx.example.org[192.0.2.25]:25: replacing server reply "250-x" with "250-y"',
  'postfix/smtp: 4D2F1A: breaking line > 998 bytes with <CR><LF>SPACE',
  'postfix/smtp: skipping SRV lookup for _submission._tcp.example.org: Host not found',
  'postfix/bounce: 4D2F1A: not sending trace/success notification for double-bounce message',
  'postfix/smtpd: using backwards-compatible default setting smtputf8_enable=no to accept non-ASCII sender address "a@example.org" from unknown[192.0.2.1]',
  'postfix/trivial-rewrite: using backwards-compatible default setting append_dot_mydomain=yes to rewrite "foo" to "foo.example.com"',
  'postfix/master: /etc/postfix/master.cf: line 12: using backwards-compatible default setting chroot=y',
  'postfix/smtpd: mapping DSN status 5.1.1 into Sender status 5.1.0',
  'postfix/smtpd: ignoring DNS RR: example.org. 3600 IN A 192.0.2.1',
  'postfix/tlsmgr: exiting to reopen external entropy source /var/lib/postfix/prng_exch',
  'postfix/tlsmgr: open smtpd TLS cache btree:/var/lib/postfix/smtpd_scache',
  'postfix/postscreen: [192.0.2.1]:1234: replacing command "X" with "Y"',
  'postfix/postscreen: database lmdb:/var/lib/postfix/postscreen_cache.lmdb: pausing after MDB_READERS_FULL',
  'postfix/proxymap: table hash:/etc/postfix/virtual(0,lock|fold_fix) has changed -- restarting',
];

/** With `-v` in master.cf or debug_peer_list. */
const DEBUG = [
  'postfix/smtpd: >>> START Recipient address RESTRICTIONS <<<',
  'postfix/smtpd: report connect to all milters',
  'postfix/smtpd: fsspace: .: block size 4096, blocks free 19960002',
  'postfix/smtpd: 0000 15 03 01 00 02                                   .....',
  "postfix/trivial-rewrite: `local' `ann@example.com' -> `ann@example.com'",
  'postfix/trivial-rewrite: rewrite socket: wanted attribute: (list terminator)',
  'postfix/local: extension: null',
  'postfix/local: spool_uid/gid 65534/65534 chown_uid/gid 4294967295/4294967295',
  'postfix/cleanup: initial envelope A log_client_name=mail.example.org',
  'postfix/pickup: A15D22340D3: read T 1795592150 649631',
  'postfix/qmgr: C50422340C4: recipient limit 5000',
  'postfix/proxymap: allowlisting unix:passwd.byname from proxy_read_maps',
  'postfix/smtp: tls_proxy_client_param_print ret=12',
];

const ALL = [...TLS, ...SMTPD, ...CLEANUP, ...TROUBLE, ...OTHERS];
tells(ALL);
isQuiet([...QUIET, ...DEBUG]);
staysInside(
  [
    'postfix/smtpd',
    'postfix/smtp',
    'postfix/cleanup',
    'postfix/postscreen',
    'postfix/qmgr',
    'postfix/tlsmgr',
  ],
  [...ALL.map(([line]) => line), ...QUIET],
);
