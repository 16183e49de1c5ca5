/**
 * A regular expression as a tree, whichever language it was written in (posix.ts, perl.ts). Postfix matches bytes, so a
 * tree is about bytes: text that is not ASCII is handed over as one letter for each byte (bytes.ts).
 */

export type Node =
  | { readonly is: 'set'; readonly set: ByteSet }
  | { readonly is: 'all'; readonly of: readonly Node[] }
  | { readonly is: 'either'; readonly of: readonly Node[] }
  | {
      readonly is: 'repeat';
      readonly of: Node;
      readonly min: number;
      /** Infinity: no bound. */
      readonly max: number;
      readonly lazy: boolean;
    }
  /** Numbered from 1. */
  | { readonly is: 'group'; readonly number: number; readonly of: Node }
  /** What has matched is not tried another way: `(?>a*)`, `a*+`. */
  | { readonly is: 'atomic'; readonly of: Node }
  | { readonly is: 'look'; readonly behind: boolean; readonly not: boolean; readonly of: Node }
  | { readonly is: 'back'; readonly number: number; readonly anyCase: boolean }
  | { readonly is: 'at'; readonly place: At };

export type At =
  | 'start'
  | 'end'
  /** The end, or before a line end that is the last letter (pcre `$`, `\Z`). */
  | 'end-or-last-line-end'
  | 'line-start'
  | 'line-end'
  | 'word-edge'
  | 'no-word-edge'
  | 'word-start'
  | 'word-end';

export interface Parsed {
  readonly tree: Node;
  readonly groups: number;
}

/** The expression is wrong: Postfix warns and skips the rule. */
export class PatternError extends Error {}

/** The expression is right, as far as we see, but nothing here can do what it asks. */
export class BeyondUs extends Error {}

export const EMPTY: Node = { is: 'all', of: [] };

export function all(of: readonly Node[]): Node {
  return of.length === 1 ? of[0]! : { is: 'all', of };
}

/** Which of the 256 bytes. */
export class ByteSet {
  readonly has = new Uint8Array(256);

  static of(...bytes: readonly number[]): ByteSet {
    const set = new ByteSet();
    for (const byte of bytes) set.has[byte] = 1;
    return set;
  }

  static where(test: (byte: number) => boolean): ByteSet {
    const set = new ByteSet();
    for (let byte = 0; byte < 256; byte++) if (test(byte)) set.has[byte] = 1;
    return set;
  }

  /** Letters of a text of ASCII, and ranges as `a-z`. */
  static letters(text: string): ByteSet {
    const set = new ByteSet();
    for (let i = 0; i < text.length; i++) {
      const range = text[i + 1] === '-' && i + 2 < text.length;
      set.addRange(text.charCodeAt(i), text.charCodeAt(range ? i + 2 : i));
      if (range) i += 2;
    }
    return set;
  }

  addRange(first: number, last: number): void {
    for (let byte = first; byte <= last; byte++) this.has[byte] = 1;
  }

  add(other: ByteSet): void {
    for (let byte = 0; byte < 256; byte++) if (other.has[byte] === 1) this.has[byte] = 1;
  }

  not(): ByteSet {
    return ByteSet.where((byte) => this.has[byte] === 0);
  }

  without(byte: number): ByteSet {
    return ByteSet.where((each) => each !== byte && this.has[each] === 1);
  }

  /** With both cases of each letter of ASCII: others have none, since Postfix sets no locale. */
  anyCase(): ByteSet {
    return ByteSet.where((byte) => this.has[byte] === 1 || (isLetter(byte) && this.has[byte ^ 32] === 1));
  }
}

export function isLetter(byte: number): boolean {
  return (byte | 32) >= 97 && (byte | 32) <= 122;
}

/** Classes of characters of the C locale (isalpha(3)). */
export const CLASSES: ReadonlyMap<string, ByteSet> = new Map([
  ['alpha', ByteSet.letters('A-Za-z')],
  ['digit', ByteSet.letters('0-9')],
  ['alnum', ByteSet.letters('0-9A-Za-z')],
  ['upper', ByteSet.letters('A-Z')],
  ['lower', ByteSet.letters('a-z')],
  ['space', ByteSet.letters(' \t\n\v\f\r')],
  ['blank', ByteSet.letters(' \t')],
  ['punct', ByteSet.letters('!-/:-@[-`{-~')],
  ['print', ByteSet.letters(' -~')],
  ['graph', ByteSet.letters('!-~')],
  ['cntrl', ByteSet.where((byte) => byte < 32 || byte === 127)],
  ['xdigit', ByteSet.letters('0-9A-Fa-f')],
]);

export const WORD = ByteSet.letters('0-9A-Za-z_');
export const ANY = ByteSet.where(() => true);
