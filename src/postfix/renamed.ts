/**
 * Parameters about DNS lists that have another name now (RELEASE_NOTES of 3.1 and 3.6). Postfix still takes the old ones,
 * without a word; where both stand, the new one wins.
 */
import type { Configuration } from './configuration.ts';
import { activeServices } from './master-cf.ts';
import { type Place, placeIn, type Value } from './value.ts';
import { installedVersion, versionNumber } from './version.ts';

export interface Renamed {
  readonly name: string;
  readonly now: string;
  /** The version of Postfix that brought the new name: `3.6`. */
  readonly since: string;
  readonly value: string;
  readonly place: Place | undefined;
}

const RENAMED: readonly Pick<Renamed, 'name' | 'now' | 'since'>[] = [
  { name: 'postscreen_dnsbl_ttl', now: 'postscreen_dnsbl_max_ttl', since: '3.1' },
  {
    name: 'postscreen_dnsbl_whitelist_threshold',
    now: 'postscreen_dnsbl_allowlist_threshold',
    since: '3.6',
  },
  { name: 'postscreen_whitelist_interfaces', now: 'postscreen_allowlist_interfaces', since: '3.6' },
  { name: 'postscreen_blacklist_action', now: 'postscreen_denylist_action', since: '3.6' },
];

/** Those that the configuration sets, and that its Postfix knows under a newer name. */
export function renamedParameters(configuration: Configuration): readonly Renamed[] {
  const version = installedVersion(configuration) ?? 0;
  const { main, master } = configuration;
  const set = (name: string): Value[] => [
    ...(main.byName.has(name) ? [main.byName.get(name)!.value] : []),
    ...activeServices(master).flatMap(({ overrides }) => overrides.get(name) ?? []),
  ];
  return RENAMED.filter(({ since }) => version >= versionNumber(since)!).flatMap((renamed) =>
    set(renamed.name).map((value) => ({ ...renamed, value: value.text, place: placeIn(value, 0) })),
  );
}
