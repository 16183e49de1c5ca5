/** Makes rules of a configuration: opens its tables, takes its lists apart, reads its codes and switches. */
import type { Hosts } from '../net/hosts.ts';
import type { Configuration } from '../postfix/configuration.ts';
import { activeServices, type Service, servicesOf } from '../postfix/master-cf.ts';
import { openTable, type TableWorld } from '../postfix/tables/open.ts';
import type { Table } from '../postfix/tables/table.ts';
import type { Maps } from './maps.ts';
import { type Matching, openMatcher } from './matcher.ts';
import { POLICY, parseExpanded, parseList, type RestrictionList, WITH_TABLE } from './parse.ts';
import { type Codes, LIST_PARAMETERS, type ListName, type Rules } from './rules.ts';
import { Settings } from './settings.ts';

export interface CompileOptions {
  readonly world: TableWorld;
  /** undefined: what main.cf says for all. */
  readonly service?: Service;
  /** Of this machine's interfaces; for `inet_interfaces = all`. */
  readonly ownAddresses: readonly string[];
  /** Of this machine; none where the configuration is another's. */
  readonly hosts?: Hosts;
}

/** The smtpd(8) that strangers talk to: of port 25, or behind postscreen(8); undefined: master.cf names none. */
export function publicService(configuration: Configuration): Service | undefined {
  const services = servicesOf(configuration, 'smtpd');
  const onPort = (port: RegExp): Service | undefined =>
    services.find(({ name, type }) => (type === 'inet' || type === 'pass') && port.test(name));
  return onPort(/^(?:.*:)?(?:smtp|smtpd|25)$/) ?? services[0];
}

function rewriteService({ master }: Configuration): Service | undefined {
  return activeServices(master).find(({ name, type }) => name === 'rewrite' && type === 'unix');
}

/** @throws ExpansionError a parameter that Postfix would not start with */
export async function compileRules(configuration: Configuration, options: CompileOptions): Promise<Rules> {
  const { world, ownAddresses } = options;
  const settings = new Settings(configuration, options.service);
  // Which domains are whose trivial-rewrite(8) tells, whatever smtpd(8) has of its own in master.cf.
  const rewriting = new Settings(configuration, rewriteService(configuration));
  const lists = {} as Record<ListName, RestrictionList>;
  for (const [name, parameter] of Object.entries(LIST_PARAMETERS))
    lists[name as ListName] = listOf(settings, parameter);
  const classes = new Map(
    settings.list('smtpd_restriction_classes').map((name) => [name, listOf(settings, name)]),
  );
  const mismatch = 'reject_authenticated_sender_login_mismatch reject_unauthenticated_sender_login_mismatch';
  classes.set(
    'reject_sender_login_mismatch',
    parseList('reject_sender_login_mismatch', mismatch, () => undefined),
  );
  const tables = new Map<string, Table>();
  for (const spec of tablesOf([...Object.values(lists), ...classes.values()]))
    tables.set(spec, await openTable(spec, world));
  const maps = (name: string, from = settings): Promise<Maps> =>
    Promise.all(from.list(name).map((spec) => openTable(spec, world)));
  const parents = new Set(settings.list('parent_domain_matches_subdomains'));
  const matcher = (name: string, kind: Matching, from = settings) =>
    openMatcher(from.text(name), kind, parents.has(name), world);
  const own = ownOf(settings, ownAddresses);
  const myHostname = settings.text('myhostname');
  return {
    lists,
    classes,
    tables,
    ...switchesOf(settings),
    ...formsOf(rewriting),
    codes: codesOf(settings),
    tempfail: {
      heloHostname: settings.text('unknown_helo_hostname_tempfail_action') === 'defer',
      address: settings.text('unknown_address_tempfail_action') === 'defer',
      unverifiedSender: settings.text('unverified_sender_tempfail_action') === 'defer',
      unverifiedRecipient: settings.text('unverified_recipient_tempfail_action') === 'defer',
    },
    myHostname,
    myDomain: settings.text('mydomain'),
    myOrigin: settings.text('myorigin') || myHostname,
    verifySender: verifySender(settings.text('address_verify_sender'), settings.text('myorigin')),
    myNetworks: await matcher('mynetworks', 'client'),
    myDestination: await matcher('mydestination', 'string', rewriting),
    virtualAliasDomains: await matcher('virtual_alias_domains', 'string', rewriting),
    virtualMailboxDomains: await matcher('virtual_mailbox_domains', 'string', rewriting),
    relayDomains: await matcher('relay_domains', 'domain', rewriting),
    mxBackupNetworks:
      settings.text('permit_mx_backup_networks') === ''
        ? undefined
        : await matcher('permit_mx_backup_networks', 'client'),
    hosts: options.hosts ?? new Map(),
    isOwnAddress: (address) => own.has(address.toLowerCase()),
    dottedAccessParents: !parents.has('smtpd_access_maps'),
    dottedTransportParents: !parents.has('transport_maps'),
    transportMaps: await maps('transport_maps', rewriting),
    relocatedMaps: await maps('relocated_maps', rewriting),
    canonicalMaps: await maps('canonical_maps'),
    senderCanonicalMaps: await maps('sender_canonical_maps'),
    recipientCanonicalMaps: await maps('recipient_canonical_maps'),
    virtualAliasMaps: await maps('virtual_alias_maps'),
    virtualMailboxMaps: await maps('virtual_mailbox_maps'),
    relayRecipientMaps: await maps('relay_recipient_maps'),
    localRecipientMaps: await maps('local_recipient_maps'),
    senderLoginMaps: await maps('smtpd_sender_login_maps'),
    rblReplyMaps: await maps('rbl_reply_maps'),
    clientCertificates: await maps('relay_clientcerts'),
    rblDomains: settings.list('maps_rbl_domains'),
    defaultRblReply: settings.raw('default_rbl_reply'),
    expansionFilter: new Set(unescaped(settings.raw('smtpd_expansion_filter'))),
    families: familiesOf(settings.list('inet_protocols')),
  };
}

function listOf(settings: Settings, parameter: string): RestrictionList {
  const value = settings.value(parameter);
  return value === undefined ? { parameter, steps: [] } : parseExpanded(parameter, value);
}

function tablesOf(lists: readonly RestrictionList[]): Set<string> {
  const specs = new Set<string>();
  for (const { steps } of lists)
    for (const { lower, argument } of steps)
      if (argument?.includes(':') && lower !== POLICY && (lower === '' || WITH_TABLE.has(lower)))
        specs.add(argument);
  return specs;
}

function switchesOf(settings: Settings) {
  return {
    delayReject: settings.yes('smtpd_delay_reject'),
    relayFirst: settings.yes('smtpd_relay_before_recipient_restrictions'),
    softBounce: settings.yes('soft_bounce'),
    saslEnabled: settings.yes('smtpd_sasl_auth_enable'),
    allowUntrustedRouting: settings.yes('allow_untrusted_routing'),
    rejectUnlistedSender: settings.yes('smtpd_reject_unlisted_sender'),
    rejectUnlistedRecipient: settings.yes('smtpd_reject_unlisted_recipient'),
    unknownRecipientsPass: settings.list('receive_override_options').includes('no_unknown_recipient_checks'),
    showUserUnknownTable: settings.yes('show_user_unknown_table_name'),
    nullAccessKey: settings.text('smtpd_null_access_lookup_key'),
    proxyFilter: settings.text('smtpd_proxy_filter') !== '',
    policyDefaultAction: settings.text('smtpd_policy_service_default_action'),
    unverifiedSenderReason: settings.text('unverified_sender_reject_reason'),
    unverifiedRecipientReason: settings.text('unverified_recipient_reject_reason'),
    recipientDelimiter: settings.text('recipient_delimiter'),
    doubleBounceSender: settings.text('double_bounce_sender'),
    ownerRequestSpecial: settings.yes('owner_request_special'),
  };
}

/** Of trivial-rewrite(8). */
function formsOf(rewriting: Settings) {
  return {
    swapBangpath: rewriting.yes('swap_bangpath'),
    percentHack: rewriting.yes('allow_percent_hack'),
    appendAtMyorigin: rewriting.yes('append_at_myorigin'),
    appendDotMydomain: rewriting.yes('append_dot_mydomain'),
    resolveDequoted: rewriting.yes('resolve_dequoted_address'),
    resolveNumericDomain: rewriting.yes('resolve_numeric_domain'),
    emptyAddressRecipient: rewriting.text('empty_address_recipient'),
    localTransport: rewriting.text('local_transport'),
    virtualTransport: rewriting.text('virtual_transport'),
    relayTransport: rewriting.text('relay_transport'),
    defaultTransport: rewriting.text('default_transport'),
  };
}

function codesOf(settings: Settings): Codes {
  const code = (name: string, otherwise: number): number => settings.number(name, otherwise);
  return {
    accessReject: code('access_map_reject_code', 554),
    accessDefer: code('access_map_defer_code', 450),
    reject: code('reject_code', 554),
    defer: code('defer_code', 450),
    invalidHostname: code('invalid_hostname_reject_code', 501),
    nonFqdn: code('non_fqdn_reject_code', 504),
    unknownHostname: code('unknown_hostname_reject_code', 450),
    unknownClient: code('unknown_client_reject_code', 450),
    unknownAddress: code('unknown_address_reject_code', 450),
    rbl: code('maps_rbl_reject_code', 554),
    relay: code('relay_domains_reject_code', 554),
    plaintext: code('plaintext_reject_code', 450),
    multiRecipientBounce: code('multi_recipient_bounce_reject_code', 550),
    localRecipient: code('unknown_local_recipient_reject_code', 550),
    relayRecipient: code('unknown_relay_recipient_reject_code', 550),
    virtualAlias: code('unknown_virtual_alias_reject_code', 550),
    virtualMailbox: code('unknown_virtual_mailbox_reject_code', 550),
    unverifiedSenderReject: code('unverified_sender_reject_code', 450),
    unverifiedSenderDefer: code('unverified_sender_defer_code', 450),
    unverifiedRecipientReject: code('unverified_recipient_reject_code', 450),
    unverifiedRecipientDefer: code('unverified_recipient_defer_code', 450),
  };
}

function verifySender(sender: string, origin: string): string {
  return sender === '' || sender.includes('@') ? sender : `${sender}@${origin}`;
}

function ownOf(settings: Settings, ownAddresses: readonly string[]): ReadonlySet<string> {
  const interfaces = settings.list('inet_interfaces');
  const own = new Set<string>();
  for (const name of interfaces) {
    if (name === 'all') for (const address of ownAddresses) own.add(address.toLowerCase());
    else if (name === 'loopback-only' || name === 'localhost') own.add('127.0.0.1').add('::1');
    else own.add(name.replace(/^\[|\]$/g, '').toLowerCase());
  }
  for (const address of settings.list('proxy_interfaces')) own.add(address.toLowerCase());
  return own;
}

/** `\t`, `\40` and the like (unescape.c). */
function unescaped(text: string): string {
  const named: Record<string, string> = { t: '\t', n: '\n', r: '\r', a: '\x07', b: '\b', f: '\f', v: '\v' };
  return text.replace(/\\(?:([0-7]{1,3})|([\s\S]))/g, (_, octal: string | undefined, letter: string) =>
    octal === undefined ? (named[letter] ?? letter) : String.fromCharCode(Number.parseInt(octal, 8)),
  );
}

function familiesOf(protocols: readonly string[]): readonly (4 | 6)[] {
  const all = protocols.includes('all');
  const families: (4 | 6)[] = [];
  if (all || protocols.includes('ipv4')) families.push(4);
  if (all || protocols.includes('ipv6')) families.push(6);
  return families;
}
