/**
 * Is a list healthy now? By its test entries (sentinel.ts), by random subjects that no honest list has all of, by
 * whether anybody serves its zone; each verdict but a good one is tried a second time, with other subjects.
 *
 *     healthy           test entries as they must be, and strangers are not on it
 *     lists-everything  127.0.0.1 or strangers are on it, or an address outside 127.0.0.0/8 answers: it refuses everybody
 *     refuses-queries   it answers that it does not answer us
 *     no-test-entry     its zone is there, its test entry is not: emptied, or it hides from us
 *     dead              no zone, or nothing of it answers: its servers, its test entries, strangers
 *     shut-down         its servers are said to be in a network for documentation (RFC 6471 §3.4), or it is known to
 *                       have ended, and does not answer
 *     unreachable       some of it answers, its test entries do not
 *     unknown           not asked, or the resolver is at fault
 */
import type { Answer, Failure, Question, Resolver } from '../dns/resolver.ts';
import type { ResolverFault } from './resolver-fitness.ts';
import { hideKeys } from './secret.ts';
import { askSentinel, type Distrust, type Point, type Verdict } from './sentinel.ts';
import type { Named } from './stranger.ts';
import { askStrangers, knowsStrangers, type Strangers } from './strangers.ts';

export type HealthStatus =
  | 'healthy'
  | 'lists-everything'
  | 'refuses-queries'
  | 'no-test-entry'
  | 'dead'
  | 'shut-down'
  | 'unreachable'
  | 'unknown';

export type HealthReason =
  | Distrust
  | 'strangers-listed'
  | 'no-zone'
  | 'parked-servers'
  | 'ended'
  | ResolverFault;

export interface Health {
  readonly status: HealthStatus;
  /** undefined: nothing is wrong. */
  readonly reason: HealthReason | undefined;
  /** What it answered that it should not. */
  readonly answers: readonly string[];
  readonly detail: string;
  readonly points: readonly Point[];
  /** Of random subjects: how many were asked, how many are on it. */
  readonly strangers: { readonly asked: number; readonly listed: number };
  /** The zone's name servers, where any are told. */
  readonly servers: readonly string[];
  /** Milliseconds of the middle answer; undefined: there was none. */
  readonly latency: number | undefined;
}

export interface HealthOptions extends Question {
  /** 0 to 1; for the subjects that are made up. */
  readonly random?: () => number;
  /** Milliseconds. */
  readonly clock?: () => number;
  /** What is wrong with the resolver, so that its fault is not told of the list. */
  readonly resolver?: { readonly fault: ResolverFault | undefined; readonly answers: readonly string[] };
}

export async function zoneHealth(
  resolver: Resolver,
  list: Named,
  options: HealthOptions = {},
): Promise<Health> {
  const first = await look(resolver, list, options);
  return first.status === 'healthy' ? first : look(resolver, list, { ...options, fresh: true });
}

async function look(resolver: Resolver, list: Named, options: HealthOptions): Promise<Health> {
  const [verdict, strangers, life] = await Promise.all([
    askSentinel(resolver, list, options, options.clock),
    knowsStrangers(list) ? askStrangers(resolver, list, options.random ?? Math.random, options) : NONE,
    askLife(resolver, list.zone, options),
  ]);
  const latencies = verdict.points
    .filter(({ reading }) => reading.state !== 'failed' || reading.answers.length > 0)
    .map(({ latency }) => latency)
    .sort((a, b) => a - b);
  return {
    ...judge(list, verdict, strangers, life, options),
    points: verdict.points,
    strangers: { asked: strangers.asked, listed: strangers.listed },
    servers: life.servers,
    latency: latencies[latencies.length >> 1],
  };
}

/** Who rates everybody is asked about none. */
const NONE: Strangers = { found: 'no-answer', asked: 0, listed: 0, answers: [] };

type Judged = Pick<Health, 'status' | 'reason' | 'answers' | 'detail'>;

function judge(
  list: Named,
  verdict: Verdict,
  strangers: Strangers,
  life: Life,
  { resolver }: HealthOptions,
): Judged {
  const { record } = list;
  const say = (
    status: HealthStatus,
    reason?: HealthReason,
    answers: readonly string[] = [],
    detail = '',
  ): Judged => ({
    ...{ status, reason, answers, detail: hideKeys(detail, list) },
  });
  const all = strangers.found === 'all-listed';
  if (verdict.trusted)
    return all ? say('lists-everything', 'strangers-listed', strangers.answers) : say('healthy');
  const { why, answers, detail } = verdict;
  if (resolver?.fault === 'nxdomain-rewritten' && answers.some((each) => resolver.answers.includes(each)))
    return say('unknown', resolver.fault, answers);
  if (resolver?.fault === 'answers-stripped' && (why === 'answers-stripped' || why === 'no-test-entry'))
    return say('unknown', resolver.fault);
  if (why === 'lists-everything' || why === 'answers-all' || why === 'outside-127')
    return say('lists-everything', why, answers);
  if (all && strangers.answers.length > 0 && !REFUSALS.has(why))
    return say('lists-everything', 'strangers-listed', strangers.answers);
  if (REFUSALS.has(why)) return say('refuses-queries', why, answers, detail);
  if (why === 'answers-stripped') return say('unknown', why);
  if (life.parked) return say('shut-down', 'parked-servers', life.servers);
  const ended = record.life.status === 'shut-down' || record.life.status === 'parked';
  if (life.gone) return ended ? say('shut-down', 'ended') : say('dead', 'no-zone');
  if (why === 'no-test-entry') return ended ? say('shut-down', 'ended') : say('no-test-entry', why);
  if (ended) return say('shut-down', 'ended', answers, detail);
  // Its test entries, strangers and name servers: nothing of it answers, in whatever way.
  const silent = strangers.asked === 0 && life.why !== undefined;
  if (silent || why === 'servfail' || why === 'loop') return say('dead', why, answers, detail);
  return say('unreachable', why, answers, detail);
}

/** What a list says to whom it does not serve. REFUSED by the resolver itself says nothing of the list. */
const REFUSALS: ReadonlySet<Distrust> = new Set<Distrust>([
  ...(['public-resolver', 'over-limit', 'typing-error', 'unregistered'] as const),
  ...(['bad-key', 'refused', 'wrong-question'] as const),
]);

interface Life {
  readonly servers: readonly string[];
  /** The zone's own name does not exist. */
  readonly gone: boolean;
  /** All servers have addresses of a network for documentation: the list has ended in good order. */
  readonly parked: boolean;
  readonly why: Failure | undefined;
}

/** RFC 5737, and what RFC 6471 §3.4 names. */
const DOCUMENTATION = /^(?:192\.0\.2|198\.51\.100|203\.0\.113)\./;
const MOST_SERVERS = 4;

async function askLife(resolver: Resolver, zone: string, options: Question): Promise<Life> {
  const answer = await resolver.query(zone, 'NS', options);
  if (answer.status === 'failed') return { servers: [], gone: false, parked: false, why: answer.why };
  if (answer.status !== 'found')
    return { servers: [], gone: answer.status === 'nxdomain', parked: false, why: undefined };
  const servers = answer.records.slice(0, MOST_SERVERS);
  const addresses: Answer<'A'>[] = await Promise.all(
    servers.map((name) => resolver.query(name, 'A', options)),
  );
  const known = addresses.flatMap((each) => (each.status === 'found' ? each.records : []));
  return {
    servers: answer.records,
    gone: false,
    parked: known.length > 0 && known.every((address) => DOCUMENTATION.test(address)),
    why: undefined,
  };
}
