/**
 * The bytes of a source in pieces, decompressed, never more than a few hundred kB of them at once. A piece is
 * good until the next one is asked for: plain files are read into one buffer again and again.
 */
import { closeSync, createReadStream, readSync } from 'node:fs';
import { pipeline, Readable } from 'node:stream';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import type { Filler } from '../blocks.ts';
import { isInstalled, readCommand } from './command.ts';
import { damaged } from './damaged.ts';
import { journalArguments } from './journal.ts';
import { openSource } from './opened.ts';
import { sniff } from './pipe.ts';
import type { Compression, LogSource, Meter } from './source.ts';

/** Large enough that few calls are made, small enough for the processor's cache. */
const CHUNK = 256 * 1024;
/** Some editors and Windows programs begin a file with it; it is no part of the first line (RFC 3629 §6). */
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/** The bytes of a source for who looks at its lines: a plain file fills the place where they will lie. */
export function logBytes(source: LogSource, meter: Meter = { read: 0 }): AsyncIterable<Uint8Array> | Filler {
  return isPlain(source) ? new PlainFile(source, meter) : readOthers(source, meter);
}

export function readChunks(source: LogSource, meter: Meter = { read: 0 }): AsyncGenerator<Uint8Array> {
  return isPlain(source) ? readPlain(source, meter) : readOthers(source, meter);
}

/** A file that can be read at positions; one without a size is a pipe, or one of /proc. */
function isPlain({ kind, compression, size }: LogSource): boolean {
  return kind === 'file' && compression === 'none' && size > 0;
}

async function* readOthers(source: LogSource, meter: Meter): AsyncGenerator<Uint8Array> {
  let first = true;
  for await (const piece of readPieces(source, meter)) {
    // What nobody knows the length of: bytes of text.
    if (source.identity === undefined) meter.read += piece.length;
    yield first ? withoutMark(piece) : piece;
    first = false;
  }
}

function withoutMark(piece: Uint8Array): Uint8Array {
  return beginsWithMark(piece) ? piece.subarray(BYTE_ORDER_MARK.length) : piece;
}

function beginsWithMark(piece: Uint8Array): boolean {
  return BYTE_ORDER_MARK.every((byte, i) => piece[i] === byte);
}

function readPieces(source: LogSource, meter: Meter): AsyncIterable<Uint8Array> {
  if (source.kind === 'journal') return readCommand('journalctl', journalArguments(), source, meter);
  if (source.kind === 'stdin') return readPipe(process.stdin, source, meter);
  if (source.compression !== 'none') return decompress(source.compression, undefined, source, meter);
  return readPipe(createReadStream(source.path), source, meter);
}

/** Reads at positions, so that a file that grows meanwhile is read as far as it was found. */
class PlainFile implements Filler {
  readonly most = CHUNK;
  readonly #source: LogSource;
  readonly #meter: Meter;
  #file: number | undefined;
  #at = 0;

  constructor(source: LogSource, meter: Meter) {
    this.#source = source;
    this.#meter = meter;
  }

  fill(buffer: Buffer, at: number): number {
    const { size } = this.#source;
    if (this.#at >= size) return 0;
    try {
      this.#file ??= openSource(this.#source);
      // At once: to have it read meanwhile by another thread takes longer.
      const bytes = readSync(this.#file, buffer, at, Math.min(CHUNK, size - this.#at), this.#at);
      if (bytes === 0) throw new Error('it became shorter while it was read');
      const mark = this.#at === 0 && beginsWithMark(buffer.subarray(at, at + bytes));
      this.#at += bytes;
      this.#meter.read = this.#at;
      if (!mark) return bytes;
      buffer.copyWithin(at, at + BYTE_ORDER_MARK.length, at + bytes);
      const rest = bytes - BYTE_ORDER_MARK.length;
      return rest === 0 ? this.fill(buffer, at) : rest;
    } catch (error) {
      throw damaged(this.#source, error);
    }
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
  }
}

async function* readPlain(source: LogSource, meter: Meter): AsyncGenerator<Uint8Array> {
  const file = new PlainFile(source, meter);
  try {
    const buffer = Buffer.allocUnsafe(CHUNK);
    for (let bytes = file.fill(buffer, 0); bytes > 0; bytes = file.fill(buffer, 0))
      yield buffer.subarray(0, bytes);
  } finally {
    file.close();
  }
}

async function* readPipe(
  stream: AsyncIterable<Uint8Array | string>,
  source: LogSource,
  meter: Meter,
): AsyncGenerator<Uint8Array> {
  try {
    const { compression, bytes } = await sniff(stream);
    yield* compression === 'none' ? bytes : decompress(compression, bytes, source, meter);
  } catch (error) {
    throw damaged(source, error);
  }
}

/** @param bytes undefined: those of the source's file */
function decompress(
  compression: Exclude<Compression, 'none'>,
  bytes: AsyncIterable<Uint8Array> | undefined,
  source: LogSource,
  meter: Meter,
): AsyncIterable<Uint8Array> {
  switch (compression) {
    case 'bzip2':
    case 'xz':
      return readCommand(compression, ['-dc'], source, meter, bytes);
    case 'zstd':
      return readZipped(createZstdDecompress(), source, bytes, meter);
    case 'gzip':
      return readGzip(source, bytes, meter);
  }
}

/**
 * A file that is cut off or has rubbish behind its end is read once more by gzip(1), which gives all that can
 * be had: zlib's stream keeps its last piece to itself when it fails.
 */
async function* readGzip(
  source: LogSource,
  bytes: AsyncIterable<Uint8Array> | undefined,
  meter: Meter,
): AsyncGenerator<Uint8Array> {
  let given = 0;
  try {
    for await (const piece of readZipped(createGunzip(), source, bytes, meter)) {
      given += piece.length;
      yield piece;
    }
  } catch (error) {
    if (bytes !== undefined || !isInstalled('gzip')) throw error;
    for await (const piece of readCommand('gzip', ['-dc'], source, meter)) {
      if (piece.length > given) yield piece.subarray(given);
      given = Math.max(0, given - piece.length);
    }
  }
}

async function* readZipped(
  unzip: NodeJS.ReadWriteStream & AsyncIterable<Uint8Array>,
  source: LogSource,
  bytes: AsyncIterable<Uint8Array> | undefined,
  meter: Meter,
): AsyncGenerator<Uint8Array> {
  const file = bytes === undefined ? createReadStream('', { fd: openSource(source) }) : undefined;
  const input = file ?? Readable.from(bytes!);
  // The error comes out where the result is read.
  pipeline(input, unzip, () => undefined);
  try {
    for await (const chunk of unzip) {
      if (file !== undefined) meter.read = file.bytesRead;
      yield chunk;
    }
  } catch (error) {
    throw damaged(source, error);
  } finally {
    input.destroy();
  }
}
