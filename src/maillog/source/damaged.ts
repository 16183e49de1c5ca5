/** What to tell where a source cannot be read to its end. */
import { SekishoError } from '../../config/error.ts';
import type { LogSource } from './source.ts';

export function damaged(source: LogSource, cause: unknown): SekishoError {
  if (cause instanceof SekishoError) return cause;
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new SekishoError(
    'log-damaged',
    `${nameOf(source)} could be read only in part: ${reason}`,
    'read a sound copy for the rest',
    { cause },
  );
}

/** Debian's packages where they are not called as the program is. */
const PACKAGES: Readonly<Record<string, string>> = { xz: 'xz-utils' };

export function missing(program: string, source: LogSource, cause: unknown): SekishoError {
  if (program === 'journalctl')
    return new SekishoError(
      'journal-failed',
      `journalctl did not start: ${String(cause)}`,
      'name a log file instead',
    );
  return new SekishoError(
    'decompressor-missing',
    `${nameOf(source)} needs the program ${program}`,
    `install it (Debian: apt install ${PACKAGES[program] ?? program}), or decompress the file first`,
    { cause },
  );
}

function nameOf(source: LogSource): string {
  return source.kind === 'stdin' ? 'standard input' : source.name;
}
