/** The official suite again, over a real name server and our stub resolver: all of it but what needs a silent server. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { stubResolver } from '../../src/dns/stub.ts';
import { Spf } from '../../src/spf/spf.ts';
import { startNsd } from '../lab/nsd.ts';
import { skipWithout } from '../lab/require.ts';
import { scenarios, skip as skipSuite, zoneOf } from './official.ts';
import type { Zone } from './zone.ts';

/** Two names are too long for a label, a third of these is empty: no zone file can have them. */
const isWritable = (name: string): boolean =>
  name.length <= 253 && name.split('.').every((label) => label !== '' && label.length <= 63);

describe('over nsd', { skip: skipSuite || skipWithout('nsd'), concurrency: 4 }, () => {
  for (const { description, tests, zonedata } of scenarios())
    it(description, async () => {
      const zone = zoneOf(zonedata);
      const server = await startNsd(zoneFiles(zone));
      const resolver = stubResolver({ servers: [server], timeout: 5_000 });
      const wrong: string[] = [];
      try {
        const silent = Object.keys(zone).filter((name) => needsSilence(zone[name]!));
        for (const [name, { helo, host, mailfrom, result, explanation }] of Object.entries(tests)) {
          const {
            result: got,
            explanation: told,
            trace,
          } = await new Spf(resolver, { keep: 0 }).check({
            ...{ ip: host, sender: mailfrom, helo },
          });
          if (trace.some((step) => silent.includes(step.name.toLowerCase()))) continue;
          if (![result].flat().includes(got)) wrong.push(`${name}: ${got}, not ${result}`);
          const expected = explanation === 'DEFAULT' ? undefined : explanation;
          if (explanation !== undefined && told !== expected) wrong.push(`${name}: ${told}, not ${expected}`);
        }
      } finally {
        resolver.close();
        await server.stop();
      }
      assert.deepEqual(wrong, []);
    });
});

function needsSilence(own: Zone[string]): boolean {
  return typeof own === 'string' || Object.values(own).some((records) => typeof records === 'string');
}

/** A zone for each top-level domain, so that whatever else is asked below it does not exist. */
function zoneFiles(zone: Zone): Record<string, string> {
  const files: Record<string, string> = {};
  const tops = Object.keys(zone).map((name) => name.split('.').at(-1)!);
  for (const top of new Set(['com', 'net', 'org', 'arpa', ...tops.filter((name) => /^[a-z-]+$/.test(name))]))
    files[top] = '@ SOA ns.example. hostmaster.example. 1 7200 3600 86400 300\n@ NS ns.example.\n';
  for (const [name, own] of Object.entries(zone)) {
    const top = name.split('.').at(-1)!;
    if (typeof own === 'string' || !isWritable(name) || files[top] === undefined) continue;
    // An empty one exists all the same.
    const entries = Object.entries(own).filter(([, records]) => Array.isArray(records));
    for (const [type, records] of entries)
      for (const record of records as readonly unknown[])
        files[top] += `${escaped(name)}. ${type} ${dataOf(type, record)}\n`;
    if (entries.length === 0) files[top] += `${escaped(name)}. HINFO "none" "none"\n`;
  }
  return files;
}

function dataOf(type: string, record: unknown): string {
  if (type === 'MX') {
    const { preference, exchange } = record as { preference: number; exchange: string };
    return `${preference} ${exchange === '' ? '.' : `${escaped(exchange)}.`}`;
  }
  const text = String(record);
  if (type === 'TXT') return (text.match(/.{1,200}/gs) ?? ['']).map((part) => `"${quoted(part)}"`).join(' ');
  return type === 'A' || type === 'AAAA' ? text : `${escaped(text.replace(/\.$/, ''))}.`;
}

const decimal = (character: string): string => `\\${String(character.charCodeAt(0)).padStart(3, '0')}`;
const quoted = (text: string): string => text.replace(/[^ !#-[\]-~]/g, decimal);
const escaped = (name: string): string => name.replace(/[^a-z0-9.\-_]/gi, decimal);
