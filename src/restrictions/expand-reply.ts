/**
 * Replies of DNS lists, `default_rbl_reply` and `rbl_reply_maps`:
 *
 *     $rbl_code Service unavailable; $rbl_class [$rbl_what] blocked using $rbl_domain${rbl_reason?; $rbl_reason}
 *
 * What a client or a list says is cleaned of what `smtpd_expansion_filter` does not name: each other byte becomes `_`.
 */
import { ExpansionError, expand } from '../postfix/expand.ts';
import { builtIn, type Value } from '../postfix/value.ts';
import { clientOf } from './attempt.ts';
import type { Refused } from './reply.ts';
import type { Run } from './run.ts';

export interface ListReply {
  readonly domain: string;
  /** What the list's TXT says. */
  readonly reason: string;
  readonly what: string;
  readonly refused: Refused;
}

/** @param template undefined: the default one */
export function expandReply(run: Run, template: string | undefined, names: ListReply): string {
  const { defaultRblReply } = run.rules;
  for (const text of template === undefined ? [defaultRblReply] : [template, defaultRblReply]) {
    try {
      return expand(builtIn(text), (name) => expanded(run, name, names)).text;
    } catch (error) {
      // A template of a table that cannot be read counts as none.
      if (!(error instanceof ExpansionError)) throw error;
    }
  }
  return '';
}

function expanded(run: Run, name: string, names: ListReply): Value | undefined {
  const text = textOf(run, name, names);
  return text === undefined ? undefined : literally(filtered(run, text));
}

/** Its dollar signs are no names. */
function literally(text: string): Value {
  return builtIn(text.replaceAll('$', '$$$$'));
}

function textOf(
  { attempt, helo, sender, recipient, rules }: Run,
  name: string,
  names: ListReply,
): string | undefined {
  switch (name) {
    case 'rbl_code':
      return String(rules.codes.rbl);
    case 'rbl_domain':
      return names.domain;
    case 'rbl_reason':
    case 'rbl_txt':
      return names.reason;
    case 'rbl_what':
      return names.what;
    case 'rbl_class':
      return names.refused;
    case 'client':
      return clientOf(attempt);
    case 'client_address':
      return attempt.clientAddress;
    case 'client_name':
      return attempt.clientName;
    case 'reverse_client_name':
      return attempt.reverseName ?? 'unknown';
    case 'helo_name':
      return helo ?? '';
  }
  if (name.startsWith('sender')) return addressPart(sender, name.slice('sender'.length));
  if (name.startsWith('recipient')) return addressPart(recipient, name.slice('recipient'.length));
  return undefined;
}

function addressPart(address: string | undefined, part: string): string | undefined {
  if (part !== '' && part !== '_name' && part !== '_domain') return undefined;
  if (address === undefined) return '';
  if (address === '') return part === '_domain' ? '' : '<>';
  const at = address.lastIndexOf('@');
  if (part === '') return address;
  if (part === '_domain') return at < 0 ? '' : address.slice(at + 1);
  return at < 0 ? address : address.slice(0, at);
}

function filtered({ rules }: Run, text: string): string {
  let clean = '';
  for (const letter of text) clean += rules.expansionFilter.has(letter) ? letter : '_';
  return clean;
}
