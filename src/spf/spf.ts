/**
 * May this client send mail for this domain? RFC 7208 over a resolver that is passed in.
 *
 *     const spf = new Spf(stubResolver());
 *     const { result } = await spf.check({ ip: '192.0.2.25', sender: 'ann@example.com', helo: 'mx.example.com' });
 *
 * Nothing throws because of a record, a name server or a client; every evaluation ends in time.
 */
import type { Resolver } from '../dns/resolver.ts';
import { Client, clientAddress, NEEDS_TIME, splitSender } from './client.ts';
import { Evaluation, type Stopped } from './evaluate.ts';
import { explanationOf } from './explain.ts';
import { isTargetName } from './macro.ts';
import { Questions } from './questions.ts';
import type { Qualifier } from './record.ts';
import { RecordShelf } from './shelf.ts';
import type { Request, Result, Verdict } from './verdict.ts';
import { VerdictCache } from './verdict-cache.ts';

export interface SpfOptions {
  /** This server's name, for `%{r}` in explanations; "unknown" without (§7.2). */
  readonly receiver?: string;
  /** Milliseconds of one evaluation (20,000: the least that §4.6.4 recommends). */
  readonly timeout?: number;
  /** Verdicts kept (50,000); 0: none. */
  readonly keep?: number;
  /** Milliseconds. */
  readonly clock?: () => number;
}

const RESULTS: Readonly<Record<Qualifier, Result>> = {
  '+': 'pass',
  '-': 'fail',
  '~': 'softfail',
  '?': 'neutral',
};

export class Spf {
  readonly #resolver: Resolver;
  readonly #receiver: string;
  readonly #timeout: number;
  readonly #clock: () => number;
  readonly #cache: VerdictCache;
  readonly #shelf = new RecordShelf();

  constructor(resolver: Resolver, { receiver, timeout, keep, clock }: SpfOptions = {}) {
    this.#resolver = resolver;
    this.#receiver = receiver ?? 'unknown';
    this.#timeout = timeout ?? 20_000;
    this.#clock = clock ?? Date.now;
    this.#cache = new VerdictCache(keep ?? 50_000);
  }

  /** The verdict from memory, where there is one that still holds. */
  kept(request: Request): Verdict | undefined {
    return this.#cache.get(request, this.#clock());
  }

  /** @param signal gives up early: temperror */
  async check(request: Request, signal?: AbortSignal): Promise<Verdict> {
    return this.kept(request) ?? (await this.#evaluate(request, signal));
  }

  async #evaluate(request: Request, signal: AbortSignal | undefined): Promise<Verdict> {
    const address = clientAddress(request.ip);
    if (address === undefined)
      return withoutQuestion(request, { stop: 'none', problem: { kind: 'no-address' } });
    const client = new Client(address, request);
    const { domain, identity } = client;
    if (!isTargetName(domain))
      return withoutQuestion(request, { stop: 'none', problem: { kind: 'no-domain', domain } });
    const timeout = this.#timeout;
    const questions = new Questions({ resolver: this.#resolver, timeout, clock: this.#clock, signal });
    const evaluation = new Evaluation({
      ...{ client, questions, receiver: this.#receiver, now: this.#clock() },
      read: (text) => this.#shelf.read(text),
    });
    try {
      const ended = await evaluation.check(domain, [domain]);
      const result = 'stop' in ended ? ended.stop : RESULTS[ended.qualifier];
      const explanation =
        'stop' in ended || result !== 'fail' ? undefined : await explanationOf(ended, evaluation, questions);
      const now = this.#clock();
      const verdict: Verdict = {
        ...{ result, identity, domain, matched: 'stop' in ended ? [] : ended.matched },
        ...(evaluation.record === undefined ? {} : { record: evaluation.record }),
        ...(explanation === undefined ? {} : { explanation }),
        ...('stop' in ended ? { problem: ended.problem } : {}),
        ...{ lookups: evaluation.lookups, voidLookups: evaluation.voidLookups, trace: questions.trace },
        ttl: ttlOf(result, (client.needs & NEEDS_TIME) === 0 ? questions.until - now : 0),
      };
      this.#cache.put(request, client.needs, verdict, now);
      return verdict;
    } finally {
      questions.close();
    }
  }
}

/** Seconds. What is wrong is looked at again soon; what did not answer at once. */
const LONGEST: Readonly<Record<Result, number>> = {
  ...{ pass: 3600, fail: 3600, softfail: 3600, neutral: 3600 },
  ...{ none: 300, permerror: 60, temperror: 0 },
};

function ttlOf(result: Result, milliseconds: number): number {
  return Math.max(0, Math.min(LONGEST[result], Math.floor(milliseconds / 1000)));
}

function withoutQuestion({ sender, helo }: Request, { stop, problem }: Stopped): Verdict {
  return {
    ...{ result: stop, identity: sender === '' ? 'helo' : 'mailfrom', problem, matched: [] },
    ...{ domain: splitSender(sender, helo).domain, lookups: 0, voidLookups: 0, trace: [], ttl: 0 },
  };
}
