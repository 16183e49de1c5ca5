/** The files and programs that lookup tables stand on, of this machine. */
import { readFileSync, statSync } from 'node:fs';
import type { TableWorld } from '../postfix/tables/open.ts';
import type { Settings } from '../restrictions/settings.ts';

/** @param asks may servers be asked (SQL, LDAP)? */
export function tableWorld(_configDir: string, settings: Settings, asks: boolean): TableWorld {
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
