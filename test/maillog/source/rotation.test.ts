/** The log is rotated, compressed or cut while it is read. */
import { deepEqual, equal, match, rejects } from 'node:assert/strict';
import {
  appendFileSync,
  mkdtempSync,
  renameSync,
  rmSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { readChunks } from '../../../src/maillog/source/chunks.ts';
import { discoverLogs } from '../../../src/maillog/source/discover.ts';
import type { LogSource } from '../../../src/maillog/source/source.ts';

const folder = mkdtempSync(join(tmpdir(), 'sekisho-rotation-'));
after(() => rmSync(folder, { recursive: true }));

const OLD = 'Nov 24 10:00:00 mx1 postfix/smtpd[1]: connect from a.example[192.0.2.1]\n';
const NEW = OLD.replace('192.0.2.1', '192.0.2.2');

async function found(path: string): Promise<LogSource> {
  return (await discoverLogs([path], { now: Date.now() })).sources[0]!;
}

async function read(source: LogSource, meanwhile = (): void => undefined): Promise<string> {
  let text = '';
  let first = true;
  for await (const piece of readChunks(source)) {
    text += Buffer.from(piece).toString();
    if (first) meanwhile();
    first = false;
  }
  return text;
}

test('renamed after it was found: the old one is read, under its new name', async () => {
  const path = join(folder, 'maillog');
  writeFileSync(path, OLD);
  const source = await found(path);
  renameSync(path, `${path}-20261124`);
  writeFileSync(path, NEW);
  equal(await read(source), OLD);
});

for (const [ending, compress] of [
  ['gz', gzipSync],
  ['zst', zstdCompressSync],
] as const) {
  test(`a number further, compressed: .${ending}`, async () => {
    const path = join(folder, `mail.log.1.${ending}`);
    writeFileSync(path, compress(OLD));
    const source = await found(path);
    renameSync(path, join(folder, `mail.log.2.${ending}`));
    writeFileSync(path, compress(NEW));
    equal(await read(source), OLD);
  });
}

test('gone: it is said', async () => {
  const path = join(folder, 'gone');
  writeFileSync(path, OLD);
  const source = await found(path);
  unlinkSync(path);
  // One of these gets the number of the one that is gone.
  writeFileSync(`${path}-other`, NEW.slice(0, 40));
  writeFileSync(path, NEW.slice(0, 40));
  await rejects(read(source), { code: 'log-damaged' });
});

test('it grows while it is read: what was there when it was found counts', async () => {
  const path = join(folder, 'growing');
  writeFileSync(path, OLD.repeat(10_000));
  const source = await found(path);
  const text = await read(source, () => appendFileSync(path, NEW));
  equal(text, OLD.repeat(10_000));
});

test('it is cut while it is read (copytruncate): what was read stays, and it is said', async () => {
  const path = join(folder, 'cut');
  writeFileSync(path, OLD.repeat(20_000));
  const source = await found(path);
  let bytes = 0;
  let error: unknown;
  try {
    for await (const piece of readChunks(source)) {
      bytes += piece.length;
      if (bytes === piece.length) truncateSync(path, 0);
    }
  } catch (thrown) {
    error = thrown;
  }
  match(String(error), /shorter/);
  deepEqual(bytes > 0 && bytes < source.size, true);
});
