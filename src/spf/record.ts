/**
 * An SPF record taken apart (RFC 7208 §4.6.1, §5, §6, §12). The whole record is checked before any of it is used: an
 * error anywhere is a permerror, and its place is told.
 */
import { parseAddress } from '../net/address.ts';
import { type MacroString, readDomainSpec, readMacros } from './macro.ts';
import type { Fault, FaultWhy } from './verdict.ts';

export type Qualifier = '+' | '-' | '~' | '?';

interface Common {
  readonly qualifier: Qualifier;
  /** As written, and where it begins. */
  readonly text: string;
  readonly at: number;
}

export type Directive = Common &
  (
    | { readonly kind: 'all' }
    | { readonly kind: 'include' | 'exists'; readonly target: MacroString }
    /** Without target: the domain itself. */
    | {
        readonly kind: 'a' | 'mx';
        readonly target: MacroString | undefined;
        readonly prefix4: number;
        readonly prefix6: number;
      }
    | { readonly kind: 'ptr'; readonly target: MacroString | undefined }
    | { readonly kind: 'ip4' | 'ip6'; readonly network: Uint8Array; readonly prefix: number }
  );

export interface Modifier {
  readonly text: string;
  readonly at: number;
  readonly target: MacroString;
}

export interface SpfRecord {
  readonly text: string;
  readonly directives: readonly Directive[];
  readonly redirect: Modifier | undefined;
  readonly exp: Modifier | undefined;
  /** Modifiers that nobody knows (§6), as written. */
  readonly unread: readonly string[];
}

/** §4.5: the version alone or a blank behind it; `v=spf10` is no SPF record. */
export function isSpf(text: string): boolean {
  return /^v=spf1(?: |$)/i.test(text);
}

const VERSION = 6;

/** @param text one for which `isSpf` holds */
export function readRecord(text: string): SpfRecord | { readonly fault: Fault } {
  const wrong = /[^\x20-\x7e]/.exec(text);
  if (wrong !== null) return { fault: { at: wrong.index, length: 1, why: 'not-ascii' } };
  const directives: Directive[] = [];
  let redirect: Modifier | undefined;
  let exp: Modifier | undefined;
  const unread: string[] = [];
  for (let at = VERSION; at < text.length; ) {
    if (text.charCodeAt(at) === 32) {
      at++;
      continue;
    }
    const blank = text.indexOf(' ', at);
    const stop = blank < 0 ? text.length : blank;
    const term = text.slice(at, stop);
    const modifier = /^([^=:/]*)=/.exec(term)?.[1];
    if (modifier === undefined) {
      const directive = readDirective(term, at);
      if ('fault' in directive) return directive;
      directives.push(directive);
    } else {
      const read = readModifier(term, at, modifier);
      if ('fault' in read) return read;
      const name = modifier.toLowerCase();
      // §6: each of these at most once.
      if ((name === 'redirect' && redirect) || (name === 'exp' && exp))
        return { fault: { at, length: term.length, why: 'twice' } };
      if (name === 'redirect') redirect = read;
      else if (name === 'exp') exp = read;
      else unread.push(term);
    }
    at = stop;
  }
  return { text, directives, redirect, exp, unread };
}

function readModifier(term: string, at: number, name: string): Modifier | { readonly fault: Fault } {
  if (!/^[a-z][a-z\d\-_.]*$/i.test(name))
    return { fault: { at, length: Math.max(1, name.length), why: 'bad-modifier' } };
  const value = term.slice(name.length + 1);
  const offset = at + name.length + 1;
  const isKnown = /^(?:redirect|exp)$/i.test(name);
  const target = isKnown ? readDomainSpec(value, offset) : readMacros(value, 'other', offset);
  if (!('fault' in target)) return { text: term, at, target };
  return value === '' ? { fault: { at, length: term.length, why: 'no-domain' } } : target;
}

function readDirective(term: string, at: number): Directive | { readonly fault: Fault } {
  const [, sign = '', name = '', rest = ''] = /^([+\-?~]?)([^:/]*)(.*)$/.exec(term)!;
  const common = { qualifier: (sign || '+') as Qualifier, text: term, at };
  const behind = at + term.length - rest.length;
  const fault = (why: FaultWhy) => ({ fault: { at, length: term.length, why } });
  const kind = name.toLowerCase();
  switch (kind) {
    case 'all':
      return rest === '' ? { ...common, kind } : fault('value-of-all');
    case 'include':
    case 'exists': {
      if (rest.length < 2 || rest[0] !== ':') return fault('no-domain');
      const target = readDomainSpec(rest.slice(1), behind + 1);
      return 'fault' in target ? target : { ...common, kind, target };
    }
    case 'ptr': {
      if (rest === '') return { ...common, kind, target: undefined };
      if (rest.length < 2 || rest[0] !== ':') return fault('no-domain');
      const target = readDomainSpec(rest.slice(1), behind + 1);
      return 'fault' in target ? target : { ...common, kind, target };
    }
    case 'a':
    case 'mx':
      return readHosts(rest, behind, { ...common, kind });
    case 'ip4':
    case 'ip6':
      return readNetwork(rest, behind, { ...common, kind });
    default:
      // A sign alone, or a colon: the whole term.
      if (name === '') return fault('unknown-mechanism');
      return { fault: { at: at + sign.length, length: Math.max(1, name.length), why: 'unknown-mechanism' } };
  }
}

/** `[ ":" domain-spec ] [ dual-cidr-length ]`; a domain-spec may have slashes in its macros. */
function readHosts(
  rest: string,
  behind: number,
  common: Common & { readonly kind: 'a' | 'mx' },
): Directive | { readonly fault: Fault } {
  const lengths = /(?:\/(\d+))?(?:\/\/(\d+))?$/.exec(rest)!;
  const spec = rest.slice(0, lengths.index);
  if (spec === ':') return { fault: { at: common.at, length: common.text.length, why: 'no-domain' } };
  const prefix4 = prefixOf(lengths[1], 32);
  const prefix6 = prefixOf(lengths[2], 128);
  // A slash that no length follows.
  const good = spec === '' || spec[0] === ':' ? spec.length : 0;
  if (good < spec.length || prefix4 === undefined || prefix6 === undefined)
    return { fault: { at: behind + good, length: rest.length - good, why: 'bad-prefix' } };
  const target = spec === '' ? undefined : readDomainSpec(spec.slice(1), behind + 1);
  if (target !== undefined && 'fault' in target) return target;
  return { ...common, target, prefix4, prefix6 };
}

function readNetwork(
  rest: string,
  behind: number,
  common: Common & { readonly kind: 'ip4' | 'ip6' },
): Directive | { readonly fault: Fault } {
  const isFour = common.kind === 'ip4';
  const [, text = '', length] = /^:([^/]*)(?:\/(.*))?$/.exec(rest) ?? [];
  const address = parseAddress(text);
  if (address?.family !== (isFour ? 4 : 6))
    return {
      fault:
        text === ''
          ? { at: common.at, length: common.text.length, why: isFour ? 'bad-ip4' : 'bad-ip6' }
          : { at: behind + 1, length: text.length, why: isFour ? 'bad-ip4' : 'bad-ip6' },
    };
  const prefix = prefixOf(length, isFour ? 32 : 128);
  if (prefix === undefined)
    return {
      fault: { at: behind + 1 + text.length, length: rest.length - 1 - text.length, why: 'bad-prefix' },
    };
  return { ...common, network: address.bytes, prefix };
}

/** §5.6: no leading zeros. Absent: the whole address. */
function prefixOf(text: string | undefined, most: number): number | undefined {
  if (text === undefined) return most;
  return /^(?:0|[1-9]\d{0,2})$/.test(text) && Number(text) <= most ? Number(text) : undefined;
}

/** Whether the first `prefix` bits are alike. */
export function isInNetwork(address: Uint8Array, network: Uint8Array, prefix: number): boolean {
  if (address.length !== network.length) return false;
  const whole = prefix >> 3;
  for (let i = 0; i < whole; i++) if (address[i] !== network[i]) return false;
  const rest = prefix & 7;
  return rest === 0 || (address[whole]! ^ network[whole]!) >> (8 - rest) === 0;
}
