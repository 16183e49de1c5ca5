/** saslauthd's lines. */
import { isQuiet, isUnknown, staysInside, type Table, tells } from './told.ts';

const TABLE: Table = [
  [
    'saslauthd: do_auth         : auth failure: [user=ann] [service=smtp] [realm=example.com] [mech=pam] [reason=PAM auth error]',
    {
      kind: 'loginFailure',
      service: 'smtp',
      account: 'ann',
      address: '',
      attempts: 0,
      reason: 'PAM auth error',
    },
  ],
  [
    'saslauthd: do_auth         : auth failure: [user=a] [service=x] [service=imap] [realm=] [mech=shadow] [reason=Unknown]',
    { kind: 'loginFailure', service: 'imap', account: 'a] [service=x' },
  ],
  [
    'saslauthd: pam_unix(smtp:auth): authentication failure; logname= uid=0 euid=0 tty= ruser= rhost=  user=ann',
    { kind: 'loginFailure', service: 'smtp', account: 'ann', address: '', attempts: 0 },
  ],
  [
    'saslauthd: auth_zimbra: ann@example.com auth failed: authentication failed for [ann@example.com]',
    { kind: 'loginFailure', account: 'ann@example.com', attempts: 0 },
  ],
  ['saslauthd: auth_zimbra: ann@example.com auth OK', { kind: 'login', account: 'ann@example.com' }],
  [
    'saslauthd: Authentication failed for ann/example.com: Bind to ldap server failed (invalid user/password) (-7)',
    { kind: 'loginFailure', account: 'ann/example.com' },
  ],
  ['saslauthd: server_exit     : master exited: 1234', { kind: 'service', what: 'stopped' }],
  ['saslauthd: detach_tty      : master pid is: 1234', { kind: 'service', what: 'started' }],
  ['saslauthd: auth_rimap: unexpected response to auth request', { kind: 'complaint', level: 'warning' }],
];

const QUIET = [
  'saslauthd: pam_unix(smtp:auth): check pass; user unknown',
  'saslauthd: DEBUG: auth_pam: pam_authenticate failed: Authentication failure',
  "saslauthd: zmauth: authenticating against elected url 'https://mail.example.com/' ...",
  "saslauthd: zmpost: url='https://mail.example.com/' returned buffer->data='secret'",
  'saslauthd: ipc_init        : listening on socket: /run/saslauthd/mux',
];

tells(TABLE);
isQuiet(QUIET);
isUnknown(['saslauthd: ', 'saslauthd: nothing known']);
staysInside(['saslauthd'], [...TABLE.map(([line]) => line), ...QUIET]);
