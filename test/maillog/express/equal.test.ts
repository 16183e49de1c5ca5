/** The express lane counts as the long way does: logs of all kinds are read both ways. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { generate } from '../../../bench/generate.ts';
import { assertEqual } from './both-ways.ts';

function generated(options: Omit<Parameters<typeof generate>[0], 'lines'>): string {
  let log = '';
  generate({ lines: 6000, ...options }, (text) => {
    log += text;
  });
  return log;
}

/** The same logs in each run; FUZZ_SEED and FUZZ_RUNS look further (docs/limits.md tells what they find). */
const SEARCH = {
  seed: Number(process.env.FUZZ_SEED ?? 20261125),
  numRuns: Number(process.env.FUZZ_RUNS ?? 25),
};

const sample = readFileSync(join(import.meta.dirname, '../../../sample/maillog'), 'latin1');

describe('the express lane counts as the long way does', () => {
  it('the sample', async () => {
    const report = await assertEqual(sample);
    assert.ok(report.totals.received > 500);
  });
  it('one day of the sample, and the day before', async () => {
    await assertEqual(sample, '2026-11-21');
  });
  for (const [name, options] of [
    ['RFC 3164, long queue ids', {}],
    ['RFC 3164, short queue ids', { longIds: false, seed: 2 }],
    ['RFC 3339', { format: 'rfc3339', seed: 3 }],
    ['several days', { days: 9, seed: 4 }],
    ['a content filter', { mix: 'filter', seed: 6 }],
    ['a content filter, short queue ids', { mix: 'filter', longIds: false, format: 'rfc3339', seed: 7 }],
    ['backscatter', { mix: 'backscatter', seed: 8 }],
  ] as const)
    it(`a generated log: ${name}`, async () => {
      await assertEqual(generated(options));
    });
  it('lines that end in CR, and lines of two hosts', async () => {
    const lines = generated({ seed: 5 }).split('\n');
    await assertEqual(lines.join('\r\n'));
    await assertEqual(lines.map((line, i) => (i % 3 ? line : line.replace(' mx1.', ' mx2.'))).join('\n'));
  });

  // Damage in places where the lane decides: each mutation must leave both ways of one mind.
  const lines = sample.split('\n').slice(0, 1500);
  const PIECES = [
    '',
    ' ',
    '>',
    '<',
    '"',
    '[',
    ']',
    ',',
    ';',
    ': ',
    '; from=<',
    '> to=<',
    'ü',
    '\r',
    '\t',
    '0',
    'A',
    '=',
    ')',
  ];
  it('lines with one character or piece too many, or cut', async () => {
    const damage = fc.record({
      line: fc.nat({ max: lines.length - 1 }),
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      piece: fc.constantFrom(...PIECES),
      takes: fc.nat({ max: 3 }),
      cut: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(damage, { minLength: 200, maxLength: 400 }), async (damages) => {
        const damaged = [...lines];
        for (const { line, at, piece, takes, cut } of damages) {
          const text = damaged[line]!;
          const position = Math.floor(at * text.length);
          damaged[line] =
            text.slice(0, position) + piece + (cut && takes === 0 ? '' : text.slice(position + takes));
        }
        await assertEqual(damaged.join('\n'));
      }),
      SEARCH,
    );
  });
  it('lines out of order, twice, or missing', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat({ max: lines.length - 1 }), fc.nat({ max: 40 })), { maxLength: 200 }),
        async (moves) => {
          const moved = [...lines];
          for (const [from, by] of moves) {
            if (by === 0) moved[from] = '';
            else if (by === 1) moved.splice(from, 0, moved[from]!);
            else moved.splice(Math.min(moved.length - 1, from + by - 20), 0, ...moved.splice(from, 1));
          }
          await assertEqual(moved.join('\n'));
        },
      ),
      SEARCH,
    );
  });
});
