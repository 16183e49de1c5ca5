/**
 * Standard input and named pipes: bytes that can be read once only. They may be compressed as files may be
 * (`sekisho report - < maillog.2.gz`), which their first bytes tell.
 */

import { compressionOf } from './compression.ts';
import type { Compression } from './source.ts';

/** As many bytes as the longest mark of a compression has. */
const HEAD = 6;

export interface Sniffed {
  readonly compression: Compression;
  /** All bytes, the first ones too. */
  readonly bytes: AsyncIterable<Uint8Array>;
}

export async function sniff(stream: AsyncIterable<Uint8Array | string>): Promise<Sniffed> {
  const pieces = stream[Symbol.asyncIterator]();
  let head: Uint8Array = new Uint8Array(0);
  let ended = false;
  while (head.length < HEAD && !ended) {
    const { value, done } = await pieces.next();
    if (done === true) ended = true;
    else head = head.length === 0 ? Buffer.from(value) : Buffer.concat([head, Buffer.from(value)]);
  }
  async function* bytes(): AsyncGenerator<Uint8Array> {
    try {
      if (head.length > 0) yield head;
      while (!ended) {
        const { value, done } = await pieces.next();
        if (done === true) return;
        yield typeof value === 'string' ? Buffer.from(value) : value;
      }
    } finally {
      await pieces.return?.();
    }
  }
  return { compression: compressionOf(head), bytes: bytes() };
}
