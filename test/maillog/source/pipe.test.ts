import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compressionOf } from '../../../src/maillog/source/compression.ts';
import { sniff } from '../../../src/maillog/source/pipe.ts';
import type { Compression } from '../../../src/maillog/source/source.ts';

async function* pieces(parts: readonly (string | Uint8Array)[]): AsyncGenerator<string | Uint8Array> {
  yield* parts;
}

const HEADS: readonly [hex: string, compression: Compression][] = [
  ['1f8b0800', 'gzip'],
  ['425a6839', 'bzip2'],
  ['fd377a585a0000', 'xz'],
  ['28b52ffd04', 'zstd'],
  ['1f8a', 'none'],
  ['fd377a58', 'none'],
  ['', 'none'],
  ['4e6f762032', 'none'],
];

describe('compressionOf', () => {
  for (const [hex, compression] of HEADS)
    it(`${hex || 'nothing'} is ${compression}`, () =>
      assert.equal(compressionOf(Buffer.from(hex, 'hex')), compression));
});

describe('sniff', () => {
  for (const [hex, compression] of HEADS)
    for (const size of [1, 2, 100])
      it(`${hex || 'nothing'} in pieces of ${size}: ${compression}, and no byte is lost`, async () => {
        const whole = Buffer.concat([Buffer.from(hex, 'hex'), Buffer.from('the rest')]);
        const parts = Array.from({ length: Math.ceil(whole.length / size) }, (_, i) =>
          whole.subarray(i * size, (i + 1) * size),
        );
        const sniffed = await sniff(pieces(parts));
        assert.equal(sniffed.compression, compression);
        const read: Uint8Array[] = [];
        for await (const piece of sniffed.bytes) read.push(Uint8Array.from(piece));
        assert.deepEqual(Buffer.concat(read), whole);
      });

  it('strings are bytes', async () => {
    const { bytes } = await sniff(pieces(['日本', '語', '\n']));
    let text = '';
    for await (const piece of bytes) text += Buffer.from(piece).toString('latin1');
    assert.equal(Buffer.from(text, 'latin1').toString(), '日本語\n');
  });

  it('nothing at all', async () => {
    const { compression, bytes } = await sniff(pieces([]));
    assert.equal(compression, 'none');
    for await (const piece of bytes) assert.fail(String(piece));
  });

  it('a reader that stops early ends the stream', async () => {
    let ended = false;
    async function* endless(): AsyncGenerator<Uint8Array> {
      try {
        for (;;) yield Buffer.alloc(10);
      } finally {
        ended = true;
      }
    }
    const { bytes } = await sniff(endless());
    for await (const _piece of bytes) break;
    assert.ok(ended);
  });
});
