/** The catalogue as a whole: no record contradicts itself or another, and every fact of the shared data is in it. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { readAnswer } from '../../src/dnsbl/answer.ts';
import { ZONES } from '../../src/dnsbl/catalogue/zones.ts';
import { findZone, likeZones } from '../../src/dnsbl/find.ts';
import { matches, readPattern } from '../../src/dnsbl/pattern.ts';
import { subjectOf } from '../../src/dnsbl/question.ts';
import { en } from '../../src/i18n/lists/en.ts';
import { ja } from '../../src/i18n/lists/ja.ts';
import { ROOT } from '../cli/run.ts';

const holes = (sentence: string): string[] => [...sentence.matchAll(/\{\w+\}/g)].map(([hole]) => hole).sort();

describe('the catalogue', () => {
  it('has each zone once', () => {
    const names = ZONES.map(({ zone, keyed }) => `${keyed === true ? 'KEY.' : ''}${zone}`);
    assert.deepEqual(
      names.filter((name, i) => names.indexOf(name) !== i),
      [],
    );
    assert.equal(names.length, 215);
  });

  for (const record of ZONES)
    it(`${record.keyed === true ? 'KEY.' : ''}${record.zone}`, () => {
      assert.equal(subjectOf(record.zone)?.text, record.zone);
      assert.ok(record.sources.length > 0, 'no source');
      for (const { answer } of [...record.codes, ...record.errors]) assert.ok(readPattern(answer), answer);
      const { status, since, listedAll } = record.life;
      for (const date of [...(since === undefined ? [] : [since.date]), ...listedAll])
        assert.match(date, /^(?:19|20)\d\d(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?$/);
      if (status === 'shut-down' || status === 'parked') {
        assert.equal(record.use, 'never');
        assert.ok(since, 'ended, nobody knows when');
      }
      if (status === 'parked') assert.ok(listedAll.length > 0);
      for (const name of record.replacements) {
        const instead = findZone(name);
        assert.equal(instead?.record.life.status, 'active', name);
        assert.notEqual(instead?.record.use, 'never', name);
      }
      for (const point of [...record.tests.listed, ...record.tests.clear]) assert.ok(subjectOf(point), point);
      if (record.registration === 'key' && status === 'active') assert.equal(record.keyed, true);
      if (record.delistUrl !== undefined) assert.match(record.delistUrl, /^https?:\/\//);
      if (record.lookupUrl !== undefined) assert.match(record.lookupUrl, /^https?:\/\//);
    });

  for (const { zone, filter, codes, errors } of ZONES.filter((record) => record.filter !== undefined))
    it(`${zone}=${filter} lets listings through, and no error`, () => {
      const pattern = readPattern(filter!)!;
      for (const { answer, why } of [...errors, { answer: '127.255.255.254', why: 'public-resolver' }])
        if (readPattern(answer)!.every((ranges) => ranges.length === 1 && ranges[0]![0] === ranges[0]![1]))
          assert.ok(!matches(pattern, answer), `${answer}: ${why}`);
      assert.ok(codes.length === 0 || codes.some(({ answer }) => matches(pattern, sample(answer))));
    });

  it('speaks both languages, with the same values', () => {
    assert.deepEqual(Object.keys(ja).sort(), Object.keys(en).sort());
    for (const [key, sentence] of Object.entries(en))
      assert.deepEqual(holes(ja[key as keyof typeof en]), holes(sentence), key);
  });
});

/** Some address of a pattern. */
function sample(pattern: string): string {
  return readPattern(pattern)!
    .map((ranges) => ranges[0]![0])
    .join('.');
}

describe('finding a zone', () => {
  const FOUND: readonly [name: string, zone: string, by: string][] = [
    ['zen.spamhaus.org', 'zen.spamhaus.org', 'name'],
    ['ZEN.SpamHaus.ORG.', 'zen.spamhaus.org', 'name'],
    ['abcdef0123.zen.dq.spamhaus.net', 'zen.dq.spamhaus.net', 'key'],
    ['abcdef0123.combined.mail.abusix.zone', 'combined.mail.abusix.zone', 'key'],
    ['combined.mail.abusix.zone', 'combined.mail.abusix.zone', 'name'],
    ['cn-kr.blackholes.us', 'cn-kr.blackholes.us', 'name'],
    ['japan.blackholes.us', 'blackholes.us', 'tree'],
    ['spews.relays.osirusoft.com', 'relays.osirusoft.com', 'tree'],
    ['dialup.dnsbl.sorbs.net', 'sorbs.net', 'tree'],
    ['postmaster.rfc-ignorant.org', 'dsn.rfc-ignorant.org', 'tree'],
  ];
  for (const [name, zone, by] of FOUND)
    it(name, () => {
      const found = findZone(name);
      assert.deepEqual([found?.record.zone, found?.by], [zone, by]);
      assert.equal(found?.record.keyed === true, by === 'key');
    });
  for (const name of ['', '.', 'org', 'spamhaus.org', 'zin.spamhaus.org', 'myblackholes.us', 'bl.example'])
    it(`not: "${name}"`, () => assert.equal(findZone(name), undefined));

  const MEANT: readonly [typed: string, meant: string | undefined][] = [
    ['zen.spamhause.org', 'zen.spamhaus.org'],
    ['zne.spamhaus.org', 'zen.spamhaus.org'],
    ['zen.spamhaus.com', 'zen.spamhaus.org'],
    ['bl.spamcop.org', 'bl.spamcop.net'],
    ['b.baracudacentral.org', 'b.barracudacentral.org'],
    ['dnsbl1.uceprotect.net', 'dnsbl-1.uceprotect.net'],
    ['psbl.surriel.org', 'psbl.surriel.com'],
    ['bl.lists.example', undefined],
    ['zen.spamhaus.org', undefined],
  ];
  for (const [typed, meant] of MEANT)
    it(`${typed}: ${meant ?? 'nothing like it'}`, () => {
      const like = likeZones(typed).filter(({ zone }) => zone !== typed);
      assert.equal(typed === 'zen.spamhaus.org' ? undefined : like[0]?.zone, meant);
    });
});

interface SharedZone {
  zone: string;
  status: string;
  return_codes: Record<string, string>;
  error_codes: Record<string, string>;
}

describe('the shared catalogue', () => {
  const path = join(ROOT, '../shared/data/dnsbl-catalogue.json');
  const skip = existsSync(path) ? false : `${path} is not here`;
  it('is all in ours, with the same states, and each code read as it says', { skip }, () => {
    const zones = JSON.parse(readFileSync(path, 'utf8')) as SharedZone[];
    const STATES: Record<string, string> = { 'parked-wildcard': 'parked' };
    for (const { zone, status, return_codes, error_codes } of zones) {
      const found = findZone(zone.replace('<key>', 'key').replace(/ .*/, ''));
      assert.ok(found, zone);
      assert.equal(found.record.life.status, STATES[status] ?? status, zone);
      const read = (address: string) =>
        readAnswer(found.record, { status: 'found', records: [address], ttl: 1 });
      for (const code of Object.keys(return_codes).filter((text) => /^[\d.]+$/.test(text))) {
        const reading = read(code);
        assert.ok(reading.state === 'listed' || reading.state === 'rated', `${zone} ${code}`);
        assert.ok(
          reading.meanings.every(({ means }) => means !== 'code.undocumented' && means !== 'code.any'),
          `${zone} ${code}`,
        );
      }
      for (const code of Object.keys(error_codes).filter((text) => /^[\d.]+$/.test(text)))
        assert.equal(read(code).state, 'failed', `${zone} ${code}`);
    }
  });
});
