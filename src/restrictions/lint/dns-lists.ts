/** DNS lists as the configuration uses them: ended, asked about the wrong thing, without a filter, before users' logins, ... */

import { hideKeys } from '../../dnsbl/secret.ts';
import { type ListUse, listUses } from '../../postfix/dns-lists.ts';
import { titleOf } from '../../postfix/master-cf.ts';
import { type Advice, type AdvisedUse, adviseOn, contextOf, writtenUse } from '../list-advice.ts';
import type { Family, LintProblem, Reading } from './family.ts';

export const dnsLists: Family = (reading) => {
  const { configuration, world } = reading;
  const { uses } = listUses(configuration, world.readTable);
  const advised = adviseOn(uses, contextOf(configuration, world.publicResolver));
  return [...everybody(reading, advised), ...advised.flatMap((use) => [...single(reading, use, advised)])];
};

/** Said once for a list of restrictions, of all of its lists: the most urgent that lint can tell, after an open relay. */
const TOGETHER = 'list-listed-everybody';
/** Said once for a parameter: about all of its lists. */
const ONCE: ReadonlySet<string> = new Set(['postscreen-off', 'postscreen-ignores']);

function everybody(reading: Reading, advised: readonly AdvisedUse[]): readonly LintProblem[] {
  const ended = advised.filter(({ advice }) => advice.some(({ id }) => id === TOGETHER));
  const groups = Map.groupBy(ended, (use) => `${use.parameter} ${use.service && titleOf(use.service)}`);
  return [...groups.values()].map((uses): LintProblem => {
    const refuses = uses.some((use) => !use.warnsOnly);
    return {
      ...problemAt(reading, uses[0]!, TOGETHER, refuses ? 'error' : 'warning'),
      values: {
        zones: uses.map(({ zone, list }) => hideKeys(zone, list)).join(', '),
        texts: uses.map((use) => hideKeys(writtenUse(use), use.list)).join(', '),
        ...(!refuses && { variant: 'warns' }),
      },
      edit: {
        kind: 'replace',
        words: uses.map((use) => ({ place: placeOf(reading, use), was: writtenUse(use), write: '' })),
      },
    };
  });
}

function* single(reading: Reading, use: AdvisedUse, advised: readonly AdvisedUse[]): Generator<LintProblem> {
  for (const advice of use.advice) {
    if (advice.id === TOGETHER) continue;
    if (ONCE.has(advice.id) && firstWith(advice, use, advised) !== use) continue;
    const { write } = advice;
    const text = writtenUse(use);
    const hidden = (words: string): string => hideKeys(words, use.list);
    yield {
      ...problemAt(reading, use, advice.id, advice.severity),
      values: {
        ...Object.fromEntries(Object.entries(advice.values).map(([name, value]) => [name, hidden(value)])),
        text: hidden(text),
        parameter: use.parameter,
        ...(write === '' && { variant: 'delete' }),
        ...(write !== undefined && write !== '' && { variant: 'write', write: hidden(write) }),
      },
      ...(write !== undefined && {
        edit: { kind: 'replace', words: [{ place: placeOf(reading, use), was: text, write }] },
      }),
    };
  }
}

function firstWith({ id }: Advice, use: AdvisedUse, advised: readonly AdvisedUse[]): AdvisedUse | undefined {
  return advised.find(
    (each) =>
      each.parameter === use.parameter &&
      each.service === use.service &&
      each.advice.some((other) => other.id === id),
  );
}

function problemAt(
  reading: Reading,
  use: ListUse,
  id: string,
  severity: LintProblem['severity'],
): Omit<LintProblem, 'values'> {
  const { parameter, service } = use;
  return { id, severity, parameter, place: placeOf(reading, use), ...(service && { service }) };
}

/** main.cf as a whole where Postfix itself has it built in. */
function placeOf({ configuration }: Reading, { place }: ListUse): LintProblem['place'] {
  return place ?? { file: configuration.main.file, line: 0 };
}
