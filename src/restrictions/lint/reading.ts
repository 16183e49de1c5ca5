/** A configuration as lint reads it: each value as Postfix uses it, worked out once. */
import { type Configuration, effective } from '../../postfix/configuration.ts';
import { type Expanded, ExpansionError } from '../../postfix/expand.ts';
import type { Service } from '../../postfix/master-cf.ts';
import { installedVersion } from '../../postfix/version.ts';
import type { LintWorld, Reading } from './family.ts';

/** Where no Postfix is installed that would tell: that of Debian 12. */
const USUAL_VERSION = 3007;

/** A value that is broken is told once, by the family of files; to the others it is not there. */
export function readingOf(configuration: Configuration, world: LintWorld): Reading {
  const version = installedVersion(configuration) ?? USUAL_VERSION;
  const known = new Map<Service | undefined, Map<string, Expanded | undefined>>();
  return {
    ...{ configuration, world, version },
    value(name, service) {
      const values = known.get(service) ?? new Map<string, Expanded | undefined>();
      known.set(service, values);
      if (!values.has(name)) values.set(name, expanded(configuration, name, service));
      return values.get(name);
    },
  };
}

function expanded(configuration: Configuration, name: string, service?: Service): Expanded | undefined {
  try {
    return effective(configuration, name, service);
  } catch (error) {
    if (error instanceof ExpansionError) return undefined;
    throw error;
  }
}
