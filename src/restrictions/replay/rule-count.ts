/** What each rule of a set refuses over a log, alone and beside others. */
import type { Rules } from '../rules.ts';
import type { Hit, Rule } from '../run.ts';
import { rulesIn } from './rules-in.ts';

export interface RuleHits {
  readonly rule: Rule;
  hits: number;
  /** Nothing else would have refused. */
  unique: number;
  /** Of mail that is likely real. */
  real: number;
}

export class RuleCount {
  /** The lists that the rules ask. */
  readonly zones: readonly string[];
  /** How many attempts two of the lists would refuse both. */
  readonly matrix: number[][];
  readonly #rules: Map<string, RuleHits>;

  constructor(rules: Rules) {
    const all = rulesIn(rules);
    this.#rules = new Map(all.map((rule) => [keyOf(rule), { rule, hits: 0, unique: 0, real: 0 }]));
    this.zones = [...new Set(all.map((rule) => zoneOf(rule)).filter((zone) => zone !== undefined))];
    this.matrix = this.zones.map(() => this.zones.map(() => 0));
  }

  /**
   * @param hits every rule that would refuse an attempt
   * @param attempts so many that are alike; @param real how many of them are likely real mail
   */
  count(hits: readonly Hit[], attempts: number, real: number): void {
    const keys = new Set(hits.map(({ rule }) => keyOf(rule)));
    for (const { rule } of hits) {
      const key = keyOf(rule);
      if (!this.#rules.has(key)) this.#rules.set(key, { rule, hits: 0, unique: 0, real: 0 });
    }
    for (const key of keys) {
      const counted = this.#rules.get(key)!;
      counted.hits += attempts;
      if (keys.size === 1) counted.unique += attempts;
      counted.real += real;
    }
    const zones = [...new Set(hits.map(({ rule }) => zoneOf(rule)))]
      .map((zone) => (zone === undefined ? -1 : this.zones.indexOf(zone)))
      .filter((index) => index >= 0);
    for (const a of zones) for (const b of zones) this.matrix[a]![b]! += attempts;
  }

  /** Those that never hit too. */
  all(): readonly RuleHits[] {
    return [...this.#rules.values()];
  }
}

export function keyOf({ list, step }: Rule): string {
  return `${list}\n${step.written}`;
}

/** The list of `reject_rbl_client zone=filter`; undefined: the rule asks none. */
export function zoneOf({ step }: Rule): string | undefined {
  const { lower, argument } = step;
  if (argument === undefined || !/^(?:reject_rbl|reject_rhsbl)/.test(lower)) return undefined;
  return argument.split('=', 1)[0]!.toLowerCase();
}

/** One rule before and after a change; undefined: it stands in only one of the two. */
export interface ComparedRule {
  readonly rule: Rule;
  readonly current: RuleHits | undefined;
  readonly proposed: RuleHits | undefined;
}

/** Rules of both sets, those that hit most on either side first. */
export function compareRules(
  current: readonly RuleHits[],
  proposed: readonly RuleHits[],
): readonly ComparedRule[] {
  const rules = new Map<string, ComparedRule>();
  for (const each of current)
    rules.set(keyOf(each.rule), { rule: each.rule, current: each, proposed: undefined });
  for (const each of proposed) {
    const key = keyOf(each.rule);
    rules.set(key, { rule: each.rule, current: rules.get(key)?.current, proposed: each });
  }
  const most = ({ current, proposed }: ComparedRule): number =>
    Math.max(current?.hits ?? 0, proposed?.hits ?? 0);
  return [...rules.values()].sort((a, b) => most(b) - most(a));
}
