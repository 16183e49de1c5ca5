/**
 * What mail is handed to: transports of master.cf, programs behind pipe(8), mailbox_command and aliases, and sockets of LMTP.
 * Each must be there, and whoever starts it must be let through each folder of its path:
 *
 *     pipe: fatal: pipe_command: execvp /opt/mail/take: Permission denied        mail is deferred, and comes back after days
 */
import { activeServices, type Service, titleOf } from '../../postfix/master-cf.ts';
import { inBraces, LIST, words } from '../../postfix/split.ts';
import { insideBraces } from '../../postfix/tables/inline.ts';
import { eachRow } from '../../postfix/tables/rows.ts';
import { Problems } from '../../postfix/tables/table.ts';
import type { Place } from '../../postfix/value.ts';
import { closedTo, type FileFacts, isSocket, may, type Person, type Stat } from './access-rights.ts';
import { aliasesOf, rowsOf, textOfTable } from './domains.ts';
import type { Family, LintProblem, Reading } from './family.ts';
import { pipeCommand, programOf, USUAL_FOLDERS } from './pipe-command.ts';
import { fileText, isJailed, isWhole, make, textOf, unixService, wordsOf } from './said.ts';
import { DATABASES, fileOf, KEYED, SERVERS, tableUses } from './table-uses.ts';

export const pipe: Family = async (reading) => {
  const used = await transports(reading);
  const problems: LintProblem[] = [...missingTransports(reading, used), ...socketsOf(reading, used)];
  const unread = hasUnreadMaps(reading);
  for (const service of activeServices(reading.configuration.master)) {
    if (service.command !== 'pipe') continue;
    const isUsed = used.some(({ name }) => name === service.name) || (unread && !STOCK.has(service.name));
    if (!isUsed && STOCK.has(service.name)) continue;
    const found = await ofPipe(reading, service);
    problems.push(...(isUsed ? found : found.map((each) => ({ ...each, severity: 'warning' as const }))));
  }
  return [...problems, ...(await commands(reading)), ...(await aliasCommands(reading))];
};

/** Services that master.cf comes with, for programs that few have. */
const STOCK = new Set([
  ...['maildrop', 'uucp', 'ifmail', 'bsmtp', 'scalemail-backend', 'mailman', 'cyrus', 'old-cyrus'],
]);

interface Transport {
  /** `lmtp` of `lmtp:unix:private/dovecot-lmtp`. */
  readonly name: string;
  readonly nexthop: string;
  readonly parameter: string;
  readonly service: Service | undefined;
  readonly place: Place | undefined;
}

const NAMES = [
  ...['default_transport', 'local_transport', 'relay_transport', 'virtual_transport', 'mailbox_transport'],
  ...['fallback_transport', 'content_filter', 'error_transport'],
];
const MAPS = [
  ...['transport_maps', 'mailbox_transport_maps', 'fallback_transport_maps', 'default_transport_maps'],
  ...['sender_dependent_default_transport_maps'],
];
/** They may say `FILTER transport:nexthop`. */
const FILTERS = [
  ...['header_checks', 'body_checks', 'mime_header_checks', 'nested_header_checks', 'milter_header_checks'],
  ...['smtpd_client_restrictions', 'smtpd_helo_restrictions', 'smtpd_sender_restrictions'],
  ...['smtpd_relay_restrictions', 'smtpd_recipient_restrictions', 'smtpd_data_restrictions'],
];

/** Every transport that the configuration names, and where. */
async function transports(reading: Reading): Promise<readonly Transport[]> {
  const found: Transport[] = [];
  const add = (text: string, parameter: string, service: Service | undefined, place?: Place): void => {
    const [, name, nexthop = ''] = /^([A-Za-z0-9_.-]+)(?::([\s\S]*))?$/.exec(text.trim()) ?? [];
    if (name !== undefined) found.push({ name, nexthop, parameter, service, place });
  };
  for (const parameter of NAMES) {
    const text = textOf(reading, parameter);
    if (text !== '') add(text, parameter, undefined);
    for (const service of activeServices(reading.configuration.master))
      if (service.overrides.has(parameter)) {
        const own = textOf(reading, parameter, service);
        if (own !== '') add(own, parameter, service);
      }
  }
  for (const parameter of [...MAPS, ...FILTERS])
    for (const { file, rows } of await rowsOfMaps(reading, parameter))
      for (const { value, line } of rows) {
        const filter = /^FILTER[ \t]+(\S+)/i.exec(value)?.[1];
        const place = { file, line };
        if (FILTERS.includes(parameter)) {
          if (filter !== undefined) add(filter, parameter, undefined, place);
        } else if (!/^dunno$/i.test(value)) add(value, parameter, undefined, place);
      }
  return found;
}

interface MapRows {
  readonly file: string;
  readonly rows: readonly { readonly value: string; readonly line: number }[];
}

async function rowsOfMaps(reading: Reading, parameter: string): Promise<readonly MapRows[]> {
  const value = reading.value(parameter);
  const maps: MapRows[] = [];
  for (const use of value === undefined ? [] : tableUses(parameter, value)) {
    const file = fileOf(use);
    if (use.kind === 'inline' || use.kind === 'static') {
      const place = use.place ?? { file: '', line: 0 };
      const values =
        use.kind === 'static' ? [use.rest.replace(/^\{\s*|\s*\}$/g, '')] : inlineValues(use.rest);
      maps.push({ file: place.file, rows: values.map((value) => ({ value, line: place.line })) });
    }
    const text = file === undefined ? undefined : await textOfTable(reading, file);
    if (file === undefined || text === undefined) continue;
    if (KEYED.has(use.kind)) maps.push({ file, rows: rowsOf(text) });
    else if (['pcre', 'regexp', 'cidr'].includes(use.kind)) maps.push({ file, rows: rightHandSides(text) });
  }
  return maps;
}

/** May mail go by transports that stand in a database? */
function hasUnreadMaps(reading: Reading): boolean {
  return MAPS.some((parameter) => {
    const value = reading.value(parameter);
    return value !== undefined && tableUses(parameter, value).some(({ kind }) => SERVERS.has(kind));
  });
}

/** `inline:{ a.example=smtp:[b.example], { c.example = take: } }` */
function inlineValues(rest: string): readonly string[] {
  return words(insideBraces(rest) ?? '', LIST).flatMap(({ text }) => {
    const pair = text.startsWith('{') ? inBraces(text).text : text;
    const equals = pair.indexOf('=');
    return equals < 0 ? [] : [pair.slice(equals + 1).trim()];
  });
}

/** Behind an expression or a network. */
function rightHandSides(text: string): MapRows['rows'] {
  const rows: { value: string; line: number }[] = [];
  eachRow(text, '', new Problems(), (row, line) => {
    const match = /^!?(\/(?:\\.|[^\\/])*\/\w*|[^\s/]\S*)\s+(\S[\s\S]*)$/.exec(row);
    if (match !== null && !/^(?:if|endif)$/i.test(match[1]!)) rows.push({ value: match[2]!.trim(), line });
  });
  return rows;
}

function* missingTransports(reading: Reading, used: readonly Transport[]): Generator<LintProblem> {
  if (!isWhole(reading)) return;
  const told = new Set<string>();
  for (const { name, parameter, service, place } of used) {
    // By an expression: it is put together at the time.
    if (unixService(reading, name) !== undefined || told.has(name)) continue;
    told.add(name);
    const problem = make(
      reading,
      'transport-missing',
      'error',
      parameter,
      { parameter, transport: name },
      service,
    );
    yield place === undefined ? problem : { ...problem, place };
  }
}

function* socketsOf(reading: Reading, used: readonly Transport[]): Generator<LintProblem> {
  const { stat, account } = reading.world;
  if (stat === undefined) return;
  const told = new Set<string>();
  for (const { name, nexthop, parameter, service, place } of used) {
    const agent = unixService(reading, name);
    if (!nexthop.startsWith('unix:') || agent === undefined) continue;
    const written = nexthop.slice('unix:'.length).trim();
    const root = textOf(reading, 'queue_directory');
    const outside = written.startsWith('/') && !isJailed(reading, agent);
    const path = outside ? written : `${root}/${written.replace(/^\//, '')}`;
    if (told.has(path)) continue;
    told.add(path);
    const facts = stat(path);
    const tell = (id: string): LintProblem => {
      const problem = make(reading, id, 'error', parameter, { parameter, path }, service);
      return place === undefined ? problem : { ...problem, place };
    };
    const owner = account?.(textOf(reading, 'mail_owner') || 'postfix');
    if (facts === undefined || !isSocket(facts)) yield tell('delivery-socket-missing');
    else if (owner !== undefined && !mayConnect(owner, path, stat)) yield tell('delivery-socket-closed');
  }
}

function mayConnect(person: Person, path: string, stat: Stat): boolean {
  return closedTo(person, 'write', path, stat) === undefined;
}

/** A pipe that mail goes to; those that come with Debian for programs that are not there are used by nobody. */
async function ofPipe(reading: Reading, service: Service): Promise<readonly LintProblem[]> {
  const title = titleOf(service);
  const { file, line } = service;
  const tell = (id: string, values: LintProblem['values']): LintProblem => ({
    ...{ id, severity: 'error', parameter: '', service, place: { file, line } },
    values: { service: title, ...values },
  });
  const command = pipeCommand(service);
  if (command.user === undefined) return [tell('user-missing', { variant: 'none', user: '' })];
  if (command.argv === undefined) return [tell('user-missing', { variant: 'argv', user: '' })];
  const { stat, account } = reading.world;
  const owner = textOf(reading, 'mail_owner') || 'postfix';
  if (command.user === 'root' || command.user === owner)
    return [tell('user-forbidden', { user: command.user })];
  if (account === undefined || stat === undefined) return [];
  const user = account(command.user);
  if (user === undefined) return [tell('user-missing', { user: command.user })];
  const gid =
    command.group === undefined ? user.gid : groupId(await fileText(reading, '/etc/group'), command.group);
  const mail = account(owner);
  const named = command.group === undefined ? command.user : `${command.user}:${command.group}`;
  const setgid = groupId(
    await fileText(reading, '/etc/group'),
    textOf(reading, 'setgid_group') || 'postdrop',
  );
  // pipe.c, get_service_attr().
  if (
    user.uid === 0 ||
    gid === 0 ||
    user.uid === mail?.uid ||
    (gid !== undefined && (gid === mail?.gid || gid === setgid))
  )
    return [tell('user-forbidden', { user: named })];
  if (gid === undefined) return [];
  const person = { uid: user.uid, gid };
  const program = command.argv[0]!;
  // Inside of a chroot of its own nothing can be said.
  if (command.chroot !== undefined || isJailed(reading, service)) return [];
  const wrong = await startable(reading, stat, program, person, command.folder);
  if (wrong === undefined) return [];
  const values = { program, user: named, path: wrong.path };
  if (wrong.why === 'missing') return [tell('program-missing', values)];
  return [tell('program-closed', { ...values, ...(wrong.why === 'unread' && { variant: 'read' }) })];
}

function groupId(groups: string | undefined, name: string): number | undefined {
  const line = groups?.split('\n').find((each) => each.startsWith(`${name}:`));
  const id = line?.split(':')[2];
  return id !== undefined && /^\d+$/.test(id) ? Number(id) : undefined;
}

interface Wrong {
  readonly path: string;
  readonly why: 'missing' | 'closed' | 'unread';
}

/** What keeps the person from starting the program; undefined: nothing that can be seen. */
async function startable(
  reading: Reading,
  stat: Stat,
  program: string,
  person: Person,
  folder?: string,
): Promise<Wrong | undefined> {
  if (!program.includes('/')) {
    const found = USUAL_FOLDERS.some((each) => stat(`${each}/${program}`) !== undefined);
    return found ? undefined : { path: `${USUAL_FOLDERS[0]}/${program}`, why: 'missing' };
  }
  const path = program.startsWith('/')
    ? program
    : `${folder ?? textOf(reading, 'queue_directory')}/${program}`;
  const closed = closedTo(person, 'enter', path, stat);
  if (closed !== undefined) return closed;
  const interpreter = await interpreterOf(reading, path, stat(path));
  if (interpreter === undefined) return undefined;
  const facts = stat(path);
  if (facts !== undefined && !may(person, 'read', facts)) return { path, why: 'unread' };
  const other = closedTo(person, 'enter', interpreter, stat);
  return other === undefined ? undefined : other;
}

/** `#!/usr/bin/perl -w`: what the kernel starts in place of a script; undefined: it is none. */
async function interpreterOf(
  reading: Reading,
  path: string,
  facts: FileFacts | undefined,
): Promise<string | undefined> {
  if (facts === undefined) return undefined;
  const text = await fileText(reading, path);
  return /^#![ \t]*(\/[^\s]+)/.exec(text?.slice(0, 256) ?? '')?.[1];
}

/** mailbox_command: started with the rights of each user who gets mail. */
async function commands(reading: Reading): Promise<readonly LintProblem[]> {
  const { stat } = reading.world;
  const parameter = 'mailbox_command';
  const command = textOf(reading, parameter);
  if (stat === undefined || command === '' || wordsOf(reading, 'mydestination').length === 0) return [];
  const program = programOf(command);
  if (program === undefined) return [];
  const wrong = await startable(reading, stat, program, undefined);
  if (wrong === undefined) return [];
  const id = wrong.why === 'missing' ? 'delivery-command-missing' : 'delivery-command-closed';
  return [make(reading, id, 'error', parameter, { parameter, program, path: wrong.path })];
}

/** Problems of aliases; one folder may stop them all. */
const MOST = 10;

/** `"|/path/program arguments"` in alias_maps: started as the owner of the table, or as default_privs where that is root. */
async function aliasCommands(reading: Reading): Promise<readonly LintProblem[]> {
  const { stat, account } = reading.world;
  const parameter = 'alias_maps';
  const value = reading.value(parameter);
  if (stat === undefined || account === undefined || value === undefined) return [];
  const problems: LintProblem[] = [];
  for (const use of tableUses(parameter, value)) {
    const file = KEYED.has(use.kind) ? fileOf(use) : undefined;
    const text = file === undefined ? undefined : await textOfTable(reading, file);
    if (file === undefined || text === undefined) continue;
    const owner = stat(`${file}${DATABASES.get(use.kind) ?? ''}`) ?? stat(file);
    const privileges = textOf(reading, 'default_privs') || 'nobody';
    const nobody = account(privileges);
    const own = owner !== undefined && owner.uid !== 0;
    const person = own ? { uid: owner.uid, gid: owner.gid } : nobody;
    if (person === undefined) continue;
    for (const { key, value: target, line } of aliasesOf(text)) {
      for (const [, quoted, plain] of target.matchAll(
        /(?:^|,)\s*(?:"\|((?:\\.|[^"\\])*)"|\|("[^"]*"|[^,\s]+))/g,
      )) {
        const program = programOf((quoted ?? plain ?? '').replace(/^"|"$/g, ''));
        if (program === undefined || !program.startsWith('/')) continue;
        const wrong = await startable(reading, stat, program, person);
        if (wrong === undefined || problems.length >= MOST) continue;
        const id = wrong.why === 'missing' ? 'alias-command-missing' : 'alias-command-closed';
        const user = own ? `uid ${owner.uid}` : privileges;
        const values = { alias: key, program, path: wrong.path, user };
        problems.push({ ...make(reading, id, 'error', parameter, values), place: { file, line } });
      }
    }
  }
  return problems;
}
