/** Values that are no good whatever they are for: broken expressions, names that nobody sets, comments, wrong kinds. */

import { effective } from '../../postfix/configuration.ts';
import { type Expanded, ExpansionError } from '../../postfix/expand.ts';
import { titleOf } from '../../postfix/master-cf.ts';
import { LIST, words } from '../../postfix/split.ts';
import { type Place, placeIn } from '../../postfix/value.ts';
import { LIST_PARAMETERS } from '../rules.ts';
import type { Edit, LintProblem, Reading } from './family.ts';
import { likely } from './near.ts';
import { PARAMETER_NAMES } from './parameter-names.ts';
import { isInstalled, lookedAt, RAW, type SetParameter, setParameters } from './parameters.ts';
import { placeOf, wordsOf } from './said.ts';
import { fits, kindOf, meantFor } from './value-kinds.ts';

export function values(reading: Reading): readonly LintProblem[] {
  const { configuration } = reading;
  const classes = new Set(wordsOf(reading, 'smtpd_restriction_classes'));
  const isLookedAt = lookedAt(configuration, classes);
  const lists = new Set([...Object.values(LIST_PARAMETERS), ...classes]);
  const problems = setParameters(configuration)
    .filter(({ name }) => isLookedAt(name) && !RAW.has(name))
    .flatMap((set) => [...ofValue(reading, set, lists)]);
  // What is wrong in one value is wrong in all that name it.
  const key = ({ id, place, values }: LintProblem): string => JSON.stringify([id, place, values.text]);
  return [...new Map(problems.map((problem) => [key(problem), problem])).values()];
}

function problemOf(
  reading: Reading,
  { name, service }: SetParameter,
  id: string,
  severity: LintProblem['severity'],
  values: LintProblem['values'],
  place: Place | undefined,
  edit?: Edit,
): LintProblem {
  return {
    ...{ id, severity, parameter: name, place: place ?? placeOf(reading, name, service) },
    values: { parameter: name, ...values },
    ...(service && { service }),
    ...(edit && { edit }),
  };
}

function* ofValue(reading: Reading, set: SetParameter, lists: ReadonlySet<string>): Generator<LintProblem> {
  let value: Expanded;
  try {
    value = effective(reading.configuration, set.name, set.service)!;
  } catch (error) {
    if (!(error instanceof ExpansionError)) throw error;
    const { text, place, wrong } = error;
    const variant = wrong === 'nesting' || wrong === 'too-long' ? { variant: 'nesting' } : {};
    yield problemOf(reading, set, 'value-broken', 'error', { text, ...variant }, place);
    return;
  }
  yield* undefinedNames(reading, set, value);
  const comment = commentIn(set);
  const kind = kindOf(reading.configuration, set.name);
  const text = value.text.trim();
  if (comment !== undefined) {
    const ruins = lists.has(set.name) || (kind !== undefined && !fits(kind, text));
    const variant = lists.has(set.name) ? 'list' : 'kind';
    const place = placeIn(set.value, comment.at)!;
    const edit: Edit = { kind: 'replace', words: [{ place, was: comment.text, write: '' }] };
    const values = { text: comment.text, ...(ruins && { variant }) };
    yield problemOf(reading, set, 'comment-in-value', ruins ? 'error' : 'warning', values, place, edit);
  } else if (kind !== undefined && !fits(kind, text)) {
    const write = meantFor(kind, text);
    const edit: Edit | undefined =
      write === undefined || set.service !== undefined
        ? undefined
        : { kind: 'set', parameter: set.name, value: write };
    const variant =
      text === '' ? { variant: 'empty' } : write === undefined ? {} : { write, variant: 'write' };
    yield problemOf(reading, set, `${kind}-wanted`, 'error', { text, ...variant }, undefined, edit);
  }
}

/** A text with `#` in it, which is its own. */
const HASHED = new Set(['recipient_delimiter', 'debugger_command', 'smtpd_banner', 'mail_name']);

/** `a = b # comment`, up to the end of its line: such comments there are none. */
function commentIn({
  name,
  value,
}: SetParameter): { readonly text: string; readonly at: number } | undefined {
  if (HASHED.has(name)) return undefined;
  const word = words(value.text, LIST).find(({ text }) => text.startsWith('#'));
  if (word === undefined) return undefined;
  const end = value.pieces.find(({ at }) => at > word.at)?.at ?? value.text.length;
  return { text: value.text.slice(word.at, end).trim(), at: word.at };
}

/** Those that master.cf names as it comes with Postfix, for main.cf to set. */
const OFFERED = /^mua_\w+_restrictions$/;

function* undefinedNames(reading: Reading, set: SetParameter, value: Expanded): Generator<LintProblem> {
  const { configuration } = reading;
  for (const name of value.undefinedNames) {
    if (!isInstalled(configuration) && PARAMETER_NAMES.has(name)) continue;
    const at = set.value.text.search(new RegExp(`\\$[({]?\\s*${name}\\b`));
    // It stands in a value that this one names, which is told of itself.
    if (at < 0) continue;
    const place = placeIn(set.value, at);
    const own = setParameters(configuration).map((each) => each.name);
    const like = likely(name, [...own, ...configuration.defaults.keys(), ...PARAMETER_NAMES]);
    const text = `$${name}`;
    if (OFFERED.test(name))
      yield problemOf(reading, set, 'name-undefined', 'info', { text, name, ...offered(set) }, place);
    else if (like === undefined)
      yield problemOf(reading, set, 'name-undefined', 'warning', { text, name }, place);
    else
      yield problemOf(
        reading,
        set,
        'name-undefined',
        'warning',
        { text, name, like, variant: 'like' },
        place,
      );
  }
}

function offered({ service }: SetParameter): LintProblem['values'] {
  return { variant: 'offered', service: service === undefined ? 'main.cf' : titleOf(service) };
}
