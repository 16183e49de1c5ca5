/**
 * What is under way, beside main.cf, from before the file is replaced until Postfix is known to live with it: who comes after a
 * program that was killed in between (kill -9, a power cut) knows what stands there.
 *
 *     main.cf.sekisho-journal    {"schema":1,"backup":"/etc/postfix/main.cf.sekisho-…","before":"SHA-256","after":"SHA-256",…}
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { forget, MARK, writeBeside } from './replace-file.ts';

export interface Journal {
  readonly schema: 1;
  /** RFC 3339. */
  readonly began: string;
  /** The copy of what stood there. */
  readonly backup: string;
  /** SHA-256 of the old and of the new file. */
  readonly before: string;
  readonly after: string;
}

export function writeJournal(file: string, journal: Journal): void {
  writeBeside(file, pathOf(file), `${JSON.stringify(journal)}\n`);
}

/** undefined: nothing is under way. */
export function readJournal(file: string): Journal | undefined {
  try {
    const read = JSON.parse(readFileSync(pathOf(file), 'utf8')) as Partial<Journal>;
    const texts = [read.began, read.backup, read.before, read.after];
    return texts.every((text) => typeof text === 'string') ? (read as Journal) : undefined;
  } catch {
    return undefined;
  }
}

export function removeJournal(file: string): void {
  forget(pathOf(file));
}

export type Standing = 'before' | 'after' | 'neither';

/** Which of the two stands there. */
export function standing({ before, after }: Journal, bytes: Buffer): Standing {
  const hash = digest(bytes);
  return hash === before ? 'before' : hash === after ? 'after' : 'neither';
}

export function digest(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function pathOf(file: string): string {
  return `${file}${MARK}journal`;
}
