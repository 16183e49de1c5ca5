/** Every restriction of a set of rules that may refuse, in the order of their lists; those of classes too. */
import type { ListName, Rules } from '../rules.ts';
import type { Rule } from '../run.ts';

const ORDER: readonly ListName[] = ['client', 'helo', 'sender', 'relay', 'recipient'];

export function rulesIn({ lists, classes }: Rules): readonly Rule[] {
  const rules: Rule[] = [];
  for (const list of [...ORDER.map((name) => lists[name]), ...classes.values()])
    for (const step of list.steps) if (mayRefuse(step.lower)) rules.push({ list: list.parameter, step });
  return rules;
}

function mayRefuse(name: string): boolean {
  return /^(?:reject|defer|check)/.test(name) || name === '';
}
