/**
 * Lists as they are to be set so that rules that were tried refuse: `warn_if_reject` is taken away before them, and nothing
 * else is changed. The text of main.cf is kept with its `$` names, in one line.
 */
import { shellWord } from '../../i18n/shell-word.ts';
import type { Setting } from '../../postfix/changed.ts';
import { LIST, words } from '../../postfix/split.ts';
import type { Rule } from '../run.ts';

/**
 * @param raw of a parameter, as it is written in main.cf; undefined: another place sets it
 * @returns none for lists in which the rule is hidden behind a `$name`, or that main.cf does not set
 */
export function promoted(rules: readonly Rule[], raw: (parameter: string) => string | undefined): Setting[] {
  const settings: Setting[] = [];
  for (const name of new Set(rules.map(({ list }) => list))) {
    const text = raw(name);
    if (text === undefined) continue;
    const value = withoutWarning(
      text,
      rules.filter(({ list }) => list === name),
    );
    if (value !== text)
      settings.push({
        name,
        value: value.replace(/,\s+|\s*\n\s*/g, (gap) => (gap.startsWith(',') ? ', ' : ' ')).trim(),
      });
  }
  return settings;
}

function withoutWarning(text: string, rules: readonly Rule[]): string {
  const all = words(text, LIST);
  let changed = '';
  let at = 0;
  for (let i = 0; i < all.length; i++) {
    if (all[i]!.text.toLowerCase() !== 'warn_if_reject') continue;
    const following = all.slice(i + 1, i + 3).map((word) => word.text);
    const isMeant = rules.some(({ step }) => {
      const wanted = words(step.written, LIST).map((word) => word.text);
      return wanted.length > 0 && wanted.every((word, j) => word === following[j]);
    });
    if (!isMeant) continue;
    changed += text.slice(at, all[i]!.at);
    at = all[i + 1]!.at;
  }
  return changed + text.slice(at);
}

/** `sekisho apply --set ...` */
export function applyCommand(settings: readonly Setting[], folder: string | undefined): string {
  const where = folder === undefined ? [] : ['--config-dir', shellWord(folder)];
  const sets = settings.flatMap(({ name, value }) => ['--set', shellWord(`${name} = ${value}`)]);
  return ['sekisho', 'apply', ...where, ...sets].join(' ');
}
