/**
 * What to write instead of a term that receivers cannot read: the mistakes that people make (`ip4:host.example`, `-all;`,
 * `include=`, `redirect:`, `a:192.0.2.1`, `ip4:192.0.2/24`) have one meaning. Nothing is proposed that `readRecord` does not read.
 */
import { isTargetName } from './macro.ts';
import { meantNetworks } from './meant-network.ts';
import { readRecord } from './record.ts';
import { ourSigns } from './signs.ts';
import type { Fault } from './verdict.ts';

export interface Instead {
  /** As it stands there: a term, or two that belong together. */
  readonly wrong: string;
  /** Terms; empty: nothing, it is too many. */
  readonly write: string;
}

export interface Corrected {
  readonly changes: readonly Instead[];
  /** The whole record, where all of it can be mended. */
  readonly record: string | undefined;
}

/** Characters of terms that are looked at, and mistakes of one record. */
const LONGEST = 300;
const MOST_CHANGES = 10;
/** Mistakes in one term. */
const DEEPEST = 3;

/** @param record that begins with `v=spf1`, whatever its faults */
export function corrected(record: string): Corrected {
  const changes: Instead[] = [];
  let text = record;
  for (let i = 0; i < MOST_CHANGES; i++) {
    const read = readRecord(text);
    if (!('fault' in read)) return { changes, record: text };
    const found = changeOf(text, read.fault);
    if (found === undefined) return { changes, record: undefined };
    const { from, to, write } = found;
    changes.push({ wrong: text.slice(from, to), write });
    text = `${text.slice(0, from)}${write}${text.slice(to)}`.replace(/ +/g, ' ').trimEnd();
  }
  return { changes, record: undefined };
}

interface Change {
  readonly from: number;
  readonly to: number;
  readonly write: string;
}

function changeOf(record: string, { at, why }: Fault): Change | undefined {
  const from = record.lastIndexOf(' ', at) + 1;
  const blank = record.indexOf(' ', at);
  const to = blank < 0 ? record.length : blank;
  const term = record.slice(from, to);
  if (term.length > LONGEST) return undefined;
  if (why === 'twice') return { from, to, write: '' };
  // A blank too many, or in the place of a colon: `include: example.com`, `- all`, `include example.com`, `ip4:192.0.2.0 /24`.
  if (/^[+\-~?]$|[:=]$|^[+\-~?]?(?:include|ip[46]|exists)$/i.test(term)) {
    const next = /^ +([^ ]+)/.exec(record.slice(to, to + LONGEST));
    const between = /[a-z\d]$/i.test(term) ? ':' : '';
    const joined = next === null ? undefined : repair(term + between + next[1]!, DEEPEST);
    if (joined !== undefined) return { from, to: to + next![0].length, write: joined };
  }
  if (term.startsWith('/')) {
    const before = /([^ ]+) +$/.exec(record.slice(Math.max(0, from - LONGEST), from));
    const joined = before === null ? undefined : repair(before[1]! + term, DEEPEST);
    if (joined !== undefined) return { from: from - before![0].length, to, write: joined };
  }
  const write = repair(term, DEEPEST);
  return write === undefined ? undefined : { from, to, write };
}

/** What is meant by a term that can be read and leads nowhere: two that have grown together, an address of mail, a wildcard. */
export function insteadOf(term: string): string | undefined {
  if (term.length > LONGEST) return undefined;
  for (const rewrite of [apart, several, unlikelyTarget, asMechanism]) {
    const other = rewrite(term);
    const write = other === undefined ? undefined : repair(other, 1);
    if (write !== undefined && write !== term) return write;
  }
  return undefined;
}

type Rewrite = (term: string) => string | undefined;

/** One or several terms that can be read. */
function repair(text: string, deepest: number): string | undefined {
  const terms: string[] = [];
  for (const term of text.split(' ').filter(Boolean)) {
    const good = isGood(term) ? term : deepest > 0 ? firstGood(term, deepest) : undefined;
    if (good === undefined) return undefined;
    if (good !== '') terms.push(good);
  }
  return terms.length > 0 ? terms.join(' ') : undefined;
}

function firstGood(term: string, deepest: number): string | undefined {
  for (const rewrite of REWRITES) {
    const other = rewrite(term);
    if (other === undefined || other === term) continue;
    const good = repair(other, deepest - 1);
    if (good !== undefined) return good;
  }
  return undefined;
}

/** A term of SPF: unknown modifiers can be read too, but nobody means them. */
function isGood(term: string): boolean {
  const read = readRecord(`v=spf1 ${term}`);
  if ('fault' in read || read.directives.length + (read.redirect ? 1 : 0) + (read.exp ? 1 : 0) !== 1)
    return false;
  return apart(term) === undefined;
}

const NAMES = ['all', 'include', 'a', 'mx', 'ptr', 'ip4', 'ip6', 'exists', 'redirect', 'exp'];

const punctuation: Rewrite = (term) =>
  term
    .replace(/^["'`(<\\;,]+/, '')
    .replace(/["'`)>\\;,]+$/, '')
    .replace(/(?<=[a-z\d])[.:]+$/i, '');

/** What stands before the colon goes for all of a list: `include:a.example,b.example`. */
const several: Rewrite = (term) => {
  if (!/[,;|&]/.test(term)) return undefined;
  const parts = term.split(/[,;|&]+/).filter(Boolean);
  const before = /^[^:=]+[:=]/.exec(parts[0] ?? '')?.[0] ?? '';
  return parts
    .map((part, i) => (i === 0 || /[:=]/.test(part) || !part.includes('.') ? part : before + part))
    .join(' ');
};

/** `-all` and what was behind it, or what grew together where a record was cut into strings without a blank. */
const apart: Rewrite = (term) => {
  const [, head, tail] =
    /^(.+?[^+\-~?])((?:[+\-~?]?(?:include|ip4|ip6|exists|mx):|redirect=|exp=).+)$/i.exec(term) ??
    /^(.+[a-z\d])([+\-~?]all)$/i.exec(term) ??
    /^([+\-~?]all)([+\-~?a-z].*)$/i.exec(term) ??
    [];
  if (head === undefined || tail === undefined) return undefined;
  return isHead(head) ? `${head} ${tail}` : undefined;
};

function isHead(head: string): boolean {
  const read = readRecord(`v=spf1 ${head}`);
  return !('fault' in read) && read.directives.length + (read.redirect ? 1 : 0) === 1;
}

const network: Rewrite = (term) => {
  const [, sign = '', text = ''] =
    /^([+\-~?]?)(?:(?:ipv?[46]?v?|ip-?[46]|ipaddr|a|mx|include|ptr|exists|host|net)[:=])?([\d[].*|[\da-f]*:.*)$/i.exec(
      term,
    ) ?? [];
  return meantNetworks(text)
    ?.map((each) => sign + each)
    .join(' ');
};

const host: Rewrite = (term) => {
  const [, sign = '', name = ''] = /^([+\-~?]?)(?:ip[46][:=])?([\w.-]+)$/i.exec(term) ?? [];
  if (!isTargetName(name)) return undefined;
  return `${sign}${/^_?spf/i.test(name) ? 'include' : 'a'}:${name}`;
};

const asModifier: Rewrite = (term) => /^[+\-~?]?(redirect|exp)[:=](.+)$/i.exec(term)?.slice(1, 3).join('=');

const asMechanism: Rewrite = (term) =>
  /^([+\-~?]?(?:include|a|mx|ptr|ip4|ip6|exists))=(.+)$/i.exec(term)?.slice(1, 3).join(':');

const target: Rewrite = (term) =>
  term
    .replace(/^([^:=]*[:=])https?:\/\//i, '$1')
    .replace(/^([+\-~?]?(?:include|exists|ptr|redirect|exp)[:=]?[^/]*)\/.*$/i, '$1');

const unlikelyTarget: Rewrite = (term) => term.replace(/^([^:=]*[:=])(?:[^@%{}]*@|\*\.)/, '$1');

const signs: Rewrite = (term) =>
  /^[+\-~?]{2,}/.test(term)
    ? term.replace(/^[+\-~?]+(?=[+\-~?])/, '')
    : term.replace(/^(all)([+\-~?])$/i, '$2$1');

const plainAll: Rewrite = (term) => term.replace(/^([+\-~?]?all)[:=/].*$/i, '$1');

const prefixes: Rewrite = (term) =>
  term
    .replace(/\/0+(?=\d)/g, '/')
    .replace(/^([^/]*\/\d+)\/(\d+)$/, '$1//$2')
    .replace(/\/+$/, '')
    .replace(/:(?=\/|$)/, '');

const macros: Rewrite = (term) =>
  term
    .replace(/%\(([^()]*)\)/g, '%{$1}')
    .replace(/%\{([a-z]\d*r?)(?=[.\-+,/_=]|$)/gi, '%{$1}')
    .replace(/%([slodiphv]\d*r?)(?=[.\-+,/_=]|$)/gi, '%{$1}');

const spelling: Rewrite = (term) => {
  const [, sign = '', name = '', rest = ''] = /^([+\-~?]?)([a-z\d\-_]+)(.*)$/i.exec(term) ?? [];
  const meant =
    NAMES.find((each) => each.length > 2 && isNear(name.toLowerCase(), each)) ??
    (isNear(name, 'mx') && name.length > 2 ? 'mx' : undefined);
  return meant === undefined ? undefined : sign + meant + rest;
};

/** A letter too many, too few or wrong, or two that changed places. */
function isNear(a: string, b: string): boolean {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  const same = (from: number, to: number): boolean => a.slice(at + from) === b.slice(at + to);
  return same(1, 1) || same(1, 0) || same(0, 1) || (a[at] === b[at + 1] && a[at + 1] === b[at] && same(2, 2));
}

/** The likeliest first. */
const REWRITES: readonly Rewrite[] = [
  ...[ourSigns, punctuation, signs, several, asModifier, asMechanism, network, spelling, target, plainAll],
  ...[prefixes, macros, apart, host],
];
