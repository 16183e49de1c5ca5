/** A verdict, or a record's review, as the JSON that docs/spf.md describes. */
import type { Language } from '../i18n/language.ts';
import { saySpf } from '../i18n/spf/words.ts';
import { problemText } from '../spf/problem-text.ts';
import type { RecordReview } from '../spf/review.ts';
import { problemsOf } from '../spf/review-problems.ts';
import { MOST_LOOKUPS, type Request, type Result, type Verdict } from '../spf/verdict.ts';
import { adviceText, answerText, recordTexts, remedies, whatToDo } from './spf-words.ts';

/** Records of one answer: enough for every honest one. */
const MOST_RECORDS = 100;

export function verdictJson(
  verdict: Verdict,
  { ip, sender, helo }: Request,
  costs: RecordReview | undefined,
  language: Language,
): object {
  const { result, domain, problem } = verdict;
  return {
    schema: 1,
    ...{ result, text: saySpf(language, `verdict.${result}`, { ip, domain }) },
    ...{ ip, sender, helo, identity: verdict.identity, domain, record: verdict.record ?? null },
    explanation: verdict.explanation ?? null,
    mechanism: verdict.matched[0]?.term ?? null,
    matched: verdict.matched,
    ...{ lookups: verdict.lookups, voidLookups: verdict.voidLookups },
    trace: verdict.trace.map((step) => {
      const { name, type, term = null, answer } = step;
      return {
        ...{ name, type, answer: answerText(step, language), term },
        status: answer === undefined ? 'failed' : answer.status,
        ...(answer?.status === 'failed' ? { why: answer.why, detail: answer.detail } : {}),
        ...(answer?.status === 'found' ? { records: recordTexts(answer, MOST_RECORDS) } : {}),
        ...(answer !== undefined && answer.status !== 'failed' ? { ttl: answer.ttl } : {}),
      };
    }),
    problem: problem === undefined ? null : { ...problem, text: problemText(problem, language) },
    fix: whatToDo(verdict, ip, costs, language),
    ...(costs === undefined ? {} : { costs: costsJson(costs) }),
  };
}

/** @param result of whoever is evaluated: permerror, none, temperror; null where it depends on the client */
export function reviewJson(review: RecordReview, result: Result | null, language: Language): object {
  const { domain, record, lookups, advice } = review;
  const problems = problemsOf(review);
  return {
    schema: 1,
    ...{ result, ip: null, domain, record: record ?? null, explanation: null, mechanism: null },
    ...{ lookups, mostLookups: MOST_LOOKUPS, voidLookups: null, trace: [] },
    problems: problems.map((each) => ({ ...each, text: problemText(each, language) })),
    fix: [...new Set(problems.flatMap((each) => remedies(each, language)))],
    costs: costsJson(review),
    advice: advice.map((each) => ({
      ...each,
      text: adviceText(each, language),
    })),
  };
}

function costsJson({ terms }: RecordReview): object[] {
  return terms.map(({ term, lookups, leads, found }) => ({
    ...{ term, lookups },
    ...(found === undefined ? {} : { found: found.kind }),
    ...(leads === undefined ? {} : { domain: leads.domain, state: stateOf(leads), costs: costsJson(leads) }),
  }));
}

function stateOf({ none, failed, records, fault, loop, unread }: RecordReview): string {
  if (none !== undefined) return none;
  if (failed !== undefined) return failed.why;
  if (records !== undefined) return 'several-records';
  return fault !== undefined ? 'syntax' : loop !== undefined ? 'loop' : unread ? 'unread' : 'ok';
}
