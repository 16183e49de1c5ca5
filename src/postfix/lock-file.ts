/**
 * One change of a main.cf at a time. The lock is one of the kernel's (fcntl(2), by way of SQLite): it ends with the program that
 * holds it, in whatever way that ends, so that none is ever left behind.
 */
import { closeSync, openSync, statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { SekishoError } from '../config/error.ts';
import { forget, MARK } from './replace-file.ts';
import { writeFailed } from './write-failed.ts';

export interface Lock {
  release(): void;
}

/**
 * @param file that is to be changed
 * @throws SekishoError `postfix-write`: another program changes it just now, or it cannot be locked
 */
export function lockFor(file: string): Lock {
  const path = `${file}${MARK}lock`;
  for (let attempt = 0; attempt < 10; attempt++) {
    const lock = tryOnce(path, file);
    if (lock !== undefined) return lock;
  }
  throw busy(file);
}

/** undefined: the file was removed by who held the lock before. */
function tryOnce(path: string, file: string): Lock | undefined {
  let database: DatabaseSync | undefined;
  try {
    // For root alone: who may read it may lock it.
    closeSync(openSync(path, 'a', 0o600));
    const before = idOf(path);
    database = new DatabaseSync(path);
    const held = database;
    held.exec('BEGIN EXCLUSIVE');
    if (before !== undefined && idOf(path) === before)
      return {
        release: () => {
          forget(path);
          held.close();
        },
      };
    held.close();
    return undefined;
  } catch (error) {
    database?.close();
    const { errcode } = error as { errcode?: number };
    if (errcode === SQLITE_BUSY) throw busy(file);
    forget(path);
    const code = errcode === SQLITE_FULL ? 'ENOSPC' : errcode === undefined ? undefined : `SQLite ${errcode}`;
    throw writeFailed(path, code === undefined ? error : { code });
  }
}

/** sqlite3.h */
const SQLITE_BUSY = 5;
const SQLITE_FULL = 13;

function idOf(path: string): string | undefined {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat && `${stat.dev}:${stat.ino}`;
}

function busy(file: string): SekishoError {
  return new SekishoError(
    'postfix-write',
    'another sekisho is changing {file} just now',
    'wait until it is done, and try again',
    { values: { file } },
  );
}
