/** What apply cannot do is told before anything is written: nobody agrees, no right, no room, no Postfix to be seen. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { chmodSync, copyFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { removeFolder } from './daemon.ts';
import { makePostfixFolder, type PostfixFolder } from './postfix-folder.ts';
import { skipWithout } from './require.ts';

const skip = skipWithout('postfix');
const SEKISHO = join(import.meta.dirname, '../../sekisho');
const CHANGE = ['--set', 'smtpd_helo_required = yes'];

interface Ended {
  code: number;
  out: string;
  errors: string;
}

describe('nothing is written', { skip, timeout: 300_000 }, () => {
  let made: PostfixFolder;
  let folder: string;

  before(() => {
    made = makePostfixFolder(2525, {});
    folder = made.config;
  });

  after(() => removeFolder(made.root));

  const env = { ...process.env, LC_ALL: 'C' };
  const run = (...args: string[]): Promise<Ended> =>
    new Promise((done) =>
      execFile(SEKISHO, args, { env }, (error, out, errors) =>
        done({ code: Number(error?.code ?? 0), out, errors }),
      ),
    );
  const listed = (): string => readdirSync(folder).join();
  const copied = (): string => {
    const copy = mkdtempSync(join(tmpdir(), 'sekisho-copy-'));
    chmodSync(copy, 0o755);
    for (const name of ['main.cf', 'master.cf', 'aliases', 'aliases.db'])
      copyFileSync(join(folder, name), join(copy, name));
    return copy;
  };
  const within = async (copy: string, script: string): Promise<Ended> =>
    new Promise((done) =>
      execFile(
        'unshare',
        ['-m', 'sh', '-c', script, 'sh', copy, SEKISHO, ...CHANGE],
        { env },
        (error, out, errors) => {
          rmSync(copy, { recursive: true, force: true });
          done({ code: Number(error?.code ?? 0), out, errors });
        },
      ),
    );

  it('nobody agrees', async () => {
    const beforehand = listed();
    const { code } = await run('apply', '-c', folder, ...CHANGE);
    assert.deepEqual([code, listed()], [2, beforehand]);
  });

  it('a file system for reading only', async () => {
    const { code, errors } = await within(
      copied(),
      'mount --bind "$1" "$1" && mount -o remount,bind,ro "$1" && exec "$2" apply -c "$1" --yes "$3" "$4"',
    );
    assert.equal(code, 3);
    assert.match(errors, /EROFS[\s\S]*for reading only/);
  });

  it('a full disk', async () => {
    const script = `mkdir "$1/full" && mount -t tmpfs -o size=64k tmpfs "$1/full" && cp "$1"/m*.cf "$1/full" || exit 99
      dd if=/dev/zero of="$1/full/filler" bs=1k count=100 2>/dev/null
      "$2" apply -c "$1/full" --yes "$3" "$4"; code=$?
      cmp "$1/main.cf" "$1/full/main.cf" || code=98
      ls "$1/full"; umount "$1/full"; exit $code`;
    const { code, out, errors } = await within(copied(), script);
    assert.equal(code, 3, out + errors);
    assert.match(errors, /ENOSPC[\s\S]*the disk is full/);
    assert.match(out, /^filler\nmain\.cf\nmaster\.cf$/m);
  });

  it('no master.cf', async () => {
    const copy = copied();
    rmSync(join(copy, 'master.cf'));
    const { code, errors } = await run('apply', '-c', copy, '--yes', ...CHANGE);
    assert.equal(code, 3);
    assert.match(errors, /has no master\.cf/);
    rmSync(copy, { recursive: true });
  });

  it('not root', async () => {
    const copy = copied();
    const script =
      'cd / && exec setpriv --reuid=65534 --regid=65534 --clear-groups "$2" apply -c "$1" --yes "$3" "$4"';
    const { code, errors } = await within(copy, script);
    assert.equal(code, 3);
    assert.match(errors, /changed by root only/);
  });

  it('no such folder, no such copy', async () => {
    assert.equal((await run('apply', '-c', join(made.root, 'none'), '--yes', ...CHANGE)).code, 3);
    assert.equal((await run('rollback', '-c', folder, '--yes', join(made.root, 'none'))).code, 2);
    assert.equal((await run('rollback', '-c', folder, '--yes', made.root)).code, 3);
  });
});
