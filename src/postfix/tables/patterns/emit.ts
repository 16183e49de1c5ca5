/** Writes a tree as an expression for JavaScript's engine, or for RE2 (which has no references and does not look around). */
import { BeyondUs, type ByteSet, type Node } from './syntax.ts';

export interface Emitted {
  readonly source: string;
  /** Where the tree's groups are: those of JavaScript have others between them. Index 0 is the whole match. */
  readonly groups: readonly number[];
}

/** @throws BeyondUs */
export function forJavaScript(tree: Node): Emitted {
  const writer = new Writer(false);
  return { source: writer.write(tree, true), groups: writer.groups };
}

/** undefined: RE2 cannot. */
export function forRe2(tree: Node): Emitted | undefined {
  const writer = new Writer(true);
  try {
    return { source: writer.write(tree, true), groups: writer.groups };
  } catch (error) {
    if (error instanceof BeyondUs) return undefined;
    throw error;
  }
}

class Writer {
  readonly groups: number[] = [0];
  readonly #re2: boolean;
  #opened = 0;
  /** Groups that have taken part whenever this place is reached. */
  readonly #certain = new Set<number>();

  constructor(re2: boolean) {
    this.#re2 = re2;
  }

  /** @param certain it takes part in each match */
  write(node: Node, certain: boolean): string {
    switch (node.is) {
      case 'set':
        return this.#set(node.set);
      case 'all':
        return node.of
          .map((part) =>
            part.is === 'either' ? `(?:${this.write(part, certain)})` : this.write(part, certain),
          )
          .join('');
      case 'either':
        return node.of.map((way) => this.write(way, false)).join('|');
      case 'group': {
        this.groups[node.number] = ++this.#opened;
        const inside = this.write(node.of, certain);
        if (certain) this.#certain.add(node.number);
        return `(${inside})`;
      }
      case 'repeat': {
        const inside = this.write(node.of, certain && node.min > 0);
        const part = node.of.is === 'set' || node.of.is === 'group' ? inside : `(?:${inside})`;
        return `${part}${quantifier(node.min, node.max)}${node.lazy ? '?' : ''}`;
      }
      case 'atomic': {
        this.#onlyJavaScript();
        // A look ahead is never tried again, and what it has seen can be taken by a reference.
        const number = ++this.#opened;
        return `(?=(${this.write(node.of, certain)}))\\${number}(?:)`;
      }
      case 'look': {
        this.#onlyJavaScript();
        const sign = `?${node.behind ? '<' : ''}${node.not ? '!' : '='}`;
        return `(${sign}${this.write(node.of, certain && !node.not)})`;
      }
      case 'back': {
        this.#onlyJavaScript();
        // A group without part in the match: a reference to it matches nothing in Postfix, and "" in JavaScript.
        if (!this.#certain.has(node.number))
          throw new BeyondUs(`\\${node.number} to a group that may be left out`);
        const reference = `\\${this.groups[node.number]}(?:)`;
        return node.anyCase ? `(?i:${reference})` : reference;
      }
      case 'at':
        return this.#at(node.place);
    }
  }

  #onlyJavaScript(): void {
    if (this.#re2) throw new BeyondUs('not in RE2');
  }

  #at(place: Extract<Node, { is: 'at' }>['place']): string {
    if (this.#re2 && (place === 'word-start' || place === 'word-end')) throw new BeyondUs('not in RE2');
    return (this.#re2 ? RE2_PLACES : PLACES)[place];
  }

  #set({ has }: ByteSet): string {
    const ranges: string[] = [];
    let size = 0;
    for (let byte = 0; byte < 256; byte++) {
      if (has[byte] === 0) continue;
      const first = byte;
      while (byte < 255 && has[byte + 1] === 1) byte++;
      size += byte - first + 1;
      ranges.push(
        first === byte ? letter(first) : `${letter(first)}${byte > first + 1 ? '-' : ''}${letter(byte)}`,
      );
    }
    if (size === 0) return this.#re2 ? '[^\\x00-\\x{10ffff}]' : '[]';
    return size === 1 ? ranges[0]! : `[${ranges.join('')}]`;
  }
}

function letter(byte: number): string {
  const text = String.fromCharCode(byte);
  return /[0-9A-Za-z]/.test(text) ? text : `\\x${byte.toString(16).padStart(2, '0')}`;
}

function quantifier(min: number, max: number): string {
  if (min === 0 && max === 1) return '?';
  if (max === Infinity) return min === 0 ? '*' : min === 1 ? '+' : `{${min},}`;
  return min === max ? `{${min}}` : `{${min},${max}}`;
}

const PLACES = {
  start: '^',
  end: '$',
  'end-or-last-line-end': '(?=\\n?$)',
  'line-start': '(?<![^\\n])',
  'line-end': '(?=\\n|$)',
  'word-edge': '\\b',
  'no-word-edge': '\\B',
  'word-start': '(?<!\\w)(?=\\w)',
  'word-end': '(?<=\\w)(?!\\w)',
} as const;

const RE2_PLACES = {
  ...PLACES,
  start: '\\A',
  end: '\\z',
  'end-or-last-line-end': '(?:\\n?\\z)',
  'line-start': '(?m:^)',
  'line-end': '(?m:$)',
};
