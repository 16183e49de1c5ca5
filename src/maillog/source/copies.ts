/**
 * Logs that are there more than once, `maillog-20261101` beside `maillog-20261101.gz`, a copy in another folder: counted
 * once. Two that begin with the same lines are one log; the longer is read.
 */
import { readChunks } from './chunks.ts';
import type { LogSource } from './source.ts';

/** Bytes that are compared; fewer where a log has fewer. */
const HEAD = 64 * 1024;
/** A line or two may be the same in two logs by chance. */
const ENOUGH = 256;

export interface Copy {
  readonly copy: LogSource;
  readonly of: LogSource;
}

export interface Originals {
  readonly sources: LogSource[];
  readonly copies: Copy[];
}

/** Leaves copies out, in the order of the sources. */
export async function withoutCopies(sources: readonly LogSource[]): Promise<Originals> {
  const files = sources.filter(({ kind, size }) => kind === 'file' && size > 0);
  if (files.length < 2) return { sources: [...sources], copies: [] };
  const heads = new Map<LogSource, Buffer>();
  /** By their first bytes, which most logs share with no other. */
  const alike = new Map<string, LogSource[]>();
  for (const source of files) {
    const head = await headOf(source);
    if (head === undefined || head.length < ENOUGH) continue;
    heads.set(source, head);
    const key = head.toString('latin1', 0, ENOUGH);
    alike.set(key, [...(alike.get(key) ?? []), source]);
  }
  const copies: Copy[] = [];
  for (const group of alike.values()) {
    const originals: LogSource[] = [];
    for (const source of group.sort(byLength)) {
      const of = originals.find((original) => beginAlike(heads.get(original)!, heads.get(source)!));
      if (of === undefined) originals.push(source);
      else copies.push({ copy: source, of });
    }
  }
  const left = new Set(copies.map(({ copy }) => copy));
  return { sources: sources.filter((source) => !left.has(source)), copies };
}

/** The longer first: of the same compression by its size, else the one that was written to last. */
function byLength(a: LogSource, b: LogSource): number {
  if (a.compression === b.compression) return b.size - a.size;
  return b.reference - a.reference || Number(a.compression !== 'none') - Number(b.compression !== 'none');
}

function beginAlike(a: Buffer, b: Buffer): boolean {
  const length = Math.min(a.length, b.length);
  return a.subarray(0, length).equals(b.subarray(0, length));
}

/** undefined where it cannot be read: reading it in earnest will tell. */
async function headOf(source: LogSource): Promise<Buffer | undefined> {
  const parts: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of readChunks(source)) {
      // A chunk is good until the next one is asked for.
      parts.push(Buffer.from(chunk.subarray(0, HEAD - length)));
      length += parts.at(-1)!.length;
      if (length >= HEAD) break;
    }
  } catch {
    return undefined;
  }
  return Buffer.concat(parts);
}
