/**
 * The official suite again, all 203 cases, over a real name server and our stub resolver. Where a case wants a server that
 * does not answer, a door before nsd drops the question (silent-door.ts).
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type StubResolver, stubResolver } from '../../src/dns/stub.ts';
import { Spf } from '../../src/spf/spf.ts';
import { type NameServer, startNsd } from '../lab/nsd.ts';
import { skipWithout } from '../lab/require.ts';
import { scenarios, skip as skipSuite, zoneOf } from './official.ts';
import { type Door, openDoor } from './silent-door.ts';
import type { Zone } from './zone.ts';

/** Questions that are asked of a server that is silent about them. */
const SILENT = [
  'alltimeout.example.net TXT',
  'e21msg.example.com TXT',
  'err.example.com A',
  'ip8.example.com TXT',
  'nospftxttimeout.example.net TXT',
  'txttimeout.example.net TXT',
];

describe('over nsd', { skip: skipSuite || skipWithout('nsd'), concurrency: 4 }, () => {
  let ran = 0;
  const silenced = new Set<string>();

  for (const { description, tests, zonedata } of scenarios())
    describe(description, { concurrency: true }, () => {
      const zone = zoneOf(zonedata);
      let server: NameServer;
      let door: Door;
      let resolver: StubResolver;
      before(async () => {
        server = await startNsd(zoneFiles(zone));
        door = await openDoor(server, (name, type) => isSilent(zone[name], type));
        // Long enough for an answer of a busy machine, and no longer: nobody answers those that are dropped.
        resolver = stubResolver({ servers: [door], timeout: 1_000, attempts: 2 });
      });
      after(async () => {
        for (const question of door.silenced) silenced.add(question);
        resolver.close();
        await door.stop();
        await server.stop();
      });
      for (const [name, { helo, host, mailfrom, result, explanation }] of Object.entries(tests))
        it(name, async () => {
          ran++;
          const spf = new Spf(resolver, { keep: 0 });
          const verdict = await spf.check({ ip: host, sender: mailfrom, helo });
          const allowed = [result].flat();
          assert.ok(allowed.includes(verdict.result), `${verdict.result} is none of ${allowed}`);
          if (explanation !== undefined)
            assert.equal(verdict.explanation, explanation === 'DEFAULT' ? undefined : explanation);
        });
    });

  after(() => {
    assert.equal(ran, 203);
    assert.deepEqual([...silenced].sort(), SILENT);
  });
});

function isSilent(own: Zone[string] | undefined, type: string): boolean {
  return own === 'timeout' || (typeof own === 'object' && (own[type as 'A'] as unknown) === 'timeout');
}

/** A zone for each top-level domain, so that whatever else is asked below it does not exist. */
function zoneFiles(zone: Zone): Record<string, string> {
  const files: Record<string, string> = {};
  const tops = Object.keys(zone).map((name) => name.split('.').at(-1)!);
  for (const top of new Set(['com', 'net', 'org', 'arpa', ...tops.filter((name) => /^[a-z-]+$/.test(name))]))
    files[top] = '@ SOA ns.example. hostmaster.example. 1 7200 3600 86400 300\n@ NS ns.example.\n';
  for (const [name, own] of Object.entries(zone)) {
    const top = name.split('.').at(-1)!;
    if (typeof own === 'string') continue;
    assert.ok(files[top] !== undefined, `${name} is in no zone`);
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
