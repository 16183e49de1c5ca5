/** The health of lists as text: a table, then what to change. */

import { shownName } from '../dnsbl/secret.ts';
import type { Language } from '../i18n/language.ts';
import { sayList } from '../i18n/lists/words.ts';
import { sayZone, type ZoneWord } from '../i18n/zones/words.ts';
import { fold } from '../report/render/fold.ts';
import { safe } from '../report/render/safe.ts';
import { table } from '../report/render/table.ts';
import type { AdvisedUse } from '../restrictions/list-advice.ts';
import { type Form, paint } from './paint.ts';
import type { ZonesTold } from './zones-json.ts';
import { isUnsafe, type Judged } from './zones-judged.ts';
import { fixOf, insteadOf, lifeOf, messageOf, placeOf, reasonOf, renamedOf } from './zones-told.ts';

export function zonesText({ judged, fitness, offline, renamed }: ZonesTold, form: Form): string {
  const { language, width } = form;
  const lines: string[] = [];
  const word = `resolver.${fitness?.status}`;
  if (fitness !== undefined && fitness.status !== 'fit' && fitness.status !== 'unknown') {
    const said = sayZone(language, word as ZoneWord, { answers: fitness.answers.join(', ') });
    lines.push(...fold(paint(form, 'red', safe(said)), width), '');
  }
  const columns = [
    { title: sayZone(language, 'column.zone') },
    ...(offline
      ? []
      : [{ title: sayZone(language, 'column.now') }, { title: 'ms', align: 'right' as const }]),
    { title: sayZone(language, 'column.catalogue'), flexible: true },
    { title: sayZone(language, 'column.use') },
  ];
  const rows = judged.map(({ list, health }) => [
    safe(shownName(list)),
    ...(offline
      ? []
      : [
          sayZone(language, `status.${health.status}`),
          health.latency === undefined ? '' : String(Math.round(health.latency)),
        ]),
    list.by === 'nothing' ? sayZone(language, 'not-listed') : lifeOf(list.record, language),
    list.by === 'nothing' ? '' : sayList(language, `use.${list.record.use}`),
  ]);
  lines.push(...table(columns, rows, width, 3));
  const troubled = judged.filter((each) => isTroubled(each));
  if (troubled.length + renamed.length > 0)
    lines.push('', paint(form, 'bold', sayZone(language, 'problems')));
  for (const each of troubled) lines.push(...trouble(each, form));
  for (const each of renamed) {
    const { message, fix } = renamedOf(each, language);
    lines.push(`  ${paint(form, 'bold', safe(each.name))}`, ...fold(`    - ${safe(message)}`, width, 6));
    lines.push(...fold(`      ${safe(fix)}`, width, 6));
    if (each.place !== undefined)
      lines.push(...fold(`      (${safe(`${each.place.file}:${each.place.line}`)})`, width, 6));
  }
  const unsafe = judged.filter(isUnsafe).length;
  const healthy = judged.filter(({ health }) => health.status === 'healthy').length;
  const key = offline ? 'summary.offline' : 'summary';
  lines.push('', ...fold(sayZone(language, key, { count: judged.length, healthy, unsafe }), width));
  return `${lines.join('\n')}\n`;
}

function isTroubled(judged: Judged): boolean {
  const { health, uses } = judged;
  const ill = health.status !== 'healthy' && health.status !== 'unknown';
  return (ill && uses.length > 0) || uses.some(({ advice }) => advice.length > 0);
}

/** A list's own block: how it is, where it is used, what is wrong with each use, what to write. */
function trouble(judged: Judged, form: Form): string[] {
  const { list, health, uses } = judged;
  const { language, width } = form;
  const lines = [`  ${paint(form, isUnsafe(judged) ? 'red' : 'bold', safe(shownName(list)))}`];
  const put = (text: string, indent = 4, hang = indent): void => {
    if (text !== '') lines.push(...fold(`${' '.repeat(indent)}${safe(text)}`, width, hang));
  };
  const everywhere = placesOf(uses, language);
  put(everywhere);
  if (health.reason !== 'ended') put(reasonOf(health, language));
  for (const [message, of] of byMessage(uses, language)) {
    put(`- ${message}`, 4, 6);
    for (const fix of new Set(of.map(({ fix }) => fix))) put(fix, 6);
    const places = placesOf(
      of.map(({ use }) => use),
      language,
    );
    if (places !== everywhere) put(`(${places})`, 6);
  }
  if (list.by !== 'nothing') put(insteadOf(list.record, language));
  return lines;
}

/** "" where all stand in arguments. */
function placesOf(uses: readonly AdvisedUse[], language: Language): string {
  const places = uses.filter(({ parameter }) => parameter !== '').map((use) => placeOf(use, language));
  return [...new Set(places)].join('; ');
}

function byMessage(
  uses: readonly AdvisedUse[],
  language: Language,
): Map<string, { use: AdvisedUse; fix: string }[]> {
  const messages = new Map<string, { use: AdvisedUse; fix: string }[]>();
  for (const use of uses)
    for (const advice of use.advice) {
      const message = messageOf(use, advice, language);
      const fix = fixOf(use, advice, language);
      messages.set(message, [...(messages.get(message) ?? []), { use, fix }]);
    }
  return messages;
}
