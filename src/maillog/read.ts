/**
 * Reads a log: blocks of lines, headers, events, and hands each event to the correlator. Ordinary
 * lines take the express lane.
 */
import { isAscii } from 'node:buffer';
import { type Block, type Chunks, type Filler, readBlocks } from './blocks.ts';
import type { Correlator } from './correlate/correlator.ts';
import { type Entry, EntryReader } from './entry.ts';
import type { Event } from './event.ts';
import type { ExpressLane } from './express/lane.ts';
import { parse } from './parse.ts';
import type { Program } from './program.ts';
import { readJournalLine } from './source/journal.ts';
import type { LogSource } from './source/source.ts';

const LINE_FEED = 10;
const BRACE = 123;
/** What Postfix calls its programs; other names are a hostile log's. */
const MOST_DAEMONS = 200;
/** Hosts whose lines are counted. */
const MOST_HOSTS = 10_000;
/** Repetitions that one line may claim. */
const REPEATED_AT_MOST = 10_000;

/** How much of the log was understood. */
export interface Coverage {
  lines: number;
  /** Lines of mail programs that nobody here understands, and lines without a header. */
  unparsed: number;
  /** Lines of other programs, and empty ones. */
  foreign: number;
  tooLong: number;
  /** Lines that stand in another log too, and count once. */
  copied: number;
  /** Epoch milliseconds of the newest line, 0 where none has a time. */
  newest: number;
  oldest: number;
  /** Lines by host. */
  hosts: Map<string, number>;
  /** Programs of Postfix that wrote lines which are understood. */
  daemons: Set<string>;
}

export interface Reading {
  readonly correlator: Correlator;
  readonly coverage: Coverage;
  /** Takes ordinary lines before they become events; none: every line becomes one. */
  readonly express?: ExpressLane | undefined;
  /** Told of each line that is not understood. */
  unparsed?: (file: string, line: number, text: string) => void;
}

export function newCoverage(): Coverage {
  return {
    lines: 0,
    unparsed: 0,
    foreign: 0,
    tooLong: 0,
    copied: 0,
    newest: 0,
    oldest: 0,
    hosts: new Map(),
    daemons: new Set(),
  };
}

/**
 * Reads one source.
 * @param chunks the source's bytes; see source/chunks.ts
 */
export async function readLog(source: LogSource, chunks: Chunks | Filler, reading: Reading): Promise<void> {
  const reader = new BlockReader(source, reading);
  for await (const block of readBlocks(chunks, reading.express?.room)) reader.read(block);
}

/** Reads lines of one source. */
export class BlockReader {
  readonly #reading: Reading;
  readonly #express: ExpressLane | undefined;
  readonly #entry: EntryReader;
  /** Lines of one host after another are many: its count is put down when another one comes. */
  #host = '';
  #hostLines = 0;
  #program: Program | undefined;
  /** Of its file, in the express lane. */
  readonly #number: number;

  constructor(source: LogSource, reading: Reading) {
    this.#reading = reading;
    this.#express = reading.express;
    this.#entry = new EntryReader(source.reference, source.yearsBack);
    this.#entry.file = source.name;
    this.#number = this.#express?.enter(source.name) ?? -1;
  }

  /** Number of the last line that was read. */
  get line(): number {
    return this.#entry.line;
  }

  set line(line: number) {
    this.#entry.line = line;
  }

  /** Reads a block, which lies in the express lane's room where there is one. */
  read(block: Block): void {
    this.giveUp(block.tooLong);
    this.#readLines(block.bytes, 0, block.length);
    this.settle();
  }

  /**
   * Reads some lines in turn with those of other sources; `settle` follows after some turns.
   * @param line the number of the line before the first
   * @param wall the first line's time on its own clock, NaN where it is not known
   */
  readTurn(bytes: Buffer, from: number, to: number, line: number, wall: number): void {
    this.#entry.line = line;
    if (!Number.isNaN(wall)) this.#entry.stamp.near(wall);
    this.#express?.comeBack(this.#number, wall);
    this.#readLines(bytes, from, to);
  }

  /** Lines that are left out for their length. */
  giveUp(lines: number): void {
    const { coverage } = this.#reading;
    coverage.tooLong += lines;
    coverage.lines += lines;
    coverage.unparsed += lines;
    this.#entry.line += lines;
  }

  /** Puts down what was counted. */
  settle(): void {
    this.#express?.cover(this.#reading.coverage);
    this.#putDown();
  }

  #readLines(bytes: Buffer, from: number, to: number): void {
    if (this.#express === undefined) this.#readAll(bytes, from, to);
    else this.#readExpress(from, to, this.#express);
  }

  #readAll(bytes: Buffer, begin: number, end: number): void {
    const entry = this.#entry;
    const ascii = isAscii(bytes.subarray(begin, end));
    for (let from = begin; from < end; ) {
      let to = bytes.indexOf(LINE_FEED, from);
      if (to < 0 || to > end) to = end;
      entry.line++;
      this.#reading.coverage.lines++;
      this.#goLongWay(textOf(bytes, from, to, ascii));
      from = to + 1;
    }
  }

  #readExpress(begin: number, end: number, express: ExpressLane): void {
    const entry = this.#entry;
    const before = entry.line;
    const { start } = express;
    for (let from = start + begin; ; from = express.next) {
      const how = express.run(from, start + end, entry);
      if (how === 'all taken') break;
      const text = express.text();
      if (how === 'unread') this.#goLongWay(text);
      else
        this.#tell(
          express.entry,
          parse(express.entry.program, text, express.messageStart, text.length),
          text,
        );
    }
    this.#reading.coverage.lines += entry.line - before;
  }

  #goLongWay(text: string): void {
    this.#tell(this.#entry, this.#parse(text), text, this.#entry.repeated);
  }

  /** @param repeated how often the line came: `message repeated 3 times: [ ... ]` */
  #tell(entry: Entry, event: Event | undefined, text: string, repeated = 1): void {
    const { coverage, correlator, unparsed } = this.#reading;
    if (event === undefined) {
      if (text.trim() === '') {
        coverage.foreign++;
        return;
      }
      coverage.unparsed++;
      unparsed?.(entry.file, entry.line, text.slice(0, 2000));
      return;
    }
    if (entry.program.family === 'foreign') {
      coverage.foreign++;
      return;
    }
    this.#count(entry);
    for (let n = Math.min(repeated, REPEATED_AT_MOST); n > 0; n--) correlator.handle(entry, event);
  }

  #parse(text: string): Event | undefined {
    const entry = this.#entry;
    if (text.charCodeAt(0) === BRACE) {
      const line = readJournalLine(text, 0, text.length);
      if (line === undefined) return undefined;
      entry.set(line.time, line.host, line.tag, line.pid, line.message);
      return parse(entry.program, line.message, entry.start, entry.end);
    }
    if (!entry.read(text, 0, text.length)) return undefined;
    this.#express?.learn(entry);
    return parse(entry.program, text, entry.start, entry.end);
  }

  /** A line that a mail program wrote and that is understood. */
  #count(entry: Entry): void {
    const { coverage } = this.#reading;
    // The express lane does not know a program before its first line has come here.
    if (entry.program !== this.#program) {
      this.#program = entry.program;
      const { family, daemon } = entry.program;
      if (family === 'postfix' && coverage.daemons.size < MOST_DAEMONS) coverage.daemons.add(daemon);
    }
    if (entry.host !== this.#host) {
      this.#putDown();
      this.#host = entry.host;
    }
    this.#hostLines++;
    if (entry.time > coverage.newest) coverage.newest = entry.time;
    if (entry.time < coverage.oldest || coverage.oldest === 0) coverage.oldest = entry.time;
  }

  #putDown(): void {
    const { hosts } = this.#reading.coverage;
    const lines = hosts.get(this.#host);
    if (lines !== undefined || hosts.size < MOST_HOSTS) hosts.set(this.#host, (lines ?? 0) + this.#hostLines);
    this.#hostLines = 0;
  }
}

/** Bytes that are not UTF-8 become U+FFFD; nothing is lost for it but the byte. */
function textOf(bytes: Buffer, from: number, to: number, ascii: boolean): string {
  return bytes.toString(ascii ? 'latin1' : 'utf8', from, to);
}
