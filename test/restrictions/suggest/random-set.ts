/** Random sets of restrictions, with random health of the lists that they ask. */
import type { HealthStatus } from '../../../src/dnsbl/health.ts';
import type { Given } from './suggested.ts';

/** mulberry32 */
export function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const OWN = [
  ...['check_client_access hash:/etc/postfix/allow', 'check_sender_access hash:/etc/postfix/deny'],
  ...['check_recipient_access inline:{{postmaster@ = OK}}', 'check_client_access static:DUNNO'],
  ...['check_policy_service unix:private/policyd-spf', 'check_policy_service inet:127.0.0.1:10023'],
  ...['check_policy_service { inet:127.0.0.1:9999, timeout=10s }', 'strict', '$my_permits', '$(my_lists)'],
  ...['permit_dnswl_client list.dnswl.org=127.0.[2..9].[1..3]', 'reject_unverified_recipient'],
  ...['reject_sender_login_mismatch', 'reject_unlisted_recipient', 'hash:/etc/postfix/unreadable'],
  ...[
    'permit_tls_all_clientcerts',
    'reject_rbl_client bl.own.example',
    'reject_rhsbl_sender rhs.own.example',
  ],
];
const OTHERS = [
  ...[
    'permit_mynetworks',
    'permit_sasl_authenticated',
    'reject_unauth_destination',
    'defer_unauth_destination',
  ],
  ...['reject_unknown_client', 'reject_unknown_client_hostname', 'reject_unknown_reverse_client_hostname'],
  ...['reject_invalid_hostname', 'reject_non_fqdn_helo_hostname', 'reject_unknown_helo_hostname'],
  ...[
    'reject_non_fqdn_sender',
    'reject_unknown_sender_domain',
    'reject_unauth_pipelining',
    'reject_maps_rbl',
  ],
  ...['permit', 'reject', 'PERMIT_MYNETWORKS', 'Reject_Unauth_Destination'],
];
const ZONES = [
  ...[
    'zen.spamhaus.org',
    'sbl.spamhaus.org',
    'xbl.spamhaus.org=127.0.0.4',
    'cbl.abuseat.org',
    'pbl.spamhaus.org',
  ],
  ...['bl.spamcop.net', 'psbl.surriel.com=127.0.0.2', 'list.dsbl.org', 'cn-kr.blackholes.us', 'all.rbl.jp'],
  ...['dnsbl-3.uceprotect.net', 'ips.backscatterer.org', 'dbl.spamhaus.org', 'zen.spamhaus.org=127.0.1.2'],
  ...['zen.spamhaus.orgg', 'dnsbl.sorbs.net', 'hostkarma.junkemailfilter.com', 'b.barracudacentral.org'],
  'abcdefghijklmnopqrstuvwx12.zen.dq.spamhaus.net=127.0.0.[2..11]',
];
const ASKS = [
  'reject_rbl_client',
  'reject_rbl_client',
  'reject_rbl',
  'reject_rhsbl_sender',
  'reject_rhsbl_helo',
];
const STATUSES: readonly HealthStatus[] = [
  ...(['healthy', 'healthy', 'healthy', 'lists-everything', 'refuses-queries', 'no-test-entry'] as const),
  ...(['dead', 'unreachable', 'unknown'] as const),
];

export function given(seed: number): Given {
  const random = randomOf(seed);
  const one = <T>(of: readonly T[]): T => of[Math.floor(random() * of.length)]!;
  const list = (most: number): string => {
    const items = Array.from({ length: Math.floor(random() * most) }, () => {
      const kind = random();
      const text = kind < 0.3 ? one(OWN) : kind < 0.65 ? one(OTHERS) : `${one(ASKS)} ${one(ZONES)}`;
      return random() < 0.1 ? `warn_if_reject ${text}` : text;
    });
    return items.join(one([', ', ' ', ',\n    ']));
  };
  const maybe = (name: string, most: number): string => (random() < 0.5 ? `${name} = ${list(most)}\n` : '');
  const tail =
    random() < 0.5 ? 'permit_mynetworks, permit_sasl_authenticated, reject_unauth_destination, ' : '';
  const main = `mynetworks = 127.0.0.0/8
my_permits = permit_mynetworks, permit_sasl_authenticated
my_lists = reject_rbl_client list.dsbl.org, reject_rbl_client bl.own.example
smtpd_restriction_classes = strict
strict = reject_unknown_client, reject_rbl_client ${one(ZONES)}
maps_rbl_domains = list.dsbl.org, bl.own.example
${random() < 0.5 ? 'smtpd_sasl_auth_enable = yes\n' : ''}${maybe('smtpd_relay_restrictions', 5)}${maybe('smtpd_client_restrictions', 5)}${maybe('smtpd_helo_restrictions', 4)}${maybe('smtpd_sender_restrictions', 5)}${maybe('smtpd_data_restrictions', 3)}${random() < 0.85 ? `smtpd_recipient_restrictions = ${tail}${list(12)}\n` : ''}`;
  const zones = [...ZONES.map((zone) => zone.split('=', 1)[0]!), 'bl.own.example', 'rhs.own.example'];
  return {
    main,
    files: { '/etc/postfix/allow': '192.0.2.7 OK\n', '/etc/postfix/deny': 'bad.example REJECT no\n' },
    ...(random() < 0.7 && { health: Object.fromEntries(zones.map((zone) => [zone, one(STATUSES)])) }),
    tried: random() < 0.5,
    ...(random() < 0.3 && { services: 'submission inet n - y - - smtpd\n -o smtpd_sasl_auth_enable=yes\n' }),
  };
}
