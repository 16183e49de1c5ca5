/**
 * May a list be believed now? RFC 5782 §5 gives every list two entries to try it with: 127.0.0.2 is on it, 127.0.0.1
 * is not (of domains: TEST and INVALID). Asked through the same resolver as the rest, they tell apart
 *
 *     127.0.0.2 listed, 127.0.0.1 not          it works
 *     both listed                              it lists everybody: nothing that it says counts
 *     127.255.255.254, 127.0.0.1, ...          it does not answer us
 *     203.0.113.5                              parked, or the resolver rewrites
 *     neither                                  emptied, or no list at all: that it says nothing says nothing
 *     127.0.0.2 exists without an address      the resolver takes answers in 127.0.0.0/8 away (rebinding protection)
 *
 * `judgeSentinel` is a function of the answers; `askSentinel` asks for them.
 */
import type { Answer, Question, Resolver } from '../dns/resolver.ts';
import { type Reading, readAnswer, type Why } from './answer.ts';
import { questionName, type SubjectKind, subjectOf } from './question.ts';
import type { Zone } from './zone.ts';

/** What was found at one test entry. */
export interface Point {
  /** As in `TestPoints`: `127.0.0.2`. */
  readonly point: string;
  readonly kind: SubjectKind;
  readonly wanted: 'listed' | 'clear' | 'other';
  readonly reading: Reading;
  /** Milliseconds that the answer took. */
  readonly latency: number;
}

export type Distrust = Why | 'lists-everything' | 'no-test-entry' | 'answers-stripped';

export type Verdict =
  | {
      readonly trusted: true;
      /** Of which kinds an entry was found that must be there; none where a zone is known to have none. */
      readonly proven: readonly SubjectKind[];
      readonly points: readonly Point[];
    }
  | {
      readonly trusted: false;
      readonly why: Distrust;
      /** What it answered instead. */
      readonly answers: readonly string[];
      readonly detail: string;
      readonly points: readonly Point[];
    };

export function judgeSentinel(zone: Zone, points: readonly Point[]): Verdict {
  const distrust = (why: Distrust, of?: Reading, detail = ''): Verdict => {
    const answers = of === undefined || of.state === 'clear' ? [] : of.answers;
    return { trusted: false, why, answers, detail, points };
  };
  // What it says matters more than that it was silent once.
  const failures = points.flatMap(({ kind, reading }) =>
    reading.state !== 'failed' ||
    // A server that never heard of IPv6 is no worse for it.
    (kind === 'ip6' && zone.takes.ip6 === 'unknown' && reading.answers.length === 0)
      ? []
      : [reading],
  );
  const said = failures.find(({ answers }) => answers.length > 0);
  if (said !== undefined) return distrust(said.why, said);
  const wrong = points.find(({ wanted, reading }) => wanted === 'clear' && isOn(reading));
  if (wrong !== undefined)
    return distrust(onlyRefusal(points) ? 'refused' : 'lists-everything', wrong.reading);
  if (failures[0] !== undefined) return distrust(failures[0].why, failures[0], failures[0].detail);
  const listed = points.filter(({ wanted }) => wanted === 'listed');
  const found = listed.filter(({ reading }) => isOn(reading));
  const other = points.find(({ wanted }) => wanted === 'other');
  if (other !== undefined && found.some(({ reading }) => sameAnswers(reading, other.reading)))
    return distrust('lists-everything', other.reading);
  if (found.length === 0 && zone.tests.listed.length > 0) {
    const stripped = listed.some(({ reading }) => reading.state === 'clear' && reading.noData);
    return distrust(stripped ? 'answers-stripped' : 'no-test-entry');
  }
  return { trusted: true, proven: [...new Set(found.map(({ kind }) => kind))], points };
}

function isOn(reading: Reading): boolean {
  return reading.state === 'listed' || reading.state === 'rated';
}

/** 127.0.0.1 to whatever is asked: what lists say to whom they refuse, where nobody wrote it down. */
function onlyRefusal(points: readonly Point[]): boolean {
  return points.every(({ reading }) => reading.state !== 'clear' && reading.answers.join() === '127.0.0.1');
}

function sameAnswers(a: Reading, b: Reading): boolean {
  return a.state !== 'clear' && b.state !== 'clear' && a.answers.join() === b.answers.join();
}

/** A list under the name by which it is asked: of a keyed one with its key. */
export interface Target {
  readonly record: Zone;
  readonly zone: string;
}

/** Asked anew, whatever the resolver keeps: it is about now. @param clock for the latency */
export async function askSentinel(
  resolver: Resolver,
  { record, zone }: Target,
  options: Question = {},
  clock: () => number = Date.now,
): Promise<Verdict> {
  const { listed, clear, other } = record.tests;
  const asked = [
    ...listed.map((point) => ({ point, wanted: 'listed' as const })),
    ...clear.map((point) => ({ point, wanted: 'clear' as const })),
    ...(other === undefined ? [] : [{ point: other, wanted: 'other' as const }]),
  ];
  const points = await Promise.all(
    asked.map(async ({ point, wanted }): Promise<Point> => {
      const subject = subjectOf(point)!;
      const began = clock();
      const answer: Answer<'A'> = await resolver.query(questionName(subject, zone), 'A', {
        ...options,
        fresh: true,
      });
      const reading = readAnswer(record, answer);
      return { point, kind: subject.kind, wanted, reading, latency: clock() - began };
    }),
  );
  return judgeSentinel(record, points);
}
