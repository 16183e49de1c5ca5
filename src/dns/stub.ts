/**
 * The stub resolver: asks recursive name servers (RFC 1034 §5.3.1), keeps what they say, asks once what many want to know.
 *
 *     const resolver = stubResolver({ servers: [{ address: '127.0.0.1', port: 53 }] });
 *     await resolver.query('2.0.0.127.bl.example.org', 'A');
 *     // { status: 'found', records: ['127.0.0.2'], ttl: 3600 }
 *
 * Without `servers` it does as /etc/resolv.conf says.
 */
import { Asking, type Means, type Peer, type Timers } from './asking.ts';
import { Cache, type CacheLimits } from './cache.ts';
import { Health } from './health.ts';
import { LONGEST_CHAIN, type Said } from './interpret.ts';
import { Latency } from './latency.ts';
import { readName, wireName } from './name.ts';
import { Pace } from './pace.ts';
import { type Random, randomFrom } from './random.ts';
import type { Answer, Failure, Question, RecordType, Resolver } from './resolver.ts';
import type { Server } from './server.ts';
import { systemResolvConf } from './system.ts';
import { type OpenTcp, openTcp, Tcp } from './tcp.ts';
import { type OpenUdp, openUdp, Udp } from './udp.ts';

export interface StubOptions {
  /** Default: those of /etc/resolv.conf, with its timeout, attempts, rotate and use-vc. */
  readonly servers?: readonly Server[];
  /** Milliseconds of the first try (2000); each round takes half as long again. */
  readonly timeout?: number;
  /** Rounds over all servers (3). */
  readonly attempts?: number;
  /** Each question begins with the next server. */
  readonly rotate?: boolean;
  readonly tcpOnly?: boolean;
  /** Default true; servers that do not know it are asked without. */
  readonly edns?: boolean;
  /** Default true: letters in random case, which must come back the same. */
  readonly mixedCase?: boolean;
  /** Questions under way at a time (4000); others wait for their turn. */
  readonly inFlight?: number;
  /** Default: 100,000 names, 32 MiB, nothing served stale. false: nothing is kept. */
  readonly cache?: Partial<CacheLimits> | false;
  /** Milliseconds; default: a clock that nobody sets. */
  readonly clock?: () => number;
  readonly timers?: Timers;
  readonly random?: Random;
  readonly openUdp?: OpenUdp;
  readonly openTcp?: OpenTcp;
}

export interface StubResolver extends Resolver {
  readonly servers: readonly Server[];
  /** Questions under way are answered as `failed`; later ones too. */
  close(): void;
}

const CACHE: CacheLimits = { entries: 100_000, bytes: 32 << 20, stale: 0 };
/** Milliseconds after which a stale answer is better than none yet (RFC 8767 §5). */
const STALE_AFTER = 1_800;

const TIMERS: Timers = {
  set: (milliseconds, call) => setTimeout(call, milliseconds),
  clear: (timer) => clearTimeout(timer as NodeJS.Timeout | undefined),
};

export function stubResolver(options: StubOptions = {}): StubResolver {
  if (options.servers !== undefined) return new Stub(options.servers, options);
  const { servers, timeout, attempts, rotate, useVc } = systemResolvConf();
  return new Stub(servers, {
    ...{ rotate, tcpOnly: useVc },
    ...(timeout === undefined ? {} : { timeout: timeout * 1000 }),
    ...(attempts === undefined ? {} : { attempts }),
    ...options,
  });
}

/** A question that several may wait for. */
interface Job {
  readonly promise: Promise<Answer>;
  readonly settle: (answer: Answer) => void;
  waiters: number;
  asking: Asking<RecordType> | undefined;
  isOver: boolean;
}

const PLAIN = /^[!-[\]-~]+$/;
const failure = (why: Failure, detail: string): Answer<never> => ({ status: 'failed', why, detail });

class Stub implements StubResolver {
  readonly servers: readonly Server[];
  readonly #means: Means;
  readonly #cache: Cache | undefined;
  readonly #stale: number;
  readonly #jobs = new Map<string, Job>();
  #fresh = 0;
  /** One listener a signal: thousands of questions may have the same one. */
  readonly #givers = new WeakMap<AbortSignal, Set<() => void>>();
  #isClosed = false;

  constructor(servers: readonly Server[], options: StubOptions) {
    if (servers.length === 0) throw new TypeError('no name server');
    this.servers = servers;
    const clock = options.clock ?? (() => performance.now());
    const random = options.random ?? randomFrom();
    this.#means = {
      peers: servers.map(
        (server, index): Peer => ({
          server,
          udp: new Udp(server, index, random, options.openUdp ?? openUdp, clock),
          tcp: new Tcp(server, index, random, options.openTcp ?? openTcp),
          latency: new Latency(),
          plainUntil: 0,
          caselessUntil: 0,
        }),
      ),
      health: new Health(servers.length, options.rotate),
      pace: new Pace(options.inFlight ?? 4_000, clock),
      random,
      clock,
      timers: options.timers ?? TIMERS,
      timeout: options.timeout ?? 2_000,
      attempts: options.attempts ?? 3,
      tcpOnly: options.tcpOnly ?? false,
      edns: options.edns ?? true,
      mixedCase: options.mixedCase ?? true,
    };
    const limits = { ...CACHE, ...(options.cache === false ? {} : options.cache) };
    this.#cache = options.cache === false ? undefined : new Cache(limits);
    this.#stale = limits.stale;
  }

  query<T extends RecordType>(name: string, type: T, options: Question = {}): Promise<Answer<T>> {
    const { signal, fresh = false } = options;
    if (signal?.aborted === true) return Promise.resolve(failure('timeout', 'given up by who asked'));
    const text = normal(name);
    if (text === undefined) return Promise.resolve(failure('unsendable', 'not a DNS name'));
    if (!fresh) {
      const kept = this.#cache?.get(text, type, this.#means.clock());
      if (kept !== undefined) return Promise.resolve(kept);
    }
    const key = `${type} ${text}`;
    const job =
      (fresh ? undefined : this.#jobs.get(key)) ??
      this.#start(text, type, fresh ? `${key} ${this.#fresh++}` : key);
    job.waiters++;
    if (signal === undefined) return job.promise as Promise<Answer<T>>;
    return this.#until(job, signal) as Promise<Answer<T>>;
  }

  close(): void {
    this.#isClosed = true;
    for (const job of [...this.#jobs.values()]) {
      job.asking?.cancel();
      job.settle(failure('unreachable', 'the resolver has been closed'));
    }
    for (const { udp, tcp } of this.#means.peers) {
      udp.close();
      tcp.close();
    }
  }

  /** @param key under which others find it */
  #start(text: string, type: RecordType, key: string): Job {
    let resolve: (answer: Answer) => void = () => {};
    const promise = new Promise<Answer>((done) => {
      resolve = done;
    });
    const job: Job = {
      promise,
      settle: (answer) => {
        if (job.isOver) return;
        job.isOver = true;
        this.#jobs.delete(key);
        resolve(answer);
      },
      ...{ waiters: 0, asking: undefined, isOver: false },
    };
    if (this.#isClosed) {
      job.settle(failure('unreachable', 'the resolver has been closed'));
      return job;
    }
    this.#jobs.set(key, job);
    if (this.#stale > 0) this.#offerStale(job, text, type, resolve);
    this.#ask(job, [text], type, Number.POSITIVE_INFINITY);
    return job;
  }

  /** RFC 8767 §5: where the servers take long, what was true is told, and they are still waited for. */
  #offerStale(job: Job, text: string, type: RecordType, resolve: (answer: Answer) => void): void {
    const { clock, timers } = this.#means;
    const stale = this.#cache?.getStale(text, type, clock());
    if (stale === undefined) return;
    const timer = timers.set(STALE_AFTER, () => resolve(stale));
    void job.promise.then(() => timers.clear(timer));
  }

  /** @param names the chain so far @param ttl the lowest on it */
  #ask(job: Job, names: readonly string[], type: RecordType, ttl: number): void {
    const wire = wireName(names.at(-1)!);
    if (wire === undefined) {
      this.#finish(job, names, type, failure('unsendable', 'not a DNS name'));
      return;
    }
    const { pace } = this.#means;
    pace.run((place) => {
      if (job.isOver) {
        pace.done(place);
        return;
      }
      job.asking = new Asking(this.#means, place, names, wire, type, (said) => {
        job.asking = undefined;
        this.#said(job, names, type, ttl, said);
      });
    });
  }

  #said(job: Job, names: readonly string[], type: RecordType, ttl: number, said: Said<RecordType>): void {
    if (said.kind === 'failed') this.#finish(job, names, type, failure(said.why, said.detail));
    else if (said.kind === 'answer') {
      const { answer } = said;
      const whole = answer.status === 'failed' ? answer : { ...answer, ttl: Math.min(ttl, answer.ttl) };
      this.#finish(job, names, type, whole);
    } else if (said.names.length > LONGEST_CHAIN)
      this.#finish(job, names, type, failure('loop', 'its CNAMEs lead on and on'));
    else this.#ask(job, said.names, type, Math.min(ttl, said.ttl));
  }

  #finish(job: Job, names: readonly string[], type: RecordType, answer: Answer): void {
    const name = names[0]!;
    const now = this.#means.clock();
    if (answer.status !== 'failed') this.#cache?.put(name, type, answer, now);
    const stale =
      answer.status === 'failed' && this.#stale > 0 ? this.#cache?.getStale(name, type, now) : undefined;
    job.settle(stale ?? answer);
  }

  /** One of those who wait may give up; when all have, so do we. */
  #until(job: Job, signal: AbortSignal): Promise<Answer> {
    return new Promise((done) => {
      const stop = (): void => {
        done(failure('timeout', 'given up by who asked'));
        job.waiters--;
        if (job.waiters > 0 || job.isOver) return;
        job.asking?.cancel();
        job.settle(failure('timeout', 'given up by who asked'));
      };
      const stops = this.#stopsOf(signal);
      stops.add(stop);
      void job.promise.then((answer) => {
        stops.delete(stop);
        done(answer);
      });
    });
  }

  #stopsOf(signal: AbortSignal): Set<() => void> {
    const known = this.#givers.get(signal);
    if (known !== undefined) return known;
    const stops = new Set<() => void>();
    this.#givers.set(signal, stops);
    signal.addEventListener(
      'abort',
      () => {
        for (const stop of stops) stop();
      },
      { once: true },
    );
    return stops;
  }
}

/** In lower case, without the last dot, in the one spelling that `readName` has too. undefined: it is no DNS name. */
function normal(name: string): string | undefined {
  if (PLAIN.test(name)) {
    const text = name.toLowerCase();
    return text.length > 1 && text.charCodeAt(text.length - 1) === 46 ? text.slice(0, -1) : text;
  }
  const wire = wireName(name);
  return wire === undefined ? undefined : readName(wire, 0)?.text;
}
