/**
 * Macro strings (RFC 7208 §7): `%{ir}.%{v}._spf.%{d2}` names a name of DNS for each client. Taken apart once, when the
 * record is read; expanded for each client that comes.
 */
import { domainToASCII } from 'node:url';
import type { Fault, FaultWhy } from './verdict.ts';

export interface Macro {
  /** In lower case. */
  readonly letter: string;
  /** How many parts stay, from the right; 0: all. */
  readonly parts: number;
  readonly reverse: boolean;
  readonly delimiters: string;
  /** A capital letter: escaped as in a URL. */
  readonly isEscaped: boolean;
}

export interface MacroString {
  readonly text: string;
  /** Literal text and macros in turn. */
  readonly tokens: readonly (string | Macro)[];
  /** Letters that stand in it. */
  readonly letters: string;
  /** Literal text behind the last macro (§7.1 domain-end). */
  readonly end: string;
}

const LETTERS = 'slodipvhcrt';
/** §7.2: only in explanations, and harmless in modifiers that nobody knows. */
const TEXT_LETTERS = 'crt';
const EXPAND = /^([a-z])(\d*)(r?)([.\-+,/_=]*)$/i;
const TOP_LABEL = /^(?:[a-z\d]*[a-z][a-z\d]*|[a-z\d]+-[a-z\d-]*[a-z\d])$/i;
const LONGEST_NAME = 253;
const LONGEST_LABEL = 63;

/**
 * @param use `text` has blanks and the letters c, r, t; `other` is a modifier that nobody knows
 * @param offset where `text` begins in what the fault is told of
 */
export function readMacros(
  text: string,
  use: 'domain' | 'text' | 'other',
  offset = 0,
): MacroString | { readonly fault: Fault } {
  const fault = (at: number, length: number, why: FaultWhy) => ({ fault: { at: offset + at, length, why } });
  const tokens: (string | Macro)[] = [];
  let letters = '';
  let literal = '';
  let end = 0;
  for (let at = 0; at < text.length; ) {
    const percent = text.indexOf('%', at);
    const stop = percent < 0 ? text.length : percent;
    const plain = text.slice(at, stop);
    const wrong = use === 'text' ? /[^\x20-\x7e]/.exec(plain) : /[^\x21-\x7e]/.exec(plain);
    if (wrong !== null) return fault(at + wrong.index, 1, 'not-ascii');
    literal += plain;
    if (percent < 0) break;
    const next = text[stop + 1];
    if (next === '%' || next === '_' || next === '-') {
      literal += next === '%' ? '%' : next === '_' ? ' ' : '%20';
      at = stop + 2;
      end = at;
      continue;
    }
    const close = next === '{' ? text.indexOf('}', stop) : -1;
    if (close < 0) return fault(stop, next === '{' ? text.length - stop : 1, 'bad-macro');
    const parts = EXPAND.exec(text.slice(stop + 2, close));
    const letter = parts?.[1]?.toLowerCase() ?? '';
    // §7.1: the number is not 0.
    if (parts === null || !LETTERS.includes(letter) || (parts[2] !== '' && Number(parts[2]) === 0))
      return fault(stop, close + 1 - stop, 'bad-macro');
    if (use === 'domain' && TEXT_LETTERS.includes(letter)) return fault(stop, close + 1 - stop, 'text-macro');
    if (literal !== '') tokens.push(literal);
    literal = '';
    tokens.push({
      letter,
      parts: Math.min(Number(parts[2]), LONGEST_NAME),
      reverse: parts[3] !== '',
      // Each but once: there are seven.
      delimiters: parts[4] === '' ? '.' : [...new Set(parts[4])].join(''),
      isEscaped: parts[1] !== letter,
    });
    if (!letters.includes(letter)) letters += letter;
    at = close + 1;
    end = at;
  }
  if (literal !== '') tokens.push(literal);
  return { text, tokens, letters, end: text.slice(end) };
}

/** A domain-spec (§7.1): what is behind its last macro ends in a label that can be a top one. */
export function readDomainSpec(text: string, offset: number): MacroString | { readonly fault: Fault } {
  const read = readMacros(text, 'domain', offset);
  if ('fault' in read) return read;
  const bad = {
    fault: { at: offset, length: text.length, why: text === '' ? 'no-domain' : 'bad-domain' } as const,
  };
  if (text === '') return bad;
  if (read.end === '') return read;
  const literal = read.end.endsWith('.') ? read.end.slice(0, -1) : read.end;
  const dot = literal.lastIndexOf('.');
  return dot >= 0 && TOP_LABEL.test(literal.slice(dot + 1)) ? read : bad;
}

/** @param value what a letter stands for @param most characters that are wanted of a longer text, from its end */
export function expandEnd(
  { tokens }: MacroString,
  value: (letter: string) => string,
  most: number = LONGEST_NAME + 1,
): string {
  const only = tokens[0];
  if (tokens.length === 1 && typeof only === 'string') return only;
  let text = '';
  for (let i = tokens.length - 1; i >= 0 && text.length <= most; i--) {
    const token = tokens[i]!;
    text = (typeof token === 'string' ? token : expandOne(token, value(token.letter))) + text;
  }
  return text;
}

/** From the beginning, for people: no longer than `most`. */
export function expandText({ tokens }: MacroString, value: (letter: string) => string, most: number): string {
  let text = '';
  for (const token of tokens) {
    text += typeof token === 'string' ? token : expandOne(token, value(token.letter));
    if (text.length > most) return text.slice(0, most);
  }
  return text;
}

function expandOne({ parts, reverse, delimiters, isEscaped }: Macro, value: string): string {
  let text = value;
  if (parts > 0 || reverse || delimiters !== '.') {
    const split = value.split(delimiters.length === 1 ? delimiters : anyOf(delimiters));
    if (reverse) split.reverse();
    text = (parts > 0 ? split.slice(-parts) : split).join('.');
  }
  return isEscaped ? escapeUrl(text) : text;
}

/** V8 keeps what it has compiled by the text. */
function anyOf(characters: string): RegExp {
  return new RegExp(`[${characters.replace('-', '\\-')}]`);
}

/** RFC 3986 §2.3: all but unreserved characters. */
function escapeUrl(text: string): string {
  if (/^[A-Za-z\d\-._~]*$/.test(text)) return text;
  let escaped = '';
  for (const byte of Buffer.from(text, 'utf8')) {
    const character = String.fromCharCode(byte);
    escaped += /[A-Za-z\d\-._~]/.test(character)
      ? character
      : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return escaped;
}

/** The name to ask for: without its last dot, the left labels dropped of one that is too long (§7.3). */
export function targetName(expanded: string): string {
  let name = expanded.endsWith('.') ? expanded.slice(0, -1) : expanded;
  if (/[^\0-\x7f]/.test(name)) name = asciiName(name);
  if (name.length <= LONGEST_NAME) return name;
  const dot = name.indexOf('.', name.length - LONGEST_NAME - 1);
  return dot < 0 ? name : name.slice(dot + 1);
}

/** RFC 8616 §4: names of other scripts as DNS has them; one that has no such form stays, and is no name then. */
export function asciiName(name: string): string {
  return name
    .split('.')
    .map((label) => (/[^\0-\x7f]/.test(label) ? domainToASCII(label) || label : label))
    .join('.');
}

/** Two labels or more, none empty or over 63, printable, and the last one can be a top one (§4.3, §7.1). */
export function isTargetName(name: string): boolean {
  if (name.length > LONGEST_NAME) return false;
  let from = 0;
  for (;;) {
    const dot = name.indexOf('.', from);
    const length = (dot < 0 ? name.length : dot) - from;
    if (length === 0 || length > LONGEST_LABEL) return false;
    if (dot < 0) return from > 0 && TOP_LABEL.test(name.slice(from)) && !/[^\x20-\x7e]/.test(name);
    from = dot + 1;
  }
}
