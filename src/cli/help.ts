/** Help in the reader's language: commander's own titles are put into it, and Japanese folds and aligns as it must. */
import type { Command } from 'commander';
import { type CliWord, say } from '../i18n/cli/words.ts';
import type { Language } from '../i18n/language.ts';
import { fold } from '../report/render/fold.ts';
import { widthOf } from '../report/render/width.ts';

const TITLES: Readonly<Record<string, CliWord>> = {
  'Usage:': 'help.usage',
  'Arguments:': 'help.arguments',
  'Options:': 'help.options',
  'Commands:': 'help.commands',
};

/** To be set before commands are added: they inherit it. */
export function speakHelp(command: Command, language: Language): void {
  command.configureHelp({
    styleTitle: (title) => {
      const word = TITLES[title];
      return word === undefined ? title : say(language, word);
    },
    // Choices and defaults stand in the descriptions.
    optionDescription: (option) => option.description,
    displayWidth: widthOf,
    boxWrap: (text, width) => fold(text, width).join('\n'),
  });
}
