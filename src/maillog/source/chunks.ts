/**
 * The bytes of a source in pieces, decompressed, never more than a few hundred kB of them at once. A piece is
 * good until the next one is asked for: plain files are read into one buffer again and again.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, createReadStream, openSync, readSync } from 'node:fs';
import { pipeline } from 'node:stream';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import { SekishoError } from '../../config/error.ts';
import { journalArguments } from './journal.ts';
import type { LogSource, Range } from './source.ts';

/** Small enough that a block of text stays in V8's young generation, where it costs nothing to throw away. */
const CHUNK = 64 * 1024;
/** Pieces after which other work of the program gets its turn. */
const TURN = 64;

export async function* readChunks(source: LogSource, range?: Range): AsyncGenerator<Uint8Array> {
  if (source.kind === 'journal') yield* readCommand('journalctl', journalArguments(), source);
  else if (source.kind === 'stdin') yield* readStream(process.stdin, source);
  else if (source.compression === 'bzip2') yield* readCommand('bzip2', ['-dc'], source);
  else if (source.compression === 'xz') yield* readCommand('xz', ['-dc'], source);
  else if (source.compression === 'gzip') yield* readZipped(source, createGunzip());
  else if (source.compression === 'zstd') yield* readZipped(source, createZstdDecompress());
  else if (source.size === 0) yield* readStream(createReadStream(source.path), source);
  else yield* readPlain(source, range ?? { from: 0, to: source.size });
}

/** Reads at positions, so that a file that grows meanwhile is read as far as it was found. */
async function* readPlain(source: LogSource, range: Range): AsyncGenerator<Uint8Array> {
  let file: number;
  try {
    file = openSync(source.path, 'r');
  } catch (error) {
    throw damaged(source, error);
  }
  try {
    const buffer = Buffer.allocUnsafe(CHUNK);
    let pieces = 0;
    for (let at = range.from; at < range.to; ) {
      const bytes = readSync(file, buffer, 0, Math.min(CHUNK, range.to - at), at);
      if (bytes === 0) break;
      yield buffer.subarray(0, bytes);
      at += bytes;
      if (++pieces % TURN === 0) await new Promise<void>((resolve) => setImmediate(resolve));
    }
  } catch (error) {
    throw damaged(source, error);
  } finally {
    closeSync(file);
  }
}

async function* readZipped(
  source: LogSource,
  unzip: NodeJS.ReadWriteStream & AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const input = createReadStream(source.path);
  // The error comes out where the result is read.
  pipeline(input, unzip, () => undefined);
  try {
    for await (const chunk of unzip) yield chunk;
  } catch (error) {
    throw damaged(source, error);
  } finally {
    input.destroy();
  }
}

async function* readStream(
  stream: AsyncIterable<Uint8Array | string>,
  source: LogSource,
): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of stream) yield typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
  } catch (error) {
    throw damaged(source, error);
  }
}

/** A program of the system's that writes the log to its standard output; no shell. */
async function* readCommand(
  program: string,
  args: readonly string[],
  source: LogSource,
): AsyncGenerator<Uint8Array> {
  const input = source.kind === 'file' ? openSync(source.path, 'r') : 'ignore';
  const child = spawn(program, args, {
    stdio: [input, 'pipe', 'pipe'],
    env: { ...process.env, LC_ALL: 'C' },
  });
  if (typeof input === 'number') closeSync(input);
  let complaint = '';
  child.stderr!.setEncoding('utf8').on('data', (text: string) => {
    if (complaint.length < 1000) complaint += text;
  });
  const ended = endOf(child);
  // Looked at below; until then it must not count as unhandled.
  ended.catch(() => undefined);
  let whole = false;
  try {
    for await (const chunk of child.stdout!) yield chunk as Uint8Array;
    whole = true;
  } finally {
    if (!whole) child.kill('SIGKILL');
  }
  let code: number | null;
  try {
    code = await ended;
  } catch (error) {
    throw missing(program, source, error);
  }
  if (code !== 0)
    throw damaged(source, new Error(complaint.split('\n')[0] || `${program} ended with ${code}`));
}

function endOf(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
}

function missing(program: string, source: LogSource, cause: unknown): SekishoError {
  if (program === 'journalctl')
    return new SekishoError(
      'journal-failed',
      `journalctl did not start: ${String(cause)}`,
      'name a log file instead',
    );
  const fix = `install it (Debian: apt install ${program === 'xz' ? 'xz-utils' : program}), or decompress the file first`;
  return new SekishoError('decompressor-missing', `${source.name} needs the program ${program}`, fix, {
    cause,
  });
}

function damaged(source: LogSource, cause: unknown): SekishoError {
  if (cause instanceof SekishoError) return cause;
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new SekishoError(
    'log-damaged',
    `${source.name} could be read only in part: ${reason}`,
    'what came before is in the report; read a sound copy for the rest',
    { cause },
  );
}
