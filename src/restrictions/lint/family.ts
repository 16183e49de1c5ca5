/** A family of checks: what it is given, and what it tells. */
import type { ReadText } from '../../postfix/access-text.ts';
import type { Configuration } from '../../postfix/configuration.ts';
import type { Expanded } from '../../postfix/expand.ts';
import type { Service } from '../../postfix/master-cf.ts';
import type { TableWorld } from '../../postfix/tables/world.ts';
import type { Place } from '../../postfix/value.ts';
import type { Stat } from './access-rights.ts';

/** `error`: mail is lost or the server is open to strangers; `warning`: likely harm; `info`: good to know. */
export type Severity = 'error' | 'warning' | 'info';

export interface LintProblem {
  readonly id: string;
  readonly severity: Severity;
  /** Line 0: the file as a whole, or something that stands nowhere. */
  readonly place: Place;
  /** "" where it is about a service, or a file. */
  readonly parameter: string;
  readonly service?: Service;
  /** For the words; `variant`: those of `id/variant` are said. */
  readonly values: Readonly<Record<string, string>>;
  readonly edit?: Edit;
}

/**
 * What mends it. `set`: main.cf is to say this (a service's own value is left to the reader). `replace`: words that stand at
 * these places give way to others, or go ("").
 */
export type Edit =
  | { readonly kind: 'set'; readonly parameter: string; readonly value: string }
  | { readonly kind: 'replace'; readonly words: readonly Replaced[] };

export interface Replaced {
  readonly place: Place;
  /** `reject_rbl_client list.dsbl.org` */
  readonly was: string;
  readonly write: string;
}

export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** What lies around a configuration. */
export interface LintWorld {
  readonly tables: TableWorld;
  /** The text of an access table, of a copied folder that of the copy. */
  readonly readTable: ReadText;
  /** Of this machine's interfaces, for `inet_interfaces = all`. */
  readonly ownAddresses: readonly string[];
  /** Addresses of the public resolvers that the system asks; undefined: it asks none. */
  readonly publicResolver?: string;
  /** Of this machine's files and accounts; not given: the configuration is another machine's. */
  readonly stat?: Stat;
  readonly account?: (name: string) => Account | undefined;
}

export interface Reading {
  readonly configuration: Configuration;
  /** `3.7` is 3007. */
  readonly version: number;
  readonly world: LintWorld;
  /** undefined: there is no such parameter, or it is broken. */
  value(name: string, service?: Service): Expanded | undefined;
}

export type Family = (reading: Reading) => Iterable<LintProblem> | Promise<Iterable<LintProblem>>;
