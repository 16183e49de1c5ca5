/**
 * One zone of the catalogue: what is known of a DNS list without asking it. A DNS list (RFC 5782) is a DNS zone in
 * which an address is looked up in reverse:
 *
 *     is 192.0.2.10 on bl.spamcop.net?   A 10.2.0.192.bl.spamcop.net   ->  127.0.0.2: listed; NXDOMAIN: not listed
 *
 * The records are in `catalogue/`, found by `find.ts`. They are data without a language: what people read is named by
 * its key in i18n/lists. A fact that nobody could confirm is `unknown`, never guessed.
 */
import type { ListWord } from '../i18n/lists/words.ts';

export interface Zone {
  /** In lower case, without the last dot; of a keyed zone what follows the key: `zen.dq.spamhaus.net`. */
  readonly zone: string;
  /** The name that people know it by. */
  readonly name: string;
  readonly operator: string;
  readonly kind: Kind;
  readonly takes: Takes;
  /** Of domains: it holds them as they were registered, or exactly as they are given; undefined: both, or nobody knows. */
  readonly names?: 'registered' | 'given';
  /** What gets an address or a name onto it. */
  readonly lists: ListWord;
  readonly life: Life;
  readonly use: Use;
  /** How likely it is that a good sender is on it. */
  readonly risk: Certainty;
  /** What is to be known before it is used, beyond `use`. */
  readonly note?: ListWord;
  /** A label of the customer's own stands before the zone: `KEY.zen.dq.spamhaus.net`. It is a secret. */
  readonly keyed?: true;
  /** What is said here holds for every name at or below this domain that has no record of its own. */
  readonly tree?: string;
  /** What its answers mean; empty: any answer in 127.0.0.0/8 is a listing, and nobody wrote down what kind. */
  readonly codes: readonly Code[];
  /** Answers that are no listing, beyond those of every zone (`answer.ts`: 127.255.255.0/24, 127.0.0.1). */
  readonly errors: readonly ErrorCode[];
  /** What REFUSED and what silence mean here, where they say more than that a server is ill. */
  readonly refusal?: ErrorReason;
  readonly silence?: ErrorReason;
  readonly tests: TestPoints;
  /** Postfix's filter that lets only listings through: `127.0.0.[2..11]`, as after `=` in postconf(5). */
  readonly filter?: string;
  readonly registration: Registration;
  /** May it be asked through a public resolver, or through that of a large provider? */
  readonly publicResolvers: Known;
  /** What it may be asked without paying. */
  readonly limits?: ListWord;
  readonly end: End;
  /** Where to see why something is listed; `{subject}` stands for it. */
  readonly lookupUrl?: string;
  /** Where to ask for the end of a listing; `{subject}` stands for what is listed. */
  readonly delistUrl?: string;
  /** What to do to get off, beyond `end` and `delistUrl`. */
  readonly delist?: ListWord;
  /** Zones that do its work instead. */
  readonly replacements: readonly string[];
  /** Where it is written. */
  readonly sources: readonly string[];
}

/**
 * `block`: bad senders. `allow`: good ones. `rating`: everybody, good and bad, by the answer. `mixed`: both kinds by
 * the answer. `hash`: hashes of addresses and links, not to be asked about an address or a domain as it is.
 */
export type Kind = 'block' | 'allow' | 'rating' | 'mixed' | 'hash';

export type Known = 'yes' | 'no' | 'unknown';

export type Certainty = 'low' | 'medium' | 'high';

/** What may be looked up in it. */
export interface Takes {
  readonly ip4: boolean;
  /** `unknown`: it is said to, by nobody who tried. */
  readonly ip6: Known;
  readonly domain: boolean;
}

export interface Life {
  /**
   * `deprecated`: replaced, or never meant to be asked. `degraded`: on and off, or wrong again and again.
   * `shut-down`: ended, and empty or without servers. `parked`: ended, and has answered for the whole world.
   */
  readonly status: 'active' | 'deprecated' | 'degraded' | 'shut-down' | 'parked' | 'unknown';
  readonly confidence: Certainty;
  /** Since when the status holds. */
  readonly since?: Since;
  /** When it listed everybody: `2009-10`, `2012-08-20`. */
  readonly listedAll: readonly string[];
}

/** `on`: it began then. `by`: it was so then, and had begun before. */
export interface Since {
  /** `2009`, `2009-10` or `2009-10-13`. */
  readonly date: string;
  readonly known: 'on' | 'by';
}

/**
 * What a mail server should do with it. `refuse`: refuse mail by it alone. `score`: one vote of several.
 * `empty-sender`: only for mail with the empty sender. `allow`: spare who is on it other checks. `watch`: to look at,
 * not to act on. `never`: not in a mail server's configuration at all.
 */
export type Use = 'refuse' | 'score' | 'empty-sender' | 'allow' | 'watch' | 'never';

/** An answer and its meaning. */
export interface Code {
  /**
   * Which answers, written as Postfix's filters are: `127.0.0.2`, `127.0.0.[10..12]`, `127.0.[2..9].[1;2]`
   * (postconf(5), postscreen_dnsbl_sites).
   */
  readonly answer: string;
  /** Only this bit of the last octet counts: one answer may hold several. */
  readonly bit?: number;
  readonly means: ListWord;
  /** What it says of the listed; `test`: only of a test entry. */
  readonly says: 'bad' | 'good' | 'neutral' | 'test';
}

export interface ErrorCode {
  readonly answer: string;
  readonly bit?: number;
  readonly why: ErrorReason;
}

/** Why a zone does not answer us. */
export type ErrorReason =
  | 'public-resolver'
  | 'over-limit'
  | 'typing-error'
  | 'unregistered'
  | 'bad-key'
  | 'refused'
  | 'wrong-question'
  | 'answers-all';

/**
 * The entries by which a zone can be tried (RFC 5782 §5). Every one is written as what is looked up: `127.0.0.2`,
 * `::ffff:7f00:2`, `test`; some domain zones have an address for it too.
 */
export interface TestPoints {
  /** Any of these is listed; empty: it has none, or there is nothing to ask. */
  readonly listed: readonly string[];
  /** None of these is; empty: the zone lists what other zones must not (hostkarma). */
  readonly clear: readonly string[];
  /** On it too, but with another answer than the listed one: who answers all questions alike is known by that. */
  readonly other?: string;
  /** What the listed one answers, where it is not what the zone otherwise answers. */
  readonly answers?: readonly string[];
  /** Is it known that they are there? `no`: known that they are not. */
  readonly known: Known;
}

/** `resolver`: the resolver's address must be registered. `key`: asked with a key. `subscription`: for customers only. */
export type Registration = 'none' | 'resolver' | 'key' | 'subscription';

/** How a listing ends. */
export interface End {
  /**
   * `expires`: by itself. `request`: when one asks. `both`: by itself, sooner when one asks. `cause`: only when the
   * cause is gone (reverse DNS, a whole network's behaviour). `never`: it is policy.
   */
  readonly how: 'expires' | 'request' | 'both' | 'cause' | 'never' | 'unknown';
  /** Hours after the last offence. */
  readonly hours?: number;
}
