/** Checks that refuse mail of people who did nothing wrong, and switches that lose mail or make refusals softer or harder than meant. */
import { type Service, titleOf } from '../../postfix/master-cf.ts';
import { accessRows } from './access-rows.ts';
import { isForServers, isForUsers, isOpenToWorld } from './doors.ts';
import type { Edit, Family, LintProblem, Reading } from './family.ts';
import { smtpdServices, stepsOf, type WrittenStep, writtenLists } from './restriction-lists.ts';
import { isSet, isYes, make, makeSet, numberOf, textOf } from './said.ts';
import { fileOf, tableUses } from './table-uses.ts';

export const refusers: Family = async (reading) => {
  const steps = stepsOf(writtenLists(reading).filter(({ services }) => services.length > 0));
  // What a class says holds for those whom a table names.
  const forAll = steps.filter(
    ({ of }) => of.kind !== 'class' && of.services.some((each) => meetsServers(reading, each)),
  );
  return [
    ...forAll.flatMap((each) => [...ofStep(reading, each)]),
    ...warned(reading, steps),
    ...(await forbidden(reading, steps)),
    ...switches(reading),
    ...codes(reading, steps),
    ...helo(reading, forAll),
  ];
};

/** Do other servers deliver there? */
function meetsServers(reading: Reading, service: Service): boolean {
  return isOpenToWorld(service, textOf(reading, 'inet_interfaces')) && !isForUsers(service);
}

function isWarned({ of, index }: WrittenStep): boolean {
  return of.list.steps[index - 1]?.lower === 'warn_if_reject';
}

function at(
  reading: Reading,
  { step, of }: WrittenStep,
  id: string,
  severity: LintProblem['severity'],
  values: LintProblem['values'],
  write?: string,
): LintProblem {
  const { place, written } = step;
  const said = { step: written, list: of.list.parameter, ...(write !== undefined && { write }), ...values };
  const problem = make(reading, id, severity, of.list.parameter, said, of.service);
  const edit: Edit | undefined =
    write === undefined || place === undefined
      ? undefined
      : { kind: 'replace', words: [{ place, was: written, write }] };
  return { ...problem, ...(place && { place }), ...(edit && { edit }) };
}

function* ofStep(reading: Reading, each: WrittenStep): Generator<LintProblem> {
  if (isWarned(each)) return;
  const { step, of } = each;
  const service = of.services[0];
  const code = (name: string): string => String(numberOf(reading, name, service) ?? 450);
  const has = (name: string): boolean => of.list.steps.some(({ lower }) => lower === name);
  switch (step.lower) {
    case 'reject_unknown_client_hostname':
    case 'reject_unknown_client': {
      const gentle = 'reject_unknown_reverse_client_hostname';
      yield at(
        reading,
        each,
        'client-name-refused',
        'warning',
        { code: code('unknown_client_reject_code') },
        has(gentle) ? '' : gentle,
      );
      return;
    }
    case 'reject_unknown_helo_hostname':
    case 'reject_unknown_hostname': {
      const gentle = 'reject_non_fqdn_helo_hostname';
      yield at(
        reading,
        each,
        'helo-name-refused',
        'warning',
        { code: code('unknown_hostname_reject_code') },
        has(gentle) ? '' : gentle,
      );
      return;
    }
    case 'reject_unverified_sender':
      yield at(reading, each, 'sender-callout', 'warning', {});
      return;
    case 'reject_unverified_recipient':
      if (!isBehindGuard(reading, each)) yield at(reading, each, 'recipient-callout-open', 'warning', {});
      return;
    case 'reject_plaintext_session':
      if (of.services.some(isForServers)) yield at(reading, each, 'plaintext-refused', 'warning', {}, '');
      return;
    default:
      return;
  }
}

const GUARDS: ReadonlySet<string> = new Set([
  'reject_unauth_destination',
  'defer_unauth_destination',
  'reject',
  'defer',
]);

/** Are mails for strangers refused before it is asked? */
function isBehindGuard(reading: Reading, { of, index }: WrittenStep): boolean {
  if (of.list.steps.slice(0, index).some(({ lower }) => GUARDS.has(lower))) return true;
  if (of.kind === 'data' || of.kind === 'end_of_data') return true;
  if (of.kind !== 'recipient') return false;
  // Since 3.6 the list against relaying comes first.
  const [service] = of.services;
  const first = isYes(reading, 'smtpd_relay_before_recipient_restrictions', service);
  const relay = textOf(reading, 'smtpd_relay_restrictions', service)
    .toLowerCase()
    .split(/[\s,]+/);
  return first && relay.some((word) => GUARDS.has(word));
}

/** Once a list: refusals that were to be tried, and were left so. */
function* warned(reading: Reading, steps: readonly WrittenStep[]): Generator<LintProblem> {
  const told = new Set<WrittenStep['of']>();
  for (const each of steps) {
    const next = each.of.list.steps[each.index + 1];
    if (each.step.lower !== 'warn_if_reject' || next === undefined || told.has(each.of)) continue;
    // Answers of lists that say that they do not answer: to be told of, never refused by.
    if (next.written.includes('127.255.255')) continue;
    told.add(each.of);
    yield at(reading, each, 'warn-left', 'info', { step: next.written });
  }
}

/** Whoever owns a name in DNS could say there that he is welcome (smtpd_check.c, forbid_allowlist()). */
const NEVER_OK =
  /^check_(?:reverse_client_hostname_access|(?:client|reverse_client_hostname|helo|sender|recipient)_(?:ns|mx|a)_access)$/;

async function forbidden(reading: Reading, steps: readonly WrittenStep[]): Promise<readonly LintProblem[]> {
  const problems: LintProblem[] = [];
  for (const each of steps) {
    const { lower, argument, place } = each.step;
    if (!NEVER_OK.test(lower) || argument === undefined) continue;
    const value = { text: argument, undefinedNames: [], placeAt: () => place };
    for (const use of tableUses('', value)) {
      const row = (await accessRows(reading, use)).find((one) =>
        /^(?:ok|relay|permit|\d+$)(?:\s|$)/i.test(one.value),
      );
      if (row === undefined) continue;
      const file = fileOf(use);
      const where = file === undefined || row.line === 0 ? use.spec : `${file}:${row.line}`;
      problems.push(
        at(reading, each, 'access-ok-forbidden', 'error', { key: row.key || '*', value: row.value, where }),
      );
    }
  }
  return problems;
}

/** Switches of main.cf, or of services that other servers deliver to. */
function* switches(reading: Reading): Generator<LintProblem> {
  if (isYes(reading, 'soft_bounce')) yield makeSet(reading, 'soft-bounce', 'warning', 'soft_bounce', 'no');
  const services = smtpdServices(reading).filter((service) => meetsServers(reading, service));
  for (const [id, severity, parameter, bad, write] of [
    ['soft-bounce', 'warning', 'soft_bounce', 'yes', 'no'],
    ['delay-reject-off', 'warning', 'smtpd_delay_reject', 'no', 'yes'],
    ['strict-envelopes', 'info', 'strict_rfc821_envelopes', 'yes', 'no'],
  ] as const) {
    const told = new Set<string>();
    for (const service of services) {
      if (textOf(reading, parameter, service).toLowerCase() !== bad) continue;
      const own = service.overrides.has(parameter) ? service : undefined;
      if (own === undefined && parameter === 'soft_bounce') continue;
      const key = own === undefined ? '' : titleOf(own);
      if (told.has(key)) continue;
      told.add(key);
      yield makeSet(reading, id, severity, parameter, write, {}, own);
    }
  }
}

/** Of recipients that are known not to exist; 550 by default. */
const UNKNOWN = ['local_recipient', 'relay_recipient', 'virtual_alias', 'virtual_mailbox'].map(
  (what) => `unknown_${what}_reject_code`,
);

function* codes(reading: Reading, steps: readonly WrittenStep[]): Generator<LintProblem> {
  for (const parameter of UNKNOWN) {
    const code = textOf(reading, parameter);
    if (/^4\d\d$/.test(code))
      yield makeSet(reading, 'recipient-code-soft', 'warning', parameter, '550', { parameter, code });
  }
  const parameter = 'unverified_recipient_reject_code';
  const asked = steps.find((each) => each.step.lower === 'reject_unverified_recipient' && !isWarned(each));
  const code = textOf(reading, parameter, asked?.of.services[0]);
  if (asked === undefined || !/^4\d\d$/.test(code)) return;
  yield makeSet(
    reading,
    'recipient-code-soft',
    'info',
    parameter,
    '550',
    { parameter, code },
    asked.of.service,
  );
}

const HELO =
  /^(?:reject_(?:invalid|non_fqdn|unknown)(?:_helo)?_hostname|reject_rhsbl_helo|check_helo_(?:(?:ns|mx|a)_)?access)$/;
const SPAM = /^(?:reject_(?!unauth_destination|unlisted_)\w+|check_policy_service)$/;

/** What is asked of HELO, if the client says it at all. */
function* helo(reading: Reading, steps: readonly WrittenStep[]): Generator<LintProblem> {
  const first = steps.find(({ step }) => HELO.test(step.lower));
  if (first !== undefined) {
    const service = first.of.services.find((each) => !isYes(reading, 'smtpd_helo_required', each));
    if (service === undefined) return;
    yield makeSet(
      reading,
      'helo-not-required',
      'info',
      'smtpd_helo_required',
      'yes',
      { step: first.step.written },
      service,
    );
    return;
  }
  // Who filters nothing has not asked for it.
  if (!steps.some(({ step }) => SPAM.test(step.lower)) || isSet(reading, 'smtpd_helo_restrictions')) return;
  // Which is to be looked at before it refuses anybody: nothing is written.
  const write =
    'smtpd_helo_restrictions = permit_mynetworks, permit_sasl_authenticated, reject_invalid_helo_hostname, reject_non_fqdn_helo_hostname';
  yield make(reading, 'helo-checks-missing', 'info', 'smtpd_helo_restrictions', { write });
}
