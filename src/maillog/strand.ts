/** One of several logs that are read in turn: its lines and their times. */
import type { Block } from './blocks.ts';
import type { LineCopies } from './line-copies.ts';
import { lineEnd, type OpenLog, readTime } from './open-log.ts';
import { localOffset } from './stamp.ts';
import type { Turns } from './turns.ts';

const SECOND = 1000;
const HOUR = 3_600_000;
/** Where a clock has been put back by an hour, a stamp lies about an hour before the one before it. */
const ABOUT = 600_000;
/**
 * What comes first of a message whose lines are all of one second, where stamps tell no more. Ranks are added as
 * milliseconds.
 */
const RANKS: Readonly<Record<string, number>> = {
  smtpd: 0,
  submission: 0,
  smtps: 0,
  submissions: 0,
  postscreen: 0,
  pickup: 0,
  cleanup: 1,
  qmgr: 2,
  nqmgr: 2,
  oqmgr: 2,
};
const OTHERS = 3;
const LAST = 4;
const REMOVED = Buffer.from(': removed');

export class Strand {
  readonly log: OpenLog;
  /** The number of the line before the next. */
  line = 0;
  /** Epoch milliseconds of the next line; of one without a time those of the line before. */
  time = Number.NEGATIVE_INFINITY;
  readonly #number: number;
  readonly #copies: LineCopies;
  #block: Block | undefined;
  /** Of the block's lines: where they end, their times, the same on their own clock, and who wrote them. */
  #ends = new Int32Array(1024);
  #times = new Float64Array(1024);
  #walls = new Float64Array(1024);
  #programs = new Uint16Array(1024);
  #count = 0;
  #next = 0;
  #from = 0;
  /** The time before the clock was put back by an hour; -Infinity else. */
  #fold = Number.NEGATIVE_INFINITY;
  #last = Number.NaN;
  #lastWall = Number.NaN;

  constructor(log: OpenLog, copies: LineCopies) {
    this.log = log;
    this.#number = copies.join();
    this.#copies = copies;
  }

  /** @returns whether it has a line */
  async begin(): Promise<boolean> {
    this.line = this.log.reader.line;
    const block = this.log.moveOut();
    return block === undefined ? await this.load() : this.#enter(block);
  }

  /** Goes on to the next block. @returns whether there is one */
  async load(): Promise<boolean> {
    const block = await this.log.next();
    return block !== undefined && this.#enter(block);
  }

  /**
   * Takes the next line, and those after it that are earlier than a time, and no later than another one.
   * @returns whether the block has more
   */
  take(turns: Turns, before: number, upTo: number): boolean {
    const { bytes } = this.#block!;
    const { reader } = this.log;
    let next = this.#next;
    do {
      const to = this.#ends[next]!;
      if (!this.#copies.isCopy(this.#number, this.#programs[next]!, bytes, this.#from, to))
        turns.add(reader, bytes, this.#from, to, this.line, this.#walls[next]!);
      this.line++;
      this.#from = to + 1;
      next++;
    } while (next < this.#count && this.#times[next]! < before && this.#times[next]! <= upTo);
    this.#next = next;
    if (next >= this.#count) return false;
    this.time = this.#times[next]!;
    return true;
  }

  #enter(block: Block): boolean {
    const { length, tooLong } = block;
    this.#block = block;
    this.log.reader.giveUp(tooLong);
    this.line += tooLong;
    this.#from = 0;
    this.#next = 0;
    let count = 0;
    const clock = this.log.clock();
    let tag = '';
    let program = 0;
    let rank = 0;
    for (let from = 0; from < length; count++) {
      if (count === this.#ends.length) this.#grow();
      const to = lineEnd(block, from);
      const at = readTime(clock, block, from, to);
      if (at !== undefined) this.#see(at.time, at.wall, clock.stamp.yearless);
      if (at === undefined) program = 0;
      else if (program === 0 || clock.program.tag !== tag) {
        tag = clock.program.tag;
        program = this.#copies.program(this.#number, tag);
        rank = RANKS[clock.program.daemon] ?? OTHERS;
      }
      this.#ends[count] = to;
      const time = this.#fold === Number.NEGATIVE_INFINITY ? this.#last : this.#last + HOUR;
      this.#times[count] = time % SECOND === 0 ? time + (isRemoval(block.bytes, to) ? LAST : rank) : time;
      this.#walls[count] = this.#lastWall;
      this.#programs[count] = program;
      from = to + 1;
    }
    this.#count = count;
    this.#level();
    this.log.leaveClock(this.#lastWall);
    this.time = this.#times[0] ?? Number.NEGATIVE_INFINITY;
    return count > 0;
  }

  /** A line's time. The local hour that comes twice in autumn is told apart by what came before. */
  #see(time: number, wall: number, local: boolean): void {
    const back = this.#last - time;
    if (local && Math.abs(back - HOUR) < ABOUT && localOffset(wall) !== localOffset(wall + 2 * HOUR))
      this.#fold = this.#last;
    else if (time > this.#fold) this.#fold = Number.NEGATIVE_INFINITY;
    this.#last = time;
    this.#lastWall = wall;
  }

  /** Lines of a clock that ran ahead for a while must not hold up those behind them: they come when these do. */
  #level(): void {
    const times = this.#times;
    for (let n = 1; n < this.#count; n++) {
      const now = times[n]!;
      if (times[n - 1]! - now < HOUR) continue;
      let first = n - 1;
      while (first > 0 && times[first - 1]! - now >= HOUR) first--;
      // Where none before is as early, it is this line whose clock is wrong.
      if (first > 0) times.fill(now, first, n);
    }
  }

  #grow(): void {
    const size = this.#ends.length * 2;
    const ends = new Int32Array(size);
    ends.set(this.#ends);
    this.#ends = ends;
    const times = new Float64Array(size);
    times.set(this.#times);
    this.#times = times;
    const walls = new Float64Array(size);
    walls.set(this.#walls);
    this.#walls = walls;
    const programs = new Uint16Array(size);
    programs.set(this.#programs);
    this.#programs = programs;
  }
}

function isRemoval(bytes: Buffer, to: number): boolean {
  return bytes[to - 1] === REMOVED.at(-1) && bytes.subarray(to - REMOVED.length, to).equals(REMOVED);
}
