/** Who may send through this server to strangers (SMTPD_RELAY_README): what lets in more than those who were meant. */
import { type Service, servicesOf, titleOf } from '../../postfix/master-cf.ts';
import type { Place } from '../../postfix/value.ts';
import type { RestrictionList } from '../parse.ts';
import { domainsOf, ownDomains } from './domains.ts';
import { isOpenToWorld } from './doors.ts';
import type { Family, LintProblem, Reading } from './family.ts';
import { ownNetworks } from './own-networks.ts';
import { type Door, fixOf, SAFE } from './relay-door.ts';
import { permittedByTables } from './relay-tables.ts';
import { isYes, make, makeSet, placeOf, textOf } from './said.ts';
import {
  FOREIGN,
  type Relayed,
  relayedBy,
  relayedForAll,
  rulesForStrangers,
  type Stranger,
} from './strangers.ts';

/** Own domains that a stranger pretends to write from. */
const MOST_DOMAINS = 5;

export const relay: Family = async (reading) => {
  const problems: LintProblem[] = [...unguarded(reading)];
  const own = await ownDomain(reading);
  const mine = [...new Set([own, ...(await ownDomains(reading)).slice(0, MOST_DOMAINS)])];
  for (const door of await doorsOf(reading)) {
    const open = openTo(reading, door, own, mine);
    if (open !== undefined) problems.push(open);
    else problems.push(...others(reading, door, own), ...(await permittedByTables(reading, door, own)));
    problems.push(...missing(reading, door, open !== undefined));
  }
  return once([...problems, ...routing(reading), ...(await ownNetworks(reading))]);
};

async function doorsOf(reading: Reading): Promise<readonly Door[]> {
  const { configuration, world } = reading;
  const smtpd = servicesOf(configuration, 'smtpd');
  const interfaces = textOf(reading, 'inet_interfaces');
  const open = smtpd.filter((service) => isOpenToWorld(service, interfaces));
  const doors: Door[] = [];
  for (const service of smtpd.length === 0 ? [undefined] : open) {
    // It does not start: nobody comes in there.
    if (!isGuarded(reading, service)) continue;
    const rules = await rulesForStrangers(configuration, world, service);
    if (rules !== undefined)
      doors.push({ service, rules, title: service === undefined ? 'main.cf' : titleOf(service) });
  }
  return doors;
}

/** What main.cf says to several services is told once. */
function once(problems: readonly LintProblem[]): readonly LintProblem[] {
  const seen = new Set<string>();
  return problems.filter(({ id, place, values }) => {
    const key = JSON.stringify([id, place, values.variant, values.step, values.key]);
    return !seen.has(key) && seen.add(key) !== undefined;
  });
}

/** One that local(8) delivers to: routes through it are taken apart (resolve.c). */
async function ownDomain(reading: Reading): Promise<string> {
  const domains = await domainsOf(reading, 'mydestination');
  return (
    domains.find((domain) => domain.includes('.') && !domain.startsWith('localhost')) ??
    textOf(reading, 'myhostname')
  );
}

function openTo(reading: Reading, door: Door, own: string, mine: readonly string[]): LintProblem | undefined {
  for (const [recipient, wire] of [
    [`b@${FOREIGN}`],
    [`b%${FOREIGN}@${own}`],
    [`b@${FOREIGN}@${own}`, `"b@${FOREIGN}"@${own}`],
    [`${FOREIGN}!b@${own}`],
    ...suffixesRelayed(reading).map((suffix) => [`b@sekisho-q7x2v9.${suffix}`] as const),
    ...relayedDomains(reading).map((domain) => [`b%${FOREIGN}@${domain}`] as const),
  ] as const)
    for (const sender of [`a@${FOREIGN}`, '', ...mine.map((domain) => `a@${domain}`)]) {
      const found = relayedForAll(door.rules, { sender, recipient });
      if (found !== undefined)
        return openProblem(reading, door, found, { from: sender, to: wire ?? recipient });
    }
  if (!takesCertificates(reading, door)) return undefined;
  const found = relayedForAll(door.rules, {
    certificate: { fingerprint: 'A0:B1:C2:D3', key: 'E4:F5:A6:B7', trusted: false },
  });
  return found && openProblem(reading, door, found, { variant: 'certificate' });
}

/** Ends of names that belong to everybody. */
const SUFFIX = /^(?:com|net|org|info|biz|edu|gov|mil|int|[a-z]{2}|(?:com?|net?|org?|ac|go|gov)\.[a-z]{2})$/i;

function suffixesRelayed(reading: Reading): readonly string[] {
  const words = textOf(reading, 'relay_domains').split(/[\s,]+/);
  return words.map((word) => word.replace(/^\./, '')).filter((word) => SUFFIX.test(word));
}

function relayedDomains(reading: Reading): readonly string[] {
  const domain = textOf(reading, 'relay_domains')
    .split(/[\s,]+/)
    .find((word) => /^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/i.test(word));
  return domain === undefined ? [] : [domain];
}

function takesCertificates(reading: Reading, { service }: Door): boolean {
  return ['smtpd_tls_ask_ccert', 'smtpd_tls_req_ccert'].some((name) => isYes(reading, name, service));
}

function openProblem(
  reading: Reading,
  door: Door,
  found: Relayed,
  values: Record<string, string>,
): LintProblem {
  const { service, title } = door;
  if (found.by === 'routed')
    return makeSet(
      reading,
      'open-relay',
      'error',
      'allow_untrusted_routing',
      'no',
      { ...values, service: title, variant: 'routed', to: values.to ?? '' },
      service,
    );
  if (found.by === 'relay')
    return make(
      reading,
      'open-relay',
      'error',
      'relay_domains',
      { ...values, service: title, variant: 'domains', value: textOf(reading, 'relay_domains', service) },
      service,
    );
  const parameter = `smtpd_${found.list}_restrictions`;
  const { step } = found;
  const asked = found.asked.find(
    ({ need, step }) => need.kind === 'policy' || (need.kind === 'table' && step.argument !== undefined),
  );
  const fix = fixOf(door, found.step);
  const variant = values.variant ?? (step === undefined ? 'end' : asked !== undefined ? 'unless' : undefined);
  const said = {
    from: '',
    to: '',
    ...values,
    ...{ service: title, list: parameter, step: step?.written ?? '', write: fix.write },
    ...(asked !== undefined && { unless: asked.step.written }),
    ...(variant !== undefined && { variant }),
  };
  const problem = make(reading, 'open-relay', 'error', parameter, said, service);
  return { ...problem, ...(step?.place && { place: step.place }), ...(fix.edit && { edit: fix.edit }) };
}

/** What lets strangers in if somebody else says so. */
function* others(reading: Reading, door: Door, own: string): Generator<LintProblem> {
  const { rules, service, title } = door;
  const told = new Set<string>();
  for (const sender of [`a@${FOREIGN}`, `a@${own}`])
    for (const { need, step, result } of relayedBy(rules, { sender })) {
      if (told.has(step.written)) continue;
      told.add(step.written);
      const list =
        rules.lists.relay.steps.length > 0 ? 'smtpd_relay_restrictions' : 'smtpd_recipient_restrictions';
      const fix = fixOf(door, result.step);
      const values = { service: title, step: step.written, list, write: fix.write };
      const at = step.place === undefined ? {} : { place: step.place };
      const client = /^check_(?:client|sasl|ccert)_access$/.test(step.lower);
      const backup = step.lower === 'permit_mx_backup';
      if (backup && rules.mxBackupNetworks !== undefined) continue;
      const [id, severity] = backup
        ? (['mx-backup-open', 'warning'] as const)
        : need.kind === 'policy'
          ? (['policy-before-relay', 'warning'] as const)
          : (['relay-by-table', client ? 'info' : 'warning'] as const);
      yield { ...make(reading, id, severity, list, values, service), ...at };
    }
  yield* certificates(reading, door);
}

const SYSTEM_CA =
  /^\/(?:etc\/(?:ssl|pki|ca-certificates)|usr\/(?:share|local\/share)\/ca-certificates|var\/lib\/ca-certificates)\b/;

/** `permit_tls_all_clientcerts`: whom a known authority has signed. */
function* certificates(reading: Reading, door: Door): Generator<LintProblem> {
  if (!takesCertificates(reading, door)) return;
  const certificate = { fingerprint: 'A0:B1:C2:D3', key: 'E4:F5:A6:B7', trusted: true };
  const stranger: Stranger = { certificate };
  const found = relayedForAll(door.rules, stranger);
  if (found?.step === undefined) return;
  const authorities = ['smtpd_tls_CAfile', 'smtpd_tls_CApath'].map((name) =>
    textOf(reading, name, door.service),
  );
  const everybody =
    authorities.some((path) => SYSTEM_CA.test(path)) || isYes(reading, 'tls_append_default_CA', door.service);
  const values = {
    service: door.title,
    step: found.step.written,
    ...(everybody && { variant: 'everybody' }),
  };
  const parameter = `smtpd_${found.list}_restrictions`;
  const problem = make(
    reading,
    'certificates-relay',
    everybody ? 'error' : 'warning',
    parameter,
    values,
    door.service,
  );
  const { place } = found.step;
  yield {
    ...problem,
    ...(place && {
      place,
      edit: { kind: 'replace', words: [{ place, was: found.step.written, write: 'permit_tls_clientcerts' }] },
    }),
  };
}

/** Without them smtpd(8) does not start (has_required() of smtpd_check.c). */
const REQUIRED: ReadonlySet<string> = new Set([
  ...[
    'reject_unauth_destination',
    'defer_unauth_destination',
    'reject',
    'defer',
    'defer_if_permit',
    'check_relay_domains',
  ],
]);

function isGuarded(reading: Reading, service: Service | undefined): boolean {
  return ['smtpd_relay_restrictions', 'smtpd_recipient_restrictions'].some((name) =>
    hasRequired(reading, name, service, 0),
  );
}

function hasRequired(reading: Reading, name: string, service: Service | undefined, depth: number): boolean {
  const classes = new Set(textOf(reading, 'smtpd_restriction_classes', service).split(/[\s,]+/));
  const list = textOf(reading, name, service).split(/[\s,]+/);
  for (let i = 0; i < list.length; i++) {
    const word = list[i]!;
    const lower = word.toLowerCase();
    if (lower === 'warn_if_reject') i++;
    else if (lower === 'permit') return false;
    else if (REQUIRED.has(lower)) return true;
    else if (depth < 20 && classes.has(word) && hasRequired(reading, word, service, depth + 1)) return true;
  }
  return false;
}

function* unguarded(reading: Reading): Generator<LintProblem> {
  const smtpd = servicesOf(reading.configuration, 'smtpd');
  for (const service of smtpd.length === 0 ? [undefined] : smtpd) {
    if (isGuarded(reading, service)) continue;
    const parameter = 'smtpd_relay_restrictions';
    const write = `${service?.overrides.has(parameter) ? '-o ' : ''}${parameter}${service?.overrides.has(parameter) ? `=${SAFE.join(',')}` : ` = ${SAFE.join(', ')}`}`;
    const values = { service: service === undefined ? 'smtpd' : titleOf(service), write };
    yield makeSet(reading, 'relay-check-missing', 'error', parameter, SAFE.join(', '), values, service);
  }
}

/** The protection hangs in a list that everybody edits against spam. */
function* missing(reading: Reading, { service, rules, title }: Door, open: boolean): Generator<LintProblem> {
  const parameter = 'smtpd_relay_restrictions';
  if (open || rules.lists.relay.steps.length > 0 || service?.overrides.has(parameter)) return;
  if (!rules.lists.recipient.steps.some((step) => REQUIRED.has(step.lower))) return;
  const place: Place = placeOf(reading, parameter);
  const values = { service: title, write: `${parameter} = ${SAFE.join(', ')}` };
  const problem = { ...make(reading, 'relay-restrictions-missing', 'info', parameter, values), place };
  // Whom another restriction lets out now, this would keep in.
  yield isPlain(rules.lists.recipient)
    ? { ...problem, edit: { kind: 'set', parameter, value: SAFE.join(', ') } }
    : problem;
}

function isPlain({ steps }: RestrictionList): boolean {
  const until = steps.findIndex(
    ({ lower }) => lower === 'reject_unauth_destination' || lower === 'defer_unauth_destination',
  );
  return steps
    .slice(0, Math.max(0, until))
    .every(({ lower }) =>
      /^(?:permit_mynetworks|permit_sasl_authenticated|reject_\w+|warn_if_reject|sleep)$/.test(lower),
    );
}

function* routing(reading: Reading): Generator<LintProblem> {
  if (isYes(reading, 'allow_untrusted_routing') && textOf(reading, 'relay_domains') !== '')
    yield makeSet(reading, 'untrusted-routing', 'warning', 'allow_untrusted_routing', 'no');
}
