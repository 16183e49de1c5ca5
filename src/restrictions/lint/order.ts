/**
 * The order in lists of restrictions: what is never asked, what is asked too late or too early, and whom that hits. A list
 * ends at the first answer (SMTPD_ACCESS_README).
 */
import type { Expanded } from '../../postfix/expand.ts';
import { type Service, titleOf } from '../../postfix/master-cf.ts';
import type { Step } from '../parse.ts';
import { accessRows } from './access-rows.ts';
import { isForServers, isForUsers, isLoopback } from './doors.ts';
import type { Edit, Family, LintProblem, Reading, Replaced } from './family.ts';
import { smtpdServices, type WrittenList, writtenLists } from './restriction-lists.ts';
import { isYes, textOf, wordsOf } from './said.ts';
import { tableUses } from './table-uses.ts';

export const order: Family = async (reading) => {
  const lists = writtenLists(reading)
    .filter(({ isSet }) => isSet)
    .map((of): Ordered => ({ of, rules: rulesIn(of.list.steps) }));
  const late = await Promise.all(lists.map((list) => tooLate(reading, list, lists)));
  const problems = [
    ...lists.flatMap((list) => [...unreachable(reading, list), ...twice(reading, list)]),
    ...lists.flatMap((list) => [...costlyFirst(reading, list), ...pipelining(reading, list)]),
    ...late.flat(),
    ...lists.flatMap((list) => [...usersRefused(reading, list), ...networksRefused(reading, list)]),
  ];
  const key = ({ id, place, values }: LintProblem): string => JSON.stringify([id, place, values.text]);
  return [...new Map(problems.toReversed().map((problem) => [key(problem), problem])).values()].toReversed();
};

interface Rule {
  readonly step: Step;
  /** `warn_if_reject` stands before it: it refuses nobody. */
  readonly warns: boolean;
}

interface Ordered {
  readonly of: WrittenList;
  readonly rules: readonly Rule[];
}

function rulesIn(steps: readonly Step[]): readonly Rule[] {
  return steps.flatMap((step, i) =>
    step.lower === 'warn_if_reject' ? [] : [{ step, warns: steps[i - 1]?.lower === 'warn_if_reject' }],
  );
}

function at(
  { configuration }: Reading,
  { of }: Ordered,
  { step }: Rule,
  id: string,
  severity: LintProblem['severity'],
  values: LintProblem['values'],
  words: readonly Replaced[] = [],
): LintProblem {
  const edit: Edit | undefined = words.length > 0 ? { kind: 'replace', words } : undefined;
  return {
    ...{ id, severity, parameter: of.list.parameter },
    ...{ place: step.place ?? { file: configuration.main.file, line: 0 } },
    ...(of.service && { service: of.service }),
    values: { text: step.written, parameter: of.list.parameter, ...values },
    ...(edit && { edit }),
  };
}

function replaced({ step }: Rule, write: string): readonly Replaced[] {
  return step.place === undefined ? [] : [{ place: step.place, was: step.written, write }];
}

function written(rules: readonly Rule[], most = 4): string {
  const texts = rules.map(({ step }) => step.written);
  return texts.length > most ? `${texts.slice(0, most).join(', ')}, …` : texts.join(', ');
}

/** Answers whatever is asked. */
function ends({ step: { lower, argument }, warns }: Rule): boolean {
  if (lower === 'permit') return true;
  if (lower === 'reject' || lower === 'defer') return !warns;
  const always = /^static:(?:\{\s*)?(ok|permit|reject|defer)\b/i.exec(
    lower.startsWith('check_') ? (argument ?? '') : '',
  );
  return always !== null && (!warns || /^(?:ok|permit)$/i.test(always[1]!));
}

function* unreachable(reading: Reading, list: Ordered): Generator<LintProblem> {
  const end = list.rules.findIndex(ends);
  const [first, ...others] = end < 0 ? [] : list.rules.slice(end + 1);
  if (first === undefined) return;
  const values = { end: list.rules[end]!.step.written, rules: written([first, ...others]) };
  yield at(reading, list, first, 'rule-unreachable', 'warning', values);
}

/** DNS lists that are asked twice are told by the family of those. */
const OTHERS = /^(?:reject_r|permit_(?:dnswl|rhswl)_|sleep$)/;

function* twice(reading: Reading, list: Ordered): Generator<LintProblem> {
  const seen = new Set<string>();
  for (const rule of list.rules) {
    const { lower, name, argument } = rule.step;
    const key = JSON.stringify([lower === '' ? name : lower, argument, rule.warns]);
    if (seen.has(key) && !OTHERS.test(lower))
      yield at(reading, list, rule, 'rule-twice', 'info', {}, replaced(rule, ''));
    seen.add(key);
    if (ends(rule)) return;
  }
}

/** Asks other servers, for each attempt. */
const COSTLY =
  /^(?:reject_(?:rbl|rhsbl)(?:_|$)|reject_maps_rbl$|reject_unverified_sender$|check_\w+_(?:ns|mx)_access$)/;
/** Knows by itself. */
const CHEAP = /^reject_(?:non_fqdn_|invalid_|unlisted_recipient$)/;

function* costlyFirst(reading: Reading, list: Ordered): Generator<LintProblem> {
  const { of, rules } = list;
  const first = rules.findIndex(({ step }) => COSTLY.test(step.lower));
  if (first < 0) return;
  const isGuard = ({ step }: Rule): boolean =>
    of.kind === 'recipient' && GUARDS.test(step.lower) && !isGuarded(reading, of);
  const cheap = rules
    .slice(first + 1)
    .filter((rule) => !rule.warns && (CHEAP.test(rule.step.lower) || isGuard(rule)));
  if (cheap.length > 0)
    yield at(reading, list, rules[first]!, 'costly-first', 'info', { rules: written(cheap) });
}

const GUARDS = /^(?:reject|defer)_unauth_destination$/;

/** Do strangers who send to strangers come no further than smtpd_relay_restrictions, which are asked before? */
function isGuarded(reading: Reading, { service }: WrittenList): boolean {
  return (
    isYes(reading, 'smtpd_relay_before_recipient_restrictions', service) &&
    wordsOf(reading, 'smtpd_relay_restrictions', service).some(
      (word) => GUARDS.test(word.toLowerCase()) || word.toLowerCase() === 'reject',
    )
  );
}

/** Refuses mail that somebody may want to have in spite of that. */
const REFUSES =
  /^(?:reject_(?:rbl|rhsbl)(?:_|$)|reject_maps_rbl$|reject_unknown_|reject_unverified_sender$|reject_(?:invalid|non_fqdn)_(?:helo_)?hostname$|check_policy_service$)/;
const ALLOWS = /^check_(?:client|reverse_client_hostname|helo|sender|recipient)_access$/;
/** What people call a list of those who are to be let in. */
const BY_NAME = /white|allow|good|trust|permit|accept|exempt|friend/i;

/** OK of a table ends its list: behind all that it is to spare from, it is for nothing. */
async function tooLate(
  reading: Reading,
  list: Ordered,
  lists: readonly Ordered[],
): Promise<readonly LintProblem[]> {
  const { of, rules } = list;
  if (!['client', 'helo', 'sender', 'recipient'].includes(of.kind)) return [];
  const problems: LintProblem[] = [];
  for (const [i, rule] of rules.entries()) {
    if (!ALLOWS.test(rule.step.lower)) continue;
    // Whatever follows may be what it is to spare from.
    if (rules.slice(i + 1).some(({ step }) => !/^permit/.test(step.lower))) continue;
    const refuser = rules.slice(0, i).find(({ step, warns }) => !warns && REFUSES.test(step.lower));
    const elsewhere = refuser === undefined ? earlier(list, lists) : undefined;
    if ((refuser ?? elsewhere) === undefined || !(await isAllowList(reading, rule.step))) continue;
    if (refuser === undefined) {
      const values = { rule: elsewhere!.rule.step.written, list: elsewhere!.parameter, variant: 'list' };
      problems.push(at(reading, list, rule, 'allow-list-late', 'warning', values));
      continue;
    }
    const guard = rules.findIndex(({ step }) => GUARDS.test(step.lower));
    const isSafe =
      of.kind !== 'recipient' || isGuarded(reading, of) || (guard >= 0 && guard < rules.indexOf(refuser));
    const write = `${rule.step.written}, ${refuser.step.written}`;
    const words = isSafe && !rule.warns ? [...replaced(rule, ''), ...replaced(refuser, write)] : [];
    const values = { rule: refuser.step.written };
    problems.push(at(reading, list, rule, 'allow-list-late', 'warning', values, words));
  }
  return problems;
}

const BEFORE: Readonly<Record<string, readonly string[]>> = {
  helo: ['client'],
  sender: ['client', 'helo'],
  recipient: ['client', 'helo', 'sender'],
};

/** A DNS list in a list of main.cf that is asked before, which an OK here cannot undo. */
function earlier(
  { of }: Ordered,
  lists: readonly Ordered[],
): { readonly parameter: string; readonly rule: Rule } | undefined {
  if (of.service !== undefined) return undefined;
  for (const other of lists) {
    if (other.of.service !== undefined || !BEFORE[of.kind]?.includes(other.of.kind)) continue;
    const rule = other.rules.find(
      ({ step, warns }) => !warns && /^reject_(?:rbl|rhsbl)(?:_|$)/.test(step.lower),
    );
    if (rule !== undefined) return { parameter: other.of.list.parameter, rule };
  }
  return undefined;
}

/** Does it let in, and refuse nobody? By its rows, else by its name. */
async function isAllowList(reading: Reading, step: Step): Promise<boolean> {
  const value: Expanded = { text: step.written, undefinedNames: [], placeAt: () => step.place };
  const uses = tableUses('smtpd_client_restrictions', value);
  const rows = (await Promise.all(uses.map((use) => accessRows(reading, use)))).flat();
  if (rows.length === 0) return BY_NAME.test((step.argument ?? '').replace(/^.*\//, ''));
  const permits = rows.some(({ value }) => /^(?:ok|permit\w*|\d+)\b/i.test(value) && !REFUSED.test(value));
  return permits && !rows.some(({ value }) => REFUSED.test(value));
}

const REFUSED = /^(?:reject|defer|discard|hold|[45]\d\d\b)/i;

/** What a home, a phone or a hotel does not have: a name in the DNS, and a good one at HELO. */
const NAMES = /^reject_unknown_(?:reverse_)?client(?:_hostname)?$/;
const HELO = /^reject_(?:non_fqdn|unknown)_(?:helo_)?hostname$/;

function* usersRefused(reading: Reading, list: Ordered): Generator<LintProblem> {
  const { of, rules } = list;
  if (of.kind === 'class') return;
  const service = of.services.find((each) => isUsed(reading, each));
  if (service === undefined) return;
  const login = rules.findIndex(({ step }) => step.lower === 'permit_sasl_authenticated');
  const before = rules.slice(0, login < 0 ? undefined : login);
  const end = before.findIndex(ends);
  const hits = before
    .slice(0, end < 0 ? undefined : end)
    .filter(({ step, warns }) => !warns && (NAMES.test(step.lower) || HELO.test(step.lower)));
  const [first] = hits;
  if (first === undefined) return;
  const write = `permit_mynetworks, permit_sasl_authenticated, ${first.step.written}`;
  const values = { service: titleOf(service), rules: written(hits) };
  yield at(reading, list, first, 'users-refused', 'warning', values, login < 0 ? replaced(first, write) : []);
}

/** Ports 587 and 465; port 25 where there is no other that users can log in at. */
function isUsed(reading: Reading, service: Service): boolean {
  const takesLogins = (each: Service): boolean => isYes(reading, 'smtpd_sasl_auth_enable', each);
  if (!takesLogins(service)) return false;
  if (isForUsers(service)) return true;
  const others = smtpdServices(reading).some((each) => isForUsers(each) && takesLogins(each));
  return isForServers(service) && !others;
}

/** Programs of this server say `localhost` at HELO; machines of the own network have no names in the DNS. */
function* networksRefused(reading: Reading, list: Ordered): Generator<LintProblem> {
  const { of, rules } = list;
  if (of.kind === 'class' || !of.services.some(isForServers)) return;
  const permit = rules.findIndex(({ step }) => step.lower === 'permit_mynetworks' || step.lower === 'permit');
  const networks = wordsOf(reading, 'mynetworks', of.service).filter((network) => !isOwn(network));
  const hits = rules
    .slice(0, permit < 0 ? undefined : permit)
    .filter(({ step, warns }) => !warns && (HELO.test(step.lower) || isNamed(step, networks)));
  const [first] = hits;
  if (first === undefined || of.services.some((service) => isUsed(reading, service))) return;
  const values = { rules: written(hits), networks: networks.slice(0, 3).join(', ') };
  const variant = networks.length > 0 ? 'networks' : 'programs';
  const severity = networks.length > 0 ? 'warning' : 'info';
  const words = permit < 0 ? replaced(first, `permit_mynetworks, ${first.step.written}`) : [];
  yield at(reading, list, first, 'users-refused', severity, { ...values, variant }, words);
}

function isNamed({ lower }: Step, networks: readonly string[]): boolean {
  return networks.length > 0 && NAMES.test(lower);
}

/** `127.0.0.0/8`, `[::1]/128`, `[::ffff:127.0.0.0]/104` */
function isOwn(network: string): boolean {
  return isLoopback(network.replace(/\/\d+$/, '').replace(/^\[|\]$/g, ''));
}

/** smtpd(8) itself ends such sessions before (postconf(5) smtpd_forbid_unauth_pipelining, 3.5.20 to 3.9 on). */
function* pipelining(reading: Reading, list: Ordered): Generator<LintProblem> {
  const { services } = list.of;
  const parameter = 'smtpd_forbid_unauth_pipelining';
  const rule = list.rules.find(({ step }) => step.lower === 'reject_unauth_pipelining');
  if (rule === undefined || services.length === 0) return;
  if (services.every((service) => /^yes$/i.test(textOf(reading, parameter, service))))
    yield at(reading, list, rule, 'pipelining-no-effect', 'info', {}, replaced(rule, ''));
}
