/** What the evaluation of restrictions takes of this machine: files, programs, names, addresses. */
import { readFileSync, statSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { resolve } from 'node:path';
import { type Hosts, readHosts } from '../net/hosts.ts';
import { fileIn, USUAL_FOLDER } from '../postfix/read.ts';
import type { TableWorld } from '../postfix/tables/open.ts';
import { postmapOf } from '../postfix/tables/postmap.ts';
import type { Settings } from '../restrictions/settings.ts';

/**
 * @param folder of main.cf
 * @param asks may servers be asked (SQL, LDAP)?
 */
export function tableWorld(folder: string, settings: Pick<Settings, 'text'>, asks: boolean): TableWorld {
  const at = fileIn(folder);
  return {
    readText: (path) => readFileSync(at(path), 'utf8'),
    stamp: (path) => {
      try {
        return { mtimeMs: statSync(at(path)).mtimeMs };
      } catch {
        return undefined;
      }
    },
    postmap: postmapOf({ folder }),
    allowNetwork: asks,
    // A folder that was copied from elsewhere brings the text alone.
    textStandsForDatabase: resolve(folder) !== USUAL_FOLDER,
    defaultType: settings.text('default_database_type') || 'hash',
  };
}

export function thisMachine(): { readonly ownAddresses: readonly string[]; readonly hosts: Hosts } {
  return { ownAddresses: ownAddresses(), hosts: hostsFile() };
}

/** Of this machine's interfaces. */
export function ownAddresses(): readonly string[] {
  return Object.values(networkInterfaces()).flatMap((each) => (each ?? []).map(({ address }) => address));
}

function hostsFile(): Hosts {
  try {
    return readHosts(readFileSync('/etc/hosts', 'utf8'));
  } catch {
    return new Map();
  }
}
