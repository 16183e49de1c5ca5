/** What is wrong with a record that was looked at without a client, and what everybody is told because of it. */
import type { RecordReview } from './review.ts';
import { MOST_LOOKUPS, MOST_VOIDS, type Place, type Problem, type Result } from './verdict.ts';

/** What gives receivers a permerror, whoever sends, or whoever gets that far in the record; and what DNS would not tell. */
export function problemsOf(found: RecordReview): Problem[] {
  const problems = [...ownProblems(found)];
  const voids = [...voidsOf(found)];
  const { lookups } = found;
  if (lookups > MOST_LOOKUPS)
    problems.push({
      kind: 'worst-case',
      lookups,
      costliest: costliestOf(found),
      shorter: found.shorter ?? [],
    });
  const last = voids[MOST_VOIDS];
  if (last !== undefined) problems.push({ kind: 'voids', of: last.of, names: voids.map(({ name }) => name) });
  return problems;
}

function* ownProblems(review: RecordReview, of?: Place): Generator<Problem> {
  const { domain, none, near, failed, records, record, fault, loop, terms } = review;
  if (none !== undefined)
    yield {
      ...{ kind: 'no-record', domain, found: none },
      ...(of && { of }),
      ...(near === undefined ? {} : { near }),
    };
  if (failed !== undefined)
    yield { kind: 'dns', name: domain, type: 'TXT', why: failed.why, detail: failed.detail };
  if (records !== undefined) yield { kind: 'several-records', domain, records };
  if (record !== undefined && fault !== undefined) yield { kind: 'syntax', domain, record, fault };
  if (loop !== undefined) yield { kind: 'loop', way: loop };
  for (const { term, leads, found } of terms) {
    const place = { domain, term };
    if (found?.kind === 'failed') yield { ...found, kind: 'dns' };
    if (found?.kind === 'hosts') yield { kind: 'hosts', of: place, name: found.name };
    if (found?.kind === 'no-name' && /^[+\-~?]?include|^redirect/i.test(term))
      yield { kind: 'target', of: place, target: found.name };
    if (leads !== undefined) yield* ownProblems(leads, place);
  }
}

function* voidsOf({ domain, terms }: RecordReview): Generator<{ readonly name: string; readonly of: Place }> {
  for (const { term, leads, found } of terms) {
    if (found?.kind === 'void') yield { name: found.name, of: { domain, term } };
    if (leads !== undefined) yield* voidsOf(leads);
  }
}

export interface Costly {
  readonly term: string;
  readonly lookups: number;
}

/** The terms of the record itself that cost most, where one costs more than itself. */
export function costliestOf({ terms }: RecordReview): Costly[] {
  return [...terms]
    .filter(({ lookups }) => lookups > 1)
    .sort((a, b) => b.lookups - a.lookups)
    .slice(0, 3)
    .map(({ term, lookups }) => ({ term, lookups }));
}

/** What everybody would be told, or many; null: it depends on the client. */
export function resultOf(found: RecordReview): Result | null {
  if (found.none !== undefined) return 'none';
  const problems = problemsOf(found);
  if (problems.some(({ kind }) => kind !== 'dns')) return 'permerror';
  return problems.length > 0 ? 'temperror' : null;
}
