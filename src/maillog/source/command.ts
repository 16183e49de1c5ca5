/** Programs of the system's that write a log to their standard output: decompressors and journalctl; no shell. */
import type { ChildProcess } from 'node:child_process';
import { closeSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline, Readable } from 'node:stream';
import { damaged, missing } from './damaged.ts';
import { openSource } from './opened.ts';
import type { LogSource, Meter } from './source.ts';

/** gzip(1): "exit status is 2 if a warning occurs", as for rubbish behind the end. */
const GZIP_WARNING = 2;
/** Pieces after which it is looked how far a program has read. */
const TURN = 16;

/** @param bytes what the program reads; undefined: the source's file, nothing for the journal */
export async function* readCommand(
  program: 'journalctl' | 'bzip2' | 'xz' | 'gzip',
  args: readonly string[],
  source: LogSource,
  meter: Meter,
  bytes?: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const input = bytes !== undefined ? 'pipe' : source.kind === 'file' ? openSource(source) : 'ignore';
  // Few logs need it, and it takes long to load.
  const { spawn } = await import('node:child_process');
  const child = spawn(program, args, {
    stdio: [input, 'pipe', 'pipe'],
    env: { ...process.env, LC_ALL: 'C' },
  });
  if (typeof input === 'number') closeSync(input);
  // A program that ends before it has read all tells why by its exit.
  if (bytes !== undefined) pipeline(Readable.from(bytes), child.stdin!, () => undefined);
  let complaint = '';
  child.stderr!.setEncoding('utf8').on('data', (text: string) => {
    if (complaint.length < 1000) complaint += text;
  });
  const ended = endOf(child);
  // Looked at below; until then it must not count as unhandled.
  ended.catch(() => undefined);
  let whole = false;
  try {
    let count = 0;
    for await (const chunk of child.stdout!) {
      if (source.kind === 'file' && count++ % TURN === 0)
        meter.read = Math.max(meter.read, positionOf(child.pid));
      yield chunk as Uint8Array;
    }
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
  if (code === 0 || (program === 'gzip' && code === GZIP_WARNING)) return;
  const reason = complaint.split('\n').find((line) => line.trim() !== '');
  throw damaged(source, new Error(reason?.trim() ?? `${program} ended with ${code}`));
}

/** How far a program has read what it was given as its standard input (proc_pid_fdinfo(5)); 0 where nobody tells. */
function positionOf(pid: number | undefined): number {
  try {
    const [, position] = /^pos:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/fdinfo/0`, 'latin1')) ?? [];
    return Number(position ?? 0);
  } catch {
    return 0;
  }
}

/** @param path folders, as in PATH */
export function isInstalled(program: string, path = process.env.PATH ?? ''): boolean {
  return path.split(':').some((folder) => folder !== '' && existsSync(join(folder, program)));
}

function endOf(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
}
