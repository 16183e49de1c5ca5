/** ./sekisho runs what was built of the sources while none of them is newer, else the sources themselves. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, it } from 'node:test';

const PROJECT = join(import.meta.dirname, '../..');
const root = mkdtempSync(join(tmpdir(), 'sekisho-launcher-'));
after(() => rmSync(root, { recursive: true }));

function put(path: string, seconds: number, text = ''): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
  utimesSync(join(root, path), seconds, seconds);
  for (let folder = dirname(path); folder !== '.'; folder = dirname(folder))
    utimesSync(join(root, folder), seconds, seconds);
}

function said(): string {
  return execFileSync(join(root, 'sekisho'), ['word'], { encoding: 'utf8' });
}

copyFileSync(join(PROJECT, 'sekisho'), join(root, 'sekisho'));
mkdirSync(join(root, 'node_modules/node/bin'), { recursive: true });
symlinkSync(process.execPath, join(root, 'node_modules/node/bin/node'));
const print = (who: string): string => `process.stdout.write('${who} ' + process.argv[2]);`;
put('src/cli/main.ts', 1000, print('source'));

it('nothing is built', () => assert.equal(said(), 'source word'));

it('what is built is newer', () => {
  put('build/cli/main.cjs', 2000, print('built'));
  assert.equal(said(), 'built word');
});

it('a source is newer', () => {
  put('src/report/new.ts', 3000);
  assert.equal(said(), 'source word');
});

it('built anew', () => {
  put('build/cli/main.cjs', 4000, print('built'));
  assert.equal(said(), 'built word');
});

it('a source was deleted', () => {
  rmSync(join(root, 'src/report/new.ts'));
  assert.equal(said(), 'source word');
});
