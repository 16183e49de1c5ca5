/** FTP servers' lines. */
import { isQuiet, isUnknown, staysInside, type Table, tells } from './told.ts';

const TABLE: Table = [
  [
    'vsftpd: [pid 27244] [ann] FAIL LOGIN: Client "::ffff:192.0.2.1"',
    { kind: 'loginFailure', service: 'vsftpd', account: 'ann', address: '192.0.2.1', attempts: 1 },
  ],
  ['vsftpd: [ann] FAIL LOGIN: Client "192.0.2.1"', { kind: 'loginFailure', address: '192.0.2.1' }],
  [
    'vsftpd: [pid 27307] [ann] OK LOGIN: Client "::ffff:192.0.2.1"',
    { kind: 'login', service: 'vsftpd', account: 'ann', address: '192.0.2.1' },
  ],
  [
    'vsftpd: [ftp] OK LOGIN: Client "2001:db8::1", anon password "a@"',
    { kind: 'login', address: '2001:db8::1' },
  ],
  [
    'vsftpd: [pid 15685] [www-data] FTP response: Client "192.0.2.1", "530 Permission denied."',
    { kind: 'loginFailure', account: 'www-data', attempts: 1 },
  ],
  // A name that looks like a line.
  [
    'vsftpd: [pid 1] [x] FAIL LOGIN: Client "203.0.113.9"] FAIL LOGIN: Client "192.0.2.1"',
    { kind: 'loginFailure', account: 'x] FAIL LOGIN: Client "203.0.113.9"', address: '192.0.2.1' },
  ],
  [
    'vsftpd: pam_unix(vsftpd:auth): authentication failure; logname= uid=0 euid=0 tty=ftp ruser=ann rhost=192.0.2.1  user=ann',
    { kind: 'loginFailure', service: 'vsftpd', account: 'ann', address: '192.0.2.1', attempts: 1 },
  ],
  [
    'vsftpd(pam_unix): authentication failure; logname= uid=0 euid=0 tty= ruser= rhost=192.0.2.1 user=ann',
    { kind: 'loginFailure', account: 'ann', address: '192.0.2.1', attempts: 1 },
  ],
  [
    'vsftpd: (pam_unix) authentication failure; logname= uid=0 euid=0 tty= ruser= rhost=192.0.2.1 ',
    { kind: 'loginFailure', account: '', address: '192.0.2.1' },
  ],
  [
    'vsftpd: PAM 2 more authentication failures; logname= uid=0 euid=0 tty=ftp ruser=ann rhost=192.0.2.1  user=ann',
    { kind: 'loginFailure', attempts: 2, account: 'ann' },
  ],
  [
    'proftpd: ftp.example.com (mail.example.net[::ffff:192.0.2.1]): USER ann (Login failed): Incorrect password.',
    {
      kind: 'loginFailure',
      service: 'proftpd',
      account: 'ann',
      address: '192.0.2.1',
      reason: 'Incorrect password.',
    },
  ],
  [
    'proftpd: ftp.example.com (mail.example.net[192.0.2.1]) - USER a@example.org: no such user found from mail.example.net [192.0.2.1] to 198.51.100.1:21',
    { kind: 'loginFailure', account: 'a@example.org', address: '192.0.2.1', reason: 'no such user' },
  ],
  [
    'proftpd: ftp.example.com (192.0.2.1[192.0.2.1]): USER ftp (x[203.0.113.9]): no such user found from 192.0.2.1 [192.0.2.1] to 198.51.100.1:21',
    { kind: 'loginFailure', account: 'ftp (x[203.0.113.9])', address: '192.0.2.1' },
  ],
  [
    'proftpd: ftp.example.com (mail.example.net[192.0.2.1]) - USER ann: Login successful.',
    { kind: 'login', account: 'ann', address: '192.0.2.1' },
  ],
  [
    'proftpd: ftp.example.com (mail.example.net[192.0.2.1]) - SECURITY VIOLATION: Root login attempted',
    { kind: 'loginFailure', account: 'root', attempts: 1 },
  ],
  [
    'proftpd: ftp.example.com (::ffff:192.0.2.1[::ffff:192.0.2.1]) - Maximum login attempts (3) exceeded',
    { kind: 'loginFailure', address: '192.0.2.1', attempts: 0 },
  ],
  [
    'proftpd: (pam_unix) authentication failure; logname= uid=0 euid=0 tty= ruser= rhost=192.0.2.1 user=ann',
    { kind: 'loginFailure', attempts: 0 },
  ],
  [
    'pure-ftpd: (?@192.0.2.1) [WARNING] Authentication failed for user [root]',
    { kind: 'loginFailure', service: 'pure-ftpd', account: 'root', address: '192.0.2.1', attempts: 1 },
  ],
  [
    'pure-ftpd: (?@192.0.2.1) [INFO] ann is now logged in',
    { kind: 'login', account: 'ann', address: '192.0.2.1' },
  ],
  ['pure-ftpd: (ann@192.0.2.1) [ERROR] Disk full', { kind: 'complaint', level: 'error', text: 'Disk full' }],
  ['wu-ftpd: failed login from mail.example.net [192.0.2.1]', { kind: 'loginFailure', address: '192.0.2.1' }],
  [
    'wu-ftpd: FTP LOGIN FROM mail.example.net [192.0.2.1], ann',
    { kind: 'login', account: 'ann', address: '192.0.2.1' },
  ],
  [
    'wu-ftpd: pam_unix(wu-ftpd:auth): authentication failure; logname= uid=0 euid=0 tty= ruser= rhost=192.0.2.1  user=ann',
    { kind: 'loginFailure', attempts: 0, account: 'ann' },
  ],
];

const QUIET = [
  'vsftpd: [pid 27245] CONNECT: Client "::ffff:192.0.2.1"',
  'vsftpd: [pid 2] [ann] OK UPLOAD: Client "192.0.2.1", "/a b", 12 bytes, 1.00Kbyte/sec',
  'vsftpd: [pid 2] [ann] FTP command: Client "192.0.2.1", "USER x] FAIL LOGIN: Client "203.0.113.9"',
  'vsftpd: pam_unix(vsftpd:auth): check pass; user unknown',
  'vsftpd(pam_unix): check pass; user unknown',
  'vsftpd: pam_mysql - SELECT returned no result.',
  'proftpd: ftp.example.com (mail.example.net[192.0.2.1]) - FTP session opened.',
  'pure-ftpd: (?@192.0.2.1) [INFO] New connection from 192.0.2.1',
  'wu-ftpd: FTP session closed',
];

const UNKNOWN = ['vsftpd: ', 'vsftpd: nothing known', 'proftpd: nothing known', 'pure-ftpd: x', 'wu-ftpd: y'];

tells(TABLE);
isQuiet(QUIET);
isUnknown(UNKNOWN);
staysInside(['vsftpd', 'proftpd', 'pure-ftpd', 'wu-ftpd'], [...TABLE.map(([line]) => line), ...QUIET]);
