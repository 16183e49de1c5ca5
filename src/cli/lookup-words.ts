/** What a lookup found, in words: meanings of codes, why a list failed or was not asked, how to get off. */
import { lastOctet, type Meaning } from '../dnsbl/answer.ts';
import type { Failed, Listing } from '../dnsbl/lookup.ts';
import type { Planned, SkipWhy } from '../dnsbl/plan.ts';
import type { Subject } from '../dnsbl/question.ts';
import type { Life, Zone } from '../dnsbl/zone.ts';
import type { Language } from '../i18n/language.ts';
import { type ListWord, sayList } from '../i18n/lists/words.ts';

export function meaningOf({ meanings }: Listing, language: Language): string {
  return [...new Set(meanings.map((each) => wordOf(each, language)))].join('; ');
}

function wordOf({ answer, means }: Meaning, language: Language): string {
  return sayList(language, means, { n: String(lastOctet(answer)), answer });
}

export function whyFailed({ why, answers, detail, unproved }: Failed, language: Language): string {
  if (unproved !== undefined && answers.length === 0) return sayList(language, 'lookup.unproved-why');
  const parts = [sayList(language, unproved === undefined ? `why.${why}` : 'lookup.unproved-why')];
  if (answers.length > 0) parts.push(sayList(language, 'lookup.said', { answers: answers.join(', ') }));
  else if (detail !== '') parts.push(detail);
  return parts.join(' — ');
}

/** Of a list that has ended: when, and when it listed everybody. */
export function whySkipped(list: Planned, why: SkipWhy, language: Language): string {
  const text = sayList(language, `skip.${why}`);
  if (why !== 'shut-down' && why !== 'parked') return text;
  return `${text} (${endedHow(list.record.life, language)})`;
}

/** `ended 2008-05; listed everybody 2012-08-20` */
function endedHow({ since, listedAll }: Life, language: Language): string {
  const parts = since === undefined ? [] : [sayList(language, `ended.${since.known}`, { date: since.date })];
  if (listedAll.length > 0) parts.push(sayList(language, 'ended.all', { dates: listedAll.join(', ') }));
  return parts.join(language === 'ja' ? '、' : '; ');
}

/** How a listing ends, what to do, and where; the address may have the subject in it. */
export function howToGetOff(record: Zone, subject: Subject | undefined, language: Language): string {
  const parts = [endOf(record, language)];
  if (record.delist !== undefined) parts.push(sayList(language, record.delist));
  else if (record.end.how === 'both' || record.end.how === 'request')
    parts.push(sayList(language, 'delist.first'));
  const urls = urlsOf(record, subject);
  if (urls.delist !== null) parts.push(sayList(language, 'delist.ask', { url: urls.delist }));
  else if (urls.lookup !== null) parts.push(sayList(language, 'delist.see', { url: urls.lookup }));
  return parts.join(language === 'ja' ? '' : ' ');
}

/** @param subject undefined: for many; a page that wants one is then named without it */
export function urlsOf(
  { delistUrl, lookupUrl }: Zone,
  subject: Subject | undefined,
): { readonly delist: string | null; readonly lookup: string | null } {
  const fill = (url: string | undefined): string | null =>
    url === undefined
      ? null
      : subject === undefined
        ? url.replace(/(?:\?\w+=)?\{subject\}$/, '')
        : url.replace('{subject}', encodeURIComponent(subject.text));
  return { delist: fill(delistUrl), lookup: fill(lookupUrl) };
}

const DAY = 24;

function endOf({ end }: Zone, language: Language): string {
  const { how, hours } = end;
  if (hours === undefined || (how !== 'expires' && how !== 'both')) return sayList(language, `end.${how}`);
  // As their operators say it: 48 hours, 7 days.
  return hours >= 3 * DAY
    ? sayList(language, `end.${how}-days` satisfies ListWord, { days: Math.ceil(hours / DAY) })
    : sayList(language, `end.${how}-hours` satisfies ListWord, { hours });
}
