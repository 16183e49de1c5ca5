/**
 * A few hundred transactions drawn by lot through a real Postfix whose settings are drawn by lot too. What the
 * report must say is derived from what the clients, the sink, the mailboxes and the queue saw, never from the
 * log. SEKISHO_LAB_SEED draws another scene; SEKISHO_LAB_LOG keeps its log and what was seen.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cpSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { QueueEntry } from './postfix.ts';
import { Acts } from './random/acts.ts';
import { header } from './random/captured.ts';
import { Dice } from './random/dice.ts';
import { Deferrals, expect } from './random/expect.ts';
import { compareJourneys, type ReportOf, reportOf } from './random/read-back.ts';
import { choose, type Scene, startScene } from './random/scene.ts';
import { Seen } from './random/seen.ts';
import { skipWithout } from './require.ts';

const skip = skipWithout('postfix', 'unbound', 'rbldnsd');
const SEED = Number(process.env.SEKISHO_LAB_SEED ?? 20_260_824);
const TRANSACTIONS = Number(process.env.SEKISHO_LAB_TRANSACTIONS ?? 240);
const AT_ONCE = 5;

const run = promisify(execFile);

/** The queue's messages with their texts and the name by which they are known through requeues. */
async function queueOf(scene: Scene): Promise<(QueueEntry & { key: string; text: string })[]> {
  const queue = await scene.postfix.postqueue();
  const config = scene.postfix.folder.config;
  const list = [];
  for (const entry of queue) {
    const { stdout } = await run('postcat', ['-c', config, '-qhb', entry.queue_id], { maxBuffer: 1 << 26 });
    const tag = header(stdout, 'X-Lab-Tag');
    const key = tag === '' ? header(stdout, 'Message-Id') : `${tag} ${header(stdout, 'Delivered-To')}`;
    list.push({ ...entry, key, text: stdout });
  }
  return list;
}

async function rest(scene: Scene): Promise<void> {
  const { postfix } = scene;
  for (let quiet = 0, before = -1; quiet < 4; ) {
    await postfix.waitUntilIdle(60_000);
    const now = postfix.log().length;
    quiet = now === before ? quiet + 1 : 0;
    before = now;
    await sleep(100);
  }
}

async function play(acts: Acts, count: number): Promise<void> {
  const waiting = Array.from({ length: count }, () => acts.draw());
  const work = async (): Promise<void> => {
    for (let act = waiting.shift(); act !== undefined; act = waiting.shift()) await act();
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

describe(`a random scene, SEKISHO_LAB_SEED=${SEED}`, { skip }, () => {
  it('is told exactly', { timeout: 300_000 }, async (test) => {
    const dice = new Dice(SEED);
    const choices = choose(dice);
    test.diagnostic(JSON.stringify(choices));
    const scene = await startScene(dice, choices);
    try {
      const { postfix } = scene;
      const seen = new Seen();
      const deferrals = new Deferrals();
      const acts = new Acts(scene, seen, dice);
      const left = new Map<string, { text: string; size: number }>();
      for (let phase = 0; phase < 3; phase++) {
        await play(acts, Math.round(TRANSACTIONS / 3));
        await rest(scene);
        deferrals.look(await queueOf(scene), false);
        if (choices.rotate && phase === 0) await run('postfix', ['-c', postfix.folder.config, 'logrotate']);
        const queue = await queueOf(scene);
        for (const { key, text, message_size, queue_id, queue_name } of queue) {
          if (!key.includes('tag-')) continue;
          if (dice.chance(0.6)) continue;
          const what = dice.pick(queue_name === 'hold' ? ['-H', '-H', '-d', '-r'] : ['-h', '-r', '-d', '-e']);
          const tag = header(text, 'X-Lab-Tag');
          if (what === '-H') seen.released.add(tag);
          if (what === '-r') seen.requeued.add(tag);
          if (what === '-d') left.set(`${queue_id} ${key}`, { text, size: message_size });
          // Its header is checked again.
          if (what === '-r' && header(text, 'Subject') === 'hold here') seen.held++;
          await postfix.postsuper(what, queue_id);
        }
        // It wakes pickup(8) too, which brings what was requeued.
        await acts.wake();
        await rest(scene);
        deferrals.look(await queueOf(scene), false);
        await postfix.flush();
        await sleep(500);
        await rest(scene);
        deferrals.look(await queueOf(scene), true);
        if (phase === 1) await postfix.reload();
      }
      for (const { key, text, message_size, queue_id } of await queueOf(scene))
        left.set(`${queue_id} ${key}`, { text, size: message_size });
      await postfix.stop();
      const expected = expect(scene, seen, deferrals, [...left.values()]);
      const keep = process.env.SEKISHO_LAB_LOG;
      if (keep) {
        cpSync(dirname(postfix.folder.log), keep, { recursive: true });
        writeFileSync(`${keep}.seen.json`, JSON.stringify({ seen, expected, deferrals }, undefined, 1));
      }
      const report: ReportOf = await reportOf(postfix.folder.log);
      assert.deepEqual(report.unparsed, []);
      assert.equal(report.lines.unparsed, 0);
      const told = Object.fromEntries(
        Object.keys(expected.totals).map((name) => [name, report.totals[name as keyof typeof report.totals]]),
      );
      assert.deepEqual(told, expected.totals);
      // As many as the finding needs to speak; a few happen on every server.
      const door = report.findings.find(({ id }) => id === 'backscatter-source');
      assert.equal(door?.count ?? 0, expected.backscatter < 10 ? 0 : expected.backscatter);
      await compareJourneys(postfix.folder.log, seen, expected, report);
    } finally {
      await scene.stop();
    }
  });
});
