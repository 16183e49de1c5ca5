/** Addresses and networks as people write them, who do not know how SPF wants them: what they mean. */
import { isIPv6 } from 'node:net';
import { ip4Number, parseAddress } from '../net/address.ts';

/** Networks that a range is taken apart to, at most. */
const MOST_NETWORKS = 8;

/**
 * `192.0.2/24`, `192.0.2.*`, `192.0.2.1-192.0.2.9`, `192.0.2.0/255.255.255.0`, `[2001:db8::1]`, `192.000.002.001`,
 * `192.0.2.1:25` as terms: `ip4:192.0.2.0/24`. undefined: nobody can tell.
 */
export function meantNetworks(text: string): readonly string[] | undefined {
  const bare = text.replace(/^\[(?:ipv6:)?(.*)\]$/i, '$1').replace(/^\[(?:ipv6:)?(.*)\](?=\/)/i, '$1');
  return rangeOf(bare) ?? one(four(bare) ?? six(bare));
}

function one(term: string | undefined): readonly string[] | undefined {
  return term === undefined ? undefined : [term];
}

function six(text: string): string | undefined {
  const [, address = '', length] = /^([\da-f:.]+)(?:\/(\d+))?$/i.exec(text) ?? [];
  if (!isIPv6(address)) return undefined;
  return length === undefined ? `ip6:${address}` : within('ip6', address, Number(length), 128);
}

function four(text: string): string | undefined {
  const parts = /^(\d{1,3}(?:\.(?:\d{1,3}|\*|x))*\.?)(?::\d+)?(?:\/([\d.]+))?$/i.exec(text);
  if (parts === null) return undefined;
  const written = parts[1]!.replace(/\.$/, '').split('.');
  const octets = written.filter((part) => /^\d+$/.test(part)).map(Number);
  // An asterisk is the end of what is known, and only a number behind it would be more.
  if (written.slice(octets.length).some((part) => /^\d+$/.test(part))) return undefined;
  if (written.length > 4 || octets.some((octet) => octet > 255)) return undefined;
  // A number alone is no network.
  if (octets.length < 2 && written.length < 4) return undefined;
  const address = [...octets, 0, 0, 0, 0].slice(0, 4).join('.');
  const length = parts[2];
  if (length === undefined)
    return octets.length === 4 ? `ip4:${address}` : `ip4:${address}/${8 * octets.length}`;
  const prefix = length.includes('.') ? prefixOfMask(length) : Number(length);
  return prefix === undefined ? undefined : within('ip4', address, prefix, 32);
}

function within(kind: string, address: string, prefix: number, most: number): string | undefined {
  if (prefix > most) return undefined;
  return prefix === most ? `${kind}:${address}` : `${kind}:${address}/${prefix}`;
}

/** `255.255.255.0`: 24. */
function prefixOfMask(mask: string): number | undefined {
  const number = ip4Number(mask);
  if (number < 0) return undefined;
  for (let prefix = 0; prefix <= 32; prefix++) if (number === 2 ** 32 - 2 ** (32 - prefix)) return prefix;
  return undefined;
}

/** `192.0.2.1-192.0.2.9`, or `192.0.2.1-9`: the networks that it is made of. */
function rangeOf(text: string): readonly string[] | undefined {
  const [, from = '', to = ''] = /^(\d+(?:\.\d+){3})-(\d+(?:\.\d+){0,3})$/.exec(text) ?? [];
  if (parseAddress(from) === undefined) return undefined;
  const first = ip4Number(from);
  const last = to.includes('.') ? ip4Number(to) : first - (first % 256) + Number(to);
  if (last < first || last >= 2 ** 32 || (!to.includes('.') && Number(to) > 255)) return undefined;
  const terms: string[] = [];
  for (let at = first; at <= last; ) {
    let size = 1;
    while (at % (size * 2) === 0 && at + size * 2 - 1 <= last) size *= 2;
    terms.push(
      within(
        'ip4',
        [24, 16, 8, 0].map((bits) => Math.floor(at / 2 ** bits) % 256).join('.'),
        32 - Math.log2(size),
        32,
      )!,
    );
    if (terms.length > MOST_NETWORKS) return undefined;
    at += size;
  }
  return terms;
}
