/** Every restriction of a set of rules that may refuse, in the order of their lists; those of the classes that they name too. */
import { policyService } from '../checks/policy.ts';
import { POLICY, type RestrictionList } from '../parse.ts';
import type { ListName, Rules } from '../rules.ts';
import type { Rule } from '../run.ts';
import { asksAboutClients } from './subjects.ts';

const ORDER: readonly ListName[] = ['client', 'helo', 'sender', 'relay', 'recipient'];

export function rulesIn({ lists, classes }: Rules): readonly Rule[] {
  const rules: Rule[] = [];
  const named = new Set<string>();
  const add = (list: RestrictionList): void => {
    for (const step of list.steps) {
      const of = classes.get(step.name);
      if (mayRefuse(step.lower)) rules.push({ list: list.parameter, step });
      else if (of !== undefined && !named.has(step.name)) {
        named.add(step.name);
        add(of);
      }
    }
  };
  for (const name of ORDER) add(lists[name]);
  return rules;
}

/** Lists of good clients that the rules ask (`permit_dnswl_client`). */
export function allowLists({ lists, classes }: Rules): readonly string[] {
  const steps = [...Object.values(lists), ...classes.values()].flatMap((list) => list.steps);
  const zones = steps
    .filter(({ lower }) => lower === 'permit_dnswl_client')
    .map(({ argument }) => (argument ?? '').split('=', 1)[0]!.toLowerCase());
  return [...new Set(zones)].filter((zone) => zone !== '');
}

/** Policy services that the rules ask. */
export function policyServices({ lists, classes }: Rules): ReadonlySet<string> {
  const steps = [...Object.values(lists), ...classes.values()].flatMap((list) => list.steps);
  const asked = steps.filter(({ lower, argument }) => lower === POLICY && argument !== undefined);
  return new Set(asked.map(({ argument }) => policyService(argument!).service));
}

/** Lists that the rules ask about the client's address, in lower case. */
export function clientZones({ lists, classes, rblDomains }: Rules): readonly string[] {
  const steps = [...Object.values(lists), ...classes.values()].flatMap((list) => list.steps);
  const asked = steps.filter(({ lower }) => asksAboutClients(lower)).map(({ argument }) => argument ?? '');
  return [...new Set([...asked, ...rblDomains].map((site) => site.split('=', 1)[0]!.toLowerCase()))];
}

function mayRefuse(name: string): boolean {
  return /^(?:reject|defer|check)/.test(name) || name === '';
}
