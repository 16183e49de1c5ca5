/** A log that is being read: block after block, alone or in turn with others (logs.ts, merge.ts). */
import { SekishoError } from '../config/error.ts';
import { type Block, Ground, readBlocks } from './blocks.ts';
import { EntryReader } from './entry.ts';
import { BlockReader, type Reading } from './read.ts';
import { logBytes } from './source/chunks.ts';
import { readJournalLine } from './source/journal.ts';
import { peek } from './source/peek.ts';
import type { LogSource, Meter } from './source/source.ts';
import { YearWatch } from './source/years.ts';

const BRACE = 123;
const LINE_FEED = 10;
/** A header stands at a line's beginning, seldom behind names of containers; journald's JSON may have its time anywhere. */
const LONG_HEADER = 400;
const HEADER = 120;
/** Milliseconds in which the first bytes of a pipe should come. */
const PATIENCE = 5000;
/** Lines whose hosts are looked at. */
const MOST_LINES = 500;
/** Lines of a block that are looked at for when it ends. */
const SAMPLES = 16;

/** How far it goes and where it fails is told here. */
export interface Progress {
  /** @param bytes of the source on its disk, up to where it is read; Infinity at its end */
  readonly progress: (source: LogSource, bytes: number) => void;
  readonly failed: (source: LogSource, error: SekishoError) => void;
}

export class OpenLog {
  readonly source: LogSource;
  readonly #reading: Reading;
  readonly #progress: Progress;
  readonly #ground: Ground;
  readonly #meter: Meter = { read: 0 };
  readonly #years: YearWatch;
  #reader: BlockReader | undefined;
  #blocks: AsyncIterator<Block> | undefined;
  #block: Block | undefined;
  /** Where the clock of its lines stood before this block, and after it; NaN where nothing is known. */
  #wallBefore = Number.NaN;
  #wallAfter = Number.NaN;
  /** Of a pipe that is silent so far. */
  #coming: Promise<Block | undefined> | undefined;
  /** Read before its turn, as of a pipe. */
  #waits = false;
  #begins: number;
  #hosts: Promise<ReadonlySet<string>> | undefined;

  constructor(source: LogSource, reading: Reading, progress: Progress) {
    this.source = source;
    this.#reading = reading;
    this.#progress = progress;
    this.#ground = new Ground(reading.express?.room);
    this.#years = new YearWatch(source);
    this.#begins = source.begins ?? Number.NaN;
    if (Number.isNaN(this.#begins)) this.#begins = source.reference;
  }

  /** Epoch milliseconds of its first line; of one without a time what is known of the file. */
  get begins(): number {
    return this.#begins;
  }

  /** Reads lines of this log. */
  get reader(): BlockReader {
    this.#reader ??= new BlockReader(this.source, this.#reading);
    return this.#reader;
  }

  /** Its blocks lie where those of the one that is read alone lie. Only between blocks. */
  comeHome(): void {
    this.#moved(this.#ground.comeHome());
  }

  /** Its blocks make room for others. @returns the block that it is at */
  moveOut(): Block | undefined {
    this.#moved(this.#ground.moveOut());
    this.#waits = false;
    return this.#block;
  }

  #moved(bytes: Buffer | undefined): void {
    if (this.#block !== undefined && bytes !== undefined) this.#block = { ...this.#block, bytes };
  }

  /**
   * Looks into a pipe, which can be read once only: its first block stays until its turn comes. Where none comes for some
   * time, its writer may be waiting for another pipe to be read: it is the last one then.
   */
  async look(patience = PATIENCE): Promise<void> {
    this.moveOut();
    const hosts = new Set<string>();
    this.#hosts = Promise.resolve(hosts);
    const coming = this.next();
    let timer: NodeJS.Timeout | undefined;
    const block = await Promise.race([
      coming,
      new Promise<'late'>((resolve) => {
        timer = setTimeout(() => resolve('late'), patience);
      }),
    ]).finally(() => clearTimeout(timer));
    if (block === 'late') {
      this.#coming = coming;
      // Awaited when its turn comes; until then it must not count as unhandled.
      coming.catch(() => undefined);
      return;
    }
    if (block === undefined) return;
    this.#waits = true;
    const clock = this.clock();
    let first = Number.NaN;
    for (let from = 0, n = 0; from < block.length && n < MOST_LINES; n++) {
      const to = lineEnd(block, from);
      const at = readTime(clock, block, from, to);
      if (at !== undefined) {
        hosts.add(at.host);
        if (Number.isNaN(first)) first = at.time;
      }
      from = to + 1;
    }
    if (!Number.isNaN(first)) this.#begins = first;
  }

  /** The clock of its lines after this block. */
  leaveClock(wall: number): void {
    this.#wallAfter = wall;
  }

  /**
   * Goes on to the next block; undefined at the end, also where it fails, which is told.
   * @throws Misdated
   */
  async next(): Promise<Block | undefined> {
    const coming = this.#coming;
    if (coming !== undefined) {
      this.#coming = undefined;
      return await coming;
    }
    if (this.#waits) {
      this.#waits = false;
      return this.#block;
    }
    this.#blocks ??= readBlocks(logBytes(this.source, this.#meter), this.#ground.room)[
      Symbol.asyncIterator
    ]();
    this.#wallBefore = this.#wallAfter;
    try {
      const { value, done } = await this.#blocks.next();
      this.#block = done === true ? undefined : value;
      if (this.#block === undefined) this.#years.end();
      else this.#years.see(this.#block.bytes, this.#block.length);
      this.#progress.progress(this.source, done === true ? Number.POSITIVE_INFINITY : this.#meter.read);
    } catch (error) {
      if (!(error instanceof SekishoError)) throw error;
      this.#block = undefined;
      this.#years.end();
      this.#progress.failed(this.source, error);
    }
    return this.#block;
  }

  /** Gives up its file. */
  async close(): Promise<void> {
    await this.#blocks?.return?.();
  }

  /** Reads the times of this block's lines, from its first on. */
  clock(): EntryReader {
    const clock = new EntryReader(this.source.reference, this.source.yearsBack);
    if (!Number.isNaN(this.#wallBefore)) clock.stamp.near(this.#wallBefore);
    return clock;
  }

  /** Epoch milliseconds of the last of some lines all over the block; -Infinity where none has a time. */
  lastTime(block: Block): number {
    const clock = this.clock();
    let last = Number.NEGATIVE_INFINITY;
    const look = (from: number): void => {
      const at = readTime(clock, block, from, lineEnd(block, from));
      if (at === undefined) return;
      last = at.time;
      this.#wallAfter = at.wall;
    };
    look(0);
    for (let n = 1; n <= SAMPLES; n++) {
      const before = n === SAMPLES ? block.length - 2 : Math.floor((block.length * n) / SAMPLES);
      const from = block.bytes.lastIndexOf(LINE_FEED, before) + 1;
      if (from > 0) look(from);
    }
    return last;
  }

  /** Whether another log may tell of the same messages: of the same host, or of one that is not named. */
  async concerns(other: OpenLog): Promise<boolean> {
    const [mine, others] = await Promise.all([this.#hostsAtFirst(), other.#hostsAtFirst()]);
    if (mine.has('') || others.has('')) return true;
    for (const host of mine) if (others.has(host)) return true;
    return false;
  }

  /** Those of its first lines. */
  #hostsAtFirst(): Promise<ReadonlySet<string>> {
    this.#hosts ??= hostsOf(this.source);
    return this.#hosts;
  }
}

async function hostsOf(source: LogSource): Promise<ReadonlySet<string>> {
  const hosts = new Set<string>();
  try {
    const times = new EntryReader(source.reference, source.yearsBack);
    for (const line of (await peek(source)).text.split('\n', MOST_LINES)) {
      const bytes = Buffer.from(line);
      const at = readTime(times, { bytes, length: bytes.length, tooLong: 0 }, 0, bytes.length);
      if (at !== undefined) hosts.add(at.host);
    }
  } catch {
    // Reading it in earnest will tell what is wrong with it.
  }
  return hosts;
}

/** Where the line ends that begins at a place of a block: at its line feed, or at the block's end. */
export function lineEnd({ bytes, length }: Block, from: number): number {
  const end = bytes.indexOf(LINE_FEED, from);
  return end < 0 || end > length ? length : end;
}

/** Time and host of a line; undefined where it has no time. Good until the next one is read. */
export function readTime(
  entry: EntryReader,
  { bytes }: Block,
  from: number,
  to: number,
): { readonly time: number; readonly wall: number; readonly host: string } | undefined {
  if (bytes[from] === BRACE) {
    const line = readJournalLine(bytes.toString('latin1', from, to), 0, to - from);
    if (line === undefined) return undefined;
    entry.set(line.time, line.host, line.tag, line.pid, line.message);
    return entry;
  }
  for (const most of [HEADER, LONG_HEADER]) {
    const head = bytes.toString('latin1', from, Math.min(to, from + most));
    if (entry.read(head, 0, head.length)) return entry;
    if (head.length < most) return undefined;
  }
  return undefined;
}
