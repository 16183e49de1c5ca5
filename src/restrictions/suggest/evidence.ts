/**
 * What the log says of the rules that are new: one that would have refused likely real mail, or of which the log cannot say what
 * it would have done, is only tried (`warn_if_reject`). Without a log, or with one of a few days, all of them are.
 */
import type { Replayed } from '../replay/replay.ts';
import { suggest } from './suggest.ts';
import type { NewRule, Reason, Suggested, SuggestedSetting, SuggestInput } from './suggestion.ts';

export interface LogEvidence {
  /** What these settings would have done to the log's mail. */
  readonly replay: (settings: readonly SuggestedSetting[]) => Promise<Replayed>;
  /** Is DNS asked where the log does not tell? */
  readonly asksDns: boolean;
}

export interface Recommended extends Suggested {
  /** undefined: there is no log. */
  readonly replayed: Replayed | undefined;
  /** `short`: too little of it to judge by. */
  readonly log: 'none' | 'short' | 'judged';
}

/** Days with mail, and attempts that were accepted, below which a log says little of what real mail is like. */
const LEAST_DAYS = 5;
const LEAST_ACCEPTED = 50;
/** The share of attempts that new rules may leave unknown. */
const UNKNOWN = 0.01;
const ROUNDS = 5;

export async function recommend(
  input: Omit<SuggestInput, 'tried'>,
  log: LogEvidence | undefined,
): Promise<Recommended> {
  const suggestedWith = (tried: SuggestInput['tried']): Suggested => suggest({ ...input, tried });
  if (log === undefined)
    return { ...suggestedWith(() => reason('tried-no-log')), replayed: undefined, log: 'none' };
  const careful = suggestedWith(() => reason('tried-no-log'));
  const least = await log.replay(careful.settings);
  const days = least.days.size;
  if (days < LEAST_DAYS || least.current.accepted < LEAST_ACCEPTED) {
    const short = reason('tried-short-log', { days: String(days), accepted: String(least.current.accepted) });
    return { ...suggestedWith(() => short), replayed: least, log: 'short' };
  }
  const tried = new Map<string, Reason>();
  for (const { step } of careful.newRules)
    if (!isTold(step.lower, log.asksDns)) tried.set(step.written, reason('tried-not-told'));
  const now = (): Suggested => suggestedWith(({ step }) => tried.get(step.written));
  let suggested = now();
  let replayed = await log.replay(suggested.settings);
  for (let round = 0; round < ROUNDS; round++) {
    const hits = hurtful(suggested.newRules, replayed, least, tried);
    if (hits.size === 0) break;
    for (const [written, why] of hits) tried.set(written, why);
    suggested = now();
    replayed = await log.replay(suggested.settings);
  }
  return { ...suggested, replayed, log: 'judged' };
}

function reason(id: string, values: Reason['values'] = {}): Reason {
  return { id, values };
}

/** The log tells no HELO of mail that was taken, and nothing of how a client talks. */
function isTold(name: string, asksDns: boolean): boolean {
  if (name.endsWith('_helo_hostname') || name === 'reject_unauth_pipelining') return false;
  return asksDns || !/^reject_(?:rbl|rhsbl|unknown)_/.test(name);
}

/** Rules that refuse and should not, with the reason; by how they are written. */
function hurtful(
  rules: readonly NewRule[],
  replayed: Replayed,
  least: Replayed,
  tried: ReadonlyMap<string, Reason>,
): ReadonlyMap<string, Reason> {
  const found = new Map<string, Reason>();
  const refusing = new Set(rules.map(({ step }) => step.written).filter((written) => !tried.has(written)));
  const hits = new Map<string, number>();
  for (const { rule, hits: count, real } of replayed.rules) {
    const { written } = rule.step;
    if (!refusing.has(written)) continue;
    hits.set(written, (hits.get(written) ?? 0) + count);
    if (real > 0) found.set(written, reason('tried-real', { count: String(real) }));
  }
  for (const { evaluation, judgement } of replayed.newlyRejected) {
    const written = evaluation.rule?.step.written;
    if (!judgement.likelyReal || written === undefined || !refusing.has(written)) continue;
    if (!found.has(written)) found.set(written, reason('tried-real', { count: '1' }));
  }
  if (found.size > 0) return found;
  // Real mail that a list refused, and that would be accepted now, but for a new rule: which of them, is not told.
  const freed = ({ newlyAccepted }: Replayed): number =>
    newlyAccepted.filter(({ judgement }) => judgement.likelyReal).length;
  const kept = freed(least) - freed(replayed);
  if (kept > 0)
    for (const [written, count] of hits)
      if (count > 0) found.set(written, reason('tried-keeps', { count: String(kept) }));
  const unknown = replayed.proposed.unknown - least.proposed.unknown;
  if (found.size === 0 && unknown > Math.max(5, replayed.attempts * UNKNOWN))
    for (const written of refusing) found.set(written, reason('tried-not-told'));
  return found;
}
