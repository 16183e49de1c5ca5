/**
 * From chunks of bytes to blocks of whole lines. Lines are never cut out here: who reads a block walks from line
 * end to line end. A line longer than `LONGEST` is given up (and counted), so that a file without line ends
 * cannot fill the memory.
 */

/** syslog lines are under 8 kB; journald's JSON of one line may be some hundred. */
const LONGEST = 1 << 20;
/** Room at first: a chunk and the line that its predecessor left unfinished. */
const ROOM = 320 * 1024;
const LINE_FEED = 10;

export interface Block {
  /** Good until the next block is asked for. */
  readonly bytes: Buffer;
  readonly length: number;
  /** Lines given up just before this block. */
  readonly tooLong: number;
}

/** Where blocks lie: at least so many bytes, of which the first `kept` are those that were there before. */
export type Room = (bytes: number, kept: number) => Buffer;

/** @param room none: a buffer of its own */
export async function* readBlocks(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  room: Room = ownRoom(),
): AsyncGenerator<Block> {
  /** Bytes of an unfinished line at the buffer's beginning. */
  let rest = 0;
  let skipping = false;
  let tooLong = 0;
  for await (const chunk of chunks) {
    let from = 0;
    if (skipping) {
      from = chunk.indexOf(LINE_FEED) + 1;
      if (from === 0) continue;
      skipping = false;
    }
    const length = rest + chunk.length - from;
    let buffer = room(length, rest);
    buffer.set(from === 0 ? chunk : chunk.subarray(from), rest);
    const end = buffer.lastIndexOf(LINE_FEED, length - 1) + 1;
    if (end > 0) {
      yield { bytes: buffer, length: end, tooLong };
      tooLong = 0;
      buffer = room(length, length);
      buffer.copyWithin(0, end, length);
    }
    rest = length - end;
    if (rest > LONGEST) {
      rest = 0;
      skipping = true;
      tooLong++;
    }
  }
  if (rest > 0 || tooLong > 0) yield { bytes: room(rest, rest), length: rest, tooLong };
}

function ownRoom(): Room {
  // Whole buffers: a part of Node's pool would keep all of it.
  let buffer = Buffer.from(new ArrayBuffer(ROOM));
  return (bytes, kept) => {
    if (bytes > buffer.length) {
      const larger = Buffer.from(new ArrayBuffer(Math.max(bytes, buffer.length * 2)));
      buffer.copy(larger, 0, 0, kept);
      buffer = larger;
    }
    return buffer;
  };
}
