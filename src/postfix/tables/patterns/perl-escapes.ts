/** What a backslash means in an expression of pcre_table(5), and references to groups (pcre2pattern(3)). */
import { ANY, BeyondUs, ByteSet, CLASSES, type Node, PatternError, WORD } from './syntax.ts';

export abstract class PerlEscapes {
  protected readonly text: string;
  protected at = 0;
  protected groups = 0;
  readonly #names = new Map<string, number>();
  readonly #referred: number[] = [];

  constructor(text: string) {
    this.text = text;
  }

  protected abstract get anyCase(): boolean;

  protected take(sign: string): boolean {
    if (!this.text.startsWith(sign, this.at)) return false;
    this.at += sign.length;
    return true;
  }

  protected letter(byte: number): Node {
    const set = ByteSet.of(byte);
    return { is: 'set', set: this.anyCase ? set.anyCase() : set };
  }

  protected nameGroup(name: string, number: number): void {
    if (this.#names.has(name)) throw new PatternError(`two groups are called ${name}`);
    this.#names.set(name, number);
  }

  protected named(name: string): Node {
    const number = this.#names.get(name);
    if (number === undefined) throw new BeyondUs(`a reference to ${name} before it`);
    return { is: 'back', number, anyCase: this.anyCase };
  }

  /** @throws PatternError a group that is referred to and is not there */
  protected checkReferences(): void {
    for (const to of this.#referred) if (to > this.groups) throw new PatternError(`\\${to} names no group`);
  }

  /** Outside of brackets; what follows the backslash. */
  protected escape(): Node {
    const letter = this.text[this.at];
    if (letter === undefined) throw new PatternError('a backslash at the end');
    const set = SETS.get(letter);
    if (set !== undefined) {
      // \N{name} is of Unicode; \N{2} is a repetition.
      if (/^N\{(?!\d+(?:,\d*)?\})/.test(this.text.slice(this.at, this.at + 20)))
        throw new PatternError('\\N{}');
      this.at++;
      return { is: 'set', set };
    }
    const place = PLACES.get(letter);
    if (place !== undefined) {
      this.at++;
      return { is: 'at', place };
    }
    if (letter === 'R') {
      this.at++;
      const crlf: Node = { is: 'all', of: [this.letter(13), this.letter(10)] };
      return { is: 'atomic', of: { is: 'either', of: [crlf, { is: 'set', set: LINE_ENDS }] } };
    }
    return this.#reference() ?? this.letter(this.#character());
  }

  protected escapeInBracket(): number | ByteSet {
    const letter = this.text[this.at];
    if (letter === undefined) throw new PatternError('a bracket [ is not closed');
    if (letter === 'b') {
      this.at++;
      return 8;
    }
    const set = letter === 'N' ? undefined : SETS.get(letter);
    if (set === undefined) {
      if ('NBRX'.includes(letter)) throw new PatternError(`\\${letter} in brackets`);
      return this.#character();
    }
    this.at++;
    return set;
  }

  #reference(): Node | undefined {
    const pattern =
      /([1-9]\d*)|g(\d+)|g\{(-?\d+)\}|g(-\d+)|(?:k|g)\{([A-Za-z_]\w*)\}|k<([A-Za-z_]\w*)>|k'([A-Za-z_]\w*)'/y;
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (found === null) {
      if (/[gk]/.test(this.text[this.at]!)) throw new BeyondUs(`\\${this.text.slice(this.at, this.at + 6)}`);
      return undefined;
    }
    const [, plain, ...others] = found;
    // \10 and above are references only where there are so many groups; else octal.
    if (plain !== undefined && Number(plain) > 9 && Number(plain) > this.groups) {
      if (/^[89]/.test(plain)) throw new BeyondUs(`\\${plain}`);
      return undefined;
    }
    this.at = pattern.lastIndex;
    const name = found.slice(5).find((each) => each !== undefined);
    if (name !== undefined) return this.named(name);
    const given = Number(plain ?? others.find((each) => each !== undefined));
    const number = given < 0 ? this.groups + 1 + given : given;
    if (number < 1) throw new PatternError('a reference to no group');
    if (number > this.groups) this.#referred.push(number);
    return { is: 'back', number, anyCase: this.anyCase };
  }

  #character(): number {
    const letter = this.text[this.at++]!;
    const simple = CONTROLS.get(letter);
    if (simple !== undefined) return simple;
    if (letter === 'x') {
      const hex = /\{([0-9A-Fa-f]+)\}|([0-9A-Fa-f]{0,2})/y;
      hex.lastIndex = this.at;
      const found = hex.exec(this.text)!;
      this.at = hex.lastIndex;
      return this.#byte(Number.parseInt(found[1] ?? (found[2] || '0'), 16));
    }
    if (letter === 'o') {
      const octal = /\{([0-7]+)\}/y;
      octal.lastIndex = this.at;
      const found = octal.exec(this.text);
      if (found === null) throw new PatternError('wrong \\o');
      this.at = octal.lastIndex;
      return this.#byte(Number.parseInt(found[1]!, 8));
    }
    if (letter === 'c') {
      const next = this.text.charCodeAt(this.at++);
      if (!(next >= 32 && next < 127)) throw new PatternError('wrong \\c');
      return (next >= 97 && next <= 122 ? next - 32 : next) ^ 64;
    }
    if (letter >= '0' && letter <= '7') {
      const octal = /[0-7]{1,3}/y;
      octal.lastIndex = this.at - 1;
      const found = octal.exec(this.text)!;
      this.at = octal.lastIndex;
      return this.#byte(Number.parseInt(found[0], 8));
    }
    if (/[CGKPXpuULNl]/.test(letter)) throw new BeyondUs(`\\${letter}`);
    if (/[A-Za-z]/.test(letter)) throw new PatternError(`\\${letter} means nothing`);
    return letter.charCodeAt(0);
  }

  #byte(value: number): number {
    if (value > 255) throw new PatternError('a character beyond a byte');
    return value;
  }
}

const SPACE = CLASSES.get('space')!;
const DIGIT = CLASSES.get('digit')!;
/** In ASCII and Latin 1, which is how PCRE takes bytes. */
const LINE_ENDS = ByteSet.of(10, 11, 12, 13, 0x85);
const HORIZONTAL = ByteSet.of(9, 32, 0xa0);

const SETS: ReadonlyMap<string, ByteSet> = new Map([
  ['d', DIGIT],
  ['D', DIGIT.not()],
  ['s', SPACE],
  ['S', SPACE.not()],
  ['w', WORD],
  ['W', WORD.not()],
  ['h', HORIZONTAL],
  ['H', HORIZONTAL.not()],
  ['v', LINE_ENDS],
  ['V', LINE_ENDS.not()],
  ['N', ANY.without(10)],
]);

const PLACES = new Map([
  ['A', 'start'],
  ['z', 'end'],
  ['Z', 'end-or-last-line-end'],
  ['b', 'word-edge'],
  ['B', 'no-word-edge'],
] as const) as ReadonlyMap<string, 'start' | 'end' | 'end-or-last-line-end' | 'word-edge' | 'no-word-edge'>;

const CONTROLS: ReadonlyMap<string, number> = new Map([
  ['a', 7],
  ['e', 27],
  ['f', 12],
  ['n', 10],
  ['r', 13],
  ['t', 9],
]);
