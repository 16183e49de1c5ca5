/** Networks as people and Postfix write them: `192.0.2.0/24`, `2001:db8::/32`, `[2001:db8::]/32`, or an address alone. */
import { type Address, formatAddress, parseAddress } from './address.ts';

export interface Network {
  /** Its first address: the bits behind the prefix are zero. */
  readonly first: Address;
  readonly prefix: number;
}

export interface ReadNetwork extends Network {
  /** Bits behind the prefix were set, as in 192.0.2.1/24: Postfix refuses such a network (cidr_table(5)). */
  readonly hasHostBits: boolean;
}

/** undefined: it is no network. */
export function parseNetwork(text: string): ReadNetwork | undefined {
  const [, bracketed, bare, digits] = /^(?:\[([^\]]*)\]|([^/[\]]*))(?:\/(0|[1-9]\d{0,2}))?$/.exec(text) ?? [];
  const address = parseAddress(bracketed ?? bare ?? '');
  if (address === undefined) return undefined;
  const prefix = digits === undefined ? address.bytes.length * 8 : Number(digits);
  if (prefix > address.bytes.length * 8) return undefined;
  const first = networkOf(address, prefix).first;
  return { first, prefix, hasHostBits: first.bytes.some((byte, index) => byte !== address.bytes[index]) };
}

/** The network of `prefix` bits in which the address is: an IPv6 client is its /64. */
export function networkOf(address: Address, prefix: number): Network {
  const bytes = address.bytes.map((byte, index) => byte & maskByte(prefix, index));
  return { first: { family: address.family, bytes }, prefix };
}

export function lastOf({ first, prefix }: Network): Address {
  return {
    family: first.family,
    bytes: first.bytes.map((byte, index) => byte | (~maskByte(prefix, index) & 0xff)),
  };
}

function maskByte(prefix: number, index: number): number {
  const bits = Math.min(8, Math.max(0, prefix - 8 * index));
  return (0xff << (8 - bits)) & 0xff;
}

/** `192.0.2.0/24`; an address alone where nothing lies beside it. */
export function formatNetwork({ first, prefix }: Network): string {
  const text = formatAddress(first);
  return prefix === first.bytes.length * 8 ? text : `${text}/${prefix}`;
}
