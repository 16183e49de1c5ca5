/**
 * The stub resolver: asks recursive name servers (RFC 1034 §5.3.1), keeps what they say, asks once what many want to know.
 *
 *     const resolver = stubResolver({ servers: [{ address: '127.0.0.1', port: 53 }] });
 *     await resolver.query('2.0.0.127.bl.example.org', 'A');
 *     // { status: 'found', records: ['127.0.0.2'], ttl: 3600 }
 *
 * Without `servers` it does as /etc/resolv.conf says.
 */
import { Alarms, type Timers } from './alarms.ts';
import { type Asker, Asking, type Means, type Peer } from './asking.ts';
import { Cache, type CacheLimits } from './cache.ts';
import { Health } from './health.ts';
import { LONGEST_CHAIN, type Said } from './interpret.ts';
import { Latency } from './latency.ts';
import { layName, readName, wireName } from './name.ts';
import { Pace, type Place } from './pace.ts';
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

/** A question that several may wait for, over all names of its chain of aliases. */
class Job implements Asker<RecordType>, Place {
  readonly promise: Promise<Answer>;
  readonly type: RecordType;
  readonly isShared: boolean;
  readonly #stub: Stub;
  /** The chain so far; the last is asked. */
  names: readonly string[];
  /** The lowest on it, seconds. */
  ttl = Number.POSITIVE_INFINITY;
  waiters = 0;
  /** One of those who wait wants it kept. */
  isKept = false;
  asking: Asking<RecordType> | undefined;
  isOver = false;
  isYoung = false;
  /** Makes the promise true; what is told before the job is over (RFC 8767 §5) counts. */
  resolve: (answer: Answer) => void = () => {};

  constructor(stub: Stub, name: string, type: RecordType, isShared: boolean) {
    this.#stub = stub;
    this.names = [name];
    this.type = type;
    this.isShared = isShared;
    this.promise = new Promise<Answer>((resolve) => {
      this.resolve = resolve;
    });
  }

  begin(): void {
    this.#stub.begin(this);
  }

  said(said: Said<RecordType>): void {
    this.asking = undefined;
    this.#stub.said(this, said);
  }
}

const PLAIN = /^[!-[\]-~]+$/;
const failure = (why: Failure, detail: string): Answer<never> => ({ status: 'failed', why, detail });

class Stub implements StubResolver {
  readonly servers: readonly Server[];
  readonly #means: Means;
  readonly #timers: Timers;
  readonly #cache: Cache | undefined;
  readonly #stale: number;
  /** That may be shared, by type and name. */
  readonly #shared = new Map<RecordType, Map<string, Job>>();
  /** That are asked anew, each for itself. */
  readonly #fresh = new Set<Job>();
  /** One listener a signal: thousands of questions may have the same one. */
  readonly #givers = new WeakMap<AbortSignal, Set<() => void>>();
  #isClosed = false;

  constructor(servers: readonly Server[], options: StubOptions) {
    if (servers.length === 0) throw new TypeError('no name server');
    this.servers = servers;
    const clock = options.clock ?? (() => performance.now());
    const random = options.random ?? randomFrom();
    const { timeout = 2_000, attempts = 3 } = options;
    this.#timers = options.timers ?? TIMERS;
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
      alarms: new Alarms(this.#timers, clock),
      timeout,
      attempts,
      most: longest(timeout, attempts, servers.length),
      tcpOnly: options.tcpOnly ?? false,
      edns: options.edns ?? true,
      mixedCase: options.mixedCase ?? true,
    };
    const limits = { ...CACHE, ...(options.cache === false ? {} : options.cache) };
    this.#cache = options.cache === false ? undefined : new Cache(limits);
    this.#stale = limits.stale;
  }

  query<T extends RecordType>(name: string, type: T, options: Question = {}): Promise<Answer<T>> {
    const { signal, fresh = false, keep = true } = options;
    if (signal?.aborted === true) return Promise.resolve(failure('timeout', 'given up by who asked'));
    const text = normal(name);
    if (text === undefined) return Promise.resolve(failure('unsendable', 'not a DNS name'));
    if (!fresh && keep) {
      const kept = this.#cache?.get(text, type, this.#means.clock());
      if (kept !== undefined) return Promise.resolve(kept);
    }
    const job = (fresh ? undefined : this.#shared.get(type)?.get(text)) ?? this.#start(text, type, !fresh);
    job.waiters++;
    if (keep) job.isKept = true;
    if (signal === undefined) return job.promise as Promise<Answer<T>>;
    return this.#until(job, signal) as Promise<Answer<T>>;
  }

  close(): void {
    this.#isClosed = true;
    const shared = [...this.#shared.values()].flatMap((jobs) => [...jobs.values()]);
    for (const job of [...shared, ...this.#fresh]) {
      job.asking?.cancel();
      this.#settle(job, failure('unreachable', 'the resolver has been closed'));
    }
    this.#means.alarms.close();
    for (const { udp, tcp } of this.#means.peers) {
      udp.close();
      tcp.close();
    }
  }

  #start(text: string, type: RecordType, isShared: boolean): Job {
    const job = new Job(this, text, type, isShared);
    if (this.#isClosed) {
      this.#settle(job, failure('unreachable', 'the resolver has been closed'));
      return job;
    }
    if (isShared) {
      let jobs = this.#shared.get(type);
      if (jobs === undefined) {
        jobs = new Map();
        this.#shared.set(type, jobs);
      }
      jobs.set(text, job);
    } else this.#fresh.add(job);
    if (this.#stale > 0) this.#offerStale(job);
    this.#ask(job);
    return job;
  }

  #settle(job: Job, answer: Answer): void {
    if (job.isOver) return;
    job.isOver = true;
    if (job.isShared) this.#shared.get(job.type)?.delete(job.names[0]!);
    else this.#fresh.delete(job);
    job.resolve(answer);
  }

  /** RFC 8767 §5: where the servers take long, what was true is told, and they are still waited for. */
  #offerStale(job: Job): void {
    const stale = this.#cache?.getStale(job.names[0]!, job.type, this.#means.clock());
    if (stale === undefined) return;
    const timer = this.#timers.set(STALE_AFTER, () => job.resolve(stale));
    void job.promise.then(() => this.#timers.clear(timer));
  }

  #ask(job: Job): void {
    if (layName(job.names.at(-1)!) === 0) {
      this.#finish(job, failure('unsendable', 'not a DNS name'));
      return;
    }
    this.#means.pace.run(job);
  }

  begin(job: Job): void {
    if (job.isOver) {
      this.#means.pace.done(job);
      return;
    }
    job.asking = new Asking(this.#means, job, job.names, job.type, job);
    job.asking.start();
  }

  said(job: Job, said: Said<RecordType>): void {
    if (said.kind === 'failed') this.#finish(job, failure(said.why, said.detail));
    else if (said.kind === 'answer') {
      const { answer } = said;
      const isWhole = answer.status === 'failed' || answer.ttl <= job.ttl;
      this.#finish(job, isWhole ? answer : { ...answer, ttl: job.ttl });
    } else if (said.names.length > LONGEST_CHAIN)
      this.#finish(job, failure('loop', 'its CNAMEs lead on and on'));
    else {
      job.names = said.names;
      job.ttl = Math.min(job.ttl, said.ttl);
      this.#ask(job);
    }
  }

  #finish(job: Job, answer: Answer): void {
    const name = job.names[0]!;
    if (job.isKept && answer.status !== 'failed')
      this.#cache?.put(name, job.type, answer, this.#means.clock());
    const stale =
      answer.status === 'failed' && this.#stale > 0
        ? this.#cache?.getStale(name, job.type, this.#means.clock())
        : undefined;
    this.#settle(job, stale ?? answer);
  }

  /** One of those who wait may give up; when all have, so do we. */
  #until(job: Job, signal: AbortSignal): Promise<Answer> {
    return new Promise((done) => {
      const stop = (): void => {
        done(failure('timeout', 'given up by who asked'));
        job.waiters--;
        if (job.waiters > 0 || job.isOver) return;
        job.asking?.cancel();
        this.#settle(job, failure('timeout', 'given up by who asked'));
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

/** As long as one server would have; each of several is asked once at least. */
function longest(timeout: number, attempts: number, servers: number): number {
  let most = 0;
  for (let round = 0; round < attempts; round++) most += timeout * 1.5 ** round;
  return Math.max(most, timeout * servers);
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
