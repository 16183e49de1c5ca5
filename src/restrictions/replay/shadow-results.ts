/**
 * What rules that are only tried (`apply --shadow`: `warn_if_reject` before them) would have refused, by the warnings that
 * they have written, and which of them can be made to refuse.
 */
import type { Rules } from '../rules.ts';
import type { Rule } from '../run.ts';
import type { Gathered } from './gathered.ts';
import type { LoggedAttempt } from './logged.ts';
import type { ProvenFacts } from './proven.ts';
import { type Judgement, judge } from './real.ts';
import { keyOf, zoneOf } from './rule-count.ts';
import { ruleOfWarning, triedIn } from './warning-rule.ts';

export interface WarnedMail {
  readonly attempt: LoggedAttempt;
  readonly judgement: Judgement;
}

export interface ShadowRule {
  readonly rule: Rule;
  /** Attempts that it would have refused. */
  warned: number;
  /** Of them those that were taken in spite of it, and those that are likely real mail. */
  taken: number;
  likelyReal: number;
  /** Epoch milliseconds of the first and the last warning; undefined: it has warned of nothing. */
  since: number | undefined;
  until: number | undefined;
  /** Warnings that the rule itself is wrong, or its table failed: as a refuser it would defer all mail. */
  failed: number;
  /** It has warned, of no mail that was taken and is likely real, and never of itself. */
  promote: boolean;
  /** The likely real ones, at most so many as are worth reading. */
  readonly examples: WarnedMail[];
}

export interface ShadowResults {
  readonly rules: readonly ShadowRule[];
  /** Warnings that no rule of the configuration explains: it has been taken out, changed, or made to refuse. */
  readonly unmatched: number;
}

/** The warning is written while the attempt goes on: its mail comes at most so much later, and hardly earlier. */
const AFTER = 15 * 60_000;
const BEFORE = 15 * 60_000;
const MOST_EXAMPLES = 100;
/** smtpd_check.c: reject_server_error(), and a table that cannot be asked. */
const FAILED = /(?:Server configuration (?:error|problem)|Temporary lookup failure)$/;

export function shadowResults(
  gathered: Gathered,
  rules: Rules,
  proven: ProvenFacts,
  isUnreliable: (zone: string) => boolean,
): ShadowResults {
  const tried = triedIn(rules);
  const results = new Map<string, ShadowRule>();
  for (const rule of tried)
    results.set(keyOf(rule), {
      rule,
      warned: 0,
      taken: 0,
      likelyReal: 0,
      failed: 0,
      since: undefined,
      until: undefined,
      promote: false,
      examples: [],
    });
  const came = new Came(gathered.attempts);
  const zonesOf = zonesByAttempt(gathered.warned);
  const known = new Map<string, Rule | undefined>();
  let unmatched = 0;
  for (const warned of gathered.warned) {
    const alike = likeness(warned);
    if (!known.has(alike)) {
      if (known.size >= 100_000) known.clear();
      known.set(alike, ruleOfWarning(warned, rules, tried, proven));
    }
    const result = results.get(keyOf(known.get(alike) ?? NO_RULE));
    if (result === undefined) {
      unmatched++;
      continue;
    }
    result.warned++;
    if (FAILED.test(warned.reply)) result.failed++;
    result.since = Math.min(result.since ?? warned.time, warned.time);
    result.until = Math.max(result.until ?? warned.time, warned.time);
    const attempt = came.takenBeside(warned);
    if (attempt === undefined) continue;
    result.taken++;
    const zone = zoneOf(result.rule);
    const judgement = judge({ ...attempt, helo: attempt.helo ?? warned.helo }, gathered, {
      spf: undefined,
      lists: [...(zonesOf.get(nameOf(warned)) ?? [])].filter((each) => !isUnreliable(each)),
      unreliable: zone !== undefined && isUnreliable(zone) ? zone : undefined,
      allowListed: undefined,
      policy: '',
    });
    if (!judgement.likelyReal) continue;
    result.likelyReal++;
    if (result.examples.length < MOST_EXAMPLES) result.examples.push({ attempt, judgement });
  }
  for (const result of results.values())
    result.promote = result.warned > 0 && result.likelyReal === 0 && result.failed === 0;
  return { rules: [...results.values()], unmatched };
}

const NO_RULE: Rule = {
  list: '',
  step: { name: '', lower: '', written: '', argument: undefined, place: undefined },
};

/** Attempts that were taken, by who wrote to whom from where. */
class Came {
  readonly #taken = new Map<string, LoggedAttempt[]>();

  constructor(attempts: Iterable<LoggedAttempt>) {
    for (const attempt of attempts) {
      if (attempt.outcome === 'refused' || attempt.outcome === 'deferred') continue;
      const name = nameOf(attempt);
      const all = this.#taken.get(name);
      if (all === undefined) this.#taken.set(name, [attempt]);
      else all.push(attempt);
    }
  }

  takenBeside(warned: LoggedAttempt): LoggedAttempt | undefined {
    const near = (this.#taken.get(nameOf(warned)) ?? []).filter(
      ({ time }) => time >= warned.time - BEFORE && time <= warned.time + AFTER,
    );
    const far = ({ time }: LoggedAttempt): number => Math.abs(time - warned.time);
    return near.reduce<LoggedAttempt | undefined>(
      (best, each) => (best === undefined || far(each) < far(best) ? each : best),
      undefined,
    );
  }
}

function nameOf({ clientAddress, sender, recipient }: LoggedAttempt): string {
  return [clientAddress, sender.toLowerCase(), recipient.toLowerCase()].join('\n');
}

function zonesByAttempt(warned: readonly LoggedAttempt[]): ReadonlyMap<string, ReadonlySet<string>> {
  const zones = new Map<string, Set<string>>();
  for (const attempt of warned) {
    if (attempt.zone === '') continue;
    const name = nameOf(attempt);
    const all = zones.get(name);
    if (all === undefined) zones.set(name, new Set([attempt.zone.toLowerCase()]));
    else all.add(attempt.zone.toLowerCase());
  }
  return zones;
}

function likeness(warned: LoggedAttempt): string {
  const { clientName, helo, account, reply } = warned;
  return [nameOf(warned), clientName, helo ?? '\0', account, reply].join('\n');
}
