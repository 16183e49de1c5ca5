/** The options of `sekisho report`, in the order of its help, and what their values must be. */
import { type Command, Option } from 'commander';
import { SekishoError } from '../config/error.ts';
import { type CliWord, say } from '../i18n/cli/words.ts';
import type { Language } from '../i18n/language.ts';
import { wholeNumber } from './number.ts';
import type { PflogsummOptions } from './pflogsumm.ts';

export interface Options extends PflogsummOptions {
  date?: string;
  format: 'text' | 'html' | 'json';
  json?: boolean;
  top?: string;
  problemsFirst?: boolean;
  queue?: boolean;
  domain?: string;
  mailTo?: string;
  mailFrom?: string;
  sendmail?: string;
  smtpdStats?: boolean;
  extendedDetail?: boolean;
  showUnparsed?: string;
  verbose?: boolean;
  width?: string;
  lang?: Language;
  config?: string;
  dns?: string;
  color: boolean;
  quiet?: boolean;
  q?: boolean;
  sampleIfEmpty?: boolean;
}

type Group = readonly [heading: CliWord, options: readonly (readonly [flags: string, word: CliWord])[]];

const GROUPS: readonly Group[] = [
  [
    'help.group.what',
    [
      ['-d, --date <days>', 'help.date'],
      ['--domain <domain>', 'help.domain'],
      ['--top <count>', 'help.top'],
      ['--queue', 'help.queue'],
      ['--smtpd-stats', 'help.smtpdStats'],
      ['-e, --extended-detail', 'help.extendedDetail'],
      ['--show-unparsed [count]', 'help.showUnparsed'],
    ],
  ],
  [
    'help.group.form',
    [
      ['--format <form>', 'help.format'],
      ['--json', 'help.json'],
      ['--problems-first', 'help.problemsFirst'],
      ['--verbose', 'help.verbose'],
      ['--width <columns>', 'help.width'],
    ],
  ],
  [
    'help.group.mail',
    [
      ['--mail-to <address>', 'help.mailTo'],
      ['--mail-from <address>', 'help.mailFrom'],
      ['--sendmail <program>', 'help.sendmail'],
    ],
  ],
  [
    'help.group.common',
    [
      ['--lang <language>', 'help.lang'],
      ['--config <file>', 'help.config'],
      ['--dns <address>', 'help.dns'],
      ['--no-color', 'help.noColor'],
      ['--quiet', 'help.quiet'],
    ],
  ],
];

const CHOICES: Readonly<Record<string, readonly string[]>> = {
  '--format': ['text', 'html', 'json'],
  '--lang': ['en', 'ja'],
};

export function addReportOptions(command: Command, language: Language): void {
  for (const [heading, options] of GROUPS)
    for (const [flags, word] of options) {
      const option = new Option(flags, say(language, word)).helpGroup(say(language, heading));
      const choices = CHOICES[option.long!];
      if (choices !== undefined) option.choices(choices);
      if (option.long === '--format') option.default('text');
      command.addOption(option);
    }
  command.addOption(new Option('-q').hideHelp()).addOption(new Option('--sample-if-empty').hideHelp());
  command.addHelpText('after', say(language, 'help.after'));
}

/** pflogsumm's --unprocd-file wants them all; the bound keeps a wrong file from filling the memory. */
export function unparsedCount(options: Options): number {
  if (options.unprocdFile !== undefined) return 100_000;
  return options.showUnparsed === undefined ? 0 : wholeNumber(options.showUnparsed, '--show-unparsed', 100);
}

export function domainOf({ domain }: Options): string | undefined {
  const name = domain?.trim().replace(/^@/, '');
  if (name !== '') return name;
  throw new SekishoError('bad-argument', '--domain has no name', 'give one, as in --domain example.com');
}

export function widthOf(options: Options): number {
  const asked = options.width ?? options.colwidth;
  const option = options.width === undefined ? '--colwidth' : '--width';
  const width = asked === undefined ? (process.stdout.columns ?? 100) : wholeNumber(asked, option, 100);
  return Math.max(80, Math.min(120, width));
}
