/**
 * Asks many lists about many addresses and domains. A listing counts only where the list can be believed now: its test
 * entries (sentinel.ts) are asked first, and again with a listing when a minute has gone by; with its first listing it is
 * asked about strangers, too. What a list that fails says is neither a listing nor a clean bill: it is told as failed,
 * with the reason; and what a list says of which nothing proves that it works is told beside, as unproved.
 */
import type { Answer, Question, Resolver } from '../dns/resolver.ts';
import { type Meaning, type Reading, readAnswer } from './answer.ts';
import { askedNames } from './asked-names.ts';
import { type Planned, type SkipWhy, skipOf } from './plan.ts';
import { questionName, type Subject } from './question.ts';
import { hideKeys } from './secret.ts';
import { askSentinel, type Distrust, type Verdict } from './sentinel.ts';
import { askStrangers, knowsStrangers, type Strangers } from './strangers.ts';

export interface Listing {
  readonly list: Planned;
  /** What was asked about: the subject, or a domain above it. */
  readonly asked: string;
  readonly codes: readonly string[];
  readonly meanings: readonly Meaning[];
  /** What the list itself says of it: hostile text, bounded. */
  readonly text: string;
}

export type FailWhy = Distrust | 'strangers-listed' | 'no-zone' | 'given-up';

export interface Failed {
  readonly list: Planned;
  readonly why: FailWhy;
  /** What it answered, which is not to be believed. */
  readonly answers: readonly string[];
  readonly detail: string;
  /** It has no test entry, but answers; `listing` is what it says, where it says anything. */
  readonly unproved?: { readonly listing: Listing | undefined };
}

export interface Looked {
  readonly subject: Subject;
  /** Of a domain: under which names the lists were asked. */
  readonly asked: ReadonlyMap<string, readonly Planned[]>;
  readonly listings: readonly Listing[];
  /** What lists of good senders and ratings say, when it is nothing bad. */
  readonly ratings: readonly Listing[];
  readonly clear: readonly Planned[];
  readonly failed: readonly Failed[];
  readonly skipped: readonly { readonly list: Planned; readonly why: SkipWhy }[];
}

export interface LookupOptions extends Question {
  /** Questions that wait for their answers at the same time. */
  readonly inFlight?: number;
  /** Milliseconds. */
  readonly clock?: () => number;
  /** 0 to 1; for the strangers that are made up. */
  readonly random?: () => number;
  /** Told after each answered question. */
  readonly progress?: () => void;
}

/** Milliseconds for which test entries that were good stay good. */
const BELIEVED = 60_000;
/** Failures in a row after which a list is left alone. */
const PATIENCE = 10;
/**
 * Together with the questions of one subject more, this is what a server's buffer holds (rbldnsd's 170 small packets, others
 * some 280): a server that is busy for a moment loses none, and what is lost waits for a timeout.
 */
const IN_FLIGHT = 100;
/** Subjects whose results wait for those of one before. */
const MOST_BEGUN = 5000;
/** Characters of a list's own text. */
const LONGEST_TEXT = 500;

export class Lookup {
  readonly #resolver: Resolver;
  readonly #lists: readonly Planned[];
  /** Those that are asked about nothing. */
  readonly #never: readonly { readonly list: Planned; readonly why: SkipWhy }[];
  readonly #options: LookupOptions;
  /** For what is asked once: of an address on a list. Names above a domain may be asked again. */
  readonly #once: Question;
  readonly #clock: () => number;
  readonly #verdicts = new Map<Planned, Judged>();
  /** What is said most often, made once for each list. */
  readonly #clear: ReadonlyMap<Planned, Outcome>;
  readonly #strangers = new Map<Planned, { at: number; found: Promise<Strangers['found']> }>();
  readonly #zones = new Map<Planned, Promise<boolean>>();
  readonly #failures = new Map<Planned, number>();
  #registered: ((name: string) => readonly string[]) | undefined;
  #underWay = 0;
  #waiting: (() => void)[] = [];

  constructor(resolver: Resolver, lists: readonly Planned[], options: LookupOptions = {}) {
    this.#resolver = resolver;
    this.#lists = lists.filter(({ skip }) => skip === undefined);
    this.#never = lists.flatMap((list) => (list.skip === undefined ? [] : [{ list, why: list.skip }]));
    this.#clear = new Map(this.#lists.map((list) => [list, { kind: 'clear', list }]));
    this.#options = options;
    this.#once = { ...options, keep: false };
    this.#clock = options.clock ?? Date.now;
  }

  /** In the order of the subjects. */
  async *all(subjects: Iterable<Subject>): AsyncGenerator<Looked> {
    const most = this.#options.inFlight ?? IN_FLIGHT;
    const begun: { readonly looked: Promise<Looked>; isDone: boolean }[] = [];
    for (const subject of subjects) {
      if (subject.kind === 'domain') await this.#loadNames();
      while (this.#underWay >= most) await new Promise<void>((resolve) => this.#waiting.push(resolve));
      const each = { looked: this.one(subject), isDone: false };
      begun.push(each);
      void each.looked.then(() => {
        each.isDone = true;
      });
      // A question that is lost holds up its own subject for seconds, but not those behind it.
      while (begun[0]?.isDone === true || begun.length >= MOST_BEGUN) yield await begun.shift()!.looked;
    }
    for (const { looked } of begun) yield await looked;
  }

  async one(subject: Subject): Promise<Looked> {
    if (subject.kind === 'domain') await this.#loadNames();
    const looked = {
      subject,
      asked: new Map<string, Planned[]>(),
      listings: [] as Listing[],
      ratings: [] as Listing[],
      clear: [] as Planned[],
      failed: [] as Failed[],
      skipped: [] as { list: Planned; why: SkipWhy }[],
    };
    const results = await this.#askAll(subject, looked.asked);
    for (const result of results) {
      if (result.kind === 'listed') looked.listings.push(result.listing);
      else if (result.kind === 'rated') looked.ratings.push(result.listing);
      else if (result.kind === 'clear') looked.clear.push(result.list);
      else if (result.kind === 'failed') looked.failed.push(result.failed);
      else looked.skipped.push({ list: result.list, why: result.why });
    }
    looked.skipped.push(...this.#never);
    const asked = new Map([...looked.asked].sort(([a], [b]) => b.length - a.length));
    return { ...looked, asked };
  }

  /** Whether a list can be believed, as of at most a minute ago. */
  verdict(list: Planned): Promise<Verdict> {
    const now = this.#clock();
    const known = this.#verdicts.get(list);
    if (known !== undefined && now - known.at < BELIEVED) return known.verdict;
    const verdict = askSentinel(this.#resolver, list, this.#options, this.#clock);
    const judged: Judged = { at: now, verdict, said: undefined };
    this.#verdicts.set(list, judged);
    void verdict.then(
      (said) => {
        judged.said = said;
      },
      () => {},
    );
    return verdict;
  }

  /** Names that are public are many: they are loaded where the first domain is asked about. */
  async #loadNames(): Promise<void> {
    this.#registered ??= (await import('../net/registered-domain.ts')).registeredDomains;
  }

  /** In the order of the lists. Thousands of answers a second come through here: as few promises as can be. */
  #askAll(subject: Subject, asked: Map<string, Planned[]>): Promise<readonly Outcome[]> {
    return new Promise((resolve, reject) => {
      const outcomes: Outcome[] = new Array(this.#lists.length);
      let left = this.#lists.length;
      const put = (index: number, outcome: Outcome): void => {
        outcomes[index] = outcome;
        if (--left === 0) resolve(outcomes);
      };
      if (left === 0) resolve(outcomes);
      for (const [index, list] of this.#lists.entries()) {
        const why = skipOf(list, subject);
        if (why !== undefined) {
          put(index, { kind: 'skipped', list, why });
          continue;
        }
        this.#underWay++;
        const question =
          subject.kind === 'domain' ? this.#domain(list, subject, asked) : this.#question(list, subject);
        question.then(
          (outcome) => {
            this.#answered();
            put(index, outcome);
          },
          (error: unknown) => {
            this.#answered();
            reject(error);
          },
        );
      }
    });
  }

  #answered(): void {
    this.#underWay--;
    this.#waiting.shift()?.();
    this.#options.progress?.();
  }

  /** Under each of its names, until one is on the list. Clear is only who is clear under all of them. */
  async #domain(list: Planned, subject: Subject, asked: Map<string, Planned[]>): Promise<Outcome> {
    const names = askedNames(list, subject, this.#registered?.(subject.text) ?? []);
    let outcome: Outcome = { kind: 'skipped', list, why: 'name-too-long' };
    for (const name of names) {
      const before = asked.get(name.text);
      if (before === undefined) asked.set(name.text, [list]);
      else before.push(list);
      const next = await this.#question(list, name);
      if (next.kind === 'listed' || next.kind === 'rated') return next;
      const found = next.kind === 'failed' && next.failed.unproved?.listing !== undefined;
      if (outcome.kind !== 'failed' || found) outcome = next;
      if (found) break;
    }
    return outcome;
  }

  /** Of a list that is distrusted nothing is asked: the verdict of the first minute stands. */
  #question(list: Planned, subject: Subject): Promise<Outcome> {
    const judged = this.#verdicts.get(list);
    if (judged?.said !== undefined) return this.#ask(list, subject, judged.said);
    return (judged?.verdict ?? this.verdict(list)).then((verdict) => this.#ask(list, subject, verdict));
  }

  #ask(list: Planned, subject: Subject, verdict: Verdict): Promise<Outcome> {
    if (!verdict.trusted && !isUnproved(list, verdict))
      return Promise.resolve(failed(list, verdict.why, verdict.answers, verdict.detail));
    if ((this.#failures.get(list) ?? 0) >= PATIENCE) return Promise.resolve(failed(list, 'given-up'));
    const name = questionName(subject, list.zone);
    return this.#resolver
      .query(name, 'A', subject.kind === 'domain' ? this.#options : this.#once)
      .then((answer) => this.#read(list, subject, verdict, name, answer));
  }

  #read(
    list: Planned,
    subject: Subject,
    verdict: Verdict,
    name: string,
    answer: Answer<'A'>,
  ): Outcome | Promise<Outcome> {
    const reading = readAnswer(list.record, answer);
    if (reading.state === 'failed') {
      this.#failures.set(list, (this.#failures.get(list) ?? 0) + 1);
      return failed(list, reading.why, reading.answers, reading.detail);
    }
    this.#failures.delete(list);
    if (reading.state !== 'clear') return this.#listed(list, subject, verdict, name, reading);
    if (!verdict.trusted)
      return this.#isThere(list).then((isThere) =>
        isThere ? failed(list, verdict.why, [], '', { listing: undefined }) : failed(list, 'no-zone'),
      );
    const { tests, takes } = list.record;
    const sure = subject.kind === 'ip6' ? takes.ip6 === 'yes' : list.by !== 'nothing';
    return sure || tests.listed.length === 0 || verdict.proven.includes(subject.kind)
      ? this.#clear.get(list)!
      : { kind: 'skipped', list, why: 'kind-unproven' };
  }

  async #listed(
    list: Planned,
    subject: Subject,
    verdict: Verdict,
    name: string,
    reading: Exclude<Reading, { state: 'clear' | 'failed' }>,
  ): Promise<Outcome> {
    const unproved = isUnproved(list, verdict);
    const again = await this.verdict(list);
    if (!again.trusted && !(unproved && again.why === 'no-test-entry'))
      return failed(list, again.why, again.answers, again.detail);
    if ((await this.#strangersOf(list)) === 'all-listed')
      return failed(list, 'strangers-listed', reading.answers);
    const text = await this.#text(name, list, subject);
    const { answers: codes, meanings } = reading;
    const listing: Listing = { list, asked: subject.text, codes, meanings, text };
    if (unproved) return failed(list, 'no-test-entry', codes, '', { listing });
    return reading.state === 'listed' ? { kind: 'listed', listing } : { kind: 'rated', listing };
  }

  /** Of a list that says no to everything: is there such a zone at all? Asked once. */
  #isThere(list: Planned): Promise<boolean> {
    const known = this.#zones.get(list);
    if (known !== undefined) return known;
    const isThere = this.#resolver
      .query(list.zone, 'NS', this.#options)
      .then(({ status }) => status !== 'nxdomain');
    this.#zones.set(list, isThere);
    return isThere;
  }

  /** A list may answer its test entries as it must, and still list everybody else: asked once it lists somebody. */
  #strangersOf(list: Planned): Promise<Strangers['found']> {
    const now = this.#clock();
    const known = this.#strangers.get(list);
    if (known !== undefined && now - known.at < BELIEVED) return known.found;
    const found = knowsStrangers(list)
      ? askStrangers(this.#resolver, list, this.#options.random ?? Math.random, this.#options).then(
          ({ found }) => found,
        )
      : Promise.resolve('some-clear' as const);
    this.#strangers.set(list, { at: now, found });
    return found;
  }

  /** On the name that was asked, not on the code (RFC 5782 §2.1); "" where there is none. */
  async #text(name: string, list: Planned, { kind }: Subject): Promise<string> {
    const answer = await this.#resolver.query(name, 'TXT', kind === 'domain' ? this.#options : this.#once);
    if (answer.status !== 'found') return '';
    // Servers give several in any order.
    const text = hideKeys(answer.records.slice(0, 10).map(decode).sort().join(' / '), list);
    return text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT - 1)}…` : text;
  }
}

type Outcome =
  | { readonly kind: 'listed'; readonly listing: Listing }
  | { readonly kind: 'rated'; readonly listing: Listing }
  | { readonly kind: 'clear'; readonly list: Planned }
  | { readonly kind: 'failed'; readonly failed: Failed }
  | { readonly kind: 'skipped'; readonly list: Planned; readonly why: SkipWhy };

/** Whether a list can be believed, as it was found. */
interface Judged {
  readonly at: number;
  readonly verdict: Promise<Verdict>;
  /** The same, once it is known. */
  said: Verdict | undefined;
}

function failed(
  list: Planned,
  why: FailWhy,
  answers: readonly string[] = [],
  detail = '',
  unproved?: Failed['unproved'],
): Outcome {
  return {
    kind: 'failed',
    failed: {
      ...{ list, why, answers, detail: hideKeys(detail, list) },
      ...(unproved === undefined ? {} : { unproved }),
    },
  };
}

/** Nobody ever said that it has the test entry which was not found. */
function isUnproved(list: Planned, verdict: Verdict): boolean {
  return !verdict.trusted && verdict.why === 'no-test-entry' && list.record.tests.known === 'unknown';
}

/** Bytes of a TXT record, kept as latin1 by the resolver, are UTF-8 if they can be. */
function decode(bytes: string): string {
  const text = Buffer.from(bytes.slice(0, LONGEST_TEXT * 4), 'latin1').toString('utf8');
  return text.includes('\ufffd') ? bytes.slice(0, LONGEST_TEXT * 4) : text;
}
