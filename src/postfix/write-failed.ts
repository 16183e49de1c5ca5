/** Why main.cf cannot be changed, and what to do about it. */
import { accessSync, constants } from 'node:fs';
import { dirname } from 'node:path';
import { SekishoError } from '../config/error.ts';

const ADVICE: Readonly<Record<string, string>> = {
  EACCES: 'run it as root: sudo sekisho ...',
  EPERM: 'run it as root; `lsattr` shows whether the file may not be changed at all (chattr -i)',
  EROFS:
    'the file system is mounted for reading only: mount it for writing, or change the file where it is made',
  ENOSPC: 'the disk is full: make room (df), and run it again',
  EDQUOT: 'the disk is full: make room (df), and run it again',
};

export function writeFailed(file: string, error: unknown): SekishoError {
  if (error instanceof SekishoError) return error;
  const reason = (error as NodeJS.ErrnoException).code ?? String(error);
  return new SekishoError(
    'postfix-write',
    'cannot write {file}: {reason}',
    ADVICE[reason] ?? 'run it as root, and see whether the disk is full',
    { values: { file, reason } },
  );
}

/**
 * Only root may tell Postfix anything.
 * @throws SekishoError `postfix-write`
 */
export function refuseWhereNobodyMayWrite(file: string): void {
  if (process.getuid?.() !== 0)
    throw new SekishoError(
      'postfix-write',
      '{file} is changed by root only',
      'run it as root: sudo sekisho ...',
      {
        values: { file },
      },
    );
  try {
    accessSync(dirname(file), constants.W_OK);
    accessSync(file, constants.W_OK);
  } catch (error) {
    throw writeFailed(file, error);
  }
}
