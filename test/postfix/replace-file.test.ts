/** A file is replaced as a whole or not at all, keeps what it was beside its text, and comes back as it was. */
import assert from 'node:assert/strict';
import { fork, spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { SekishoError } from '../../src/config/error.ts';
import { digest, readJournal, standing, writeJournal } from '../../src/postfix/journal.ts';
import { lockFor } from '../../src/postfix/lock-file.ts';
import { backUp, Replacement, realFile, removeLeftovers, wayBack } from '../../src/postfix/replace-file.ts';

const OLD = Buffer.from('myhostname = mx.example.com\n# caf\xe9\r\n', 'latin1');
const NEW = Buffer.from('myhostname = mx.example.org', 'latin1');
const isRoot = process.getuid?.() === 0;

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sekisho-replace-'));
  file = join(folder, 'main.cf');
  writeFileSync(file, OLD);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('a replacement', () => {
  it('puts the bytes there, and leaves nothing beside them', () => {
    new Replacement(file, OLD, NEW).keep();
    assert.deepEqual(readFileSync(file), NEW);
    assert.deepEqual(readdirSync(folder), ['main.cf']);
  });

  it('that is undone brings back the very file, with its other names', () => {
    linkSync(file, join(folder, 'other'));
    const { ino } = statSync(file);
    const replacement = new Replacement(file, OLD, NEW);
    assert.notEqual(statSync(file).ino, ino);
    replacement.undo();
    assert.equal(statSync(file).ino, ino);
    assert.deepEqual(readdirSync(folder), ['main.cf', 'other']);
  });

  it('that is undone twice, or after somebody put the old text there, does no harm', () => {
    const replacement = new Replacement(file, OLD, NEW);
    writeFileSync(file, OLD);
    replacement.undo();
    replacement.undo();
    assert.deepEqual(readFileSync(file), OLD);
    assert.deepEqual(readdirSync(folder), ['main.cf']);
  });

  it('never overwrites what somebody else has written, neither going nor coming back', () => {
    const theirs = Buffer.from('theirs\n');
    assert.throws(() => new Replacement(file, NEW, OLD), isChanged);
    const replacement = new Replacement(file, OLD, NEW);
    writeFileSync(file, theirs);
    assert.throws(() => replacement.undo(), isChanged);
    assert.deepEqual(readFileSync(file), theirs);
  });

  it('keeps mode and owner, also of a file that its owner may only read', { skip: !isRoot && 'root' }, () => {
    chownSync(file, 1234, 4321);
    chmodSync(file, 0o440);
    new Replacement(file, OLD, NEW).keep();
    const { uid, gid, mode } = statSync(file);
    assert.deepEqual([uid, gid, mode & 0o7777], [1234, 4321, 0o440]);
    const copy = backUp(file, new Date());
    assert.deepEqual([statSync(copy).uid, statSync(copy).mode & 0o7777], [1234, 0o440]);
  });

  it('keeps extended attributes, where the file system has them', (context) => {
    const python = (code: string): string =>
      spawnSync('python3', ['-c', `import os\n${code}`], { encoding: 'utf8' }).stdout;
    python(`os.setxattr(${JSON.stringify(file)}, "user.sekisho", b"kept")`);
    const read = `print(os.getxattr(${JSON.stringify(file)}, "user.sekisho").decode(), end="")`;
    if (python(read) !== 'kept') return context.skip('no extended attributes here');
    new Replacement(file, OLD, NEW).keep();
    assert.equal(python(read), 'kept');
  });

  it('follows a link, which stays', () => {
    const link = join(folder, 'link.cf');
    symlinkSync('main.cf', link);
    new Replacement(realFile(link), OLD, NEW).keep();
    assert.ok(lstatSync(link).isSymbolicLink());
    assert.deepEqual(readFileSync(link), NEW);
  });

  it('writes through no link that somebody has laid under the old temporary name', () => {
    const victim = join(folder, 'victim');
    writeFileSync(victim, 'safe');
    symlinkSync(victim, `${file}.sekisho-new`);
    new Replacement(file, OLD, NEW).keep();
    assert.equal(readFileSync(victim, 'utf8'), 'safe');
    removeLeftovers(file);
    assert.equal(existsSync(`${file}.sekisho-new`), false);
    assert.equal(readFileSync(victim, 'utf8'), 'safe');
  });
});

describe('copies', () => {
  it('of one second have names of their own, and are whole', () => {
    const now = new Date('2026-11-25T17:03:12Z');
    const copies = [backUp(file, now), backUp(file, now), backUp(file, now)].map((copy) =>
      copy.slice(file.length),
    );
    const stamp = '.sekisho-20261125T170312Z';
    assert.deepEqual(copies, [stamp, `${stamp}-1`, `${stamp}-2`]);
    for (const copy of copies) assert.deepEqual(readFileSync(file + copy), OLD);
  });

  const at = (second: number): Date => new Date(Date.UTC(2026, 10, 25, 17, 0, second));
  const short = (paths: readonly string[]): string[] => paths.map((path) => path.slice(-'02Z'.length, -1));

  it('lead back change by change, the newest first', () => {
    const copies = [backUp(file, at(1)), backUp(file, at(2)), backUp(file, at(3))];
    assert.deepEqual(wayBack(file), copies.reverse());
  });

  it('do not lead forth again: a rollback takes the changes since out of force', () => {
    backUp(file, at(1));
    const second = backUp(file, at(2));
    backUp(file, at(3));
    backUp(file, at(4), second);
    assert.deepEqual(short(wayBack(file)), ['01']);
    backUp(file, at(5));
    assert.deepEqual(short(wayBack(file)), ['05', '01']);
  });

  it('lead back over what a rollback of a rollback has brought again', () => {
    const first = backUp(file, at(1));
    const back = backUp(file, at(2), first);
    assert.deepEqual(wayBack(file), []);
    backUp(file, at(3), back);
    assert.deepEqual(wayBack(file), [first]);
  });
});

describe('the lock', () => {
  it('is held by one alone, and leaves nothing behind', () => {
    const lock = lockFor(file);
    assert.throws(() => lockFor(file), /another sekisho is changing/);
    assert.equal(statSync(`${file}.sekisho-lock`).mode & 0o777, 0o600);
    lock.release();
    lockFor(file).release();
    assert.deepEqual(readdirSync(folder), ['main.cf']);
  });

  it('ends with a program that is killed', async () => {
    const child = fork(join(import.meta.dirname, 'replaced-again-and-again.ts'), [file, 'hold']);
    await new Promise((heard) => child.once('message', heard));
    assert.throws(() => lockFor(file), /another sekisho/);
    const gone = new Promise((exited) => child.once('exit', exited));
    child.kill('SIGKILL');
    await gone;
    lockFor(file).release();
  });
});

describe('the journal', () => {
  it('tells which of the two files stands there', () => {
    const journal = {
      schema: 1,
      began: 'now',
      backup: 'copy',
      before: digest(OLD),
      after: digest(NEW),
    } as const;
    assert.equal(readJournal(file), undefined);
    writeJournal(file, journal);
    assert.deepEqual(readJournal(file), journal);
    const told = [OLD, NEW, Buffer.from('x')].map((bytes) => standing(journal, bytes));
    assert.deepEqual(told, ['before', 'after', 'neither']);
  });

  for (const text of ['', '{', 'null', '[]', '{"schema":1}'])
    it(`${JSON.stringify(text)} is none`, () => {
      writeFileSync(`${file}.sekisho-journal`, text);
      assert.equal(readJournal(file), undefined);
    });
});

it('killed at any moment: the old file or the new one, byte for byte, and each copy is whole', async () => {
  const big = Buffer.concat([OLD, Buffer.alloc(300_000, '# padding\n')]);
  writeFileSync(file, big);
  const seen = new Set<string>();
  for (let round = 0; round < 12; round++) {
    const child = fork(join(import.meta.dirname, 'replaced-again-and-again.ts'), [file, 'toggle']);
    await new Promise((heard) => child.once('message', heard));
    const gone = new Promise((exited) => child.once('exit', exited));
    await pause(Math.random() * 40);
    child.kill('SIGKILL');
    await gone;
    const stands = readFileSync(file);
    const isNew = stands.subarray(0, 4).toString() === 'new\n';
    assert.deepEqual(isNew ? stands.subarray(4) : stands, big);
    seen.add(isNew ? 'new' : 'old');
    for (const copy of wayBack(file)) {
      const kept = readFileSync(copy);
      assert.ok(kept.equals(big) || kept.subarray(4).equals(big), copy);
      rmSync(copy);
    }
    removeLeftovers(file);
    const left = readdirSync(folder).filter((name) => !/\.sekisho-(?:lock|journal)$/.test(name));
    assert.deepEqual(left, ['main.cf']);
  }
  assert.ok(seen.size > 0);
});

function isChanged(error: unknown): boolean {
  return (
    error instanceof SekishoError && error.code === 'postfix-write' && /changed meanwhile/.test(error.message)
  );
}
