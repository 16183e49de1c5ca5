/**
 * Names in lists of restrictions: such as Postfix does not know, such as it has given up, and what they lack. smtpd(8) finds
 * that out when it gets there, and then answers `451 4.3.5 Server configuration error` (smtpd_check.c, generic_checks()).
 */
import { LIST, words } from '../../postfix/split.ts';
import type { Place } from '../../postfix/value.ts';
import { CHECKS } from '../checks/all.ts';
import { type Step, takesArgument, WITH_TABLE } from '../parse.ts';
import type { Edit, Family, LintProblem, Reading } from './family.ts';
import { likely } from './near.ts';
import { declaredClasses, smtpdServices, type WrittenList, writtenLists } from './restriction-lists.ts';
import { isSet, make, textOf, wordsOf } from './said.ts';

export const names: Family = (reading) => {
  const lists = writtenLists(reading).filter(({ isSet }) => isSet);
  const declared = declaredClasses(reading);
  const problems = [
    ...lists.flatMap((of) => [
      ...ofList(reading, of, of.kind === 'class' ? declared : declaredFor(reading, of)),
    ]),
    ...classes(reading, declared),
    ...circles(reading, lists, declared),
    ...postscreen(reading),
  ];
  // Two parameters may name a third, where it stands.
  const key = ({ id, place, values }: LintProblem): string => JSON.stringify([id, place, values.text]);
  return [...new Map(problems.map((problem) => [key(problem), problem])).values()];
};

/** Old names that still work (smtpd_check.c has them beside the new ones). */
const RENAMED: Readonly<Record<string, string>> = {
  reject_unknown_client: 'reject_unknown_client_hostname',
  reject_invalid_hostname: 'reject_invalid_helo_hostname',
  reject_non_fqdn_hostname: 'reject_non_fqdn_helo_hostname',
  reject_unknown_hostname: 'reject_unknown_helo_hostname',
  reject_rbl: 'reject_rbl_client',
  check_recipient_maps: 'reject_unlisted_recipient',
};

/** DEPRECATION_README: warned of since 2.0 to 2.2, gone in 3.9. */
const REMOVED: ReadonlySet<string> = new Set([
  'check_relay_domains',
  'reject_maps_rbl',
  'permit_naked_ip_address',
]);
const REMOVED_IN = 3009;

/** What people write who think of other programs, or of the right-hand side of a table. */
const OTHER_WORDS: Readonly<Record<string, string>> = {
  ...{ ok: 'permit', accept: 'permit', allow: 'permit' },
  ...{ deny: 'reject', refuse: 'reject', drop: 'reject', block: 'reject' },
};

/** Those that the list may name. */
function declaredFor(reading: Reading, { service }: WrittenList): ReadonlySet<string> {
  return new Set(wordsOf(reading, 'smtpd_restriction_classes', service));
}

function* ofList(reading: Reading, of: WrittenList, declared: ReadonlySet<string>): Generator<LintProblem> {
  const { steps } = of.list;
  const passed = otherMistakes(steps);
  for (const [i, step] of steps.entries()) {
    if (passed.has(step)) continue;
    if (step.name === '') {
      // A table alone is asked about what its list is about; these are about nothing.
      if (of.kind === 'data' || of.kind === 'end_of_data')
        yield at(reading, of, step, 'table-without-check', 'error');
    } else if (CHECKS.has(step.lower) || step.lower === 'warn_if_reject')
      yield* known(reading, of, step, declared);
    else if (!declared.has(step.name)) {
      const problem = unknown(reading, of, step, steps[i - 1], declared);
      yield problem;
      // What follows was to be its argument.
      const { like } = problem.values;
      if (like !== undefined && takesArgument(like) && steps[i + 1] !== undefined) passed.add(steps[i + 1]!);
    }
  }
}

/** Comments behind a value, and lines that it has swallowed: told once, by the family of files. */
function otherMistakes(steps: readonly Step[]): Set<Step> {
  const passed = new Set<Step>();
  for (const [i, step] of steps.entries()) {
    const swallowed = steps[i + 1]?.name === '=' || /^\w+=/.test(step.name);
    if (!swallowed && !step.name.startsWith('#')) continue;
    for (const other of steps.slice(i)) if (isSameLine(step.place, other.place)) passed.add(other);
  }
  return passed;
}

function isSameLine(a: Place | undefined, b: Place | undefined): boolean {
  return a !== undefined && b !== undefined && a.line === b.line && a.file === b.file;
}

function at(
  { configuration }: Reading,
  { list, service }: WrittenList,
  step: Step,
  id: string,
  severity: LintProblem['severity'],
  values: LintProblem['values'] = {},
  write?: string,
): LintProblem {
  const place = step.place ?? { file: configuration.main.file, line: 0 };
  const edit: Edit | undefined =
    write === undefined ? undefined : { kind: 'replace', words: [{ place, was: step.written, write }] };
  return {
    ...{ id, severity, place, parameter: list.parameter },
    ...(service && { service }),
    values: { text: step.written, parameter: list.parameter, ...values },
    ...(edit && { edit }),
  };
}

function* known(
  reading: Reading,
  of: WrittenList,
  step: Step,
  declared: ReadonlySet<string>,
): Generator<LintProblem> {
  const { lower, argument, name } = step;
  if (takesArgument(lower)) {
    if (argument === undefined) {
      // Without a zone smtpd warns and goes on, without a table it refuses.
      const isPassed = /^(?:reject_r|permit_)/.test(lower);
      const values = isPassed ? { variant: 'passed' } : {};
      yield at(reading, of, step, 'argument-missing', isPassed ? 'warning' : 'error', values);
      return;
    }
    const eaten = argument.toLowerCase();
    if (CHECKS.has(eaten) || eaten === 'warn_if_reject' || declared.has(argument)) {
      yield at(reading, of, step, 'argument-missing', 'error', { name, argument, variant: 'eaten' });
      return;
    }
    if (WITH_TABLE.has(lower) && !argument.includes(':')) {
      const write = `${name} ${typeFor(reading, argument)}:${argument}`;
      const isPath = argument.startsWith('/');
      const values = { argument, write };
      yield at(reading, of, step, 'table-without-type', 'error', values, isPath ? write : undefined);
      return;
    }
  }
  const now = RENAMED[lower];
  if (now !== undefined) {
    const write = argument === undefined ? now : `${now} ${argument}`;
    yield at(reading, of, step, 'restriction-renamed', 'info', { now, write }, write);
  }
  if (REMOVED.has(lower)) {
    const gone = reading.version >= REMOVED_IN;
    const write = instead(reading, lower);
    const values = { name, write, variant: `${lower}${gone ? '' : '-later'}` };
    yield at(reading, of, step, 'restriction-removed', gone ? 'error' : 'warning', values, write);
  }
  if (lower === 'permit_mx_backup')
    yield at(reading, of, step, 'restriction-deprecated', reading.version >= REMOVED_IN ? 'warning' : 'info');
}

/** DEPRECATION_README */
function instead(reading: Reading, name: string): string {
  if (name === 'check_relay_domains') return 'permit_mynetworks, reject_unauth_destination';
  if (name === 'permit_naked_ip_address') return '';
  return wordsOf(reading, 'maps_rbl_domains')
    .map((zone) => `reject_rbl_client ${zone}`)
    .join(', ');
}

/** By its name, as people name such files. */
function typeFor(reading: Reading, path: string): string {
  const named = /(cidr|pcre|regexp)/i.exec(path.slice(path.lastIndexOf('/') + 1))?.[1]?.toLowerCase();
  return named ?? (textOf(reading, 'default_database_type') || 'hash');
}

function unknown(
  reading: Reading,
  of: WrittenList,
  step: Step,
  before: Step | undefined,
  declared: ReadonlySet<string>,
): LintProblem {
  const { name, lower } = step;
  const tell = (variant: string, values: LintProblem['values'] = {}, write?: string): LintProblem =>
    at(reading, of, step, 'restriction-unknown', 'error', { name, variant, ...values }, write);
  if (reading.configuration.main.byName.has(name)) {
    const value = [...wordsOf(reading, 'smtpd_restriction_classes'), name].join(', ');
    return {
      ...at(reading, of, step, 'class-undefined', 'error', { name, value, variant: 'undeclared' }),
      edit: { kind: 'set', parameter: 'smtpd_restriction_classes', value },
    };
  }
  const zoned = before?.argument !== undefined && before.lower.startsWith('reject_r');
  if (zoned && name.includes('.')) {
    const write = `${before.name} ${name}`;
    return tell('zone', { before: before.name, write }, write);
  }
  const like = OTHER_WORDS[lower] ?? likely(lower, [...CHECKS.keys(), ...declared, 'warn_if_reject']);
  return like === undefined ? tell('none') : tell('like', { like }, like);
}

/** smtpd(8) does not start with a class without a value (smtpd_check_init()); built-in names come before classes. */
function* classes(reading: Reading, declared: ReadonlySet<string>): Generator<LintProblem> {
  const parameter = 'smtpd_restriction_classes';
  const doors = [undefined, ...smtpdServices(reading)];
  for (const name of declared) {
    const values = { name, text: name };
    const users = doors.filter((each) => wordsOf(reading, parameter, each).includes(name));
    const without = users.findIndex((each) => isEmpty(reading, name, each));
    if (without >= 0)
      yield placed(reading, make(reading, 'class-undefined', 'error', parameter, values, users[without]));
    else if (CHECKS.has(name.toLowerCase()))
      yield placed(reading, make(reading, 'class-shadowed', 'warning', parameter, values, users[0]));
  }
}

/** A value that is broken is another problem. */
function isEmpty(reading: Reading, name: string, service: LintProblem['service']): boolean {
  if (!isSet(reading, name, service)) return true;
  return reading.value(name, service)?.text.trim() === '';
}

/** At the line where the name stands. */
function placed(reading: Reading, problem: LintProblem): LintProblem {
  const value = reading.value('smtpd_restriction_classes', problem.service);
  const word = value && words(value.text, LIST).find(({ text }) => text === problem.values.name);
  const place = word && value?.placeAt(word.at);
  return place === undefined ? problem : { ...problem, place };
}

/** A class that comes back to itself: smtpd(8) goes round until its stack is full, and dies (signal 11). */
function* circles(
  reading: Reading,
  lists: readonly WrittenList[],
  declared: ReadonlySet<string>,
): Generator<LintProblem> {
  const inside = Map.groupBy(
    lists
      .filter(({ kind }) => kind === 'class')
      .flatMap((list) => list.list.steps.map((step) => ({ list, step })))
      .filter(({ step }) => !CHECKS.has(step.lower) && declared.has(step.name)),
    ({ list }) => list.list.parameter,
  );
  const told = new Set<string>();
  for (const start of inside.keys()) {
    const way = circle(start, (name) => (inside.get(name) ?? []).map(({ step }) => step.name));
    if (way === undefined || way.some((name) => told.has(name))) continue;
    for (const name of way) told.add(name);
    const { list, step } = inside.get(start)!.find((each) => each.step.name === way[1])!;
    yield at(reading, list, step, 'class-recursion', 'error', { way: way.join(' → ') });
  }
}

/** The names on the shortest way from one back to itself; undefined: there is none. */
function circle(start: string, next: (name: string) => readonly string[]): readonly string[] | undefined {
  const from = new Map<string, string>();
  const queue = [start];
  for (const name of queue)
    for (const other of next(name)) {
      if (from.has(other)) continue;
      from.set(other, name);
      if (other !== start) queue.push(other);
      else break;
    }
  if (!from.has(start)) return undefined;
  const way = [start];
  do way.unshift(from.get(way[0]!)!);
  while (way[0] !== start);
  return way;
}

/** postscreen(8) knows four words (server_acl.c), and stops at another. */
const POSTSCREEN = new Set(['permit_mynetworks', 'permit', 'reject', 'dunno']);

function* postscreen(reading: Reading): Generator<LintProblem> {
  const parameter = 'postscreen_access_list';
  const value = reading.value(parameter);
  if (value === undefined) return;
  const word = words(value.text, LIST).find(
    ({ text }) => !text.includes(':') && !POSTSCREEN.has(text.toLowerCase()),
  );
  if (word === undefined || word.text.startsWith('#')) return;
  const place = value.placeAt(word.at);
  const values = { name: word.text, text: word.text, variant: 'postscreen' };
  const problem = make(reading, 'restriction-unknown', 'warning', parameter, values);
  yield place === undefined ? problem : { ...problem, place };
}
