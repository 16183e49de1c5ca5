/** A log that is there twice counts once. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { after, describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { withoutCopies } from '../../../src/maillog/source/copies.ts';
import { discoverLogs } from '../../../src/maillog/source/discover.ts';

const folder = mkdtempSync(join(tmpdir(), 'sekisho-copies-'));
after(() => rmSync(folder, { recursive: true }));

function lines(from: number, count: number, host = 'mx1'): string {
  return Array.from({ length: count }, (_, i) => {
    const time = new Date(Date.UTC(2026, 10, 20, 10, 0, from + i)).toISOString().slice(11, 19);
    return `Nov 20 ${time} ${host} postfix/smtpd[${from + i}]: connect from mail${from + i}.example.org[192.0.2.7]\n`;
  }).join('');
}

/** Written hours ago. */
function write(name: string, content: string | Buffer, ago = 1): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  const time = Date.UTC(2026, 10, 22) / 1000 - ago * 3600;
  utimesSync(path, time, time);
  return path;
}

async function readOf(...paths: string[]): Promise<string[]> {
  const { sources } = await discoverLogs(paths, { now: Date.UTC(2026, 10, 24) });
  const originals = await withoutCopies(sources);
  assert.equal(originals.sources.length + originals.copies.length, sources.length);
  return originals.sources.map(({ name }) => basename(name)).sort();
}

describe('of logs that begin alike one is read', () => {
  it('a file and its compressed copy: the file', async () => {
    const text = lines(0, 2000);
    assert.deepEqual(await readOf(write('a', text), write('b.gz', gzipSync(text))), ['a']);
  });
  it('a copy that was made before the log went on: the longer', async () => {
    assert.deepEqual(await readOf(write('copy', lines(0, 900)), write('log', lines(0, 2000))), ['log']);
  });
  it('a short log and its copy', async () => {
    assert.deepEqual(await readOf(write('a', lines(0, 9)), write('b', lines(0, 9))), ['a']);
  });
  it('a compressed log that goes on after a plain copy: the one written to last', async () => {
    const copy = write('copy', lines(0, 900), 30);
    assert.deepEqual(await readOf(copy, write('log.gz', gzipSync(lines(0, 2000)), 2)), ['log.gz']);
  });
});

describe('all are read', () => {
  it('rotated ones', async () => {
    assert.deepEqual(await readOf(write('log', lines(900, 900)), write('log.1', lines(0, 900))), [
      'log',
      'log.1',
    ]);
  });
  it('two hosts of the same time', async () => {
    assert.deepEqual(await readOf(write('a', lines(0, 900)), write('b', lines(0, 900, 'mx2'))), ['a', 'b']);
  });
  it('logs that share no more than their first lines', async () => {
    const other = lines(0, 5) + lines(7, 900);
    assert.deepEqual(await readOf(write('a', lines(0, 900)), write('b', other)), ['a', 'b']);
  });
  it('logs of a single line', async () => {
    const line = 'Nov 20 10:00:00 mx1 newsyslog[1]: logfile turned over\n';
    assert.deepEqual(await readOf(write('a', line), write('b', line)), ['a', 'b']);
  });
});
