/**
 * Plays a scene on a Postfix of its own and reads its log: what the report says of it. `SEKISHO_LAB_LOG=FOLDER`
 * keeps each log.
 */
import assert from 'node:assert/strict';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from '../../src/findings/finding.ts';
import { makeReport } from '../../src/report/make.ts';
import type { Report, Totals } from '../../src/report/model.ts';
import { Postfix, type PostfixOptions } from './postfix.ts';
import { type Mail, type Outcome, sendMail } from './send-mail.ts';

export const MESSAGE = 'Subject: hello\n\nHello\n';
/** A client as most are. */
export const GOOD = { addr: '203.0.113.10', name: 'mail.good.example' };

/** @param after acts on what the report says, while Postfix still runs */
export async function stage(
  name: string,
  options: PostfixOptions,
  play: (postfix: Postfix) => Promise<void>,
  after?: (postfix: Postfix, report: Report) => Promise<void>,
): Promise<Report> {
  const postfix = await Postfix.start(options);
  try {
    await play(postfix);
    await postfix.waitUntilIdle(60_000);
    if (after !== undefined) await after(postfix, await reportOf(postfix.folder.log));
    await postfix.stop();
    const { log } = postfix.folder;
    if (process.env.SEKISHO_LAB_LOG) copyFileSync(log, join(process.env.SEKISHO_LAB_LOG, `${name}.log`));
    return await reportOf(log);
  } finally {
    await postfix.remove();
  }
}

/** By the express lane and by the long way, which must agree. */
export async function reportOf(log: string): Promise<Report> {
  const options = {
    logs: [log],
    date: undefined,
    domain: undefined,
    limits: { all: 20, byList: {} },
    connectionStats: false,
    language: 'en' as const,
    now: Date.now(),
    form: {},
    showUnparsed: 20,
    queue: async () => null,
  };
  const report = await makeReport(options);
  assert.deepEqual(report.unparsed, []);
  assert.deepEqual(report, await makeReport({ ...options, express: false }));
  return report;
}

/** Ids and subjects. */
export function told({ findings }: { readonly findings: readonly Finding[] }): [string, string[]][] {
  return findings.map(({ id, subjects }) => [id, subjects]);
}

/** The totals that the scene knows. */
export function assertTotals({ totals }: Report, expected: Partial<Totals>): void {
  const names = Object.keys(expected) as (keyof Totals)[];
  assert.deepEqual(Object.fromEntries(names.map((name) => [name, totals[name]])), expected);
}

/** One ordinary message of a stranger to a local user, or as `mail` says. */
export function send(postfix: Postfix, mail: Partial<Mail> = {}): Promise<Outcome> {
  return sendMail(postfix.port, {
    client: GOOD,
    from: 'ann@good.example',
    to: ['games@local.example'],
    message: MESSAGE,
    ...mail,
  });
}

/** The same, which must be taken. */
export async function take(postfix: Postfix, mail: Partial<Mail> = {}): Promise<void> {
  const outcome = await send(postfix, mail);
  assert.ok(outcome.accepted, JSON.stringify({ mail, outcome }));
}

/** The step of a finding's fix in which these words stand, up to what is prose: as a person would paste it. */
export function command({ findings }: Report, words: string, prose: RegExp): string {
  for (const { fix } of findings)
    for (const step of fix) if (step.includes(words)) return step.slice(0, step.search(prose)).trim();
  throw new Error(`no step with ${words}`);
}

/** `count` times, one after another. */
export async function times(count: number, act: (n: number) => Promise<unknown>): Promise<void> {
  for (let n = 0; n < count; n++) await act(n);
}
