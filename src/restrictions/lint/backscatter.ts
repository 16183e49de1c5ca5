/**
 * Mail that is taken for recipients who do not exist, and so comes back to whoever the spammer has forged (BACKSCATTER_README,
 * ADDRESS_CLASS_README): maps that say yes to every name, and checks that are switched off.
 */
import { activeServices, type Service, titleOf } from '../../postfix/master-cf.ts';
import { LIST, words } from '../../postfix/split.ts';
import { openMatchList } from '../../postfix/tables/match-list.ts';
import { openTable } from '../../postfix/tables/open.ts';
import { domainsOf, rowsOf, textOfTable } from './domains.ts';
import { isForUsers, isOpenToWorld } from './doors.ts';
import type { Family, LintProblem, Reading } from './family.ts';
import { isSet, make, makeSet, textOf, unixService, wordsOf } from './said.ts';
import { fileOf, KEYED, type TableUse, tableUses } from './table-uses.ts';

export const backscatter: Family = async (reading) => {
  const callout = await asksRecipients(reading);
  return [
    ...(await catchAlls(reading)),
    ...(await wildcards(reading)),
    ...(callout ? [] : await unchecked(reading)),
    ...(await aliasDomains(reading)),
    ...luser(reading),
    ...checksOff(reading),
    ...backups(reading, callout),
    ...filters(reading),
  ];
};

/** A name that nobody has: what finds it finds all. */
const NOBODY = 'sekisho-q7x2v9-nobody';
/** Problems of one kind, since one mistake may hold for a thousand domains. */
const MOST = 20;
/** Domains that tables are asked about, which may be in a database. */
const MOST_ASKED = 200;

/** `reject_unverified_recipient` in any list, class or table: then the next server is asked before mail is taken. */
async function asksRecipients(reading: Reading): Promise<boolean> {
  const { main, master } = reading.configuration;
  const values = [
    ...main.settings.map(({ value }) => value.text),
    ...activeServices(master).flatMap(({ overrides }) => [...overrides.values()].map(({ text }) => text)),
  ];
  if (values.some((text) => text.includes('reject_unverified_recipient'))) return true;
  for (const use of restrictionTables(reading)) {
    const file = fileOf(use);
    const text = file === undefined ? undefined : await textOfTable(reading, file);
    if (text?.includes('reject_unverified_recipient')) return true;
  }
  return false;
}

function restrictionTables(reading: Reading): readonly TableUse[] {
  return ['recipient', 'relay', 'sender', 'client'].flatMap((list) => {
    const parameter = `smtpd_${list}_restrictions`;
    const value = reading.value(parameter);
    return value === undefined ? [] : tableUses(parameter, value);
  });
}

interface Found {
  readonly domain: string;
  /** What the map says of a name that nobody has. */
  readonly target: string;
  readonly problem: LintProblem;
}

/** Maps of a parameter that know a name which nobody has, at a domain of this server. */
async function* knowsNobody(
  reading: Reading,
  parameter: string,
  domains: readonly string[],
): AsyncGenerator<Found> {
  const { tables } = reading.world;
  for (const spec of wordsOf(reading, parameter).filter((word) => word.includes(':'))) {
    const table = await openTable(spec, tables);
    for (const domain of domains.slice(0, MOST_ASKED)) {
      const keys = [`${NOBODY}@${domain}`, ...(table.partial ? [`@${domain}`] : [])];
      for (const key of keys) {
        const answer = await table.lookup(key);
        if (typeof answer !== 'object' || !('found' in answer)) continue;
        const problem = make(reading, '', 'info', parameter, {
          domain,
          target: answer.found,
          parameter,
          table: spec,
        });
        const line = await lineOf(reading, spec, key);
        yield { domain, target: answer.found, problem: { ...problem, ...(line && { place: line }) } };
        break;
      }
    }
  }
}

async function lineOf(
  reading: Reading,
  spec: string,
  key: string,
): Promise<LintProblem['place'] | undefined> {
  const [kind, ...rest] = spec.replace(/^proxy:/, '').split(':');
  if (!KEYED.has(kind!)) return undefined;
  const file = rest.join(':');
  const text = await textOfTable(reading, file);
  const row = rowsOf(text ?? '').find((each) => each.key.toLowerCase() === key);
  return row && { file, line: row.line };
}

async function catchAlls(reading: Reading): Promise<readonly LintProblem[]> {
  const domains = new Set<string>();
  for (const list of ['virtual_alias_domains', 'mydestination', 'virtual_mailbox_domains', 'relay_domains'])
    for (const domain of await domainsOf(reading, list)) if (domain.includes('.')) domains.add(domain);
  // The domain of an alias need not be in a list: any address may be rewritten.
  for (const domain of await domainsOfKeys(reading)) domains.add(domain);
  const problems: LintProblem[] = [];
  for await (const { domain, target, problem } of knowsNobody(reading, 'virtual_alias_maps', [...domains])) {
    const { id, severity } = await catchAllOf(reading, domain, target);
    if (id === '') continue;
    problems.push({ ...problem, id, severity });
  }
  return problems.slice(0, MOST);
}

async function domainsOfKeys(reading: Reading): Promise<readonly string[]> {
  const value = reading.value('virtual_alias_maps');
  const found = new Set<string>();
  for (const use of value === undefined ? [] : tableUses('virtual_alias_maps', value)) {
    const file = KEYED.has(use.kind) ? fileOf(use) : undefined;
    for (const { key } of rowsOf((file && (await textOfTable(reading, file))) ?? ''))
      if (key.startsWith('@')) found.add(key.slice(1).toLowerCase());
  }
  return [...found];
}

async function catchAllOf(
  reading: Reading,
  domain: string,
  target: string,
): Promise<Pick<LintProblem, 'id' | 'severity'>> {
  const targets = words(target, LIST).map(({ text }) => text);
  // To another domain as a whole, as "@b.example" or by an expression that keeps the name.
  if (targets.some((text) => text.startsWith('@') || text.includes(NOBODY))) {
    const same = targets.every((text) => text.toLowerCase().endsWith(`@${domain}`));
    return same ? { id: '', severity: 'info' } : { id: 'catch-all-domain', severity: 'warning' };
  }
  for (const text of targets) {
    const at = text.lastIndexOf('@');
    if (at >= 0 && !(await isOwn(reading, text.slice(at + 1))))
      return { id: 'catch-all-forward', severity: 'warning' };
  }
  return { id: 'catch-all', severity: 'info' };
}

async function isOwn(reading: Reading, domain: string): Promise<boolean> {
  for (const name of ['mydestination', 'virtual_alias_domains', 'virtual_mailbox_domains']) {
    const list = await openMatchList(
      textOf(reading, name),
      { matching: 'string', parents: false },
      reading.world.tables,
    );
    const matched = await list.matchLater({ name: domain });
    // What cannot be known is no reason to blame.
    if (matched !== false) return true;
  }
  return domain.toLowerCase() === textOf(reading, 'myorigin').toLowerCase();
}

/** Maps that are there to tell who exists, and say yes to everybody. */
async function wildcards(reading: Reading): Promise<readonly LintProblem[]> {
  const problems: LintProblem[] = [];
  for (const [parameter, list, id] of [
    ['relay_recipient_maps', 'relay_domains', 'recipient-wildcard'],
    ['virtual_mailbox_maps', 'virtual_mailbox_domains', ''],
    ['local_recipient_maps', 'mydestination', 'recipient-wildcard'],
  ] as const) {
    const domains = (await domainsOf(reading, list)).filter((domain) => domain.includes('.'));
    const agent =
      unixService(reading, textOf(reading, 'virtual_transport').split(':')[0]!)?.command ?? 'virtual';
    for await (const { target, problem } of knowsNobody(reading, parameter, domains)) {
      // A mailbox that takes every name is a catch-all, where virtual(8) delivers; others look for themselves.
      const mailbox = id === '' && agent === 'virtual' && !target.includes(NOBODY);
      problems.push({
        ...problem,
        ...(mailbox
          ? { id: 'catch-all', severity: 'info' }
          : { id: 'recipient-wildcard', severity: 'warning' }),
      });
    }
  }
  return problems.slice(0, MOST);
}

/** Classes of addresses of which nobody says who exists. */
async function unchecked(reading: Reading): Promise<readonly LintProblem[]> {
  const problems: LintProblem[] = [];
  const listed = (names: readonly string[]): string =>
    names.length <= 3 ? names.join(', ') : `${names.slice(0, 3).join(', ')}, …`;
  const own = new Set(await domainsOf(reading, 'mydestination'));
  const words = wordsOf(reading, 'relay_domains').filter((word) => !own.has(word.toLowerCase()));
  const accepts = textOf(reading, 'relay_transport').split(':')[0];
  if (words.length > 0 && accepts !== 'error' && textOf(reading, 'relay_recipient_maps') === '') {
    const domains = (await domainsOf(reading, 'relay_domains')).filter((domain) => !own.has(domain));
    problems.push(
      make(
        reading,
        'relay-no-recipients',
        'warning',
        isSet(reading, 'relay_recipient_maps') ? 'relay_recipient_maps' : 'relay_domains',
        {
          domains: listed(domains.length > 0 ? domains : words),
        },
      ),
    );
  }
  const transport = textOf(reading, 'virtual_transport');
  if (
    wordsOf(reading, 'virtual_mailbox_domains').length > 0 &&
    textOf(reading, 'virtual_mailbox_maps') === ''
  ) {
    const domains = await domainsOf(reading, 'virtual_mailbox_domains');
    problems.push(
      make(reading, 'virtual-no-mailboxes', 'warning', 'virtual_mailbox_domains', {
        domains: listed(domains.length > 0 ? domains : wordsOf(reading, 'virtual_mailbox_domains')),
        transport,
      }),
    );
  }
  const local = textOf(reading, 'local_transport').split(':')[0];
  if (
    local !== 'error' &&
    wordsOf(reading, 'mydestination').length > 0 &&
    isSet(reading, 'local_recipient_maps') &&
    textOf(reading, 'local_recipient_maps') === ''
  )
    problems.push(
      makeSet(
        reading,
        'local-unchecked',
        'warning',
        'local_recipient_maps',
        'proxy:unix:passwd.byname $alias_maps',
      ),
    );
  return problems;
}

/** Domains all of whose mail is refused, since no alias of them is written down. */
async function aliasDomains(reading: Reading): Promise<readonly LintProblem[]> {
  if (!isSet(reading, 'virtual_alias_domains')) return [];
  const domains = (await domainsOf(reading, 'virtual_alias_domains')).filter((domain) =>
    domain.includes('.'),
  );
  const value = reading.value('virtual_alias_maps');
  if (domains.length === 0 || value === undefined) return [];
  if (value.text.trim() === '')
    return [
      make(reading, 'virtual-alias-no-maps', 'error', 'virtual_alias_domains', {
        domains: domains.slice(0, 3).join(', '),
      }),
    ];
  const known = new Set<string>();
  const uses = tableUses('virtual_alias_maps', value);
  // Only where all of it can be read is what is missing not there.
  if (uses.length !== words(value.text, LIST).length) return [];
  for (const use of uses) {
    const file = KEYED.has(use.kind) ? fileOf(use) : undefined;
    const text = file && (await textOfTable(reading, file));
    if (text === undefined || text === '') return [];
    // A key without a domain is an address at myorigin (virtual(5)), or says only that the domain is one.
    for (const { key } of rowsOf(text))
      known.add(
        (key.includes('@') ? key.slice(key.lastIndexOf('@') + 1) : textOf(reading, 'myorigin')).toLowerCase(),
      );
  }
  const direct = new Set(wordsOf(reading, 'virtual_alias_domains').map((word) => word.toLowerCase()));
  return domains
    .filter((domain) => direct.has(domain) && !known.has(domain))
    .slice(0, MOST)
    .map((domain) =>
      make(reading, 'virtual-alias-domain-empty', 'warning', 'virtual_alias_domains', { domain }),
    );
}

function* luser(reading: Reading): Generator<LintProblem> {
  const target = textOf(reading, 'luser_relay');
  if (target === '') return;
  const checked =
    textOf(reading, 'local_recipient_maps') !== '' && !isNo(reading, 'smtpd_reject_unlisted_recipient');
  if (checked) yield make(reading, 'luser-relay-unused', 'info', 'luser_relay', { target });
  else yield make(reading, 'luser-relay', 'warning', 'luser_relay', { target });
}

function isNo(reading: Reading, name: string, service?: Service): boolean {
  return textOf(reading, name, service).toLowerCase() === 'no';
}

/** Switches that let smtpd(8) take what it knows to be unknown. */
function* checksOff(reading: Reading): Generator<LintProblem> {
  const interfaces = textOf(reading, 'inet_interfaces');
  const doors = activeServices(reading.configuration.master).filter(
    (service) => service.command === 'smtpd' && isOpenToWorld(service, interfaces) && !isForUsers(service),
  );
  const told = new Set<string>();
  for (const service of doors.length > 0 ? doors : [undefined]) {
    for (const [parameter, off, write] of [
      ['smtpd_reject_unlisted_recipient', isNo(reading, 'smtpd_reject_unlisted_recipient', service), 'yes'],
      [
        'receive_override_options',
        wordsOf(reading, 'receive_override_options', service).includes('no_unknown_recipient_checks'),
        wordsOf(reading, 'receive_override_options', service)
          .filter((word) => word !== 'no_unknown_recipient_checks')
          .join(', '),
      ],
    ] as const) {
      if (!off || asks(reading, service)) continue;
      const own = service?.overrides.has(parameter) === true;
      const key = own ? `${titleOf(service)} ${parameter}` : parameter;
      if (told.has(key)) continue;
      told.add(key);
      const values = {
        parameter,
        value: textOf(reading, parameter, service),
        write: own ? `-o ${parameter}=${write.replaceAll(' ', '')}` : `${parameter} = ${write}`,
      };
      yield makeSet(
        reading,
        'recipient-checks-off',
        'warning',
        parameter,
        write,
        values,
        own ? service : undefined,
      );
    }
  }
}

/** `reject_unlisted_recipient` in a list does the same. */
function asks(reading: Reading, service: Service | undefined): boolean {
  return ['smtpd_recipient_restrictions', 'smtpd_relay_restrictions'].some((list) =>
    wordsOf(reading, list, service).some((word) =>
      /^(?:reject_unlisted_recipient|check_recipient_maps)$/i.test(word),
    ),
  );
}

function* backups(reading: Reading, callout: boolean): Generator<LintProblem> {
  if (callout) return;
  for (const list of ['smtpd_relay_restrictions', 'smtpd_recipient_restrictions']) {
    if (!wordsOf(reading, list).some((word) => word.toLowerCase() === 'permit_mx_backup')) continue;
    yield make(reading, 'mx-backup-unchecked', 'warning', list);
    return;
  }
}

function* filters(reading: Reading): Generator<LintProblem> {
  const interfaces = textOf(reading, 'inet_interfaces');
  const main = textOf(reading, 'content_filter');
  if (main !== '') yield make(reading, 'filter-after-queue', 'info', 'content_filter', { filter: main });
  for (const service of activeServices(reading.configuration.master)) {
    const filter = textOf(reading, 'content_filter', service);
    if (
      service.command !== 'smtpd' ||
      filter === '' ||
      filter === main ||
      !isOpenToWorld(service, interfaces)
    )
      continue;
    yield make(reading, 'filter-after-queue', 'info', 'content_filter', { filter }, service);
  }
}
