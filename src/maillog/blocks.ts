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
/** Pieces after which other work of the program gets its turn. */
const TURN = 16;

export interface Block {
  /** Good until the next block is asked for. */
  readonly bytes: Buffer;
  readonly length: number;
  /** Lines given up just before this block. */
  readonly tooLong: number;
}

/** Where blocks lie: at least so many bytes, of which the first `kept` are those that were there before. */
export type Room = (bytes: number, kept: number) => Buffer;

/** Bytes that are read straight to where their lines are looked at. */
export interface Filler {
  /** Reads more to a position of a buffer. @returns how many bytes, 0 at the end */
  fill(buffer: Buffer, at: number): number;
  /** The most that is read at a time. */
  readonly most: number;
  close(): void;
}

export type Chunks = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/** @param room none: a buffer of its own */
export async function* readBlocks(source: Chunks | Filler, room: Room = ownRoom()): AsyncGenerator<Block> {
  const pieces = 'fill' in source ? filled(source, room) : copied(source, room);
  /** Bytes of an unfinished line at the buffer's beginning. */
  let rest = 0;
  let skipping = false;
  let tooLong = 0;
  try {
    for (let bytes = await pieces.next(0); bytes > 0; bytes = await pieces.next(rest)) {
      let length = rest + bytes;
      let buffer = room(length, length);
      if (skipping) {
        const from = buffer.subarray(0, length).indexOf(LINE_FEED) + 1;
        if (from === 0) continue;
        skipping = false;
        buffer.copyWithin(0, from, length);
        length -= from;
      }
      const end = length === 0 ? 0 : buffer.lastIndexOf(LINE_FEED, length - 1) + 1;
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
  } finally {
    await pieces.close();
  }
}

/** One piece after another, laid down behind bytes that were left before; 0 at the end. */
interface Pieces {
  next(rest: number): number | Promise<number>;
  close(): unknown;
}

function filled(source: Filler, room: Room): Pieces {
  let count = 0;
  return {
    next: async (rest) => {
      if (++count % TURN === 0) await new Promise<void>((resolve) => setImmediate(resolve));
      return source.fill(room(rest + source.most, rest), rest);
    },
    close: () => source.close(),
  };
}

function copied(source: Chunks, room: Room): Pieces {
  const chunks = Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]();
  return {
    next: async (rest) => {
      for (let next = await chunks.next(); next.done !== true; next = await chunks.next()) {
        const chunk = next.value;
        if (chunk.length === 0) continue;
        room(rest + chunk.length, rest).set(chunk, rest);
        return chunk.length;
      }
      return 0;
    },
    close: () => chunks.return?.(),
  };
}

/**
 * Where a log's blocks lie: in a place that logs have in common as long as only one of them is read, else in one of its
 * own.
 */
export class Ground {
  readonly #common: Room | undefined;
  #own: Room | undefined;
  /** Bytes that are of use. */
  #kept = 0;
  /** For readBlocks. */
  readonly room: Room = (bytes, kept) => {
    this.#kept = kept;
    return this.#here(bytes, kept);
  };

  /** @param common none: always in its own place */
  constructor(common: Room | undefined) {
    this.#common = common;
    if (common === undefined) this.#own = ownRoom();
  }

  /** @returns the bytes where they are now; undefined where they were there before */
  moveOut(): Buffer | undefined {
    if (this.#own !== undefined) return undefined;
    const bytes = this.#here(this.#kept, this.#kept);
    this.#own = ownRoom();
    return this.#take(bytes);
  }

  /** Back to the common place, which nobody else must be using. @returns as `moveOut` */
  comeHome(): Buffer | undefined {
    if (this.#own === undefined || this.#common === undefined) return undefined;
    const bytes = this.#here(this.#kept, this.#kept);
    this.#own = undefined;
    return this.#take(bytes);
  }

  #here(bytes: number, kept: number): Buffer {
    return (this.#own ?? this.#common!)(bytes, kept);
  }

  #take(bytes: Buffer): Buffer {
    const kept = this.#kept;
    this.#here(kept, 0).set(bytes.subarray(0, kept));
    return this.#here(kept, kept);
  }
}

export function ownRoom(): Room {
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
