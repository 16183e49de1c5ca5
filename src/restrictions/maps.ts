/**
 * Looking up in the tables of one parameter, one after the other (maps_find()), with the keys that Postfix derives of
 * addresses and names (access(5), mail_addr_find.c). Patterns (`cidr regexp pcre` and others) see whole keys only.
 */
import type { Answer, Table } from '../postfix/tables/table.ts';
import type { Run } from './run.ts';

export type Maps = readonly Table[];

/** What is looked up; is it all of it, or a part? */
export type Key = readonly [key: string, whole: boolean];

/** Tables that cannot answer at once; what they say is a fact that is to be asked for. */
const slow = new WeakSet<Table>();

/** What a table says of a key as it stands; `unknown` where that is still to be asked for. */
export function answerOf(run: Run, table: Table, key: string): Answer {
  if (!slow.has(table)) {
    const answer = table.lookup(key);
    if (!(answer instanceof Promise)) return answer;
    answer.catch(() => undefined);
    slow.add(table);
  }
  return run.facts.table(table, key) ?? { unknown: '' };
}

/** Where nobody knows, the run goes on as if there were nothing, and as if there were something that cannot be told. */
function askTable(run: Run, table: Table, key: string): Answer {
  const answer = answerOf(run, table, key);
  if (typeof answer !== 'object' || !('unknown' in answer)) return answer;
  const why = answer.unknown === '' ? {} : { why: answer.unknown };
  return run.choose({ kind: 'table', table, key, ...why }, ['absent', answer] as const);
}

/**
 * @param whole the key is not a part of another
 * @returns absent, found, failed; or `unknown` where something stands there that nobody knows
 */
export function find(run: Run, maps: Maps, key: string, whole: boolean): Answer {
  if (key === '') return 'absent';
  for (const table of maps) {
    if (!whole && !table.partial) continue;
    const answer = askTable(run, table, key);
    if (answer !== 'absent') return answer;
  }
  return 'absent';
}

/** The first of several keys that is there. */
export function findFirst(run: Run, maps: Maps, keys: readonly Key[]): Answer {
  for (const [key, whole] of keys) {
    const answer = find(run, maps, key, whole);
    if (answer !== 'absent') return answer;
  }
  return 'absent';
}

/** A name, then the domains above it; `.domain` where parents do not stand for their subdomains. */
export function domainKeys(name: string, dotted: boolean, numeric: boolean, whole = true): Key[] {
  const keys: Key[] = [];
  let first = whole;
  for (let key = name; key !== ''; first = false) {
    keys.push([key, first]);
    if (numeric) break;
    const dot = key.indexOf('.', 1);
    if (dot < 0) break;
    key = key.slice(dotted ? dot : dot + 1);
  }
  return keys;
}

/** An address, then its networks by whole numbers: `192.0.2.1`, `192.0.2`, `192.0`, `192`. */
export function addressKeys(address: string): Key[] {
  const delimiter = address.includes(':') ? ':' : '.';
  const keys: Key[] = [[address, true]];
  for (let end = address.lastIndexOf(delimiter); end >= 0; ) {
    const key = address.slice(0, end);
    keys.push([key, false]);
    end = key.lastIndexOf(delimiter);
  }
  return keys;
}
