/** postscreen(8): lists that decide nothing, tests that delay good mail, services that it needs (POSTSCREEN_README). */
import { activeServices, type Service, titleOf } from '../../postfix/master-cf.ts';
import { LIST, words } from '../../postfix/split.ts';
import { eachRow } from '../../postfix/tables/rows.ts';
import { Problems } from '../../postfix/tables/table.ts';
import { rowsOf, textOfTable } from './domains.ts';
import { isForUsers } from './doors.ts';
import type { Family, LintProblem, Reading } from './family.ts';
import { isSet, isWhole, isYes, make, makeSet, numberOf, placeOf, textOf, wordsOf } from './said.ts';
import { fileOf, KEYED, tableUses } from './table-uses.ts';

export const postscreen: Family = async (reading) => {
  const services = activeServices(reading.configuration.master);
  const screens = services.filter(({ command }) => command === 'postscreen');
  if (screens.length === 0) return services.length === 0 ? [] : [...inactive(reading)];
  return [
    ...screens.flatMap((screen) => [...needs(reading, screen, services), ...thresholds(reading, screen)]),
    ...deepTests(reading),
    ...(await accessList(reading)),
  ];
};

/** Settings of tests and lists; caches and limits matter to nobody. */
const SETTINGS = [
  ...[
    'postscreen_dnsbl_sites',
    'postscreen_dnsbl_action',
    'postscreen_greet_action',
    'postscreen_denylist_action',
  ],
  ...['postscreen_blacklist_action', 'postscreen_access_list', 'postscreen_pipelining_enable'],
  ...['postscreen_non_smtp_command_enable', 'postscreen_bare_newline_enable'],
];

function* inactive(reading: Reading): Generator<LintProblem> {
  const set = SETTINGS.filter((name) => isSet(reading, name) && textOf(reading, name) !== '');
  if (set.length === 0) return;
  yield make(reading, 'postscreen-inactive', 'info', set[0]!, { parameters: listed(set) });
}

function listed(names: readonly string[]): string {
  return names.length <= 4 ? names.join(', ') : `${names.slice(0, 4).join(', ')}, …`;
}

function* needs(reading: Reading, screen: Service, services: readonly Service[]): Generator<LintProblem> {
  const has = (name: string, type: string): boolean =>
    services.some((service) => service.name === name && service.type === type);
  const tell = (
    id: string,
    severity: LintProblem['severity'],
    values: LintProblem['values'],
  ): LintProblem => ({
    ...{ id, severity, parameter: '', service: screen, place: { file: screen.file, line: screen.line } },
    values: { service: titleOf(screen), ...values },
  });
  const smtpd = textOf(reading, 'smtpd_service_name') || 'smtpd';
  if (!has(smtpd, 'pass'))
    yield tell('postscreen-service-missing', 'error', {
      service: smtpd,
      write: `${smtpd} pass - - y - - smtpd`,
    });
  if (isForUsers(screen)) yield tell('postscreen-for-users', 'warning', {});
  if (!isWhole(reading)) return;
  const helper = (service: string, parameter: string, program: string): LintProblem =>
    tell('postscreen-service-missing', 'warning', {
      ...{ service, parameter, variant: 'helper' },
      write: `${service} unix - - y - 0 ${program}`,
    });
  const dnsblog = textOf(reading, 'dnsblog_service_name') || 'dnsblog';
  if (wordsOf(reading, 'postscreen_dnsbl_sites', screen).length > 0 && !has(dnsblog, 'unix'))
    yield helper(dnsblog, 'postscreen_dnsbl_sites', 'dnsblog');
  const tls = textOf(reading, 'postscreen_tls_security_level', screen);
  const proxy = textOf(reading, 'tlsproxy_service_name') || 'tlsproxy';
  if ((tls === 'may' || tls === 'encrypt') && !has(proxy, 'unix'))
    yield helper(proxy, 'smtpd_tls_security_level', 'tlsproxy');
}

/** The weights of lists, as they are written: `zone=filter*weight`. */
function weights(reading: Reading, screen: Service): readonly number[] {
  return wordsOf(reading, 'postscreen_dnsbl_sites', screen).map((site) => {
    const weight = /\*(-?\d+)$/.exec(site)?.[1];
    return weight === undefined ? 1 : Number(weight);
  });
}

function* thresholds(reading: Reading, screen: Service): Generator<LintProblem> {
  const all = weights(reading, screen);
  if (all.length === 0) return;
  const most = all.filter((weight) => weight > 0).reduce((sum, weight) => sum + weight, 0);
  const threshold = numberOf(reading, 'postscreen_dnsbl_threshold', screen);
  const acts = textOf(reading, 'postscreen_dnsbl_action', screen).toLowerCase() !== 'ignore';
  // Lists of good senders alone are there to spare them tests.
  if (threshold !== undefined && acts && most > 0 && most < threshold) {
    const write = String(Math.max(1, Math.ceil(most / 2)));
    const values = { most: String(most), threshold: String(threshold), write };
    yield makeSet(
      reading,
      'threshold-unreachable',
      'warning',
      'postscreen_dnsbl_threshold',
      write,
      values,
      screen,
    );
  }
  const least = all.filter((weight) => weight < 0).reduce((sum, weight) => sum + weight, 0);
  const parameter = ['postscreen_dnsbl_allowlist_threshold', 'postscreen_dnsbl_whitelist_threshold'].find(
    (name) => isSet(reading, name, screen),
  );
  const allowed = parameter === undefined ? undefined : numberOf(reading, parameter, screen);
  if (parameter === undefined || allowed === undefined || allowed >= 0 || least <= allowed) return;
  const values = {
    parameter,
    least: String(least),
    threshold: String(allowed),
    write: String(least),
  };
  yield make(reading, 'allow-threshold-unreachable', 'warning', parameter, values, screen);
}

const DEEP = [
  'postscreen_pipelining_enable',
  'postscreen_non_smtp_command_enable',
  'postscreen_bare_newline_enable',
];

function* deepTests(reading: Reading): Generator<LintProblem> {
  const set = DEEP.filter((name) => isYes(reading, name));
  if (set.length > 0)
    yield make(reading, 'deep-tests', 'info', set[0]!, {
      parameters: set.map((name) => `${name} = yes`).join(', '),
    });
}

/** What postscreen(8) knows in a table of postscreen_access_list (postscreen_access.c, server_acl.c). */
const ACTIONS = /^(?:permit|reject|dunno|permit_mynetworks)$/i;

async function accessList(reading: Reading): Promise<readonly LintProblem[]> {
  const parameter = 'postscreen_access_list';
  const value = reading.value(parameter);
  if (value === undefined) return [];
  const problems: LintProblem[] = [];
  let refuses = words(value.text, LIST).some(({ text }) => /^reject$/i.test(text));
  for (const use of tableUses(parameter, value)) {
    const file = fileOf(use);
    const text = file === undefined ? undefined : await textOfTable(reading, file);
    if (file === undefined || text === undefined) continue;
    for (const { action, line } of actionsOf(use.kind, text)) {
      if (/^reject$/i.test(action)) refuses = true;
      if (ACTIONS.test(action) || action.includes(':') || problems.length >= 5) continue;
      const problem = make(reading, 'postscreen-action-unknown', 'warning', parameter, {
        table: use.spec,
        action,
      });
      problems.push({ ...problem, place: { file, line } });
    }
  }
  const old = isSet(reading, 'postscreen_blacklist_action') && !isSet(reading, 'postscreen_denylist_action');
  const denies =
    old || reading.configuration.defaults.get('postscreen_denylist_action') === undefined
      ? 'postscreen_blacklist_action'
      : 'postscreen_denylist_action';
  const action = textOf(reading, denies) || 'ignore';
  if (refuses && /^ignore$/i.test(action)) {
    const place = isSet(reading, denies) ? placeOf(reading, denies) : placeOf(reading, parameter);
    problems.push({
      ...makeSet(reading, 'denylist-ignored', 'warning', denies, 'enforce', { parameter: denies }),
      place,
    });
  }
  return problems;
}

/** The first word of each right-hand side. */
function actionsOf(
  kind: string,
  text: string,
): readonly { readonly action: string; readonly line: number }[] {
  const first = (value: string): string => value.trim().split(/[\s,]+/)[0]!;
  if (KEYED.has(kind)) return rowsOf(text).map(({ value, line }) => ({ action: first(value), line }));
  const found: { action: string; line: number }[] = [];
  if (kind === 'cidr')
    eachRow(text, '', new Problems(), (row, line) => {
      const value = /^(?!if\b|endif\b)!?\S+\s+(\S[\s\S]*)$/i.exec(row)?.[1];
      if (value !== undefined) found.push({ action: first(value), line });
    });
  return found;
}
