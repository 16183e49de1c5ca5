/** `check_policy_service`: what the service answers is carried out like an access table's entry (SMTPD_POLICY_README). */
import { inBraces, LIST, splitNameValue, words } from '../../postfix/split.ts';
import { carryOut } from '../actions.ts';
import type { Check, Checks } from '../check.ts';
import { DUNNO, OK, REJECT } from '../run.ts';

/** `{ unix:private/policy, default_action=DUNNO }`: the service, and what it sets for itself. */
export function policyService(argument: string): {
  readonly service: string;
  readonly settings: ReadonlyMap<string, string>;
} {
  if (!argument.startsWith('{')) return { service: argument, settings: new Map() };
  const [first, ...rest] = words(inBraces(argument).text, LIST);
  const settings = new Map<string, string>();
  for (const { text } of rest) {
    const split = splitNameValue(text.startsWith('{') ? inBraces(text).text : text);
    if (!('wrong' in split)) settings.set(split.name, split.value);
  }
  return { service: first?.text ?? '', settings };
}

const BUILT_IN_ACTION = '451 4.3.5 Server configuration problem';

const checkPolicyService: Check = (run, step, scope) => {
  if (step.argument === undefined || !step.argument.includes(':')) return run.wrongConfiguration();
  const { service, settings } = policyService(step.argument);
  const action = run.facts.policy(service, run.attempt);
  if (action === undefined) {
    const does = run.choose({ kind: 'policy', service }, [DUNNO, OK, REJECT] as const);
    return does === REJECT
      ? run.reject(run.rules.codes.accessReject, '5.7.1', `<${scope.name}>: ${scope.refused} rejected`)
      : does;
  }
  if (action !== 'failed') return carryOut(run, service, action, scope);
  const fallback = settings.get('default_action') ?? run.rules.policyDefaultAction;
  run.defaultAction++;
  try {
    return carryOut(run, service, run.defaultAction === 1 ? fallback : BUILT_IN_ACTION, scope);
  } finally {
    run.defaultAction--;
  }
};

export const policyChecks: Checks = { check_policy_service: checkPolicyService };
