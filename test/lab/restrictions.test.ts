/**
 * Random restrictions and random sessions through a real smtpd: Sekisho's evaluation must give the same verdict, reply code,
 * status and text. `PAIRS=20000` plays more, `SEED=7` others.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import type { Evaluation } from '../../src/restrictions/evaluate.ts';
import { evaluateAsking, KnownFacts } from '../../src/restrictions/facts-known.ts';
import { Dice } from './random/dice.ts';
import { skipWithout } from './require.ts';
import { attemptOf, drawPlan, type Outcome, type Plan, play } from './restrictions/sessions.ts';
import { type Door, Stage } from './restrictions/stage.ts';

const PAIRS = Number(process.env.PAIRS ?? 2400);
const SEED = Number(process.env.SEED ?? 1);
const DOORS = 60;
const AT_ONCE = 4;

const skip = skipWithout('postfix', 'postmap', 'unbound', 'rbldnsd');

const WORLDS: Readonly<Record<string, Record<string, string>>> = {
  'as it comes': {},
  'other switches': {
    swap_bangpath: 'no',
    allow_percent_hack: 'no',
    append_dot_mydomain: 'yes',
    show_user_unknown_table_name: 'no',
    parent_domain_matches_subdomains: '',
    recipient_delimiter: '-+',
    relay_domains: '.relayed.example, relayed.example',
  },
};

function shown({ verdict, reply }: Evaluation): string {
  if (verdict === 'permit') return 'permit';
  return reply === undefined
    ? `${verdict}, in one of several ways`
    : `${reply.code} ${reply.dsn} ${reply.text}`;
}

function told({ reply }: Outcome): string {
  return reply.code < 400 ? 'permit' : `${reply.code} ${reply.text}`;
}

/** Of the tables that took part. */
function textsOf(trace: Evaluation['trace']): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const { restriction } of trace) {
    const file = /:(\/\S+)/.exec(restriction)?.[1];
    if (file !== undefined) texts[file] = readFileSync(file, 'utf8');
  }
  return texts;
}

async function compare(stage: Stage, facts: KnownFacts, door: Door, plan: Plan): Promise<string | undefined> {
  const outcome = await play(door.port, plan);
  if (outcome === undefined) return undefined;
  const sources = { resolver: stage.resolver };
  // Where Postfix refused at a later command, it permitted at RCPT.
  let discarded = false;
  for (const at of ['RCPT', 'DATA', 'END-OF-MESSAGE'] as const) {
    const attempt = { ...attemptOf(plan, at), discarded };
    const evaluation = await evaluateAsking(door.rules, attempt, facts, sources, { trace: true });
    discarded ||= evaluation.actions.some(({ action }) => action === 'discard');
    const expected = outcome.stage === at ? told(outcome) : 'permit';
    const got =
      evaluation.verdict === 'unknown' ? `unknown: ${JSON.stringify(evaluation.needs)}` : shown(evaluation);
    if (got !== expected) {
      const { trace } = evaluation;
      const tables = textsOf(trace);
      return JSON.stringify({ at, expected, got, plan, trace, tables, options: door.options }, null, 1);
    }
    if (outcome.stage === at) return undefined;
  }
  return undefined;
}

describe('restrictions, as a real smtpd decides', { skip, timeout: 600_000 }, () => {
  for (const [name, parameters] of Object.entries(WORLDS))
    it(`${PAIRS / 2} random sessions, ${name}`, async () => {
      const dice = new Dice(SEED * 2 + (name === 'as it comes' ? 0 : 1));
      const stage = await Stage.start(dice, DOORS, parameters);
      try {
        const facts = new KnownFacts();
        const wrong: string[] = [];
        const plans = Array.from({ length: PAIRS / 2 }, (_, i) => {
          const door = stage.doors[i % DOORS]!;
          return { door, plan: drawPlan(dice, door.options.smtpd_sasl_auth_enable === 'yes') };
        });
        const work = async (): Promise<void> => {
          for (let next = plans.shift(); next !== undefined; next = plans.shift()) {
            const { door, plan } = next;
            const difference = await compare(stage, facts, door, plan).catch(
              (error: unknown) => `${error} ${JSON.stringify({ plan, options: door.options }, null, 1)}`,
            );
            if (difference !== undefined) wrong.push(difference);
          }
        };
        await Promise.all(Array.from({ length: AT_ONCE }, work));
        assert.equal(
          wrong.length,
          0,
          `${wrong.length} differ; the first:\n${wrong.slice(0, Number(process.env.SHOW ?? 3)).join('\n')}`,
        );
      } finally {
        if (process.env.KEEP_LOG) console.error(stage.postfix.log());
        await stage.stop();
      }
    });
});
