/**
 * Opens the file that was found, whatever its name is by now: logrotate may have come between the looking and the
 * reading, and what is called maillog now is another file.
 */
import { closeSync, fstatSync, openSync, readdirSync, type Stats, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { damaged } from './damaged.ts';
import type { LogSource, SourceIdentity } from './source.ts';

export function identityOf(stat: Stats): SourceIdentity {
  const { dev, ino, birthtimeMs, ctimeMs } = stat;
  // File systems that do not know when a file was made give the time of its last change.
  return { file: `${dev}:${ino}`, born: birthtimeMs < ctimeMs ? birthtimeMs : Number.NaN };
}

export function openSource(source: LogSource): number {
  try {
    const file = openSync(source.path, 'r');
    if (isSame(fstatSync(file), source)) return file;
    closeSync(file);
    return openSync(renamed(source), 'r');
  } catch (error) {
    throw damaged(source, error);
  }
}

/** The number of a file that is gone is given to a new one: it must not be younger or shorter. */
function isSame(stat: Stats, { identity, size }: LogSource): boolean {
  if (identity === undefined) return true;
  const { file, born } = identityOf(stat);
  return (
    file === identity.file &&
    stat.size >= size &&
    (born === identity.born || Number.isNaN(born) || Number.isNaN(identity.born))
  );
}

function renamed(source: LogSource): string {
  const folder = dirname(source.path);
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat !== undefined && isSame(stat, source)) return path;
  }
  throw new Error('it was rotated away or cut meanwhile');
}
