/** The official suite of RFC 7208 as it lies beside the project, for those who run it. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { RecordType } from '../../src/dns/resolver.ts';
import type { Zone } from './zone.ts';

const FILE = join(import.meta.dirname, '../../../shared/data/spf/rfc7208-tests.yml');
export const skip = existsSync(FILE) ? false : `${FILE} is not on this machine`;

type Value = string | string[] | [number, string];
export type Entry = 'TIMEOUT' | Record<string, Value>;

export interface Case {
  readonly helo: string;
  readonly host: string;
  readonly mailfrom: string;
  readonly result: string | string[];
  readonly explanation?: string;
}

export interface Scenario {
  readonly description: string;
  readonly tests: Record<string, Case>;
  readonly zonedata: Record<string, Entry[]>;
}

export function scenarios(): Scenario[] {
  if (skip) return [];
  return parseAllDocuments(readFileSync(FILE, 'utf8')).map((document) => document.toJS() as Scenario);
}

export function zoneOf(zonedata: Scenario['zonedata']): Zone {
  const zone: Record<string, Zone[string]> = {};
  for (const [name, entries] of Object.entries(zonedata)) zone[name.toLowerCase()] = recordsOf(entries);
  return zone;
}

/** A server that is silent about one type is silent here about the types that the name has no records of. */
function recordsOf(entries: readonly Entry[]): Zone[string] {
  const records: Partial<Record<RecordType, unknown[]>> = {};
  const hasText = entries.some((entry) => typeof entry !== 'string' && 'TXT' in entry);
  for (const entry of entries) {
    if (typeof entry === 'string') continue;
    for (const [type, value] of Object.entries(entry)) {
      const isText = type === 'TXT' || type === 'SPF';
      if (type === 'SPF' && hasText) continue;
      if (isText && [value].flat()[0] === 'NONE') continue;
      const as = (isText ? 'TXT' : type) as RecordType;
      records[as] = [...(records[as] ?? []), dataOf(as, value)];
    }
  }
  if (!entries.some((entry) => entry === 'TIMEOUT')) return records;
  return Object.keys(records).length === 0 ? 'timeout' : silentElse(records);
}

function silentElse(records: Partial<Record<RecordType, unknown[]>>): Zone[string] {
  const all: RecordType[] = ['A', 'AAAA', 'CNAME', 'MX', 'NS', 'PTR', 'SOA', 'SRV', 'TXT'];
  return Object.fromEntries(all.map((type) => [type, records[type] ?? 'timeout'])) as Zone[string];
}

function dataOf(type: RecordType, value: Value): unknown {
  const [first, second] = [value].flat();
  if (type === 'MX') return { preference: Number(first), exchange: String(second).toLowerCase() };
  // Bytes as latin1, as the resolver has them.
  if (type === 'TXT') return Buffer.from([value].flat().join(''), 'utf8').toString('latin1');
  return type === 'PTR' ? String(first).replace(/\.$/, '') : String(first);
}
