/** Names of parameters that are set and that Postfix does not look at, or knows by another name now. */
import { written } from '../../postfix/configuration.ts';
import { activeServices } from '../../postfix/master-cf.ts';
import { placeIn } from '../../postfix/value.ts';
import type { Edit, LintProblem, Reading } from './family.ts';
import { likely } from './near.ts';
import { INSTEAD, NEEDLESS, RENAMED_PARAMETERS, SINCE } from './old-parameters.ts';
import { PARAMETER_NAMES } from './parameter-names.ts';
import { isInstalled, lookedAt, type SetParameter, serviceNamed, setParameters } from './parameters.ts';
import { declaredClasses } from './restriction-lists.ts';
import { isSet, textOf } from './said.ts';

export function* parameterNames(reading: Reading): Generator<LintProblem> {
  const { configuration } = reading;
  const isLookedAt = lookedAt(configuration, declaredClasses(reading));
  for (const set of setParameters(configuration)) {
    // What a value names by mistake is looked at too.
    const problem = isLookedAt(set.name) ? undefined : unknown(reading, set);
    if (problem !== undefined) yield problem;
    yield* old(reading, set);
  }
}

function problemOf(
  { configuration }: Reading,
  { name, value, service }: SetParameter,
  id: string,
  severity: LintProblem['severity'],
  values: LintProblem['values'] = {},
  edit?: Edit,
): LintProblem {
  const { main } = configuration;
  const place =
    placeIn(value, 0) ??
    (service === undefined
      ? { file: main.file, line: main.byName.get(name)?.first ?? 0 }
      : { file: service.file, line: service.line });
  return {
    ...{ id, severity, place, parameter: name, values: { name, ...values } },
    ...(service && { service }),
    ...(edit && service === undefined && { edit }),
  };
}

function unknown(reading: Reading, set: SetParameter): LintProblem | undefined {
  const { configuration, version } = reading;
  const { name } = set;
  const installed = isInstalled(configuration);
  const service = serviceNamed(name);
  if (service !== undefined && !configuration.defaults.has(name)) {
    // Of main.cf alone it is not known which services there are.
    if (activeServices(configuration.master).length === 0) return undefined;
    return problemOf(reading, set, 'parameter-unknown', 'info', { service, variant: 'service' });
  }
  if (installed && PARAMETER_NAMES.has(name)) {
    const since = SINCE.get(name);
    const versions = { installed: short(version), ...(since !== undefined && { since, variant: 'since' }) };
    return problemOf(reading, set, 'parameter-too-new', 'warning', versions);
  }
  const like = likely(name, installed ? configuration.defaults.keys() : PARAMETER_NAMES);
  if (like === undefined) return problemOf(reading, set, 'parameter-unknown', 'info');
  if (isSet(reading, like, set.service))
    return problemOf(reading, set, 'parameter-misspelled', 'warning', { like, variant: 'set' });
  const edit: Edit = { kind: 'set', parameter: like, value: set.value.text };
  return problemOf(reading, set, 'parameter-misspelled', 'warning', { like }, edit);
}

/** 3007 is `3.7`. */
function short(version: number): string {
  return `${Math.floor(version / 1000)}.${version % 1000}`;
}

function* old(reading: Reading, set: SetParameter): Generator<LintProblem> {
  const { name, value, service } = set;
  const [now, since] = RENAMED_PARAMETERS.get(name) ?? [];
  if (now !== undefined && reading.version >= since!) {
    const both = isSet(reading, now, service);
    const edit: Edit | undefined = both ? undefined : { kind: 'set', parameter: now, value: value.text };
    yield problemOf(
      reading,
      set,
      'parameter-renamed',
      'info',
      { now, ...(both && { variant: 'ignored' }) },
      edit,
    );
  }
  if (NEEDLESS.has(name)) yield problemOf(reading, set, 'parameter-deprecated', 'info');
  const instead = INSTEAD.get(name);
  if (instead !== undefined) yield elsewhere(reading, set, instead.parameter, meant(reading, set));
}

/** What its replacement is to say; undefined: it says what is so without it. */
function meant(reading: Reading, { name, service }: SetParameter): string | undefined {
  const instead = INSTEAD.get(name)!;
  return instead.yes !== undefined && /^yes$/i.test(textOf(reading, name, service)) ? instead.yes : undefined;
}

function elsewhere(reading: Reading, set: SetParameter, now: string, write: string | undefined): LintProblem {
  const { name, service } = set;
  if (name.endsWith('_per_site'))
    return problemOf(reading, set, 'parameter-deprecated', 'info', { now, variant: 'table' });
  const decides =
    textOf(reading, now, service) !== '' && written(reading.configuration, now, service) !== undefined;
  if (decides || write === undefined)
    return problemOf(reading, set, 'parameter-deprecated', 'info', {
      now,
      variant: decides ? 'ignored' : 'default',
    });
  const edit: Edit = { kind: 'set', parameter: now, value: write };
  return problemOf(reading, set, 'parameter-deprecated', 'info', { now, write, variant: 'instead' }, edit);
}
