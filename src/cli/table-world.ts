/** What the evaluation of restrictions takes of this machine: files, programs, names, addresses. */
import { readFileSync, statSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { type Hosts, readHosts } from '../net/hosts.ts';
import type { TableWorld } from '../postfix/tables/open.ts';
import type { Settings } from '../restrictions/settings.ts';

/** @param asks may servers be asked (SQL, LDAP)? */
export function tableWorld(settings: Settings, asks: boolean): TableWorld {
  return {
    readText: (path) => readFileSync(path, 'utf8'),
    stamp: (path) => {
      try {
        return { mtimeMs: statSync(path).mtimeMs };
      } catch {
        return undefined;
      }
    },
    allowNetwork: asks,
    defaultType: settings.text('default_database_type') || 'hash',
  };
}

export function thisMachine(): { readonly ownAddresses: readonly string[]; readonly hosts: Hosts } {
  const ownAddresses = Object.values(networkInterfaces()).flatMap((each) =>
    (each ?? []).map(({ address }) => address),
  );
  return { ownAddresses, hosts: hostsFile() };
}

function hostsFile(): Hosts {
  try {
    return readHosts(readFileSync('/etc/hosts', 'utf8'));
  } catch {
    return new Map();
  }
}
