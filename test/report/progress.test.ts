/** How far a log is read is told in bytes as they lie on the disk: of a compressed one nobody knows how much text it has. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { makeReport } from '../../src/report/make.ts';

const folder = mkdtempSync(join(tmpdir(), 'sekisho-progress-'));
after(() => rmSync(folder, { recursive: true }));

/** Compressed to a fifth, then to a hundredth: no ratio of the whole says where its middle is. */
const TEXT = Array.from({ length: 24_000 }, (_, n) => {
  const name = n % 2 === 0 && n < 12_000 ? randomBytes(60).toString('hex') : 'mail';
  return `2026-11-20T10:00:00.000000+09:00 mx1 postfix/smtpd[1]: connect from ${name}.example[192.0.2.1]\n`;
}).join('');

async function told(...logs: string[]): Promise<{ done: number[]; all: number }> {
  const done: number[] = [];
  let all = Number.NaN;
  await makeReport({
    logs,
    date: undefined,
    domain: undefined,
    limits: { all: 20, byList: {} },
    connectionStats: false,
    language: 'en',
    now: Date.parse('2026-11-21T00:00:00Z'),
    form: {},
    showUnparsed: 0,
    queue: async () => null,
    progress: (bytes, of) => {
      done.push(bytes);
      all = of;
    },
  });
  return { done, all };
}

function put(name: string, bytes: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

describe('of a log', () => {
  for (const [name, bytes] of [
    ['log', TEXT],
    ['log.gz', gzipSync(TEXT)],
    ['log.zst', zstdCompressSync(TEXT)],
    ['log.bz2', execFileSync('bzip2', ['-c'], { input: TEXT, maxBuffer: 1 << 28 })],
    ['log.xz', execFileSync('xz', ['-c'], { input: TEXT, maxBuffer: 1 << 28 })],
  ] as const)
    it(name, async () => {
      const path = put(name, bytes);
      const { done, all } = await told(path);
      assert.equal(all, statSync(path).size);
      assert.equal(done.at(-1), all);
      for (const [n, bytes] of done.entries()) assert.ok(bytes >= (done[n - 1] ?? 0) && bytes <= all);
    });

  it('in its middle', async () => {
    const { done, all } = await told(put('middle.gz', gzipSync(TEXT)));
    assert.ok(done.some((bytes) => bytes > all * 0.2 && bytes < all * 0.8));
  });

  it('of several: the sum', async () => {
    const paths = [put('one', TEXT), put('other.gz', gzipSync(TEXT.replaceAll('mx1', 'mx2')))];
    const { done, all } = await told(...paths);
    assert.equal(
      all,
      paths.reduce((sum, path) => sum + statSync(path).size, 0),
    );
    assert.equal(done.at(-1), all);
  });

  it('beside a pipe nobody knows how much will come', async () => {
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    execFileSync('sh', ['-c', 'cat "$1" > "$2" &', 'sh', put('log', TEXT), pipe], { stdio: 'ignore' });
    const { done, all } = await told(pipe);
    assert.deepEqual([all, done.at(-1)], [0, TEXT.length]);
  });
});
