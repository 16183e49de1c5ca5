/** The words that text and JSON of `lint` share. */

import { findZone } from '../dnsbl/find.ts';
import { hideKeys } from '../dnsbl/secret.ts';
import type { Language } from '../i18n/language.ts';
import { sayLint, sayProblem } from '../i18n/lint/words.ts';
import { titleOf } from '../postfix/master-cf.ts';
import type { LintProblem } from '../restrictions/lint/family.ts';
import { insteadOf } from './zones-told.ts';

export function toldOf(
  { id, values }: LintProblem,
  language: Language,
): { readonly message: string; readonly fix: string } {
  const { message, fix } = sayProblem(language, id, values);
  const parts = [fix, insteadFor(id, values, language)].filter((text) => text !== '');
  return { message: hideKeys(message), fix: hideKeys(parts.join(language === 'ja' ? '' : ' ')) };
}

/** Problems of a list that has to go: what is known of it, and which lists do its work. */
const GOES: ReadonlySet<string> = new Set(['list-ended', 'list-never', 'list-watch-only', 'list-unreliable']);

function insteadFor(id: string, { zone }: LintProblem['values'], language: Language): string {
  const found = GOES.has(id) && zone !== undefined ? findZone(zone) : undefined;
  return found === undefined ? '' : insteadOf(found.record, language);
}

/** `/etc/postfix/main.cf:12  smtpd_recipient_restrictions of submission/inet` */
export function whereOf({ place, parameter, service }: LintProblem, language: Language): string {
  const at = place.line === 0 ? place.file : `${place.file}:${place.line}`;
  const values = {
    place: at,
    parameter,
    service: service === undefined ? '' : titleOf(service),
  };
  if (service !== undefined)
    return sayLint(language, parameter === '' ? 'at-service-alone' : 'at-service', values);
  return parameter === '' ? at : sayLint(language, 'at-parameter', values);
}
