/** What every command but `report` takes: the options that all have, and what follows from them. */
import { type Command, Option } from 'commander';
import { readSettings, type Settings } from '../config/settings.ts';
import { type CliWord, say } from '../i18n/cli/words.ts';
import { type Language, languageOf } from '../i18n/language.ts';
import { type ResolverAddress, readDnsOption } from './dns-option.ts';
import { showNote } from './show.ts';

export interface EveryOptions {
  json?: boolean;
  lang?: Language;
  config?: string;
  dns?: string;
  color: boolean;
  quiet?: boolean;
}

const OPTIONS: readonly (readonly [flags: string, word: CliWord])[] = [
  ['--json', 'help.jsonOnly'],
  ['--lang <language>', 'help.lang'],
  ['--config <file>', 'help.config'],
  ['--dns <address>', 'help.resolver'],
  ['--no-color', 'help.noColor'],
  ['--quiet', 'help.quiet'],
];

/** To be called after the command's own options: these come last in its help. */
export function addEveryOption(command: Command, language: Language): void {
  for (const [flags, word] of OPTIONS) {
    const option = new Option(flags, say(language, word)).helpGroup(say(language, 'help.group.common'));
    if (option.long === '--lang') option.choices(['en', 'ja']);
    command.addOption(option);
  }
}

export interface Everyday {
  readonly settings: Settings;
  readonly language: Language;
  /** Of --dns; undefined: the system's resolvers. */
  readonly resolver: ResolverAddress | undefined;
  /** To standard error, unless --quiet. */
  readonly note: (text: string) => void;
  readonly color: boolean;
  /** Columns of the text, 80 to 120. */
  readonly width: number;
}

export function everyday(options: EveryOptions): Everyday {
  const settings = readSettings(options.config);
  const { stdout, env } = process;
  return {
    settings,
    resolver: readDnsOption(options.dns),
    language: options.lang ?? settings.language ?? languageOf(env),
    note: options.quiet === true ? () => undefined : showNote,
    color: options.color && stdout.isTTY === true && !env.NO_COLOR && env.TERM !== 'dumb',
    width: Math.max(80, Math.min(120, stdout.columns ?? 100)),
  };
}
