/**
 * The lookup tables that a configuration names, each with the parameter, the place, and what it is asked for:
 *
 *     smtpd_recipient_restrictions = check_sender_access hash:/etc/postfix/access   ->  hash /etc/postfix/access, 'sender'
 *     virtual_alias_maps = proxy:unionmap:{hash:/a, pcre:/b}                        ->  hash /a and pcre /b, 'address'
 */
import type { Expanded } from '../../postfix/expand.ts';
import { LIST, words } from '../../postfix/split.ts';
import type { Place } from '../../postfix/value.ts';

/** What the keys of a table are; `other`: nothing is known of them here. */
export type KeysOf =
  | 'client'
  | 'helo'
  | 'sender'
  | 'recipient'
  | 'address'
  | 'sender-or-domain'
  | 'transport'
  | 'alias'
  | 'domain'
  | 'other';

export interface TableUse {
  /** `hash:/etc/postfix/access` */
  readonly spec: string;
  readonly kind: string;
  /** Behind the type: a file, in most cases. */
  readonly rest: string;
  readonly keys: KeysOf;
  readonly place: Place | undefined;
}

/** Tables whose text has a key in each line. */
export const KEYED: ReadonlySet<string> = new Set([
  'hash',
  'btree',
  'lmdb',
  'cdb',
  'dbm',
  'sdbm',
  'texthash',
]);

const TYPES: ReadonlySet<string> = new Set([
  ...KEYED,
  ...['cidr', 'pcre', 'regexp', 'inline', 'static'],
  ...['mysql', 'pgsql', 'sqlite', 'ldap', 'memcache', 'mongodb'],
]);
const WRAPPED = new Set(['pipemap', 'unionmap']);

/** What the programs of Postfix write for themselves: made when they are needed. */
const OWN =
  /^(?:address_verify_map|postscreen_cache_map|(?:smtpd?|lmtp|tlsproxy)_tls_session_cache_database)$/;

const ADDRESSES = new Set([
  ...['virtual_alias_maps', 'virtual_maps', 'virtual_mailbox_maps', 'relay_recipient_maps', 'canonical_maps'],
  ...['sender_canonical_maps', 'recipient_canonical_maps', 'relocated_maps', 'recipient_bcc_maps'],
  ...['sender_bcc_maps', 'smtp_generic_maps', 'lmtp_generic_maps'],
]);
const DOMAINS = new Set([
  ...['mydestination', 'virtual_alias_domains', 'virtual_mailbox_domains', 'relay_domains'],
]);

const CHECK = /^check_(?:reverse_)?(client|helo|sender|recipient)(?:_hostname)?_access$/;
/** A table alone in these lists. */
const LIST_KEYS: Readonly<Record<string, KeysOf>> = {
  smtpd_client_restrictions: 'client',
  smtpd_helo_restrictions: 'helo',
  smtpd_sender_restrictions: 'sender',
  smtpd_recipient_restrictions: 'recipient',
  smtpd_relay_restrictions: 'recipient',
};

export function tableUses(parameter: string, value: Expanded): readonly TableUse[] {
  if (OWN.test(parameter)) return [];
  const list = words(value.text, LIST);
  return list.flatMap(({ text, at }, i) => {
    const check = CHECK.exec(list[i - 1]?.text.toLowerCase() ?? '');
    const keys = (check?.[1] as KeysOf | undefined) ?? keysOf(parameter);
    return inside(text.replace(/^!+/, ''), 0).map((spec) => {
      const colon = spec.indexOf(':');
      return {
        spec,
        kind: spec.slice(0, colon),
        rest: spec.slice(colon + 1),
        keys: /^check_/.test(list[i - 1]?.text ?? '') && check === null ? 'other' : keys,
        place: value.placeAt(at),
      };
    });
  });
}

function keysOf(parameter: string): KeysOf {
  if (ADDRESSES.has(parameter)) return 'address';
  if (DOMAINS.has(parameter)) return 'domain';
  if (parameter === 'alias_maps' || parameter === 'alias_database') return 'alias';
  if (parameter === 'transport_maps') return 'transport';
  if (/^sender_dependent_(?:relayhost|default_transport)_maps$/.test(parameter)) return 'sender-or-domain';
  return LIST_KEYS[parameter] ?? 'other';
}

/** The tables of files in a word; of `pipemap:` only the first has the keys, the others what it says. */
function inside(word: string, depth: number): readonly string[] {
  const colon = word.indexOf(':');
  if (colon <= 0 || depth > 8) return [];
  const kind = word.slice(0, colon);
  const rest = word.slice(colon + 1);
  if (kind === 'proxy') return inside(rest, depth + 1);
  if (WRAPPED.has(kind) && rest.startsWith('{') && rest.endsWith('}'))
    return words(rest.slice(1, -1), LIST).flatMap(({ text }) => inside(text, depth + 1));
  return TYPES.has(kind) && rest !== '' ? [word] : [];
}

/** Has it a file of its own, whose text lies there? (`pcre:{{...}}` stands in main.cf itself.) */
export function fileOf({ kind, rest }: TableUse): string | undefined {
  if (kind === 'inline' || kind === 'static' || rest.startsWith('{') || !rest.startsWith('/'))
    return undefined;
  return rest;
}

/** Made of a text by postmap(1) or postalias(1). */
export const DATABASES: ReadonlyMap<string, string> = new Map([
  ['hash', '.db'],
  ['btree', '.db'],
  ['lmdb', '.lmdb'],
  ['cdb', '.cdb'],
  ['dbm', '.dir'],
  ['sdbm', '.dir'],
]);

/** Their file says which server is asked, and often with which password. */
export const SERVERS: ReadonlySet<string> = new Set([
  'mysql',
  'pgsql',
  'ldap',
  'memcache',
  'mongodb',
  'sqlite',
]);
