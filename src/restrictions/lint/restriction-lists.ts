/**
 * Every list of restrictions that a configuration has, taken apart: those of main.cf, those that a service of master.cf has
 * of its own, and the classes that they may name.
 */
import { type Service, servicesOf } from '../../postfix/master-cf.ts';
import { parseExpanded, type RestrictionList, type Step } from '../parse.ts';
import { LIST_PARAMETERS, type ListName } from '../rules.ts';
import type { Reading } from './family.ts';
import { isSet, wordsOf } from './said.ts';

export interface WrittenList {
  readonly list: RestrictionList;
  readonly kind: ListName | 'class';
  /** The first service that has it of its own; undefined: main.cf has it (or Postfix, where nobody sets it). */
  readonly service: Service | undefined;
  /** The smtpd(8) of master.cf that it is asked in; of a class all. */
  readonly services: readonly Service[];
  /** false: it is what Postfix has built in. */
  readonly isSet: boolean;
}

/** Each once: what a service takes from main.cf is main.cf's. What main.cf says and every service overrides is there too. */
export function writtenLists(reading: Reading): readonly WrittenList[] {
  const services = smtpdServices(reading);
  return [
    ...Object.entries(LIST_PARAMETERS).flatMap(([kind, parameter]) =>
      ofParameter(reading, parameter, kind as ListName, services),
    ),
    ...[...declaredClasses(reading)].flatMap((name) => ofParameter(reading, name, 'class', services)),
  ];
}

export function smtpdServices({ configuration }: Reading): readonly Service[] {
  return servicesOf(configuration, 'smtpd');
}

/** Restriction classes of main.cf, and of services of their own. */
export function declaredClasses(reading: Reading): ReadonlySet<string> {
  return new Set(
    [undefined, ...smtpdServices(reading)].flatMap((service) =>
      wordsOf(reading, 'smtpd_restriction_classes', service),
    ),
  );
}

function ofParameter(
  reading: Reading,
  parameter: string,
  kind: WrittenList['kind'],
  services: readonly Service[],
): readonly WrittenList[] {
  const found = new Map<string, { list: RestrictionList; service: Service | undefined; by: Service[] }>();
  for (const service of [undefined, ...services]) {
    const value = reading.value(parameter, service);
    if (value === undefined) continue;
    const list = parseExpanded(parameter, value);
    const key = JSON.stringify(list.steps.map(({ written, place }) => [written, place]));
    const one = found.get(key) ?? { list, service, by: [] };
    found.set(key, one);
    if (service !== undefined) one.by.push(service);
  }
  return [...found.values()].map(({ list, service, by }) => ({
    ...{ list, kind, service, services: by },
    isSet: isSet(reading, parameter, service),
  }));
}

/** A step as lint names it: where it stands, and whose it is. */
export interface WrittenStep {
  readonly step: Step;
  readonly of: WrittenList;
  /** Of its list, from 0. */
  readonly index: number;
}

export function stepsOf(lists: readonly WrittenList[]): readonly WrittenStep[] {
  return lists.flatMap((of) => of.list.steps.map((step, index) => ({ step, of, index })));
}
