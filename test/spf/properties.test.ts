/** What holds for every record, however it was made. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { readRecord } from '../../src/spf/record.ts';
import { Spf } from '../../src/spf/spf.ts';
import type { Request, Verdict } from '../../src/spf/verdict.ts';
import { requests, zones } from './random-records.ts';
import { zoneResolver } from './zone.ts';

const said = ({ result, explanation, matched, problem, identity, domain }: Verdict): unknown => ({
  ...{ result, explanation, matched, problem, identity, domain },
});

describe('every record', () => {
  it('gives a verdict, within the limits', () =>
    fc.assert(
      fc.asyncProperty(zones, requests, async (zone, request) => {
        const resolver = zoneResolver(zone);
        const verdict = await new Spf(resolver).check(request);
        assert.match(verdict.result, /^(?:none|neutral|pass|fail|softfail|temperror|permerror)$/);
        assert.equal(verdict.problem === undefined, !/none|error/.test(verdict.result));
        assert.ok(verdict.lookups <= 11 && verdict.voidLookups <= 3);
        // Each lookup asks ten hosts more at most; the record and the explanation come on top.
        assert.ok(resolver.asked.length <= 2 + 2 * 11 + 11 * 10, String(resolver.asked.length));
        assert.deepEqual(
          verdict.trace.map(({ name, type }) => `${name} ${type}`),
          resolver.asked,
        );
        assert.match(verdict.explanation ?? 'none', /^[\x20-\x7e]{1,450}$/);
      }),
      { numRuns: 1500 },
    ));

  it('gives many senders the same verdicts with memory and without', () =>
    fc.assert(
      fc.asyncProperty(zones, fc.array(requests, { minLength: 8, maxLength: 25 }), async (zone, all) => {
        const remembering = new Spf(zoneResolver(zone));
        for (const request of all) {
          const fresh = await new Spf(zoneResolver(zone), { keep: 0 }).check(request);
          assert.deepEqual(said(await remembering.check(request)), said(fresh), JSON.stringify(request));
        }
      }),
      { numRuns: 300 },
    ));

  it('tells the place of a fault inside the record', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (tail) => {
        const text = `v=spf1 ${tail}`;
        const read = readRecord(text);
        if (!('fault' in read)) return;
        const { at, length } = read.fault;
        assert.ok(at >= 6 && length >= 1 && at + length <= text.length, JSON.stringify(read.fault));
      }),
      { numRuns: 2000 },
    ));
});

describe('a client', () => {
  const zone = {
    'example.com': { TXT: ['v=spf1 a:%{h} exists:%{l}.%{s}.%{i}.example ptr:%{p} -all exp=example.com'] },
  };
  const anything = fc.string({ unit: 'binary', maxLength: 80 });

  it('may call itself whatever it likes', () =>
    fc.assert(
      fc.asyncProperty(anything, anything, anything, async (ip, local, helo) => {
        for (const request of [
          { ip, sender: `${local}@example.com`, helo },
          { ip: '192.0.2.1', sender: `${local}@example.com`, helo },
          { ip: '192.0.2.1', sender: local, helo },
        ] satisfies Request[]) {
          const verdict = await new Spf(zoneResolver(zone)).check(request);
          assert.match(verdict.explanation ?? 'none', /^[\x20-\x7e]{1,450}$/);
        }
      }),
      { numRuns: 500 },
    ));
});
