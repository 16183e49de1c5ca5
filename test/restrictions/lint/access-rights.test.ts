/** Who may pass a path, as the kernel decides it for one user and one group. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  closedTo,
  type FileFacts,
  isReadableByAll,
  type Person,
  type Right,
  writableByAll,
} from '../../../src/restrictions/lint/access-rights.ts';

const FOLDER = 0o040000;
const FILE = 0o100000;
const files = new Map<string, FileFacts>(
  Object.entries({
    '/': { mode: FOLDER | 0o755, uid: 0, gid: 0 },
    '/opt': { mode: FOLDER | 0o755, uid: 0, gid: 0 },
    '/opt/mail': { mode: FOLDER | 0o750, uid: 0, gid: 8 },
    '/opt/mail/take': { mode: FILE | 0o755, uid: 0, gid: 0 },
    '/opt/plain': { mode: FILE | 0o644, uid: 0, gid: 0 },
    '/opt/secret': { mode: FILE | 0o640, uid: 0, gid: 8 },
    '/opt/own': { mode: FILE | 0o077, uid: 1000, gid: 1000 },
    '/tmp': { mode: FOLDER | 0o1777, uid: 0, gid: 0 },
    '/tmp/file': { mode: FILE | 0o644, uid: 0, gid: 0 },
    '/open': { mode: FOLDER | 0o777, uid: 0, gid: 0 },
    '/open/file': { mode: FILE | 0o644, uid: 0, gid: 0 },
    '/open/world': { mode: FILE | 0o646, uid: 0, gid: 0 },
  }),
);
const stat = (path: string): FileFacts | undefined => files.get(path);
const ANN: Person = { uid: 1000, gid: 1000 };
const MAIL: Person = { uid: 1000, gid: 8 };
const ROOT: Person = { uid: 0, gid: 0 };

describe('closedTo', () => {
  const cases: readonly (readonly [Person, Right, string, string])[] = [
    [ANN, 'enter', '/opt/mail/take', '/opt/mail closed'],
    [MAIL, 'enter', '/opt/mail/take', ''],
    [undefined, 'enter', '/opt/mail/take', '/opt/mail closed'],
    [ROOT, 'enter', '/opt/mail/take', ''],
    [ROOT, 'enter', '/opt/plain', '/opt/plain closed'],
    [ROOT, 'read', '/opt/secret', ''],
    [ANN, 'enter', '/opt/plain', '/opt/plain closed'],
    [ANN, 'read', '/opt/plain', ''],
    [ANN, 'read', '/opt/secret', '/opt/secret closed'],
    [MAIL, 'read', '/opt/secret', ''],
    [ANN, 'read', '/opt/own', '/opt/own closed'],
    [{ uid: 7, gid: 7 }, 'read', '/opt/own', ''],
    [ANN, 'enter', '/opt/nowhere/take', '/opt/nowhere missing'],
    [ANN, 'enter', '/opt//./plain', '/opt/plain closed'],
  ];
  for (const [person, right, path, expected] of cases)
    it(`${JSON.stringify(person ?? 'anybody')} ${right} ${path}: ${expected || 'may'}`, () => {
      const closed = closedTo(person, right, path, stat);
      assert.equal(closed === undefined ? '' : `${closed.path} ${closed.why}`, expected);
    });
});

describe('what everybody may do', () => {
  it('reads a plain file, not one in a closed folder', () => {
    assert.equal(isReadableByAll('/opt/plain', stat), true);
    assert.equal(isReadableByAll('/opt/secret', stat), false);
    assert.equal(isReadableByAll('/opt/mail/take', stat), false);
  });

  const written: readonly (readonly [string, string | undefined])[] = [
    ['/opt/plain', undefined],
    ['/open/world', '/open/world'],
    ['/open/file', '/open'],
    // The sticky bit keeps others from putting another file in its place.
    ['/tmp/file', undefined],
  ];
  for (const [path, expected] of written)
    it(`writes ${path}: ${expected ?? 'not'}`, () => assert.equal(writableByAll(path, stat), expected));
});
