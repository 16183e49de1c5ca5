/**
 * Keys of tables that nothing ever asks for, by the man pages that say what is looked up: access(5), virtual(5), canonical(5),
 * transport(5), aliases(5), postconf(5).
 *
 *     10.0.0.0/8   REJECT       in a hash: of clients    a network is found in cidr: only
 *     *@a.example  me           in virtual_alias_maps    @a.example is meant
 *     .a.example   REJECT       in an access table       subdomains are those of a.example, unless told otherwise
 */
import type { KeysOf } from './table-uses.ts';

export interface WrongKey {
  readonly why:
    | 'network'
    | 'dot-behind'
    | 'star'
    | 'at-domain'
    | 'user-at'
    | 'dot-domain'
    | 'needs-at'
    | 'pattern'
    | 'alias-domain';
  /** What is meant, most likely; undefined: it cannot be told. */
  readonly instead: string | undefined;
}

export interface Parents {
  /** `example.com` stands for its subdomains too, and `.example.com` for nothing (parent_domain_matches_subdomains). */
  readonly access: boolean;
  readonly transport: boolean;
  readonly domains: boolean;
}

/** @param key of a table that is looked up key by key (hash, texthash, ...), without its quotes */
export function wrongKey(key: string, keys: KeysOf, parents: Parents): WrongKey | undefined {
  if (keys === 'other' || key === '*' || key === '<>') return star(key, keys);
  const network = /^\d+(?:\.\d+){0,2}(?:\.|(?:\.\*)+)$/.test(key);
  if (keys === 'client' && network) return { why: 'dot-behind', instead: key.replace(/[.*]+$/, '') };
  if (/^\/.*\/[imsxuADEGUX]*$/.test(key) || /^\^|\\\.|\.\*/.test(key))
    return { why: 'pattern', instead: undefined };
  switch (keys) {
    case 'client':
      return ofNames(key, parents.access, true);
    case 'helo':
      return ofNames(key, parents.access, false);
    case 'domain':
      return ofNames(key, parents.domains, false);
    case 'sender':
    case 'recipient':
      if (key.startsWith('@') || key.startsWith('*@'))
        return { why: 'at-domain', instead: key.replace(/^\*?@/, '') };
      return key.includes('@') ? undefined : ofNames(key, parents.access, false);
    case 'address':
      if (key.startsWith('*@')) return { why: 'star', instead: key.slice(1) };
      if (key.endsWith('@')) return { why: 'user-at', instead: key.slice(0, -1) };
      return key.startsWith('.') || key.startsWith('*.')
        ? { why: 'dot-domain', instead: undefined }
        : undefined;
    case 'sender-or-domain':
      if (key.startsWith('*@')) return { why: 'star', instead: key.slice(1) };
      return key.includes('@') ? undefined : { why: 'needs-at', instead: `@${key.replace(/^\*?\./, '')}` };
    case 'transport':
      if (key.startsWith('@') || key.startsWith('*@'))
        return { why: 'at-domain', instead: key.replace(/^\*?@/, '') };
      if (key.startsWith('*.')) return { why: 'star', instead: key.slice(parents.transport ? 2 : 1) };
      return parents.transport && key.startsWith('.')
        ? { why: 'dot-domain', instead: key.slice(1) }
        : undefined;
    case 'alias':
      return /^[^"]*@/.test(key)
        ? { why: 'alias-domain', instead: key.slice(0, key.indexOf('@')) }
        : undefined;
  }
}

/** A star alone is a key of transport_maps, and of nothing else here. */
function star(key: string, keys: KeysOf): WrongKey | undefined {
  return key === '*' && keys !== 'transport' && keys !== 'other'
    ? { why: 'star', instead: undefined }
    : undefined;
}

function ofNames(key: string, parents: boolean, addresses: boolean): WrongKey | undefined {
  if (/^[0-9a-f.:]+\/\d+$/i.test(key)) return { why: 'network', instead: undefined };
  if (key.startsWith('*.')) return { why: 'star', instead: key.slice(parents ? 2 : 1) };
  if (key.includes('@') && !addresses) return { why: 'at-domain', instead: undefined };
  return parents && key.startsWith('.') && key.length > 1
    ? { why: 'dot-domain', instead: key.slice(1) }
    : undefined;
}
