/**
 * What a change of restrictions would have done to the mail of a log: each attempt is evaluated under the current and under
 * the proposed rules, by what the log proves, what is known, and what may be asked.
 */
import { parseAddress } from '../../net/address.ts';
import { reverseName } from '../../net/reverse.ts';
import type { Result } from '../../spf/verdict.ts';
import { type Evaluation, evaluate } from '../evaluate.ts';
import { type Need, needText } from '../facts.ts';
import type { KnownFacts, Sources } from '../facts-known.ts';
import type { Rules } from '../rules.ts';
import type { Hit } from '../run.ts';
import { Alike } from './alike.ts';
import type { Gathered } from './gathered.ts';
import { attemptOf, type LoggedAttempt, wasTaken } from './logged.ts';
import { ProvenFacts } from './proven.ts';
import { type Judgement, judge } from './real.ts';
import { RuleCount, type RuleHits, zoneOf } from './rule-count.ts';
import { allowLists, policyServices } from './rules-in.ts';

export interface Changed {
  readonly attempt: LoggedAttempt;
  /** Of the rules that refuse: the proposed ones of a newly rejected, the current ones of a newly accepted. */
  readonly evaluation: Evaluation;
  readonly judgement: Judgement;
}

export interface DayCount {
  accepted: number;
  rejected: number;
  unknown: number;
}

export interface Day {
  readonly current: DayCount;
  readonly proposed: DayCount;
}

export interface Replayed {
  readonly attempts: number;
  readonly current: DayCount;
  readonly proposed: DayCount;
  /** By `YYYY-MM-DD` of the log. */
  readonly days: ReadonlyMap<string, Day>;
  /** Of the proposed lists, also those that never hit. */
  readonly rules: readonly RuleHits[];
  /** Of the current lists; undefined: nobody wants to compare. */
  readonly currentRules: readonly RuleHits[] | undefined;
  /** Zones of the proposed lists; how many attempts two of them would refuse both. */
  readonly overlap: { readonly zones: readonly string[]; readonly matrix: readonly (readonly number[])[] };
  readonly newlyRejected: readonly Changed[];
  readonly newlyAccepted: readonly Changed[];
  /** How many more there are than are listed. */
  readonly more: { readonly rejected: number; readonly accepted: number };
  readonly falsePositives: { readonly likely: number; readonly certain: number };
  /** What could not be known, by what would be needed; the most frequent first. */
  readonly unknown: readonly { readonly need: string; readonly count: number }[];
  /** Attempts whose evaluation under the current rules is not what the log says became of them. */
  readonly otherwise: number;
  readonly questions: number;
}

export interface ReplayOptions {
  readonly current: Rules;
  readonly proposed: Rules;
  readonly gathered: Gathered;
  readonly facts: KnownFacts;
  readonly sources: Sources;
  /** Questions of DNS at most, and a second. */
  readonly mostQuestions: number;
  readonly rate: number;
  readonly isUnreliable: (zone: string) => boolean;
  /** Count what the current rules refuse, too. */
  readonly compare?: boolean;
  readonly spf?: (attempt: LoggedAttempt) => Promise<Result | undefined>;
  readonly progress?: (done: number, all: number) => void;
  readonly pause: (milliseconds: number) => Promise<void>;
}

/** Of each kind listed one by one. */
const MOST_LISTED = 10_000;
const BATCH = 500;
/** Kept at once, of attempts that are like no other. */
const MOST_KINDS = 100_000;
const DAY = 86_400_000;
/** What lists of good clients answer; 127.0.0.255 is a refusal to answer (dnswl.org). */
const GOOD_CLIENT = /^127\.0\.\d+\.(?!255$)\d+$/;

export async function replay(options: ReplayOptions): Promise<Replayed> {
  const { gathered } = options;
  const work = new Work(options);
  await work.ask();
  for (let i = 0; i < gathered.attempts.length; i++) {
    work.count(i);
    if (i % 2000 === 0) options.progress?.(i, gathered.attempts.length);
  }
  return work.result();
}

/** Attempts that are alike, evaluated once. */
interface Kind {
  readonly before: Evaluation;
  readonly after: Evaluation;
  /** A policy service that is taken to let it pass under the proposed rules; "": none. */
  readonly leansOn: string;
  readonly hits: readonly Hit[];
  readonly currentHits: readonly Hit[];
  /** Lists among the hits. */
  readonly lists: readonly string[];
  attempts: number;
  real: number;
}

interface NumberedDay extends Day {
  readonly number: number;
}

class Work {
  readonly #options: ReplayOptions;
  readonly #proven: ProvenFacts;
  readonly #alike: Alike;
  /** By number, or by all of its values where it is like no other. */
  readonly #kinds = new Map<number | string, Kind>();
  /** Of those that have numbers: by these. */
  #numbered: (Kind | undefined)[] = [];
  readonly #rules: RuleCount;
  readonly #currentRules: RuleCount | undefined;
  readonly #allowLists: readonly string[];
  /** By days since 1970. */
  readonly #days = new Map<number, NumberedDay>();
  /** The one counted last. */
  #today: NumberedDay | undefined;
  readonly #current = newCount();
  readonly #proposed = newCount();
  readonly #rejected: Changed[] = [];
  readonly #accepted: Changed[] = [];
  readonly #unknown = new Map<string, number>();
  /** By the attempt's place. */
  readonly #spf = new Map<number, Result | undefined>();
  #moreRejected = 0;
  #moreAccepted = 0;
  #likely = 0;
  #certain = 0;
  #otherwise = 0;
  #questions = 0;

  constructor(options: ReplayOptions) {
    this.#options = options;
    this.#proven = new ProvenFacts(options.gathered, options.facts, policyServices(options.current));
    this.#alike = new Alike([options.current, options.proposed], options.gathered, this.#proven);
    this.#rules = new RuleCount(options.proposed);
    this.#allowLists = [...new Set([options.current, options.proposed].flatMap(allowLists))];
    this.#currentRules = options.compare === true ? new RuleCount(options.current) : undefined;
  }

  /** Asks for what decides and is not known: at most so much, and not faster than allowed. */
  async ask(): Promise<void> {
    const { sources, facts, mostQuestions, rate, pause, progress } = this.#options;
    if (sources.resolver === undefined) return;
    const tried = new Set<string>();
    for (let round = 0; round < 8; round++) {
      const wanted = this.#wantedBy(tried, mostQuestions - tried.size);
      if (wanted.size === 0) break;
      const all = [...wanted];
      for (let i = 0; i < all.length; i += BATCH) {
        const batch = all.slice(i, i + BATCH);
        const begun = performance.now();
        await Promise.all(batch.map(([, { need, attempt }]) => facts.ask(need, attemptOf(attempt), sources)));
        for (const [key] of batch) tried.add(key);
        progress?.(Math.min(i + BATCH, all.length), all.length);
        const rest = (batch.length / rate) * 1000 - (performance.now() - begun);
        if (rest > 0 && i + BATCH < all.length) await pause(rest);
      }
      this.#questions = tried.size;
      this.#alike.forget();
    }
    await this.#askSpf();
  }

  /** Questions that decide, and have not been tried. */
  #wantedBy(
    tried: ReadonlySet<string>,
    most: number,
  ): ReadonlyMap<string, { need: Need; attempt: LoggedAttempt }> {
    const wanted = new Map<string, { need: Need; attempt: LoggedAttempt }>();
    const seen = new Set<string>();
    /** Kinds that want to know nothing. */
    const content = new Map<number, boolean>();
    const { attempts } = this.#options.gathered;
    for (let i = 0; i < attempts.length; i++) {
      if (wanted.size >= most) break;
      const kind = this.#alike.of(i);
      if (kind !== undefined && content.get(kind) === true) continue;
      const attempt = attempts.at(i);
      const alike = likeness(attempt);
      if (seen.has(alike)) continue;
      seen.add(alike);
      const { before, after } = this.#evaluate(attempt);
      const needs = [...before.wanted, ...after.wanted].filter((need) => need.kind === 'dns');
      if (kind !== undefined) content.set(kind, needs.length === 0);
      for (const need of needs) {
        const key = needText(need);
        if (!tried.has(key) && wanted.size < most) wanted.set(key, { need, attempt });
      }
    }
    return wanted;
  }

  /** Only of mail that the change is about: the answer is one sign among others. */
  async #askSpf(): Promise<void> {
    const { spf, gathered } = this.#options;
    if (spf === undefined) return;
    const asked = new Map<string, Promise<Result | undefined>>();
    const { attempts } = gathered;
    for (let i = 0; i < attempts.length; i++) {
      const { before, after } = this.#kindOf(i);
      if (refuses(before) === refuses(after)) continue;
      const attempt = attempts.at(i);
      if (attempt.sender === '') continue;
      const key = `${attempt.clientAddress} ${attempt.sender.slice(attempt.sender.lastIndexOf('@'))}`;
      if (!asked.has(key) && asked.size >= BATCH) continue;
      const answer = asked.get(key) ?? spf(attempt);
      asked.set(key, answer);
      this.#spf.set(i, await answer);
    }
  }

  #kindOf(i: number): Kind {
    const { attempts } = this.#options.gathered;
    const number = this.#alike.of(i);
    const same = number === undefined ? undefined : this.#numbered[number];
    if (same !== undefined) return same;
    const key = number ?? likeness(attempts.at(i));
    const known = this.#kinds.get(key);
    if (known !== undefined) return known;
    const attempt = attempts.at(i);
    if (this.#kinds.size >= MOST_KINDS) this.#countKinds();
    const { proposed, current, compare } = this.#options;
    const evaluated = this.#evaluate(attempt);
    const of = attemptOf(attempt);
    const hitsOf = (rules: Rules): readonly Hit[] =>
      evaluate(rules, of, this.#proven, { collect: true }).hits;
    const hits = hitsOf(proposed);
    const kind = {
      ...evaluated,
      hits,
      currentHits: compare !== true ? [] : current === proposed ? hits : hitsOf(current),
      lists: [...new Set(hits.map(({ rule }) => zoneOf(rule)).filter((each) => each !== undefined))],
      attempts: 0,
      real: 0,
    };
    this.#kinds.set(key, kind);
    if (number !== undefined) this.#numbered[number] = kind;
    return kind;
  }

  #evaluate(attempt: LoggedAttempt): Pick<Kind, 'before' | 'after' | 'leansOn'> {
    const { current, proposed } = this.#options;
    this.#proven.about(attempt, current);
    const of = attemptOf(attempt);
    const before = evaluate(current, of, this.#proven);
    const after = current === proposed ? before : evaluate(proposed, of, this.#proven);
    return { before, after, leansOn: this.#proven.leansOn };
  }

  /** @param i the attempt's place */
  count(i: number): void {
    const { attempts } = this.#options.gathered;
    const kind = this.#kindOf(i);
    const { before, after } = kind;
    const day = this.#dayOf(attempts.wall(i));
    const wasRefused = !attempts.wasTaken(i);
    // What is not known of the rules in force is known of the log.
    const refused = before.verdict === 'unknown' ? wasRefused : refuses(before);
    const was = refused ? 'rejected' : 'accepted';
    this.#current[was]++;
    day.current[was]++;
    const is = kindOf(after);
    this.#proposed[is]++;
    day.proposed[is]++;
    if (refused !== wasRefused) this.#otherwise++;
    kind.attempts++;
    const changed = refuses(after) && !refused;
    const freed = refused && after.verdict === 'permit';
    if (!changed && !freed) return;
    const attempt = attempts.at(i);
    const judgement = this.#judge(attempt, changed ? after : before, kind, this.#spf.get(i));
    if (judgement.likelyReal) kind.real++;
    if (changed) this.#tellRejected(attempt, judgement);
    else this.#tellAccepted(attempt, judgement);
  }

  #dayOf(wall: number): NumberedDay {
    const number = Math.floor(wall / DAY);
    if (number === this.#today?.number) return this.#today;
    let day = this.#days.get(number);
    if (day === undefined) {
      day = { number, current: newCount(), proposed: newCount() };
      this.#days.set(number, day);
    }
    this.#today = day;
    return day;
  }

  #judge(
    attempt: LoggedAttempt,
    decided: Evaluation,
    { lists, leansOn, before }: Kind,
    spf: Result | undefined,
  ): Judgement {
    const { gathered, isUnreliable } = this.#options;
    const zone = decided.rule && zoneOf(decided.rule);
    const unreliable = zone !== undefined && isUnreliable(zone) ? zone : undefined;
    return judge(attempt, gathered, {
      spf,
      lists: lists.filter((each) => !isUnreliable(each)),
      unreliable,
      allowListed: this.#allowListed(attempt),
      policy: decided === before ? leansOn : '',
    });
  }

  /** By what has been asked; no question is asked for it alone. */
  #allowListed({ clientAddress }: LoggedAttempt): string | undefined {
    const address = parseAddress(clientAddress);
    if (address === undefined) return undefined;
    const prefix = reverseName(address);
    return this.#allowLists.find((zone) => {
      const answer = this.#options.facts.dns(`${prefix}.${zone}`, 'A');
      return answer?.status === 'found' && answer.records.some((code) => GOOD_CLIENT.test(code));
    });
  }

  #tellRejected(attempt: LoggedAttempt, judgement: Judgement): void {
    if (judgement.likelyReal) this.#likely++;
    if (judgement.certain) this.#certain++;
    if (this.#rejected.length >= MOST_LISTED) this.#moreRejected++;
    else this.#rejected.push({ attempt, evaluation: this.#evaluate(attempt).after, judgement });
  }

  #tellAccepted(attempt: LoggedAttempt, judgement: Judgement): void {
    if (this.#accepted.length >= MOST_LISTED) this.#moreAccepted++;
    else this.#accepted.push({ attempt, evaluation: this.#evaluate(attempt).before, judgement });
  }

  #countKinds(): void {
    for (const { after, hits, currentHits, attempts, real } of this.#kinds.values()) {
      this.#rules.count(hits, attempts, real);
      this.#currentRules?.count(currentHits, attempts, real);
      if (after.verdict !== 'unknown') continue;
      for (const need of after.needs) {
        const what = kindOfNeed(need, this.#rules.zones);
        this.#unknown.set(what, (this.#unknown.get(what) ?? 0) + attempts);
      }
    }
    this.#kinds.clear();
    this.#numbered = [];
  }

  result(): Replayed {
    const { gathered } = this.#options;
    this.#countKinds();
    return {
      attempts: gathered.attempts.length,
      current: this.#current,
      proposed: this.#proposed,
      days: new Map(
        [...this.#days]
          .sort(([a], [b]) => a - b)
          .map(([day, { current, proposed }]) => [
            new Date(day * DAY).toISOString().slice(0, 10),
            { current, proposed },
          ]),
      ),
      rules: this.#rules.all(),
      currentRules: this.#currentRules?.all(),
      overlap: { zones: this.#rules.zones, matrix: this.#rules.matrix },
      newlyRejected: this.#rejected.sort(byReality),
      newlyAccepted: this.#accepted.sort(byReality),
      more: { rejected: this.#moreRejected, accepted: this.#moreAccepted },
      falsePositives: { likely: this.#likely, certain: this.#certain },
      unknown: [...this.#unknown].map(([need, count]) => ({ need, count })).sort((a, b) => b.count - a.count),
      otherwise: this.#otherwise,
      questions: this.#questions,
    };
  }
}

/** Likely real mail first, then in the order of time. */
function byReality(a: Changed, b: Changed): number {
  return Number(b.judgement.likelyReal) - Number(a.judgement.likelyReal) || a.attempt.time - b.attempt.time;
}

function newCount(): DayCount {
  return { accepted: 0, rejected: 0, unknown: 0 };
}

function kindOf({ verdict }: Evaluation): keyof DayCount {
  return verdict === 'permit' ? 'accepted' : verdict === 'unknown' ? 'unknown' : 'rejected';
}

function refuses({ verdict }: Evaluation): boolean {
  return verdict === 'reject' || verdict === 'defer';
}

/** Attempts with the same likeness are evaluated alike; whether the log proves something of a list is part of it. */
function likeness(attempt: LoggedAttempt): string {
  const { clientAddress, clientName, helo, sender, recipient, account, reply } = attempt;
  const end = wasTaken(attempt) ? `+${Math.floor(attempt.time / 3_600_000)}` : reply;
  return [clientAddress, clientName, helo ?? '\0', sender, recipient, account, end].join('\n');
}

/** What would be needed, without the subject: `dns: A zen.example.org`, `attribute: helo_name`. */
function kindOfNeed(need: Need, zones: readonly string[]): string {
  if (need.kind === 'dns') {
    const name = need.name.toLowerCase();
    const zone = zones.find((each) => name.endsWith(`.${each}`));
    return zone === undefined ? `dns: ${need.type}` : `dns: ${need.type} ${zone}`;
  }
  if (need.kind === 'table') return `table: ${need.table.name}`;
  return need.kind === 'verification' ? 'verification' : needText(need);
}
