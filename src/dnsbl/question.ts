/**
 * What can be looked up, and under which name it is asked (RFC 5782 §2.1, §2.4, §3):
 *
 *     192.0.2.10          10.2.0.192.ZONE
 *     2001:db8::1         1.0.0.0. ... .8.b.d.0.1.0.0.2.ZONE, 32 half bytes, the last first
 *     spam.example        spam.example.ZONE
 */
import { isIP } from 'node:net';
import { domainToASCII } from 'node:url';
import ipaddr from 'ipaddr.js';
import { reverseName } from '../net/reverse.ts';
import type { Zone } from './zone.ts';

export type SubjectKind = 'ip4' | 'ip6' | 'domain';

export interface Subject {
  /** In its one spelling: lower case, IPv6 shortened, a domain in ASCII. */
  readonly text: string;
  readonly kind: SubjectKind;
  /** What stands before the zone in a question. */
  readonly label: string;
  /** An address of a network that no list knows anything of. */
  readonly private: boolean;
}

/** Networks that no list knows anything of. 127.0.0.0/8 is not among them: the test entries of lists are there. */
const UNLISTED = new Set([
  ...['private', 'linkLocal', 'uniqueLocal', 'carrierGradeNat', 'unspecified', 'multicast', 'broadcast'],
]);

/** An IPv4 address written as IPv6 stays IPv6: RFC 5782 §5 has test entries like that. */
export function subjectOf(text: string): Subject | undefined {
  const kind = isIP(text);
  if (kind === 4) {
    const label = text.split('.').reverse().join('.');
    return { text, kind: 'ip4', label, private: UNLISTED.has(ipaddr.IPv4.parse(text).range()) };
  }
  if (kind === 6) {
    const address = ipaddr.IPv6.parse(text);
    return {
      text: address.toString(),
      kind: 'ip6',
      label: reverseName({ family: 6, bytes: Uint8Array.from(address.toByteArray()) }),
      private: UNLISTED.has(address.range()) || address.range() === 'loopback',
    };
  }
  const name = domainOf(text);
  return name === undefined ? undefined : { text: name, kind: 'domain', label: name, private: false };
}

/**
 * What a person writes: brackets and a last dot are dropped, an IPv4 address in IPv6 clothes is asked as IPv4, as
 * Postfix logs it. undefined: neither an address nor a domain.
 */
export function readSubject(text: string): Subject | undefined {
  const bare = halfWidth(text)
    .trim()
    .replace(/^\[(?:ipv6:)?(.*)\]$/i, '$1')
    .replace(/\.$/, '');
  if (isIP(bare) !== 6) return bare.includes('.') || isIP(bare) !== 0 ? subjectOf(bare) : undefined;
  if (bare.includes('%')) return undefined;
  const address = ipaddr.IPv6.parse(bare);
  return subjectOf(address.isIPv4MappedAddress() ? address.toIPv4Address().toString() : bare);
}

/** As it comes from a Japanese keyboard: ２０３．０．１１３．５, ｅｘａｍｐｌｅ。ｊｐ. */
function halfWidth(text: string): string {
  return /[\u3000-\u3002\uff00-\uffef]/.test(text) ? text.normalize('NFKC').replaceAll('\u3002', '.') : text;
}

/** Labels of 63 letters at most (RFC 1035 §2.3.4); a name whose last label is a number is a mistyped address. */
function domainOf(text: string): string | undefined {
  if (!/^[^\s/:@%?#\\[\]<>"'`|^]{1,253}$/.test(text)) return undefined;
  const name = /^[\x21-\x7e]+$/.test(text) ? text.toLowerCase() : domainToASCII(text);
  const labels = name.split('.');
  const wrong = (label: string): boolean => !/^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/.test(label);
  return labels.some(wrong) || /^\d+$/.test(labels.at(-1)!) ? undefined : name;
}

/** `10.2.0.192.bl.spamcop.net` */
export function questionName(subject: Subject, zone: string): string {
  return `${subject.label}.${zone}`;
}

/** Bytes of a name without its last dot (RFC 1035 §2.3.4: 255 with length bytes). */
const LONGEST = 253;

export function fits(name: string): boolean {
  return name.length <= LONGEST;
}

/** Why a zone is not asked about a subject; undefined: it is. */
export type Unfit = 'addresses-only' | 'domains-only' | 'no-ip6' | 'no-ip4' | 'hashes-only';

export function unfit(zone: Zone, kind: SubjectKind): Unfit | undefined {
  if (zone.kind === 'hash') return 'hashes-only';
  if (kind === 'domain') return zone.takes.domain ? undefined : 'addresses-only';
  if (kind === 'ip4' && zone.takes.ip4) return undefined;
  if (kind === 'ip6' && zone.takes.ip6 !== 'no') return undefined;
  if (!zone.takes.ip4 && zone.takes.ip6 === 'no') return 'domains-only';
  return kind === 'ip6' ? 'no-ip6' : 'no-ip4';
}
