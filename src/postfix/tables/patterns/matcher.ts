/**
 * Matches text against a tree in bounded time. JavaScript's own engine is the fastest (a tenth of a microsecond), but goes
 * back and forth: with `(a+)+$` a text of forty letters takes it for years. What an expression can cost is counted beforehand
 * (width.ts); a text that is too long for it goes to RE2, which takes time in proportion to the text (one to twenty
 * microseconds for 250 letters). What RE2 cannot do (references, looking around) runs with a time limit.
 *
 * POSIX takes the longest match that begins first, JavaScript the first that it comes upon. Whether there is a match is the
 * same; what `$1` holds is not: texts for replacements of regexp tables come from RE2, in its longest mode, as glibc has them.
 */
import { createContext, Script } from 'node:vm';
import { type Emitted, forJavaScript, forRe2 } from './emit.ts';
import type { Compiled, Re2 } from './re2.ts';
import { BeyondUs, type Node, type Parsed } from './syntax.ts';
import { isEmptyable, isTooLarge, longestBacktracked } from './width.ts';

/** It took too long, or the text is too long. */
export class TooSlow extends Error {}

/** Postfix itself takes no longer lines in (line_length_limit is 2048; a header may be longer). */
const LONGEST = 100_000;
/** Milliseconds for one match that can only be bounded by time. */
const PATIENCE = 50;
/** After so many that ran out, no more are tried. */
const MOST_TIMEOUTS = 20;

export class Matcher {
  readonly #regexp: RegExp;
  readonly #groups: readonly number[];
  readonly #longestBacktracked: number;
  readonly #re2Source: Emitted | undefined;
  readonly #re2: Re2 | undefined;
  readonly #longest: boolean;
  /** JavaScript would tell other groups. */
  readonly #groupsByRe2: boolean;
  #compiled: Compiled | 'refused' | undefined;
  #timeouts = 0;

  /**
   * @param longest the longest match counts (POSIX), not the first
   * @param wanted the highest group of which the text is asked for
   * @throws BeyondUs
   */
  constructor({ tree }: Parsed, longest: boolean, wanted: number, re2: Re2 | undefined) {
    if (isTooLarge(tree)) throw new BeyondUs('it is too large');
    const emitted = forJavaScript(tree);
    try {
      this.#regexp = new RegExp(emitted.source);
    } catch (error) {
      throw new BeyondUs(String(error));
    }
    this.#groups = emitted.groups;
    this.#longestBacktracked = longestBacktracked(tree);
    this.#re2Source = forRe2(tree);
    this.#re2 = re2;
    this.#longest = longest;
    this.#groupsByRe2 = wanted > 0 && (longest || losesGroups(tree));
    if (this.#groupsByRe2 && this.#re2Source === undefined && !(longest && isGreedy(tree)))
      throw new BeyondUs('texts of groups that depend on the engine');
    if (wanted > 0 && repeatsNothing(tree)) throw new BeyondUs('a group in a repetition of nothing');
  }

  /** Would texts of this length want RE2, if it can? */
  needsRe2(length: number): boolean {
    return this.#re2Source !== undefined && (this.#groupsByRe2 || length > this.#longestBacktracked);
  }

  /** @throws TooSlow */
  test(bytes: string): boolean {
    if (bytes.length <= this.#longestBacktracked) return this.#regexp.test(bytes);
    return this.#slowly(bytes);
  }

  /** Texts of the groups; those without part in the match are "". undefined: no match. @throws TooSlow */
  groups(bytes: string): readonly string[] | undefined {
    if (this.#groupsByRe2 && this.#re2Source !== undefined) {
      if (!this.test(bytes)) return undefined;
      const compiled = this.#compile();
      if (compiled !== undefined) return pick(compiled.groups(bytes), this.#re2Source.groups);
    }
    if (bytes.length > this.#longestBacktracked) {
      const compiled = this.#compile();
      if (compiled !== undefined) return pick(compiled.groups(bytes), this.#re2Source!.groups);
      if (!this.#slowly(bytes)) return undefined;
    }
    return pick(this.#regexp.exec(bytes), this.#groups);
  }

  #compile(): Compiled | undefined {
    if (this.#re2Source === undefined || this.#re2 === undefined) return undefined;
    this.#compiled ??= this.#re2.compile(this.#re2Source.source, this.#longest) ?? 'refused';
    return this.#compiled === 'refused' ? undefined : this.#compiled;
  }

  #slowly(bytes: string): boolean {
    if (bytes.length > LONGEST) throw new TooSlow(`a text of ${bytes.length} letters`);
    const compiled = this.#compile();
    if (compiled !== undefined) return compiled.test(bytes);
    if (this.#timeouts >= MOST_TIMEOUTS) throw new TooSlow('it takes too long');
    try {
      return SCRIPT.runInContext(createContext({ pattern: this.#regexp, bytes }), { timeout: PATIENCE });
    } catch {
      this.#timeouts++;
      throw new TooSlow('it takes too long');
    }
  }
}

const SCRIPT = new Script('pattern.test(bytes)');

function pick(
  match: ArrayLike<string | undefined | null> | null,
  at: readonly number[],
): readonly string[] | undefined {
  return match === null ? undefined : at.map((index) => match[index] ?? '');
}

/**
 * Is there a group that one round of a repetition may leave out? JavaScript forgets what it held, Perl does not.
 */
function losesGroups(tree: Node, repeated = false, optional = false): boolean {
  switch (tree.is) {
    case 'group':
      return (repeated && optional) || losesGroups(tree.of, repeated, optional);
    case 'repeat': {
      const again = tree.max > 1;
      return losesGroups(
        tree.of,
        repeated || again,
        again ? repeated && (optional || tree.min === 0) : optional || tree.min === 0,
      );
    }
    case 'either':
      return tree.of.some((way) => losesGroups(way, repeated, true));
    case 'all':
      return tree.of.some((part) => losesGroups(part, repeated, optional));
    case 'atomic':
    case 'look':
      return losesGroups(tree.of, repeated, optional);
    default:
      return false;
  }
}

/** Is the first match of a greedy search the longest? There is one way, or one that goes to the end. */
function isGreedy(tree: Node): boolean {
  if (!contains(tree, (node) => node.is === 'either' || (node.is === 'repeat' && node.min !== node.max)))
    return true;
  const last = tree.is === 'all' ? tree.of.at(-1) : tree;
  return last?.is === 'at' && last.place === 'end' && !contains(tree, ({ is }) => is === 'either');
}

/** Is a group repeated that may match nothing? Engines differ in what it holds afterwards. */
function repeatsNothing(tree: Node): boolean {
  return contains(
    tree,
    (node) => node.is === 'repeat' && isEmptyable(node.of) && contains(node.of, ({ is }) => is === 'group'),
  );
}

function contains(node: Node, test: (node: Node) => boolean): boolean {
  if (test(node)) return true;
  if (node.is === 'all' || node.is === 'either') return node.of.some((part) => contains(part, test));
  return 'of' in node && contains(node.of, test);
}
