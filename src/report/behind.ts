/** Who stands behind a reason, as the report has it. */
import type { Group } from '../tally/subjects.ts';
import type { Traffic } from './collect/traffic.ts';
import type * as model from './model.ts';

export type Behind = Omit<model.Reason, keyof model.FoldedText>;

const TOP_OF = { client: 'clients', sender: 'senders', recipient: 'recipients', domain: 'domains' } as const;

export function behindOf(group: Group | undefined, traffic: Traffic, most: number): Behind {
  if (group === undefined) return { top: [], topOf: 'clients', topMore: 0 };
  const { kind, floor } = group;
  const { list, more } = group.top(most);
  const top = list.map(({ subject, count }) => {
    const name = kind === 'client' ? traffic.clientName(subject) : '';
    return name === '' ? { subject, count } : { subject, name, count };
  });
  return { top, topOf: TOP_OF[kind], topMore: more, ...(floor > 0 ? { topFloor: floor } : {}) };
}
