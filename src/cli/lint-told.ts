/** The words that text and JSON of `lint` share. */
import { hideKeys } from '../dnsbl/secret.ts';
import type { Language } from '../i18n/language.ts';
import { sayLint, sayProblem } from '../i18n/lint/words.ts';
import type { LintProblem } from '../restrictions/lint/family.ts';

export function toldOf(
  { id, values }: LintProblem,
  language: Language,
): { readonly message: string; readonly fix: string } {
  const { message, fix } = sayProblem(language, id, values);
  return { message: hideKeys(message), fix: hideKeys(fix) };
}

/** `/etc/postfix/main.cf:12  smtpd_recipient_restrictions of submission/inet` */
export function whereOf({ place, parameter, service }: LintProblem, language: Language): string {
  const at = place.line === 0 ? place.file : `${place.file}:${place.line}`;
  const values = {
    place: at,
    parameter,
    service: service === undefined ? '' : `${service.name}/${service.type}`,
  };
  if (service !== undefined)
    return sayLint(language, parameter === '' ? 'at-service-alone' : 'at-service', values);
  return parameter === '' ? at : sayLint(language, 'at-parameter', values);
}
