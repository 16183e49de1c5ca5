/** Which language to speak: needed before the arguments are parsed, since help and errors speak it too. */
import { readSettings } from '../config/settings.ts';
import { LANGUAGES, type Language, languageOf } from '../i18n/language.ts';

/** `--lang`, else the settings, else the environment's locale; what is wrong with any is told later. */
export function spokenLanguage(
  argv: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Language {
  const asked = lastOf(argv, '--lang');
  return LANGUAGES.find((language) => language === asked) ?? fromSettings(argv) ?? languageOf(environment);
}

function fromSettings(argv: readonly string[]): Language | undefined {
  try {
    return readSettings(lastOf(argv, '--config')).language;
  } catch {
    return undefined;
  }
}

/** The last one counts. */
function lastOf(argv: readonly string[], option: string): string | undefined {
  const end = argv.indexOf('--');
  const words = end < 0 ? argv : argv.slice(0, end);
  for (let i = words.length - 1; i >= 0; i--) {
    if (words[i] === option) return words[i + 1];
    if (words[i]!.startsWith(`${option}=`)) return words[i]!.slice(option.length + 1);
  }
  return undefined;
}
