/** What SPF found, in words: problems, answers, what to do. */
import type { Answer, Failure } from '../dns/resolver.ts';
import type { Language } from '../i18n/language.ts';
import { saySpf } from '../i18n/spf/words.ts';
import type { Problem, Step, Verdict } from '../spf/verdict.ts';

/** What the reader can do about a verdict; empty where there is nothing. */
export function whatToDo({ problem, result, domain }: Verdict, ip: string, language: Language): string[] {
  if (problem !== undefined) return remedies(problem, language);
  if (result === 'pass') return [];
  const term = `${ip.includes(':') ? 'ip6' : 'ip4'}:${ip}`;
  return [saySpf(language, 'do.own', { ip, domain, term })];
}

/** What the owner of the record can do, or who asks. */
export function remedies(problem: Problem, language: Language): string[] {
  const say = (key: Parameters<typeof saySpf>[1], values: Parameters<typeof saySpf>[2] = {}): string =>
    saySpf(language, key, values);
  switch (problem.kind) {
    case 'no-record':
      return problem.of
        ? [say('do.remove', { ...problem.of, target: problem.domain })]
        : problem.found === 'nxdomain'
          ? []
          : [
              say('do.publish', { domain: problem.domain }),
              say('do.publish-none', { domain: problem.domain }),
            ];
    case 'several-records': {
      const record = mergeRecords(problem.records);
      return [record === undefined ? say('do.merge-plain') : say('do.merge', { record })];
    }
    case 'syntax':
      return [say('do.correct', { domain: problem.domain })];
    case 'lookups':
      return [say(problem.loop ? 'do.circle' : 'do.fewer')];
    case 'loop':
      return [say('do.circle')];
    case 'worst-case':
      return [say('do.fewer')];
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

/** Several records as one: all their terms, the last `all` at the end. undefined: it would not be that easy. */
export function mergeRecords(records: readonly string[]): string | undefined {
  const terms = records.flatMap((record) => record.split(' ').slice(1).filter(Boolean));
  if (terms.some((term) => term.includes('=')) || records.join('').length > 450) return undefined;
  const alls = terms.filter((term) => /^[+\-~?]?all$/i.test(term));
  const others = terms.filter((term) => !alls.includes(term));
  return ['v=spf1', ...new Set(others), ...alls.slice(-1)].join(' ');
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
