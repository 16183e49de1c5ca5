/** `lint --fix-preview`: the commands that would mend a configuration, for a person to read and to run. */

import type { Language } from '../i18n/language.ts';
import { sayLint } from '../i18n/lint/words.ts';
import { shellWord } from '../i18n/shell-word.ts';
import { titleOf } from '../postfix/master-cf.ts';
import { USUAL_FOLDER } from '../postfix/read.ts';
import { safe } from '../report/render/safe.ts';
import type { LintProblem } from '../restrictions/lint/family.ts';
import type { Fix, Fixes } from '../restrictions/lint/fixes.ts';
import { toldOf, whereOf } from './lint-told.ts';

export interface Command {
  readonly command: string;
  readonly ids: readonly string[];
}

/** Fixes that a command can write, and the problems of those that it cannot. */
export function commandsOf(
  folder: string,
  { fixes, byHand }: Fixes,
): { readonly commands: readonly Command[]; readonly byHand: readonly LintProblem[] } {
  const commands: Command[] = [];
  const rest = [...byHand];
  for (const fix of fixes) {
    const command = commandOf(folder, fix);
    if (command === undefined) rest.push(...fix.problems);
    else commands.push({ command, ids: [...new Set(fix.problems.map(({ id }) => id))] });
  }
  return { commands, byHand: rest };
}

function commandOf(folder: string, { parameter, service, value }: Fix): string | undefined {
  const where = folder === USUAL_FOLDER ? '' : ` -c ${shellWord(folder)}`;
  if (service === undefined) return `postconf${where} -e ${shellWord(`${parameter} = ${value}`)}`;
  // postconf(1) takes no blanks there; a comma parts words as well as a blank does.
  if (/[{}"]/.test(value)) return undefined;
  const words = value.split(/[\s,]+/).join(',');
  return `postconf${where} -P ${shellWord(`${titleOf(service)}/${parameter}=${words}`)}`;
}

/** A shell script, whose comments say why. */
export function fixesText({ commands, byHand }: ReturnType<typeof commandsOf>, language: Language): string {
  const comment = (text: string): string => `# ${safe(text)}`;
  const lines = commands.flatMap(({ command, ids }) => [comment(ids.join(', ')), safe(command)]);
  const head = comment(sayLint(language, lines.length === 0 ? 'fix.none' : 'fix.preview'));
  const hand = byHand.flatMap((problem) => {
    const { fix } = toldOf(problem, language);
    return [comment(`- ${whereOf(problem, language)} [${problem.id}]`), comment(`  ${fix}`)];
  });
  const title = hand.length === 0 ? [] : ['', comment(sayLint(language, 'fix.by-hand'))];
  return `${[head, ...lines, ...title, ...hand].join('\n')}\n`;
}
