/**
 * What Sekisho is for, from end to end: copied lists are put into a live Postfix, one of them has ended and lists everybody,
 * and real mail is refused. lint names it first; replay shows whom it refused; apply mends the live server; mail flows.
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

const COPIED = asking([...ALIVE.slice(0, 2), ...NOT_FOUND, ...GONE, ...ALIVE.slice(2)]);
const MENDED = asking(ALIVE);

interface Verdict {
  sender: string;
  rule: string;
  likelyReal: boolean;
}

interface Replayed {
  newlyAccepted: Verdict[];
  newlyRejected: Verdict[];
  falsePositives: { likely: number };
}

interface Linted {
  problems: { id: string; severity: string; file: string; line: number; message: string; fix: string }[];
}

describe('the story', { skip, timeout: 180_000 }, () => {
  let stage: CopiedLists;
  let postfix: Postfix;

  const mail = (more: Partial<typeof REAL> = {}) => stage.mail(more);

  /** One JSON document, and the exit code. */
  function sekisho<T>(...args: string[]): Promise<{ told: T; code: number }> {
    return new Promise((done, fail) => {
      execFile(SEKISHO, [...args, '--json'], { encoding: 'utf8' }, (error, stdout, stderr) => {
        if (stdout === '') fail(new Error(stderr));
        else done({ told: JSON.parse(stdout) as T, code: Number(error?.code ?? 0) });
      });
    });
  }

  const replay = (value: string) => {
    const { log, config } = postfix.folder;
    const set = `smtpd_recipient_restrictions = ${value}`;
    return sekisho<Replayed>('replay', log, '-c', config, '--dns', stage.dns.address, '--set', set);
  };

  before(async () => {
    stage = await CopiedLists.start();
    postfix = stage.postfix;
  });

  after(() => stage?.stop());

  it('real mail comes in, until the copied lists are set', async () => {
    assert.equal((await mail()).accepted, true);
    await postfix.set({ smtpd_recipient_restrictions: COPIED });
    await postfix.reload();
    const refused = await mail();
    assert.equal(refused.accepted, false);
    assert.match(JSON.stringify(refused), /cn-kr\.blackholes\.us/);
    assert.equal((await mail({ client: SPAMMER, from: 'x@good.example' })).accepted, false);
    await postfix.waitUntilIdle();
  });

  it('lint names the dead lists first', async () => {
    const { told, code } = await sekisho<Linted>('lint', '-c', postfix.folder.config);
    assert.equal(code, 1);
    const [first] = told.problems;
    assert.deepEqual([first!.id, first!.severity], ['list-listed-everybody', 'error']);
    for (const zone of [...GONE, 'list.dsbl.org']) {
      assert.ok(first!.message.includes(zone), first!.message);
      assert.ok(first!.fix.includes(`reject_rbl_client ${zone}`), first!.fix);
    }
    assert.equal(first!.file, join(postfix.folder.config, 'main.cf'));
    // The service is there.
    assert.ok(!told.problems.some(({ id }) => id.startsWith('policy-socket')));
  });

  it('replay without them accepts the real mail that they refused', async () => {
    const { told, code } = await replay(MENDED);
    assert.deepEqual(
      told.newlyAccepted.map(({ sender, rule, likelyReal }) => [sender, rule, likelyReal]),
      [['ann@good.example', 'reject_rbl_client cn-kr.blackholes.us', true]],
    );
    assert.deepEqual(told.newlyRejected, []);
    assert.equal(code, 0);
  });

  it('apply mends the live server, and the next real message is delivered', async () => {
    const { told, code } = await sekisho<{ reloaded: boolean }>(
      ...['apply', '-c', postfix.folder.config, '--yes'],
      ...['--set', `smtpd_recipient_restrictions = ${MENDED}`],
    );
    assert.deepEqual([told.reloaded, code], [true, 0]);
    const sent = await mail();
    assert.ok(sent.accepted);
    await postfix.waitForLog(new RegExp(`${sent.queueId}: to=.*status=sent`));
    await postfix.waitUntilIdle();
    const { problems } = (await sekisho<Linted>('lint', '-c', postfix.folder.config)).told;
    assert.ok(!problems.some(({ id }) => id === 'list-listed-everybody'));
  });

  it('replay with them again tells real mail as likely refused', async () => {
    const { told, code } = await replay(COPIED);
    const real = told.newlyRejected.filter(({ sender }) => sender === 'ann@good.example');
    assert.equal(real.length, 2);
    for (const { rule, likelyReal } of real) {
      assert.equal(rule, 'reject_rbl_client cn-kr.blackholes.us');
      assert.equal(likelyReal, true);
    }
    assert.equal(told.falsePositives.likely, 2);
    assert.equal(code, 1);
  });

  it('the commands of lint --fix-preview mend it too', async () => {
    await postfix.set({ smtpd_recipient_restrictions: COPIED });
    const { told } = await sekisho<{ commands: { command: string; ids: string[] }[] }>(
      ...['lint', '-c', postfix.folder.config, '--fix-preview'],
    );
    const script = told.commands.filter(({ ids }) => ids.includes('list-listed-everybody'));
    assert.equal(script.length, 1);
    await new Promise<void>((done, fail) => {
      execFile('sh', ['-ec', script[0]!.command], (error) => (error === null ? done() : fail(error)));
    });
    await postfix.reload();
    assert.equal((await mail()).accepted, true);
  });
});
