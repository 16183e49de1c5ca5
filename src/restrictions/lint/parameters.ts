/**
 * Which names Postfix looks at, and which are set for nobody, as postconf(1) tells them (postconf_unused.c, postconf_user.c,
 * postconf_dbms.c, postconf_service.c): built-in ones; those that a value names by `$name`; restriction classes; those of a
 * table that main.cf itself describes (`ldap:people` has `people_server_host`); those named after a service.
 */
import type { Configuration } from '../../postfix/configuration.ts';
import { defaultOfService } from '../../postfix/defaults.ts';
import { activeServices, type MasterCf, type Service } from '../../postfix/master-cf.ts';
import type { Value } from '../../postfix/value.ts';
import { PARAMETER_NAMES } from './parameter-names.ts';

/** What main.cf or a service sets. */
export interface SetParameter {
  readonly name: string;
  readonly value: Value;
  readonly service: Service | undefined;
}

/** Those that count. */
export function setParameters({ main, master }: Configuration): readonly SetParameter[] {
  return [
    ...[...main.byName.values()].map(({ name, value }) => ({ name, value, service: undefined })),
    ...activeServices(master).flatMap((service) =>
      [...service.overrides].map(([name, value]) => ({ name, value, service })),
    ),
  ];
}

/** Has the installed Postfix been asked for all that it has built in? Else only what matters elsewhere is known of it. */
export function isInstalled({ defaults }: Configuration): boolean {
  return defaults.has('2bounce_notice_recipient');
}

export function isBuiltIn(configuration: Configuration, name: string): boolean {
  const { defaults, master } = configuration;
  return (
    defaults.has(name) ||
    (!isInstalled(configuration) && PARAMETER_NAMES.has(name)) ||
    defaultOfService(name, master) !== undefined
  );
}

/** Postfix takes these as they stand, and puts other names in later (CONFIG_RAW_TABLE; `postconf -x` shows them so). */
export const RAW: ReadonlySet<string> = new Set([
  ...['command_execution_directory', 'default_rbl_reply', 'forward_path', 'luser_relay', 'mailbox_command'],
  ...['postscreen_expansion_filter', 'postscreen_reject_footer', 'smtpd_expansion_filter'],
  'smtpd_reject_footer',
]);

/** `$$` is a dollar sign. */
const NAMED = /\$\$|\$[({]?\s*(\w+)/g;
const TABLE = /\b(?:ldap|mysql|pgsql|sqlite|memcache|mongodb):(\w[\w-]*)/g;

/** Is the name looked at by Postfix, or by a value that is? */
export function lookedAt(
  configuration: Configuration,
  classes: ReadonlySet<string>,
): (name: string) => boolean {
  const set = setParameters(configuration);
  const byName = Map.groupBy(set, ({ name }) => name);
  const tables = new Set<string>();
  const used = new Set<string>(classes);
  const look = (text: string): void => {
    for (const [, name] of text.matchAll(NAMED)) if (name !== undefined) used.add(name);
    for (const [, name] of text.matchAll(TABLE)) tables.add(name!);
  };
  // Old names live on in what their successors have built in.
  for (const { text } of configuration.defaults.values()) look(text);
  for (const { name, value } of set) if (isBuiltIn(configuration, name) && !RAW.has(name)) look(value.text);
  // A set grows while it is walked.
  for (const name of used) for (const { value } of byName.get(name) ?? []) look(value.text);
  return (name) =>
    used.has(name) ||
    isBuiltIn(configuration, name) ||
    [...tables].some((table) => name.startsWith(`${table}_`));
}

/** `slow_destination_rate_delay` is named after the service `slow`; undefined: after none. */
export function serviceNamed(name: string): string | undefined {
  for (let at = name.indexOf('_'); at > 0; at = name.indexOf('_', at + 1)) {
    const service = name.slice(0, at);
    const master = { services: [{ name: service }] } as unknown as MasterCf;
    if (defaultOfService(name, master) !== undefined) return service;
  }
  return undefined;
}
