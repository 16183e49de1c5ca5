/**
 * Under which names a list is asked about a domain. SURBL, URIBL and their like hold what somebody registered, and no host
 * names below it; DBL and most others have both kinds:
 *
 *     www.spam.co.uk     on multi.surbl.org as spam.co.uk; on dbl.spamhaus.org as www.spam.co.uk, then as spam.co.uk
 */
import { fits, questionName, type Subject, subjectOf } from './question.ts';
import type { Target } from './sentinel.ts';

/** @param registered the domains above it that somebody registered, or may have; the longest first */
export function askedNames(
  { record, zone }: Target,
  subject: Subject,
  registered: readonly string[],
): readonly Subject[] {
  const { names, tests } = record;
  const isTest = tests.listed.includes(subject.text) || tests.clear.includes(subject.text);
  const asked =
    names === 'given' || isTest || registered.length === 0
      ? [subject.text]
      : names === 'registered'
        ? registered
        : [subject.text, ...registered];
  return [...new Set(asked)]
    .map((name) => (name === subject.text ? subject : subjectOf(name)!))
    .filter((each) => fits(questionName(each, zone)));
}
