/**
 * Rules that are only tried: in a list that is to be set, `warn_if_reject` before each restriction that the list in force does
 * not have, so that it warns in the log and refuses nobody.
 *
 *     permit_mynetworks, reject_rbl_client a.example            in force
 *     permit_mynetworks, reject_rbl_client a.example, reject_unknown_client_hostname        to be set
 *     permit_mynetworks, reject_rbl_client a.example, warn_if_reject reject_unknown_client_hostname
 */
import { parseList, type RestrictionList, type Step } from './parse.ts';

/** Restrictions that have been seen to refuse by name; others (tables, services) may. */
const REFUSES = /^(?:reject|defer|check_)/;

export function shadowed(inForce: RestrictionList, value: string): string {
  const known = new Set(inForce.steps.map(spelled));
  const steps = parseList('', value, () => undefined).steps;
  let text = '';
  let warns = false;
  for (const step of steps) {
    const isNew = !known.has(spelled(step)) && (step.lower === '' || REFUSES.test(step.lower));
    const separator = text === '' ? '' : warns ? ' ' : ', ';
    text += `${separator}${isNew && !warns ? 'warn_if_reject ' : ''}${step.written}`;
    warns = step.lower === 'warn_if_reject';
  }
  return text;
}

function spelled({ lower, argument }: Step): string {
  return argument === undefined ? lower : `${lower} ${argument}`;
}
