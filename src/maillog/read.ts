/**
 * Reads a log: blocks of text, lines, headers, events, and hands each event to the correlator. The hot loop
 * of the whole product.
 */
import { type Block, readBlocks } from './blocks.ts';
import type { Correlator } from './correlate/correlator.ts';
import { EntryReader } from './entry.ts';
import type { Event } from './event.ts';
import type { ExpressLane } from './express/lane.ts';
import { parse } from './parse.ts';
import { own } from './scan.ts';
import { readJournalLine } from './source/journal.ts';
import type { LogSource } from './source/source.ts';

/** Repetitions that one line may claim. */
const REPEATED_AT_MOST = 10_000;

/** How much of the log was understood. */
export interface Coverage {
  lines: number;
  /** Lines of mail programs that nobody here understands, and lines without a header. */
  unparsed: number;
  /** Lines of other programs. */
  foreign: number;
  tooLong: number;
  /** Epoch milliseconds of the newest line, 0 where none has a time. */
  newest: number;
  oldest: number;
  /** Lines by host. */
  hosts: Map<string, number>;
}

export interface Reading {
  readonly correlator: Correlator;
  readonly coverage: Coverage;
  /** Takes ordinary lines before they become events; none: every line becomes one. */
  readonly express?: ExpressLane | undefined;
  /** Told of each line that is not understood. */
  unparsed?: (file: string, line: number, text: string) => void;
  /** Told after each block how many bytes of text it had. */
  progress?: (bytes: number) => void;
}

export function newCoverage(): Coverage {
  return { lines: 0, unparsed: 0, foreign: 0, tooLong: 0, newest: 0, oldest: 0, hosts: new Map() };
}

/**
 * Reads one source.
 * @param chunks the source's bytes; see source/chunks.ts
 * @param firstLine number of the first line, where the chunks are a part of a file
 */
export async function readLog(
  source: LogSource,
  chunks: AsyncIterable<Uint8Array>,
  reading: Reading,
  firstLine = 1,
): Promise<void> {
  const entry = new EntryReader(source.reference, source.yearsBack);
  entry.file = source.name;
  entry.line = firstLine - 1;
  for await (const block of readBlocks(chunks)) {
    readBlock(entry, block, reading);
    reading.correlator.release();
    reading.progress?.(block.text.length);
  }
}

function readBlock(entry: EntryReader, block: Block, reading: Reading): void {
  const { correlator, coverage } = reading;
  const { text } = block;
  const length = text.length;
  coverage.tooLong += block.tooLong;
  coverage.lines += block.tooLong;
  coverage.unparsed += block.tooLong;
  entry.line += block.tooLong;
  const express = block.bytes === undefined ? undefined : reading.express;
  express?.enter(block.bytes!, text);
  let host = entry.host;
  let hostLines = 0;
  for (let from = 0; from < length; ) {
    let to = text.indexOf('\n', from);
    if (to < 0) to = length;
    entry.line++;
    coverage.lines++;
    const journal = text.charCodeAt(from) === 123;
    const header = journal || entry.read(text, from, to);
    const taken = header && !journal && express?.take(entry) === true;
    let event: Event | undefined;
    if (!taken && header)
      event = journal
        ? readJournal(entry, text, from, to)
        : parse(entry.program, text, entry.start, entry.end);
    if (!taken && event === undefined) {
      coverage.unparsed++;
      reading.unparsed?.(entry.file, entry.line, own(text.slice(from, Math.min(to, from + 2000))));
    } else {
      if (entry.host !== host) {
        coverage.hosts.set(host, (coverage.hosts.get(host) ?? 0) + hostLines);
        host = entry.host;
        hostLines = 0;
      }
      if (entry.program.family === 'foreign') coverage.foreign++;
      else {
        hostLines++;
        if (entry.time > coverage.newest) coverage.newest = entry.time;
        if (entry.time < coverage.oldest || coverage.oldest === 0) coverage.oldest = entry.time;
        // `message repeated 3 times: [ ... ]`
        if (event !== undefined)
          for (let n = Math.min(entry.repeated, REPEATED_AT_MOST); n > 0; n--) correlator.handle(entry, event);
      }
    }
    from = to + 1;
  }
  if (hostLines > 0) coverage.hosts.set(host, (coverage.hosts.get(host) ?? 0) + hostLines);
}

function readJournal(entry: EntryReader, text: string, from: number, to: number): Event | undefined {
  const line = readJournalLine(text, from, to);
  if (line === undefined) return undefined;
  entry.set(line.time, line.host, line.tag, line.pid, line.message);
  return parse(entry.program, line.message, entry.start, entry.end);
}
