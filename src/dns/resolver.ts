/**
 * What is asked of DNS, and what DNS said: the one interface that SPF, the blocklists, the evaluator and the tests share.
 * An answer is a value; nothing here throws because of what a name server does. "Not found" has two kinds (RFC 2308 §2):
 * NXDOMAIN (the name does not exist) and no data (it exists, without records of the type).
 */

export type RecordType = 'A' | 'AAAA' | 'CNAME' | 'MX' | 'NS' | 'PTR' | 'SOA' | 'SRV' | 'TXT';

/** What the records of a type hold: names without the last dot, in lower case; addresses as text. */
export interface RecordData {
  A: string;
  AAAA: string;
  CNAME: string;
  MX: { preference: number; exchange: string };
  NS: string;
  PTR: string;
  SOA: {
    mname: string;
    rname: string;
    serial: number;
    refresh: number;
    retry: number;
    expire: number;
    minimum: number;
  };
  SRV: { priority: number; weight: number; port: number; target: string };
  /** The character-strings of one record joined (RFC 7208 §3.3), bytes as latin1. */
  TXT: string;
}

/** Why there is no answer; `unsendable`: the name is no DNS name (a label over 63 bytes, over 255 in all). */
export type Failure =
  | 'servfail'
  | 'refused'
  | 'timeout'
  | 'unreachable'
  | 'malformed'
  | 'loop'
  | 'unsendable'
  | 'other';

export type Answer<T extends RecordType = RecordType> =
  | {
      readonly status: 'found';
      /** Never empty; in the order in which they came. */
      readonly records: readonly RecordData[T][];
      /** Seconds that the answer may still be kept. */
      readonly ttl: number;
      /** The name at the end of the CNAME chain, where there is one. */
      readonly canonical?: string;
      /** Past its time, since nobody answers now (RFC 8767); only where the resolver was told to serve such. */
      readonly stale?: true;
    }
  | { readonly status: 'nxdomain' | 'no-data'; readonly ttl: number; readonly stale?: true }
  | {
      readonly status: 'failed';
      readonly why: Failure;
      /** One sentence for people: the server, the rcode, the time waited. */
      readonly detail: string;
    };

export interface Question {
  /** Gives up early: the answer is then `failed`, `timeout`. */
  readonly signal?: AbortSignal;
  /** Asked anew, whatever is kept; the new answer is kept. */
  readonly fresh?: boolean;
  /** false: nobody will ask it again, so its answer is neither looked for among those that are kept nor put there. */
  readonly keep?: boolean;
}

export interface Resolver {
  /** @param name with or without the last dot, in any case */
  query<T extends RecordType>(name: string, type: T, options?: Question): Promise<Answer<T>>;
}
