/**
 * How Postfix takes text apart (split_nameval.c, mystrtok.c, extpar.c): name and value, words, words in braces.
 *
 *     name = value of many words            name-value
 *     a, b  c                               words, by any of ", \t\r\n"
 *     check_x { inline:{ a=b } }, d         words; what stands in braces is one
 *     { name = value }                      text in braces, without the white space at its ends
 */

/** What separates the words of a list in main.cf (mail_params.h, CHARS_COMMA_SP). */
export const LIST = ', \t\r\n';
/** What separates the fields of master.cf. */
export const FIELDS = ' \t\r\n';

const SPACE = ' \t\n\v\f\r';

export type NameValue =
  | { readonly name: string; readonly value: string /** Where the value begins. */; readonly at: number }
  | { readonly wrong: 'missing-name' | 'missing-equals' };

export function splitNameValue(text: string): NameValue {
  const begin = skip(text, 0);
  if (begin === text.length || text[begin] === '=') return { wrong: 'missing-name' };
  let end = begin;
  while (end < text.length && text[end] !== '=' && !SPACE.includes(text[end]!)) end++;
  const equals = skip(text, end);
  if (text[equals] !== '=') return { wrong: 'missing-equals' };
  const at = skip(text, equals + 1);
  return { name: text.slice(begin, end), value: trimEnd(text.slice(at)), at };
}

function skip(text: string, from: number): number {
  let at = from;
  while (at < text.length && SPACE.includes(text[at]!)) at++;
  return at;
}

function trimEnd(text: string): string {
  let end = text.length;
  while (end > 0 && SPACE.includes(text[end - 1]!)) end--;
  return text.slice(0, end);
}

export interface Word {
  readonly text: string;
  readonly at: number;
}

/** Words that are separated by any of `separators`; between balanced braces nothing separates. */
export function words(text: string, separators: string): readonly Word[] {
  const found: Word[] = [];
  for (let at = 0; ; ) {
    while (at < text.length && separators.includes(text[at]!)) at++;
    if (at >= text.length) return found;
    const begin = at;
    let level = 0;
    for (; at < text.length; at++) {
      if (text[at] === '{') level++;
      else if (text[at] === '}' && level > 0) level--;
      else if (level === 0 && separators.includes(text[at]!)) break;
    }
    found.push({ text: text.slice(begin, at), at: begin });
  }
}

export interface Braced {
  readonly text: string;
  /** Where it begins. */
  readonly at: number;
  /** Postfix warns, and takes the text as if the brace were closed, or nothing stood behind it. */
  readonly wrong?: 'open-brace' | 'after-brace';
}

/** @param text begins with a brace */
export function inBraces(text: string): Braced {
  const end = closing(text, 0);
  const inside = text.slice(1, end < 0 ? text.length : end);
  const at = skip(inside, 0);
  const braced = { text: trimEnd(inside.slice(at)), at: at + 1 };
  if (end < 0) return { ...braced, wrong: 'open-brace' };
  return end + 1 < text.length ? { ...braced, wrong: 'after-brace' } : braced;
}

/** Where the brace that opens at `from` is closed, before `to`; -1: nowhere. */
export function closing(text: string, from: number, to = text.length): number {
  let level = 0;
  for (let at = from; at < to; at++) {
    if (text[at] === '{') level++;
    else if (text[at] === '}' && --level === 0) return at;
  }
  return -1;
}
