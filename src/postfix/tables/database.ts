/**
 * Databases that postmap(1) makes of a text (DATABASE_README): `hash:/etc/postfix/access` is /etc/postfix/access.db, made of
 * /etc/postfix/access. Where the database is at least as new as its text, both hold the same, and the text is read. An edit
 * that nobody ran postmap for is not live: then only the database itself, by postmap, can tell.
 */
import { Asker } from './asker.ts';
import { failingTable, type Problems, type Table, tableProblem, unknownTable } from './table.ts';
import { readText, textTable } from './text-table.ts';
import type { OpenOptions, TableWorld } from './world.ts';

const SUFFIX: ReadonlyMap<string, string> = new Map([
  ['hash', '.db'],
  ['btree', '.db'],
  ['lmdb', '.lmdb'],
  ['cdb', '.cdb'],
  ['dbm', '.dir'],
  ['sdbm', '.dir'],
]);

export function isDatabase(kind: string): boolean {
  return SUFFIX.has(kind);
}

export interface Named {
  /** As written. */
  readonly name: string;
  readonly kind: string;
  /** Behind the type. */
  readonly rest: string;
}

/** @throws what world.readText throws */
export async function databaseTable(
  { name, kind, rest }: Named,
  world: TableWorld,
  options: OpenOptions,
  problems: Problems,
): Promise<Table> {
  const database = `${rest}${SUFFIX.get(kind)}`;
  const made = world.stamp(database);
  const written = world.stamp(rest);
  if (made === undefined && !(world.textStandsForDatabase && written !== undefined))
    return failingTable(
      name,
      kind,
      tableProblem('cannot-open', database, 0, `${database}: there is no such file`),
    );
  if (written !== undefined && (made === undefined || made.mtimeMs >= written.mtimeMs)) {
    const source = {
      ...{ name, kind, file: rest, text: await world.readText(rest), problems },
      ...{ mayBeAliases: true, foldRows: true, foldKeys: options.fold ?? true },
    };
    return textTable(source, readText(source).rows);
  }
  const why =
    written === undefined
      ? `${rest}, of which ${database} was made, is not there`
      : `${database} is older than ${rest}`;
  if (written !== undefined) problems.add('stale', rest, 0, why);
  const table =
    world.postmap === undefined
      ? unknownTable(name, kind, why, true)
      : askedTable({ name, kind, rest }, world.postmap, true);
  return { ...table, problems: problems.list };
}

/** A table that postmap is asked about, key by key. */
export function askedTable(
  { name, kind, rest }: Named,
  postmap: NonNullable<TableWorld['postmap']>,
  partial: boolean,
): Table {
  const asker = new Asker(`${kind}:${rest}`, postmap);
  return { name, kind, partial, problems: [], lookup: (key) => asker.ask(key) };
}
