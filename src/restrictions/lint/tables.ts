/**
 * Lookup tables (DATABASE_README): such as are not there, are not made anew after an edit, have lines that Postfix ignores or
 * keys that nothing asks for, or can be read or written by those who must not.
 */
import { activeServices, type Service } from '../../postfix/master-cf.ts';
import { openTable } from '../../postfix/tables/open.ts';
import type { Table, TableProblem } from '../../postfix/tables/table.ts';
import { CHECKS } from '../checks/all.ts';
import { isReadableByAll, writableByAll } from './access-rights.ts';
import { aliasesOf, type Row, rowsOf, textOfTable } from './domains.ts';
import type { Family, LintProblem, Reading } from './family.ts';
import { fileText, make, textOf, wordsOf } from './said.ts';
import { DATABASES, fileOf, KEYED, SERVERS, type TableUse, tableUses } from './table-uses.ts';
import { type Parents, wrongKey } from './wrong-keys.ts';

export const tables: Family = async (reading) => {
  const problems: LintProblem[] = [];
  const seen = new Set<string>();
  const parents = parentsOf(reading);
  for (const { use, parameter, service } of allUses(reading)) {
    const name = `${use.spec} ${use.keys}`;
    if (seen.has(name)) continue;
    const first = !seen.has(use.spec);
    seen.add(use.spec).add(name);
    const about: About = { reading, use, parameter, service };
    if (first) problems.push(...(await state(about)), ...rights(about, await needsSecrecy(about)));
    problems.push(...(await contents(about, parents)));
  }
  return [...problems, ...configurationFiles(reading)];
};

interface About {
  readonly reading: Reading;
  readonly use: TableUse;
  readonly parameter: string;
  readonly service: Service | undefined;
}

/** Problems of one kind in one table. */
const MOST = 5;

function* allUses(reading: Reading): Generator<Omit<About, 'reading'>> {
  const { main, master } = reading.configuration;
  // Who sets no alias_maps has those of Postfix's default.
  for (const parameter of new Set([...main.byName.keys(), 'alias_maps'])) {
    const value = reading.value(parameter);
    for (const use of value === undefined ? [] : tableUses(parameter, value))
      yield { use, parameter, service: undefined };
  }
  for (const service of activeServices(master))
    for (const parameter of service.overrides.keys()) {
      const value = reading.value(parameter, service);
      for (const use of value === undefined ? [] : tableUses(parameter, value))
        yield { use, parameter, service };
    }
}

function ofTable(
  { reading, use, parameter, service }: About,
  id: string,
  severity: LintProblem['severity'],
  values: LintProblem['values'],
): LintProblem {
  const problem = make(reading, id, severity, parameter, { table: use.spec, parameter, ...values }, service);
  return use.place === undefined ? problem : { ...problem, place: use.place };
}

/** Is it there, and made of its text as that is now? */
async function state(about: About): Promise<readonly LintProblem[]> {
  const { reading, use, parameter } = about;
  const { kind, rest } = use;
  if (await isNotInstalled(reading, kind)) return [ofTable(about, 'table-type-missing', 'error', { kind })];
  if (SERVERS.has(kind)) {
    // Without a folder it is one of parameters (ldap_table(5)).
    if (!rest.startsWith('/') || (await textOfTable(reading, rest)) !== undefined) return [];
    if (reading.world.tables.stamp(rest) !== undefined || reading.world.stat === undefined) return [];
    return [ofTable(about, 'table-missing', 'error', { file: rest })];
  }
  // Expressions and networks that stand in main.cf itself.
  if (rest.startsWith('{') && kind !== 'inline' && kind !== 'static') return [];
  const table = await openTable(use.spec, reading.world.tables);
  const isUsed = parameter !== 'alias_maps' || wordsOf(reading, 'mydestination').length > 0;
  const problems: LintProblem[] = [];
  const counts = new Map<string, number>();
  for (const problem of table.problems) {
    const told = ofProblem(about, table, problem, isUsed);
    if (told === undefined) continue;
    const count = (counts.get(told.id) ?? 0) + 1;
    counts.set(told.id, count);
    if (count <= MOST) problems.push(told);
  }
  return problems;
}

/** Types that have packages of their own on Debian, which tells in dynamicmaps.cf what is installed of them. */
const IN_PACKAGES = new Set(['pcre', 'lmdb', 'cdb', 'sqlite', 'mysql', 'pgsql', 'ldap', 'mongodb']);

async function isNotInstalled(reading: Reading, kind: string): Promise<boolean> {
  const { stat } = reading.world;
  if (!IN_PACKAGES.has(kind) || stat?.('/etc/debian_version') === undefined) return false;
  const folder = textOf(reading, 'meta_directory') || '/etc/postfix';
  const text = await fileText(reading, `${folder}/dynamicmaps.cf`);
  return (
    text !== undefined &&
    !new RegExp(`^${kind}\\s`, 'm').test(text) &&
    stat(`${folder}/dynamicmaps.cf.d/${kind}`) === undefined
  );
}

/** Lines that Postfix ignores; the others it takes, and not as they are meant. */
const SAID = new Set([
  ...['orphan-line', 'key-without-value', 'open-quote', 'bad-pattern', 'no-result', 'if-without-endif'],
  ...['endif-without-if', 'no-rule', 'alias-format', 'text-behind', 'unknown-option', 'obsolete-option'],
  'bad-replacement',
]);

function ofProblem(
  about: About,
  table: Table,
  { kind, file, line, text }: TableProblem,
  isUsed: boolean,
): LintProblem | undefined {
  const { use } = about;
  const at = (problem: LintProblem): LintProblem =>
    file === '' || line === 0 ? problem : { ...problem, place: { file, line } };
  switch (kind) {
    case 'cannot-open':
      return cannotOpen(about, text, isUsed);
    case 'stale': {
      const database = `${use.rest}${DATABASES.get(use.kind)}`;
      return ofTable(about, 'table-stale', 'warning', {
        file: use.rest,
        database,
        command: commandFor(about),
      });
    }
    case 'duplicate-key': {
      const refused = use.kind === 'texthash' && 'failed' in Object(table.lookup('x'));
      const values = { text, ...(refused && { variant: 'refused' }) };
      return at(ofTable(about, 'table-duplicate', refused ? 'error' : 'warning', values));
    }
    case 'beyond-us':
      return undefined;
    default:
      if (!SAID.has(kind)) return undefined;
      // aliases(5) in a table of aliases is as it must be.
      if (kind === 'alias-format' && use.keys === 'alias') return undefined;
      return at(ofTable(about, 'table-bad-line', 'warning', { text, variant: kind }));
  }
}

function cannotOpen(about: About, text: string, isUsed: boolean): LintProblem | undefined {
  const { reading, use } = about;
  const { kind, rest } = use;
  const suffix = DATABASES.get(kind);
  const file = suffix === undefined ? rest : `${rest}${suffix}`;
  if (!rest.startsWith('/') || reading.world.tables.stamp(file) !== undefined)
    return ofTable(about, 'table-broken', 'error', { text: text.replace(`${use.spec}: `, '') });
  // Where the configuration comes from it may be there.
  if (reading.world.stat === undefined) return undefined;
  const made = suffix !== undefined && reading.world.tables.stamp(rest) !== undefined;
  const values = { file, ...(made && { variant: 'command', command: commandFor(about) }) };
  return ofTable(about, 'table-missing', isUsed ? 'error' : 'info', values);
}

function commandFor({ use }: About): string {
  return use.keys === 'alias' ? `postalias ${use.spec}` : `postmap ${use.spec}`;
}

function parentsOf(reading: Reading): Parents {
  const names = new Set(wordsOf(reading, 'parent_domain_matches_subdomains'));
  return {
    access: names.has('smtpd_access_maps'),
    transport: names.has('transport_maps'),
    domains: names.has('relay_domains'),
  };
}

/** What stands in it: keys that nothing asks for, actions that are none. */
async function contents(about: About, parents: Parents): Promise<readonly LintProblem[]> {
  const { reading, use, parameter } = about;
  const file = fileOf(use);
  if (file === undefined || !KEYED.has(use.kind)) return [];
  const text = await textOfTable(reading, file);
  if (text === undefined) return [];
  const rows = use.keys === 'alias' ? aliasesOf(text) : rowsOf(text);
  const own = { ...parents, domains: parents.domains && parameter === 'relay_domains' };
  const dead = rows.flatMap((row) => keyProblem(about, file, row, own));
  const actions = ACCESS.has(use.keys) ? rows.flatMap((row) => actionProblem(about, file, row)) : [];
  return [...dead.slice(0, MOST), ...actions.slice(0, MOST)];
}

function keyProblem(
  about: About,
  file: string,
  { key, line }: Row,
  parents: Parents,
): readonly LintProblem[] {
  const wrong = wrongKey(key, about.use.keys, parents);
  if (wrong === undefined) return [];
  const { why, instead } = wrong;
  const variant = instead === undefined ? why : `${why}/write`;
  const values = { key, variant, ...(instead !== undefined && { instead }) };
  return [{ ...ofTable(about, 'table-key-never', 'warning', values), place: { file, line } }];
}

const ACCESS: ReadonlySet<string> = new Set(['client', 'helo', 'sender', 'recipient']);
/** check_table_result(), in smtpd_check.c. */
const ACTIONS =
  /^(?:ok|relay|dunno|reject|defer|defer_if_permit|defer_if_reject|info|warn|hold|discard|filter|redirect|bcc|prepend|\d+|[45]\d\d)$/i;
const MEANT: Readonly<Record<string, string>> = {
  ...{ allow: 'OK', accept: 'OK', pass: 'OK', whitelist: 'OK', yes: 'OK', '250': 'OK' },
  ...{ block: 'REJECT', deny: 'REJECT', blacklist: 'REJECT', no: 'REJECT', spam: 'REJECT', drop: 'DISCARD' },
};

function actionProblem(about: About, file: string, { value, line }: Row): readonly LintProblem[] {
  const [first = ''] = value.split(/[\s,]+/);
  const { reading } = about;
  const lower = first.toLowerCase();
  if (ACTIONS.test(first) || CHECKS.has(lower) || first.includes(':') || first.startsWith('{')) return [];
  if (wordsOf(reading, 'smtpd_restriction_classes').includes(first)) return [];
  const instead = MEANT[lower];
  const values = { action: first, ...(instead !== undefined && { instead, variant: 'write' }) };
  return [{ ...ofTable(about, 'table-action-unknown', 'error', values), place: { file, line } }];
}

/** Does its file hold passwords? */
async function needsSecrecy({ reading, use, parameter }: About): Promise<boolean> {
  if (/_sasl_password_maps$/.test(parameter)) return true;
  if (!SERVERS.has(use.kind) || !use.rest.startsWith('/')) return false;
  return /^\s*(?:password|bind_pw)\s*=\s*\S/m.test((await textOfTable(reading, use.rest)) ?? '');
}

function* rights(about: About, isSecret: boolean): Generator<LintProblem> {
  const { reading, use } = about;
  const { stat } = reading.world;
  const file = fileOf(use);
  if (stat === undefined || file === undefined) return;
  const files = [file, `${file}${DATABASES.get(use.kind) ?? ''}`];
  for (const each of new Set(files)) {
    const path = writableByAll(each, stat);
    if (path !== undefined) {
      yield ofTable(about, 'file-writable', 'error', { file: each, path });
      break;
    }
  }
  if (!isSecret) return;
  const open = [...new Set(files)].filter((each) => isReadableByAll(each, stat));
  if (open.length === 0) return;
  // Tables of servers are opened by Postfix without root's rights; databases before it gives them up.
  const group = SERVERS.has(use.kind) ? 'postfix' : 'root';
  yield ofTable(about, 'secrets-readable', 'warning', {
    file: open.join(' '),
    group,
    mode: group === 'root' ? '600' : '640',
  });
}

function* configurationFiles(reading: Reading): Generator<LintProblem> {
  const { stat } = reading.world;
  if (stat === undefined) return;
  const { main, master } = reading.configuration;
  for (const { file } of [main, master]) {
    const path = writableByAll(file, stat);
    if (path === undefined) continue;
    yield {
      id: 'file-writable',
      severity: 'error',
      parameter: '',
      place: { file, line: 0 },
      values: { file, path },
    };
    return;
  }
}
