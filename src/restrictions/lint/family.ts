/** A family of checks: what it is given, and what it tells. */
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
  /** What main.cf is to say. */
  readonly edit?: { readonly kind: 'set'; readonly parameter: string; readonly value: string };
}

export interface Account {
  readonly uid: number;
  readonly gid: number;
}

export interface Reading {
  readonly configuration: Configuration;
  /** `3.7` is 3007. */
  readonly version: number;
  readonly world: {
    readonly tables: TableWorld;
    /** Of this machine's files and accounts; not given: the configuration is another machine's. */
    readonly stat?: Stat;
    readonly account?: (name: string) => Account | undefined;
  };
  /** undefined: there is no such parameter, or it is broken. */
  value(name: string, service?: Service): Expanded | undefined;
}

export type Family = (reading: Reading) => Iterable<LintProblem> | Promise<Iterable<LintProblem>>;
