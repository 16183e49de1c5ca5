/**
 * Which rule has written a warning. The log tells the reply and not the rule, so the attempt is evaluated under the
 * configuration, once for each rule that stands behind `warn_if_reject`, taken that this one refuses: the rule whose reply
 * is the warning's own has written it.
 */
import { evaluate } from '../evaluate.ts';
import type { Facts, Need } from '../facts.ts';
import type { RestrictionList, Step } from '../parse.ts';
import type { ListName, Rules } from '../rules.ts';
import type { Hit, Rule } from '../run.ts';
import { attemptOf, type LoggedAttempt } from './logged.ts';
import type { ProvenFacts } from './proven.ts';
import { zoneOf } from './rule-count.ts';

const ORDER: readonly ListName[] = ['client', 'helo', 'sender', 'relay', 'recipient'];
/** Ways that a restriction may choose from, of which the first is that it does not refuse. */
const MOST_WAYS = 4;

/** Every restriction behind a `warn_if_reject`, in the order of the lists; those of classes too. */
export function triedIn({ lists, classes }: Rules): readonly Rule[] {
  const tried: Rule[] = [];
  const seen = new Set<string>();
  const add = (list: RestrictionList): void => {
    for (const [i, step] of list.steps.entries()) {
      if (list.steps[i - 1]?.lower === 'warn_if_reject' && step.lower !== 'warn_if_reject')
        tried.push({ list: list.parameter, step });
      const of = classes.get(step.name);
      if (of === undefined || seen.has(step.name)) continue;
      seen.add(step.name);
      add(of);
    }
  };
  for (const name of ORDER) add(lists[name]);
  return tried;
}

/** undefined: no rule that is tried now says so; it has been taken out, or refuses by now. */
export function ruleOfWarning(
  warned: LoggedAttempt,
  rules: Rules,
  tried: readonly Rule[],
  proven: ProvenFacts,
): Rule | undefined {
  proven.about(warned, rules);
  const attempt = attemptOf(warned);
  const hits = (facts: Facts): readonly Hit[] => evaluate(rules, attempt, facts).warnings;
  const exact = (found: readonly Hit[]): Rule | undefined => {
    const hit = found.find(({ reply }) => `${reply.code} ${reply.dsn} ${reply.text}` === warned.reply);
    return hit && outer(hit.rule, tried, rules);
  };
  const known = exact(hits(proven));
  if (known !== undefined) return known;
  for (const step of tried.flatMap(({ step }) => stepsOf(step, rules)))
    for (let way = 0; way < MOST_WAYS; way++) {
      const found = exact(hits(taking(proven, step, way)));
      if (found !== undefined) return found;
    }
  // A list's words may have been others then (rbl_reply_maps); its name tells enough.
  const zone = warned.zone.toLowerCase();
  return zone === '' ? undefined : tried.find((rule) => zoneOf(rule) === zone);
}

/** The restriction itself, or those of its class; classes that go in circles are followed once. */
function stepsOf(step: Step, rules: Rules, seen: ReadonlySet<string> = new Set()): readonly Step[] {
  const of = rules.classes.get(step.name);
  if (of === undefined || seen.has(step.name)) return [step];
  const within = new Set([...seen, step.name]);
  return of.steps.flatMap((each) => stepsOf(each, rules, within));
}

/** What is known, and of one restriction the way that it goes. */
function taking(proven: ProvenFacts, of: Step, way: number): Facts {
  return {
    listing: (prefix, zone) => proven.listing(prefix, zone),
    choice: (need: Need, step: Step) => (step === of ? way : proven.choice(need, step)),
    dns: (name, type) => proven.dns(name, type),
    table: (table, key) => proven.table(table, key),
    policy: (service, attempt) => proven.policy(service, attempt),
    verification: (address) => proven.verification(address),
  };
}

/** The rule that is tried, where what refused stands in its class or in its table. */
function outer(rule: Rule, tried: readonly Rule[], { classes }: Rules): Rule | undefined {
  return (
    tried.find(({ list, step }) => list === rule.list && step === rule.step) ??
    tried.find(
      ({ step }) => step.argument === rule.list || (classes.has(step.name) && step.name === rule.list),
    ) ??
    tried.find(({ list, step }) => list === rule.list && step.written === rule.step.written)
  );
}
