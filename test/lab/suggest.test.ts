/**
 * Copied lists on a live Postfix: what is suggested is applied by the commands that are printed; real mail comes in, spam on a
 * list that works is still refused, nobody can relay, and there is nothing more to suggest.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { ALIVE, asking, CopiedLists, GONE, NOT_FOUND, type REAL, SPAMMER } from './copied-lists.ts';
import type { Postfix } from './postfix.ts';
import { skipWithout } from './require.ts';

const skip = skipWithout('postfix', 'unbound', 'rbldnsd');
const SEKISHO = join(import.meta.dirname, '../../sekisho');

const COPIED = asking([...ALIVE, ...NOT_FOUND, ...GONE]);

interface Told {
  settings: {
    parameter: string;
    before: string | null;
    value: string;
    reasons: { id: string; text: string }[];
  }[];
  log: string;
  offline: boolean;
  replay: {
    attempts: number;
    newlyAccepted: { count: number; likelyReal: number };
    newlyRejected: object;
  } | null;
  commands: { replay: string | null; shadow: string | null; apply: string | null };
}

/** What a program prints and how it ends. */
function run(file: string, ...args: string[]): Promise<{ stdout: string; stderr: string; code: number }> {
  return new Promise((done) => {
    execFile(file, args, { encoding: 'utf8' }, (error, stdout, stderr) => {
      done({ stdout, stderr, code: Number(error?.code ?? 0) });
    });
  });
}

describe('suggest', { skip, timeout: 180_000 }, () => {
  let stage: CopiedLists;
  let postfix: Postfix;

  const mail = (more: Partial<typeof REAL> = {}) => stage.mail(more);
  const suggest = async (...more: string[]): Promise<{ told: Told; code: number }> => {
    const { log, config } = postfix.folder;
    const args = ['suggest', log, '-c', config, '--dns', stage.dns.address, '--json', ...more];
    const { stdout, stderr, code } = await run(SEKISHO, ...args);
    assert.notEqual(stdout, '', stderr);
    return { told: JSON.parse(stdout) as Told, code };
  };
  const type = (command: string, ...more: string[]) =>
    run('sh', '-ec', `sekisho() { ${SEKISHO} "$@" ${more.join(' ')}; }\n${command}`);

  before(async () => {
    stage = await CopiedLists.start({ smtpd_recipient_restrictions: COPIED });
    postfix = stage.postfix;
  });

  after(() => stage?.stop());

  it('what copied lists refuse is told, with a set that mends it', async () => {
    assert.equal((await mail()).accepted, false);
    assert.equal((await mail({ client: SPAMMER })).accepted, false);
    await postfix.waitUntilIdle();
    const { told, code } = await suggest();
    assert.equal(code, 1);
    assert.deepEqual([told.log, told.offline], ['short', false]);
    assert.deepEqual(told.replay?.newlyAccepted, { count: 1, likelyReal: 1 });
    assert.deepEqual(told.replay?.newlyRejected, { count: 0, likelyReal: 0 });
    const list = told.settings.find(({ parameter }) => parameter === 'smtpd_recipient_restrictions')!;
    assert.equal(list.before, COPIED);
    for (const zone of [...GONE, 'list.dsbl.org', 'all.rbl.jp', 'dnsbl-2.uceprotect.net']) {
      assert.ok(!list.value.includes(zone), zone);
      assert.ok(
        list.reasons.some(({ text }) => text.includes(zone)),
        zone,
      );
    }
    // The log is of a minute: what may refuse more than today only warns, and what refuses today still does.
    assert.match(list.value, /warn_if_reject reject_rbl_client zen\.spamhaus\.org=127\.0\.0\.\[2\.\.11\]/);
    assert.match(list.value, /,\s+reject_rbl_client sbl\.spamhaus\.org=127\.0\.0\.\[2\.\.9\]/);
  });

  it('its commands run as they are printed', async () => {
    const { told } = await suggest();
    const looked = await type(told.commands.replay!, '--json');
    const replayed = JSON.parse(looked.stdout) as {
      newlyAccepted: { sender: string }[];
      newlyRejected: object[];
    };
    assert.deepEqual(
      replayed.newlyAccepted.map(({ sender }) => sender),
      ['ann@good.example'],
    );
    assert.deepEqual(replayed.newlyRejected, []);
    const tried = await type(told.commands.shadow!, '--dry-run');
    assert.equal(tried.code, 0, tried.stderr);
    const applied = await type(told.commands.apply!, '--yes');
    assert.equal(applied.code, 0, applied.stdout + applied.stderr);
    const checked = await run('postfix', '-c', postfix.folder.config, 'check');
    assert.deepEqual([checked.code, checked.stderr], [0, '']);
  });

  it('real mail comes in, spam on a list that works is refused, nobody relays', async () => {
    const sent = await mail();
    assert.ok(sent.accepted, JSON.stringify(sent));
    await postfix.waitForLog(new RegExp(`${sent.queueId}: to=.*status=sent`));
    const spam = await mail({ client: SPAMMER });
    assert.equal(spam.accepted, false);
    assert.match(JSON.stringify(spam), /blocked using sbl\.spamhaus\.org/);
    assert.equal((await mail({ to: ['victim@elsewhere.example'] })).accepted, false);
    // Only ZEN has it, which warns as yet.
    assert.ok((await mail({ client: { addr: '198.51.100.67', name: 'y.spam.example' } })).accepted);
    await postfix.waitForLog('reject_warning: RCPT');
  });

  it('then there is nothing more to suggest', async () => {
    const { told, code } = await suggest();
    assert.deepEqual(
      [told.settings, told.commands, code],
      [[], { replay: null, shadow: null, apply: null }, 0],
    );
  });
});
