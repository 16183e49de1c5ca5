/**
 * A record looked at without a client: what each term costs in lookups (RFC 7208 §4.6.4), through all that it includes, and
 * what its owner should know. An evaluation stops at the eleventh lookup; this goes on, so that people see where they went.
 */
import type { Answer, Failure, RecordType, Resolver } from '../dns/resolver.ts';
import { type Advice, adviceOn, isOpen } from './advice.ts';
import { escaped } from './evaluate.ts';
import { isTargetName, type MacroString, readMacros, targetName } from './macro.ts';
import { nearRecord } from './near.ts';
import { isSpf, type Modifier, readRecord, type SpfRecord } from './record.ts';
import { type Shorter, shorterTerms } from './shrink.ts';
import { type Fault, MOST_HOSTS, MOST_LOOKUPS, type NoRecord } from './verdict.ts';

/** What DNS says of a term's name, where it can be known without a client; undefined: all is well, or nobody has asked. */
export type Found =
  /** Nothing (§4.6.4: two of those are allowed). */
  | { readonly kind: 'void'; readonly name: string }
  /** More hosts of an `mx` than may be looked at. */
  | { readonly kind: 'hosts'; readonly name: string }
  /** Its MX records name no host: a null MX, or an address. */
  | { readonly kind: 'no-host'; readonly name: string }
  | { readonly kind: 'no-name'; readonly name: string }
  | {
      readonly kind: 'failed';
      readonly name: string;
      readonly type: RecordType;
      readonly why: Failure;
      readonly detail: string;
    };

export interface TermCost {
  /** As written. */
  readonly term: string;
  /** Lookups at most, with those of the record that it leads to. */
  readonly lookups: number;
  /** The record that it leads to, where that can be known without a client. */
  readonly leads?: RecordReview;
  readonly found?: Found;
}

export interface RecordReview {
  readonly domain: string;
  readonly record?: string;
  /** All that are there, where there is not just one. */
  readonly records?: readonly string[];
  readonly none?: NoRecord;
  /** A text that was meant to be a record. */
  readonly near?: string;
  readonly failed?: { readonly why: Failure; readonly detail: string };
  readonly fault?: Fault;
  /** It leads to itself. */
  readonly loop?: readonly string[];
  /** So many records have been read that this one is not. */
  readonly unread?: true;
  /** Everybody may send, by it or by what it includes. */
  readonly passesAll?: true;
  /** The first thousand of all records together. */
  readonly terms: readonly TermCost[];
  /** What would cost no lookups, where there are too many. */
  readonly shorter?: readonly Shorter[];
  readonly advice: readonly Advice[];
  /** Of all terms together; the record itself is free. */
  readonly lookups: number;
}

/** Records that are read for one review, and names of terms that DNS is asked for beside. */
const MOST_RECORDS = 60;
const MOST_NAMES = 60;
/** Of all records together: one that can be used has ten that ask DNS. */
const MOST_TERMS = 1_000;

export async function review(
  domain: string,
  resolver: Resolver,
  signal?: AbortSignal,
): Promise<RecordReview> {
  const found = await new Review(resolver, signal).of(domain, []);
  if (found.record === undefined || found.lookups <= MOST_LOOKUPS) return found;
  return { ...found, shorter: await shorterTerms(domain, found.record, resolver, signal) };
}

class Review {
  readonly #resolver: Resolver;
  readonly #options: { readonly signal?: AbortSignal };
  #records = 0;
  #names = 0;
  #terms = 0;

  constructor(resolver: Resolver, signal: AbortSignal | undefined) {
    this.#resolver = resolver;
    this.#options = signal === undefined ? {} : { signal };
  }

  async of(domain: string, way: readonly string[]): Promise<RecordReview> {
    const empty = { domain, terms: [], advice: [], lookups: 0 };
    const first = way.indexOf(domain);
    if (first >= 0) return { ...empty, loop: [...way.slice(first), domain] };
    if (++this.#records > MOST_RECORDS) return { ...empty, unread: true };
    const answer = await this.#ask(domain, 'TXT');
    if (answer.status === 'failed') return { ...empty, failed: answer };
    if (answer.status !== 'found') return { ...empty, none: answer.status };
    const records = answer.records.filter(isSpf);
    if (records.length === 0) {
      const near = nearRecord(answer.records);
      return { ...empty, none: 'other-text', ...(near === undefined ? {} : { near }) };
    }
    if (records.length > 1) return { ...empty, records };
    const text = records[0]!;
    const record = readRecord(text);
    if ('fault' in record) return { ...empty, record: text, fault: record.fault };
    const asked = costly(record);
    const shown = asked.slice(0, Math.max(0, MOST_TERMS - this.#terms));
    this.#terms += shown.length;
    const found = shown.map((term) => this.#found(term, domain));
    const terms: TermCost[] = [];
    let lookups = 0;
    for (const [i, { text: term, kind, target }] of asked.entries()) {
      const said = await found[i];
      const leads =
        i < shown.length && isLeading(kind) ? await this.#leads(target, [...way, domain]) : undefined;
      const own = 1 + (target?.letters.includes('p') ? 1 : 0) + (leads?.lookups ?? 0);
      lookups += own;
      if (i < shown.length)
        terms.push({ ...{ term, lookups: own }, ...(leads && { leads }), ...(said && { found: said }) });
    }
    const passesAll = isOpen(record) || terms.some(leadsToAll);
    const common = { domain, record: text, terms, lookups, ...(passesAll && ({ passesAll } as const)) };
    // One that is included has an owner of its own; of its explanation nobody hears (§6.2).
    if (way.length > 0) return { ...common, advice: [] };
    const advice = [...adviceOn(record, answer.records), ...terms.flatMap(adviceOnFound)];
    const { exp } = record;
    if (exp !== undefined && !(await this.#isExpUsable(exp))) advice.push({ kind: 'exp', term: exp.text });
    return { ...common, advice };
  }

  /** undefined: the client decides where it leads. */
  async #leads(target: MacroString | undefined, way: readonly string[]): Promise<RecordReview | undefined> {
    const name = plainName(target)?.toLowerCase();
    return name !== undefined && isTargetName(name) ? await this.of(name, way) : undefined;
  }

  async #found({ kind, target }: Costly, domain: string): Promise<Found | undefined> {
    const name = target === undefined ? domain : plainName(target);
    if (name === undefined) return undefined;
    if (!isTargetName(name)) return { kind: 'no-name', name };
    if (isLeading(kind) || kind === 'ptr' || ++this.#names > MOST_NAMES) return undefined;
    const types: readonly ('A' | 'AAAA' | 'MX')[] =
      kind === 'mx' ? ['MX'] : kind === 'a' ? ['A', 'AAAA'] : ['A'];
    const answers = await Promise.all(types.map((type) => this.#ask(name, type)));
    const good = answers.find(({ status }) => status === 'found');
    if (good?.status === 'found') return kind === 'mx' ? hostsOf(good.records, name) : undefined;
    for (const [i, answer] of answers.entries())
      if (answer.status === 'failed')
        return { ...{ kind: 'failed', name, type: types[i]! }, why: answer.why, detail: answer.detail };
    return { kind: 'void', name };
  }

  /** §6.2: one text that can be expanded. */
  async #isExpUsable({ target }: Modifier): Promise<boolean> {
    const name = plainName(target);
    if (name === undefined) return true;
    if (!isTargetName(name)) return false;
    const answer = await this.#ask(name, 'TXT');
    if (answer.status === 'failed') return true;
    return (
      answer.status === 'found' &&
      answer.records.length === 1 &&
      !('fault' in readMacros(answer.records[0]!, 'text'))
    );
  }

  async #ask<T extends RecordType>(name: string, type: T): Promise<Answer<T>> {
    return await this.#resolver.query(escaped(name), type, this.#options);
  }
}

/** A null MX (RFC 7505), an address, a lone word: such a host has no address. */
function hostsOf(records: readonly unknown[], name: string): Found | undefined {
  const hosts = records.filter((each) => isTargetName((each as { exchange: string }).exchange));
  if (hosts.length > MOST_HOSTS) return { kind: 'hosts', name };
  return hosts.length === 0 ? { kind: 'no-host', name } : undefined;
}

function isLeading(kind: string): boolean {
  return kind === 'include' || kind === 'redirect';
}

/** undefined: it has macros. */
function plainName(target: MacroString | undefined): string | undefined {
  return target === undefined || target.letters !== '' ? undefined : targetName(target.tokens.join(''));
}

function adviceOnFound(cost: TermCost): Advice[] {
  const { term, found } = cost;
  if (found?.kind === 'void') return [{ kind: 'void', term }];
  if (found?.kind === 'no-host') return [{ kind: 'no-host', term }];
  if (found?.kind === 'no-name')
    return /^[+\-~?]?include|^redirect/i.test(term) ? [] : [{ kind: 'no-name', term }];
  return leadsToAll(cost) ? [{ kind: 'leads-to-all', term: cost.term, domain: cost.leads!.domain }] : [];
}

function leadsToAll({ term, leads }: TermCost): boolean {
  return leads?.passesAll === true && !/^[-~?]/.test(term);
}

interface Costly {
  readonly text: string;
  readonly kind: string;
  readonly target: MacroString | undefined;
}

/** The terms that ask DNS and can be reached. */
function costly({ directives, redirect }: SpfRecord): readonly Costly[] {
  const all = directives.findIndex(({ kind }) => kind === 'all');
  const reached: Costly[] = [];
  for (const directive of all < 0 ? directives : directives.slice(0, all)) {
    const { text, kind } = directive;
    if ('target' in directive) reached.push({ text, kind, target: directive.target });
  }
  if (all < 0 && redirect !== undefined)
    reached.push({ text: redirect.text, kind: 'redirect', target: redirect.target });
  return reached;
}
