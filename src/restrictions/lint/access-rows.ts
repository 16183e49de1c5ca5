/** Rows of access tables, as far as their text can be read: keys that somebody wrote, and what the table says of them. */
import { inBraces, LIST, words } from '../../postfix/split.ts';
import { insideBraces } from '../../postfix/tables/inline.ts';
import { type Row, rowsOf, textOfTable } from './domains.ts';
import type { Reading } from './family.ts';
import { fileOf, KEYED, type TableUse } from './table-uses.ts';

/** Of `static:` one row with the key ""; of expressions those that stand for one text. Empty where nothing can be read. */
export async function accessRows(reading: Reading, use: TableUse): Promise<readonly Row[]> {
  const { kind, rest } = use;
  if (kind === 'static')
    return [{ key: '', value: rest.startsWith('{') ? inBraces(rest).text : rest, line: 0 }];
  if (kind === 'inline') return inlineRows(rest);
  const file = fileOf(use);
  const text = file === undefined ? undefined : await textOfTable(reading, file);
  if (text === undefined) return [];
  if (kind === 'pcre' || kind === 'regexp') return patternRows(text);
  return KEYED.has(kind) || kind === 'cidr' ? rowsOf(text) : [];
}

function inlineRows(rest: string): readonly Row[] {
  return words(insideBraces(rest) ?? '', LIST).flatMap(({ text }) => {
    const match = /^([^=]*?)\s*=\s*([\s\S]*)$/.exec(text.startsWith('{') ? inBraces(text).text : text);
    return match === null ? [] : [{ key: match[1]!, value: match[2]!.trim(), line: 0 }];
  });
}

function patternRows(text: string): readonly Row[] {
  const lines = text.split('\n');
  return rowsOf(text).flatMap(({ line }) => {
    const row = /^\/((?:\\.|[^/\\])*)\/[a-zA-Z]*\s+(\S[\s\S]*)$/.exec(lines[line - 1] ?? '');
    const key = row === null ? undefined : literal(row[1]!);
    return key === undefined ? [] : [{ key, value: row![2]!.trimEnd(), line }];
  });
}

/** `^ann@a\.example$` is `ann@a.example`; undefined: it stands for more than one text. */
function literal(expression: string): string | undefined {
  const bare = expression.replace(/^\^?(?:\.\*)?/, '').replace(/\$$/, '');
  const text = bare.replace(/\\([^A-Za-z0-9])/g, '$1');
  return /[\\^$.|?*+()[\]{}]/.test(bare.replace(/\\[^A-Za-z0-9]/g, '')) || text === '' ? undefined : text;
}

/** Words that end a list in favour of the client (access(5)); names of classes and restrictions may, too. */
export function mayPermit(value: string): boolean {
  return !/^(?:reject|defer|dunno|discard|hold|redirect|filter|prepend|warn|info|bcc|[45]\d\d)\b/i.test(
    value,
  );
}
