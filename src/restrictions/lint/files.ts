/** main.cf and master.cf as text: lines that do not count, or that Postfix does not start with; what stands there twice. */

import { type Service, titleOf } from '../../postfix/master-cf.ts';
import type { Problem } from '../../postfix/problem.ts';
import { type Place, placeIn, type Value } from '../../postfix/value.ts';
import { LIST_PARAMETERS } from '../rules.ts';
import type { Family, LintProblem, Reading } from './family.ts';
import { parameterNames } from './names-set.ts';
import { PARAMETER_NAMES } from './parameter-names.ts';
import { isBuiltIn } from './parameters.ts';
import { wordsOf } from './said.ts';
import { values } from './values.ts';

export const files: Family = (reading) => {
  const { main, master } = reading.configuration;
  return [
    ...[...main.problems, ...master.problems].map(broken),
    ...settingsTwice(reading),
    ...overridesTwice(reading),
    ...servicesTwice(reading),
    ...strays(reading),
    ...swallowed(reading),
    ...parameterNames(reading),
    ...values(reading),
  ];
};

/** Which words are said, and how bad it is. */
const BROKEN: Readonly<Record<Problem['kind'], readonly [id: string, variant: string]>> = {
  'orphan-line': ['file-line-ignored', ''],
  'missing-name': ['file-line-broken', 'name'],
  'missing-equals': ['file-line-broken', 'equals'],
  'field-count': ['file-line-broken', 'fields'],
  'bad-field': ['file-line-broken', 'field'],
  // master(8) ends with these (master_ent.c), and the service with the third (single_server.c and its kin).
  'after-brace': ['override-broken', 'after-brace'],
  'open-brace': ['override-broken', 'open-brace'],
  'override-without-value': ['override-broken', 'value'],
};

function broken({ kind, file, line, text }: Problem): LintProblem {
  const [id, variant] = BROKEN[kind];
  return {
    ...{ id, severity: id === 'file-line-ignored' ? 'warning' : 'error', parameter: '' },
    ...{ place: { file, line }, values: { text, ...(variant !== '' && { variant }) } },
  };
}

/** The last one counts; told at the first that does not. */
function* settingsTwice({ configuration: { main } }: Reading): Generator<LintProblem> {
  for (const [name, settings] of Map.groupBy(main.settings, (setting) => setting.name)) {
    if (settings.length < 2) continue;
    const last = settings.at(-1)!;
    const others = settings.slice(0, -1).filter(({ value }) => plain(value) !== plain(last.value));
    const [first] = others.length > 0 ? others : settings;
    const values = { name, line: String(last.first), value: short(last.value.text) };
    yield {
      ...{ id: 'set-twice', severity: others.length > 0 ? 'warning' : 'info', parameter: name },
      place: { file: main.file, line: first!.first },
      values: { ...values, ...(others.length === 0 && { variant: 'same' }) },
    };
  }
}

function plain({ text }: Value): string {
  return text.replace(/\s+/g, ' ');
}

function short(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
}

function* overridesTwice({ configuration: { master } }: Reading): Generator<LintProblem> {
  for (const service of master.services) {
    const set = service.arguments
      .filter((_, i, all) => all[i - 1] === '-o')
      .map((argument) => [argument.split('=', 1)[0]!.trim(), argument] as const);
    for (const [name, all] of Map.groupBy(set, ([name]) => name)) {
      const value = service.overrides.get(name);
      if (value === undefined || new Set(all.map(([, argument]) => argument)).size < 2) continue;
      const place = placeIn(value, 0) ?? service;
      const values = { name, line: String(place.line), value: short(value.text), variant: 'service' };
      yield ofService('set-twice', 'warning', service, { ...values, service: titleOf(service) }, name, place);
    }
  }
}

/** `duplicate master.cf entry for service ... -- using the last entry` (master_conf.c) */
function* servicesTwice({ configuration: { master } }: Reading): Generator<LintProblem> {
  for (const [title, services] of Map.groupBy(master.services, titleOf)) {
    const last = services.at(-1)!;
    if (services.length > 1)
      yield ofService('service-twice', 'warning', services[0]!, {
        service: title,
        line: String(last.line),
      });
  }
}

/** What pipe(8) and spawn(8) start is told by words behind the options; the others know no such words. */
function* strays({ configuration: { master } }: Reading): Generator<LintProblem> {
  for (const service of master.services) {
    if (service.command === 'pipe' || service.command === 'spawn' || service.command.includes('/')) continue;
    const isTold = master.problems.some(
      ({ kind, line }) => kind === 'override-without-value' && line >= service.line && line <= service.last,
    );
    const text = firstWord(service.arguments);
    if (text !== undefined && !isTold)
      yield ofService('override-broken', 'error', service, {
        ...{ text, service: titleOf(service), variant: text.startsWith('#') ? 'comment' : 'stray' },
      });
  }
}

/** The first word that is no option, and no option's. */
function firstWord(words: readonly string[]): string | undefined {
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    if (word === '--') return words[i + 1];
    if (!word.startsWith('-')) return word;
    if (/^-[a-zA-Z]*[ocdimnstu]$/.test(word)) i++;
  }
  return undefined;
}

/** A line that begins with white space, and so belongs to the value before it. */
const SWALLOWED = /^\s+(\w+)\s*=(?!=)/;

function* swallowed(reading: Reading): Generator<LintProblem> {
  const { configuration } = reading;
  const lists = new Set([
    ...Object.values(LIST_PARAMETERS),
    ...wordsOf(reading, 'smtpd_restriction_classes'),
  ]);
  for (const { name, value } of configuration.main.byName.values())
    for (const { at, line } of value.pieces.slice(1)) {
      const other = SWALLOWED.exec(value.text.slice(at, at + 200))?.[1];
      if (other === undefined || !(isBuiltIn(configuration, other) || PARAMETER_NAMES.has(other))) continue;
      yield {
        ...{ id: 'line-swallowed', severity: lists.has(name) ? 'error' : 'warning', parameter: name },
        place: { file: value.file, line },
        values: { name: other, parameter: name },
      };
    }
}

function ofService(
  id: string,
  severity: LintProblem['severity'],
  service: Service,
  values: LintProblem['values'],
  parameter = '',
  place: Place = { file: service.file, line: service.line },
): LintProblem {
  const { file, line } = place;
  return { id, severity, parameter, service, place: { file, line }, values };
}
