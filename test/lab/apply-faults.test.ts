/** apply and rollback on a live Postfix while something fails: each step, signals, kill -9, two at once. */
import assert from 'node:assert/strict';
import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'node:test';
import { Postfix } from './postfix.ts';
import { skipWithout } from './require.ts';
import { sendMail } from './send-mail.ts';
import { waitFor } from './wait.ts';

const skip = skipWithout('postfix');
const SEKISHO = join(import.meta.dirname, '../../sekisho');
const CHANGE = ['--set', 'smtpd_sender_restrictions ='];

interface Ended {
  code: number;
  out: string;
  errors: string;
}

describe('apply and rollback under fire', { skip, timeout: 900_000 }, () => {
  let postfix: Postfix;
  let folder: string;
  let main: string;
  /** Holds a `postfix` that fails or hangs on demand, before the real one on the PATH. */
  let stage: string;
  let old: Buffer;

  before(async () => {
    postfix = await Postfix.start({
      parameters: { smtpd_sender_restrictions: 'check_sender_access inline:{bad.example=REJECT}' },
    });
    folder = postfix.folder.config;
    main = join(folder, 'main.cf');
    old = readFileSync(main);
    stage = mkdtempSync(join(tmpdir(), 'sekisho-stage-'));
    writeFileSync(
      join(stage, 'postfix'),
      `#!/bin/sh
for verb; do :; done
if [ -f ${stage}/hang-$verb ]; then touch ${stage}/hanging; sleep 3; fi
if [ -f ${stage}/fail-$verb ]; then echo "$verb failed" >&2; exit 1; fi
exec /usr/sbin/postfix "$@"
`,
    );
    chmodSync(join(stage, 'postfix'), 0o755);
  });

  after(async () => {
    rmSync(stage, { recursive: true, force: true });
    await postfix.remove();
  });

  afterEach(() => {
    for (const name of readdirSync(stage)) if (name !== 'postfix') rmSync(join(stage, name));
    for (const name of readdirSync(folder)) if (name.startsWith('main.cf.')) rmSync(join(folder, name));
    assert.deepEqual(readFileSync(main), old);
  });

  const env = (): NodeJS.ProcessEnv => ({
    ...process.env,
    LC_ALL: 'C',
    PATH: `${stage}:${process.env.PATH}`,
  });
  const run = (...args: string[]): Promise<Ended> =>
    new Promise((done) =>
      execFile(SEKISHO, args, { env: env() }, (error, out, errors) =>
        done({ code: Number(error?.code ?? 0), out, errors }),
      ),
    );
  const apply = (...args: string[]): Promise<Ended> =>
    run('apply', '-c', folder, '--yes', ...CHANGE, ...args);
  const stageThat = (...names: string[]): void => {
    for (const name of names) writeFileSync(join(stage, name), '');
  };
  const launched = (args: readonly string[]): { child: ChildProcess; ended: Promise<number | string> } => {
    const child = spawn(SEKISHO, args, { env: env(), stdio: 'ignore' });
    return {
      child,
      ended: new Promise((done) => child.once('exit', (code, signal) => done(signal ?? code ?? -1))),
    };
  };
  const hanging = (): Promise<true> =>
    waitFor('postfix to hang', () => existsSync(join(stage, 'hanging')), 30_000);
  const isRefused = async (): Promise<boolean> => {
    const sent = await sendMail(postfix.port, {
      client: { addr: '203.0.113.10' },
      from: 'x@bad.example',
      to: ['root@local.example'],
      message: 'Subject: hello\n\nHi\n',
    });
    return !sent.accepted;
  };
  /** Of a change that is under way, nothing but the copy. */
  const beside = (): string[] =>
    readdirSync(folder)
      .filter((name) => name.startsWith('main.cf.'))
      .map((name) => name.replace(/\d{8}T\d{6}Z/, 'STAMP'));

  for (const verb of ['check', 'reload'])
    it(`postfix ${verb} fails: undone`, async () => {
      stageThat(`fail-${verb}`);
      const { code, out } = await apply();
      assert.equal(code, 1);
      assert.match(out, new RegExp(`is what it was: ${verb} failed`));
      assert.deepEqual(beside(), ['main.cf.sekisho-STAMP']);
      assert.ok(await isRefused());
    });

  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const)
    it(`${signal} between replacement and reload: undone`, async () => {
      stageThat('hang-check');
      const { child, ended } = launched(['apply', '-c', folder, '--yes', ...CHANGE]);
      await hanging();
      assert.notDeepEqual(readFileSync(main), old);
      child.kill(signal);
      assert.equal(await ended, 1);
      assert.deepEqual(beside(), ['main.cf.sekisho-STAMP']);
    });

  const killed = async (verb = 'check'): Promise<void> => {
    stageThat(`hang-${verb}`);
    const { child, ended } = launched(['apply', '-c', folder, '--yes', ...CHANGE]);
    await hanging();
    child.kill('SIGKILL');
    await ended;
    rmSync(join(stage, `hang-${verb}`));
    assert.notDeepEqual(readFileSync(main), old);
    assert.ok(beside().includes('main.cf.sekisho-journal'));
  };

  it('kill -9 between replacement and reload: rollback takes it back', async () => {
    await killed();
    const { code, errors } = await run('rollback', '-c', folder, '--yes');
    assert.equal(code, 0);
    assert.match(errors, /an earlier change of .* was cut off/);
    assert.deepEqual(readFileSync(main), old);
    assert.equal(
      beside().some((name) => /journal|lock|new/.test(name)),
      false,
    );
    assert.ok(await isRefused());
  });

  it('kill -9 between replacement and reload: the same apply again brings it to its end', async () => {
    await killed();
    const dry = await apply('--dry-run');
    assert.match(dry.errors, /was cut off/);
    const { code, errors, out } = await apply('--json');
    assert.equal(code, 0, errors);
    assert.equal((JSON.parse(out) as { earlier: string }).earlier, 'finished');
    assert.equal(await isRefused(), false);
    await run('rollback', '-c', folder, '--yes');
    assert.ok(await isRefused());
  });

  it('kill -9, and Postfix cannot live with what stands: the copy comes back before anything else', async () => {
    await killed();
    stageThat('fail-check');
    const { code, errors } = await apply();
    assert.equal(code, 1);
    assert.match(errors, /cannot live with the change that was cut off/);
    assert.deepEqual(readFileSync(main), old);
  });

  it('kill -9, and somebody has edited main.cf since: theirs stays', async () => {
    await killed();
    const theirs = Buffer.concat([old, Buffer.from('# mine\n')]);
    writeFileSync(main, theirs);
    const { code, errors } = await run('apply', '-c', folder, '--yes', '--set', 'smtpd_helo_required = yes');
    assert.equal(code, 0, errors);
    assert.match(errors, /no matter any more/);
    assert.equal(readFileSync(main, 'latin1'), `${theirs.toString('latin1')}smtpd_helo_required = yes\n`);
    writeFileSync(main, old);
    await postfix.reload();
  });

  it('two at once: the second one is told, and changes nothing', async () => {
    stageThat('hang-check');
    const { ended } = launched(['apply', '-c', folder, '--yes', ...CHANGE]);
    await hanging();
    const second = await run('apply', '-c', folder, '--yes', '--set', 'smtpd_helo_required = yes');
    assert.equal(second.code, 3);
    assert.match(second.errors, /another sekisho is changing/);
    assert.equal(await ended, 0);
    await run('rollback', '-c', folder, '--yes');
  });

  it('a reader that goes away does not cut it off', async () => {
    const { status } = spawnSync('sh', [
      '-c',
      `"$@" | true`,
      'sh',
      SEKISHO,
      'apply',
      '-c',
      folder,
      '--yes',
      ...CHANGE,
    ]);
    assert.equal(status, 0);
    await waitFor('the change', () => !readFileSync(main).equals(old), 60_000).catch(() => undefined);
    assert.notDeepEqual(readFileSync(main), old);
    await run('rollback', '-c', folder, '--yes');
  });

  it('rollback goes back change by change, then says that there is no more', async () => {
    await apply();
    await run('apply', '-c', folder, '--yes', '--set', 'smtpd_helo_required = yes');
    const first = await run('rollback', '-c', folder, '--yes');
    assert.match(first.out, /goes back to .*\n[\s\S]*-smtpd_helo_required = yes/);
    assert.doesNotMatch(readFileSync(main, 'utf8'), /helo_required/);
    await run('rollback', '-c', folder, '--yes');
    assert.deepEqual(readFileSync(main), old);
    assert.equal((await run('rollback', '-c', folder, '--yes')).code, 2);
  });

  it('a link stays a link, bytes that are no UTF-8 and CR LF stay', async () => {
    const real = join(postfix.folder.root, 'real.cf');
    const odd = Buffer.concat([Buffer.from('# caf\xe9\r\n', 'latin1'), old]);
    renameSync(main, real);
    writeFileSync(real, odd);
    symlinkSync('../real.cf', main);
    try {
      assert.equal((await apply()).code, 0);
      assert.ok(lstatSync(main).isSymbolicLink());
      assert.ok(readFileSync(real).subarray(0, 8).equals(odd.subarray(0, 8)));
      assert.equal((await run('rollback', '-c', folder, '--yes')).code, 0);
      assert.deepEqual(readFileSync(real), odd);
    } finally {
      rmSync(main);
      writeFileSync(main, old);
    }
  });

  it('another instance, which does not run: changed, checked, and told', async () => {
    const other = join(postfix.folder.root, 'etc-other');
    const root = join(postfix.folder.root, 'other');
    mkdirSync(other);
    for (const name of ['', 'queue', 'data']) mkdirSync(join(root, name));
    spawnSync('chown', ['postfix', join(root, 'data')]);
    const text = old.toString('latin1').replaceAll(join(postfix.folder.root, 'queue'), join(root, 'queue'));
    const own = text.replaceAll(join(postfix.folder.root, 'data'), join(root, 'data'));
    writeFileSync(join(other, 'main.cf'), own, 'latin1');
    copyFileSync(join(folder, 'master.cf'), join(other, 'master.cf'));
    const { code, out, errors } = await run('apply', '-c', other, '--yes', ...CHANGE);
    assert.equal(code, 0, out + errors);
    assert.match(out, /It is not running: start it with `postfix -c .*etc-other start`/);
    assert.ok(await isRefused());
  });
});
