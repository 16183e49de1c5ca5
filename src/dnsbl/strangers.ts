/**
 * Random addresses and names, which no cache has: whoever is asked for them answers for itself, now. A large list has a
 * third of all addresses (PBL), an honest one never all that one can think of.
 */
import type { Question, Resolver } from '../dns/resolver.ts';
import { readAnswer } from './answer.ts';
import { questionName, type SubjectKind, subjectOf } from './question.ts';
import type { Named } from './stranger.ts';

/** A random address that anybody might have, or a name that nobody has. */
export function stranger(kind: SubjectKind, random: () => number): string {
  const below = (count: number): number => Math.floor(random() * count);
  if (kind === 'domain')
    return `${Array.from({ length: 20 }, () => String.fromCharCode(97 + below(26))).join('')}.com`;
  if (kind === 'ip6')
    return `2a0${below(10)}:${Array.from({ length: 7 }, () => (1 + below(0xfffe)).toString(16)).join(':')}`;
  // 1 to 223, without 10 and 127.
  const first = below(221);
  return [first + (first < 9 ? 1 : first < 125 ? 2 : 3), below(256), below(256), below(256)].join('.');
}

/** What the list takes, and has the most of. */
export function kindOf({ record }: Named): SubjectKind {
  return record.takes.ip4 ? 'ip4' : record.takes.domain ? 'domain' : 'ip6';
}

/** Rounds until somebody is not on it; how many are asked at once in each. */
const ROUNDS = [2, 4, 4];

/** `no-answer`: nobody was found who is not on it, but not all were answered. */
export type Strangers = 'some-clear' | 'all-listed' | 'no-answer';

export async function askStrangers(
  resolver: Resolver,
  list: Named,
  random: () => number,
  options: Question = {},
): Promise<Strangers> {
  let listed = 0;
  let asked = 0;
  for (const count of ROUNDS) {
    const readings = await Promise.all(
      Array.from({ length: count }, async () => {
        const name = questionName(subjectOf(stranger(kindOf(list), random))!, list.zone);
        return readAnswer(list.record, await resolver.query(name, 'A', options));
      }),
    );
    if (readings.some(({ state }) => state === 'clear')) return 'some-clear';
    asked += count;
    // An address outside 127.0.0.0/8, or a refusal, is no clean answer either.
    listed += readings.filter((reading) => reading.state !== 'failed' || reading.answers.length > 0).length;
    if (listed < asked) return 'no-answer';
  }
  return 'all-listed';
}
