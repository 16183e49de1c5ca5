/**
 * A record looked at without a client: what each term costs in lookups (RFC 7208 §4.6.4), through all that it includes, and
 * what its owner should know. An evaluation stops at the eleventh lookup; this goes on, so that people see where they went.
 */
import type { Failure, Resolver } from '../dns/resolver.ts';
import { escaped } from './evaluate.ts';
import { isTargetName, type MacroString, targetName } from './macro.ts';
import { isSpf, readRecord, type SpfRecord } from './record.ts';
import { type Fault, MOST_LOOKUPS, type NoRecord, type Place, type Problem, type Result } from './verdict.ts';

export interface TermCost {
  /** As written. */
  readonly term: string;
  /** Lookups at most, with those of the record that it leads to. */
  readonly lookups: number;
  /** The record that it leads to, where that can be known without a client. */
  readonly leads?: RecordReview;
}

export type Advice =
  /** `+all`: everybody may send. */
  | { readonly kind: 'pass-all'; readonly term: string }
  /** §5.5: slow, and not to be used. */
  | { readonly kind: 'ptr'; readonly term: string }
  /** Neither `all` nor `redirect`: who is not named is neutral. */
  | { readonly kind: 'open-end' }
  /** Behind `all` nothing is looked at (§5.1), `redirect` included (§6.1). */
  | { readonly kind: 'behind-all'; readonly term: string }
  /** `?all`: as good as no record. */
  | { readonly kind: 'neutral-all'; readonly term: string };

export interface RecordReview {
  readonly domain: string;
  readonly record?: string;
  /** All that are there, where there is not just one. */
  readonly records?: readonly string[];
  readonly none?: NoRecord;
  readonly failed?: { readonly why: Failure; readonly detail: string };
  readonly fault?: Fault;
  /** It leads to itself. */
  readonly loop?: readonly string[];
  /** So many records have been read that this one is not. */
  readonly unread?: true;
  readonly terms: readonly TermCost[];
  readonly advice: readonly Advice[];
  /** Of all terms together; the record itself is free. */
  readonly lookups: number;
}

/** Records that are read for one review. */
const MOST_RECORDS = 60;

export async function review(
  domain: string,
  resolver: Resolver,
  signal?: AbortSignal,
): Promise<RecordReview> {
  return await new Review(resolver, signal).of(domain, []);
}

class Review {
  readonly #resolver: Resolver;
  readonly #signal: AbortSignal | undefined;
  #records = 0;

  constructor(resolver: Resolver, signal: AbortSignal | undefined) {
    this.#resolver = resolver;
    this.#signal = signal;
  }

  async of(domain: string, way: readonly string[]): Promise<RecordReview> {
    const empty = { domain, terms: [], advice: [], lookups: 0 };
    const first = way.indexOf(domain);
    if (first >= 0) return { ...empty, loop: [...way.slice(first), domain] };
    if (++this.#records > MOST_RECORDS) return { ...empty, unread: true };
    const options = this.#signal === undefined ? {} : { signal: this.#signal };
    const answer = await this.#resolver.query(escaped(domain), 'TXT', options);
    if (answer.status === 'failed') return { ...empty, failed: answer };
    if (answer.status !== 'found') return { ...empty, none: answer.status };
    const records = answer.records.filter(isSpf);
    if (records.length === 0) return { ...empty, none: 'other-text' };
    if (records.length > 1) return { ...empty, records };
    const text = records[0]!;
    const record = readRecord(text);
    if ('fault' in record) return { ...empty, record: text, fault: record.fault };
    const terms: TermCost[] = [];
    for (const { text: term, kind, target } of costly(record)) {
      const leads =
        kind === 'include' || kind === 'redirect' ? await this.#leads(target, [...way, domain]) : undefined;
      const own = 1 + (target?.letters.includes('p') ? 1 : 0);
      terms.push({ term, lookups: own + (leads?.lookups ?? 0), ...(leads && { leads }) });
    }
    const lookups = terms.reduce((sum, each) => sum + each.lookups, 0);
    return { domain, record: text, terms, advice: adviceOn(record), lookups };
  }

  /** undefined: the client decides where it leads. */
  async #leads(target: MacroString | undefined, way: readonly string[]): Promise<RecordReview | undefined> {
    if (target === undefined || target.letters !== '') return undefined;
    const name = targetName(target.tokens.join('')).toLowerCase();
    return isTargetName(name) ? await this.of(name, way) : undefined;
  }
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

function adviceOn({ directives, redirect }: SpfRecord): Advice[] {
  const advice: Advice[] = [];
  const all = directives.findIndex(({ kind }) => kind === 'all');
  for (const { kind, text } of directives) if (kind === 'ptr') advice.push({ kind: 'ptr', term: text });
  const end = directives[all];
  if (end === undefined) return redirect === undefined ? [...advice, { kind: 'open-end' }] : advice;
  if (end.qualifier === '+') advice.push({ kind: 'pass-all', term: end.text });
  if (end.qualifier === '?') advice.push({ kind: 'neutral-all', term: end.text });
  for (const { text } of directives.slice(all + 1)) advice.push({ kind: 'behind-all', term: text });
  if (redirect !== undefined) advice.push({ kind: 'behind-all', term: redirect.text });
  return advice;
}

/** What gives receivers a permerror, whoever sends, or whoever gets that far in the record; and what DNS would not tell. */
export function problemsOf(found: RecordReview): Problem[] {
  const problems = [...ownProblems(found)];
  if (found.lookups > MOST_LOOKUPS) problems.push({ kind: 'worst-case', lookups: found.lookups });
  return problems;
}

function* ownProblems(found: RecordReview, of?: Place): Generator<Problem> {
  const { domain, none, failed, records, record, fault, loop, terms } = found;
  if (none !== undefined) yield { kind: 'no-record', domain, found: none, ...(of && { of }) };
  if (failed !== undefined)
    yield { kind: 'dns', name: domain, type: 'TXT', why: failed.why, detail: failed.detail };
  if (records !== undefined) yield { kind: 'several-records', domain, records };
  if (record !== undefined && fault !== undefined) yield { kind: 'syntax', domain, record, fault };
  if (loop !== undefined) yield { kind: 'loop', way: loop };
  for (const { term, leads } of terms) if (leads !== undefined) yield* ownProblems(leads, { domain, term });
}

/** What everybody would be told, or many; null: it depends on the client. */
export function resultOf(found: RecordReview): Result | null {
  if (found.none !== undefined) return 'none';
  const problems = problemsOf(found);
  if (problems.some(({ kind }) => kind !== 'dns')) return 'permerror';
  return problems.length > 0 ? 'temperror' : null;
}
