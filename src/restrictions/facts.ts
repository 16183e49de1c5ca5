/**
 * What the evaluation of restrictions has to know of the world, and what is to be found out where it is not known. Facts
 * are looked up at once, never waited for: a fact that is `undefined` is told as a need, and whoever can ask (facts-asked.ts)
 * asks, and evaluates again.
 */
import type { Answer, RecordType } from '../dns/resolver.ts';
import type { Answer as Looked, Table } from '../postfix/tables/table.ts';
import type { Attempt } from './attempt.ts';
import type { Step } from './parse.ts';

/** What verify(8) knows of an address. */
export interface Verification {
  readonly status: 'deliverable' | 'undeliverable' | 'deferred' | 'service-failure';
  /** What the other side said. */
  readonly text: string;
}

/** What a DNS list says of a client: listed, with the list's own words; not listed; no answer for now. */
export type Listing = { readonly text: string } | 'clear' | 'later';

/** Each is undefined while it is not known. */
export interface Facts {
  /**
   * What is known of a list without its answer: a log tells that it refused, not with which code.
   * @param prefix the address or the domain as it is asked for, without the zone
   * @param zone without its filter
   */
  listing?(prefix: string, zone: string): Listing | undefined;
  /** Which way it went, where that alone is known: the index of what the restriction chooses from. */
  choice?(need: Need, step: Step): number | undefined;
  dns<T extends RecordType>(name: string, type: T): Answer<T> | undefined;
  /** Of a table that cannot answer at once. */
  table(table: Table, key: string): Looked | undefined;
  /** The action that the service answers with; `failed`: it did not answer. */
  policy(service: string, attempt: Attempt): string | 'failed' | undefined;
  verification(address: string): Verification | undefined;
}

/** Something that would have to be known. */
export type Need =
  | { readonly kind: 'dns'; readonly name: string; readonly type: RecordType }
  | { readonly kind: 'table'; readonly table: Table; readonly key: string; readonly why?: string }
  | { readonly kind: 'policy'; readonly service: string }
  | { readonly kind: 'verification'; readonly address: string }
  /** The log or the request does not tell it. */
  | { readonly kind: 'attempt'; readonly attribute: AttemptAttribute }
  /** Nothing of Sekisho can find it out. */
  | { readonly kind: 'setting'; readonly what: string };

export type AttemptAttribute =
  | 'helo_name'
  | 'sasl_username'
  | 'encryption'
  | 'reverse_client_name'
  | 'client_name_status'
  | 'ccert_fingerprint'
  | 'pipelining';

/** Nothing is known but what the configuration and the attempt say. */
export const NO_FACTS: Facts = {
  dns: () => undefined,
  table: () => undefined,
  policy: () => undefined,
  verification: () => undefined,
};

/** One line for people and scripts: `dns: A 2.0.0.127.zen.example.org`. */
export function needText(need: Need): string {
  switch (need.kind) {
    case 'dns':
      return `dns: ${need.type} ${need.name}`;
    case 'table':
      return `table: ${need.table.name} ${need.key}${need.why === undefined ? '' : ` (${need.why})`}`;
    case 'policy':
      return `policy: ${need.service}`;
    case 'verification':
      return `verification: ${need.address}`;
    case 'attempt':
      return `attribute: ${need.attribute}`;
    case 'setting':
      return `setting: ${need.what}`;
  }
}
