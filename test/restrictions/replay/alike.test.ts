/** Attempts of one kind are evaluated alike: random restrictions, each attempt by itself beside its kind. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { tableWorld } from '../../../src/cli/table-world.ts';
import type { Answer } from '../../../src/dns/resolver.ts';
import { readConfiguration } from '../../../src/postfix/read.ts';
import { CHECKS } from '../../../src/restrictions/checks/all.ts';
import { compileRules, publicService } from '../../../src/restrictions/compile.ts';
import { type Evaluation, evaluate } from '../../../src/restrictions/evaluate.ts';
import { type Facts, NO_FACTS } from '../../../src/restrictions/facts.ts';
import { Alike } from '../../../src/restrictions/replay/alike.ts';
import { Gathered } from '../../../src/restrictions/replay/gathered.ts';
import { attemptOf, type LoggedAttempt } from '../../../src/restrictions/replay/logged.ts';
import { ProvenFacts } from '../../../src/restrictions/replay/proven.ts';
import { policyServices } from '../../../src/restrictions/replay/rules-in.ts';
import { subjectsOf } from '../../../src/restrictions/replay/subjects.ts';
import type { Rules } from '../../../src/restrictions/rules.ts';
import { Settings } from '../../../src/restrictions/settings.ts';
import { Dice } from '../../lab/random/dice.ts';
import { makeOptions, makeTables, type TableSet } from '../../lab/restrictions/configurations.ts';
import { drawPlan } from '../../lab/restrictions/sessions.ts';

const EVER = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };

async function rulesIn(folder: string, options: Record<string, string>): Promise<Rules> {
  const main = {
    compatibility_level: '3.6',
    myhostname: 'mx.local.example',
    mydestination: 'local.example, mx.local.example',
    virtual_alias_domains: 'virtual.example',
    relay_domains: 'relayed.example',
    relay_recipient_maps: 'inline:{user@relayed.example=x}',
    local_recipient_maps: 'inline:{user=x,ann=x}',
    mynetworks: '127.0.0.0/8, 10.0.0.0/8',
    smtpd_sasl_auth_enable: 'yes',
    smtpd_sender_login_maps: 'inline:{ann@good.example=ann,bob@local.example=bob}',
    ...options,
  };
  writeFileSync(
    join(folder, 'main.cf'),
    Object.entries(main)
      .map(([name, value]) => `${name} = ${value}\n`)
      .join(''),
  );
  writeFileSync(join(folder, 'master.cf'), 'smtp inet n - y - - smtpd\n');
  // postconf(1) waits for a file that has just been written.
  utimesSync(join(folder, 'main.cf'), 1, 1);
  const configuration = readConfiguration(folder);
  const service = publicService(configuration);
  const world = tableWorld(folder, new Settings(configuration, service), false);
  return compileRules(configuration, { world, ownAddresses: [], ...(service && { service }) });
}

/** What DNS says, and how much of it is known afterwards. */
function world(dice: Dice, known: number): { truth: Facts; told: Facts } {
  const answers = new Map<string, Answer | undefined>();
  const told = new Map<string, boolean>();
  const answerOf = (name: string, type: string): Answer => {
    const key = `${type} ${name}`;
    if (!answers.has(key)) {
      const found = { status: 'found', ttl: 60, records: recordsOf(dice, type) } as Answer;
      const kind = dice.pick(['found', 'nxdomain', 'nxdomain', 'no-data', 'failed'] as const);
      answers.set(
        key,
        kind === 'found'
          ? found
          : kind === 'failed'
            ? ({ status: 'failed', why: 'timeout' } as Answer)
            : ({ status: kind, ttl: 60 } as Answer),
      );
      told.set(key, dice.chance(known));
    }
    return answers.get(key)!;
  };
  const dns = (only: boolean) => (name: string, type: string) => {
    const answer = answerOf(name, type);
    return !only || told.get(`${type} ${name}`) === true ? answer : undefined;
  };
  return {
    truth: { ...NO_FACTS, dns: dns(false) as Facts['dns'], policy: () => 'DUNNO' },
    told: { ...NO_FACTS, dns: dns(true) as Facts['dns'] },
  };
}

function recordsOf(dice: Dice, type: string): unknown[] {
  if (type === 'A') return [dice.pick(['127.0.0.2', '127.0.0.4', '203.0.113.10', '127.0.10.2'])];
  if (type === 'AAAA') return ['2001:db8::25'];
  if (type === 'MX')
    return [{ preference: 10, exchange: dice.pick(['mx.local.example', 'mx.good.example']) }];
  return type === 'TXT' ? ['listed'] : ['ns.host.example'];
}

function draw(dice: Dice, rules: Rules, truth: Facts, time: number): LoggedAttempt {
  const plan = drawPlan(dice, dice.chance(0.3));
  const name = plan.client.name ?? 'unknown';
  const open = {
    ...{ time, wall: time, clientName: name, clientAddress: plan.client.addr },
    ...{ helo: plan.helo ?? '', sender: plan.sender.plain, recipient: plan.recipient.plain },
    ...{ account: plan.account, outcome: 'delivered', zone: '', reply: '' },
  } as LoggedAttempt;
  const { verdict, reply, rule } = evaluate(rules, attemptOf(open), truth);
  if (verdict === 'permit' || reply === undefined) return { ...open, helo: undefined };
  const zone = /blocked using ([^;]+)/.exec(reply.text)?.[1] ?? '';
  return {
    ...open,
    outcome: reply.code >= 500 ? 'refused' : 'deferred',
    zone: rule?.step.lower.startsWith('reject_rbl') ? zone : '',
    reply: `${reply.code} ${reply.dsn} ${reply.text}`,
  };
}

/** What must be the same in all attempts of one kind. */
function faceOf(attempt: LoggedAttempt, { verdict, reply, rule, hits, needs }: Evaluation): string {
  return JSON.stringify([
    verdict,
    reply && [reply.code, reply.dsn, attempt.reply === `${reply.code} ${reply.dsn} ${reply.text}`],
    rule && [rule.list, rule.step.written],
    hits.map((hit) => [hit.rule.step.written, hit.reply.code]),
    needs.map((need) => [need.kind, need.kind === 'dns' && need.type]).sort(),
  ]);
}

function difference(a: readonly unknown[], b: readonly unknown[], sets: readonly Rules[]): string {
  const lists = sets.map((rules) =>
    Object.values(rules.lists).map(
      ({ parameter, steps }) => `${parameter} = ${steps.map(({ written }) => written).join(', ')}`,
    ),
  );
  return [a[0], b[0], ...[a[1], b[1], lists].map((each) => JSON.stringify(each, undefined, 1))].join('\n\n');
}

async function check(folder: string, dice: Dice, tables: TableSet, known: number): Promise<number> {
  const current = await rulesIn(folder, makeOptions(dice, tables));
  const proposed = dice.chance(0.2) ? current : await rulesIn(folder, makeOptions(dice, tables));
  const { truth, told } = world(dice, known);
  const gathered = new Gathered(EVER);
  for (let i = 0; i < 150; i++) {
    const attempt = draw(dice, current, truth, i * 60_000);
    gathered.attempts.push(attempt);
    const { zone, time } = attempt;
    if (zone === '') continue;
    gathered.refusals.set(zone, { first: gathered.refusals.get(zone)?.first ?? time, last: time });
  }
  const proven = new ProvenFacts(gathered, told, policyServices(current));
  const alike = new Alike([current, proposed], gathered, proven);
  const faces = new Map<number, [string, LoggedAttempt]>();
  for (const [i, attempt] of [...gathered.attempts].entries()) {
    const kind = alike.of(i);
    if (kind === undefined) continue;
    proven.about(attempt, current);
    const face = [current, proposed]
      .flatMap((rules) => [false, true].map((collect) => ({ rules, collect })))
      .map(({ rules, collect }) => faceOf(attempt, evaluate(rules, attemptOf(attempt), proven, { collect })))
      .join('\n');
    const other = faces.get(kind);
    if (other === undefined) faces.set(kind, [face, attempt]);
    else if (face !== other[0]) assert.fail(difference([face, attempt], other, [current, proposed]));
  }
  return faces.size;
}

describe('attempts that are alike', () => {
  it('every restriction has been said to look at something', () => {
    for (const name of CHECKS.keys()) assert.notEqual(subjectsOf(name), undefined, name);
  });

  for (const known of [0, 0.5, 1])
    it(`of one kind, evaluated alike: ${known * 100} % of DNS is known`, async () => {
      const folder = mkdtempSync(join(tmpdir(), 'sekisho-alike-'));
      try {
        const seed = Number(process.env.SEKISHO_SEED ?? 1);
        const dice = new Dice(seed + known * 1000);
        const tables = makeTables(dice, 15);
        for (const [file, text] of Object.entries(tables.files)) writeFileSync(join(folder, file), text);
        writeFileSync(join(folder, 'rbl-replies'), 'bl.lab $rbl_code Blocked; $rbl_class [$rbl_what]\n');
        let kinds = 0;
        for (let i = 0; i < Number(process.env.SEKISHO_SETS ?? 20); i++)
          kinds += await check(folder, dice, tables, known);
        // Not each for itself.
        assert.ok(kinds > 100, `${kinds}`);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    });
});
