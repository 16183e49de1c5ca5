/** Policy services (SMTPD_POLICY_README): whether smtpd(8) finds them, and what becomes of mail when they are down. */
import { activeServices, type Service, titleOf } from '../../postfix/master-cf.ts';
import { policyService } from '../checks/policy.ts';
import { POLICY } from '../parse.ts';
import { closedTo, isSocket } from './access-rights.ts';
import type { Family, LintProblem, Reading } from './family.ts';
import { stepsOf, type WrittenStep, writtenLists } from './restriction-lists.ts';
import { isJailed, isSet, make, makeSet, replacing, textOf } from './said.ts';

export const policy: Family = (reading) => {
  const problems: LintProblem[] = [];
  const seen = new Set<string>();
  for (const use of usesOf(reading)) {
    const key = JSON.stringify([use.place, use.written, use.jailed?.name]);
    if (seen.has(key)) continue;
    seen.add(key);
    problems.push(...ofName(reading, use));
  }
  return [...problems, ...withoutDefault(reading), ...timeLimits(reading)];
};

interface Use extends Pick<WrittenStep, 'of'> {
  /** `check_policy_service unix:private/policy` */
  readonly written: string;
  readonly argument: string;
  /** `unix:private/policy` */
  readonly name: string;
  /** Of its own; undefined: what smtpd_policy_service_default_action says. */
  readonly action: string | undefined;
  readonly place: LintProblem['place'] | undefined;
  /** One that asks it, in a chroot. */
  readonly jailed: Service | undefined;
}

function usesOf(reading: Reading): readonly Use[] {
  return stepsOf(writtenLists(reading)).flatMap(({ step, of }) => {
    if (step.lower !== POLICY || step.argument === undefined || of.services.length === 0) return [];
    const { service, settings } = policyService(step.argument);
    return {
      ...{ of, written: step.written, argument: step.argument, name: service, place: step.place },
      action: settings.get('default_action'),
      jailed: of.services.find((each) => isJailed(reading, each)),
    };
  });
}

const DEFAULT_ACTION = 'smtpd_policy_service_default_action';
const REFUSES = /^(?:[45]\d\d|defer|reject)\b/i;

function problem(
  reading: Reading,
  use: Use,
  id: string,
  severity: LintProblem['severity'],
  values: LintProblem['values'],
): LintProblem {
  const { of, place } = use;
  const action = use.action ?? textOf(reading, DEFAULT_ACTION, of.services[0]);
  const said = { service: use.name, action, ...values };
  // Then mail comes in without the service.
  const harmless = severity === 'error' && id !== 'policy-bad-name' && !REFUSES.test(action);
  const told = make(reading, id, harmless ? 'warning' : severity, of.list.parameter, said, of.service);
  return place === undefined ? told : { ...told, place };
}

/** The same, with the name that is meant instead. */
function renaming(told: LintProblem, { written, argument, name, place }: Use, write: string): LintProblem {
  return place === undefined
    ? told
    : replacing(told, written, written.replace(argument, argument.replace(name, write)));
}

function ofName(reading: Reading, use: Use): readonly LintProblem[] {
  const [, kind, path] = /^([^:]*):(.*)$/s.exec(use.name) ?? [];
  // auto_clnt.c: else smtpd(8) ends as soon as it starts.
  if (path === undefined || path === '' || !['inet', 'unix', 'local'].includes(kind!)) {
    const write = meant(use.name);
    const values = write === undefined ? { variant: 'unreadable' } : { write };
    const told = problem(reading, use, 'policy-bad-name', 'error', values);
    return [write === undefined ? told : renaming(told, use, write)];
  }
  return kind === 'inet' ? [] : ofPath(reading, use, path);
}

/** `127.0.0.1:10023` is `inet:127.0.0.1:10023`, `private/policy` is `unix:private/policy`. */
function meant(name: string): string | undefined {
  const tcp = /^(?:tcp|socket):(.*)$/i.exec(name)?.[1] ?? name;
  const known = /^(?:inet|unix|local):(.+)$/i.exec(name);
  if (known !== null) return `${name.slice(0, name.indexOf(':')).toLowerCase()}:${known[1]}`;
  if (/^(?:\[[0-9a-f:.]+\]|[\w.-]+):\d+$/i.test(tcp)) return `inet:${tcp}`;
  return /^(?:[\w.-]+)?\/[^\s:]+$/.test(name) ? `unix:${name}` : undefined;
}

function ofPath(reading: Reading, use: Use, path: string): readonly LintProblem[] {
  const root = textOf(reading, 'queue_directory') || '/var/spool/postfix';
  const { stat } = reading.world;
  if (!path.startsWith('/')) return ofRelative(reading, use, path, `${root}/${path}`);
  if (use.jailed === undefined) return stat === undefined ? [] : ofSocket(reading, use, path);
  const inside = path.startsWith(`${root}/`) ? path.slice(root.length + 1) : undefined;
  if (stat !== undefined) {
    const facts = stat(root + path);
    if (facts !== undefined && isSocket(facts)) return ofSocket(reading, use, root + path);
    const outside = stat(path);
    if (outside === undefined || !isSocket(outside)) return ofSocket(reading, use, path);
  }
  const values = { smtpd: titleOf(use.jailed), path, root };
  if (inside === undefined)
    return [
      problem(reading, use, 'policy-chroot', stat === undefined ? 'warning' : 'error', {
        ...values,
        variant: 'outside',
      }),
    ];
  const write = `unix:${inside}`;
  return [renaming(problem(reading, use, 'policy-chroot', 'error', { ...values, write }), use, write)];
}

/** Below queue_directory: master(8) makes those of master.cf, each in the folder of its kind. */
function ofRelative(reading: Reading, use: Use, path: string, whole: string): readonly LintProblem[] {
  const { stat } = reading.world;
  const [, folder, name] = /^(private|public)\/([^/]+)$/.exec(path) ?? [];
  const services = activeServices(reading.configuration.master).filter(({ type }) => type === 'unix');
  const service = services.find((each) => each.name === name);
  if (service !== undefined) {
    const right = service.private === 'n' ? 'public' : 'private';
    if (right === folder) return [];
    const write = `unix:${right}/${name}`;
    const told = problem(reading, use, 'policy-spawn-missing', 'error', {
      variant: 'folder',
      name: name!,
      path: whole,
      write,
    });
    return [renaming(told, use, write)];
  }
  const facts = stat?.(whole);
  if (facts !== undefined && isSocket(facts)) return ofSocket(reading, use, whole);
  if (folder === undefined) return stat === undefined ? [] : ofSocket(reading, use, whole);
  // Others make sockets there too, Dovecot for one: of a copy it is not known.
  return [
    problem(reading, use, 'policy-spawn-missing', stat === undefined ? 'warning' : 'error', {
      name: name!,
      path: whole,
    }),
  ];
}

/** A socket of this machine. */
function ofSocket(reading: Reading, use: Use, path: string): readonly LintProblem[] {
  const { stat, account } = reading.world;
  const facts = stat!(path);
  if (facts === undefined || !isSocket(facts))
    return [problem(reading, use, 'policy-socket-missing', 'error', { path })];
  const user = textOf(reading, 'mail_owner') || 'postfix';
  const person = account?.(user);
  // smtpd(8) has that user's own group and no other (set_ugid.c).
  const closed = person && closedTo(person, 'write', path, stat!);
  return closed === undefined
    ? []
    : [problem(reading, use, 'policy-socket-closed', 'error', { path, closed: closed.path, user })];
}

/** Once: of all that have none of their own. */
function* withoutDefault(reading: Reading): Generator<LintProblem> {
  const parameter = DEFAULT_ACTION;
  if (reading.version < 3000) return;
  const uses = usesOf(reading).filter(({ action }) => action === undefined);
  const told = new Set<string>();
  for (const use of uses)
    for (const service of use.of.services) {
      const action = textOf(reading, parameter, service);
      if (!REFUSES.test(action)) continue;
      const own = service.overrides.has(parameter) ? service : undefined;
      const key = own === undefined ? '' : titleOf(own);
      if (told.has(key)) continue;
      told.add(key);
      const names = [...new Set(uses.map(({ name }) => name))].join(', ');
      yield makeSet(
        reading,
        'policy-no-default',
        'info',
        parameter,
        'DUNNO',
        { services: names, first: uses[0]!.name, action },
        own,
      );
    }
}

/** spawn(8) ends a program after command_time_limit, while smtpd(8) still talks to it. */
function* timeLimits(reading: Reading): Generator<LintProblem> {
  const names = new Set(usesOf(reading).map(({ name }) => name));
  for (const service of activeServices(reading.configuration.master)) {
    const { name, command } = service;
    if (command !== 'spawn' || ![...names].some((each) => each.endsWith(`/${name}`))) continue;
    const parameter = `${name}_time_limit`;
    const seconds = secondsOf(textOf(reading, 'command_time_limit', service) || '1000s');
    if (isSet(reading, parameter, service) || seconds === undefined || seconds > 1000) continue;
    yield {
      ...makeSet(reading, 'policy-time-limit', 'info', parameter, '3600s', {
        name,
        seconds: String(seconds),
      }),
      service,
      place: { file: service.file, line: service.line },
    };
  }
}

const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };

function secondsOf(text: string): number | undefined {
  const [, digits, unit = 's'] = /^(\d+)([smhdw])?$/.exec(text) ?? [];
  return digits === undefined ? undefined : Number(digits) * UNITS[unit]!;
}
