/**
 * The names under which DNS knows addresses, the last part first:
 *
 *     192.0.2.10     10.2.0.192                       (RFC 5782 §2.1), in-addr.arpa (RFC 1035 §3.5)
 *     2001:db8::1    1.0.0.0. ... .8.b.d.0.1.0.0.2    (RFC 5782 §2.4), half bytes; ip6.arpa (RFC 3596 §2.5)
 */
import type { Address } from './address.ts';

/** What stands in front of a blocklist's zone. */
export function reverseName({ family, bytes }: Address): string {
  let name = '';
  for (let i = bytes.length - 1; i >= 0; i--) {
    const byte = bytes[i]!;
    name += family === 4 ? byte : `${HEX[byte & 15]}.${HEX[byte >> 4]}`;
    if (i > 0) name += '.';
  }
  return name;
}

/** Where the address's own name is to be found (PTR). */
export function arpaName(address: Address): string {
  return `${reverseName(address)}.${address.family === 4 ? 'in-addr' : 'ip6'}.arpa`;
}

const HEX = '0123456789abcdef';
