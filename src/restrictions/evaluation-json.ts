/** An evaluation as `eval` tells it: one object, its keys as docs/json.md and the contract name them. */
import type { Evaluation } from './evaluate.ts';
import { needText } from './facts.ts';
import type { Rule } from './run.ts';

export function evaluationJson(evaluation: Evaluation): object {
  const { verdict, reply, rule, needs, actions, warnings, trace } = evaluation;
  return {
    schema: 1,
    verdict,
    code: reply?.code ?? null,
    dsn: reply?.dsn ?? null,
    text: reply?.text ?? null,
    rule: rule?.step.written ?? null,
    list: rule?.list ?? null,
    place: placeOf(rule),
    needs: needs.map(needText),
    actions: actions.map(({ action, text, rule }) => ({
      action,
      text,
      rule: rule.step.written,
      list: rule.list,
    })),
    warnings: warnings.map(({ rule, reply }) => ({ rule: rule.step.written, list: rule.list, ...reply })),
    trace,
  };
}

function placeOf(rule: Rule | undefined): object | null {
  const place = rule?.step.place;
  return place === undefined ? null : { file: place.file, line: place.line };
}
