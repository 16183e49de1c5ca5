/** Positions of lines in plain files, for looking at places in them. */
import { readSync } from 'node:fs';

const LINE_FEED = 10;

/** Where the first line begins at or after `position` of an open file; the file's size where none does. */
export function lineStart(file: number, position: number): number {
  if (position <= 0) return 0;
  const buffer = Buffer.allocUnsafe(8192);
  // From the byte before: a line that begins just here is one too.
  for (let at = position - 1; ; ) {
    const bytes = readSync(file, buffer, 0, buffer.length, at);
    if (bytes === 0) return at;
    const found = buffer.subarray(0, bytes).indexOf(LINE_FEED);
    if (found >= 0) return at + found + 1;
    at += bytes;
  }
}
