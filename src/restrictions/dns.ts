/** DNS as smtpd(8) asks it (dns_lookup.c): found, not found, try again later; each question a fact or a choice. */

import { domainToASCII } from 'node:url';
import type { Answer, RecordData, RecordType } from '../dns/resolver.ts';
import { isHostName } from '../postfix/host-name.ts';
import type { Need } from './facts.ts';
import type { Run } from './run.ts';

export type Records<T extends RecordType> =
  | { readonly status: 'found'; readonly records: readonly RecordData[T][] }
  /** The name does not exist, or has no such record. */
  | { readonly status: 'absent'; readonly nameExists: boolean }
  | { readonly status: 'later' }
  /** RFC 7505: the domain takes no mail. */
  | { readonly status: 'null-mx' }
  /** Nobody knows now; the caller chooses. */
  | { readonly status: 'unknown' };

/** What Postfix takes for no host name it does not ask for: a dot at the end is enough. */
export function dns<T extends RecordType>(run: Run, name: string, type: T): Records<T> {
  return isHostName(name) ? askName(run, name, type) : { status: 'absent', nameExists: false };
}

/** @param name is a host name */
export function askName<T extends RecordType>(run: Run, name: string, type: T): Records<T> {
  const answer: Answer<T> | undefined = run.facts.dns(name, type);
  if (answer === undefined) return { status: 'unknown' };
  switch (answer.status) {
    case 'found':
      return isNullMx(answer.records) ? { status: 'null-mx' } : answer;
    case 'nxdomain':
      return { status: 'absent', nameExists: false };
    case 'no-data':
      return { status: 'absent', nameExists: true };
    case 'failed':
      // A name that cannot be asked for does not exist (res_mkquery() refuses it).
      return answer.why === 'unsendable' || answer.why === 'loop'
        ? { status: 'absent', nameExists: false }
        : { status: 'later' };
  }
}

function isNullMx(records: readonly RecordData[RecordType][]): boolean {
  const [first] = records;
  if (records.length !== 1 || typeof first !== 'object' || !('exchange' in first)) return false;
  return first.preference === 0 && (first.exchange === '' || first.exchange === '.');
}

/** A domain as it is asked for: U-labels become A-labels (RFC 5890); what cannot stays. */
export function ascii(domain: string): string {
  return /[^\x00-\x7f]/.test(domain) ? domainToASCII(domain) || domain : domain;
}

/** Addresses of a host, in the families that Postfix uses; where there are none, why; where nobody knows, what to ask. */
export function addresses(
  run: Run,
  host: string,
): readonly string[] | 'later' | 'absent' | { readonly need: Need } {
  const numeric = numericHost(host);
  if (numeric !== undefined) return [numeric];
  const listed = run.rules.hosts.get(host.toLowerCase());
  if (listed !== undefined)
    return listed.filter((address) => run.rules.families.includes(address.includes(':') ? 6 : 4));
  const found: string[] = [];
  let worst: 'later' | 'absent' = 'absent';
  for (const family of run.rules.families) {
    const type = family === 4 ? 'A' : 'AAAA';
    // getaddrinfo(3), which takes a dot at the end.
    const answer = askName(run, host, type);
    if (answer.status === 'found') found.push(...answer.records);
    else if (answer.status === 'unknown') return { need: { kind: 'dns', name: host, type } };
    else if (answer.status === 'later') worst = 'later';
  }
  return found.length > 0 ? found : worst;
}

export function isMissing<T>(found: T | { readonly need: Need }): found is { readonly need: Need } {
  return typeof found === 'object' && found !== null && 'need' in found;
}

/** What inet_aton(3) takes for an IPv4 address: `1.2.3` is 1.2.0.3, `0x7f.1` is 127.0.0.1; undefined: it is a name. */
function numericHost(host: string): string | undefined {
  const parts = host.split('.');
  if (parts.length > 4 || !parts.every((part) => /^(?:0x[0-9a-f]+|0[0-7]*|[1-9]\d*)$/i.test(part)))
    return undefined;
  const numbers = parts.map((part) => (/^0[0-7]+$/.test(part) ? Number.parseInt(part, 8) : Number(part)));
  const last = numbers.pop()!;
  if (numbers.some((number) => number > 255) || last >= 256 ** (4 - numbers.length)) return undefined;
  const address = numbers.reduce((sum, number, i) => sum + number * 256 ** (3 - i), last);
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.');
}
