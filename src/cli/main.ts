/** The command line: one file a command, loaded when it is asked for. */
import { Command, CommanderError } from 'commander';
import { SekishoError } from '../config/error.ts';
import { type CliWord, say } from '../i18n/cli/words.ts';
import type { Language } from '../i18n/language.ts';
import { speakHelp } from './help.ts';
import { spokenLanguage } from './language.ts';
import { addReport, respellReport } from './report.ts';
import { showError } from './show.ts';
import { usageError } from './usage.ts';

export const VERSION = '0.1.0';

interface Later {
  readonly help: CliWord;
  /** Loads the command's file, and adds it. */
  readonly add: (parent: Command, language: Language) => Promise<void>;
}

/** Every command but `report`, which is to start fast: loaded only when it is asked for. */
const LATER: Readonly<Record<string, Later>> = {
  lookup: {
    help: 'help.lookup',
    add: async (parent, language) => (await import('./lookup.ts')).addLookup(parent, language),
  },
  zones: {
    help: 'help.zones',
    add: async (parent, language) => (await import('./zones.ts')).addZones(parent, language),
  },
  spf: {
    help: 'help.spf',
    add: async (parent, language) => (await import('./spf.ts')).addSpf(parent, language),
  },
  eval: {
    help: 'help.eval',
    add: async (parent, language) => (await import('./eval.ts')).addEval(parent, language),
  },
  lint: {
    help: 'help.lint',
    add: async (parent, language) => (await import('./lint.ts')).addLint(parent, language),
  },
  replay: {
    help: 'help.replay',
    add: async (parent, language) => (await import('./replay.ts')).addReplay(parent, language),
  },
  suggest: {
    help: 'help.suggest',
    add: async (parent, language) => (await import('./suggest.ts')).addSuggest(parent, language),
  },
  apply: {
    help: 'help.apply',
    add: async (parent, language) => (await import('./apply.ts')).addApply(parent, language),
  },
  rollback: {
    help: 'help.rollback',
    add: async (parent, language) => (await import('./apply.ts')).addRollback(parent, language),
  },
};

/** @param asked the words of the command line: a command that is none of them has no more than its name and purpose */
export async function program(language: Language, asked: readonly string[]): Promise<Command> {
  const command = new Command('sekisho')
    .description(say(language, 'help.program'))
    .version(VERSION, '-V, --version', say(language, 'help.version'))
    .helpOption('-h, --help', say(language, 'help.help'))
    .helpCommand('help [command]', say(language, 'help.helpCommand'))
    // Errors are told by main(), in one form.
    .configureOutput({ outputError: () => undefined })
    .exitOverride();
  speakHelp(command, language);
  addReport(command, language);
  for (const [name, { help, add }] of Object.entries(LATER))
    if (asked.includes(name)) await add(command, language);
    else command.command(name).description(say(language, help));
  return command;
}

/** The command first, then its options: `sekisho --json report` is `sekisho report --json`. */
function arrange(argv: readonly string[], commands: readonly string[]): string[] {
  const at = argv.findIndex((word) => commands.includes(word));
  // `sekisho --lang ja --help`: the language is known already.
  if (at < 0 && argv[0] === '--lang') return argv.slice(2);
  const moved = at > 0 && argv[0]!.startsWith('-') ? argv.slice(0, at) : [];
  return moved.length === 0 ? [...argv] : [argv[at]!, ...moved, ...argv.slice(at + 1)];
}

async function main(argv: readonly string[]): Promise<number> {
  const language = spokenLanguage(argv, process.env);
  const command = await program(language, argv);
  const [name, ...words] = arrange(
    argv,
    command.commands.map((each) => each.name()),
  );
  const known = command.commands.find((each) => each.name() === name);
  try {
    const spelled = known !== undefined && name === 'report' ? respellReport(words, known) : words;
    await command.parseAsync(name === undefined ? [] : [name, ...spelled], { from: 'user' });
    // A command that found problems has set it.
    return Number(process.exitCode ?? 0);
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return 0;
    // `sekisho` alone has shown its help.
    if (error instanceof CommanderError && error.code === 'commander.help') return 2;
    const told = error instanceof CommanderError ? usageError(error, known?.name()) : error;
    if (!(told instanceof SekishoError)) throw told;
    showError(told, language);
    return told.exitCode;
  }
}

// A reader that goes away early (`| head`) is no error; a full disk is.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    if (stream === process.stderr) process.exit(3);
    const failed = new SekishoError(
      'output-failed',
      'cannot write the output: {reason}',
      'make room for it',
      {
        values: { reason: error.code ?? error.message },
      },
    );
    showError(failed, spokenLanguage(process.argv.slice(2), process.env));
    process.exit(3);
  });
}

void main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
