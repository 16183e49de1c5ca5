/** What SPF found, in words: problems, answers, what to do. */
import type { Answer, Failure } from '../dns/resolver.ts';
import type { Language } from '../i18n/language.ts';
import { saySpf } from '../i18n/spf/words.ts';
import { formatAddress } from '../net/address.ts';
import type { Advice } from '../spf/advice.ts';
import { clientAddress } from '../spf/client.ts';
import { corrected, insteadOf } from '../spf/instead.ts';
import { mergeRecords } from '../spf/merge.ts';
import { nearWritten } from '../spf/near.ts';
import type { RecordReview } from '../spf/review.ts';
import { type Costly, costliestOf } from '../spf/review-problems.ts';
import type { Shorter } from '../spf/shrink.ts';
import { readable } from '../spf/signs.ts';
import type { Problem, Step, Verdict } from '../spf/verdict.ts';

/** Characters of a record that is proposed. */
const LONGEST = 450;

/** Terms that are said to cost nothing with their addresses. */
const MOST_SHORTER = 5;

/** What the reader can do about a verdict; empty where there is nothing. */
export function whatToDo(
  { problem, result, domain }: Verdict,
  ip: string,
  costs: RecordReview | undefined,
  language: Language,
): string[] {
  const fewer = problem?.kind === 'lookups' && costs !== undefined ? fewerText(costs, language) : [];
  if (problem !== undefined) return [...remedies(problem, language), ...fewer];
  const address = clientAddress(ip);
  if (result === 'pass' || address === undefined) return [];
  const term = `ip${address.family}:${formatAddress(address)}`;
  return [saySpf(language, 'do.own', { ip, domain, term })];
}

/** What the owner of the record can do, or who asks. */
export function remedies(problem: Problem, language: Language): string[] {
  const say = (key: Parameters<typeof saySpf>[1], values: Parameters<typeof saySpf>[2] = {}): string =>
    saySpf(language, key, values);
  switch (problem.kind) {
    case 'no-record':
      return noRecord(problem, language);
    case 'several-records': {
      const record = mergeRecords(problem.records);
      return [record === undefined ? say('do.merge-plain') : say('do.merge', { record })];
    }
    case 'syntax':
      return [...corrections(problem, language), say('do.correct', { domain: problem.domain })];
    case 'lookups':
      return [say(problem.loop ? 'do.circle' : 'do.fewer')];
    case 'loop':
      return [say('do.circle')];
    case 'worst-case':
      return [
        say('do.fewer'),
        ...costliestText(problem.costliest, language),
        ...shorterText(problem.shorter, language),
      ];
    case 'voids':
      return [say('do.remove-voids')];
    case 'hosts':
      return [say('do.hosts')];
    case 'target':
      return [say('do.remove', { ...problem.of, target: problem.target })];
    case 'dns':
      return problem.why === 'refused' || problem.why === 'unreachable'
        ? [say('do.resolver')]
        : [say('do.later', problem), say('do.resolver')];
    case 'time':
      return [say('do.resolver')];
    default:
      return [];
  }
}

function noRecord(problem: Extract<Problem, { kind: 'no-record' }>, language: Language): string[] {
  const { of, near, domain, found } = problem;
  const write = near === undefined ? undefined : nearWritten(near);
  if (write !== undefined) return [saySpf(language, 'do.instead', { wrong: readable(near!), write })];
  if (of === undefined) {
    if (found === 'nxdomain') return [];
    return [saySpf(language, 'do.publish', { domain }), saySpf(language, 'do.publish-none', { domain })];
  }
  const meant = insteadOf(of.term);
  if (meant !== undefined) {
    const isCut = meant.replaceAll(' ', '') === of.term;
    return [saySpf(language, isCut ? 'do.meant-apart' : 'do.meant', { term: of.term, write: meant })];
  }
  const told = [saySpf(language, 'do.remove', { ...of, target: domain })];
  if (found !== 'nxdomain') told.push(saySpf(language, 'do.host', { target: domain }));
  return told;
}

function corrections({ record }: Extract<Problem, { kind: 'syntax' }>, language: Language): string[] {
  const { changes, record: whole } = corrected(record);
  const told = changes.map(({ wrong, write }) =>
    saySpf(language, write === '' ? 'do.delete' : 'do.instead', { wrong: readable(wrong), write }),
  );
  if (whole !== undefined && whole.length <= LONGEST)
    told.push(saySpf(language, 'do.then', { record: whole }));
  return told;
}

function costliestText(terms: readonly Costly[], language: Language): string[] {
  if (terms.length === 0) return [];
  const list = terms.map(({ term, lookups }) => `${term} (${lookups})`).join(language === 'ja' ? '、' : ', ');
  return [saySpf(language, 'do.costliest', { terms: list })];
}

function shorterText(terms: readonly Shorter[], language: Language): string[] {
  return terms.slice(0, MOST_SHORTER).map((each) => saySpf(language, 'do.shorter', { ...each }));
}

function fewerText(costs: RecordReview, language: Language): string[] {
  return [...costliestText(costliestOf(costs), language), ...shorterText(costs.shorter ?? [], language)];
}

export function adviceText(advice: Advice, language: Language): string {
  const { kind, ...values } = advice;
  return saySpf(
    language,
    kind === 'unread' && 'write' in values ? 'advice.unread-write' : `advice.${kind}`,
    values,
  );
}

/** Records that are shown of one answer. */
const SHOWN = 10;

export function answerText({ answer, type }: Step, language: Language): string {
  if (answer === undefined) return saySpf(language, 'answer.timeout');
  if (answer.status === 'failed') return failureText(answer.why, language);
  if (answer.status !== 'found') return saySpf(language, `answer.${answer.status}`, { type });
  const records = recordTexts(answer, SHOWN);
  const count = answer.records.length;
  if (count > SHOWN) records.push(saySpf(language, 'answer.more', { count }));
  return records.join(', ');
}

export function failureText(why: Failure, language: Language): string {
  return saySpf(language, `answer.${why}`);
}

/** As in a zone file. */
export function recordTexts(answer: Answer, most: number): string[] {
  if (answer.status !== 'found') return [];
  return answer.records.slice(0, most).map((record) => {
    if (typeof record === 'string') return record;
    return 'exchange' in record ? `${record.preference} ${record.exchange}` : JSON.stringify(record);
  });
}
