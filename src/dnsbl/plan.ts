/** Which lists are asked about what, and why the others are not. */
import { ZONES } from './catalogue/zones.ts';
import { fits, questionName, type Subject, type Unfit, unfit } from './question.ts';
import { type Named, namedZone } from './stranger.ts';

export type SkipWhy =
  | Unfit
  | 'shut-down'
  | 'parked'
  | 'deprecated'
  | 'degraded'
  | 'needs-resolver'
  | 'needs-key'
  | 'needs-subscription'
  | 'private-address'
  | 'name-too-long'
  /** It may list this kind of subject, but has no test entry that would show it. */
  | 'kind-unproven';

/** A list, and why it is not asked about anything. */
export interface Planned extends Named {
  readonly skip: SkipWhy | undefined;
}

/** All of the catalogue: those that live, and answer whoever asks. */
export function wholeCatalogue(): readonly Planned[] {
  return ZONES.map((record) => {
    const named: Named = { record, zone: record.zone, by: 'name' };
    const { life, registration } = record;
    const ended = life.status !== 'active' && life.status !== 'unknown' ? life.status : undefined;
    const skip: SkipWhy | undefined =
      ended ?? (registration === 'none' ? undefined : (`needs-${registration}` as const));
    return { ...named, skip };
  }).filter(({ record }, i, all) => all.findIndex((other) => other.zone === record.zone) === i);
}

/** Those that somebody names are asked, unless they have ended or lack their key. */
export function namedZones(names: readonly string[]): readonly Planned[] {
  const seen = new Set<string>();
  return names.flatMap((name) => {
    const named = namedZone(name);
    if (seen.has(named.zone)) return [];
    seen.add(named.zone);
    const { status } = named.record.life;
    const ended = status === 'shut-down' || status === 'parked' ? status : undefined;
    const lacksKey = named.record.registration === 'key' && named.by !== 'key';
    return [{ ...named, skip: ended ?? (lacksKey ? 'needs-key' : undefined) }];
  });
}

/** Why this list is not asked about this subject; undefined: it is. */
export function skipOf(list: Planned, subject: Subject): SkipWhy | undefined {
  if (list.skip !== undefined) return list.skip;
  if (subject.private) return 'private-address';
  const wrong = unfit(list.record, subject.kind);
  if (wrong !== undefined) return wrong;
  // Of a domain, a shorter one above it may be asked (asked-names.ts).
  if (subject.kind === 'domain') return undefined;
  return fits(questionName(subject, list.zone)) ? undefined : 'name-too-long';
}
