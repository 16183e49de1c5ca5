/** The commands that follow a suggestion, ready for a shell. */

import { shellWord } from '../i18n/shell-word.ts';
import { USUAL_FOLDER } from '../postfix/read.ts';
import type { SuggestedSetting } from '../restrictions/suggest/suggestion.ts';

export interface SuggestCommands {
  readonly replay: string | null;
  /** Of the lists of restrictions alone: nothing else can be tried; null: there are none. */
  readonly shadow: string | null;
  readonly apply: string | null;
}

interface Asked {
  readonly configDir: string;
  readonly offline?: boolean;
  readonly date?: string;
  readonly dns?: string;
}

const NEXT_LINE = ' \\\n  ';

/** The list that guards the relay is not to be tried: behind warn_if_reject it would guard nothing. */
const TRIED = /^smtpd_(?!relay_).*_restrictions$/;

export function suggestCommands(
  settings: readonly SuggestedSetting[],
  logs: readonly string[],
  { configDir, offline, date, dns }: Asked,
): SuggestCommands {
  if (settings.length === 0) return { replay: null, shadow: null, apply: null };
  const where = configDir === USUAL_FOLDER ? [] : [`--config-dir ${shellWord(configDir)}`];
  const sets = (these: readonly SuggestedSetting[]): string[] =>
    these.map(({ parameter, value }) => `--set ${shellWord(`${parameter} = ${value}`)}`);
  const command = (...parts: readonly string[]): string => parts.join(NEXT_LINE);
  const tried = settings.filter(({ parameter }) => TRIED.test(parameter));
  const asked = [
    ...(date === undefined ? [] : [`-d ${shellWord(date)}`]),
    ...(dns === undefined ? [] : [`--dns ${shellWord(dns)}`]),
    ...(offline === true ? ['--offline'] : []),
    ...logs.map(shellWord),
  ];
  const look = ['sekisho replay', ...asked, ...where].join(' ');
  return {
    replay: command(look, ...sets(settings)),
    shadow:
      tried.length === 0 ? null : command(['sekisho apply --shadow', ...where].join(' '), ...sets(tried)),
    apply: command(['sekisho apply', ...where].join(' '), ...sets(settings)),
  };
}
