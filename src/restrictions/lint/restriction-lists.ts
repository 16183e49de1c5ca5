/**
 * Every list of restrictions that a configuration has, taken apart: those of main.cf, those that a service of master.cf has
 * of its own, and the classes that they may name.
 */
import { activeServices, type Service } from '../../postfix/master-cf.ts';
import { parseExpanded, type RestrictionList, type Step } from '../parse.ts';
import type { ListName } from '../rules.ts';
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

export const LIST_PARAMETERS: Readonly<Record<ListName, string>> = {
  client: 'smtpd_client_restrictions',
  helo: 'smtpd_helo_restrictions',
  sender: 'smtpd_sender_restrictions',
  relay: 'smtpd_relay_restrictions',
  recipient: 'smtpd_recipient_restrictions',
  data: 'smtpd_data_restrictions',
  end_of_data: 'smtpd_end_of_data_restrictions',
  etrn: 'smtpd_etrn_restrictions',
};

/** Each once: what a service takes from main.cf is main.cf's. What main.cf says and every service overrides is there too. */
export function writtenLists(reading: Reading): readonly WrittenList[] {
  const services = smtpdServices(reading);
  return [
    ...Object.entries(LIST_PARAMETERS).flatMap(([kind, parameter]) =>
      ofParameter(reading, parameter, kind as ListName, services),
    ),
    ...classesOf(reading, services).flatMap((name) => ofParameter(reading, name, 'class', services)),
  ];
}

export function smtpdServices({ configuration }: Reading): readonly Service[] {
  return activeServices(configuration.master).filter(({ command }) => command === 'smtpd');
}

function classesOf(reading: Reading, services: readonly Service[]): readonly string[] {
  const names = [undefined, ...services].flatMap((service) =>
    wordsOf(reading, 'smtpd_restriction_classes', service),
  );
  return [...new Set(names)];
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
