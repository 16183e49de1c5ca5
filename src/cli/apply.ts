/** `sekisho apply` and `sekisho rollback`: a change of main.cf that undoes itself where Postfix cannot live with it. */
import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { type Command, Option } from 'commander';
import { SekishoError } from '../config/error.ts';
import { sayApply } from '../i18n/apply/words.ts';
import { say } from '../i18n/cli/words.ts';
import type { Language } from '../i18n/language.ts';
import { changedText, type Setting } from '../postfix/changed.ts';
import type { Configuration } from '../postfix/configuration.ts';
import { check, isRunning, notGreeting, rehearse, reload, restart } from '../postfix/live.ts';
import { readMainCf } from '../postfix/main-cf.ts';
import { readConfiguration, USUAL_FOLDER } from '../postfix/read.ts';
import { backUp, backupsOf, replaceFile } from '../postfix/replace-file.ts';
import { parseExpanded } from '../restrictions/parse.ts';
import { Settings } from '../restrictions/settings.ts';
import { shadowed } from '../restrictions/shadow.ts';
import { diffOf } from './diff.ts';
import { addEveryOption, type Everyday, type EveryOptions, everyday } from './every-command.ts';
import { collectSet, settingsOf } from './set-option.ts';

interface Options extends EveryOptions {
  configDir: string;
  set?: string[];
  shadow?: boolean;
  dryRun?: boolean;
  yes?: boolean;
}

/** Milliseconds that smtpd may take to greet after a reload. */
const PATIENCE = 15_000;
/** And after the old file stands again. */
const RETURN = 3_000;

export function addApply(parent: Command, language: Language): void {
  const command = options(parent.command('apply'), language)
    .description(say(language, 'help.apply'))
    .addOption(
      new Option('--set <setting>', say(language, 'help.replay.set'))
        .argParser(collectSet)
        .makeOptionMandatory(),
    )
    .option('--shadow', say(language, 'help.apply.shadow'))
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
  const settings = settingsOf(options.set ?? [], configuration);
  const before = readFileSync(configuration.main.file, 'utf8');
  const wanted = options.shadow === true ? settings.map((each) => shadow(each, configuration)) : settings;
  await change(configuration, before, textWith(before, wanted), options);
}

function textWith(before: string, settings: readonly Setting[]): string {
  try {
    return changedText(before, settings);
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

async function rollback(backup: string | undefined, options: Options): Promise<void> {
  const configuration = readConfiguration(options.configDir);
  const { file } = configuration.main;
  const before = readFileSync(file, 'utf8');
  const copies = backup === undefined ? backupsOf(file) : [backup];
  const copy = copies.find((each) => existsSync(each) && readFileSync(each, 'utf8') !== before);
  if (copy === undefined)
    throw new SekishoError(
      'bad-argument',
      'there is no copy of {file} to go back to',
      'name one: sekisho rollback FILE',
      {
        values: { file },
      },
    );
  await change(configuration, before, readFileSync(copy, 'utf8'), options, copy);
}

interface Done {
  readonly backup: string | null;
  readonly changed: readonly {
    readonly parameter: string;
    readonly before: string | null;
    readonly after: string | null;
  }[];
  readonly reloaded: boolean;
  /** Why the old file stands again; null: the new one does. */
  readonly undone: string | null;
  readonly restored: string | null;
}

async function change(
  configuration: Configuration,
  before: string,
  after: string,
  options: Options,
  restored: string | null = null,
): Promise<void> {
  const day = everyday(options);
  const { file } = configuration.main;
  const changed = differences(before, after, file);
  const tell = (done: Done): void => {
    if (options.json === true)
      process.stdout.write(`${JSON.stringify({ schema: 1, ...done }, undefined, 2)}\n`);
    else tellText(done, file, day.language);
    if (done.undone !== null) process.exitCode = 1;
  };
  const nothing = { backup: null, changed, reloaded: false, undone: null, restored };
  if (options.json !== true) process.stdout.write(diffOf(before, after, file, day.color));
  if (before === after || options.dryRun === true) {
    if (options.json !== true)
      process.stdout.write(`${sayApply(day.language, before === after ? 'nothing' : 'dry-run')}\n`);
    else tell(nothing);
    return;
  }
  const rehearsed = rehearse(options.configDir, after);
  if (!rehearsed.ok) return tell({ ...nothing, undone: rehearsed.text });
  if (!(await isWanted(options, day))) return;
  const backup = backUp(file, new Date());
  replaceFile(file, before, after);
  const undo = (): void => replaceFile(file, after, before);
  const checked = check(options.configDir);
  if (!checked.ok) {
    undo();
    return tell({ ...nothing, backup, undone: checked.text });
  }
  if (!isRunning(options.configDir)) return tell({ ...nothing, backup });
  const trouble = await takeUp(options.configDir);
  if (trouble === undefined) return tell({ ...nothing, backup, reloaded: true });
  undo();
  reload(options.configDir);
  if ((await notGreeting(configuration, RETURN)) !== undefined) restart(options.configDir);
  tell({ ...nothing, backup, undone: trouble });
}

/** Reloads; what does not live afterwards is told. */
async function takeUp(folder: string): Promise<string | undefined> {
  const reloaded = reload(folder);
  if (!reloaded.ok) return reloaded.text || 'postfix reload';
  const silent = await notGreeting(readConfiguration(folder), PATIENCE);
  return silent === undefined ? undefined : `${silent}: no greeting`;
}

async function isWanted(options: Options, { language }: Everyday): Promise<boolean> {
  if (options.yes === true) return true;
  if (process.stdin.isTTY !== true || process.stdout.isTTY !== true || options.json === true)
    throw new SekishoError(
      'bad-argument',
      'nobody is there to agree',
      'add --yes, or --dry-run to see the change only',
    );
  const asked = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await asked.question(`${sayApply(language, 'ask')} `);
  asked.close();
  return /^(?:y|yes|はい)$/i.test(answer.trim());
}

function differences(before: string, after: string, file: string): Done['changed'] {
  const old = readMainCf(before, file).byName;
  const now = readMainCf(after, file).byName;
  return [...new Set([...old.keys(), ...now.keys()])]
    .map((parameter) => ({
      parameter,
      before: old.get(parameter)?.value.text ?? null,
      after: now.get(parameter)?.value.text ?? null,
    }))
    .filter((each) => each.before !== each.after);
}

function tellText({ backup, reloaded, undone, restored }: Done, file: string, language: Language): void {
  const lines: string[] = [];
  if (undone !== null) lines.push(sayApply(language, 'undone', { file, why: undone }));
  else {
    lines.push(sayApply(language, restored === null ? 'done' : 'restored', { file, copy: restored ?? '' }));
    lines.push(sayApply(language, reloaded ? 'reloaded' : 'not-running'));
  }
  if (backup !== null) lines.push(sayApply(language, 'backup', { copy: backup, name: basename(backup) }));
  process.stdout.write(`${lines.join('\n')}\n`);
}
