/**
 * A list of restrictions as it is written, each restriction with its `warn_if_reject` and its argument, so that it can be
 * moved, replaced or taken out while the others stay letter by letter. A `$name` that stands for restrictions stays what it
 * is; what it stands for is known.
 */
import { written } from '../../postfix/configuration.ts';
import { expand } from '../../postfix/expand.ts';
import { LIST, type Word, words } from '../../postfix/split.ts';
import { builtIn, type Value } from '../../postfix/value.ts';
import type { Reading } from '../lint/family.ts';
import { parseExpanded, parseList, type Step, takesArgument } from '../parse.ts';

export interface Item {
  /** Behind `warn_if_reject`. */
  readonly warns: boolean;
  /** Without its `warn_if_reject`. */
  readonly written: string;
  /** undefined: a `$name` that stands for any number of restrictions. */
  readonly step: Step | undefined;
  /** What it stands for. */
  readonly steps: readonly Step[];
  /** It may refuse mail that nothing refused before. */
  readonly isNew: boolean;
}

/** @returns undefined: main.cf does not set it, or its `$names` are such that its restrictions cannot be told apart */
export function readItems(reading: Reading, parameter: string): readonly Item[] | undefined {
  const { configuration } = reading;
  const raw = configuration.main.byName.get(parameter)?.value;
  const whole = reading.value(parameter);
  if (raw === undefined || whole === undefined) return undefined;
  const spelled = (text: string): string =>
    expand(builtIn(text), (name) => written(configuration, name)).text;
  const items: Item[] = [];
  let warns = false;
  const list = words(raw.text, LIST);
  for (let i = 0; i < list.length; i++) {
    const { text } = list[i]!;
    if (text.toLowerCase() === 'warn_if_reject') {
      warns = true;
      continue;
    }
    const argument = takesArgument(text.toLowerCase()) ? list[i + 1] : undefined;
    if (argument !== undefined) i++;
    const one = itemOf(list[i - (argument === undefined ? 0 : 1)]!, argument, spelled, warns);
    if (one === undefined) return undefined;
    items.push(one);
    warns = false;
  }
  const told = items.flatMap((item) => [...(item.warns ? ['warn_if_reject'] : []), ...item.steps.map(text)]);
  const real = parseExpanded(parameter, whole).steps.map(text);
  return !warns && told.join('\n') === real.join('\n') ? items : undefined;
}

function itemOf(
  word: Word,
  argument: Word | undefined,
  spelled: (text: string) => string,
  warns: boolean,
): Item | undefined {
  const written = argument === undefined ? word.text : `${word.text} ${argument.text}`;
  const steps = parseList('', spelled(written), () => undefined).steps;
  // What a `$name` stands for may be a part of a restriction: then the whole is not what its parts are.
  const isOpaque = word.text.startsWith('$');
  if (!isOpaque && steps.length !== 1) return undefined;
  return { warns, written, step: isOpaque ? undefined : steps[0], steps, isNew: false };
}

function text({ written }: Step): string {
  return written;
}

/** A restriction that is to be written. */
export function itemFrom(written: string, more: Partial<Pick<Item, 'warns' | 'isNew'>> = {}): Item {
  const steps = parseList('', written, () => undefined).steps;
  return { warns: false, isNew: false, written, step: steps[0], steps, ...more };
}

export function spell({ warns, written }: Item): string {
  return warns ? `warn_if_reject ${written}` : written;
}

export function has(items: readonly Item[], ...names: readonly string[]): boolean {
  return items.some(({ steps }) => steps.some(({ lower }) => names.includes(lower)));
}

/** Columns of a line of main.cf; what is longer is written one restriction a line. */
const WIDEST = 78;

/** The value for main.cf, laid out as the one that stands there. */
export function asValue(parameter: string, items: readonly Item[], before: Value | undefined): string {
  const lines = before?.pieces.length ?? 1;
  const one = items.map(spell).join(', ');
  if (lines <= 1 && `${parameter} = ${one}`.length <= WIDEST) return one;
  const indent =
    before === undefined ? undefined : /^[ \t]+/.exec(before.text.slice(before.pieces.at(-1)?.at))?.[0];
  return items.map(spell).join(`,\n${lines > 1 && indent !== undefined ? indent : '    '}`);
}
