/**
 * The domain that somebody registered, by the Public Suffix List: `www.spam.co.uk` is a host of `spam.co.uk`. Where
 * anybody may have a name below another (`shop.blogspot.com`), both that name and the domain above it are told.
 * 130 kB of names are loaded with this file: import it where a domain is asked about.
 */
import { getDomain } from 'tldts';

/** Nobody checks names here: underscores and unknown top-level domains are as good as others. */
const OPTIONS = { detectIp: false, extractHostname: false, validateHostname: false } as const;

/**
 * @param name in lower case, in ASCII, without the last dot
 * @returns the longest first; empty for what nobody can register (`co.uk`)
 */
export function registeredDomains(name: string): readonly string[] {
  const domains = [true, false].map((allowPrivateDomains) =>
    getDomain(name, { ...OPTIONS, allowPrivateDomains }),
  );
  return [...new Set(domains.filter((domain) => domain !== null))];
}
