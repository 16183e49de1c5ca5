/** `replay --shadow-results`: what rules that are only tried have warned of, and how to make those refuse that are safe. */
import { styleText } from 'node:util';
import type { Language } from '../i18n/language.ts';
import { type ReplayWord, sayReplay } from '../i18n/replay/words.ts';
import { iso } from '../report/build.ts';
import { fold } from '../report/render/fold.ts';
import { safe } from '../report/render/safe.ts';
import { table } from '../report/render/table.ts';
import type { ShadowResults, ShadowRule } from '../restrictions/replay/shadow-results.ts';
import type { ReplayForm } from './replay-text.ts';

export interface ToldShadow extends ShadowResults {
  /** undefined: nothing is safe to promote, or main.cf does not set it. */
  readonly command: string | undefined;
}

const DAY = 86_400_000;
/** A rule that has been watched for less is told so. */
const ENOUGH_DAYS = 7;

export function shadowJson({ rules, unmatched, command }: ToldShadow, language: Language): object {
  return {
    schema: 1,
    shadow: rules.map((each) => ({
      restriction: each.rule.step.written,
      list: each.rule.list,
      warned: each.warned,
      taken: each.taken,
      likelyReal: each.likelyReal,
      failed: each.failed,
      since: each.since === undefined ? null : iso(each.since),
      until: each.until === undefined ? null : iso(each.until),
      promote: each.promote,
      mail: each.examples.map(({ attempt, judgement }) => ({
        time: iso(attempt.time),
        client: `${attempt.clientName}[${attempt.clientAddress}]`,
        sender: attempt.sender,
        recipient: attempt.recipient,
        certain: judgement.certain,
        why: judgement.signs.map(({ id, values }) => sayReplay(language, `sign.${id}`, values)),
      })),
    })),
    unmatched,
    command: command ?? null,
  };
}

export function shadowText({ rules, unmatched, command }: ToldShadow, form: ReplayForm): string {
  const { language, width, color, top } = form;
  const say = (key: ReplayWord, values: Record<string, string | number> = {}): string =>
    sayReplay(language, key, values);
  const lines: string[] = [];
  const paragraph = (text: string): void => void lines.push(...fold(safe(text), width, 0));
  const heading = (text: string): void => void lines.push('', color ? styleText('bold', text) : text);
  const safeOnes = rules.filter(({ promote }) => promote);
  if (rules.length === 0) paragraph(say('shadow.none'));
  else paragraph(say('shadow.verdict', { rules: rules.length, safe: safeOnes.length }));
  if (unmatched > 0) paragraph(say('shadow.unmatched', { count: unmatched }));
  if (rules.length > 0) {
    heading(say('shadow.heading'));
    const right = 'right' as const;
    const columns = [
      { title: say('column.rule'), flexible: true },
      { title: say('shadow.warned'), align: right },
      { title: say('shadow.taken'), align: right },
      { title: say('column.real'), align: right },
      { title: say('shadow.since') },
    ];
    const rows = rules.map(({ rule, warned, taken, likelyReal, since }) => [
      safe(rule.step.written),
      ...[warned, taken, likelyReal].map(String),
      since === undefined ? '-' : iso(since).slice(0, 10),
    ]);
    lines.push(...table(columns, rows, width, 2));
  }
  for (const each of rules) {
    lines.push('', ...fold(safe(`${each.rule.step.written}: ${say(advice(each))}`), width, 2));
    if (each.promote && isShort(each)) lines.push(...fold(`  ${say('shadow.short')}`, width, 2));
    for (const { attempt, judgement } of each.examples.slice(0, top)) {
      const { sender, recipient, clientName, clientAddress, time } = attempt;
      lines.push(...fold(safe(`  ${iso(time)}  <${sender}> -> <${recipient}>`), width, 6));
      lines.push(...fold(safe(`      ${clientName}[${clientAddress}]`), width, 6));
      for (const { id, values } of judgement.signs)
        lines.push(...fold(safe(`      - ${say(`sign.${id}`, values)}`), width, 8));
    }
    const rest = each.likelyReal - Math.min(top, each.examples.length);
    if (rest > 0)
      lines.push(`  ${say(rest > 0 && each.examples.length > top ? 'more.top' : 'more', { count: rest })}`);
  }
  if (command !== undefined) {
    heading(say('shadow.command'));
    // In one line, however long: it is there to be copied.
    lines.push(`  ${safe(command)}`);
  } else if (safeOnes.length > 0) {
    lines.push('');
    paragraph(say('shadow.by-hand'));
  }
  return `${lines.join('\n')}\n`;
}

function advice({ warned, failed, promote }: ShadowRule): ReplayWord {
  if (failed > 0) return 'shadow.failed';
  if (warned === 0) return 'shadow.quiet';
  return promote ? 'shadow.promote' : 'shadow.keep';
}

function isShort({ since, until }: ShadowRule): boolean {
  return (until ?? 0) - (since ?? 0) < ENOUGH_DAYS * DAY;
}
