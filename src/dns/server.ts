/** A name server's address as people write it. */
import { isIP, isIPv6 } from 'node:net';

export interface Server {
  /** IPv4, or IPv6 without brackets; `fe80::1%eth0` names its interface. */
  readonly address: string;
  readonly port: number;
}

export const DNS_PORT = 53;

/** `192.0.2.53`, `192.0.2.53:5353`, `2001:db8::53`, `[2001:db8::53]:5353`. undefined: it is none of them. */
export function parseServer(text: string): Server | undefined {
  const bare = text.trim();
  if (isIP(bare) !== 0) return { address: bare, port: DNS_PORT };
  const [, six, four, digits] = /^(?:\[([^\]]+)\]|([^:[\]]+))(?::(\d{1,5}))?$/.exec(bare) ?? [];
  const address = six ?? four;
  if (address === undefined || isIP(address) !== (six === undefined ? 4 : 6)) return undefined;
  const port = digits === undefined ? DNS_PORT : Number(digits);
  return port >= 1 && port <= 65_535 ? { address, port } : undefined;
}

/** The same the other way: the port where it is not 53. */
export function serverText({ address, port }: Server): string {
  if (port === DNS_PORT) return address;
  return isIPv6(address) ? `[${address}]:${port}` : `${address}:${port}`;
}
