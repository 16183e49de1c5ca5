/**
 * The right-hand sides of access tables (access(5)), as text: they may hold restrictions of their own.
 *
 *     check_client_access hash:/etc/postfix/clients      203.0.113   reject_rbl_client bl.example, permit
 *     check_sender_access inline:{ a.example = strict }
 *     check_client_access static:{reject_rbl_client bl.example}
 *
 * A table is read from the text that it is made of; who asks what is in a database, or a server, is not read here.
 */
import { logicalLines } from './logical-line.ts';
import { inBraces, LIST, splitNameValue, words } from './split.ts';
import { part, type Value } from './value.ts';

/** A line of a table, as far as it is an action: its text has the places of the file. */
export type Action = Value;

/** `file` is what was read; undefined: it cannot be read. */
export type ReadText = (path: string) => { readonly text: string; readonly file: string } | undefined;

/** Tables whose text stands in a file of that name: made by postmap(1), or read as they are. */
const IN_FILES = new Set([
  ...['hash', 'btree', 'lmdb', 'dbm', 'sdbm', 'cdb', 'texthash', 'cidr', 'pcre', 'regexp'],
]);
const PATTERNS = new Set(['pcre', 'regexp']);

/** A word of a restriction list that names a table: `hash:/etc/postfix/access`, `proxy:hash:...`, `inline:{...}`. */
const TABLE = /^(?:proxy:)?([a-z]+):(.*)$/s;

/** @param table as it stands in main.cf, with its places */
export function actionsOf(table: Value, readText: ReadText): readonly Action[] {
  const match = TABLE.exec(table.text);
  if (match === null) return [];
  const [whole, type, name] = match as unknown as [string, string, string];
  const rest = part(table, whole.length - name.length, whole.length);
  if (type === 'inline' && name.startsWith('{')) return inlineActions(rest);
  if (type === 'static') return [name.startsWith('{') ? inner(rest) : rest];
  if (!IN_FILES.has(type)) return [];
  const read = readText(name);
  // Most tables hold no restriction that matters here: they are not taken apart.
  if (read === undefined || !/rbl|wl_client|access/i.test(read.text)) return [];
  return logicalLines(read.text, read.file).lines.flatMap((line) => {
    const at = PATTERNS.has(type) ? behindPattern(line.text) : behindKey(line.text);
    return at === undefined ? [] : [part(line, at, line.text.length)];
  });
}

function inner(braced: Value): Value {
  const { text, at } = inBraces(braced.text);
  return part(braced, at, at + text.length);
}

/** `{ a.example = x, { b.example = y, z } }` */
function inlineActions(braced: Value): Action[] {
  const inside = inner(braced);
  return words(inside.text, LIST).flatMap(({ text, at }, i, all) => {
    const word = part(inside, at, at + text.length);
    const entry = text.startsWith('{') ? inner(word) : word;
    const split = splitNameValue(entry.text);
    // `key = value` without braces: three words, of which the last is the value.
    if ('wrong' in split)
      return text === '=' && all[i + 1] !== undefined ? [wordAt(inside, all[i + 1]!)] : [];
    return split.value === '' && all[i + 1] !== undefined
      ? [wordAt(inside, all[i + 1]!)]
      : [part(entry, split.at, split.at + split.value.length)];
  });
}

function wordAt(of: Value, { text, at }: { readonly text: string; readonly at: number }): Value {
  return part(of, at, at + text.length);
}

function behindKey(text: string): number | undefined {
  const match = /^\S+\s+/.exec(text);
  return match === null ? undefined : match[0].length;
}

/** `/expression/flags action`, `if !/expression/` */
function behindPattern(text: string): number | undefined {
  if (/^(?:if|endif)\b/i.test(text)) return undefined;
  const open = text.startsWith('!') ? 1 : 0;
  const delimiter = text[open];
  if (delimiter === undefined || /[\sA-Za-z0-9]/.test(delimiter)) return undefined;
  for (let at = open + 1; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === delimiter) {
      const match = /^\S*\s+/.exec(text.slice(at + 1));
      return match === null ? undefined : at + 1 + match[0].length;
    }
  }
  return undefined;
}

/** Actions with a text of their own, in which words mean nothing (access(5)). */
const WITH_TEXT =
  /^(?:[45]\d\d|\d+$|ok|dunno|reject|defer(?:_if_reject|_if_permit)?|discard|redirect|filter|hold|delay|prepend|info|warn|bcc)(?:\s|$)/i;

export function isRestrictions({ text }: Action): boolean {
  return text !== '' && !WITH_TEXT.test(text);
}
