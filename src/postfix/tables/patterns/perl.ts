/**
 * Regular expressions of pcre_table(5), as PCRE2 reads them (pcre2pattern(3)). What no engine here can do (recursion,
 * conditions, verbs, `\K`, `\G`, Unicode properties, branch reset) is `BeyondUs`: Postfix can, so it must be asked.
 */
import { PerlEscapes } from './perl-escapes.ts';
import {
  ANY,
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
import { fixedLength } from './width.ts';

/** The options behind a pcre rule's second delimiter; inside an expression `(?i)` and the like change four of them. */
export interface PerlOptions {
  readonly anyCase: boolean;
  readonly lines: boolean;
  readonly dotAll: boolean;
  readonly extended: boolean;
  readonly anchored: boolean;
  readonly endOnly: boolean;
  readonly ungreedy: boolean;
}

/** @throws PatternError BeyondUs */
export function parsePerl(text: string, options: PerlOptions): Parsed {
  return new Parser(text, options).whole();
}

const DEEPEST = 200;
/** PCRE2's own bound of `{n,m}`. */
const MOST_REPEATS = 65535;

class Parser extends PerlEscapes {
  #options: PerlOptions;
  #depth = 0;

  constructor(text: string, options: PerlOptions) {
    super(text);
    this.#options = options;
  }

  protected override get anyCase(): boolean {
    return this.#options.anyCase;
  }

  whole(): Parsed {
    const { anchored } = this.#options;
    const tree = this.#either();
    if (this.at < this.text.length) throw new PatternError('a bracket ) was never opened');
    this.checkReferences();
    return {
      tree: anchored ? all([{ is: 'at', place: 'start' }, tree]) : tree,
      groups: this.groups,
    };
  }

  /** Up to the bracket that ends it; options that are set inside end with it. */
  #either(): Node {
    if (++this.#depth > DEEPEST) throw new PatternError('nested too deeply');
    const outer = this.#options;
    const ways: Node[] = [];
    do ways.push(this.#branch());
    while (this.take('|'));
    this.#options = outer;
    this.#depth--;
    return ways.length === 1 ? ways[0]! : { is: 'either', of: ways };
  }

  #branch(): Node {
    const parts: Node[] = [];
    for (;;) {
      this.#skip();
      const letter = this.text[this.at];
      if (letter === undefined || letter === '|' || letter === ')')
        return parts.length === 0 ? EMPTY : all(parts);
      if (this.text.startsWith('\\Q', this.at)) parts.push(...this.#quoted());
      else {
        const node = this.#atom();
        if (node !== undefined) parts.push(this.#repeated(node));
      }
    }
  }

  /** White space and comments, where the option `x` makes them none of the expression; `\E` alone. */
  #skip(): void {
    const skipped = this.#options.extended
      ? /(?:[ \t\n\v\f\r]|#[^\n]*\n?|\\E|\(\?#[^)]*\))*/y
      : /(?:\\E|\(\?#[^)]*\))*/y;
    skipped.lastIndex = this.at;
    skipped.exec(this.text);
    this.at = skipped.lastIndex;
    if (this.text.startsWith('(?#', this.at)) throw new PatternError('a comment (?# is not closed');
  }

  #quoted(): Node[] {
    const from = this.at + 2;
    const end = this.text.indexOf('\\E', from);
    const quoted = this.text.slice(from, end < 0 ? undefined : end);
    this.at = end < 0 ? this.text.length : end + 2;
    const nodes = [...quoted].map((letter) => this.letter(letter.charCodeAt(0)));
    const last = nodes.pop();
    return last === undefined ? [] : [...nodes, this.#repeated(last)];
  }

  #repeated(node: Node): Node {
    let result = node;
    for (;;) {
      this.#skip();
      const count = this.#count();
      if (count === undefined) return result;
      if (node.is === 'at') throw new PatternError('nothing to repeat');
      const { ungreedy } = this.#options;
      if (this.take('+')) result = { is: 'atomic', of: { is: 'repeat', of: result, ...count, lazy: false } };
      else {
        const lazy = this.take('?') !== ungreedy;
        result = { is: 'repeat', of: result, ...count, lazy };
      }
      // A second one needs something between: `a**` is an error.
      this.#skip();
      if (this.#count() !== undefined) throw new PatternError('nothing to repeat');
    }
  }

  #count(): { readonly min: number; readonly max: number } | undefined {
    if (this.take('*')) return { min: 0, max: Infinity };
    if (this.take('+')) return { min: 1, max: Infinity };
    if (this.take('?')) return { min: 0, max: 1 };
    const braces = /\{(\d+)(,?)(\d*)\}/y;
    braces.lastIndex = this.at;
    const found = braces.exec(this.text);
    if (found === null) return undefined;
    this.at = braces.lastIndex;
    const min = Number(found[1]);
    const max = found[2] === '' ? min : found[3] === '' ? Infinity : Number(found[3]);
    if (min > MOST_REPEATS || (max > MOST_REPEATS && max !== Infinity))
      throw new PatternError('{} is too large');
    if (min > max) throw new PatternError('{} is out of order');
    return { min, max };
  }

  /** undefined: it only set an option. */
  #atom(): Node | undefined {
    if (this.#count() !== undefined) throw new PatternError('nothing to repeat');
    const letter = this.text[this.at++]!;
    const { lines, dotAll, endOnly } = this.#options;
    switch (letter) {
      case '.':
        return { is: 'set', set: dotAll ? ANY : ANY.without(10) };
      case '^':
        return { is: 'at', place: lines ? 'line-start' : 'start' };
      case '$':
        return { is: 'at', place: lines ? 'line-end' : endOnly ? 'end' : 'end-or-last-line-end' };
      case '[':
        return { is: 'set', set: this.#bracket() };
      case '(':
        return this.#round();
      case '\\':
        return this.escape();
      default:
        return this.letter(letter.charCodeAt(0));
    }
  }

  #round(): Node | undefined {
    if (this.text[this.at] === '*') throw new BeyondUs('(*');
    if (!this.take('?')) return this.#group();
    if (this.take(':')) return this.#until(apart);
    if (this.take('>')) return this.#until((of) => ({ is: 'atomic', of }));
    if (this.take('=')) return this.#until((of) => ({ is: 'look', behind: false, not: false, of }));
    if (this.take('!')) return this.#until((of) => ({ is: 'look', behind: false, not: true, of }));
    if (this.take('<=')) return this.#behind(false);
    if (this.take('<!')) return this.#behind(true);
    const name = /P?<([A-Za-z_]\w{0,31})>|'([A-Za-z_]\w{0,31})'/y;
    name.lastIndex = this.at;
    const named = name.exec(this.text);
    if (named !== null) {
      this.at = name.lastIndex;
      this.nameGroup((named[1] ?? named[2])!, this.groups + 1);
      return this.#group();
    }
    const reference = /P=(\w+)\)/y;
    reference.lastIndex = this.at;
    const to = reference.exec(this.text);
    if (to !== null) {
      this.at = reference.lastIndex;
      return this.named(to[1]!);
    }
    return this.#setOptions();
  }

  #group(): Node {
    const number = ++this.groups;
    return this.#until((of) => ({ is: 'group', number, of }));
  }

  #until(make: (of: Node) => Node): Node {
    const of = this.#either();
    if (!this.take(')')) throw new PatternError('a bracket ( is not closed');
    return make(of);
  }

  #behind(not: boolean): Node {
    return this.#until((of) => {
      const ways = of.is === 'either' ? of.of : [of];
      if (ways.some((way) => fixedLength(way) === undefined) && refers(of))
        throw new BeyondUs('a reference behind');
      if (ways.some((way) => fixedLength(way) === undefined))
        throw new PatternError('what is looked for behind has no fixed length');
      return { is: 'look', behind: true, not, of };
    });
  }

  /** `(?i)`, `(?s-m)`, `(?i:...)` */
  #setOptions(): Node | undefined {
    const pattern = /(\^?)([imsxUJn]*)(?:-([imsxUJn]*))?([:)])/y;
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (found === null || found[1] !== '' || /[Jn]|xx/.test(found[0]))
      throw new BeyondUs(`(?${this.text.slice(this.at, this.at + 8)}`);
    this.at = pattern.lastIndex;
    const outer = this.#options;
    const set = (letter: string, now: boolean): boolean =>
      found[3]?.includes(letter) ? false : found[2]!.includes(letter) || now;
    this.#options = {
      ...outer,
      anyCase: set('i', outer.anyCase),
      lines: set('m', outer.lines),
      dotAll: set('s', outer.dotAll),
      extended: set('x', outer.extended),
      ungreedy: set('U', outer.ungreedy),
    };
    if (found[4] === ')') return undefined;
    const node = this.#until(apart);
    this.#options = outer;
    return node;
  }

  #bracket(): ByteSet {
    const set = new ByteSet();
    const not = this.take('^');
    let quoted = false;
    for (let first = true; ; first = false) {
      const text = this.text;
      if (this.at >= text.length) throw new PatternError('a bracket [ is not closed');
      if (!quoted && text.startsWith('\\Q', this.at)) {
        quoted = true;
        this.at += 2;
      } else if (text.startsWith('\\E', this.at)) {
        quoted = false;
        this.at += 2;
      } else if (quoted) this.#add(set, text.charCodeAt(this.at++));
      else {
        if (text[this.at] === ']' && !first) break;
        this.#member(set);
      }
    }
    this.at++;
    const cased = this.anyCase ? set.anyCase() : set;
    return not ? cased.not() : cased;
  }

  #add(set: ByteSet, byte: number): void {
    set.addRange(byte, byte);
  }

  #member(set: ByteSet): void {
    const named = /\[([:.=])(\^?)([^\]]*?)\1\]/y;
    named.lastIndex = this.at;
    const found = named.exec(this.text);
    if (found !== null) {
      const members = found[3] === 'word' ? WORD : found[3] === 'ascii' ? ASCII : CLASSES.get(found[3]!);
      if (found[1] !== ':' || members === undefined) throw new PatternError(`no class ${found[0]}`);
      this.at = named.lastIndex;
      const any =
        this.anyCase && (found[3] === 'upper' || found[3] === 'lower') ? CLASSES.get('alpha')! : members;
      set.add(found[2] === '^' ? any.not() : any);
      return;
    }
    const first = this.#endpoint();
    const next = this.text[this.at + 1];
    if (this.text[this.at] !== '-' || next === ']' || next === undefined) {
      set.add(typeof first === 'number' ? ByteSet.of(first) : first);
      return;
    }
    if (typeof first !== 'number') throw new PatternError('wrong range');
    this.at++;
    const last = this.#endpoint();
    if (typeof last !== 'number') {
      // `[a-\d]` is an error in PCRE2 10.42 and was three members before.
      throw new PatternError('wrong range');
    }
    if (last < first) throw new PatternError('range out of order');
    set.addRange(first, last);
  }

  #endpoint(): number | ByteSet {
    const letter = this.text[this.at++]!;
    return letter === '\\' ? this.escapeInBracket() : letter.charCodeAt(0);
  }
}

const ASCII = ByteSet.where((byte) => byte < 128);

/** In brackets a place may be repeated. */
function apart(node: Node): Node {
  return node.is === 'at' ? { is: 'all', of: [node] } : node;
}

function refers(node: Node): boolean {
  if (node.is === 'all' || node.is === 'either') return node.of.some(refers);
  return node.is === 'back' || ('of' in node && refers(node.of));
}
