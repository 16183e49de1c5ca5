/** The official suite of RFC 7208 (openspf, 2014.04): all of its tests, with their explanations. None is left out. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { parseAllDocuments } from 'yaml';
import type { RecordType } from '../../src/dns/resolver.ts';
import { Spf } from '../../src/spf/spf.ts';
import { type Zone, zoneResolver } from './zone.ts';

const FILE = join(import.meta.dirname, '../../../shared/data/spf/rfc7208-tests.yml');
const skip = existsSync(FILE) ? false : `${FILE} is not on this machine`;

type Value = string | string[] | [number, string];
type Entry = 'TIMEOUT' | Record<string, Value>;

interface Case {
  readonly helo: string;
  readonly host: string;
  readonly mailfrom: string;
  readonly result: string | string[];
  readonly explanation?: string;
}

interface Scenario {
  readonly description: string;
  readonly tests: Record<string, Case>;
  readonly zonedata: Record<string, Entry[]>;
}

describe('the official SPF suite', { skip }, () => {
  const scenarios = skip
    ? []
    : parseAllDocuments(readFileSync(FILE, 'utf8')).map((document) => document.toJS() as Scenario);

  it('has 203 tests', () => {
    assert.equal(
      scenarios.reduce((sum, { tests }) => sum + Object.keys(tests).length, 0),
      203,
    );
  });

  for (const { description, tests, zonedata } of scenarios)
    describe(description, () => {
      const zone = zoneOf(zonedata);
      for (const [name, { helo, host, mailfrom, result, explanation }] of Object.entries(tests))
        it(name, async () => {
          const spf = new Spf(zoneResolver(zone));
          const request = { ip: host, sender: mailfrom, helo };
          const verdict = await spf.check(request);
          const allowed = [result].flat();
          assert.ok(allowed.includes(verdict.result), `${verdict.result} is none of ${allowed}`);
          if (explanation !== undefined)
            assert.equal(verdict.explanation, explanation === 'DEFAULT' ? undefined : explanation);
          // From memory, and by another that has none: the same.
          const again = await spf.check(request);
          assert.deepEqual(
            [again.result, again.explanation, again.matched],
            [verdict.result, verdict.explanation, verdict.matched],
          );
        });
    });
});

function zoneOf(zonedata: Scenario['zonedata']): Zone {
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
