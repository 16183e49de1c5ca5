/** Reads a log by the express lane and without it: the reports must be equal, and so must what a replay gathers. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { limitsOf } from '../../../src/cli/pflogsumm.ts';
import { makeReport } from '../../../src/report/make.ts';
import type { Report } from '../../../src/report/model.ts';
import { assertSameAttempts } from '../../restrictions/replay/both-ways.ts';

const folder = mkdtempSync(join(tmpdir(), 'sekisho-express-'));
after(() => rmSync(folder, { recursive: true }));

async function reportOf(path: string, express: boolean, date?: string): Promise<Report> {
  const report = await makeReport({
    logs: [path],
    date,
    domain: undefined,
    limits: limitsOf(0, {}, true),
    connectionStats: false,
    language: 'en',
    now: Date.parse('2026-11-24T12:00:00Z'),
    form: {},
    showUnparsed: 1000,
    express,
    queue: async () => null,
  });
  return { ...report, generated: '' };
}

/** @returns the report of both */
export async function assertEqual(log: string, date?: string): Promise<Report> {
  const path = join(folder, 'maillog');
  writeFileSync(path, log, 'latin1');
  const expected = await reportOf(path, false, date);
  assert.deepEqual(await reportOf(path, true, date), expected);
  await assertSameAttempts(path);
  return expected;
}
