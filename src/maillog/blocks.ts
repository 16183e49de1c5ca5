/**
 * From bytes to blocks of whole lines as text. Lines are never cut out here: a block is one string, and who
 * reads it walks from line end to line end. Bytes that are not UTF-8 become U+FFFD; nothing is lost for it
 * but the byte. A line longer than `LONGEST` is given up (and counted), so that a file without line ends
 * cannot fill the memory.
 */
import { isAscii } from 'node:buffer';

/** syslog lines are under 8 kB; journald's JSON of one line may be some hundred. */
const LONGEST = 1 << 20;
const LINE_FEED = 10;

export interface Block {
  readonly text: string;
  /** Lines given up just before this block. */
  readonly tooLong: number;
}

export async function* readBlocks(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncGenerator<Block> {
  let rest: Buffer = Buffer.alloc(0);
  let skipping = false;
  let tooLong = 0;
  for await (const chunk of chunks) {
    let bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    if (skipping) {
      const next = bytes.indexOf(LINE_FEED);
      if (next < 0) continue;
      bytes = bytes.subarray(next + 1);
      skipping = false;
    }
    const last = bytes.lastIndexOf(LINE_FEED);
    if (last < 0) {
      rest = Buffer.concat([rest, bytes]);
      if (rest.length > LONGEST) {
        rest = Buffer.alloc(0);
        skipping = true;
        tooLong++;
      }
      continue;
    }
    if (rest.length > 0) {
      // Only the first line is joined: the rest of the chunk stays where it is.
      const first = bytes.indexOf(LINE_FEED);
      yield { text: toText(Buffer.concat([rest, bytes.subarray(0, first + 1)])), tooLong };
      tooLong = 0;
      if (first < last) yield { text: toText(bytes.subarray(first + 1, last + 1)), tooLong };
    } else {
      yield { text: toText(bytes.subarray(0, last + 1)), tooLong };
      tooLong = 0;
    }
    // The chunk's buffer is used again for the next one.
    rest = Buffer.from(bytes.subarray(last + 1));
  }
  if (rest.length > 0 || tooLong > 0) yield { text: toText(rest), tooLong };
}

function toText(bytes: Buffer): string {
  return bytes.toString(isAscii(bytes) ? 'latin1' : 'utf8');
}
