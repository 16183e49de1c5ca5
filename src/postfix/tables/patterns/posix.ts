/**
 * Regular expressions of regexp_table(5), as glibc's regcomp(3) reads them: extended ones, or basic ones where the option
 * `x` turns the others off; with GNU's `\w \s \b \< \> \1`.
 *
 * Beyond the manual page, as glibc does it: `^*` and `a|*b` are errors, a lone `)` is itself, `{,3}` counts from 0. Where case
 * does not matter, the expression is put into capitals before it is read, so that `[_-z]` is an error, and a letter behind a
 * backslash (`\a`) matches nothing, since it alone stays small.
 */
import {
  ANY,
  type At,
  all,
  BeyondUs,
  ByteSet,
  CLASSES,
  EMPTY,
  type Node,
  type Parsed,
  PatternError,
  WORD,
} from './syntax.ts';
import { isEmptyable } from './width.ts';

export interface PosixOptions {
  readonly extended: boolean;
  readonly anyCase: boolean;
  /** `m`: `^` and `$` match at line ends, which `.` and `[^a]` do not match. */
  readonly lines: boolean;
}

/** @throws PatternError BeyondUs */
export function parsePosix(text: string, options: PosixOptions): Parsed {
  const parser = new Parser(text, options);
  return parser.whole();
}

/** RE_DUP_MAX */
const MOST_REPEATS = 0x7fff;
const DEEPEST = 200;

class Parser {
  readonly #text: string;
  readonly #options: PosixOptions;
  #at = 0;
  #depth = 0;
  #groups = 0;
  /** glibc finds less than it should where such a group is referred to. */
  readonly #emptyable = new Set<number>();
  /** Groups that a reference may name. */
  #closed: ReadonlySet<number> = new Set();

  constructor(text: string, options: PosixOptions) {
    this.#text = text;
    this.#options = options;
  }

  whole(): Parsed {
    const tree = this.#either();
    return { tree, groups: this.#groups };
  }

  #is(sign: string): boolean {
    const { extended } = this.#options;
    if ('*'.includes(sign)) return this.#text[this.#at] === sign;
    return extended ? this.#text[this.#at] === sign : this.#text.startsWith(`\\${sign}`, this.#at);
  }

  /** The signs `( ) | { } + ?`; in basic expressions behind a backslash. */
  #take(sign: string): boolean {
    if (!this.#is(sign)) return false;
    this.#at += this.#options.extended || sign === '*' ? 1 : 2;
    return true;
  }

  #either(): Node {
    if (++this.#depth > DEEPEST) throw new PatternError('nested too deeply');
    // What one branch has closed, another cannot refer to.
    const before = this.#closed;
    const ways = [this.#branch()];
    let closed = this.#closed;
    while (this.#take('|')) {
      this.#closed = before;
      ways.push(this.#branch());
      closed = new Set([...closed, ...this.#closed]);
    }
    this.#closed = closed;
    this.#depth--;
    return ways.length === 1 ? ways[0]! : { is: 'either', of: ways };
  }

  #branch(): Node {
    const parts: Node[] = [];
    const begin = this.#at;
    while (this.#at < this.#text.length && !this.#is('|') && !(this.#depth > 1 && this.#is(')')))
      parts.push(this.#piece(this.#at === begin));
    return parts.length === 0 ? EMPTY : all(parts);
  }

  #piece(first: boolean): Node {
    const anchor = this.#anchor(first);
    if (anchor !== undefined) return anchor;
    const { extended } = this.#options;
    if (['*', '+', '?', '{'].some((sign) => (extended || sign === '{') && this.#is(sign)))
      throw new PatternError('nothing to repeat');
    let node = this.#atom();
    for (let again = false; ; again = true) {
      if (again && !extended && (this.#is('*') || this.#is('{'))) throw new PatternError('nothing to repeat');
      if (this.#take('*')) node = { is: 'repeat', of: node, min: 0, max: Infinity, lazy: false };
      else if (this.#take('+')) node = { is: 'repeat', of: node, min: 1, max: Infinity, lazy: false };
      else if (this.#take('?')) node = { is: 'repeat', of: node, min: 0, max: 1, lazy: false };
      else if (this.#take('{')) node = { is: 'repeat', of: node, ...this.#interval(), lazy: false };
      else return node;
    }
  }

  #anchor(first: boolean): Node | undefined {
    const { extended, lines } = this.#options;
    const text = this.#text;
    const at = (place: At, length: number): Node => {
      this.#at += length;
      return { is: 'at', place };
    };
    if (text[this.#at] === '^' && (extended || first)) return at(lines ? 'line-start' : 'start', 1);
    if (text[this.#at] === '$' && (extended || this.#endsBranch(this.#at + 1)))
      return at(lines ? 'line-end' : 'end', 1);
    if (text[this.#at] !== '\\') return undefined;
    const place = EDGES.get(text[this.#at + 1] ?? '');
    return place && at(place, 2);
  }

  #endsBranch(at: number): boolean {
    return at >= this.#text.length || this.#text.startsWith('\\)', at) || this.#text.startsWith('\\|', at);
  }

  #interval(): { readonly min: number; readonly max: number } {
    const { extended } = this.#options;
    const pattern = extended ? /(\d*)(,?)(\d*)\}/y : /(\d*)(,?)(\d*)\\\}/y;
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text);
    if (found === null || (found[1] === '' && found[2] === '')) throw new PatternError('wrong interval');
    this.#at = pattern.lastIndex;
    const min = Number(found[1]);
    const max = found[2] === '' ? min : found[3] === '' ? Infinity : Number(found[3]);
    if (min > max || min > MOST_REPEATS || (max > MOST_REPEATS && max !== Infinity))
      throw new PatternError('wrong interval');
    return { min, max };
  }

  #atom(): Node {
    if (this.#take('(')) return this.#group();
    const letter = this.#text[this.#at++]!;
    if (letter === '.') return { is: 'set', set: this.#notLineEnd(ANY.without(0)) };
    if (letter === '[') return { is: 'set', set: this.#bracket() };
    if (letter === '\\') return this.#escaped();
    return this.#letter(letter.charCodeAt(0));
  }

  #letter(byte: number): Node {
    const set = ByteSet.of(byte);
    return { is: 'set', set: this.#options.anyCase ? set.anyCase() : set };
  }

  #notLineEnd(set: ByteSet): ByteSet {
    return this.#options.lines ? set.without(10) : set;
  }

  #group(): Node {
    const number = ++this.#groups;
    const of = this.#either();
    if (!this.#take(')')) throw new PatternError('a bracket ( is not closed');
    this.#closed = new Set([...this.#closed, number]);
    if (isEmptyable(of)) this.#emptyable.add(number);
    return { is: 'group', number, of };
  }

  #escaped(): Node {
    const letter = this.#text[this.#at++];
    if (letter === undefined) throw new PatternError('a backslash at the end');
    if (letter >= '1' && letter <= '9') {
      const number = Number(letter);
      if (!this.#closed.has(number)) throw new PatternError(`\\${letter} names no group`);
      if (this.#emptyable.has(number)) throw new BeyondUs(`\\${letter} to a group that may be empty`);
      return { is: 'back', number, anyCase: this.#options.anyCase };
    }
    if (letter === 'w') return { is: 'set', set: WORD };
    if (letter === 'W') return { is: 'set', set: this.#notLineEnd(WORD.not()).without(0) };
    if (letter === 's') return { is: 'set', set: CLASSES.get('space')! };
    if (letter === 'S') return { is: 'set', set: this.#notLineEnd(CLASSES.get('space')!.not()).without(0) };
    const byte = letter.charCodeAt(0);
    const never = this.#options.anyCase && byte >= 97 && byte <= 122;
    return never ? { is: 'set', set: new ByteSet() } : this.#letter(byte);
  }

  /** What stands between `[` and `]`. */
  #bracket(): ByteSet {
    const { anyCase } = this.#options;
    const set = new ByteSet();
    const not = this.#text[this.#at] === '^';
    if (not) this.#at++;
    for (let first = true; ; first = false) {
      const letter = this.#text[this.#at];
      if (letter === undefined) throw new PatternError('a bracket [ is not closed');
      if (letter === ']' && !first) break;
      this.#member(set);
    }
    this.#at++;
    const upper = not ? this.#notLineEnd(set.not()).without(0) : set;
    return anyCase ? ByteSet.where((byte) => upper.has[toUpper(byte)] === 1) : upper;
  }

  #member(set: ByteSet): void {
    const { anyCase } = this.#options;
    const named = /\[:([^\]:]*):\]/y;
    named.lastIndex = this.#at;
    const name = named.exec(this.#text)?.[1];
    if (name !== undefined) {
      this.#at = named.lastIndex;
      const members = CLASSES.get(anyCase && (name === 'upper' || name === 'lower') ? 'alpha' : name);
      if (members === undefined) throw new PatternError(`no class [:${name}:]`);
      set.add(members);
      return;
    }
    const first = this.#endpoint();
    const text = this.#text;
    if (text[this.#at] !== '-' || text[this.#at + 1] === ']' || text[this.#at + 1] === undefined) {
      set.addRange(first.byte, first.byte);
      return;
    }
    this.#at++;
    const last = this.#endpoint();
    if (first.equals || last.equals || last.byte < first.byte) throw new PatternError('wrong range');
    set.addRange(first.byte, last.byte);
  }

  /** A letter, `[.x.]` or `[=x=]`: in the C locale a letter alone. */
  #endpoint(): { readonly byte: number; readonly equals: boolean } {
    const { anyCase } = this.#options;
    const collating = /\[([.=])([\s\S]+?)\1\]/y;
    collating.lastIndex = this.#at;
    const found = collating.exec(this.#text);
    let letter = this.#text[this.#at]!;
    if (found !== null) {
      if (found[2]!.length !== 1) throw new PatternError(`no letter is called ${found[2]}`);
      letter = found[2]!;
      this.#at = collating.lastIndex;
    } else if (/^\[[.=:]/.test(this.#text.slice(this.#at, this.#at + 2)))
      throw new PatternError('a bracket [ is not closed');
    else this.#at++;
    const byte = letter.charCodeAt(0);
    return { byte: anyCase ? toUpper(byte) : byte, equals: found?.[1] === '=' };
  }
}

function toUpper(byte: number): number {
  return byte >= 97 && byte <= 122 ? byte - 32 : byte;
}

const EDGES: ReadonlyMap<string, At> = new Map([
  ['b', 'word-edge'],
  ['B', 'no-word-edge'],
  ['<', 'word-start'],
  ['>', 'word-end'],
  ['`', 'start'],
  ["'", 'end'],
]);
