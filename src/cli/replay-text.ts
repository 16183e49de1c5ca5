/** A replay as text: the verdict first, then who would be hit, and by which rule. */
import { styleText } from 'node:util';
import type { Language } from '../i18n/language.ts';
import { type ReplayWord, sayReplay } from '../i18n/replay/words.ts';
import { iso } from '../report/build.ts';
import { fold } from '../report/render/fold.ts';
import { safe } from '../report/render/safe.ts';
import { table } from '../report/render/table.ts';
import type { Changed, DayCount, Replayed } from '../restrictions/replay/replay.ts';
import { compareRules } from '../restrictions/replay/rule-count.ts';
import type { ToldReplay } from './replay.ts';
import { limitsOf } from './replay-json.ts';

export interface ReplayForm {
  readonly language: Language;
  readonly width: number;
  readonly color: boolean;
  /** Entries a list. */
  readonly top: number;
}

export function replayText(told: ToldReplay, form: ReplayForm): string {
  const { replayed, settings, offline, more } = told;
  const { language, width } = form;
  const say = (key: ReplayWord, values: Record<string, string | number> = {}): string =>
    sayReplay(language, key, values);
  const lines: string[] = [];
  const paragraph = (text: string, indent = 0): void => {
    lines.push(...fold(' '.repeat(indent) + safe(text), width, indent));
  };
  if (settings.length === 0) paragraph(say('title.none'));
  else {
    paragraph(`${say('title.change')}:`);
    for (const { name, value } of settings) paragraph(`${name} = ${value}`, 4);
  }
  lines.push('');
  for (const verdict of verdicts(replayed, settings.length > 0, language)) paragraph(verdict);
  if (more > 0) paragraph(say('kept', { count: more }));
  if (offline) paragraph(say('offline'));
  else if (replayed.questions > 0) paragraph(say('questions', { count: replayed.questions }));
  heading(lines, say('heading.totals'), form);
  lines.push(...totals(replayed, form));
  changes(lines, say('heading.rejected'), replayed.newlyRejected, replayed.more.rejected, form);
  changes(lines, say('heading.accepted'), replayed.newlyAccepted, replayed.more.accepted, form);
  if (replayed.currentRules === undefined) rules(lines, replayed, form);
  else compared(lines, replayed, form);
  overlap(lines, replayed, form);
  if (replayed.days.size > 1) days(lines, replayed, form);
  if (replayed.unknown.length > 0) {
    heading(lines, say('heading.unknown'), form);
    const columns = [
      { title: say('column.need'), flexible: true },
      { title: say('column.count'), align: 'right' as const },
    ];
    const rows = replayed.unknown.slice(0, form.top).map(({ need, count }) => [safe(need), String(count)]);
    lines.push(...table(columns, rows, width, 2));
  }
  heading(lines, say('heading.limits'), form);
  for (const limit of limitsOf(language)) lines.push(...fold(`  - ${limit}`, width, 4));
  return `${lines.join('\n')}\n`;
}

export function verdicts(replayed: Replayed, hasChange: boolean, language: Language): string[] {
  const { newlyRejected, newlyAccepted, falsePositives, proposed, otherwise, more } = replayed;
  const told: string[] = [];
  const { likely, certain } = falsePositives;
  if (hasChange) {
    if (newlyRejected.length + newlyAccepted.length + more.rejected + more.accepted === 0)
      told.push(sayReplay(language, proposed.unknown > 0 ? 'verdict.same-known' : 'verdict.same'));
    else if (likely === 0)
      told.push(sayReplay(language, proposed.unknown > 0 ? 'verdict.safe-known' : 'verdict.safe'));
    else told.push(sayReplay(language, 'verdict.false', { likely, certain }));
    const freed = newlyAccepted.filter(({ judgement }) => judgement.likelyReal).length;
    if (freed > 0) told.push(sayReplay(language, 'verdict.freed', { count: freed }));
  }
  if (proposed.unknown > 0) told.push(sayReplay(language, 'verdict.partly', { count: proposed.unknown }));
  if (otherwise > 0) told.push(sayReplay(language, 'verdict.otherwise', { count: otherwise }));
  return told;
}

function heading(lines: string[], text: string, { color }: ReplayForm): void {
  lines.push('', color ? styleText('bold', text) : text);
}

function totals(replayed: Replayed, { language, width }: ReplayForm): string[] {
  const right = 'right' as const;
  const columns = [
    { title: '' },
    { title: sayReplay(language, 'column.accepted'), align: right },
    { title: sayReplay(language, 'column.rejected'), align: right },
    { title: sayReplay(language, 'column.unknown'), align: right },
  ];
  const row = (title: ReplayWord, { accepted, rejected, unknown }: DayCount): string[] => [
    `  ${sayReplay(language, title)}`,
    ...[accepted, rejected, unknown].map(String),
  ];
  return table(
    columns,
    [row('column.current', replayed.current), row('column.proposed', replayed.proposed)],
    width,
    0,
  );
}

function changes(
  lines: string[],
  title: string,
  changed: readonly Changed[],
  more: number,
  form: ReplayForm,
): void {
  if (changed.length === 0) return;
  const { language, width, top, color } = form;
  heading(lines, `${title}: ${changed.length + more}`, form);
  for (const { attempt, evaluation, judgement } of changed.slice(0, top)) {
    const { sender, recipient, clientName, clientAddress, time } = attempt;
    const mark = judgement.certain ? 'certain' : judgement.likelyReal ? 'likely' : undefined;
    const real = mark === undefined ? '' : sayReplay(language, mark);
    const told = fold(safe(`  ${iso(time)}  <${sender}> -> <${recipient}>  ${real}`).trimEnd(), width, 6);
    if (color && real !== '') told.push(told.pop()!.replace(real, styleText('red', real)));
    lines.push(...told);
    const rule = evaluation.rule?.step.written ?? '';
    lines.push(...fold(safe(`      ${clientName}[${clientAddress}]  ${rule}`), width, 6));
    for (const { id, values } of judgement.signs)
      lines.push(...fold(safe(`      - ${sayReplay(language, `sign.${id}`, values)}`), width, 8));
  }
  const rest = changed.length + more - Math.min(top, changed.length);
  if (rest > 0) lines.push(`  ${sayReplay(language, 'more.top', { count: rest })}`);
}

/** Old beside new: each rule under the current and under the proposed restrictions. */
function compared(lines: string[], { currentRules, rules }: Replayed, form: ReplayForm): void {
  const { language, width, top } = form;
  const all = compareRules(currentRules ?? [], rules);
  if (all.length === 0) return;
  heading(lines, sayReplay(language, 'heading.compared'), form);
  const title = (column: ReplayWord, side: ReplayWord) => ({
    title: sayReplay(language, side) + (language === 'ja' ? '・' : ' ') + sayReplay(language, column),
    align: 'right' as const,
  });
  const columns = [
    { title: sayReplay(language, 'column.rule'), flexible: true },
    title('column.hits', 'side.current'),
    title('column.hits', 'side.proposed'),
    title('column.unique', 'side.current'),
    title('column.unique', 'side.proposed'),
  ];
  const rows = all
    .slice(0, top)
    .map(({ rule, current, proposed }) => [
      safe(rule.step.written),
      ...[current?.hits, proposed?.hits, current?.unique, proposed?.unique].map((each) =>
        String(each ?? '-'),
      ),
    ]);
  lines.push(...table(columns, rows, width, 2));
  if (all.length > top) lines.push(`  ${sayReplay(language, 'more.top', { count: all.length - top })}`);
}

function rules(lines: string[], { rules }: Replayed, form: ReplayForm): void {
  const { language, width, top } = form;
  if (rules.length === 0) return;
  heading(lines, sayReplay(language, 'heading.rules'), form);
  const right = 'right' as const;
  const columns = [
    { title: sayReplay(language, 'column.rule'), flexible: true },
    { title: sayReplay(language, 'column.hits'), align: right },
    { title: sayReplay(language, 'column.unique'), align: right },
  ];
  const sorted = rules.toSorted((a, b) => b.hits - a.hits);
  const rows = sorted
    .slice(0, top)
    .map(({ rule, hits, unique }) => [safe(rule.step.written), String(hits), String(unique)]);
  lines.push(...table(columns, rows, width, 2));
  if (rules.length > top) lines.push(`  ${sayReplay(language, 'more.top', { count: rules.length - top })}`);
}

/** Of each list, how many of its hits another one has too. */
function overlap(lines: string[], { overlap: { zones, matrix } }: Replayed, form: ReplayForm): void {
  const hit = zones.map((_, i) => i).filter((i) => matrix[i]![i]! > 0);
  if (hit.length < 2) return;
  const { language, width } = form;
  heading(lines, sayReplay(language, 'heading.overlap'), form);
  const columns = [
    { title: '', flexible: true },
    ...hit.map((_, i) => ({ title: String.fromCharCode(65 + (i % 26)), align: 'right' as const })),
  ];
  const rows = hit.map((a, i) => [
    `${String.fromCharCode(65 + (i % 26))} ${safe(zones[a]!)}`,
    ...hit.map((b) => String(matrix[a]![b]!)),
  ]);
  lines.push(...table(columns, rows, width, 2));
}

function days(lines: string[], { days }: Replayed, form: ReplayForm): void {
  const { language, width } = form;
  heading(lines, sayReplay(language, 'heading.days'), form);
  const right = 'right' as const;
  const side = (which: ReplayWord) => ({
    title: `${sayReplay(language, 'column.rejected')} (${sayReplay(language, which)})`,
    align: right,
  });
  const columns = [
    { title: sayReplay(language, 'column.day') },
    side('column.current'),
    side('column.proposed'),
  ];
  const rows = [...days].map(([date, { current, proposed }]) => [
    `  ${date}`,
    String(current.rejected),
    String(proposed.rejected),
  ]);
  lines.push(...table(columns, rows, width, 0));
}
