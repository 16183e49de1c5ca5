/** What commander says of wrong arguments, as errors of our own: told in the reader's language, with what to do. */
import type { CommanderError } from 'commander';
import { SekishoError } from '../config/error.ts';

/** Each kind of complaint by commander's code, with what to take out of its English sentence. */
const COMPLAINTS: Readonly<Record<string, readonly [pattern: RegExp, sentence: string]>> = {
  'commander.unknownOption': [/^unknown option '(?<option>.*?)'/s, 'there is no option {option}'],
  'commander.optionMissingArgument': [
    /^option '(?<option>[^\s,]+).*' argument missing$/s,
    '{option} needs a value',
  ],
  'commander.invalidArgument': [
    /^option '(?<option>\S+).*' argument '(?<text>.*)' is invalid\. Allowed choices are (?<choices>.*)\.$/s,
    '{option} "{text}" is none of {choices}',
  ],
  'commander.unknownCommand': [
    /^unknown command '(?<command>.*?)'(?:\n|$)/s,
    'there is no command {command}',
  ],
};

const LIKE = /\(Did you mean (?:one of )?(?<like>.*)\?\)$/s;

/** @param command which command's help lists what there is; undefined: that of all */
export function usageError(error: CommanderError, command: string | undefined): SekishoError {
  const message = error.message.replace(/^error: /, '');
  const [pattern, known] = COMPLAINTS[error.code] ?? [/^(?<message>.*)$/s, '{message}'];
  const groups = pattern.exec(message)?.groups;
  const like = LIKE.exec(message)?.groups?.like ?? '';
  const sentence = groups === undefined ? '{message}' : known;
  return new SekishoError(
    'bad-argument',
    like === '' ? sentence : `${sentence}; did you mean {like}?`,
    adviceOf(groups, command),
    { values: { ...groups, message, like, help: `sekisho ${command ?? ''} --help`.replace('  ', ' ') } },
  );
}

function adviceOf(groups: Readonly<Record<string, string>> | undefined, command: string | undefined): string {
  // A log is named where a command should be.
  if (groups?.command?.includes('/')) return 'to report a log: sekisho report {command}';
  if (groups?.option === '-h') return '{help} shows the help; -h takes a count, as in pflogsumm';
  return command === undefined ? '{help} lists the commands' : '{help} lists the options';
}
