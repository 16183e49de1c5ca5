/** A first look at a file: how it is compressed, when it begins, and over how many years it goes. */
import { closeSync, openSync, readSync } from 'node:fs';
import { basename } from 'node:path';
import { readBlocks } from '../blocks.ts';
import { EntryReader } from '../entry.ts';
import { readChunks } from './chunks.ts';
import { compressionOf } from './compression.ts';
import { readJournalLine } from './journal.ts';
import { inYear, toldTime } from './reference.ts';
import type { Compression, LogSource } from './source.ts';

const HEAD = 64 * 1024;
/** Places of a file that are looked at for New Year's. */
const SAMPLES = 60;
/** What is read there: a line and the rest of the one before it. */
const PLACE = 8192;
/** Before the end of the file. */
const LAST = 2048;
const LINE_FEED = 10;
const HALF_YEAR = 183 * 86_400_000;

export interface Peek {
  readonly compression: Compression;
  /** See reference.ts. */
  readonly told: number;
  /** Its first lines, decompressed. */
  readonly text: string;
}

export interface First {
  /** Epoch milliseconds of the first line with a time; NaN where there is none. */
  readonly first: number;
  /** Its stamps carry no year. */
  readonly yearless: boolean;
}

export async function peek(source: LogSource): Promise<Peek> {
  const head = Buffer.alloc(HEAD);
  const file = openSync(source.path, 'r');
  const length = readSync(file, head, 0, HEAD, 0);
  closeSync(file);
  const compression = compressionOf(head.subarray(0, length));
  const told = toldTime(basename(source.name), head.subarray(0, length));
  if (compression === 'none') return { compression, told, text: head.toString('utf8', 0, length) };
  try {
    for await (const { bytes, length } of readBlocks(readChunks({ ...source, compression })))
      return { compression, told, text: bytes.toString('utf8', 0, length) };
  } catch {
    // Reading it in earnest will tell what is wrong with it.
  }
  return { compression, told, text: '' };
}

/** The first line with a time. */
export function firstOf(text: string, reference: number, yearsBack = 0): First {
  const entry = new EntryReader(reference, yearsBack);
  for (let from = 0; from < text.length; ) {
    let to = text.indexOf('\n', from);
    if (to < 0) to = text.length;
    if (text.charCodeAt(from) === 123) {
      const line = readJournalLine(text, from, to);
      if (line !== undefined) return { first: line.time, yearless: false };
    } else if (entry.read(text, from, to)) return { first: entry.time, yearless: entry.stamp.yearless };
    from = to + 1;
  }
  return { first: Number.NaN, yearless: false };
}

/** Wall clocks of a file's lines, all in the year 2000. Plain files are sampled, others read once over. */
export async function wallsOf(source: LogSource): Promise<number[]> {
  return source.compression === 'none' ? sample(source) : await days(source);
}

/**
 * How many years before the file's own the first line is: how often the date falls back by more than half a
 * year from one place of the file to the next.
 */
export function yearsBackOf(walls: readonly number[], reference: number): number {
  let back = 0;
  let wraps = 0;
  for (let i = 1; i < walls.length; i++) {
    if (walls[i]! - walls[i - 1]! < -HALF_YEAR) wraps++;
    // A line of 31 December after one of 1 January: the clock, not the year.
    else if (walls[i]! - walls[i - 1]! > HALF_YEAR && wraps > 0) wraps--;
  }
  const last = walls.at(-1);
  const first = walls[0];
  if (first === undefined || last === undefined) return 0;
  // The reference puts the first line in the last year that is possible for it alone.
  const year = (wall: number): number => new Date(wall).getUTCFullYear();
  back = year(inYear(first, reference)) - (year(inYear(last, reference)) - wraps);
  return leapBack(walls, year(inYear(first, reference)), Math.max(0, back));
}

/** Further back, where there is a 29 February of a year that has none: the file's time is not its lines'. */
function leapBack(walls: readonly number[], year: number, back: number): number {
  let more = 0;
  let passed = 0;
  for (let i = 0; i < walls.length; i++) {
    const date = new Date(walls[i]!);
    if (i > 0 && walls[i]! - walls[i - 1]! < -HALF_YEAR) passed++;
    if (date.getUTCMonth() !== 1 || date.getUTCDate() !== 29) continue;
    while (!isLeap(year - back - more + passed)) more++;
  }
  return back + more;
}

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

/** The wall clock at evenly spread places, all in the year 2000. */
function sample(source: LogSource): number[] {
  const walls: number[] = [];
  const file = openSync(source.path, 'r');
  try {
    const buffer = Buffer.alloc(PLACE);
    for (let i = 0; i <= SAMPLES; i++) {
      // From the byte before: a line that begins just there is one too.
      const position = i === SAMPLES ? source.size - LAST : Math.floor((source.size * i) / SAMPLES) - 1;
      const bytes = readSync(file, buffer, 0, PLACE, Math.max(0, position));
      const from = position < 0 ? 0 : buffer.subarray(0, bytes).indexOf(LINE_FEED) + 1;
      const wall = wallOf(buffer.toString('utf8', from, bytes));
      if (wall !== undefined) walls.push(wall);
    }
  } finally {
    closeSync(file);
  }
  return walls;
}

async function days(source: LogSource): Promise<number[]> {
  const walls: number[] = [];
  try {
    for await (const { bytes, length } of readBlocks(readChunks(source))) {
      const wall = wallOf(bytes.toString('utf8', 0, Math.min(length, 4096)));
      if (wall !== undefined) walls.push(wall);
    }
  } catch {
    // Reading it in earnest will tell.
  }
  return walls;
}

const YEAR_2000 = Date.UTC(2000, 11, 31);

/** The first stamp's wall clock, in the year 2000. */
export function wallOf(text: string): number | undefined {
  const entry = new EntryReader(YEAR_2000, 0, () => 0);
  for (let from = 0; from < text.length; ) {
    const to = text.indexOf('\n', from);
    if (to < 0) return undefined;
    if (entry.read(text, from, to)) return entry.wall;
    from = to + 1;
  }
  return undefined;
}
