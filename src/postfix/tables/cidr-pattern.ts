/** A network as cidr tables and match lists have it (cidr_match.c): `192.0.2.0/24`, `[2001:db8::]/32`, `[::1]`, `[::1/128]`. */
import { ip4Number, parseAddress } from '../../net/address.ts';

/** An address as Postfix's inet_pton(3) reads it. */
export interface Ip {
  readonly family: 4 | 6;
  /** Numbers of 32 bits: one, or four. */
  readonly words: readonly number[];
}

export interface CidrPattern extends Ip {
  readonly prefix: number;
}

export type CidrWrong =
  | 'no-closing-bracket'
  | 'text-behind-bracket'
  | 'bad-mask'
  | 'mask-too-long'
  | 'bad-network'
  | 'host-bits'
  | 'bad-address';

export function parseIp(text: string): Ip | undefined {
  if (!text.includes(':')) {
    const word = ip4Number(text);
    return word < 0 ? undefined : { family: 4, words: [word] };
  }
  const address = parseAddress(text);
  if (address === undefined) return undefined;
  const view = new DataView(address.bytes.buffer, address.bytes.byteOffset, address.bytes.length);
  return { family: 6, words: [0, 4, 8, 12].map((at) => view.getUint32(at)) };
}

export function parseCidr(text: string): CidrPattern | { readonly wrong: CidrWrong } {
  let address = text;
  let mask: string | undefined;
  let searched = text;
  if (text.startsWith('[')) {
    const end = text.indexOf(']');
    if (end < 0) return { wrong: 'no-closing-bracket' };
    address = text.slice(1, end);
    const behind = text.slice(end + 1);
    if (behind.startsWith('/')) {
      mask = behind.slice(1);
      searched = '';
    } else if (behind !== '') return { wrong: 'text-behind-bracket' };
    else searched = address;
  }
  const slash = searched.indexOf('/');
  if (slash >= 0) {
    mask = searched.slice(slash + 1);
    address = searched.slice(0, slash);
  }
  const bits = address.includes(':') ? 128 : 32;
  if (mask !== undefined && !/^\d+$/.test(mask)) return { wrong: 'bad-mask' };
  const prefix = mask === undefined ? bits : Number(mask);
  if (prefix > bits) return { wrong: 'mask-too-long' };
  const ip = parseIp(address);
  if (ip === undefined) return { wrong: mask === undefined ? 'bad-address' : 'bad-network' };
  if (ip.words.some((word, i) => masked(word, prefix - 32 * i) !== word)) return { wrong: 'host-bits' };
  return { ...ip, prefix };
}

/** The first `bits` of a number of 32. */
export function masked(word: number, bits: number): number {
  if (bits >= 32) return word;
  return bits <= 0 ? 0 : (word & (-1 << (32 - bits))) >>> 0;
}

export function isWithin(ip: Ip, { family, words, prefix }: CidrPattern): boolean {
  if (ip.family !== family) return false;
  for (let i = 0; i < words.length; i++) if (masked(ip.words[i]!, prefix - 32 * i) !== words[i]) return false;
  return true;
}
