/**
 * Replaces a configuration file so that at each moment the whole old one or the whole new one stands there: a copy of the old
 * one is kept beside it, the new one is written under a name that nobody else has, flushed, and takes the place of the old one.
 * Owner, mode, access lists and extended attributes stay; a link stays a link, and the file that it names is replaced.
 *
 *     main.cf   main.cf.sekisho-20261125T170312Z   the copy, which `rollback` takes
 *               main.cf.sekisho-new-8f3a…          half written: of a program that was killed
 */
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fchmodSync,
  fchownSync,
  fsyncSync,
  linkSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { SekishoError } from '../config/error.ts';
import { writeFailed } from './write-failed.ts';

export const MARK = '.sekisho-';
const NEW = `${MARK}new`;

/** The file itself where `file` is a link to it. */
export function realFile(file: string): string {
  return lstatSync(file).isSymbolicLink() ? realpathSync(file) : file;
}

/**
 * @param back the copy that a rollback goes back to: the next rollback goes on from there
 * @returns the copy's path
 * @throws SekishoError `postfix-write`
 */
export function backUp(file: string, now: Date, back?: string): string {
  const stamp = stampOf(now);
  const old = back === undefined ? undefined : readCopyName(file, basename(back));
  const suffix = old === undefined ? '' : `-back-to-${old.stamp}${old.count === 0 ? '' : `-${old.count}`}`;
  const next = unusedName(file);
  try {
    writeWhole(next, readFileSync(file), file);
    for (let count = 0; ; count++) {
      const copy = `${file}${MARK}${stamp}${count === 0 ? '' : `-${count}`}`;
      if (copiesOf(file).some((each) => each.stamp === stamp && each.count === count)) continue;
      if (!takeName(next, `${copy}${suffix}`)) continue;
      flushFolder(dirname(file));
      return `${copy}${suffix}`;
    }
  } catch (error) {
    throw writeFailed(file, error);
  } finally {
    forget(next);
  }
}

/** Without ever taking the place of another file; false: there is one. */
function takeName(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return false;
    // A file system without hard links; who writes here holds the lock.
    if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'EOPNOTSUPP') throw error;
    renameSync(from, to);
    return true;
  }
}

export interface Copy {
  readonly path: string;
  readonly stamp: string;
  readonly count: number;
  /** Made by a rollback: the copy that it went back to. */
  readonly back: { readonly stamp: string; readonly count: number } | undefined;
}

function readCopyName(file: string, name: string): Copy | undefined {
  const start = `${basename(file)}${MARK}`;
  if (!name.startsWith(start)) return undefined;
  const match = /^(\d{8}T\d{6}Z)(?:-(\d+))?(?:-back-to-(\d{8}T\d{6}Z)(?:-(\d+))?)?$/.exec(
    name.slice(start.length),
  );
  if (match === null) return undefined;
  const [, stamp, count = '0', back, backCount = '0'] = match;
  return {
    path: join(dirname(file), name),
    stamp: stamp!,
    count: Number(count),
    back: back === undefined ? undefined : { stamp: back, count: Number(backCount) },
  };
}

/** Copies of the file, the newest first. */
function copiesOf(file: string): Copy[] {
  return readdirSync(dirname(file))
    .map((name) => readCopyName(file, name))
    .filter((copy) => copy !== undefined)
    .sort((a, b) => newestFirst(a, b));
}

function newestFirst(a: Omit<Copy, 'path' | 'back'>, b: Omit<Copy, 'path' | 'back'>): number {
  return a.stamp === b.stamp ? b.count - a.count : a.stamp < b.stamp ? 1 : -1;
}

/**
 * The file as it was before each change that is in force, the newest change first. A rollback takes changes out of force: what
 * comes before the copy that it went back to comes next.
 */
export function wayBack(file: string): string[] {
  const way: string[] = [];
  let bound: Omit<Copy, 'path' | 'back'> | undefined;
  for (const copy of copiesOf(file)) {
    if (bound !== undefined && newestFirst(bound, copy) >= 0) continue;
    if (copy.back !== undefined) bound = copy.back;
    else way.push(copy.path);
  }
  return way;
}

/** Puts bytes into the place of others, and keeps the others' file under another name until it is known which one stays. */
export class Replacement {
  readonly file: string;
  readonly #before: Buffer;
  readonly #after: Buffer;
  /** A second name of the file that stood there: to go back needs no room on the disk, and brings back all that it was. */
  readonly #old: string;

  /**
   * @param before what stands there now: another text is somebody else's change, which is not overwritten
   * @throws SekishoError `postfix-write`
   */
  constructor(file: string, before: Buffer, after: Buffer) {
    this.file = file;
    this.#before = before;
    this.#after = after;
    this.#old = unusedName(file);
    const next = unusedName(file);
    try {
      unchanged(file, before);
      writeWhole(next, after, file);
      linkOrNothing(file, this.#old);
      // Somebody may have written while this was written.
      unchanged(file, before);
      renameSync(next, file);
      flushFolder(dirname(file));
    } catch (error) {
      forget(next);
      if (!isSame(file, after)) forget(this.#old);
      throw writeFailed(file, error);
    }
  }

  /** The file that stood there stands there again, unless somebody has changed the new one meanwhile. */
  undo(): void {
    const { file } = this;
    try {
      if (isSame(file, this.#before)) this.keep();
      else if (isSame(file, this.#after) && isSame(this.#old, this.#before)) {
        renameSync(this.#old, file);
        flushFolder(dirname(file));
      } else new Replacement(file, this.#after, this.#before).keep();
    } catch (error) {
      throw writeFailed(file, error);
    }
  }

  keep(): void {
    forget(this.#old);
  }
}

/** Writes a small file of one's own whole or not at all; another with its name is replaced. */
export function writeBeside(file: string, path: string, text: string): void {
  const next = unusedName(file);
  try {
    writeWhole(next, Buffer.from(text));
    renameSync(next, path);
    flushFolder(dirname(path));
  } catch (error) {
    forget(next);
    throw writeFailed(path, error);
  }
}

/** What a killed program has left. To be called by who holds the lock. */
export function removeLeftovers(file: string): void {
  const start = `${basename(file)}${NEW}`;
  for (const name of readdirSync(dirname(file)))
    if (name.startsWith(start)) forget(join(dirname(file), name));
}

export function forget(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // It is not there.
  }
}

function unchanged(file: string, bytes: Buffer): void {
  if (isSame(file, bytes)) return;
  throw new SekishoError('postfix-write', '{file} has changed meanwhile', 'look at it, and try again', {
    values: { file },
  });
}

function isSame(file: string, bytes: Buffer): boolean {
  try {
    return readFileSync(file).equals(bytes);
  } catch {
    return false;
  }
}

function linkOrNothing(file: string, name: string): void {
  try {
    linkSync(file, name);
  } catch {
    // A file system without hard links: undo() writes the old bytes anew.
  }
}

function unusedName(file: string): string {
  return `${file}${NEW}-${randomBytes(8).toString('hex')}`;
}

function stampOf(now: Date): string {
  return now.toISOString().replace(/[-:]|\.\d+/g, '');
}

/** @param like whose owner, mode and attributes the new file takes; undefined: it is root's alone */
function writeWhole(path: string, bytes: Buffer, like?: string): void {
  // `x`: the name must be free, and no link is followed (open(2) O_EXCL).
  const descriptor = openSync(path, 'wx', 0o600);
  try {
    if (like !== undefined) takeAttributes(path, descriptor, like);
    writeFileSync(descriptor, bytes);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function takeAttributes(path: string, descriptor: number, like: string): void {
  const { uid, gid, mode } = statSync(like);
  if (process.getuid?.() === 0) fchownSync(descriptor, uid, gid);
  fchmodSync(descriptor, mode & 0o7777);
  // Access lists, extended attributes and the label of SELinux: no call of Node's has them. Where cp is not GNU's they are lost.
  spawnSync('cp', ['--attributes-only', '--preserve=all', '--', like, path], { stdio: 'ignore' });
}

/** The name itself is on the disk only then. */
function flushFolder(folder: string): void {
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
