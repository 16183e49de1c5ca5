/** A parameter is written into main.cf, and every other byte stays. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { changedBytes } from '../../src/postfix/changed.ts';
import { setParameter } from '../../src/postfix/set.ts';

const TABLE: readonly (readonly [what: string, text: string, name: string, value: string, after: string])[] =
  [
    ['an empty file', '', 'a', 'x', 'a = x\n'],
    ['a new name goes to the end', 'b = y\n', 'a', 'x', 'b = y\na = x\n'],
    ['a last line without its end', 'b = y', 'a', 'x', 'b = y\na = x\n'],
    ['a last comment without its end', 'b = y\n# c', 'a', 'x', 'b = y\n# c\na = x\n'],
    ['the last line, without its end', 'b = y\na = z', 'a', 'x', 'b = y\na = x\n'],
    ['nothing is set', 'a = z\nb = y\n', 'a', '', 'a =\nb = y\n'],
    ['comments inside stay behind', 'a = z,\n# why\n  w\nb = y\n', 'a', 'x', 'a = x\n# why\nb = y\n'],
    ['set twice: the last one counts', 'a = 1\na = 2\n', 'a', 'x', 'a = 1\na = x\n'],
    ['CR LF', 'a = z\r\nb = y\r\n', 'a', 'x', 'a = x\r\nb = y\r\n'],
    ['CR LF, a new name', 'b = y\r\n', 'a', 'x', 'b = y\r\na = x\r\n'],
    ['CR LF, several lines', 'a = z,\r\n  w\r\nb = y\r\n', 'a', 'x,\n  v', 'a = x,\r\n  v\r\nb = y\r\n'],
    ['CR LF, a last line without its end', 'b = y\r\nc = z', 'a', 'x', 'b = y\r\nc = z\r\na = x\r\n'],
    ['a file of both kinds keeps each', 'a = z\nb = y\r\n', 'b', 'x', 'a = z\nb = x\r\n'],
  ];

describe('setParameter', () => {
  for (const [what, text, name, value, after] of TABLE)
    it(what, () => assert.equal(setParameter(text, name, value), after));
});

describe('changedBytes', () => {
  it('bytes that are no UTF-8 stay', () => {
    const bytes = Buffer.from('# caf\xe9 \xff\xfe\nb = \xe9\na = z\n', 'latin1');
    const after = changedBytes(bytes, [{ name: 'a', value: 'x' }]);
    assert.deepEqual(after, Buffer.from('# caf\xe9 \xff\xfe\nb = \xe9\na = x\n', 'latin1'));
  });

  it('a value beyond ASCII is written as UTF-8, beside what is none', () => {
    const after = changedBytes(Buffer.from('# \xe9\n', 'latin1'), [{ name: 'smtpd_banner', value: '関所' }]);
    assert.deepEqual(
      after,
      Buffer.concat([Buffer.from('# \xe9\n', 'latin1'), Buffer.from('smtpd_banner = 関所\n')]),
    );
  });

  it('a byte order mark and a zero byte stay', () => {
    const bytes = Buffer.from('\ufeff# first\n# \0\na = z\n');
    assert.deepEqual(
      changedBytes(bytes, [{ name: 'a', value: 'x' }]),
      Buffer.from('\ufeff# first\n# \0\na = x\n'),
    );
  });
});
