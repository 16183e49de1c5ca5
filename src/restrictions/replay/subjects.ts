/**
 * What of an attempt each restriction looks at, of what a log tells: attempts that agree in that are alike to it.
 *
 *     C   the client's address and name      S   envelope sender, D   its domain       A   account
 *     H   HELO name                          R   recipient,       E   its domain
 *
 * The rest (encryption, certificates, sizes) a log does not tell, so it is the same in all.
 */

const CLIENT = ['permit_mynetworks', 'permit_inet_interfaces', 'reject_unknown_client_hostname'];
const OLD_CLIENT = ['reject_unknown_client', 'reject_unknown_reverse_client_hostname', 'reject_maps_rbl'];
const LISTS = ['reject_rbl_client', 'reject_rbl', 'reject_rhsbl_client', 'reject_rhsbl_reverse_client'];
const HELO = [
  'reject_invalid_helo_hostname',
  'reject_non_fqdn_helo_hostname',
  'reject_unknown_helo_hostname',
];
const OLD_HELO = ['reject_invalid_hostname', 'reject_non_fqdn_hostname', 'reject_unknown_hostname'];
const SENDER = ['reject_non_fqdn_sender', 'reject_unknown_sender_domain', 'reject_unknown_address'];
const RECIPIENT = ['reject_non_fqdn_recipient', 'reject_unknown_recipient_domain'];
const RELAY = ['permit_auth_destination', 'reject_unauth_destination', 'defer_unauth_destination'];
const LOGINS = ['authenticated', 'unauthenticated', 'known'];

const servers = (what: string): string[] =>
  ['ns', 'mx', 'a'].map((record) => `check_${what}_${record}_access`);

const ABOUT: Readonly<Record<string, readonly string[]>> = {
  // Of sessions, and what is the same for everybody.
  '': [
    ...['permit', 'reject', 'defer', 'defer_if_permit', 'defer_if_reject', 'sleep', 'check_policy_service'],
    ...['reject_plaintext_session', 'reject_unauth_pipelining', 'permit_tls_all_clientcerts'],
    ...['permit_tls_clientcerts', 'check_ccert_access', 'check_etrn_access'],
  ],
  C: [
    ...[...CLIENT, ...OLD_CLIENT, ...LISTS],
    ...['check_client_access', 'check_reverse_client_hostname_access'],
    ...[...servers('client'), ...servers('reverse_client_hostname')],
  ],
  H: [
    ...[...HELO, ...OLD_HELO, 'permit_naked_ip_address', 'reject_rhsbl_helo', 'check_helo_access'],
    ...servers('helo'),
  ],
  S: ['reject_unverified_sender', 'reject_unlisted_sender', 'check_sender_access'],
  D: [...SENDER, 'reject_rhsbl_sender', 'reject_multi_recipient_bounce', ...servers('sender')],
  R: [
    'reject_unverified_recipient',
    'reject_unlisted_recipient',
    'check_recipient_maps',
    'check_recipient_access',
  ],
  E: [...RECIPIENT, ...RELAY, 'permit_mx_backup', 'reject_rhsbl_recipient', ...servers('recipient')],
  // Lists of good clients never let mail through that is not for us.
  CE: ['check_relay_domains', 'permit_dnswl_client', 'permit_rhswl_client'],
  A: ['permit_sasl_authenticated', 'check_sasl_access'],
  SA: LOGINS.map((of) => `reject_${of}_sender_login_mismatch`),
};

const SUBJECTS: ReadonlyMap<string, string> = new Map(
  Object.entries(ABOUT).flatMap(([letters, names]) => names.map((name) => [name, letters] as const)),
);

/**
 * The part of an address that restrictions about its domain see: of what is written plainly only the domain, since nothing
 * before the `@` leads elsewhere (`user%other.example@example.com`).
 */
export function domainPart(address: string): string {
  const at = address.lastIndexOf('@');
  for (let i = 0; i < at; i++) {
    const code = address.charCodeAt(i);
    const plain =
      (code >= 97 && code <= 122) || (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || code === DOT;
    if (!plain && !MORE_PLAIN.includes(address[i]!)) return address;
  }
  return at > 0 ? address.slice(at) : address;
}

const DOT = 46;
const MORE_PLAIN = '-_+=';

/** @returns its letters; undefined: nobody has said so, it may look at everything */
export function subjectsOf(restriction: string): string | undefined {
  return SUBJECTS.get(restriction);
}

/** Restrictions whose ways, where something is not known, differ in nothing but names: one of them tells of all. */
const PLAIN =
  /^(?:reject_(?:rbl|rhsbl)|permit_(?:dnswl|rhswl|sasl|tls)|check_policy_service$|reject_(?:unknown_(?:sender|recipient)|plaintext|unauth_pipelining))/;

export function isPlain(restriction: string): boolean {
  return PLAIN.test(restriction);
}

/** Refuses by what a list says of the client's address, and looks at nothing else. */
export function asksAboutClients(restriction: string): boolean {
  return restriction === 'reject_rbl_client' || restriction === 'reject_rbl';
}
