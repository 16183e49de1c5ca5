/** What the owner of a record should know of it that no receiver calls wrong. */
import { formatAddress, plainOf } from '../net/address.ts';
import { formatNetwork, lastOf, networkOf, parseNetwork } from '../net/network.ts';
import { NetworkSet } from '../net/network-set.ts';
import { insteadOf } from './instead.ts';
import { type Directive, isInNetwork, type SpfRecord } from './record.ts';

export type Advice =
  /** `+all`, or a network of all addresses: everybody may send. */
  | { readonly kind: 'pass-all'; readonly term: string }
  /** It leads to a record that passes everybody. */
  | { readonly kind: 'leads-to-all'; readonly term: string; readonly domain: string }
  /** A network of millions of strangers. */
  | { readonly kind: 'wide'; readonly term: string }
  /** Addresses that no receiver on the Internet ever sees (RFC 1918 and the like). */
  | { readonly kind: 'private'; readonly term: string }
  /** `ip6:::ffff:192.0.2.1` matches nobody: such a client is one of IPv4 (§5). */
  | { readonly kind: 'mapped'; readonly term: string; readonly write: string }
  /** `ip4:192.0.2.77/24` is all of 192.0.2.0/24. */
  | { readonly kind: 'host-bits'; readonly term: string; readonly network: string }
  /** Nobody knows this modifier, so nobody reads it (§6); `write` is what was meant. */
  | { readonly kind: 'unread'; readonly term: string; readonly write?: string }
  | { readonly kind: 'twice'; readonly term: string }
  /** Its name has no such record, or is no name: it never matches. */
  | { readonly kind: 'void'; readonly term: string }
  | { readonly kind: 'no-name'; readonly term: string }
  /** Its MX records name no host. */
  | { readonly kind: 'no-host'; readonly term: string }
  /** All its addresses are those of a term before it. */
  | { readonly kind: 'covered'; readonly term: string; readonly by: string }
  /** What `exp=` names cannot be used (§6.2). */
  | { readonly kind: 'exp'; readonly term: string }
  /** §5.5: slow, and not to be used. */
  | { readonly kind: 'ptr'; readonly term: string }
  /** Neither `all` nor `redirect`: who is not named is neutral. */
  | { readonly kind: 'open-end' }
  /** Behind `all` nothing is looked at (§5.1), `redirect` included (§6.1). */
  | { readonly kind: 'behind-all'; readonly term: string }
  /** `?all`: as good as no record. */
  | { readonly kind: 'neutral-all'; readonly term: string }
  /** §3.4: all TXT records of the name together should fit an answer of 512 bytes. */
  | { readonly kind: 'large'; readonly size: number };

const PRIVATE = new NetworkSet(
  [
    ...['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16'],
    ...['fc00::/7', 'fe80::/10', '::1'],
  ].map((network) => parseNetwork(network)!),
);
/** Bits: shorter networks are larger than anybody's servers. */
const WIDE = { 4: 9, 6: 20 } as const;
/** Networks that later ones are compared with. */
const MOST_NETWORKS = 200;
/** Words that nobody knows, and whose meaning is looked for. */
const MOST_MEANT = 10;
/** §3.4. */
const LARGEST = 450;

/** What the record alone tells. @param texts all TXT records of its name */
export function adviceOn(record: SpfRecord, texts: readonly string[]): Advice[] {
  const { directives, redirect } = record;
  const all = directives.findIndex(({ kind }) => kind === 'all');
  const reached = all < 0 ? directives : directives.slice(0, all);
  const advice: Advice[] = [];
  const seen = new Set<string>();
  const networks: Network[] = [];
  for (const directive of reached) {
    const term = directive.text;
    const name = term.toLowerCase().replace(/^\+|\.$/g, '');
    const by = coveredBy(directive, networks);
    if (seen.has(name)) advice.push({ kind: 'twice', term });
    else if (by !== undefined) advice.push({ kind: 'covered', term, by: by.text });
    else advice.push(...aboutTerm(directive));
    seen.add(name);
    if ('prefix' in directive && networks.length < MOST_NETWORKS) networks.push(directive);
  }
  for (const [i, term] of record.unread.entries()) {
    const write = i >= MOST_MEANT || /^v=spf/i.test(term) ? undefined : insteadOf(term);
    advice.push({ kind: 'unread', term, ...(write === undefined ? {} : { write }) });
  }
  const end = directives[all];
  if (end?.qualifier === '+') advice.push({ kind: 'pass-all', term: end.text });
  if (end?.qualifier === '?') advice.push({ kind: 'neutral-all', term: end.text });
  if (end === undefined && redirect === undefined) advice.push({ kind: 'open-end' });
  if (end !== undefined) {
    for (const { text } of directives.slice(all + 1)) advice.push({ kind: 'behind-all', term: text });
    if (redirect !== undefined) advice.push({ kind: 'behind-all', term: redirect.text });
  }
  const size = texts.reduce((sum, text) => sum + text.length, 0);
  if (size > LARGEST) advice.push({ kind: 'large', size });
  return advice;
}

type Network = Extract<Directive, { readonly network: Uint8Array }>;

function coveredBy(directive: Directive, before: readonly Network[]): Network | undefined {
  if (!('prefix' in directive)) return undefined;
  const { network, prefix } = directive;
  return before.find((each) => each.prefix <= prefix && isInNetwork(network, each.network, each.prefix));
}

/** It passes everybody, of one family at least. */
export function isOpen({ directives }: SpfRecord): boolean {
  for (const directive of directives) {
    if (directive.kind === 'all') return directive.qualifier === '+';
    if (isOpenTerm(directive)) return true;
  }
  return false;
}

function isOpenTerm(directive: Directive): boolean {
  if (directive.qualifier !== '+') return false;
  if ('prefix' in directive) return directive.prefix === 0;
  return 'prefix4' in directive && (directive.prefix4 === 0 || directive.prefix6 === 0);
}

function* aboutTerm(directive: Directive): Generator<Advice> {
  const { kind, text: term, qualifier } = directive;
  if (kind === 'ptr') yield { kind: 'ptr', term };
  if (isOpenTerm(directive)) yield { kind: 'pass-all', term };
  if (kind !== 'ip4' && kind !== 'ip6') return;
  const { network, prefix } = directive;
  const family = kind === 'ip4' ? 4 : 6;
  const named = networkOf({ family, bytes: network }, prefix);
  const plain = plainOf(named.first);
  if (family === 6 && plain.family === 4 && prefix >= 96) {
    const prefix4 = prefix === 128 ? '' : `/${prefix - 96}`;
    yield {
      kind: 'mapped',
      term,
      write: `${qualifier === '+' ? '' : qualifier}ip4:${formatAddress(plain)}${prefix4}`,
    };
    return;
  }
  if (PRIVATE.has(named.first) && PRIVATE.has(lastOf(named))) yield { kind: 'private', term };
  else if (qualifier === '+' && prefix > 0 && prefix < WIDE[family]) yield { kind: 'wide', term };
  if (prefix > 0 && network.some((byte, i) => byte !== named.first.bytes[i]))
    yield { kind: 'host-bits', term, network: `${kind}:${formatNetwork(named)}` };
}
