/** Addresses of this host and of its own networks (RFC 1918, RFC 4193), which may send without a login. */
import { isLoopback } from '../maillog/correlate/message.ts';

const OWN = /^(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|169\.254\.|f[cd][0-9a-f]{2}:|fe80:)/i;

export function isPrivate(address: string): boolean {
  return address === '' || isLoopback(address) || OWN.test(address);
}
