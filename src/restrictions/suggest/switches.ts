/** Single parameters that cost no real mail. */
import type { Service } from '../../postfix/master-cf.ts';
import type { Reading } from '../lint/family.ts';
import { isSet, isYes, textOf } from '../lint/said.ts';
import type { SuggestedSetting } from './suggestion.ts';

/** @param service that takes the mail of strangers; what master.cf sets for it is its own */
export function switches(reading: Reading, service: Service | undefined): readonly SuggestedSetting[] {
  const { configuration } = reading;
  const isOwn = (parameter: string): boolean => service?.overrides.has(parameter) === true;
  const settings: SuggestedSetting[] = [];
  const set = (parameter: string, value: string, id: string): void => {
    const before = configuration.main.byName.get(parameter)?.value.text ?? null;
    settings.push({ parameter, before, value, reasons: [{ id, values: {} }] });
  };
  for (const [parameter, id] of [
    ['smtpd_helo_required', 'helo-required'],
    ['disable_vrfy_command', 'no-vrfy'],
  ] as const)
    if (!isYes(reading, parameter) && !isOwn(parameter)) set(parameter, 'yes', id);
  // `normalize`, which refuses nobody, came with 3.9 and the patch levels that tell of the code in their defaults.
  const bare = 'smtpd_forbid_bare_newline';
  if (
    configuration.defaults.has('smtpd_forbid_bare_newline_reject_code') &&
    /^no$/i.test(textOf(reading, bare)) &&
    !isSet(reading, bare, service)
  )
    set(bare, 'normalize', 'no-smuggling');
  return settings;
}
