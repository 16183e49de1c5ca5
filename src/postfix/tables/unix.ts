/**
 * `unix:passwd.byname` and `unix:group.byname` (dict_unix.c): accounts of this machine, a line each. Postfix asks the C library,
 * which may know more than the file (nsswitch.conf(5)): who is in the file is there; who is not may be elsewhere.
 */
import { fold } from './fold.ts';
import { type Answer, failingTable, type Table, tableProblem } from './table.ts';
import type { TableWorld } from './world.ts';

const FILES: Readonly<
  Record<string, { readonly file: string; readonly database: string; readonly fields: number }>
> = {
  'passwd.byname': { file: '/etc/passwd', database: 'passwd', fields: 7 },
  'group.byname': { file: '/etc/group', database: 'group', fields: 4 },
};

/** Sources that know nobody who is not in the file, but for accounts of systemd's that get no mail. */
const NOTHING_MORE: ReadonlySet<string> = new Set(['files', 'compat', 'systemd']);

export async function unixTable(
  name: string,
  rest: string,
  world: TableWorld,
  foldKeys: boolean,
  ask: ((key: string) => Promise<Answer>) | undefined,
): Promise<Table> {
  const known = FILES[rest];
  if (known === undefined)
    return failingTable(name, 'unix', tableProblem('cannot-open', '', 0, `${name}: no such table`));
  const rows = new Map<string, string>();
  for (const line of (await world.readText(known.file)).split('\n')) {
    const fields = line.split(':');
    const account = fields[0]!;
    if (fields.length === known.fields && !rows.has(account)) rows.set(account, line);
  }
  const more = await otherSources(known.database, world);
  const lookup = (key: string): Answer | Promise<Answer> => {
    const folded = foldKeys ? fold(key) : key;
    const line = rows.get(folded);
    if (line !== undefined) return { found: line };
    return more === undefined ? 'absent' : (ask?.(key) ?? { unknown: more });
  };
  return { name, kind: 'unix', partial: true, problems: [], lookup };
}

async function otherSources(database: string, world: TableWorld): Promise<string | undefined> {
  let text: string;
  try {
    text = await world.readText('/etc/nsswitch.conf');
  } catch {
    return undefined;
  }
  const line = text.split('\n').find((each) => each.startsWith(`${database}:`));
  const sources = (line?.slice(database.length + 1) ?? '').replace(/#.*|\[[^\]]*\]/g, '').split(/\s+/);
  const other = sources.filter((source) => source !== '' && !NOTHING_MORE.has(source));
  return other.length === 0 ? undefined : `accounts may also come from ${other.join(', ')}`;
}
