/** What to tell where a source cannot be read to its end. */
import { SekishoError } from '../../config/error.ts';
import type { LogSource } from './source.ts';

export function damaged(source: LogSource, cause: unknown): SekishoError {
  if (cause instanceof SekishoError) return cause;
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new SekishoError(
    'log-damaged',
    '{file} could be read only in part: {reason}',
    'read a sound copy for the rest',
    { cause, values: { file: nameOf(source), reason } },
  );
}

/** Debian's packages where they are not called as the program is. */
const PACKAGES: Readonly<Record<string, string>> = { xz: 'xz-utils' };

export function missing(program: string, source: LogSource, cause: unknown): SekishoError {
  if (program === 'journalctl')
    return new SekishoError(
      'journal-failed',
      'journalctl did not start: {reason}',
      'name a log file instead',
      { values: { reason: String(cause) } },
    );
  return new SekishoError(
    'decompressor-missing',
    '{file} needs the program {program}',
    'install it (Debian: apt install {package}), or decompress the file first',
    { cause, values: { file: nameOf(source), program, package: PACKAGES[program] ?? program } },
  );
}

function nameOf(source: LogSource): string {
  return source.kind === 'stdin' ? 'standard input' : source.name;
}
