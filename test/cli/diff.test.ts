/** The difference that is shown before main.cf is changed: as `diff -u` has it, and harmless on a terminal. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { diffOf } from '../../src/cli/diff.ts';

describe('diffOf', () => {
  it('nothing where nothing differs', () => assert.equal(diffOf('a\n', 'a\n', 'main.cf', false), ''));

  const table: readonly (readonly [before: string, after: string, lines: string])[] = [
    ['a\nb\nc\n', 'a\nx\nc\n', '@@ -1,3 +1,3 @@\n a\n-b\n+x\n c\n'],
    ['a\n', 'a\nb\n', '@@ -1 +1,2 @@\n a\n+b\n'],
    ['', 'a\n', '@@ -0,0 +1 @@\n+a\n'],
    ['a', 'a\nb\n', '@@ -1 +1,2 @@\n-a\n\\ No newline at end of file\n+a\n+b\n'],
    ['1\n2\n3\n4\n5\n', '1\n2\n3\n4\nx\n', '@@ -2,4 +2,4 @@\n 2\n 3\n 4\n-5\n+x\n'],
    ['a\r\n', 'b\r\n', '@@ -1 +1 @@\n-a\\u{d}\n+b\\u{d}\n'],
    ['\ta\n', '\tb\n', '@@ -1 +1 @@\n-\ta\n+\tb\n'],
    ['a\n', '\x1b[2J\u202e\n', '@@ -1 +1 @@\n-a\n+\\u{1b}[2J\\u{202e}\n'],
  ];
  for (const [before, after, lines] of table)
    it(JSON.stringify(after), () =>
      assert.equal(diffOf(before, after, 'main.cf', false), `--- main.cf\n+++ main.cf\n${lines}`),
    );

  it('has colours where they are wanted', () => {
    assert.match(diffOf('a\n', 'b\n', 'f', true), /\x1b\[31m-a\x1b\[39m\n\x1b\[32m\+b/);
    assert.doesNotMatch(diffOf('a\n', 'b\n', 'f', false), /\x1b/);
  });

  it('patch(1) makes the new text of the old one with it', {
    skip: spawnSync('patch', ['-v']).status !== 0 && 'patch',
  }, () => {
    const folder = mkdtempSync(join(tmpdir(), 'sekisho-diff-'));
    const file = join(folder, 'f');
    const text = fc
      .array(fc.constantFrom('a', 'b', 'c', '# d', ' e'), { maxLength: 30 })
      .chain((lines) =>
        fc.constantFrom('', '\n').map((end) => (lines.length === 0 ? '' : lines.join('\n') + end)),
      );
    try {
      fc.assert(
        fc.property(text, text, (before, after) => {
          fc.pre(before !== after && after !== '');
          writeFileSync(file, before);
          spawnSync('patch', ['-s', '--no-backup-if-mismatch', file], {
            input: diffOf(before, after, 'f', false),
          });
          assert.equal(readFileSync(file, 'utf8'), after);
        }),
        { numRuns: 40 },
      );
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
