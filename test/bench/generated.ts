/** Logs of the generator, whose totals are known, and what Sekisho makes of them. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type GenerateOptions, generate } from '../../bench/generate.ts';
import { makeReport } from '../../src/report/make.ts';
import type { Report } from '../../src/report/model.ts';

export interface Generated {
  readonly text: string;
  /** As the generator writes them to FILE.totals.json. */
  readonly totals: Readonly<Record<string, unknown>>;
}

export function generated(options: GenerateOptions): Generated {
  let text = '';
  const totals = generate(options, (block) => {
    text += block;
  });
  return { text, totals: JSON.parse(JSON.stringify(totals)) as Record<string, unknown> };
}

/** The log in a file of its own for as long as `use` takes. */
export async function inFile<T>(text: string, use: (path: string) => T): Promise<Awaited<T>> {
  const folder = mkdtempSync(join(tmpdir(), 'sekisho-generated-'));
  try {
    const path = join(folder, 'maillog');
    writeFileSync(path, text);
    return await use(path);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export function reportOf(text: string): Promise<Report> {
  return inFile(text, (path) =>
    makeReport({
      logs: [path],
      date: undefined,
      domain: undefined,
      limits: { all: Number.POSITIVE_INFINITY, byList: {} },
      connectionStats: false,
      language: 'en',
      now: Date.parse('2026-11-24T12:00:00Z'),
      form: {},
      showUnparsed: 10,
      queue: async () => null,
    }),
  );
}

/** Kinds of logs: names of tests, and what makes them. */
export const KINDS: readonly (readonly [string, GenerateOptions])[] = [
  ['seed 1, RFC 3164, long queue ids', { lines: 30_000 }],
  ['seed 2, RFC 3164, short queue ids', { lines: 30_000, seed: 2, longIds: false }],
  ['seed 3, ISO stamps, long queue ids', { lines: 30_000, seed: 3, format: 'rfc3339' }],
  ['seed 4, ISO stamps, short queue ids', { lines: 30_000, seed: 4, format: 'rfc3339', longIds: false }],
  ['seed 5, RFC 3164, three days', { lines: 30_000, seed: 5, days: 3 }],
  [
    'seed 6, RFC 3164, over New Year',
    { lines: 30_000, seed: 6, days: 2, start: Date.parse('2025-12-31T00:00:00Z') },
  ],
  ['seed 12, backscatter', { lines: 30_000, seed: 12, mix: 'backscatter' }],
];

/** pflogsumm counts what goes through a content filter twice. */
export const FILTERED: readonly (readonly [string, GenerateOptions])[] = [
  ['seed 11, a content filter', { lines: 30_000, seed: 11, mix: 'filter' }],
];
