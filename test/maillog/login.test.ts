/** Courier, Cyrus, the University of Washington's imapd, Roundcube, Webmin. */
import { isQuiet, isUnknown, staysInside, type Table, tells } from './told.ts';

const TABLE: Table = [
  [
    'imapd: LOGIN, user=ann@example.com, ip=[::ffff:192.0.2.1], port=[4321], protocol=IMAP',
    { kind: 'login', service: 'imap', account: 'ann@example.com', address: '192.0.2.1' },
  ],
  [
    'pop3d: LOGIN FAILED, user=ann, ip=[::ffff:192.0.2.1]',
    { kind: 'loginFailure', service: 'pop3', account: 'ann', address: '192.0.2.1', attempts: 1 },
  ],
  [
    'imapd-ssl: LOGIN FAILED, method=PLAIN, ip=[192.0.2.1]',
    { kind: 'loginFailure', service: 'imap', account: '' },
  ],
  [
    'imapd: LOGIN FAILED, user=a, ip=[203.0.113.9], ip=[::ffff:192.0.2.1], port=[4321]',
    { kind: 'loginFailure', account: 'a, ip=[203.0.113.9]', address: '192.0.2.1' },
  ],
  [
    'imapd: Login failed user=ann auth=ann host=mail.example.net [192.0.2.1]',
    { kind: 'loginFailure', account: 'ann', address: '192.0.2.1' },
  ],
  ['imapd: Login user=ann host=mail.example.net [192.0.2.1]', { kind: 'login', account: 'ann' }],
  ['imapd: authdaemon: s_connect() failed: No such file or directory', { kind: 'complaint', level: 'error' }],
  ['imapd: authentication error: No such file or directory', { kind: 'complaint', level: 'error' }],
  [
    'imapd-ssl: ip=[::ffff:192.0.2.1], couriertls: accept: error:1408F10B:SSL routines',
    { kind: 'tlsFailure', address: '192.0.2.1' },
  ],
  [
    'imapd: badlogin: mail.example.net [192.0.2.1] CRAM-MD5 [SASL(-13): authentication failure: incorrect digest response]',
    {
      kind: 'loginFailure',
      service: 'imapd',
      account: '',
      address: '192.0.2.1',
      reason: '[SASL(-13): authentication failure: incorrect digest response]',
    },
  ],
  [
    'cyrus/imaps: badlogin: mail.example.net [192.0.2.1] plaintext ann SASL(-13): authentication failure: checkpass failed',
    {
      kind: 'loginFailure',
      service: 'imaps',
      account: 'ann',
      address: '192.0.2.1',
      reason: 'SASL(-13): authentication failure: checkpass failed',
    },
  ],
  [
    'imap: badlogin: [192.0.2.1] plain [SASL(-13): authentication failure: Password verification failed]',
    { kind: 'loginFailure', service: 'imap', address: '192.0.2.1' },
  ],
  [
    'cyrus/imap: login: mail.example.net [192.0.2.1] ann plaintext+TLS User logged in SESSIONID=<x>',
    { kind: 'login', account: 'ann', address: '192.0.2.1' },
  ],
  [
    'cyrus/lmtpunix: Delivered: <a@example.org> to mailbox: user.ann.Junk',
    {
      kind: 'mailbox',
      account: 'ann',
      messageId: 'a@example.org',
      action: 'saved',
      mailbox: 'user.ann.Junk',
    },
  ],
  [
    "cyrus/master: cannot find executable for service 'sieve'",
    { kind: 'complaint', level: 'error', text: "cannot find executable for service 'sieve'" },
  ],
  ['cyrus/master: exiting', { kind: 'service', what: 'stopped' }],
  ['cyrus/imaps: imaps TLS negotiation failed: mail.example.net [192.0.2.1]', { kind: 'tlsFailure' }],
  [
    'roundcube: IMAP Error: Login failed for ann@example.com from 192.0.2.1',
    {
      kind: 'loginFailure',
      service: 'roundcube',
      account: 'ann@example.com',
      address: '192.0.2.1',
      attempts: 1,
    },
  ],
  [
    'roundcube: <a1b2> IMAP Error: Login failed for ann against localhost from 192.0.2.1(X-Real-IP: 203.0.113.9). AUTHENTICATE PLAIN: A0001 NO Login failed. in /usr/share/roundcube/rcube_imap.php on line 205 (POST /?_task=login)',
    { kind: 'loginFailure', account: 'ann', address: '192.0.2.1' },
  ],
  [
    'roundcube: IMAP Error: Login failed for admin from 203.0.113.9 from 192.0.2.1. AUTHENTICATE PLAIN: A0002 NO Login failed. user=admin from 203.0.113.9 in /usr/share/roundcube/rcube_imap.php on line 205',
    { kind: 'loginFailure', account: 'admin from 203.0.113.9', address: '192.0.2.1' },
  ],
  ['roundcube: Failed login for ann from 192.0.2.1 in session x (error: 0)', { kind: 'loginFailure' }],
  [
    'roundcube: Successful login for ann (ID: 2) from 192.0.2.1 in session x',
    { kind: 'login', account: 'ann', address: '192.0.2.1' },
  ],
  ['roundcube: <x> DB Error: [2002] refused', { kind: 'complaint', level: 'error' }],
  [
    'webmin: Invalid login as root from 192.0.2.1',
    { kind: 'loginFailure', service: 'webmin', account: 'root', address: '192.0.2.1', attempts: 1 },
  ],
  ['webmin: Non-existent login as bob from 192.0.2.1', { kind: 'loginFailure', account: 'bob' }],
  [
    'usermin: Successful login as ann from 2001:db8::1',
    { kind: 'login', service: 'usermin', address: '2001:db8::1' },
  ],
  [
    'webmin: pam_unix(webmin:auth): authentication failure; logname= uid=0 euid=0 tty=1 ruser= rhost=192.0.2.1  user=root',
    { kind: 'loginFailure', attempts: 0 },
  ],
];

const QUIET = [
  'imapd: Connection, ip=[::ffff:192.0.2.1]',
  'imapd: LOGOUT, user=ann, ip=[::ffff:192.0.2.1], headers=0, body=0, rcvd=1, sent=2, time=0',
  'imapd: LOGOUT, ip=[::ffff:192.0.2.1], rcvd=1, sent=2',
  'imapd: LOGIN: DEBUG: ip=[192.0.2.1], password=secret',
  'authdaemond: modules="authpam", daemons=5',
  'authdaemond: Installing libauthpam',
  'authdaemond: Installation complete: authpam',
  'cyrus/ctl_cyrusdb: skiplist: clean shutdown file missing, updating recovery stamp',
  'cyrus/ctl_cyrusdb: recovering cyrus databases',
  'cyrus/ctl_cyrusdb: done recovering cyrus databases',
  'cyrus/cyr_expire: Expired 1 and expunged 2 out of 3 messages from 4 mailboxes',
  'cyrus/cyr_expire: duplicate_prune: pruning back 3 days',
  'webmin: Timeout of session for root',
];

tells(TABLE);
isQuiet(QUIET);
isUnknown(['imapd: ', 'cyrus/imaps: nothing known', 'roundcube: nothing known', 'webmin: nothing known']);
staysInside(
  ['imapd', 'pop3d-ssl', 'cyrus/imaps', 'cyrus/master', 'roundcube', 'webmin', 'authdaemond'],
  [...TABLE.map(([line]) => line), ...QUIET],
);
