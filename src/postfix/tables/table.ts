/**
 * A lookup table (DATABASE_README): asked for a key, it answers with text, with nothing, or cannot answer. What is held in
 * memory answers at once; what another program must be asked answers with a promise.
 *
 *     hash:/etc/postfix/access    203.0.113.9   ->  { found: 'REJECT' }
 *     pcre:/etc/postfix/helo      mail.example  ->  'absent'
 *     fail:down                   anything      ->  { failed: 'fail:down' }: Postfix defers
 *     ldap:/etc/postfix/ldap.cf   anything      ->  { unknown: 'a directory server must be asked' }
 */

/**
 * `found` may be "": maps take that for a failure (maps.c), match lists for a match. `failed`: Postfix itself gets no answer
 * ("table lookup problem"). `unknown`: we do not know what Postfix gets.
 */
export type Answer =
  | { readonly found: string }
  | 'absent'
  | { readonly failed: string }
  | { readonly unknown: string };

export interface Table {
  /** As written in main.cf: `cidr:/etc/postfix/x.cidr`. */
  readonly name: string;
  /** `cidr` */
  readonly kind: string;
  /**
   * Are parts of a key looked up in it too: parent domains, networks, `user@`? Not in tables of patterns, whose rules see
   * whole keys only (dict.h, DICT_FLAG_FIXED).
   */
  readonly partial: boolean;
  /** What is wrong in its text: Postfix warns of each and goes on without the line. */
  readonly problems: readonly TableProblem[];
  lookup(key: string): Answer | Promise<Answer>;
}

/** What can be wrong; where nothing else is said, Postfix ignores the line. */
export type TableProblemKind =
  /** The file cannot be read, or the table's name is wrong: each lookup fails. */
  | 'cannot-open'
  /** The database is older than its text: an edit is not yet live. */
  | 'stale'
  /** Text that begins with white space and continues nothing. */
  | 'orphan-line'
  | 'key-without-value'
  | 'open-quote'
  /** `name: value`, as aliases(5) has it. Not ignored. */
  | 'alias-format'
  /** The key stands already above; the first counts. In texthash, smtpd(8) then refuses the whole table. */
  | 'duplicate-key'
  /** cidr: no address, no network, or bits set behind the prefix; regexp, pcre: no or no complete expression. */
  | 'bad-pattern'
  | 'unknown-option'
  /** pcre: `X`, which PCRE2 has no more. Not ignored but for the option. */
  | 'obsolete-option'
  /** A replacement with a `$` that names no group; or with a group below `!`. */
  | 'bad-replacement'
  /** No result. cidr ignores the line, regexp and pcre take an empty one, with which lookups fail. */
  | 'no-result'
  /** Behind IF or ENDIF; only cidr ignores the line. */
  | 'text-behind'
  | 'if-without-endif'
  | 'endif-without-if'
  /** A line that is no rule. */
  | 'no-rule'
  /** An expression that only Postfix itself can evaluate: Postfix does not ignore it, we ask it or do not know. */
  | 'beyond-us';

export interface TableProblem {
  readonly kind: TableProblemKind;
  /** "" where the table has no file. */
  readonly file: string;
  /** 0 where it is no line. */
  readonly line: number;
  /** What is meant, or why, bounded. */
  readonly text: string;
}

const LONGEST = 120;

export function tableProblem(kind: TableProblemKind, file: string, line: number, text: string): TableProblem {
  const shown = text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
  return { kind, file, line, text: shown };
}

/** Problems of one table; a million wrong lines are no reason to hold a million problems. */
export class Problems {
  readonly list: TableProblem[] = [];

  add(kind: TableProblemKind, file: string, line: number, text: string): void {
    if (this.list.length < MOST) this.list.push(tableProblem(kind, file, line, text));
  }
}

const MOST = 1000;

/** A table that Postfix cannot open: it runs on, and each lookup fails (dict_surrogate.c). */
export function failingTable(name: string, kind: string, problem: TableProblem): Table {
  const answer: Answer = { failed: problem.text };
  return { name, kind, partial: false, problems: [problem], lookup: () => answer };
}

/** A table of which we can say nothing; @param why what would be needed to know */
export function unknownTable(name: string, kind: string, why: string, partial: boolean): Table {
  const answer: Answer = { unknown: why };
  return { name, kind, partial, problems: [], lookup: () => answer };
}
