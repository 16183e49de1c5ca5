/**
 * Where mail for an address goes, as trivial-rewrite(8) tells smtpd(8) (resolve.c, ADDRESS_CLASS_README): the class of its
 * domain, the address after routes through our own domains are taken off, and whether it names a route through others.
 *
 *     user@example.com                 local, virtual alias, virtual mailbox, relay or default
 *     user%other.example@example.com   where example.com is ours: user@other.example, default
 *     user%third.example@other.example default, routed: nobody is to be a relay for it
 */
import { isAddress, isHostName, mailHostAddress } from '../postfix/host-name.ts';
import type { Table } from '../postfix/tables/table.ts';
import { mailKeys, needsQuotes, withoutExtension } from './mail-keys.ts';
import { findFirst, type Key } from './maps.ts';
import type { Matcher, Rules } from './rules.ts';
import type { Run } from './run.ts';

export type AddressClass = 'local' | 'virtual-alias' | 'virtual-mailbox' | 'relay' | 'default';

export interface Resolved {
  /** In lower case, with a domain. */
  readonly address: string;
  readonly class: AddressClass;
  readonly routed: boolean;
  /** `error` and `retry` refuse; the text says why. */
  readonly transport: string;
  readonly nexthop: string;
  /** A table failed: nothing else holds. */
  readonly failed?: true;
  /** It is no address. */
  readonly malformed?: true;
}

interface Parts {
  local: string;
  /** undefined: there is none. */
  domain: string | undefined;
}

class Failed extends Error {}

/** @param address as the client gave it, without quotes */
export function resolve(run: Run, address: string): Resolved {
  const before = run.resolved?.get(address);
  if (before !== undefined) return before;
  run.kept ??= keptOf(run.rules);
  const { kept } = run;
  const known = kept.get(address);
  if (known !== undefined) return known;
  const decided = run.decisions.length;
  let resolved: Resolved;
  try {
    resolved = resolveAnew(run, address);
  } catch (error) {
    if (!(error instanceof Failed)) throw error;
    resolved = { address, class: 'default', routed: false, transport: '', nexthop: '', failed: true };
  }
  // What is a choice of this run is not so in others.
  if (run.decisions.length > decided) {
    run.resolved ??= new Map();
    run.resolved.set(address, resolved);
  } else {
    if (kept.size >= MOST_KEPT) kept.clear();
    kept.set(address, resolved);
  }
  return resolved;
}

const MOST_KEPT = 50_000;
const addresses = new WeakMap<Rules, Map<string, Resolved>>();

function keptOf(rules: Rules): Map<string, Resolved> {
  let kept = addresses.get(rules);
  if (kept === undefined) {
    kept = new Map();
    addresses.set(rules, kept);
  }
  return kept;
}

function resolveAnew(run: Run, given: string): Resolved {
  const { rules } = run;
  const parts = rewritten(splitAddress(given), rules);
  const remote = strip(run, parts);
  const domain = (remote ?? parts.domain ?? rules.myHostname).toLowerCase();
  const address = `${parts.local}@${domain}`.toLowerCase();
  const operator = address.search(/[@!%]/);
  const routed = address.slice(operator + 1) !== domain;
  const valid = domain.startsWith('[')
    ? domain.endsWith(']') && mailHostAddress(domain.slice(1, -1)) !== undefined
    : isHostName(domain) || (rules.resolveNumericDomain && isAddress(domain)) || /[^\x00-\x7f]/.test(domain);
  const base = { address, routed, ...(!valid && { malformed: true as const }) };
  const of = remote === undefined ? localClass(rules, domain) : remoteClass(run, domain);
  return { ...base, ...of, ...moved(run, address, of.class) };
}

function splitAddress(address: string): Parts {
  const at = address.lastIndexOf('@');
  return at < 0
    ? { local: address, domain: undefined }
    : { local: address.slice(0, at), domain: address.slice(at + 1) };
}

/** rewrite.c, as for mail of this machine: routes, bang paths, percent signs, domains that were left out. */
function rewritten(parts: Parts, rules: Rules): Parts {
  let { local, domain } = parts;
  const route = /^@[^:]*:(.*)$/s.exec(domain === undefined ? local : `${local}@${domain}`);
  if (route !== null && route[1] !== '') ({ local, domain } = splitAddress(route[1]!));
  if (domain === '') domain = undefined;
  if (local === '' && domain === undefined) return { local, domain };
  if (domain === undefined && !needsQuotes(local)) {
    const bang = rules.swapBangpath ? local.indexOf('!') : -1;
    if (bang > 0) {
      domain = local.slice(0, bang);
      local = local.slice(bang + 1);
    } else {
      const percent = rules.percentHack ? local.lastIndexOf('%') : -1;
      if (percent > 0) {
        domain = local.slice(percent + 1);
        local = local.slice(0, percent);
      }
    }
  }
  if (domain === undefined && rules.appendAtMyorigin) domain = rules.myOrigin;
  if (domain !== undefined && rules.appendDotMydomain && !domain.includes('.') && !domain.startsWith('['))
    domain = `${domain}.${rules.myDomain}`;
  if (domain !== undefined && domain.length > 1 && domain.endsWith('.') && !domain.endsWith('..'))
    domain = domain.slice(0, -1);
  return { local, domain };
}

/** Takes off domains of ours, one after the other; returns the domain that is not ours, undefined: it is local. */
function strip(run: Run, parts: Parts): string | undefined {
  const { rules } = run;
  for (let turns = 0; turns < parts.local.length + 100; turns++) {
    if (parts.domain !== undefined && parts.domain !== '' && !isLocal(run, parts.domain)) return parts.domain;
    const { local } = parts;
    const saved = parts.domain;
    const quoted = needsQuotes(local);
    const at = quoted && rules.resolveDequoted ? local.lastIndexOf('@') : -1;
    const percent = rules.percentHack && (!quoted || rules.resolveDequoted) ? local.lastIndexOf('%') : -1;
    const bang = rules.swapBangpath && (!quoted || rules.resolveDequoted) ? local.indexOf('!') : -1;
    let next: Parts | undefined;
    if (at >= 0) next = splitAddress(local);
    else if (!quoted && bang > 0) next = { local, domain: undefined };
    else if (percent > 0) next = { local: local.slice(0, percent), domain: local.slice(percent + 1) };
    else if (bang > 0) next = { local: local.slice(bang + 1), domain: local.slice(0, bang) };
    if (next === undefined) {
      if (local === '') parts.local = rules.emptyAddressRecipient;
      parts.domain = saved;
      return undefined;
    }
    Object.assign(parts, rewritten(next, rules));
  }
  return undefined;
}

/** Is the domain one of `mydestination`, or an address of this machine in brackets? (resolve_local.c) */
export function isLocal(run: Run, domain: string): boolean {
  const { rules } = run;
  const name = domain.endsWith('.') ? domain.slice(0, -1) : domain;
  if (name === '' || name.endsWith('.')) return false;
  if (matches(run, rules.myDestination, name)) return true;
  if (!name.startsWith('[') || !name.endsWith(']')) return false;
  const address = mailHostAddress(name.slice(1, -1));
  return address !== undefined && rules.isOwnAddress(address);
}

/** @throws Failed a table of the list failed */
export function matches(run: Run, matcher: Matcher, name: string): boolean {
  const found = matcher(run, name, undefined);
  if (found === 'failed') throw new Failed();
  return found;
}

type ClassOf = Pick<Resolved, 'class' | 'transport' | 'nexthop'>;

function transportOf(setting: string, nexthop: string): Pick<Resolved, 'transport' | 'nexthop'> {
  const colon = setting.indexOf(':');
  if (colon < 0) return { transport: setting, nexthop };
  return { transport: setting.slice(0, colon), nexthop: setting.slice(colon + 1) || nexthop };
}

function localClass(rules: Rules, domain: string): ClassOf {
  return { class: 'local', ...transportOf(rules.localTransport, domain) };
}

function remoteClass(run: Run, domain: string): ClassOf {
  const { rules } = run;
  if (matches(run, rules.virtualAliasDomains, domain)) {
    const table = rules.showUserUnknownTable ? ' in virtual alias table' : '';
    return { class: 'virtual-alias', transport: 'error', nexthop: `5.1.1 User unknown${table}` };
  }
  if (matches(run, rules.virtualMailboxDomains, domain))
    return { class: 'virtual-mailbox', ...transportOf(rules.virtualTransport, domain) };
  if (matches(run, rules.relayDomains, domain))
    return { class: 'relay', ...transportOf(rules.relayTransport, domain) };
  return { class: 'default', ...transportOf(rules.defaultTransport, domain) };
}

/** What `transport_maps` and `relocated_maps` make of it. */
function moved(run: Run, address: string, of: AddressClass): Partial<Resolved> {
  const { rules } = run;
  const routed = of === 'virtual-alias' ? undefined : transportIn(run, address);
  if (rules.relocatedMaps.length === 0) return routed ?? {};
  const local = address.slice(address.lastIndexOf('@') + 1);
  const keys = mailKeys(address, rules, isLocal(run, local));
  const found = findFirst(run, rules.relocatedMaps, keys);
  if (found === 'absent') return routed ?? {};
  if ('failed' in found) throw new Failed();
  const where = 'found' in found ? found.found : '';
  return { transport: 'error', nexthop: `5.1.6 User has moved to ${where}` };
}

function transportIn(run: Run, address: string): Partial<Resolved> | undefined {
  const { rules } = run;
  const maps: readonly Table[] = rules.transportMaps;
  if (maps.length === 0) return undefined;
  const found = findFirst(run, maps, transportKeys(address, rules));
  // What nobody can read leads somewhere: seldom to a refusal.
  if (found === 'absent' || 'unknown' in found) return undefined;
  if ('failed' in found) throw new Failed();
  const colon = found.found.indexOf(':');
  const channel = colon < 0 ? found.found : found.found.slice(0, colon);
  const nexthop = colon < 0 ? '' : found.found.slice(colon + 1);
  if (channel === '' && nexthop === '') return undefined;
  if (channel === '') return { nexthop };
  const refuses = channel === 'error' || channel === 'retry';
  return { transport: channel, nexthop: nexthop || (refuses ? 'Address is undeliverable' : address) };
}

/** transport(5) */
function transportKeys(address: string, rules: Rules): Key[] {
  const keys: Key[] = [[address, true]];
  const at = address.lastIndexOf('@');
  const domain = address.slice(at + 1);
  const bare = withoutExtension(address.slice(0, at), rules);
  if (bare !== undefined) keys.push([`${bare}@${domain}`, false]);
  for (let key = domain; key !== ''; ) {
    keys.push([key, false]);
    const dot = key.indexOf('.', 1);
    if (dot < 0) break;
    key = key.slice(rules.dottedTransportParents ? dot : dot + 1);
  }
  keys.push(['*', false]);
  return keys;
}
