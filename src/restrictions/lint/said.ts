/** What a configuration says of a parameter, and the problem that is made of it. */
import { activeServices, type Service } from '../../postfix/master-cf.ts';
import { LIST, words } from '../../postfix/split.ts';
import { type Place, placeIn } from '../../postfix/value.ts';
import type { LintProblem, Reading } from './family.ts';

/** As Postfix uses it; "" where it is empty, or broken. */
export function textOf(reading: Reading, name: string, service?: Service): string {
  return reading.value(name, service)?.text.trim() ?? '';
}

export function wordsOf(reading: Reading, name: string, service?: Service): readonly string[] {
  return words(textOf(reading, name, service), LIST).map(({ text }) => text);
}

export function isYes(reading: Reading, name: string, service?: Service): boolean {
  return textOf(reading, name, service).toLowerCase() === 'yes';
}

/** Bytes, counts; undefined where it is no number. */
export function numberOf(reading: Reading, name: string, service?: Service): number | undefined {
  const text = textOf(reading, name, service);
  return /^-?\d+$/.test(text) ? Number(text) : undefined;
}

/** Is it set in main.cf, or for the service? Else it is what Postfix has built in. */
export function isSet({ configuration }: Reading, name: string, service?: Service): boolean {
  return service?.overrides.has(name) === true || configuration.main.byName.has(name);
}

/** Where it is set; main.cf as a whole (line 0) where nobody sets it. */
export function placeOf({ configuration }: Reading, name: string, service?: Service): Place {
  const { main } = configuration;
  const own = service?.overrides.get(name);
  if (own !== undefined) return placeIn(own, 0) ?? { file: service!.file, line: service!.line };
  return { file: main.file, line: main.byName.get(name)?.first ?? 0 };
}

export function make(
  reading: Reading,
  id: string,
  severity: LintProblem['severity'],
  parameter: string,
  values: LintProblem['values'] = {},
  service?: Service,
): LintProblem {
  return {
    ...{ id, severity, parameter, values },
    ...(service && { service }),
    place: placeOf(reading, parameter, service),
  };
}

/** The same, with the edit of main.cf that mends it; none where the service itself sets the parameter. */
export function makeSet(
  reading: Reading,
  id: string,
  severity: LintProblem['severity'],
  parameter: string,
  write: string,
  values: LintProblem['values'] = {},
  service?: Service,
): LintProblem {
  const problem = make(reading, id, severity, parameter, values, service);
  if (service?.overrides.has(parameter)) return problem;
  return { ...problem, edit: { kind: 'set', parameter, value: write } };
}

/** The same, with the words at its place that give way to others, or go (""). */
export function replacing(problem: LintProblem, was: string, write: string): LintProblem {
  return { ...problem, edit: { kind: 'replace', words: [{ place: problem.place, was, write }] } };
}

export function unixService({ configuration }: Reading, name: string): Service | undefined {
  return activeServices(configuration.master).find((each) => each.name === name && each.type === 'unix');
}

/** A file of this machine; undefined: it cannot be read, or the configuration is another machine's. */
export async function fileText({ world }: Reading, path: string): Promise<string | undefined> {
  if (world.stat === undefined) return undefined;
  try {
    return await world.tables.readText(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    return undefined;
  }
}

/** Without a word in master.cf all run in a chroot, where compatibility_level is 0 (master_ent.c). */
export function isJailed(reading: Reading, { chroot }: Service): boolean {
  return (
    chroot === 'y' ||
    (chroot === '-' && Number.parseInt(textOf(reading, 'compatibility_level') || '0', 10) < 1)
  );
}

/** Has master.cf what every Postfix needs? Else it is a part of one, and what is missing there says nothing. */
export function isWhole({ configuration }: Reading): boolean {
  const names = new Set(activeServices(configuration.master).map(({ name }) => name));
  return (
    ['cleanup', 'qmgr', 'rewrite', 'bounce', 'defer', 'pickup'].filter((name) => names.has(name)).length >= 4
  );
}
