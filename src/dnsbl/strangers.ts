/**
 * Strangers: random addresses and names, which no cache has. Whoever is asked for them answers for itself, now. A list
 * that goes wrong has all of them; an honest one may have many (PBL and other lists of policy hold two fifths of all
 * addresses, a list of a country or of all dynamic ranges more), but never all that one can think of. Strangers are asked
 * in rounds until one is not on it. The odds that all are, on a list that holds this share of all addresses:
 *
 *     share                    2/5      3/5      4/5     9/10
 *     2 addresses               16 %     36 %     64 %     81 %
 *     10 (what was asked once)  0.01 %   0.6 %    11 %     35 %
 *     62 (all rounds)           2e-25    2e-14    1e-6     0.15 %
 *
 * Addresses come from the regions of the five registries in turn, so that no list of a country or a part of the world has
 * those of two. Well-known addresses would make it surer, but they are what those who keep a list spare by hand: a list
 * that lists the world but them would pass.
 */
import type { Question, Resolver } from '../dns/resolver.ts';
import { readAnswer } from './answer.ts';
import { questionName, type SubjectKind, subjectOf } from './question.ts';
import type { Named } from './stranger.ts';

/** First octets that IANA gave to one registry, in five regions of the world (IANA IPv4 address space registry). */
const REGIONS: readonly (readonly number[])[] = [
  // ARIN: North America.
  [
    23, 24, 50, 63, 64, 65, 66, 67, 68, 69, 70, 71, 72, 73, 74, 75, 76, 96, 97, 98, 99, 104, 107, 108, 173,
    174, 184, 199, 204, 206, 207, 208, 209, 216,
  ],
  // RIPE NCC: Europe, the Near East.
  [
    2, 5, 31, 37, 46, 62, 77, 78, 79, 80, 81, 82, 83, 84, 85, 86, 87, 88, 89, 90, 91, 92, 93, 94, 95, 109,
    176, 178, 185, 193, 194, 195, 212, 213, 217,
  ],
  // APNIC: Asia, Australia.
  [
    1, 14, 27, 36, 39, 42, 49, 58, 59, 60, 61, 101, 103, 106, 110, 111, 112, 113, 114, 115, 116, 117, 118,
    119, 120, 121, 122, 123, 124, 125, 126, 175, 180, 182, 183, 202, 203, 210, 211, 218, 219, 220, 221, 222,
    223,
  ],
  // LACNIC: South America.
  [177, 179, 181, 186, 187, 189, 190, 191, 200, 201],
  // AFRINIC: Africa.
  [41, 102, 105, 154, 196, 197],
];
/** Of the same five, the first two bytes of IPv6 addresses. */
const REGIONS_6 = ['2600', '2a00', '2400', '2800', '2c0f'];
/** Registered long ago: on no list, not on one of new domains either. */
const OLD_DOMAINS = ['iana.org', 'ietf.org', 'isc.org', 'ripe.net', 'apnic.net', 'lacnic.net'];

/**
 * A random address that anybody might have, or a name that nobody has.
 * @param turn which of several: they come from all over the world
 */
export function stranger(kind: SubjectKind, random: () => number, turn = Math.floor(random() * 30)): string {
  const below = (count: number): number => Math.floor(random() * count);
  const of = <T>(all: readonly T[]): T => all[below(all.length)]!;
  if (kind === 'domain') {
    const label = Array.from({ length: 20 }, () => String.fromCharCode(97 + below(26))).join('');
    return `${label}.${turn % 2 === 0 ? 'com' : of(OLD_DOMAINS)}`;
  }
  if (kind === 'ip6')
    return `${REGIONS_6[turn % 5]}:${Array.from({ length: 7 }, () => (1 + below(0xfffe)).toString(16)).join(':')}`;
  return [of(REGIONS[turn % 5]!), below(256), below(256), below(256)].join('.');
}

/** What the list takes, and has the most of. */
export function kindOf({ record }: Named): SubjectKind {
  return record.takes.ip4 ? 'ip4' : record.takes.domain ? 'domain' : 'ip6';
}

/** Has a list strangers at all? Who rates everybody, good and bad, has a word for everybody. */
export function knowsStrangers({ record }: Named): boolean {
  return record.kind !== 'rating' && record.kind !== 'hash';
}

/** Rounds until somebody is not on it; how many are asked at once in each. */
const ROUNDS = [2, 4, 8, 16, 32];

export interface Strangers {
  /** `no-answer`: nobody was found who is not on it, but not all were answered. */
  readonly found: 'some-clear' | 'all-listed' | 'no-answer';
  /** How many were answered, and how many of them are on it. */
  readonly asked: number;
  readonly listed: number;
  /** What it says of them. */
  readonly answers: readonly string[];
}

const MOST_ANSWERS = 4;

export async function askStrangers(
  resolver: Resolver,
  list: Named,
  random: () => number,
  options: Question = {},
): Promise<Strangers> {
  let turn = Math.floor(random() * 5);
  let asked = 0;
  let listed = 0;
  const answers = new Set<string>();
  const once: Question = { ...options, keep: false };
  for (const count of ROUNDS) {
    const readings = await Promise.all(
      Array.from({ length: count }, async () => {
        const name = questionName(subjectOf(stranger(kindOf(list), random, turn++))!, list.zone);
        return readAnswer(list.record, await resolver.query(name, 'A', once));
      }),
    );
    let silent = 0;
    let refused = 0;
    for (const reading of readings) {
      // An address outside 127.0.0.0/8, or a refusal, is no clean answer either.
      if (reading.state === 'failed' && reading.answers.length === 0) silent++;
      else if (reading.state !== 'clear') {
        listed++;
        if (reading.state === 'failed' && reading.why !== 'outside-127') refused++;
        for (const answer of reading.answers) if (answers.size < MOST_ANSWERS) answers.add(answer);
      }
    }
    asked += count - silent;
    const tell = (found: Strangers['found']): Strangers => ({ found, asked, listed, answers: [...answers] });
    if (listed < asked) return tell('some-clear');
    // Who is refused once is refused again: no need to ask sixty times.
    if (silent > 0 || refused === count) return tell('no-answer');
  }
  return { found: 'all-listed', asked, listed, answers: [...answers] };
}
