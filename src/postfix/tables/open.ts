/**
 * Opens a lookup table by its name in main.cf (DATABASE_README), as Postfix would: what it cannot open is a table that fails,
 * not an error. A table is read once for each world: who wants to see changes takes a new one.
 *
 *     hash:/etc/postfix/access      pipemap:{inline:{a=b}, texthash:/etc/postfix/b}      proxy:mysql:/etc/postfix/m.cf
 */

import { LIST, words } from '../split.ts';
import { Asker } from './asker.ts';
import { cidrTable } from './cidr-table.ts';
import { pipeTable, unionTable } from './composite.ts';
import { askedTable, databaseTable, isDatabase, type Named } from './database.ts';
import { fold } from './fold.ts';
import { failTable, inlineRules, inlineTable, insideBraces, randomTable, staticTable } from './inline.ts';
import { openPatterns } from './patterns/pattern-table.ts';
import { failingTable, Problems, type Table, tableProblem, unknownTable } from './table.ts';
import { readText, textTable } from './text-table.ts';
import { unixTable } from './unix.ts';
import type { OpenOptions, TableWorld } from './world.ts';

export type { OpenOptions, TableWorld } from './world.ts';

const opened = new WeakMap<TableWorld, Map<string, Promise<Table>>>();

/** @param spec `type:name`, or a name alone, which is of the default type */
export function openTable(spec: string, world: TableWorld, options: OpenOptions = {}): Promise<Table> {
  let tables = opened.get(world);
  if (tables === undefined) {
    tables = new Map();
    opened.set(world, tables);
  }
  const key = `${options.fold ?? true} ${options.duplicates ?? 'refuse'} ${spec}`;
  let table = tables.get(key);
  if (table === undefined) {
    table = open(spec, world, options, 0);
    tables.set(key, table);
  }
  return table;
}

/** Tables in tables. */
const DEEPEST = 50;

async function open(spec: string, world: TableWorld, options: OpenOptions, depth: number): Promise<Table> {
  const colon = spec.indexOf(':');
  const named: Named = {
    name: spec,
    kind: colon < 0 ? world.defaultType : spec.slice(0, colon),
    rest: spec.slice(colon + 1),
  };
  const { kind, rest } = named;
  const cannot = (why: string, file = ''): Table =>
    failingTable(spec, kind, tableProblem('cannot-open', file, 0, `${spec}: ${why}`));
  if (kind === '' || rest === '') return cannot('type:name is meant');
  if (depth > DEEPEST) return cannot('tables in tables, too deeply');
  try {
    return (
      (await ofFile(named, world, options)) ??
      ofText(named, world, options) ??
      (await ofTables(named, world, options, depth)) ??
      ofServer(named, world) ??
      cannot('Postfix knows no such type')
    );
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === undefined) throw error;
    return cannot(code === 'ENOENT' ? 'there is no such file' : `cannot be read (${code})`, rest);
  }
}

async function ofFile(named: Named, world: TableWorld, options: OpenOptions): Promise<Table | undefined> {
  const { name, kind, rest } = named;
  const problems = new Problems();
  const foldKeys = options.fold ?? true;
  const asker = world.postmap === undefined ? undefined : new Asker(`${kind}:${rest}`, world.postmap);
  const ask = asker && ((key: string) => asker.ask(key));
  if (isDatabase(kind)) return databaseTable(named, world, options, problems);
  switch (kind) {
    case 'texthash': {
      const text = await world.readText(rest);
      const source = {
        ...{ name, kind, file: rest, text, problems },
        ...{ mayBeAliases: false, foldRows: foldKeys, foldKeys },
      };
      const { rows, duplicate } = readText(source);
      if (duplicate === undefined || options.duplicates === 'first') return textTable(source, rows);
      const why = `${name}: ${duplicate.key} stands twice, smtpd refuses the table`;
      return {
        ...failingTable(name, kind, tableProblem('duplicate-key', rest, duplicate.line, why)),
        problems: problems.list,
      };
    }
    case 'cidr':
    case 'regexp':
    case 'pcre': {
      const own = rest.startsWith('{');
      const text = own ? inlineRules(rest) : await world.readText(rest);
      if (text === undefined)
        return failingTable(
          name,
          kind,
          tableProblem('cannot-open', '', 0, `${name}: ${kind}:{{rule}...} is meant`),
        );
      const source = { name, file: own ? '' : rest, text, problems };
      return kind === 'cidr' ? cidrTable(source) : openPatterns({ ...source, kind, ask });
    }
    case 'unix':
      return unixTable(name, rest, world, foldKeys, ask);
    default:
      return undefined;
  }
}

function ofText({ name, kind, rest }: Named, world: TableWorld, options: OpenOptions): Table | undefined {
  const foldKeys = options.fold ?? true;
  switch (kind) {
    case 'inline':
      return inlineTable(name, rest, foldKeys);
    case 'static':
      return staticTable(name, rest);
    case 'fail':
      return failTable(name);
    case 'randmap':
      return randomTable(name, rest);
    case 'internal':
      // What a program keeps for itself: empty when it is opened.
      return { name, kind, partial: true, problems: [], lookup: () => 'absent' };
    case 'environ': {
      const { environment } = world;
      if (environment === undefined) return unknownTable(name, kind, "Postfix's environment", true);
      const lookup: Table['lookup'] = (key) => {
        const value = environment[foldKeys ? fold(key) : key];
        return value === undefined ? 'absent' : { found: value };
      };
      return { name, kind, partial: true, problems: [], lookup };
    }
    default:
      return undefined;
  }
}

async function ofTables(
  { name, kind, rest }: Named,
  world: TableWorld,
  options: OpenOptions,
  depth: number,
): Promise<Table | undefined> {
  if (kind === 'proxy') {
    const table = await open(rest, world, options, depth + 1);
    return {
      ...table,
      name,
      kind,
      partial: table.partial,
      problems: table.problems,
      lookup: (key) => table.lookup(key),
    };
  }
  if (kind !== 'pipemap' && kind !== 'unionmap') return undefined;
  const specs = words(insideBraces(rest) ?? '', LIST).map(({ text }) => text);
  if (specs.length === 0 || specs.some((spec) => !spec.includes(':')))
    return failingTable(
      name,
      kind,
      tableProblem('cannot-open', '', 0, `${name}: ${kind}:{type:name...} is meant`),
    );
  const tables: Table[] = [];
  for (const spec of specs) tables.push(await open(spec, world, options, depth + 1));
  return kind === 'pipemap' ? pipeTable(name, tables) : unionTable(name, tables);
}

/** Tables that ask a server, and whether parts of keys are asked for (most say it in files of their own; usually they are). */
const SERVERS: ReadonlyMap<string, boolean> = new Map([
  ...(['mysql', 'pgsql', 'sqlite', 'ldap', 'nis', 'nisplus', 'netinfo', 'mongodb', 'memcache'] as const).map(
    (kind): [string, boolean] => [kind, true],
  ),
  ['tcp', false],
  ['socketmap', false],
]);

function ofServer(named: Named, world: TableWorld): Table | undefined {
  const { name, kind } = named;
  const partial = SERVERS.get(kind);
  if (partial === undefined) return undefined;
  return world.allowNetwork && world.postmap !== undefined
    ? askedTable(named, world.postmap, partial)
    : unknownTable(name, kind, `what ${name} answers (ask it with postmap -q)`, partial);
}
