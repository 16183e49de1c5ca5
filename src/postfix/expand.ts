/**
 * Puts values in the place of names (postconf(5); mac_parse.c, mac_expand.c):
 *
 *     $name ${name} $(name)          the value, itself expanded; of an unknown name nothing
 *     ${name?text} ${name?{text}}    the text where the value is not empty
 *     ${name:text} ${name:{text}}    the text where it is empty
 *     ${name?{text}:{text}}          one or the other
 *     ${{a} == {b} ? {c} : {d}}      by a comparison (compare.ts)
 *     $$                             a dollar sign
 *
 * Postfix stops where an expression is wrong; so does this, with an `ExpansionError`. What Postfix bounds (nesting) is
 * bounded alike; what it does not (a value that doubles itself at each step) is bounded too. Every letter of the result
 * keeps the place where it stands.
 */
import { type Compared, compare } from './compare.ts';
import { closing } from './split.ts';
import { builtIn, lastAtOrBefore, type Place, placeIn, type Value } from './value.ts';

/** undefined: there is no such parameter. */
export type Lookup = (name: string) => Value | undefined;

export type ExpansionWrong =
  | 'nesting'
  | 'too-long'
  | 'unclosed'
  | 'empty-name'
  | 'bad-name'
  | 'unexpected'
  | `compare-${Extract<Compared, { wrong: string }>['wrong']}`;

export class ExpansionError extends Error {
  readonly wrong: ExpansionWrong;
  /** The text that is meant, bounded. */
  readonly text: string;
  /** undefined: it is in what Postfix has built in. */
  readonly place: Place | undefined;

  constructor(wrong: ExpansionWrong, text: string, place: Place | undefined) {
    super(`${wrong}: ${text}`);
    this.name = 'ExpansionError';
    this.wrong = wrong;
    this.text = text;
    this.place = place;
  }
}

export interface Expanded {
  readonly text: string;
  /** Names that were asked for and not found. */
  readonly undefinedNames: readonly string[];
  /** Where the letter at this offset stands; undefined: it is built in. */
  placeAt(offset: number): Place | undefined;
}

/** As in mac_expand.c. */
const DEEPEST = 100;
/** Comparisons in comparisons, which Postfix does not bound. */
const DEEPEST_OPERANDS = 20;
/** Letters: twice what a whole file may have (read.ts), so that whatever is written there can be read. */
const LONGEST = 16 << 20;
const MOST_STEPS = 200_000;

export function expand(value: Value, lookup: Lookup): Expanded {
  const task = { lookup, steps: 0, length: 0, undefinedNames: new Set<string>() };
  const chunks: Chunk[] = [];
  parse({ task, value, operands: 0, chunks }, 0, value.text.length, 0);
  let length = 0;
  const starts = chunks.map(({ text }, index) => {
    const at = length;
    length += text.length;
    return { at, index };
  });
  return {
    text: chunks.map(({ text }) => text).join(''),
    undefinedNames: [...task.undefinedNames],
    placeAt(offset) {
      const start = starts[lastAtOrBefore(starts, offset)];
      if (start === undefined) return placeIn(value, 0);
      const { of, at } = chunks[start.index]!;
      return placeIn(of, at + offset - start.at);
    },
  };
}

interface Task {
  readonly lookup: Lookup;
  steps: number;
  length: number;
  readonly undefinedNames: Set<string>;
}

/** Literal text, and where it comes from. */
interface Chunk {
  readonly text: string;
  readonly of: Value;
  readonly at: number;
}

interface Scope {
  readonly task: Task;
  readonly value: Value;
  readonly operands: number;
  readonly chunks: Chunk[];
}

function fail(scope: Scope, wrong: ExpansionWrong, from: number, to = from + 60): never {
  throw new ExpansionError(
    wrong,
    scope.value.text.slice(from, Math.min(to, from + 60)),
    placeIn(scope.value, from),
  );
}

const WORD = /[A-Za-z0-9_]*/y;

/** mac_parse(): literal text and expressions between two offsets of a value. */
function parse(scope: Scope, from: number, to: number, depth: number): void {
  const { text } = scope.value;
  for (let at = from; at < to; ) {
    const dollar = text.indexOf('$', at);
    const literal = dollar < 0 || dollar >= to ? to : dollar;
    if (literal > at) put(scope, at, literal, depth);
    if (literal === to) return;
    if (literal + 1 < to && text[literal + 1] === '$') {
      put(scope, literal, literal + 1, depth);
      at = literal + 2;
      continue;
    }
    const open = literal + 1 < to ? text[literal + 1] : undefined;
    let begin = literal + 1;
    let end: number;
    if (open === '{' || open === '(') {
      begin++;
      end = closes(text, begin, to, open);
      if (end < 0) fail(scope, 'unclosed', literal);
      at = end + 1;
    } else {
      WORD.lastIndex = begin;
      end = Math.min(to, begin + WORD.exec(text)![0].length);
      at = end;
    }
    if (end === begin) fail(scope, 'empty-name', literal);
    expression(scope, begin, end, depth);
  }
}

function closes(text: string, from: number, to: number, open: string): number {
  const close = open === '{' ? '}' : ')';
  let level = 1;
  for (let at = from; at < to; at++) {
    if (text[at] === open) level++;
    else if (text[at] === close && --level === 0) return at;
  }
  return -1;
}

function step(scope: Scope, at: number, depth: number): void {
  if (depth > DEEPEST) fail(scope, 'nesting', at);
  if (++scope.task.steps > MOST_STEPS) fail(scope, 'too-long', at);
}

function put(scope: Scope, from: number, to: number, depth: number): void {
  step(scope, from, depth);
  scope.task.length += to - from;
  if (scope.task.length > LONGEST) fail(scope, 'too-long', from);
  scope.chunks.push({ text: scope.value.text.slice(from, to), of: scope.value, at: from });
}

/** mac_expand_callback(): what stands between `${` and `}`. */
function expression(scope: Scope, from: number, to: number, depth: number): void {
  step(scope, from, depth);
  const { value } = scope;
  const found = hasBrace(scope, from, to) ? comparison(scope, from, to) : named(scope, from, to);
  let at = found.at;
  if (at === to) {
    if (found.value !== undefined)
      parse({ ...scope, value: found.value }, 0, found.value.text.length, depth + 1);
    return;
  }
  const is = found.value !== undefined && found.value.text !== '';
  if (value.text[at] === '?') {
    const text = operand(scope, at + 1, to);
    if (is) parse(scope, text.from, text.to, depth + 1);
    at = text.at;
    if (at === to) return;
    if (value.text[at] !== ':') fail(scope, 'unexpected', at, to);
  }
  const text = operand(scope, at + 1, to);
  if (!is) parse(scope, text.from, text.to, depth + 1);
  if (text.at !== to) fail(scope, 'unexpected', text.at, to);
}

function skip({ value }: Scope, from: number, to: number): number {
  let at = from;
  while (at < to && ' \t\r\n'.includes(value.text[at]!)) at++;
  return at;
}

function hasBrace(scope: Scope, from: number, to: number): boolean {
  const at = skip(scope, from, to);
  return at < to && scope.value.text[at] === '{';
}

interface Operand {
  readonly from: number;
  readonly to: number;
  /** What follows it. */
  readonly at: number;
}

/** Text in braces, or all that is left. */
function operand(scope: Scope, from: number, to: number): Operand {
  if (!hasBrace(scope, from, to)) return { from, to, at: to };
  const open = skip(scope, from, to);
  const close = closing(scope.value.text, open, to);
  if (close < 0) fail(scope, 'unclosed', open, to);
  return { from: open + 1, to: close, at: skip(scope, close + 1, to) };
}

interface Found {
  /** What is true is a text that is not empty. */
  readonly value: Value | undefined;
  readonly at: number;
}

function named(scope: Scope, from: number, to: number): Found {
  const { text } = scope.value;
  const begin = skip(scope, from, to);
  WORD.lastIndex = begin;
  const end = Math.min(to, begin + WORD.exec(text)![0].length);
  const at = skip(scope, end, to);
  if (at < to && text[at] !== '?' && text[at] !== ':') fail(scope, 'bad-name', from, to);
  const name = text.slice(begin, end);
  const value = scope.task.lookup(name);
  if (value === undefined) scope.task.undefinedNames.add(name);
  return { value, at };
}

function comparison(scope: Scope, from: number, to: number): Found {
  const left = operand(scope, from, to);
  const { text } = scope.value;
  const sign = /^([<>!=?+\-*/~&|%]*)([A-Za-z0-9]*)/.exec(text.slice(left.at, to))!;
  const [whole, operator, suffix] = sign as unknown as [string, string, string];
  if (operator === '') fail(scope, 'compare-operator', from, to);
  // Told before what follows is looked at, as Postfix does.
  const known = compare('0', operator, suffix, '0');
  if ('wrong' in known) fail(scope, `compare-${known.wrong}`, left.at, to);
  const next = left.at + whole.length;
  if (!hasBrace(scope, next, to)) fail(scope, 'unexpected', next, to);
  const right = operand(scope, next, to);
  if (scope.operands >= DEEPEST_OPERANDS) fail(scope, 'nesting', from, to);
  const texts = [left, right].map((each) => {
    const inner = { ...scope, operands: scope.operands + 1, chunks: [] as Chunk[] };
    parse(inner, each.from, each.to, 0);
    return inner.chunks.map((chunk) => chunk.text).join('');
  });
  const compared = compare(texts[0]!, operator, suffix, texts[1]!);
  if ('wrong' in compared)
    throw new ExpansionError(
      `compare-${compared.wrong}`,
      compared.text.slice(0, 60),
      placeIn(scope.value, from),
    );
  const at = right.at;
  if (at < to && text[at] !== '?' && text[at] !== ':') fail(scope, 'unexpected', at, to);
  return { value: builtIn(compared.true ? 'true' : ''), at };
}
