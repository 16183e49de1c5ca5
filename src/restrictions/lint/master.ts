/** master.cf: services that undo what main.cf says, and such as Postfix cannot run (master(5); single_server.c and its kin). */
import { activeServices, type Service, titleOf } from '../../postfix/master-cf.ts';
import { LIST, words } from '../../postfix/split.ts';
import { hostOf, isForServers, isForUsers, isLoopback, isOpenToWorld, portOf } from './doors.ts';
import type { Family, LintProblem, Reading } from './family.ts';
import { fileText, isJailed, isWhole, isYes, make, placeOf, textOf, unixService, wordsOf } from './said.ts';

export const master: Family = async (reading) => {
  const services = activeServices(reading.configuration.master);
  if (services.length === 0) return [];
  const ports = await fileText(reading, '/etc/services');
  return [
    ...services.flatMap((service) => [
      ...overrides(reading, service),
      ...demands(reading, service),
      ...(service.command === 'smtpd' ? doors(reading, service) : []),
      ...(ports === undefined ? [] : unknownPort(service, ports)),
    ]),
    ...(await resolvers(reading, services)),
    ...(isWhole(reading) ? missing(reading, services) : []),
  ];
};

/** Of the service's own line. */
function ofService(
  id: string,
  severity: LintProblem['severity'],
  service: Service,
  values: LintProblem['values'] = {},
): LintProblem {
  const { file, line, command } = service;
  return {
    ...{ id, severity, service, parameter: '', place: { file, line } },
    values: { service: titleOf(service), command, ...values },
  };
}

/** Lists that keep strangers' mail out; what they are emptied of is said by the words that refuse. */
const LISTS = new Set([
  ...['smtpd_client_restrictions', 'smtpd_helo_restrictions', 'smtpd_sender_restrictions'],
  ...['smtpd_relay_restrictions', 'smtpd_recipient_restrictions', 'smtpd_data_restrictions'],
  'smtpd_end_of_data_restrictions',
]);
const REFUSES = /^(?:reject_|defer_|check_|warn_if_reject$|reject$|defer$)/i;
/** Mail goes out by these: they look at nothing that begins with `smtpd_`. */
const CLIENTS = new Set(['smtp', 'lmtp', 'local', 'virtual', 'pipe', 'error', 'discard']);

function* overrides(reading: Reading, service: Service): Generator<LintProblem> {
  const { command } = service;
  const open = command === 'smtpd' && isOpenToWorld(service, textOf(reading, 'inet_interfaces'));
  for (const parameter of service.overrides.keys()) {
    const tell = (
      id: string,
      severity: LintProblem['severity'],
      values: LintProblem['values'] = {},
    ): LintProblem =>
      make(
        reading,
        id,
        severity,
        parameter,
        { service: titleOf(service), parameter, command, ...values },
        service,
      );
    if (isInVain(parameter, command)) yield tell('override-no-effect', 'warning');
    if (!open) continue;
    const value = textOf(reading, parameter, service);
    if (parameter === 'mynetworks' && words(value, LIST).some(({ text }) => isWorld(text)))
      yield tell('override-trusts-world', 'error', { value });
    if (!LISTS.has(parameter) || value !== '' || !isForServers(service)) continue;
    const rules = wordsOf(reading, parameter).filter((word) => REFUSES.test(word));
    if (rules.length > 0)
      yield tell('override-empties-list', 'warning', { rules: rules.slice(0, 4).join(', ') });
  }
}

function isInVain(parameter: string, command: string): boolean {
  if (CLIENTS.has(command)) return parameter.startsWith('smtpd_');
  // It is smtpd(8), pickup(8) and qmqpd(8) that hand it to cleanup(8) (postconf(5)).
  return command === 'cleanup' && parameter === 'receive_override_options';
}

function isWorld(network: string): boolean {
  return /^(?:0\.0\.0\.0|::|\[::\])\/0$|^\[::\/0\]$|^static:/.test(network);
}

function* doors(reading: Reading, service: Service): Generator<LintProblem> {
  const wrapped = isYes(reading, 'smtpd_tls_wrappermode', service);
  const port = portOf(service);
  const tell = (id: string, severity: LintProblem['severity']): LintProblem => ({
    ...ofService(id, severity, service),
    parameter: 'smtpd_tls_wrappermode',
    ...(wrapped && { place: placeOf(reading, 'smtpd_tls_wrappermode', service) }),
  });
  if (port === 465 && !wrapped) yield tell('smtps-no-wrapper', 'error');
  if (port === 587 && wrapped) yield tell('submission-wrapper', 'warning');
  if (wrapped && isForServers(service)) yield tell('wrapper-on-25', 'error');
  const filter = textOf(reading, 'content_filter', service);
  const returns = service.type === 'inet' && isLoopback(hostOf(service));
  if (!returns || isForServers(service) || isForUsers(service)) return;
  if (filter !== '' && filter === textOf(reading, 'content_filter') && speaksSmtp(reading, filter))
    yield { ...ofService('filter-loop', 'warning', service, { filter }), parameter: 'content_filter' };
}

/** What a filter gets by SMTP it gives back by SMTP; one behind pipe(8) may use sendmail(1). */
function speaksSmtp(reading: Reading, filter: string): boolean {
  const command = unixService(reading, filter.split(':')[0]!)?.command;
  return command === 'smtp' || command === 'lmtp';
}

/** Who else ends with `requires a process limit of` (event_server.c, multi_server.c, trigger_server.c). */
const LIMITS: Readonly<Record<string, '0' | '1'>> = {
  ...{ anvil: '1', pickup: '1', postscreen: '1', qmgr: '1', oqmgr: '1', scache: '1', tlsmgr: '1' },
  ...{ verify: '1', postlogd: '1', bounce: '0', cleanup: '0', dnsblog: '0', flush: '0', tlsproxy: '0' },
};
/** They become whoever the mail is for (`requires privileged operation`). */
const PRIVILEGED = new Set(['local', 'pipe', 'virtual', 'spawn']);
/** master.cf says itself that these cannot run in a chroot. */
const UNJAILED = new Set([...PRIVILEGED, 'proxymap']);

function* demands(reading: Reading, service: Service): Generator<LintProblem> {
  const { command, processes } = service;
  const limit = LIMITS[command];
  const value = processes === '-' ? textOf(reading, 'default_process_limit') || '100' : processes;
  if (limit !== undefined && Number(value) !== Number(limit))
    yield ofService('process-limit', 'error', service, { limit, value });
  if (PRIVILEGED.has(command) && service.unprivileged !== 'n')
    yield ofService('needs-privileges', 'error', service);
  if (UNJAILED.has(command) && isJailed(reading, service))
    yield ofService('chroot-forbidden', 'error', service);
}

function* unknownPort(service: Service, services: string): Generator<LintProblem> {
  const name = service.name.slice(service.name.lastIndexOf(':') + 1);
  if (service.type !== 'inet' || /^\d+$/.test(name)) return;
  const known = services.split('\n').some((line) => {
    const [first, port, ...others] = line.replace(/#.*/, '').trim().split(/\s+/);
    return port?.endsWith('/tcp') && (first === name || others.includes(name));
  });
  if (!known)
    yield ofService('port-unknown', 'error', service, { name, write: String(portOf(service) ?? 25) });
}

/** Once for all: the folder is the same. */
async function resolvers(reading: Reading, services: readonly Service[]): Promise<readonly LintProblem[]> {
  const jailed = services.find(
    (service) => (service.command === 'smtp' || service.command === 'smtpd') && isJailed(reading, service),
  );
  const ours = await fileText(reading, '/etc/resolv.conf');
  if (jailed === undefined || ours === undefined) return [];
  const root = textOf(reading, 'queue_directory');
  const theirs = await fileText(reading, `${root}/etc/resolv.conf`);
  if (theirs === ours) return [];
  const variant = theirs === undefined ? { variant: 'missing' } : {};
  return [ofService('chroot-resolver', 'info', jailed, { root, ...variant })];
}

/** Without these there is no mail (master.cf as it comes with Postfix). */
const NEEDED: Readonly<Record<string, string>> = {
  cleanup: 'cleanup unix n - y - 0 cleanup',
  qmgr: 'qmgr unix n - n 300 1 qmgr',
  rewrite: 'rewrite unix - - y - - trivial-rewrite',
  bounce: 'bounce unix - - y - 0 bounce',
  defer: 'defer unix - - y - 0 bounce',
  pickup: 'pickup unix n - y 60 1 pickup',
};

function* missing({ configuration }: Reading, services: readonly Service[]): Generator<LintProblem> {
  const names = new Set(services.map(({ name }) => name));
  for (const [name, write] of Object.entries(NEEDED))
    if (!names.has(name))
      yield {
        ...{ id: 'service-missing', severity: 'error', parameter: '', values: { name, write } },
        place: { file: configuration.master.file, line: 0 },
      };
}
