/**
 * A list of restrictions, taken apart as smtpd(8) does (smtpd_check_parse(), generic_checks()):
 *
 *     permit_mynetworks, reject_rbl_client zen.example.org=127.0.0.2, hash:/etc/postfix/access, reject
 *     one word           a word with its argument                     a table alone: that of the list's own kind
 *
 * Built-in names are the same in any case, names of classes are not. What is wrong (a table without a type, an unknown
 * name) fails only when it is reached: then the client hears `451 4.3.5 Server configuration error`.
 */
import type { Expanded } from '../postfix/expand.ts';
import { LIST, words } from '../postfix/split.ts';
import type { Place } from '../postfix/value.ts';

export interface Step {
  /** As it is written, without its argument; of a table alone "". */
  readonly name: string;
  /** In lower case, as built-in names are known. */
  readonly lower: string;
  /** As it stands, its argument behind it. */
  readonly written: string;
  readonly argument: string | undefined;
  /** undefined: it stands in a table, or is built in. */
  readonly place: Place | undefined;
}

export interface RestrictionList {
  /** `smtpd_recipient_restrictions`, the name of a class; of a table's right-hand side the table. */
  readonly parameter: string;
  readonly steps: readonly Step[];
}

/** Take whatever word follows. */
const WITH_ZONE: ReadonlySet<string> = new Set([
  ...['reject_rbl_client', 'reject_rbl', 'permit_dnswl_client', 'permit_rhswl_client', 'reject_rhsbl_client'],
  ...['reject_rhsbl_reverse_client', 'reject_rhsbl_helo', 'reject_rhsbl_sender', 'reject_rhsbl_recipient'],
  'sleep',
]);

/** Take the table or the service that follows. */
export const WITH_TABLE: ReadonlySet<string> = new Set([
  ...['check_client_access', 'check_reverse_client_hostname_access', 'check_helo_access'],
  ...['check_sender_access', 'check_recipient_access', 'check_etrn_access', 'check_ccert_access'],
  'check_sasl_access',
  ...['client', 'reverse_client_hostname', 'helo', 'sender', 'recipient'].flatMap((what) =>
    ['ns', 'mx', 'a'].map((record) => `check_${what}_${record}_access`),
  ),
]);

/** Does it ask a list of DNS (`reject_rbl_client zen.example.org`)? */
export function asksList(name: string): boolean {
  return WITH_ZONE.has(name) && name !== 'sleep';
}

export const POLICY = 'check_policy_service';

export function takesArgument(name: string): boolean {
  return WITH_ZONE.has(name) || WITH_TABLE.has(name) || name === POLICY;
}

/** @param place where the letter at this offset stands */
export function parseList(
  parameter: string,
  text: string,
  place: (offset: number) => Place | undefined,
): RestrictionList {
  const list = words(text, LIST);
  const steps: Step[] = [];
  for (let i = 0; i < list.length; i++) {
    const word = list[i]!;
    const lower = word.text.toLowerCase();
    const at = place(word.at);
    if (word.text.includes(':')) {
      steps.push({ name: '', lower: '', written: word.text, argument: word.text, place: at });
      continue;
    }
    const argument = takesArgument(lower) ? list[i + 1]?.text : undefined;
    if (argument !== undefined) i++;
    const written = argument === undefined ? word.text : `${word.text} ${argument}`;
    steps.push({ name: word.text, lower, written, argument, place: at });
  }
  return { parameter, steps };
}

export function parseExpanded(parameter: string, value: Expanded): RestrictionList {
  return parseList(parameter, value.text, (offset) => value.placeAt(offset));
}
