/** `sekisho apply` and `sekisho rollback`: a change of main.cf that undoes itself where Postfix cannot live with it. */
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type Command, Option } from 'commander';
import { SekishoError } from '../config/error.ts';
import { say } from '../i18n/cli/words.ts';
import type { Language } from '../i18n/language.ts';
import { changedBytes, type Setting } from '../postfix/changed.ts';
import type { Configuration } from '../postfix/configuration.ts';
import { readConfiguration, USUAL_FOLDER } from '../postfix/read.ts';
import { realFile, wayBack } from '../postfix/replace-file.ts';
import { parseExpanded } from '../restrictions/parse.ts';
import { Settings } from '../restrictions/settings.ts';
import { shadowed } from '../restrictions/shadow.ts';
import { type ApplyOptions, change } from './apply-change.ts';
import { orRefuse } from './broken.ts';
import { addEveryOption } from './every-command.ts';
import { collectSet, settingsOf } from './set-option.ts';

interface Options extends ApplyOptions {
  set?: string[];
  shadow?: boolean;
}

export function addApply(parent: Command, language: Language): void {
  const command = options(parent.command('apply'), language)
    .description(say(language, 'help.apply'))
    .addOption(
      new Option('--set <setting>', say(language, 'help.replay.set'))
        .argParser(collectSet)
        .makeOptionMandatory(),
    )
    .option('--shadow', say(language, 'help.apply.shadow'))
    .option('--force', say(language, 'help.apply.force'))
    .action(apply);
  addEveryOption(command, language);
  command.addHelpText('after', say(language, 'help.apply.after'));
}

export function addRollback(parent: Command, language: Language): void {
  const command = options(parent.command('rollback'), language)
    .description(say(language, 'help.rollback'))
    .argument('[backup]', say(language, 'help.rollback.backup'))
    .action(rollback);
  addEveryOption(command, language);
  command.addHelpText('after', say(language, 'help.rollback.after'));
}

function options(command: Command, language: Language): Command {
  return command
    .addOption(
      new Option('-c, --config-dir <folder>', say(language, 'help.configDir')).default(USUAL_FOLDER, ''),
    )
    .option('--dry-run', say(language, 'help.apply.dryRun'))
    .option('-y, --yes', say(language, 'help.apply.yes'));
}

async function apply(options: Options): Promise<void> {
  const configuration = readConfiguration(options.configDir);
  const file = realFile(configuration.main.file);
  const before = readFileSync(file);
  const settings = settingsOf(options.set ?? [], configuration);
  const wanted =
    options.shadow === true
      ? await orRefuse(configuration, () => settings.map((each) => shadow(each, configuration)))
      : settings;
  await change({ configuration, file, before, after: bytesWith(before, wanted), back: undefined }, options);
}

function bytesWith(before: Buffer, settings: readonly Setting[]): Buffer {
  const lost = settings.find(({ value }) => value.includes('\ufffd'));
  if (lost !== undefined)
    throw new SekishoError(
      'bad-argument',
      '{name}: the value is no UTF-8',
      'write it with another locale, or edit main.cf',
      {
        values: { name: lost.name },
      },
    );
  try {
    return changedBytes(before, settings);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new SekishoError('bad-argument', '{reason}', 'begin each further line of a value with a blank', {
      values: { reason: error.message },
    });
  }
}

/** Only lists of restrictions can be tried. */
function shadow({ name, value }: Setting, configuration: Configuration): Setting {
  if (!/^smtpd_.*_restrictions$/.test(name))
    throw new SekishoError(
      'bad-argument',
      '--shadow cannot try {name}',
      'it puts warn_if_reject before new restrictions of smtpd_..._restrictions; set other parameters without it',
      { values: { name } },
    );
  const inForce = new Settings(configuration, undefined).value(name);
  const list = inForce === undefined ? { parameter: name, steps: [] } : parseExpanded(name, inForce);
  return { name, value: shadowed(list, value) };
}

async function rollback(backup: string | undefined, options: ApplyOptions): Promise<void> {
  const configuration = readConfiguration(options.configDir);
  const file = realFile(configuration.main.file);
  const before = readFileSync(file);
  const copy =
    backup === undefined
      ? wayBack(file).find((each) => !readCopy(each).equals(before))
      : [backup, join(dirname(file), basename(backup))].find((each) => existsSync(each));
  if (copy === undefined)
    throw new SekishoError(
      'bad-argument',
      backup === undefined ? 'there is no copy of {file} to go back to' : 'there is no file {copy}',
      'name one: sekisho rollback FILE',
      { values: { file, copy: backup ?? '' } },
    );
  await change({ configuration, file, before, after: readCopy(copy), back: copy }, options);
}

function readCopy(copy: string): Buffer {
  try {
    return readFileSync(copy);
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new SekishoError(
      'postfix-config',
      'cannot read {file}: {reason}',
      'name one: sekisho rollback FILE',
      {
        values: { file: copy, reason },
      },
    );
  }
}
