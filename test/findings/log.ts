/** Small logs, and what the findings make of them: the same in both languages and by both ways of reading. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Finding } from '../../src/findings/finding.ts';
import type { Language } from '../../src/i18n/language.ts';
import { makeReport } from '../../src/report/make.ts';

export const START = Date.UTC(2026, 10, 20, 9);

/** `program: text` with header, a second after the one before; or `time program: text`. */
export function stamped(lines: readonly string[]): string[] {
  return lines.map((line, n) => {
    const [stamp = new Date(START + n * 1000).toISOString()] = /^\d{4}-\S+(?= )/.exec(line) ?? [];
    const from = line.startsWith(stamp) ? stamp.length + 1 : 0;
    const colon = line.indexOf(': ', from);
    const time = stamp.replace('Z', '000+00:00');
    return `${time} mx1.hinode.example postfix/${line.slice(from, colon)}[100]: ${line.slice(colon + 2)}`;
  });
}

async function judged(log: string, language: Language, express: boolean): Promise<Finding[]> {
  const folder = mkdtempSync(join(tmpdir(), 'sekisho-findings-'));
  try {
    const path = join(folder, 'maillog');
    writeFileSync(path, log);
    const { findings, unparsed } = await makeReport({
      logs: [path],
      date: undefined,
      domain: undefined,
      limits: { all: 5, byList: {} },
      connectionStats: false,
      language,
      now: START + 90 * 86_400_000,
      form: {},
      showUnparsed: 5,
      express,
      queue: async () => null,
    });
    assert.deepEqual(unparsed, [], 'a line of the test is no line of Postfix');
    for (const finding of findings) for (const line of finding.evidence) assert.equal(line.file, path);
    return findings;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export interface Expected {
  readonly id: string;
  readonly severity: Finding['severity'];
  readonly subjects: readonly string[];
  readonly count: number;
  readonly level?: Finding['confidence']['level'];
  /** Stand in the summary of either language. */
  readonly numbers?: readonly (number | string)[];
  /** In every line of the evidence. */
  readonly evidence: RegExp;
}

/** The log makes this one finding and no other. @returns it in English */
export async function assertFinds(lines: readonly string[], expected: Expected): Promise<Finding> {
  const log = stamped(lines);
  const text = `${log.join('\n')}\n`;
  const english = await judged(text, 'en', true);
  assert.deepEqual(
    english.map(({ id }) => id),
    [expected.id],
  );
  const finding = english[0]!;
  const { id, severity, subjects, count } = expected;
  assert.deepEqual(
    { id: finding.id, severity: finding.severity, subjects: finding.subjects, count: finding.count },
    { id, severity, subjects, count },
  );
  if (expected.level !== undefined) assert.equal(finding.confidence.level, expected.level);
  assertEvidence(finding, log, expected.evidence);
  assertWords(finding, expected.numbers ?? []);
  const [japanese] = await judged(text, 'ja', true);
  assertWords(japanese!, expected.numbers ?? []);
  assertTranslated(finding, japanese!);
  const slow = await judged(text, 'en', false);
  assert.deepEqual(withoutFiles(slow), withoutFiles(english), 'the long way judges otherwise');
  return finding;
}

/** The log makes no finding at all. */
export async function assertSilent(lines: readonly string[]): Promise<void> {
  const text = `${stamped(lines).join('\n')}\n`;
  for (const express of [true, false])
    assert.deepEqual(
      (await judged(text, 'en', express)).map(({ id, summary }) => `${id}: ${summary}`),
      [],
    );
}

function assertEvidence(finding: Finding, log: readonly string[], shape: RegExp): void {
  assert.equal(finding.evidence.length, Math.min(5, finding.count));
  for (const { line, text } of finding.evidence) {
    assert.equal(text, log[line - 1], `line ${line}`);
    assert.match(text, shape);
  }
  assert.equal(new Set(finding.evidence.map(({ line }) => line)).size, finding.evidence.length);
  const times = log.map((line) => Date.parse(line.slice(0, line.indexOf(' '))));
  for (const time of [finding.first, finding.last]) assert.ok(times.includes(Date.parse(time)), time);
  assert.ok(finding.first <= finding.last);
}

function assertWords(
  { title, summary, cause, fix, confidence }: Finding,
  numbers: readonly (number | string)[],
): void {
  assert.ok(fix.length > 0);
  for (const words of [title, summary, cause, confidence.reason, ...fix]) {
    assert.ok(words.trim() !== '');
    assert.doesNotMatch(words, /\{\w+\}|undefined|NaN/);
  }
  const found = [...summary.matchAll(/\d[\d,]*/g)].map(([number]) => number.replaceAll(',', ''));
  for (const value of numbers) {
    if (typeof value === 'string') assert.ok(summary.includes(value), `no ${value} in: ${summary}`);
    else assert.ok(found.includes(String(value)), `no ${value} in: ${summary}`);
  }
}

function assertTranslated(english: Finding, japanese: Finding): void {
  for (const key of ['title', 'summary', 'cause'] as const) {
    assert.match(japanese[key], /[\u3040-\u30ff]/);
    assert.doesNotMatch(english[key], /[\u3040-\u30ff\u4e00-\u9fff]/);
  }
  assert.equal(japanese.fix.length, english.fix.length);
  const { id, severity, count, subjects } = english;
  assert.deepEqual(
    { id, severity, count, subjects },
    {
      id: japanese.id,
      severity: japanese.severity,
      count: japanese.count,
      subjects: japanese.subjects,
    },
  );
}

/** The log lies in another folder each time. */
function withoutFiles(findings: readonly Finding[]): unknown {
  const folder = /\/\S*sekisho-findings-\w+/g;
  return JSON.parse(
    JSON.stringify(findings, (_key, value: unknown) =>
      typeof value === 'string' ? value.replaceAll(folder, '') : value,
    ),
  );
}
