/**
 * IP addresses as bytes, from text and back. Parsing is strict: four decimal numbers without leading zeros, or IPv6 as
 * RFC 4291 §2.2 writes it; no brackets, no interface behind `%`. `ipaddr.js` reads IPv6 and prints it as RFC 5952 says.
 */
import { isIPv6 } from 'node:net';
import ipaddr from 'ipaddr.js';

export interface Address {
  readonly family: 4 | 6;
  /** 4 or 16, the highest first. */
  readonly bytes: Uint8Array;
}

/** undefined: it is no address. */
export function parseAddress(text: string): Address | undefined {
  const four = ip4Number(text);
  if (four >= 0) return { family: 4, bytes: Uint8Array.of(four >>> 24, four >>> 16, four >>> 8, four) };
  if (text.length > 45 || !isIPv6(text) || text.includes('%')) return undefined;
  return { family: 6, bytes: Uint8Array.from(ipaddr.IPv6.parse(text).toByteArray()) };
}

/** RFC 5952: lower case, the longest run of zeros as `::`; an IPv4 address inside IPv6 as `::ffff:192.0.2.1` (§5). */
export function formatAddress({ family, bytes }: Address): string {
  if (family === 4) return bytes.join('.');
  const mapped = mappedIp4(bytes);
  return mapped === undefined ? ipaddr.fromByteArray([...bytes]).toString() : `::ffff:${mapped.join('.')}`;
}

/** An IPv4 address in IPv6 clothes (RFC 4291 §2.5.5.2) as what it is; any other as it stands. */
export function plainOf(address: Address): Address {
  const mapped = address.family === 6 ? mappedIp4(address.bytes) : undefined;
  return mapped === undefined ? address : { family: 4, bytes: mapped };
}

function mappedIp4(bytes: Uint8Array): Uint8Array | undefined {
  for (let i = 0; i < 10; i++) if (bytes[i] !== 0) return undefined;
  return bytes[10] === 0xff && bytes[11] === 0xff ? bytes.subarray(12) : undefined;
}

/** `192.0.2.1` as 0 to 2^32 - 1; -1: it is none. Without garbage, since each client of a log comes through here. */
export function ip4Number(text: string): number {
  if (text.length < 7 || text.length > 15) return -1;
  let value = 0;
  let part = -1;
  let dots = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 46) {
      if (part < 0 || ++dots > 3) return -1;
      value = value * 256 + part;
      part = -1;
      continue;
    }
    const digit = code - 48;
    // No number begins with a 0 but 0 itself: elsewhere it would be octal.
    if (digit < 0 || digit > 9 || part === 0) return -1;
    part = part < 0 ? digit : part * 10 + digit;
    if (part > 255) return -1;
  }
  return dots === 3 && part >= 0 ? value * 256 + part : -1;
}
