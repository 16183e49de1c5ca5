/** `--set 'parameter = value'`, as often as wanted. */
import { SekishoError } from '../config/error.ts';
import { readSetting, type Setting } from '../postfix/changed.ts';
import type { Configuration } from '../postfix/configuration.ts';
import { known } from '../postfix/known.ts';

export function collectSet(text: string, before: readonly string[] = []): string[] {
  return [...before, text];
}

/** @throws SekishoError `bad-argument` */
export function settingsOf(texts: readonly string[], configuration: Configuration): Setting[] {
  return texts.map((text) => {
    const setting = readSetting(text);
    if (setting === undefined)
      throw new SekishoError(
        'bad-argument',
        '"{text}" is no setting',
        'write it as --set name=value, in quotes where it has blanks',
        {
          values: { text },
        },
      );
    if (!known(configuration, setting.name))
      throw new SekishoError(
        'bad-argument',
        'Postfix has no parameter {name}',
        'see postconf(5) for the names; a restriction class must be in smtpd_restriction_classes',
        { values: { name: setting.name } },
      );
    return setting;
  });
}
