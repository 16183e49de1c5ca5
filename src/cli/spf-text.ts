/** A verdict, or a record's review, as text that teaches: the answer first, then how it came about, then what to do. */

import type { Language } from '../i18n/language.ts';
import { type SpfWord, saySpf } from '../i18n/spf/words.ts';
import { fold } from '../report/render/fold.ts';
import { safe } from '../report/render/safe.ts';
import { table } from '../report/render/table.ts';
import type { Advice } from '../spf/advice.ts';
import { problemText } from '../spf/problem-text.ts';
import type { Found, RecordReview } from '../spf/review.ts';
import { problemsOf, resultOf } from '../spf/review-problems.ts';
import {
  type Fault,
  MOST_LOOKUPS,
  MOST_VOIDS,
  type Problem,
  type Request,
  type Result,
  type Verdict,
} from '../spf/verdict.ts';
import { paint } from './paint.ts';
import { adviceText, answerText, failureText, remedies, whatToDo } from './spf-words.ts';

export interface TextForm {
  readonly language: Language;
  readonly width: number;
  readonly color: boolean;
}

const COLORS: Readonly<Record<Result, 'green' | 'yellow' | 'red'>> = {
  ...{ pass: 'green', neutral: 'yellow', none: 'yellow', softfail: 'yellow', temperror: 'yellow' },
  ...{ fail: 'red', permerror: 'red' },
};
const SENTENCES: Readonly<Partial<Record<Result | 'sound', SpfWord>>> = {
  ...{ none: 'review.none', permerror: 'review.broken', temperror: 'review.unknown', sound: 'review.sound' },
};
/** Of a list of what is wrong. */
const MOST_PROBLEMS = 10;
/** Of advice of one kind. */
const MOST_ALIKE = 3;
/** Lines of a long answer or record. */
const MOST_LINES = 6;

export class SpfText {
  readonly #form: TextForm;
  readonly #lines: string[] = [];

  constructor(form: TextForm) {
    this.#form = form;
  }

  /** @param costs where the lookups went, if that is the question */
  verdict(verdict: Verdict, { ip }: Request, costs: RecordReview | undefined): string {
    const { result, domain, record, explanation, problem } = verdict;
    this.#put(`${result}: ${this.#say(`verdict.${result}`, { ip, domain })}`);
    this.#lines[0] = this.#paint(COLORS[result], result) + this.#lines[0]!.slice(result.length);
    if (verdict.identity === 'helo') this.#put(this.#say('identity.helo'));
    if (problem === undefined) this.#matched(verdict);
    if (explanation !== undefined) this.#put(this.#say('explanation', { domain, text: explanation }));
    if (problem !== undefined) {
      this.#title(result === 'none' ? 'title.why' : 'title.wrong');
      this.#problem(problem);
    }
    if (record !== undefined && !(problem?.kind === 'syntax' && problem.record === record)) {
      this.#title('title.record', { domain });
      this.#record(record);
    }
    if (costs !== undefined) this.#costs(costs);
    if (verdict.trace.length > 0) this.#questions(verdict);
    this.#todo(whatToDo(verdict, ip, costs, this.#form.language));
    return this.#end();
  }

  review(review: RecordReview): string {
    const { domain, record, fault, lookups } = review;
    const result = resultOf(review);
    this.#put(this.#say(SENTENCES[result ?? 'sound']!, { domain, lookups, most: MOST_LOOKUPS }));
    const problems = problemsOf(review).slice(0, MOST_PROBLEMS);
    if (problems.length > 0) this.#title(result === 'none' ? 'title.why' : 'title.wrong');
    for (const problem of problems) this.#problem(problem);
    if (record !== undefined && fault === undefined) {
      this.#title('title.record', { domain });
      this.#record(record);
    }
    if (review.terms.length > 0) this.#costs(review);
    const isVoid = problems.some(({ kind }) => kind === 'voids');
    this.#advice(review.advice.filter(({ kind }) => !(isVoid && kind === 'void')));
    this.#todo([...new Set(problems.flatMap((each) => remedies(each, this.#form.language)))]);
    return this.#end();
  }

  /** Much of one kind but once or thrice. */
  #advice(advice: readonly Advice[]): void {
    if (advice.length > 0) this.#title('title.advice');
    for (const kind of new Set(advice.map((each) => each.kind))) {
      const alike = advice.filter((each) => each.kind === kind);
      for (const each of alike.slice(0, MOST_ALIKE)) this.#put(adviceText(each, this.#form.language), 2);
      const count = alike.length - MOST_ALIKE;
      if (count > 0) this.#put(this.#say('advice.more', { count }), 4);
    }
  }

  #problem(problem: Problem): void {
    this.#put(problemText(problem, this.#form.language), 2);
    if (problem.kind === 'syntax') this.#mark(problem.record, problem.fault);
    if (problem.kind === 'several-records')
      for (const each of problem.records.slice(0, MOST_PROBLEMS)) this.#record(each);
  }

  #matched({ matched, domain }: Verdict): void {
    const [first, ...next] = matched;
    if (first === undefined) {
      this.#put(this.#say('matched.none'));
      return;
    }
    const isPlain = next.length === 0 && first.domain === domain;
    this.#put(this.#say(isPlain ? 'matched.one' : 'matched.first', { ...first }));
    for (const each of next) this.#put(this.#say('matched.next', { ...each }), 2);
  }

  #questions(verdict: Verdict): void {
    this.#title('title.questions');
    const { language, width } = this.#form;
    const rows = verdict.trace.map((step) => [step.type, safe(step.name), safe(answerText(step, language))]);
    this.#lines.push(
      ...table([{ title: '' }, { title: '' }, { title: '', flexible: true }], rows, width, MOST_LINES),
    );
    const { lookups, voidLookups: voids } = verdict;
    this.#put(this.#say('counts', { lookups, voids, most: MOST_LOOKUPS, mostVoids: MOST_VOIDS }), 2);
  }

  #costs(review: RecordReview): void {
    this.#title('title.costs', { count: review.lookups, most: MOST_LOOKUPS });
    const rows = [...this.#costRows(review, '')].slice(0, 60);
    this.#lines.push(
      ...table(
        [
          { title: '', align: 'right' },
          { title: '', flexible: true },
        ],
        rows,
        this.#form.width,
        2,
      ),
    );
  }

  *#costRows({ terms }: RecordReview, indent: string): Generator<string[]> {
    for (const { term, lookups, leads, found } of terms) {
      const state = leads === undefined ? this.#foundText(found) : this.#stateOf(leads);
      yield [String(lookups), safe(`${indent}${term}${state === '' ? '' : ` — ${state}`}`)];
      if (leads !== undefined) yield* this.#costRows(leads, `${indent}  `);
    }
  }

  #foundText(found: Found | undefined): string {
    if (found === undefined) return '';
    if (found.kind !== 'failed') return this.#say(`cost.${found.kind}`);
    return this.#say('cost.failed', { why: failureText(found.why, this.#form.language) });
  }

  #stateOf({ none, failed, records, fault, loop, unread }: RecordReview): string {
    if (failed !== undefined)
      return this.#say('cost.failed', { why: failureText(failed.why, this.#form.language) });
    if (none !== undefined) return this.#say('cost.none');
    if (records !== undefined) return this.#say('cost.several');
    if (fault !== undefined) return this.#say('cost.fault');
    if (loop !== undefined) return this.#say('cost.loop');
    return unread ? this.#say('cost.unread') : '';
  }

  #record(record: string): void {
    const lines = fold(`  ${safe(record)}`, this.#form.width, 4);
    this.#lines.push(...lines.slice(0, 20), ...(lines.length > 20 ? ['    …'] : []));
  }

  /** The record around the fault, with marks under it. */
  #mark(record: string, { at, length }: Fault): void {
    const room = this.#form.width - 6;
    const from = at + length <= room ? 0 : Math.max(0, at - Math.floor(room / 3));
    // One column a character, so that the marks stand right.
    const shown = record.slice(from, from + room).replace(/[^\x20-\x7e]/g, '?');
    const before = from > 0 ? '…' : '';
    const after = from + room < record.length ? '…' : '';
    const marks = Math.max(1, Math.min(length, room - (at - from)));
    this.#lines.push(
      `  ${before}${shown}${after}`,
      `  ${' '.repeat(before.length + at - from)}${this.#paint('red', '^'.repeat(marks))}`,
    );
  }

  #todo(todo: readonly string[]): void {
    if (todo.length > 0) this.#title('title.do');
    for (const each of todo) this.#put(each, 2);
  }

  #title(word: SpfWord, values: Parameters<typeof saySpf>[2] = {}): void {
    this.#lines.push('', this.#paint('bold', safe(this.#say(word, values))));
  }

  #put(text: string, indent = 0): void {
    this.#lines.push(...fold(' '.repeat(indent) + safe(text), this.#form.width, indent + 2));
  }

  readonly #say = (key: SpfWord, values: Parameters<typeof saySpf>[2] = {}): string =>
    saySpf(this.#form.language, key, values);

  #paint(style: 'bold' | 'red' | 'green' | 'yellow', text: string): string {
    return paint(this.#form, style, text);
  }

  #end(): string {
    return `${this.#lines.join('\n')}\n`;
  }
}
