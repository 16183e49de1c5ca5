/**
 * Postfix goes on without TLS when it cannot read its certificate or key (tls_certkey.c, tls_server.c): mail
 * programs that insist on TLS can no longer log in, other servers deliver in the clear.
 */
import type { Complaint } from '../maillog/event.ts';

const SIGNS = [
  'disabling TLS support',
  'TLS support disabled',
  "TLS won't be enabled",
  'cannot get RSA certificate from file',
  'cannot get RSA private key from file',
  'error loading chain from',
  'error loading private keys and certificates from',
  'No server certs available',
];

export function disablesTls(event: Complaint): boolean {
  return SIGNS.some((sign) => event.text.includes(sign));
}
