/** What tables stand on: files, time stamps, and postmap(1) for what only Postfix can read. All of it is passed in. */
import type { Answer } from './table.ts';

export interface TableWorld {
  /** @throws as node:fs does, with `code` (ENOENT, EACCES, ...) */
  readText(path: string): string | Promise<string>;
  /** undefined: there is no such file. */
  stamp(path: string): { readonly mtimeMs: number } | undefined;
  /** Asks `postmap -q - TABLE`; an answer for each key. Not given: nobody may be asked. postmap.ts has one. */
  readonly postmap?: (table: string, keys: readonly string[]) => Promise<readonly Answer[]>;
  /** May postmap be used for tables that ask a server (SQL, LDAP, socketmap, ...)? */
  readonly allowNetwork: boolean;
  /** `default_database_type`: that of a table which is written without a type. */
  readonly defaultType: string;
  /** For `environ:`; none: unknown, since Postfix's environment is its own. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /**
   * A configuration that was copied without its databases: the text stands for a database that is not there. Otherwise
   * that is what it is to Postfix, a table that fails.
   */
  readonly textStandsForDatabase?: boolean;
}

export interface OpenOptions {
  /**
   * Keys are folded to lower case, as maps are opened by smtpd(8) and by `postmap -q` (DICT_FLAG_FOLD_FIX; default). Match
   * lists open theirs without: there a key of an `inline:` or `texthash:` table that has a capital never matches.
   */
  readonly fold?: boolean;
  /**
   * A key that stands twice in `texthash:`: smtpd(8) refuses the table (default), `postmap -q` warns and takes the first.
   */
  readonly duplicates?: 'refuse' | 'first';
}
