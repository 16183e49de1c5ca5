/** Lines of several logs in the order in which they are read: laid down one behind the other, then read at once. */
import { ownRoom, type Room } from './blocks.ts';
import type { BlockReader, Reading } from './read.ts';

/** Bytes of lines that are laid down before they are read. */
const MOST = 256 * 1024;
const LINE_FEED = 10;

/** Lines of one log that follow each other. */
interface Turn {
  readonly reader: BlockReader;
  readonly from: number;
  to: number;
  /** Number of the line before the first, and how many there are. */
  readonly line: number;
  lines: number;
  readonly wall: number;
}

export class Turns {
  readonly #room: Room;
  #bytes: Buffer;
  #length = 0;
  readonly #turns: Turn[] = [];

  constructor({ express }: Reading) {
    this.#room = express?.room ?? ownRoom();
    this.#bytes = this.#room(MOST, 0);
  }

  /**
   * Adds the line `from`..`to` of some bytes.
   * @param line the number of the line before it
   * @param wall its time on its own clock, NaN where it is not known
   */
  add(reader: BlockReader, bytes: Buffer, from: number, to: number, line: number, wall: number): void {
    const length = to - from + 1;
    if (this.#length > 0 && this.#length + length > MOST) this.read();
    if (length > this.#bytes.length) this.#bytes = this.#room(length, 0);
    const start = this.#length;
    bytes.copy(this.#bytes, start, from, to);
    this.#bytes[start + length - 1] = LINE_FEED;
    this.#length = start + length;
    const last = this.#turns.at(-1);
    if (last !== undefined && last.reader === reader && last.line + last.lines === line) {
      last.to = this.#length;
      last.lines++;
    } else this.#turns.push({ reader, from: start, to: this.#length, line, lines: 1, wall });
  }

  /** Reads what was laid down. */
  read(): void {
    const readers = new Set<BlockReader>();
    for (const { reader, from, to, line, wall } of this.#turns) {
      reader.readTurn(this.#bytes, from, to, line, wall);
      readers.add(reader);
    }
    for (const reader of readers) reader.settle();
    this.#turns.length = 0;
    this.#length = 0;
    // Where it lies may have moved meanwhile.
    this.#bytes = this.#room(MOST, 0);
  }
}
