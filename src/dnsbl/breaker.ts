/**
 * The circuit breaker of DNS lists, for whoever refuses mail by them. A list can go wrong at any moment (SpamCop on
 * 2021-01-31: its domain expired, and every address was on it); then nothing that it says may count.
 *
 *     closed      it is asked; what it says counts once it is proven (below)
 *     open        it is not asked; after a minute, later after two, four, ... sixty, it is tried
 *     half-open   its test entries and strangers are asked; good: closed, bad: open again
 *
 * A hit counts only when
 * 1. the list's test entries were good, asked no more than a minute before (else they are asked alongside), and
 * 2. *after* the hit was answered, somebody random was asked for, and is not on it.
 *
 * **Guarantee**: let a list answer for everybody from some moment on. No hit that its servers answer after that moment
 * counts, not even the first: the stranger of (2) is asked later still, under a name that no cache has, and is on it
 * too. It takes that the list stays so until the stranger is answered. Lists that rate everybody, good and bad, know
 * no strangers: for them test entries are asked instead, which a resolver's cache may answer for as long as their TTL.
 *
 * It opens when a test entry is wrong, an answer says that there is none or lies outside 127.0.0.0/8, strangers are on
 * it, or several questions in a row fail. When hits are suddenly much more frequent it is tried at once (half-open):
 * an attack by listed senders passes that, a list that goes wrong does not.
 */
import type { Question, Resolver } from '../dns/resolver.ts';
import { type Reading, readAnswer } from './answer.ts';
import { HitRate } from './hit-rate.ts';
import { questionName, type Subject } from './question.ts';
import { askSentinel, type Distrust } from './sentinel.ts';
import type { Named } from './stranger.ts';
import { askStrangers, knowsStrangers } from './strangers.ts';

export type BreakerState = 'closed' | 'open' | 'half-open';

export type BreakerWhy = Distrust | 'strangers-listed' | 'unproven';

export type BreakerAnswer =
  | { readonly kind: 'listed' | 'rated'; readonly reading: Extract<Reading, { state: 'listed' | 'rated' }> }
  | { readonly kind: 'clear' }
  /** Neither listed nor clear: nobody is to be refused or let through by it. `asked: false`: it is open. */
  | {
      readonly kind: 'unknown';
      readonly why: BreakerWhy;
      readonly answers: readonly string[];
      readonly asked: boolean;
    };

export interface BreakerChange {
  readonly zone: string;
  readonly state: BreakerState;
  readonly why: BreakerWhy | undefined;
  /** Milliseconds, of the clock that was passed in. */
  readonly at: number;
}

export interface BreakerOptions extends Question {
  /** Milliseconds. */
  readonly clock?: () => number;
  /** 0 to 1. */
  readonly random?: () => number;
  readonly onChange?: (change: BreakerChange) => void;
}

/** Milliseconds for which test entries that were good stay good. */
const BELIEVED = 60_000;
/** Failed questions in a row that open it. */
const PATIENCE = 5;
/** Milliseconds: how long it stays open the first time, and at most. */
const FIRST_REST = 60_000;
const LONGEST_REST = 3_600_000;

interface Circuit {
  readonly list: Named;
  state: BreakerState;
  why: BreakerWhy | undefined;
  /** When it is tried again. */
  until: number;
  rest: number;
  failures: number;
  /** When the last good test entries were asked; before any: -Infinity. */
  goodAt: number;
  /** Test entries under way. */
  trial: Promise<boolean> | undefined;
  readonly rate: HitRate;
}

export class CircuitBreaker {
  readonly #resolver: Resolver;
  readonly #options: BreakerOptions;
  readonly #clock: () => number;
  readonly #random: () => number;
  readonly #circuits = new Map<string, Circuit>();

  constructor(resolver: Resolver, options: BreakerOptions = {}) {
    this.#resolver = resolver;
    this.#options = options;
    this.#clock = options.clock ?? Date.now;
    this.#random = options.random ?? Math.random;
  }

  state(list: Named): { readonly state: BreakerState; readonly why: BreakerWhy | undefined } {
    const { state, why } = this.#circuit(list);
    return { state, why };
  }

  /** @param subject one that the list takes (`unfit` of question.ts) */
  async ask(list: Named, subject: Subject, options: Question = this.#options): Promise<BreakerAnswer> {
    const circuit = this.#circuit(list);
    if (circuit.state === 'open' && this.#clock() < circuit.until) return refused(circuit, false);
    if (circuit.state !== 'closed' && !(await this.#try(circuit))) return refused(circuit, false);
    if (!this.#believed(circuit)) void this.#testEntries(circuit);
    const name = questionName(subject, list.zone);
    const reading = readAnswer(list.record, await this.#resolver.query(name, 'A', options));
    if (reading.state === 'failed') return this.#failed(circuit, reading);
    circuit.failures = 0;
    const suddenly = circuit.rate.note(reading.state === 'listed', this.#clock());
    if (reading.state === 'clear') return { kind: 'clear' };
    if (suddenly && circuit.state === 'closed') this.#change(circuit, 'half-open', undefined);
    if (!(await this.#proven(circuit))) return refused(circuit, true);
    return { kind: reading.state, reading };
  }

  /** Whether a hit that was answered before now counts. */
  async #proven(circuit: Circuit): Promise<boolean> {
    if (circuit.state === 'half-open') {
      if (!(await this.#try(circuit))) return false;
    } else if (!this.#believed(circuit) && !(await this.#testEntries(circuit))) return false;
    if (circuit.state !== 'closed') return false;
    const good = knowsStrangers(circuit.list)
      ? await this.#strangers(circuit)
      : await this.#testEntriesAnew(circuit);
    // Another question may have found it out meanwhile.
    return good && circuit.state === 'closed';
  }

  #believed({ goodAt }: Circuit): boolean {
    return this.#clock() - goodAt < BELIEVED;
  }

  #failed(circuit: Circuit, { why, answers }: Extract<Reading, { state: 'failed' }>): BreakerAnswer {
    circuit.failures++;
    if (answers.length > 0 || circuit.failures >= PATIENCE) this.#open(circuit, why);
    return { kind: 'unknown', why, answers, asked: true };
  }

  /** Half-open: everything is asked anew; who comes meanwhile waits for the same. */
  async #try(circuit: Circuit): Promise<boolean> {
    if (circuit.state === 'open') this.#change(circuit, 'half-open', circuit.why);
    const good = await this.#testEntries(circuit);
    if (!good || (knowsStrangers(circuit.list) && !(await this.#strangers(circuit)))) {
      if (circuit.state === 'half-open') this.#open(circuit, circuit.why ?? 'unproven');
      return false;
    }
    if (circuit.state === 'half-open') {
      circuit.rest = FIRST_REST;
      circuit.failures = 0;
      circuit.rate.accept();
      this.#change(circuit, 'closed', undefined);
    }
    return circuit.state === 'closed';
  }

  /** Asked once for all who want to know; opens it where they are wrong. */
  #testEntries(circuit: Circuit): Promise<boolean> {
    circuit.trial ??= this.#testEntriesAnew(circuit).finally(() => {
      circuit.trial = undefined;
    });
    return circuit.trial;
  }

  async #testEntriesAnew(circuit: Circuit): Promise<boolean> {
    const asked = this.#clock();
    const verdict = await askSentinel(this.#resolver, circuit.list, this.#options, this.#clock);
    if (verdict.trusted) {
      if (circuit.state !== 'open') circuit.goodAt = Math.max(circuit.goodAt, asked);
      return true;
    }
    this.#open(circuit, verdict.why);
    return false;
  }

  /** Is there somebody who is not on it? Opens it where there is not. */
  async #strangers(circuit: Circuit): Promise<boolean> {
    const { found } = await askStrangers(this.#resolver, circuit.list, this.#random, this.#options);
    if (found === 'all-listed') this.#open(circuit, 'strangers-listed');
    return found === 'some-clear';
  }

  #open(circuit: Circuit, why: BreakerWhy): void {
    if (circuit.state === 'open') return;
    // Found ill again when it was tried: the longer it is left alone.
    circuit.rest = circuit.state === 'half-open' ? Math.min(circuit.rest * 2, LONGEST_REST) : FIRST_REST;
    circuit.until = this.#clock() + circuit.rest;
    circuit.goodAt = Number.NEGATIVE_INFINITY;
    this.#change(circuit, 'open', why);
  }

  #change(circuit: Circuit, state: BreakerState, why: BreakerWhy | undefined): void {
    circuit.state = state;
    circuit.why = why;
    this.#options.onChange?.({ zone: circuit.list.zone, state, why, at: this.#clock() });
  }

  #circuit(list: Named): Circuit {
    let circuit = this.#circuits.get(list.zone);
    if (circuit === undefined) {
      circuit = {
        ...{ list, state: 'closed', why: undefined, until: 0, rest: FIRST_REST, failures: 0 },
        ...{ goodAt: Number.NEGATIVE_INFINITY, trial: undefined, rate: new HitRate() },
      };
      this.#circuits.set(list.zone, circuit);
    }
    return circuit;
  }
}

function refused({ why }: Circuit, asked: boolean): BreakerAnswer {
  return { kind: 'unknown', why: why ?? 'unproven', answers: [], asked };
}
