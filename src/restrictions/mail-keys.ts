/**
 * The keys under which an address is looked up (mail_addr_find.c), first to last:
 *
 *     tables of restrictions    user+ext@domain, user@domain, domain and those above it, user+ext@, user@
 *     all others                user+ext@domain, user@domain, user+ext and user of a local domain, @domain
 */

import { isAddress } from '../postfix/host-name.ts';
import { domainKeys, type Key } from './maps.ts';

export interface AddressForms {
  readonly recipientDelimiter: string;
  readonly doubleBounceSender: string;
  readonly ownerRequestSpecial: boolean;
}

const SPECIAL = /[\x00-\x20\x7f()<>[\]:;@\\,"]|^\.|\.\.|\.$/;

/** Needs quotes when it is written in an address (RFC 5322 §3.2.4). */
export function needsQuotes(local: string): boolean {
  return local === '' || SPECIAL.test(local);
}

/** As it is written in a table; Postfix tries this form first. */
function quoted(address: string): string {
  const at = address.lastIndexOf('@');
  const local = at < 0 ? address : address.slice(0, at);
  if (!needsQuotes(local)) return address;
  return `"${local.replace(/["\\]/g, '\\$&')}"${at < 0 ? '' : address.slice(at)}`;
}

function bothForms(keys: Key[], address: string, whole: boolean): void {
  const written = quoted(address);
  if (written !== address) keys.push([written, whole]);
  keys.push([address, whole]);
}

/** Keys of `check_sender_access` and `check_recipient_access`; @param dotted see domainKeys */
export function accessKeys(address: string, forms: AddressForms, dotted: boolean): Key[] {
  const at = address.lastIndexOf('@');
  const domain = address.slice(at + 1);
  const bare = withoutExtension(address.slice(0, at), forms);
  const keys: Key[] = [];
  bothForms(keys, address, true);
  if (bare !== undefined) bothForms(keys, `${bare}@${domain}`, false);
  keys.push(...domainKeys(domain, dotted, isAddress(domain), false));
  bothForms(keys, address.slice(0, at + 1), false);
  if (bare !== undefined) bothForms(keys, `${bare}@`, false);
  return keys;
}

/** Keys of every other table of addresses. */
export function mailKeys(address: string, forms: AddressForms, isLocal: boolean): Key[] {
  const keys: Key[] = [];
  const at = address.lastIndexOf('@');
  bothForms(keys, address, true);
  if (at < 0) return keys;
  const local = address.slice(0, at);
  const domain = address.slice(at + 1);
  const bare = withoutExtension(local, forms);
  if (bare !== undefined) bothForms(keys, `${bare}@${domain}`, false);
  if (isLocal) {
    bothForms(keys, local, false);
    if (bare !== undefined) bothForms(keys, bare, false);
  }
  keys.push([`@${domain}`, false]);
  return keys;
}

/** undefined: there is no extension (split_addr.c). */
export function withoutExtension(local: string, forms: AddressForms): string | undefined {
  const { recipientDelimiter: delimiters } = forms;
  if (delimiters === '') return undefined;
  const lower = local.toLowerCase();
  if (lower === 'postmaster' || lower === 'mailer-daemon' || lower === forms.doubleBounceSender.toLowerCase())
    return undefined;
  if (delimiters.includes('-') && forms.ownerRequestSpecial)
    if (lower.startsWith('owner-') || (lower.length > 8 && lower.endsWith('-request'))) return undefined;
  for (let at = 0; at < local.length; at++)
    if (delimiters.includes(local[at]!)) return at === 0 ? undefined : local.slice(0, at);
  return undefined;
}
