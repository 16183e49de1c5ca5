/** What becomes of each DNS list that a list of restrictions asks: it stays, gets a filter, warns only, goes. */
import type { HealthStatus } from '../../dnsbl/health.ts';
import { hideKeys } from '../../dnsbl/secret.ts';
import { askedBy, type ListUse, siteOf } from '../../postfix/dns-lists.ts';
import { type Advice, type AdviceContext, type AdvisedUse, adviseOn } from '../list-advice.ts';
import type { Step } from '../parse.ts';
import { type Item, itemFrom } from './items.ts';
import type { Reason } from './suggestion.ts';

export interface ListChanges {
  readonly items: readonly Item[];
  readonly reasons: readonly Reason[];
  /** Lists that are no reason to refuse alone, as postscreen would have them: `psbl.surriel.com=127.0.0.2`. */
  readonly scored: readonly string[];
}

export interface ListsAsked {
  readonly parameter: string;
  readonly items: readonly Item[];
  readonly context: AdviceContext;
  readonly health: ReadonlyMap<string, HealthStatus> | undefined;
  /** Can postscreen take lists that are votes of several? Else they warn. */
  readonly canScore: boolean;
}

/** What one change brings to light (the right name of a list that is a vote only) is changed in the next round. */
const ROUNDS = 6;

export function changeLists(asked: ListsAsked): ListChanges {
  const reasons: Reason[] = [];
  const scored: string[] = [];
  let items = asked.items;
  for (let round = 0; round < ROUNDS; round++) {
    const next = oneRound({ ...asked, items }, reasons, scored);
    if (next === undefined) break;
    items = next;
  }
  return { items, reasons, scored };
}

/** @returns undefined: nothing is to be changed */
function oneRound(asked: ListsAsked, reasons: Reason[], scored: string[]): readonly Item[] | undefined {
  const { parameter, items, context } = asked;
  const uses: ListUse[] = [];
  const owners: Item[] = [];
  for (const item of items)
    for (const step of item.steps) {
      const use = useOf(parameter, step, item.warns);
      if (use === undefined) continue;
      uses.push(use);
      owners.push(item);
    }
  const advised = new Map<Item, AdvisedUse>();
  adviseOn(uses, context).forEach((use, i) => {
    if (owners[i]!.step !== undefined) advised.set(owners[i]!, use);
  });
  let changed = false;
  const next = items.flatMap((item): readonly Item[] => {
    const use = advised.get(item);
    const verdict = use && verdictOn(use, item, asked);
    if (verdict === undefined) return [item];
    changed = true;
    reasons.push(...verdict.reasons);
    if (verdict.score !== undefined) scored.push(verdict.score);
    return verdict.items;
  });
  return changed ? next : undefined;
}

export function useOf(parameter: string, step: Step, warnsOnly: boolean): ListUse | undefined {
  const about = askedBy(step.lower);
  if (about === undefined || step.argument === undefined) return undefined;
  return {
    ...siteOf(step.argument),
    ...{ place: undefined, parameter, service: undefined, restriction: step.lower, about, weight: 1 },
    does: step.lower.startsWith('permit') ? 'permit' : 'reject',
    warnsOnly,
    // Where it stands is for the order of the list.
    after: ['permit_sasl_authenticated'],
    beforeLogin: false,
  };
}

interface Verdict {
  readonly items: readonly Item[];
  readonly reasons: readonly Reason[];
  readonly score?: string;
}

/** Wrong wherever it stands. */
const GOES: ReadonlySet<string> = new Set([
  ...['list-ended', 'list-listed-everybody', 'list-deprecated', 'list-unreliable', 'list-never'],
  ...['list-watch-only', 'list-empty-sender-only', 'asked-about-address', 'asked-about-domain'],
  ...['part-of-zen', 'duplicate', 'key-missing'],
]);

/** Written anew: what the list says is understood better, and nobody is refused who was not. */
const NARROWER: ReadonlySet<string> = new Set([
  ...['no-filter', 'filter-matches-errors', 'refuses-good-senders', 'old-restriction'],
]);
/** It had no effect until now. */
const BEGINS: ReadonlySet<string> = new Set(['filter-never-matches', 'filter-unreadable', 'list-misspelled']);

function verdictOn(use: AdvisedUse, item: Item, asked: ListsAsked): Verdict | undefined {
  const ill = illnessOf(use, asked.health);
  if (ill !== undefined) return { items: [], reasons: [ill] };
  const gone = use.advice.find(({ id }) => GOES.has(id));
  if (gone !== undefined) return { items: [], reasons: [adviceReason(gone, use)] };
  const rewrite = use.advice.find(({ id }) => NARROWER.has(id) || BEGINS.has(id));
  if (rewrite !== undefined) {
    const { write } = rewrite;
    if (write === undefined && rewrite.id !== 'refuses-good-senders') return undefined;
    const isNew = item.isNew || BEGINS.has(rewrite.id);
    return {
      items: write === undefined || write === '' ? [] : [itemFrom(write, { warns: item.warns, isNew })],
      reasons: [adviceReason(rewrite, use)],
    };
  }
  const vote = use.advice.find(({ id }) => id === 'list-score-only');
  if (vote === undefined) return undefined;
  const reason = (id: string): Reason[] => [{ ...adviceReason(vote, use), id }];
  if (asked.canScore && use.about === 'client')
    return { items: [], reasons: reason('list-to-postscreen'), score: item.step!.argument! };
  return { items: [{ ...item, warns: true }], reasons: reason('list-votes-only') };
}

/** How a list that nobody knows must be ill to go: it may be one's own, without test entries. */
const ILL_ANYHOW: readonly HealthStatus[] = ['lists-everything', 'refuses-queries', 'shut-down'];
const ILL: readonly HealthStatus[] = [...ILL_ANYHOW, 'no-test-entry', 'dead'];

export function illnessOf(
  { zone, list }: Pick<AdvisedUse, 'zone' | 'list'>,
  health: ReadonlyMap<string, HealthStatus> | undefined,
): Reason | undefined {
  const status = health?.get(zone);
  if (status === undefined) return undefined;
  // What has ended is told with its end.
  if (list.record.life.status === 'parked' || list.record.life.status === 'shut-down') return undefined;
  if (!(list.by === 'nothing' ? ILL_ANYHOW : ILL).includes(status)) return undefined;
  return { id: `ill-${status}`, values: hidden({ zone }, { list }) };
}

export function adviceReason({ id, values }: Advice, use: AdvisedUse): Reason {
  return { id, values: hidden(values, use) };
}

function hidden(
  values: Readonly<Record<string, string>>,
  { list }: Pick<AdvisedUse, 'list'>,
): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, text]) => [name, hideKeys(text, list)]));
}
