/** The command line: one file a command, loaded when it is asked for. */
import { Command, CommanderError } from 'commander';
import { SekishoError } from '../config/error.ts';
import { hyphenate } from './pflogsumm.ts';
import { addReport } from './report.ts';
import { showError, visible } from './show.ts';

export const VERSION = '0.1.0';

export function program(): Command {
  const command = new Command('sekisho')
    .description('The checkpoint of a Postfix server: read the mail log, know why, decide safely.')
    .version(VERSION)
    .helpOption('--help', 'show help')
    .helpCommand(true)
    .configureOutput({ outputError: (text, write) => write(asError(text)) })
    .showHelpAfterError('  sekisho --help lists the commands')
    .exitOverride();
  addReport(command);
  return command;
}

/** What commander complains of, as our own errors are; an argument in it may hold anything. */
function asError(text: string): string {
  const lines = text.trimEnd().split('\n').map(visible);
  return `${lines.join('\n  ').replace(/^error: /, 'sekisho: ')}\n`;
}

async function main(): Promise<number> {
  try {
    await program().parseAsync(hyphenate(process.argv.slice(2)), { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (error instanceof SekishoError) {
      showError(error);
      return error.exitCode;
    }
    throw error;
  }
}

// A reader that goes away early (`| head`) is no error; a full disk is.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    if (stream === process.stderr) process.exit(3);
    showError(
      new SekishoError('output-failed', `cannot write the output: ${error.code}`, 'make room for it'),
    );
    process.exit(3);
  });
}

process.exitCode = await main();
