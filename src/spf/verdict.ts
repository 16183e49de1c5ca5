/**
 * What SPF says (RFC 7208), as values. A domain publishes who may send mail in its name:
 *
 *     example.com.  TXT  "v=spf1 mx include:_spf.example.net -all"
 *
 * For the client 192.0.2.25 and the sender ann@example.com the terms are tried from left to right: is it one of the
 * domain's MX hosts; does _spf.example.net's record pass it; `all` matches everybody, and its `-` means fail. The first
 * term that matches decides. Each term that asks DNS costs a lookup, ten at most (§4.6.4); a record that is wrong
 * is a `permerror`, a name server that does not answer a `temperror`, and neither says anything about the sender.
 */
import type { Answer, Failure, RecordType } from '../dns/resolver.ts';

/** RFC 7208 §2.6. */
export type Result = 'none' | 'neutral' | 'pass' | 'fail' | 'softfail' | 'temperror' | 'permerror';

/** RFC 7208 §4.6.4: terms that ask DNS; of these, such that find nothing; hosts of one `mx`, names of one `ptr`. */
export const MOST_LOOKUPS = 10;
export const MOST_VOIDS = 2;
export const MOST_HOSTS = 10;

export interface Request {
  /** The client's address; an IPv4 address in IPv6 clothes is one of IPv4. */
  readonly ip: string;
  /** Envelope sender. Empty: the HELO name is checked instead (§2.4). A domain alone is postmaster's (§4.3). */
  readonly sender: string;
  readonly helo: string;
}

/** A question to DNS and its answer. */
export interface Step {
  readonly name: string;
  readonly type: RecordType;
  /** The term that wanted to know, as written; absent: the record itself. */
  readonly term?: string;
  /** `undefined` while nothing is known yet. */
  answer: Answer | undefined;
}

/** A term in its domain's record. */
export interface Place {
  readonly domain: string;
  readonly term: string;
}

/** What is wrong with a record's syntax. */
export type FaultWhy =
  | 'not-ascii'
  | 'unknown-mechanism'
  | 'value-of-all'
  | 'no-domain'
  | 'bad-domain'
  | 'bad-macro'
  | 'text-macro'
  | 'bad-ip4'
  | 'bad-ip6'
  | 'bad-prefix'
  | 'bad-modifier'
  | 'twice';

export interface Fault {
  /** Characters from the beginning of the text. */
  readonly at: number;
  readonly length: number;
  readonly why: FaultWhy;
}

export type NoRecord = 'nxdomain' | 'no-data' | 'other-text';

/** Why there is no verdict about the sender: of `none`, `temperror` and `permerror`. */
export type Problem =
  /** The client has no address that could be checked. */
  | { readonly kind: 'no-address' }
  /** No name with two labels that DNS could be asked for (§4.3). */
  | { readonly kind: 'no-domain'; readonly domain: string }
  | {
      readonly kind: 'no-record';
      readonly domain: string;
      readonly found: NoRecord;
      /** The term that leads there. */
      readonly of?: Place;
      /** A text that was meant to be one (near.ts); bytes as latin1. */
      readonly near?: string;
    }
  | {
      readonly kind: 'dns';
      readonly name: string;
      readonly type: RecordType;
      readonly why: Failure;
      readonly detail: string;
    }
  /** The whole took too long (§4.6.4). */
  | { readonly kind: 'time'; readonly milliseconds: number }
  | { readonly kind: 'several-records'; readonly domain: string; readonly records: readonly string[] }
  | { readonly kind: 'syntax'; readonly domain: string; readonly record: string; readonly fault: Fault }
  /** `loop`: the domains that lead to each other, the first again at the end. */
  | { readonly kind: 'lookups'; readonly of: Place; readonly loop?: readonly string[] }
  | { readonly kind: 'voids'; readonly of: Place; readonly names: readonly string[] }
  | { readonly kind: 'hosts'; readonly of: Place; readonly name: string }
  /** Of a record without client: it leads to itself; it can take more lookups than are allowed. */
  | { readonly kind: 'loop'; readonly way: readonly string[] }
  | {
      readonly kind: 'worst-case';
      readonly lookups: number;
      /** Terms of the record that cost most, with all that they lead to. */
      readonly costliest: readonly { readonly term: string; readonly lookups: number }[];
      /** Terms that could name their addresses instead. */
      readonly shorter: readonly { readonly term: string; readonly write: string }[];
    }
  /** A target that is no name of DNS after its macros are expanded. */
  | { readonly kind: 'target'; readonly of: Place; readonly target: string };

export interface Verdict {
  readonly result: Result;
  /** What was checked: the envelope sender's domain, or the HELO name. */
  readonly identity: 'mailfrom' | 'helo';
  readonly domain: string;
  /** The domain's own record, where it has just one. */
  readonly record?: string;
  /** The term that decided, then those of the records that it includes; empty: none matched. */
  readonly matched: readonly Place[];
  /** Of `fail`: the domain's own words (§6.2), printable ASCII. Hostile text. */
  readonly explanation?: string;
  readonly problem?: Problem;
  readonly lookups: number;
  readonly voidLookups: number;
  /** In the order in which they were asked; empty where the verdict was kept. */
  readonly trace: readonly Step[];
  /** Seconds that the verdict may be kept; 0: not at all. */
  readonly ttl: number;
  readonly kept?: true;
}
