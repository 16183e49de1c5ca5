/** The domains that a server calls its own, as far as they are written down where they can be read. */
import { LIST, words } from '../../postfix/split.ts';
import { eachRow } from '../../postfix/tables/rows.ts';
import { Problems } from '../../postfix/tables/table.ts';
import type { Reading } from './family.ts';

import { KEYED, tableUses } from './table-uses.ts';

const DOMAIN_LISTS = [
  ...['mydestination', 'virtual_alias_domains', 'virtual_mailbox_domains', 'relay_domains'],
] as const;

/** Domains that are looked at one by one; a hosting server may have more. */
const MOST = 2000;

/** Of all lists, each once. */
export async function ownDomains(reading: Reading): Promise<readonly string[]> {
  const all = new Set<string>();
  for (const parameter of DOMAIN_LISTS)
    for (const domain of await domainsOf(reading, parameter)) all.add(domain);
  return [...all].slice(0, MOST);
}

/** Those that stand in the list itself, in its files, and as keys of its tables. */
export async function domainsOf(reading: Reading, parameter: string): Promise<readonly string[]> {
  const value = reading.value(parameter);
  if (value === undefined) return [];
  const found = new Set<string>();
  await addWords(reading, value.text, found, 0);
  for (const { kind, rest } of tableUses(parameter, value)) {
    if (!KEYED.has(kind)) continue;
    const text = await textOfTable(reading, rest);
    if (text !== undefined)
      for (const { key } of rowsOf(text)) if (isDomain(key)) found.add(key.toLowerCase());
  }
  return [...found].slice(0, MOST);
}

async function addWords(reading: Reading, text: string, found: Set<string>, depth: number): Promise<void> {
  for (const { text: word } of words(text, LIST)) {
    if (word.startsWith('#')) return;
    if (word.startsWith('/') && depth < 5) {
      const file = await textOfTable(reading, word);
      for (const line of file?.split('\n') ?? [])
        if (!line.startsWith('#')) await addWords(reading, line, found, depth + 1);
    } else if (isDomain(word)) found.add(word.toLowerCase());
  }
}

function isDomain(word: string): boolean {
  return /^[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?$/i.test(word);
}

export interface Row {
  readonly key: string;
  readonly value: string;
  readonly line: number;
}

/** Keys and values as postmap(1) takes them, without the quotes of the key. */
export function rowsOf(text: string): readonly Row[] {
  const rows: Row[] = [];
  eachRow(text, '', new Problems(), (row, line) => {
    const match = /^("(?:\\.|[^"\\])*"|(?:\\.|[^\s"\\])+)\s+(\S[\s\S]*)$/.exec(row);
    if (match !== null)
      rows.push({ key: match[1]!.replace(/^"(.*)"$/, '$1'), value: match[2]!.trimEnd(), line });
  });
  return rows;
}

/** Lines of aliases(5): `name: value, value`. */
export function aliasesOf(text: string): readonly Row[] {
  const rows: Row[] = [];
  eachRow(text, '', new Problems(), (row, line) => {
    const match = /^("(?:\\.|[^"\\])*"|[^\s":]+)[ \t]*:\s*([\s\S]*)$/.exec(row);
    if (match !== null)
      rows.push({ key: match[1]!.replace(/^"(.*)"$/, '$1'), value: match[2]!.trimEnd(), line });
  });
  return rows;
}

/** undefined: it cannot be read. */
export async function textOfTable(reading: Reading, path: string): Promise<string | undefined> {
  try {
    return await reading.world.tables.readText(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    return undefined;
  }
}
