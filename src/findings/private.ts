/** Addresses of this host and of its own networks, which may send without a login. */
import { parseNetwork } from '../net/network.ts';
import { NetworkSet } from '../net/network-set.ts';

const OWN = new NetworkSet(
  [
    ...['127.0.0.0/8', '::1'],
    // RFC 1918, RFC 3927.
    ...['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '169.254.0.0/16'],
    // RFC 4193; RFC 4291 §2.5.6.
    ...['fc00::/7', 'fe80::/10'],
  ].map((text) => parseNetwork(text)!),
);

/** @param address "" is a program of this host */
export function isPrivate(address: string): boolean {
  if (address === '') return true;
  // fe80::1%eth0: behind the sign is an interface.
  const sign = address.indexOf('%');
  return OWN.hasText(sign < 0 ? address : address.slice(0, sign));
}
