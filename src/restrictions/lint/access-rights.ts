/**
 * May somebody reach, read or start a file? As the kernel decides it (path_resolution(7), access(2)), for the rights that
 * Postfix gives to what it starts: one user and one group. The other groups of the user do not count, since Postfix gives
 * them up (set_ugid.c): a folder that only they may enter is closed.
 */

/** As of stat(2); `mode` with the bits that tell files from folders. */
export interface FileFacts {
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Whoever looks may not look at it: whether it is there and what it is like is not known, and it is not blamed. */
  readonly hidden?: boolean;
}

/** undefined: there is no such file. Symbolic links are followed. */
export type Stat = (path: string) => FileFacts | undefined;

/** undefined: whoever it may be, who owns nothing. */
export type Person = { readonly uid: number; readonly gid: number } | undefined;

export type Right = 'read' | 'write' | 'enter';

const BITS: Readonly<Record<Right, number>> = { read: 4, write: 2, enter: 1 };
const TYPE = 0o170000;

export const isFolder = ({ mode }: FileFacts): boolean => (mode & TYPE) === 0o040000;
export const isSocket = ({ mode, hidden }: FileFacts): boolean =>
  hidden === true || (mode & TYPE) === 0o140000;

export function may(person: Person, right: Right, { mode, uid, gid, hidden }: FileFacts): boolean {
  if (hidden === true) return person !== undefined;
  if (person?.uid === 0) return right !== 'enter' || (mode & 0o111) !== 0;
  const shift = person?.uid === uid ? 6 : person?.gid === gid ? 3 : 0;
  return ((mode >> shift) & BITS[right]) !== 0;
}

export interface Closed {
  /** The first file or folder of the path that stands in the way. */
  readonly path: string;
  /** It is not there; it is there, and the right is missing. */
  readonly why: 'missing' | 'closed';
}

/** @returns what keeps the person from it; undefined: nothing */
export function closedTo(person: Person, right: Right, path: string, stat: Stat): Closed | undefined {
  const names = path.split('/').filter((name) => name !== '' && name !== '.');
  let at = '';
  for (const folder of ['/', ...names.slice(0, -1)]) {
    at = folder === '/' ? '/' : `${at === '/' ? '' : at}/${folder}`;
    const facts = stat(at);
    if (facts === undefined) return { path: at, why: 'missing' };
    if (!may(person, 'enter', facts)) return { path: at, why: 'closed' };
  }
  const last = `/${names.join('/')}`;
  const facts = stat(last);
  if (facts === undefined) return { path: last, why: 'missing' };
  return may(person, right, facts) ? undefined : { path: last, why: 'closed' };
}

/** Can everybody on the machine read it? */
export function isReadableByAll(path: string, stat: Stat): boolean {
  return closedTo(undefined, 'read', path, stat) === undefined;
}

/** The first of the file and its folders that everybody may change; of folders with the sticky bit only their owner. */
export function writableByAll(path: string, stat: Stat): string | undefined {
  const facts = stat(path);
  if (facts !== undefined && may(undefined, 'write', facts)) return path;
  for (let at = path; at !== '/' && at !== ''; ) {
    at = at.slice(0, at.lastIndexOf('/')) || '/';
    const folder = stat(at);
    if (folder !== undefined && (folder.mode & 0o1002) === 0o0002) return at;
  }
  return undefined;
}
