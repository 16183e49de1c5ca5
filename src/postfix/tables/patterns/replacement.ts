/**
 * The result of a rule: `$1 ${1} $(1)` are the texts of groups, `$$` is a dollar sign (mac_parse.c). A group without part in
 * the match is empty text.
 */

export interface Replacement {
  /** Text, and numbers of groups. */
  readonly parts: readonly (string | number)[];
  /** 0: no group is asked for. */
  readonly highest: number;
}

/** undefined: wrong (no name, no number, no closing bracket); Postfix skips the rule. */
export function parseReplacement(text: string): Replacement | undefined {
  const parts: (string | number)[] = [];
  let literal = '';
  let highest = 0;
  for (let at = 0; at < text.length; ) {
    if (text[at] !== '$') {
      const next = text.indexOf('$', at);
      literal += text.slice(at, next < 0 ? undefined : next);
      at = next < 0 ? text.length : next;
    } else if (text[at + 1] === '$') {
      literal += '$';
      at += 2;
    } else {
      const name = nameAt(text, at + 1);
      const group = Number(name?.text);
      if (name === undefined || !/^\d+$/.test(name.text) || group < 1) return undefined;
      if (literal !== '') parts.push(literal);
      literal = '';
      parts.push(group);
      highest = Math.max(highest, group);
      at = name.end;
    }
  }
  if (literal !== '') parts.push(literal);
  return { parts, highest };
}

function nameAt(text: string, at: number): { readonly text: string; readonly end: number } | undefined {
  const open = text[at];
  if (open !== '{' && open !== '(') {
    const word = /[A-Za-z0-9_]*/y;
    word.lastIndex = at;
    const found = word.exec(text)![0];
    return { text: found, end: at + found.length };
  }
  const close = open === '{' ? '}' : ')';
  let level = 1;
  for (let end = at + 1; end < text.length; end++) {
    if (text[end] === open) level++;
    else if (text[end] === close && --level === 0) return { text: text.slice(at + 1, end), end: end + 1 };
  }
  return undefined;
}

export function fill({ parts }: Replacement, groups: readonly string[]): string {
  let text = '';
  for (const part of parts) text += typeof part === 'string' ? part : (groups[part] ?? '');
  return text;
}
