/**
 * Tables that stand in main.cf itself (DATABASE_README; dict_inline.c, dict_static.c, dict_fail.c, dict_random.c):
 *
 *     inline:{ { key = value }, k2=v2 }     static:text     static:{ text with space }     fail:why     randmap:{ a, b }
 */

import { closing, inBraces, LIST, words } from '../split.ts';
import { fold } from './fold.ts';
import { trimSpace } from './rows.ts';
import { type Answer, failingTable, type Table, tableProblem } from './table.ts';

function wrong(name: string, kind: string, text: string): Table {
  return failingTable(name, kind, tableProblem('cannot-open', '', 0, `${name}: ${text}`));
}

/** What stands between the braces; undefined: there are none, or nothing is between them. */
export function insideBraces(text: string): string | undefined {
  const inside = text.startsWith('{') && closing(text, 0) === text.length - 1 ? text.slice(1, -1) : '';
  return inside === '' ? undefined : inside;
}

/**
 * The rules of a `cidr:`, `regexp:` or `pcre:` table that stands in main.cf itself (cidr_table(5), Postfix 3.7 and later), one
 * a line, as dict_stream.c writes them:
 *
 *     cidr:{ { 192.0.2.0/24 OK }, { 0.0.0.0/0 REJECT } }
 *
 * @returns undefined: Postfix cannot read it
 */
export function inlineRules(text: string): string | undefined {
  const outer = inBraces(text);
  if (outer.wrong !== undefined) return undefined;
  const rules = words(outer.text, LIST).map((word) =>
    word.text.startsWith('{') ? inBraces(word.text) : undefined,
  );
  if (rules.some((rule) => rule === undefined || rule.wrong !== undefined)) return undefined;
  return rules.map((rule) => `${rule!.text}\n`).join('');
}

export function inlineTable(name: string, rest: string, foldKeys: boolean): Table {
  const inside = insideBraces(rest);
  if (inside === undefined) return wrong(name, 'inline', 'inline:{name=value...} is meant');
  const rows = new Map<string, string>();
  for (const { text } of words(inside, LIST)) {
    const braced = text.startsWith('{') ? inBraces(text) : undefined;
    const pair = braced?.wrong === undefined ? splitPair(braced?.text ?? text) : undefined;
    if (pair === undefined) return wrong(name, 'inline', `${text} is no name=value`);
    rows.set(foldKeys ? fold(pair[0]) : pair[0], pair[1]);
  }
  if (rows.size === 0) return wrong(name, 'inline', 'the table is empty');
  const lookup = (key: string): Answer => {
    const value = rows.get(foldKeys ? fold(key) : key);
    return value === undefined ? 'absent' : { found: value };
  };
  return { name, kind: 'inline', partial: true, problems: [], lookup };
}

/** split_qnameval.c: the key may be in quotes, which it keeps. */
function splitPair(text: string): readonly [string, string] | undefined {
  const [, key, value] =
    /^[ \t\n\v\f\r]*((?:\\[\s\S]|"(?:\\[\s\S]|[^"\\])*"|[^\\"= \t\n\v\f\r])*)[ \t\n\v\f\r]*=([\s\S]*)$/.exec(
      text,
    ) ?? [];
  return key === undefined ? undefined : [key, trimSpace(value!)];
}

export function staticTable(name: string, rest: string): Table {
  const braced = rest.startsWith('{') ? inBraces(rest) : undefined;
  if (braced?.wrong !== undefined)
    return wrong(name, 'static', 'a brace is not closed, or text is behind it');
  const answer: Answer = { found: braced?.text ?? rest };
  return { name, kind: 'static', partial: true, problems: [], lookup: () => answer };
}

export function failTable(name: string): Table {
  const answer: Answer = { failed: name };
  return { name, kind: 'fail', partial: false, problems: [], lookup: () => answer };
}

/** Whichever: known only where all are the same. */
export function randomTable(name: string, rest: string): Table {
  const values = words(insideBraces(rest) ?? '', LIST).map(({ text }) => text);
  if (values.length === 0) return wrong(name, 'randmap', 'randmap:{value...} is meant');
  const same = values.every((value) => value === values[0]);
  const answer: Answer = same
    ? { found: values[0]! }
    : { unknown: `one of ${values.slice(0, 20).join(', ')}, by chance` };
  return { name, kind: 'randmap', partial: false, problems: [], lookup: () => answer };
}
