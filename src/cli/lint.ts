/** `sekisho lint`: what is wrong with main.cf and master.cf, why it matters, and the exact fix. */

import { type Command, Option } from 'commander';
import { say } from '../i18n/cli/words.ts';
import type { Language } from '../i18n/language.ts';
import { sayLint } from '../i18n/lint/words.ts';
import { titleOf } from '../postfix/master-cf.ts';
import { readConfiguration, USUAL_FOLDER } from '../postfix/read.ts';
import type { LintProblem } from '../restrictions/lint/family.ts';
import { fixesOf } from '../restrictions/lint/fixes.ts';
import { lint } from '../restrictions/lint/lint.ts';
import { addEveryOption, type EveryOptions, everyday } from './every-command.ts';
import { commandsOf, fixesText } from './lint-fixes.ts';
import { lintText } from './lint-text.ts';
import { toldOf } from './lint-told.ts';
import { lintWorld } from './lint-world.ts';

interface Options extends EveryOptions {
  configDir: string;
  fixPreview?: boolean;
}

export function addLint(parent: Command, language: Language): void {
  const command = parent
    .command('lint')
    .description(say(language, 'help.lint'))
    .addOption(
      new Option('-c, --config-dir <folder>', say(language, 'help.configDir')).default(USUAL_FOLDER, ''),
    )
    .option('--fix-preview', say(language, 'help.lint.fixPreview'))
    .action(run);
  addEveryOption(command, language);
  command.addHelpText('after', say(language, 'help.lint.after'));
}

async function run(options: Options): Promise<void> {
  const day = everyday(options);
  const folder = options.configDir;
  const configuration = readConfiguration(folder);
  const machine = lintWorld(folder, configuration);
  if (machine.stat === undefined) day.note(sayLint(day.language, 'copied', { folder }));
  const problems = await lint(configuration, machine);
  if (machine.hidden.size > 0)
    day.note(sayLint(day.language, 'hidden-files', { count: machine.hidden.size }));
  const fixes =
    options.fixPreview === true ? commandsOf(folder, fixesOf(configuration, problems)) : undefined;
  process.stdout.write(
    options.json === true
      ? `${JSON.stringify(lintJson(folder, problems, fixes, day.language), undefined, 2)}\n`
      : fixes === undefined
        ? lintText(folder, problems, day)
        : fixesText(fixes, day.language),
  );
  if (problems.some(({ severity }) => severity !== 'info')) process.exitCode = 1;
}

function lintJson(
  folder: string,
  problems: readonly LintProblem[],
  fixes: ReturnType<typeof commandsOf> | undefined,
  language: Language,
): object {
  return {
    schema: 1,
    folder,
    problems: problems.map((problem) => ({
      id: problem.id,
      severity: problem.severity,
      file: problem.place.file,
      line: problem.place.line === 0 ? null : problem.place.line,
      parameter: problem.parameter,
      service: problem.service === undefined ? null : titleOf(problem.service),
      ...toldOf(problem, language),
    })),
    ...(fixes && { commands: fixes.commands }),
  };
}
