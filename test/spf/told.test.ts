/** What is told of every record, as text and as JSON: it can be told in both languages, and no sign of a stranger moves a terminal. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { reviewJson, verdictJson } from '../../src/cli/spf-json.ts';
import { SpfText } from '../../src/cli/spf-text.ts';
import type { Language } from '../../src/i18n/language.ts';
import { review } from '../../src/spf/review.ts';
import { resultOf } from '../../src/spf/review-problems.ts';
import { Spf } from '../../src/spf/spf.ts';
import { requests, zones } from './random-records.ts';
import { type Zone, zoneResolver } from './zone.ts';

const languages = fc.constantFrom<Language>('en', 'ja');
/** A record with anything in it, beside the sensible ones. */
const hostile = fc.option(
  fc
    .tuple(
      fc.constantFrom('v=spf1 ', 'v=spf1;', 'spf1 ', 'v=spf1\t', 'v=spf1 include:', 'v=spf1 exp='),
      fc.string({ unit: 'binary', maxLength: 60 }),
    )
    .map(([start, rest]) => start + Buffer.from(rest, 'utf8').toString('latin1')),
  { nil: undefined },
);

describe('what is told', () => {
  it('of every record and client', () =>
    fc.assert(
      fc.asyncProperty(zones, hostile, requests, languages, async (zone, text, request, language) => {
        const whole: Zone = text === undefined ? zone : { ...zone, 'example.com': { TXT: [text] } };
        const resolver = zoneResolver(whole);
        const verdict = await new Spf(resolver).check(request);
        const found = await review('example.com', resolver);
        const writer = (): SpfText => new SpfText({ language, width: 80, color: false });
        for (const told of [writer().verdict(verdict, request, found), writer().review(found)]) {
          assert.doesNotMatch(told, /[\0-\x09\x0b-\x1f\x7f-\x9f]/);
          assert.doesNotMatch(told, /undefined|\[object/);
          assert.doesNotMatch(
            told,
            /\{(?:term|write|wrong|domain|name|of|record|terms|text|target|network|size)\}/,
          );
        }
        for (const value of [
          verdictJson(verdict, request, found, language),
          reviewJson(found, resultOf(found), language),
        ])
          assert.doesNotMatch(JSON.stringify(value), /\[object/);
      }),
      { numRuns: 800 },
    ));
});
