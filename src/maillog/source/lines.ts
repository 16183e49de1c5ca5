/** Positions of lines in plain files, for looking at places in them. */
import { open } from 'node:fs/promises';

const LINE_FEED = 10;

/** Where the first line begins at or after `position`; the file's size where none does. */
export async function lineStart(path: string, position: number): Promise<number> {
  if (position <= 0) return 0;
  const file = await open(path, 'r');
  try {
    const buffer = Buffer.allocUnsafe(8192);
    // From the byte before: a line that begins just here is one too.
    for (let at = position - 1; ; ) {
      const { bytesRead } = await file.read(buffer, 0, buffer.length, at);
      if (bytesRead === 0) return at;
      const found = buffer.subarray(0, bytesRead).indexOf(LINE_FEED);
      if (found >= 0) return at + found + 1;
      at += bytesRead;
    }
  } finally {
    await file.close();
  }
}
