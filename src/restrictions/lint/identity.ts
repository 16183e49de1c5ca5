/** Who this server is, which domains are its own, how much mail it takes, and what it tells strangers. */
import { isIP } from 'node:net';
import { openMatchList } from '../../postfix/tables/match-list.ts';
import { ownDomains } from './domains.ts';
import type { Family, LintProblem, Reading } from './family.ts';
import { isSet, isYes, make, makeSet, numberOf, textOf, unixService, wordsOf } from './said.ts';

export const identity: Family = async (reading) => {
  const domains = await ownDomains(reading);
  const served = domains.filter(isPublicName);
  return [
    ...names(reading, served),
    ...(await twice(reading, domains)),
    ...loopback(reading, served),
    ...sizes(reading),
    ...virtualAgent(reading),
    ...told(reading),
    ...level(reading),
  ];
};

/** Names of no domain in the DNS (RFC 6761, RFC 6762, RFC 8375, and what installers write). */
const PRIVATE =
  /(?:^|\.)(?:localhost|localdomain|local|lan|home|internal|intranet|corp|private|invalid|test|home\.arpa)\.?$/i;

function isPublicName(name: string): boolean {
  return name.includes('.') && isIP(name) === 0 && !PRIVATE.test(name);
}

function* names(reading: Reading, served: readonly string[]): Generator<LintProblem> {
  const hostname = textOf(reading, 'myhostname');
  const direct = textOf(reading, 'relayhost') === '';
  // A machine that serves no domain and one that has not been given its name yet look the same.
  const severity = served.length > 0 && direct ? 'warning' : 'info';
  if (isIP(hostname.replace(/^\[|\]$/g, '')) !== 0)
    yield make(reading, 'hostname-poor', 'warning', 'myhostname', { name: hostname, variant: 'address' });
  else if (hostname !== '' && !isPublicName(hostname)) {
    const helo = textOf(reading, 'smtp_helo_name');
    if (!isPublicName(helo)) yield make(reading, 'hostname-poor', severity, 'myhostname', { name: hostname });
  }
  const origin = textOf(reading, 'myorigin');
  // A file has it, on Debian: nobody but Postfix reads it.
  if (origin !== '' && !origin.startsWith('/') && !isPublicName(origin) && origin !== hostname)
    yield make(reading, 'origin-poor', severity, 'myorigin', { name: origin });
}

/** In the order in which trivial-rewrite(8) looks, and warns (resolve.c). */
const PAIRS = [
  ['mydestination', 'virtual_alias_domains'],
  ['mydestination', 'virtual_mailbox_domains'],
  ['virtual_alias_domains', 'virtual_mailbox_domains'],
  ['virtual_alias_domains', 'relay_domains'],
  ['virtual_mailbox_domains', 'relay_domains'],
] as const;

async function twice(reading: Reading, domains: readonly string[]): Promise<readonly LintProblem[]> {
  const parents = new Set(wordsOf(reading, 'parent_domain_matches_subdomains'));
  const { tables } = reading.world;
  const lists = new Map(
    await Promise.all(
      [...new Set(PAIRS.flat())].map(async (name) => {
        const matching = name === 'relay_domains' ? 'domain' : 'string';
        const options = { matching, parents: parents.has(name) } as const;
        return [name, await openMatchList(textOf(reading, name), options, tables)] as const;
      }),
    ),
  );
  const problems: LintProblem[] = [];
  for (const domain of domains) {
    const holds = async (name: (typeof PAIRS)[number][number]): Promise<boolean> =>
      (await lists.get(name)!.matchLater({ name: domain })) === true;
    for (const [first, second] of PAIRS) {
      if (!((await holds(first)) && (await holds(second)))) continue;
      problems.push(make(reading, 'domain-twice', 'warning', second, { domain, first, second }));
      break;
    }
  }
  return problems.slice(0, MOST);
}

/** Problems of one kind, since one mistake may hold for a thousand domains. */
const MOST = 20;

function* loopback(reading: Reading, served: readonly string[]): Generator<LintProblem> {
  const hostname = textOf(reading, 'myhostname').toLowerCase();
  const others = served.filter((domain) => domain !== hostname && !hostname.endsWith(`.${domain}`));
  const words = wordsOf(reading, 'inet_interfaces');
  const local = /^(?:loopback-only|localhost|127\..*|\[?::1\]?)$/;
  if (words.length > 0 && words.every((word) => local.test(word)) && others.length > 0)
    yield make(reading, 'interfaces-loopback', 'info', 'inet_interfaces', {
      value: words.join(', '),
      domains: others.slice(0, 3).join(', '),
    });
}

/** What local.c and virtual.c end with at their start. */
function* sizes(reading: Reading): Generator<LintProblem> {
  const message = numberOf(reading, 'message_size_limit');
  if (message === undefined) return;
  for (const [parameter, program] of [
    ['mailbox_size_limit', 'local'],
    ['virtual_mailbox_limit', 'virtual'],
  ] as const) {
    const value = numberOf(reading, parameter, unixService(reading, program));
    if (value === undefined || value <= 0 || !isUsed(reading, program)) continue;
    const values = { parameter, value: String(value), message: String(message), agent: `${program}(8)` };
    if (message <= 0)
      yield makeSet(reading, 'size-limits', 'error', parameter, '0', { ...values, variant: 'unlimited' });
    else if (value < message) yield makeSet(reading, 'size-limits', 'error', parameter, '0', values);
  }
}

/** Is mail of this server's domains delivered by this program? */
function isUsed(reading: Reading, program: 'local' | 'virtual'): boolean {
  const [domains, transport] =
    program === 'local'
      ? ['mydestination', 'local_transport']
      : ['virtual_mailbox_domains', 'virtual_transport'];
  const name = textOf(reading, transport).split(':')[0]!;
  const command = unixService(reading, name)?.command ?? name;
  return wordsOf(reading, domains).length > 0 && command === program;
}

function* virtualAgent(reading: Reading): Generator<LintProblem> {
  if (!isUsed(reading, 'virtual')) return;
  const service = unixService(reading, 'virtual');
  for (const parameter of ['virtual_mailbox_base', 'virtual_uid_maps', 'virtual_gid_maps'])
    if (textOf(reading, parameter, service) === '')
      yield make(reading, 'virtual-incomplete', 'error', parameter, {
        parameter,
        domains: wordsOf(reading, 'virtual_mailbox_domains').slice(0, 3).join(', '),
      });
}

function* told(reading: Reading): Generator<LintProblem> {
  if (!isYes(reading, 'disable_vrfy_command'))
    yield makeSet(reading, 'vrfy-open', 'info', 'disable_vrfy_command', 'yes');
  const copies = textOf(reading, 'always_bcc');
  if (copies !== '') yield make(reading, 'always-bcc', 'info', 'always_bcc', { target: copies });
  const banner = reading.configuration.main.byName.get('smtpd_banner')?.value.text ?? '$myhostname';
  const [first = ''] = banner.split(/\s+/);
  if (!first.startsWith('$') && !/^[\w-]+(?:\.[\w-]+)+$/.test(first))
    yield makeSet(reading, 'banner-no-name', 'warning', 'smtpd_banner', '$myhostname ESMTP', { name: first });
  const bare = textOf(reading, 'smtpd_forbid_bare_newline');
  if (/^no$/i.test(bare)) {
    const set = isSet(reading, 'smtpd_forbid_bare_newline');
    // `normalize` came with 3.9 and the patch levels that tell of it in their defaults.
    const write = reading.configuration.defaults.has('smtpd_forbid_bare_newline_reject_code')
      ? 'normalize'
      : 'yes';
    yield makeSet(reading, 'smuggling-open', set ? 'warning' : 'info', 'smtpd_forbid_bare_newline', write, {
      write,
    });
  }
}

/** Levels at which defaults change, and what they change (COMPATIBILITY_README). */
const LEVELS: readonly (readonly [level: number, version: string, parameters: string])[] = [
  [1, '3.0', 'append_dot_mydomain, smtpd_relay_restrictions, smtputf8_enable'],
  [2, '3.0', 'mynetworks_style, relay_domains'],
  [3.6, '3.6', 'smtpd_relay_before_recipient_restrictions, smtpd_tls_fingerprint_digest'],
];

function* level(reading: Reading): Generator<LintProblem> {
  const value = textOf(reading, 'compatibility_level') || '0';
  const number = Number.parseFloat(value);
  const installed = Number.parseFloat(textOf(reading, 'mail_version'));
  if (Number.isNaN(number)) return;
  const behind = LEVELS.filter(([at, version]) => number < at && !(installed < Number(version)));
  if (behind.length === 0) return;
  yield make(reading, 'compat-level-low', 'info', 'compatibility_level', {
    value,
    version: behind.at(-1)![1],
    parameters: behind.map(([, , parameters]) => parameters).join(', '),
    write: String(behind.at(-1)![0]),
  });
}
