/** A way in for strangers, and the list that keeps them from going out again. */
import type { Service } from '../../postfix/master-cf.ts';
import type { Step } from '../parse.ts';
import type { Rules } from '../rules.ts';
import type { LintProblem } from './family.ts';

/** One smtpd(8) that strangers reach; undefined: master.cf has none that is known, and main.cf is asked. */
export interface Door {
  readonly service: Service | undefined;
  readonly rules: Rules;
  /** As the problem names it. */
  readonly title: string;
}

export const SAFE = ['permit_mynetworks', 'permit_sasl_authenticated', 'reject_unauth_destination'];

/** The list of its own against relaying, with the restriction that keeps strangers out before what let one in. */
export function fixOf(
  { service, rules }: Pick<Door, 'service' | 'rules'>,
  step: Step | undefined,
): { readonly write: string; readonly edit?: LintProblem['edit'] } {
  const parameter = 'smtpd_relay_restrictions';
  const { steps } = rules.lists.relay;
  const own = service?.overrides.has(parameter) === true;
  const guard = 'reject_unauth_destination';
  const at = step === undefined ? -1 : steps.indexOf(step);
  const replaced = step?.lower === 'permit' ? guard : `${guard}, ${step?.written}`;
  const list =
    steps.length === 0
      ? SAFE
      : at < 0
        ? [...steps.map(({ written }) => written), guard]
        : steps.map(({ written }, i) => (i === at ? replaced : written));
  const write = own
    ? `-o ${parameter}=${list.join(',').replace(/, */g, ',').replaceAll(' ', ',')}`
    : `${parameter} = ${list.join(', ')}`;
  if (at >= 0 && step?.place !== undefined)
    return {
      write,
      edit: { kind: 'replace', words: [{ place: step.place, was: step.written, write: replaced }] },
    };
  return own ? { write } : { write, edit: { kind: 'set', parameter, value: list.join(', ') } };
}
