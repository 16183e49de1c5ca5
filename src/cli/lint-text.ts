/** Problems of a configuration as text: the worst first, each with its place, why it matters, and what to do. */

import type { Language } from '../i18n/language.ts';
import { sayLint } from '../i18n/lint/words.ts';
import { fold } from '../report/render/fold.ts';
import { safe } from '../report/render/safe.ts';
import type { LintProblem, Severity } from '../restrictions/lint/family.ts';
import { toldOf, whereOf } from './lint-told.ts';
import { type Form, paint } from './paint.ts';

const SEVERITIES: readonly Severity[] = ['error', 'warning', 'info'];

export function lintText(folder: string, problems: readonly LintProblem[], form: Form): string {
  const lines = SEVERITIES.flatMap((severity) => {
    const these = problems.filter((problem) => problem.severity === severity);
    if (these.length === 0) return [];
    const title = sayLint(form.language, `severity.${severity}`);
    return [
      paint(form, severity === 'error' ? 'red' : 'bold', title),
      ...these.flatMap((each) => block(each, form)),
      '',
    ];
  });
  return `${[...lines, ...fold(summaryOf(folder, problems, form.language), form.width)].join('\n')}\n`;
}

function block(problem: LintProblem, form: Form): string[] {
  const { language, width } = form;
  const { message, fix } = toldOf(problem, language);
  const [first, ...rest] = fold(`  ${safe(whereOf(problem, language))}  [${problem.id}]`, width, 4);
  return [
    paint(form, 'bold', first!),
    ...rest,
    ...fold(`    ${safe(message)}`, width, 4),
    ...fold(`    → ${safe(fix)}`, width, 6),
  ];
}

function summaryOf(folder: string, problems: readonly LintProblem[], language: Language): string {
  const count = (severity: Severity): number =>
    problems.filter((problem) => problem.severity === severity).length;
  if (problems.length === 0) return sayLint(language, 'clean', { folder: safe(folder) });
  return sayLint(language, 'summary', {
    ...{ folder: safe(folder), errors: count('error'), warnings: count('warning'), infos: count('info') },
  });
}
