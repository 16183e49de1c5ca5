/** DNS as smtpd(8) asks it (dns_lookup.c): found, not found, try again later; each question a fact or a choice. */

import { domainToASCII } from 'node:url';
import type { Answer, RecordData, RecordType } from '../dns/resolver.ts';
import type { Run } from './run.ts';

export type Records<T extends RecordType> =
  | { readonly status: 'found'; readonly records: readonly RecordData[T][] }
  /** The name does not exist, or has no such record. */
  | { readonly status: 'absent'; readonly nameExists: boolean }
  | { readonly status: 'later' }
  /** Nobody knows now; the caller chooses. */
  | { readonly status: 'unknown' };

export function dns<T extends RecordType>(run: Run, name: string, type: T): Records<T> {
  const answer: Answer<T> | undefined = run.facts.dns(name, type);
  if (answer === undefined) return { status: 'unknown' };
  switch (answer.status) {
    case 'found':
      return answer;
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

/** A domain as it is asked for: U-labels become A-labels (RFC 5890); what cannot stays. */
export function ascii(domain: string): string {
  return /[^\x00-\x7f]/.test(domain) ? domainToASCII(domain) || domain : domain;
}

/** Addresses of a host, in the families that Postfix uses; `later`, `absent` and `unknown` where there are none. */
export function addresses(run: Run, host: string): readonly string[] | 'later' | 'absent' | 'unknown' {
  const found: string[] = [];
  let worst: 'later' | 'absent' | 'unknown' = 'absent';
  for (const family of run.rules.families) {
    const answer = dns(run, host, family === 4 ? 'A' : 'AAAA');
    if (answer.status === 'found') found.push(...answer.records);
    else if (answer.status === 'unknown') return 'unknown';
    else if (answer.status === 'later') worst = 'later';
  }
  return found.length > 0 ? found : worst;
}
