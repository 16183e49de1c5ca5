/** The questions of one evaluation: counted, kept in order, asked once each, and never waited for past the deadline. */
import type { Answer, RecordType, Resolver } from '../dns/resolver.ts';
import type { Step } from './verdict.ts';

export interface Limits {
  readonly resolver: Resolver;
  /** Milliseconds for the whole evaluation. */
  readonly timeout: number;
  readonly clock: () => number;
  readonly signal?: AbortSignal | undefined;
}

const OVER: Answer<never> = { status: 'failed', why: 'timeout', detail: 'the evaluation has taken too long' };

export class Questions {
  readonly trace: Step[] = [];
  /** Milliseconds: until when all answers hold; 0 where one failed. */
  until = Number.POSITIVE_INFINITY;
  readonly #limits: Limits;
  readonly #stop = new AbortController();
  readonly #stopped: Promise<Answer<never>>;
  readonly #timer: NodeJS.Timeout;
  #end: (answer: Answer<never>) => void = () => undefined;

  readonly #began: number;

  constructor(limits: Limits) {
    this.#limits = limits;
    this.#began = limits.clock();
    this.#stopped = new Promise((end) => {
      this.#end = end;
    });
    this.#timer = setTimeout(this.#giveUp, limits.timeout);
    if (limits.signal?.aborted === true) this.#giveUp();
    else limits.signal?.addEventListener('abort', this.#giveUp, { once: true });
  }

  get isOver(): boolean {
    return this.#stop.signal.aborted;
  }

  /** Milliseconds. */
  get elapsed(): number {
    return this.#limits.clock() - this.#began;
  }

  /** To be called when the evaluation has ended. */
  close(): void {
    clearTimeout(this.#timer);
    this.#limits.signal?.removeEventListener('abort', this.#giveUp);
  }

  /** @param name as the resolver wants it: a backslash in it begins an escape */
  ask<T extends RecordType>(name: string, type: T, term: string | undefined): Promise<Answer<T>> | Answer<T> {
    if (this.isOver) return OVER;
    const known = this.trace.find((step) => step.type === type && step.name === name)?.answer;
    if (known !== undefined) return known as Answer<T>;
    const step: Step = { name, type, answer: undefined, ...(term === undefined ? {} : { term }) };
    this.trace.push(step);
    const asked = this.#limits.resolver.query(name, type, { signal: this.#stop.signal });
    return Promise.race([asked, this.#stopped]).then((answer) => {
      step.answer = answer;
      const until = answer.status === 'failed' ? 0 : this.#limits.clock() + answer.ttl * 1000;
      if (until < this.until) this.until = until;
      return answer;
    });
  }

  readonly #giveUp = (): void => {
    this.#end(OVER);
    this.#stop.abort();
  };
}
