/** A configuration as it is written, files that are not there but for the test, and what a family of checks says of them. */

import assert from 'node:assert/strict';
import { sayProblem } from '../../../src/i18n/lint/words.ts';
import { effective } from '../../../src/postfix/configuration.ts';
import { readMainCf } from '../../../src/postfix/main-cf.ts';
import { readMasterCf } from '../../../src/postfix/master-cf.ts';
import type { TableWorld } from '../../../src/postfix/tables/open.ts';
import { USUAL } from '../../../src/postfix/usual.ts';
import { builtIn } from '../../../src/postfix/value.ts';
import type { FileFacts } from '../../../src/restrictions/lint/access-rights.ts';
import type { Family, LintProblem, Reading } from '../../../src/restrictions/lint/family.ts';

export interface Written {
  readonly main?: string;
  /** Not given: as Debian has it. "": there is none. */
  readonly master?: string;
  /** Put behind it. */
  readonly services?: string;
  readonly files?: Readonly<Record<string, string>>;
  /** Modes, owners and groups of what is there: `['755', 0, 0]`; folders above are there and open. */
  readonly stats?: Readonly<Record<string, readonly [mode: string, uid?: number, gid?: number]>>;
  /** Seconds since the epoch; 1000 where none is given. */
  readonly times?: Readonly<Record<string, number>>;
  readonly accounts?: Readonly<Record<string, readonly [uid: number, gid: number]>>;
  /** A folder that was copied from elsewhere: nothing of the machine is known. */
  readonly copied?: boolean;
  readonly defaults?: Readonly<Record<string, string>>;
}

export const DEBIAN = `
smtp inet n - y - - smtpd
pickup unix n - y 60 1 pickup
cleanup unix n - y - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - y 1000? 1 tlsmgr
rewrite unix - - y - - trivial-rewrite
bounce unix - - y - 0 bounce
defer unix - - y - 0 bounce
trace unix - - y - 0 bounce
verify unix - - y - 1 verify
flush unix n - y 1000? 0 flush
proxymap unix - - n - - proxymap
proxywrite unix - - n - 1 proxymap
smtp unix - - y - - smtp
relay unix - - y - - smtp
showq unix n - y - - showq
error unix - - y - - error
retry unix - - y - - error
discard unix - - y - - discard
local unix - n n - - local
virtual unix - n n - - virtual
lmtp unix - - y - - lmtp
anvil unix - - y - 1 anvil
scache unix - - y - 1 scache
postlog unix-dgram n - n - 1 postlogd
maildrop unix - n n - - pipe flags=DRXhu user=vmail argv=/usr/bin/maildrop -d \${recipient}
uucp unix - n n - - pipe flags=Fqhu user=uucp argv=uux -r -n -z -a$sender - $nexthop!rmail ($recipient)
`;

const THERE = [
  '/etc/postfix/main.cf',
  '/etc/postfix/master.cf',
  '/usr/bin/env',
  '/bin/sh',
  '/opt/mail/.there',
];
const FOLDER = 0o040000;
const FILE = 0o100000;
const SOCKET = 0o140000;

/** As written, with a folder for each file, which everybody may enter. */
function statsOf({ files = {}, stats = {} }: Written): ReadonlyMap<string, FileFacts> {
  const all = new Map<string, FileFacts>([['/', { mode: FOLDER | 0o755, uid: 0, gid: 0 }]]);
  const paths = [...Object.keys(files), ...Object.keys(stats), ...THERE];
  for (const path of paths)
    for (let at = path.indexOf('/', 1); at > 0; at = path.indexOf('/', at + 1))
      all.set(path.slice(0, at), { mode: FOLDER | 0o755, uid: 0, gid: 0 });
  for (const path of paths) if (!all.has(path)) all.set(path, { mode: FILE | 0o644, uid: 0, gid: 0 });
  for (const [path, [mode, uid = 0, gid = 0]] of Object.entries(stats)) {
    const bits = Number.parseInt(mode.replace(/^s/, ''), 8);
    const type = mode.startsWith('s') ? SOCKET : all.get(path)!.mode & 0o170000;
    all.set(path, { mode: type | bits, uid, gid });
  }
  return all;
}

function worldOf(written: Written): TableWorld {
  const { files = {}, times = {} } = written;
  const all = statsOf(written);
  return {
    readText: (path) => {
      const text = files[path];
      if (text === undefined) throw Object.assign(new Error(path), { code: 'ENOENT' });
      return text;
    },
    stamp: (path) => {
      if (path in times) return { mtimeMs: times[path]! * 1000 };
      return all.has(path) ? { mtimeMs: 1_000_000 } : undefined;
    },
    allowNetwork: false,
    defaultType: 'hash',
    textStandsForDatabase: written.copied === true,
  };
}

function textIn({ files = {} }: Written, path: string): { text: string; file: string } | undefined {
  const text = files[path];
  return text === undefined ? undefined : { text, file: path };
}

export function readingOf(written: Written): Reading {
  const { main = '', master = DEBIAN, services = '', accounts = {}, copied = false } = written;
  const defaults = new Map(USUAL);
  defaults.set('myhostname', builtIn('mail.example.com')).set('mydomain', builtIn('example.com'));
  for (const [name, text] of Object.entries(written.defaults ?? {})) defaults.set(name, builtIn(text));
  const configuration = {
    main: readMainCf(main, '/etc/postfix/main.cf'),
    master: readMasterCf(`${master}${services}`, '/etc/postfix/master.cf'),
    defaults,
  };
  const stats = statsOf(written);
  const people = { postfix: [103, 106], nobody: [65534, 65534], ...accounts } as Written['accounts'];
  const machine = {
    stat: (path: string) => stats.get(path),
    account: (name: string) => {
      const found = people![name];
      return found && { uid: found[0], gid: found[1] };
    },
  };
  return {
    configuration,
    version: 3007,
    value: (name, service) => effective(configuration, name, service),
    world: {
      tables: worldOf(written),
      readTable: (path) => textIn(written, path),
      ownAddresses: ['127.0.0.1', '192.0.2.1'],
      ...(copied ? {} : machine),
    },
  };
}

export async function told(family: Family, written: Written): Promise<readonly LintProblem[]> {
  const problems = [...(await family(readingOf(written)))];
  for (const { id, values } of problems)
    for (const language of ['en', 'ja'] as const) {
      const { message, fix } = sayProblem(language, id, values);
      // Words for each, and a value for each hole in them.
      assert.ok(message !== id && fix !== '', `${id} has no words`);
      assert.doesNotMatch(`${message} ${fix}`, /(?<![$\w]){[a-z]+}/, id);
    }
  return problems;
}

/** `error id`, one for each problem. */
export async function idsOf(family: Family, written: Written): Promise<readonly string[]> {
  return (await told(family, written)).map(({ id, severity }) => `${severity} ${id}`);
}
