import { closeSync, openSync, readSync } from 'node:fs';
import type { LogSource, Range } from './source.ts';
export async function* readChunks(
  source: LogSource,
  range?: Range,
  options: { chunkSize?: number } = {},
): AsyncGenerator<Uint8Array> {
  const file = openSync(source.path, 'r');
  try {
    const b = Buffer.allocUnsafe(options.chunkSize ?? 65536);
    const end = range?.to ?? source.size;
    for (let at = range?.from ?? 0; at < end; ) {
      const bytesRead = readSync(file, b, 0, Math.min(b.length, end - at), at);
      if (bytesRead === 0) break;
      yield b.subarray(0, bytesRead);
      at += bytesRead;
    }
  } finally {
    closeSync(file);
  }
}
