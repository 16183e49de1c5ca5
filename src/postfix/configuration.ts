/** A whole configuration: main.cf, master.cf and what Postfix has built in; each value with the place where it stands. */
import { type Defaults, defaultOfService } from './defaults.ts';
import { type Expanded, expand } from './expand.ts';
import type { MainCf } from './main-cf.ts';
import type { MasterCf, Service } from './master-cf.ts';
import { builtIn, type Value } from './value.ts';

export interface Configuration {
  readonly main: MainCf;
  readonly master: MasterCf;
  readonly defaults: Defaults;
}

/** As it is written: of the service's `-o`, else of main.cf, else built in; undefined: there is no such parameter. */
export function written(
  { main, master, defaults }: Configuration,
  name: string,
  service?: Service,
): Value | undefined {
  return (
    service?.overrides.get(name) ??
    main.byName.get(name)?.value ??
    (name === 'mydomain' ? domainOf(main.byName.get('myhostname')?.value) : undefined) ??
    defaults.get(name) ??
    defaultOfService(name, master)
  );
}

/**
 * As Postfix uses it; undefined: there is no such parameter.
 * @throws ExpansionError where Postfix would not start
 */
export function effective(
  configuration: Configuration,
  name: string,
  service?: Service,
): Expanded | undefined {
  const value = written(configuration, name, service);
  return value && expand(value, (each) => written(configuration, each, service));
}

/** Nobody sets `mydomain`: it is what follows the first dot of a `myhostname` that is set (postconf(5)). */
function domainOf(hostname: Value | undefined): Value | undefined {
  const dot = hostname?.text.indexOf('.') ?? -1;
  return hostname === undefined || dot < 0 || hostname.text.includes('$')
    ? undefined
    : builtIn(hostname.text.slice(dot + 1));
}
