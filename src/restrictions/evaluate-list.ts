/** One list, one restriction after the other, until one decides (generic_checks()). */
import { CHECKS } from './checks/all.ts';
import { needText } from './facts.ts';
import type { RestrictionList, Step } from './parse.ts';
import { DUNNO, OK, type Rule, type Run, type Scope, type Status } from './run.ts';

const DEEPEST = 200;

export function evaluateList(run: Run, scope: Scope): Status {
  // A class that names itself: Postfix would go on until its stack is full.
  if (run.depth > DEEPEST) return run.wrongConfiguration();
  const depthBefore = run.depth++;
  const ruleBefore = run.rule;
  let status: Status = DUNNO;
  const rules = rulesOf(scope.list);
  for (const rule of rules) {
    if (run.discarded) break;
    const { step } = rule;
    run.rule = rule;
    if (step.lower === 'warn_if_reject') {
      if (run.warnFrom === 0) run.warnFrom = run.depth;
      continue;
    }
    const known = run.decisions.length;
    status = one(run, step, scope);
    run.rule = rule;
    if (run.trace !== undefined) note(run, status, known);
    if (run.warnFrom >= run.depth) run.warnFrom = 0;
    if (status !== DUNNO) break;
    if (run.ifPermit !== undefined && run.ifReject !== undefined) break;
  }
  run.depth = depthBefore;
  run.rule = ruleBefore;
  if (run.warnFrom >= run.depth) run.warnFrom = 0;
  return status;
}

const ruleLists = new WeakMap<RestrictionList, readonly Rule[]>();

/** Made once for each list: each attempt passes them. */
function rulesOf(list: RestrictionList): readonly Rule[] {
  let rules = ruleLists.get(list);
  if (rules === undefined) {
    rules = list.steps.map((step) => ({ list: list.parameter, step }));
    ruleLists.set(list, rules);
  }
  return rules;
}

/** @param before decisions that had been taken before the restriction */
function note(run: Run, status: Status, before: number): void {
  const unknown = run.decisions.slice(before).map(({ need }) => needText(need));
  if (unknown.length > 0) run.note('unknown', unknown.join(', '));
  else if (status === OK) run.note('permit');
  else if (status === DUNNO) run.note('skip');
}

function one(run: Run, step: Step, scope: Scope): Status {
  const name = step.lower === '' ? scope.bareTable : step.lower;
  if (name === undefined) return run.wrongConfiguration();
  const check = CHECKS.get(name);
  if (check !== undefined) return check(run, step, scope);
  const list = run.rules.classes.get(step.name);
  return list === undefined ? run.wrongConfiguration() : evaluateList(run, { ...scope, list });
}
