/** `replay --json`. */

import type { Language } from '../i18n/language.ts';
import { sayReplay } from '../i18n/replay/words.ts';
import { iso } from '../report/build.ts';
import type { Changed } from '../restrictions/replay/replay.ts';
import type { RuleHits } from '../restrictions/replay/rule-count.ts';
import type { ToldReplay } from './replay.ts';

export function replayJson(
  { replayed, coverage, settings, offline, more }: ToldReplay,
  language: Language,
): object {
  const { current, proposed, rules, overlap, falsePositives, days } = replayed;
  const changed = (each: Changed): object => {
    const { attempt, evaluation, judgement } = each;
    return {
      time: iso(attempt.time),
      client: `${attempt.clientName}[${attempt.clientAddress}]`,
      helo: attempt.helo ?? null,
      sender: attempt.sender,
      recipient: attempt.recipient,
      account: attempt.account,
      outcome: attempt.outcome,
      rule: evaluation.rule?.step.written ?? null,
      list: evaluation.rule?.list ?? null,
      reply: evaluation.reply ?? null,
      likelyReal: judgement.likelyReal,
      certain: judgement.certain,
      why: judgement.signs.map(({ id, values }) => sayReplay(language, `sign.${id}`, values)),
    };
  };
  return {
    schema: 1,
    settings,
    attempts: replayed.attempts,
    notKept: more,
    lines: { total: coverage.lines, unparsed: coverage.unparsed },
    current: { accepted: current.accepted, rejected: current.rejected, unknown: current.unknown },
    proposed: { accepted: proposed.accepted, rejected: proposed.rejected, unknown: proposed.unknown },
    days: [...days].map(([date, day]) => ({ date, ...day })),
    rules: rules.map(ruleJson),
    currentRules: replayed.currentRules?.map(ruleJson) ?? null,
    overlap,
    newlyRejected: replayed.newlyRejected.map(changed),
    newlyAccepted: replayed.newlyAccepted.map(changed),
    notListed: replayed.more,
    falsePositives,
    unknown: replayed.unknown,
    otherwise: replayed.otherwise,
    questions: replayed.questions,
    offline,
    limits: limitsOf(language),
  };
}

function ruleJson({ rule, hits, unique, real }: RuleHits): object {
  return { restriction: rule.step.written, list: rule.list, hits, unique, likelyReal: real };
}

/** What a replay cannot know, whatever the log. */
export function limitsOf(language: Language): string[] {
  return (['limit.helo', 'limit.today', 'limit.unknown', 'limit.account', 'limit.policy'] as const).map(
    (id) => sayReplay(language, id),
  );
}
