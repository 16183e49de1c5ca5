/** The words that text and JSON of `zones` share. */

import { findZone } from '../dnsbl/find.ts';
import type { Health } from '../dnsbl/health.ts';
import { hideKeys } from '../dnsbl/secret.ts';
import type { Zone } from '../dnsbl/zone.ts';
import type { Language } from '../i18n/language.ts';
import { type ListWord, sayList } from '../i18n/lists/words.ts';
import { en } from '../i18n/zones/en.ts';
import { sayZone, type ZoneWord } from '../i18n/zones/words.ts';
import { titleOf } from '../postfix/master-cf.ts';
import type { Renamed } from '../postfix/renamed.ts';
import { type Advice, type AdvisedUse, writtenUse } from '../restrictions/list-advice.ts';

/** Why it is not healthy; "" where nothing is to be said. */
export function reasonOf({ reason, answers, detail }: Health, language: Language): string {
  if (reason === undefined) return '';
  const own = `reason.${reason}`;
  const parts = [
    Object.hasOwn(en, own)
      ? sayZone(language, own as ZoneWord)
      : sayList(language, `why.${reason}` as ListWord),
  ];
  if (answers.length > 0) parts.push(sayList(language, 'lookup.said', { answers: answers.join(', ') }));
  else if (detail !== '') parts.push(detail);
  return parts.join(' — ');
}

/** `ended 2008-05; listed everybody 2012-08-20` */
export function lifeOf({ life }: Zone, language: Language): string {
  if (life.since !== undefined && (life.status === 'parked' || life.status === 'shut-down')) {
    const parts = [sayList(language, `ended.${life.since.known}`, { date: life.since.date })];
    if (life.listedAll.length > 0)
      parts.push(sayList(language, 'ended.all', { dates: life.listedAll.join(', ') }));
    return parts.join(language === 'ja' ? '、' : '; ');
  }
  const status = sayList(language, `status.${life.status}`);
  if (life.since === undefined) return status;
  const since = sayList(language, `since.${life.since.known}`, { date: life.since.date });
  return sayZone(language, 'since', { status, since });
}

export function messageOf({ list }: AdvisedUse, { id, values }: Advice, language: Language): string {
  return hideKeys(sayZone(language, `advice.${id}`, values), list);
}

/** What to write instead; "" where it stays. */
export function fixOf(use: AdvisedUse, { write }: Advice, language: Language): string {
  if (write === undefined) return '';
  return hideKeys(
    write === ''
      ? sayZone(language, 'delete', { text: writtenUse(use) })
      : sayZone(language, 'write', { text: write }),
    use.list,
  );
}

/** Zones that do its work; "" where it needs no other. */
export function insteadOf({ replacements, note, life, use }: Zone, language: Language): string {
  const ended = life.status === 'parked' || life.status === 'shut-down' || life.status === 'deprecated';
  const parts: string[] = [];
  if (note !== undefined) parts.push(sayList(language, note));
  if (ended || use === 'never' || use === 'watch') {
    const zones = (replacements.length > 0 ? replacements : ['zen.spamhaus.org']).map((zone) => {
      const filter = findZone(zone)?.record.filter;
      return filter === undefined ? zone : `${zone}=${filter}`;
    });
    parts.push(sayZone(language, 'instead', { zones: zones.join(', ') }));
  }
  return parts.join(language === 'ja' ? '' : ' ');
}

export function renamedOf(
  { name, now, since, value }: Renamed,
  language: Language,
): { readonly message: string; readonly fix: string } {
  return {
    message: sayZone(language, 'advice.renamed', { name, now, since }),
    fix: sayZone(language, 'write', { text: `${now} = ${value}` }),
  };
}

export function placeOf({ place, parameter, service }: AdvisedUse, language: Language): string {
  const at =
    place === undefined
      ? ''
      : place.file === '-'
        ? sayZone(language, 'stdin', { line: place.line })
        : `${place.file}:${place.line}`;
  if (parameter === '') return sayZone(language, 'arguments');
  return service === undefined
    ? sayZone(language, 'of-main', { place: at, parameter })
    : sayZone(language, 'of-service', { place: at, parameter, service: titleOf(service) });
}
