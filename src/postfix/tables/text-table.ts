/**
 * Tables of keys and values: what postmap(1) reads, `key white-space value`, a line each; what aliases(5) has, `key: value`; and
 * tables that stand in main.cf itself, `inline:{ { key = value }, ... }`.
 *
 * A key ends at the first white space outside of quotes, and keeps its quotes. Of a key that stands twice the first counts
 * (but of `inline:` the last).
 */
import { fold } from './fold.ts';
import { eachRow, trimSpace } from './rows.ts';
import type { Answer, Problems, Table } from './table.ts';

export interface TextSource {
  readonly name: string;
  readonly kind: string;
  readonly file: string;
  readonly text: string;
  readonly problems: Problems;
  /** May it be a file of aliases(5)? */
  readonly mayBeAliases: boolean;
  /** Are the keys that stand there folded? Databases are folded when they are made. */
  readonly foldRows: boolean;
  /** Are the keys folded that are asked for? */
  readonly foldKeys: boolean;
}

/** The first key that stands twice, and where; with it smtpd(8) refuses a texthash. */
export interface ReadText {
  readonly rows: Map<string, string>;
  readonly duplicate: { readonly line: number; readonly key: string } | undefined;
}

export function readText(source: TextSource): ReadText {
  const { text, file, problems, foldRows } = source;
  const rows = new Map<string, string>();
  let duplicate: ReadText['duplicate'];
  const add = (key: string, value: string, line: number): void => {
    const folded = foldRows ? fold(key) : key;
    if (rows.has(folded)) {
      duplicate ??= { line, key };
      problems.add('duplicate-key', file, line, key);
    } else rows.set(folded, value);
  };
  if (source.mayBeAliases && isAliases(text)) {
    eachRow(text, file, problems, (row, line) => {
      const colon = outsideQuotes(row, (letter) => letter === ':');
      const key = trimSpace(row.slice(0, colon));
      if (colon >= row.length || key === '') problems.add('key-without-value', file, line, row);
      else add(unquoted(key), trimSpace(row.slice(colon + 1)), line);
    });
    return { rows, duplicate };
  }
  eachRow(text, file, problems, (row, line) => {
    const end = keyEnd(row);
    if (end < 0) {
      problems.add('open-quote', file, line, row);
      return;
    }
    const key = row.slice(0, end);
    const value = trimSpace(row.slice(end + 1));
    if (key === '' || value === '') problems.add('key-without-value', file, line, row);
    else {
      if (key.endsWith(':')) problems.add('alias-format', file, line, row);
      add(key, value, line);
    }
  });
  return { rows, duplicate };
}

/** Where the key ends; -1: a quote is open at the end. */
function keyEnd(row: string): number {
  const plain = row.search(/[ \t\n\v\f\r"\\]/);
  if (plain < 0) return row.length;
  if (row[plain] !== '"' && row[plain] !== '\\') return plain;
  let quoted = false;
  for (let at = plain; ; at++) {
    const letter = row[at];
    if (letter === undefined) return quoted ? -1 : row.length;
    if (letter === '\\') {
      if (++at >= row.length) return quoted ? -1 : row.length;
    } else if (letter === '"') quoted = !quoted;
    else if (!quoted && ' \t\n\v\f\r'.includes(letter)) return at;
  }
}

function outsideQuotes(text: string, test: (letter: string) => boolean): number {
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const letter = text[at]!;
    if (letter === '\\') at++;
    else if (letter === '"') quoted = !quoted;
    else if (!quoted && test(letter)) return at;
  }
  return text.length;
}

function unquoted(key: string): string {
  return key.startsWith('"') && key.endsWith('"') ? key.slice(1, -1).replace(/\\(.)/g, '$1') : key;
}

/**
 * Is it a file of aliases(5)? `alias_maps` and `local_recipient_maps` name such files as `hash:/etc/aliases`, made by
 * postalias(1). Told by its first lines: all have a colon, most of them white space behind it (which IPv6 addresses have not).
 */
function isAliases(text: string): boolean {
  const lines = text.slice(0, 20_000).split('\n', 200);
  const rows = lines.filter((line) => /^[^\s#]/.test(line));
  const spaced = rows.filter((row) => /^(?:"[^"]*"|[^\s:"]+)[ \t]*:(?:\s|$)/.test(row));
  return spaced.length * 2 > rows.length && rows.every((row) => /^(?:"[^"]*"|[^\s:"]+)[ \t]*:/.test(row));
}

export function textTable(source: TextSource, rows: ReadonlyMap<string, string>, partial = true): Table {
  const { name, kind, problems, foldKeys } = source;
  const lookup = (key: string): Answer => {
    const value = rows.get(foldKeys ? fold(key) : key);
    return value === undefined ? 'absent' : { found: value };
  };
  return { name, kind, partial, problems: problems.list, lookup };
}
