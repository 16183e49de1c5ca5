/**
 * Replaces a configuration file so that at each moment the whole old one or the whole new one stands there: a copy of the old
 * one is kept beside it, the new one is written under another name, flushed, and takes the place of the old one.
 *
 *     main.cf   main.cf.sekisho-20261125T170312Z   the copy, which `rollback` takes
 */
import {
  chmodSync,
  chownSync,
  closeSync,
  fsyncSync,
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

const MARK = '.sekisho-';

/** @returns the copy's path */
export function backUp(file: string, now: Date): string {
  const stamp = now.toISOString().replace(/[-:]|\.\d+/g, '');
  for (let count = 0; ; count++) {
    const copy = `${file}${MARK}${stamp}${count === 0 ? '' : `-${count}`}`;
    try {
      write(copy, readFileSync(file), statSync(file), 'wx');
      return copy;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw failed(copy, error);
    }
  }
}

/** Copies of the file, the newest first. */
export function backupsOf(file: string): string[] {
  const folder = dirname(file);
  const start = `${basename(file)}${MARK}`;
  return readdirSync(folder)
    .filter((name) => name.startsWith(start) && /^\d{8}T\d{6}Z(?:-\d+)?$/.test(name.slice(start.length)))
    .sort((a, b) => order(b, start) - order(a, start) || b.localeCompare(a))
    .map((name) => join(folder, name));
}

function order(name: string, start: string): number {
  const [stamp, count = '0'] = name.slice(start.length).split('-') as [string, string?];
  return Number(stamp.replace(/\D/g, '')) * 1000 + Number(count);
}

/**
 * @param before what stands there now: another text is somebody else's change, which is not overwritten
 * @throws SekishoError `postfix-write`
 */
export function replaceFile(file: string, before: string, after: string): void {
  // A link stays a link.
  const target = realpathSync(file);
  const next = `${target}${MARK}new`;
  try {
    if (readFileSync(target, 'utf8') !== before)
      throw new SekishoError('postfix-write', '{file} has changed meanwhile', 'look at it, and try again', {
        values: { file },
      });
    write(next, Buffer.from(after), statSync(target), 'w');
    renameSync(next, target);
    flush(dirname(target));
  } catch (error) {
    try {
      unlinkSync(next);
    } catch {
      // It never was.
    }
    throw error instanceof SekishoError ? error : failed(file, error);
  }
}

function write(
  path: string,
  bytes: Buffer,
  like: { mode: number; uid: number; gid: number },
  flag: string,
): void {
  const descriptor = openSync(path, flag, like.mode & 0o777);
  try {
    writeFileSync(descriptor, bytes);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  chmodSync(path, like.mode & 0o7777);
  if (process.getuid?.() === 0) chownSync(path, like.uid, like.gid);
}

/** The name itself is on the disk only then. */
function flush(folder: string): void {
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function failed(file: string, error: unknown): SekishoError {
  const reason = (error as NodeJS.ErrnoException).code ?? String(error);
  return new SekishoError(
    'postfix-write',
    'cannot write {file}: {reason}',
    'run it as root, and see whether the disk is full',
    { values: { file, reason } },
  );
}
