/**
 * Answers kept for as long as they may be: found ones for their TTL, "not there" as RFC 2308 says. Bounded by entries and
 * by bytes; what has not been used since it was last looked at goes first. Knows no clock: the time is passed in.
 */
import type { Answer, RecordType } from './resolver.ts';

export interface CacheLimits {
  readonly entries: number;
  readonly bytes: number;
  /** Seconds that an answer may be served past its TTL when nobody answers (RFC 8767). */
  readonly stale: number;
}

type Kept = Exclude<Answer, { status: 'failed' }>;

interface Entry {
  readonly answer: Kept;
  /** Milliseconds. */
  readonly expires: number;
  readonly bytes: number;
  used: boolean;
}

/** What an entry takes beside its texts, measured. */
const OVERHEAD = 300;

export class Cache {
  readonly #entries = new Map<string, Entry>();
  readonly #limits: CacheLimits;
  #bytes = 0;

  constructor(limits: CacheLimits) {
    this.#limits = limits;
  }

  get size(): number {
    return this.#entries.size;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** @param name in lower case, without the last dot @param now milliseconds */
  get<T extends RecordType>(name: string, type: T, now: number): Answer<T> | undefined {
    let entry = this.#entries.get(`${type} ${name}`);
    // RFC 2308 §5: a name that does not exist has no record of any type.
    if (entry === undefined || entry.expires <= now) entry = this.#entries.get(name);
    if (entry === undefined || entry.expires <= now) return undefined;
    entry.used = true;
    return { ...entry.answer, ttl: Math.ceil((entry.expires - now) / 1000) } as Answer<T>;
  }

  /** What was true, for when nobody answers any more; its TTL is the 30 seconds of RFC 8767 §5. */
  getStale<T extends RecordType>(name: string, type: T, now: number): Answer<T> | undefined {
    const typed = this.#entries.get(`${type} ${name}`);
    const whole = this.#entries.get(name);
    const entry =
      typed === undefined || (whole !== undefined && whole.expires > typed.expires) ? whole : typed;
    if (entry === undefined || entry.expires + this.#limits.stale * 1000 <= now) return undefined;
    return { ...entry.answer, ttl: 30, stale: true } as Answer<T>;
  }

  /** Failures are not kept, nor what has no time to live. */
  put<T extends RecordType>(name: string, type: T, answer: Answer<T>, now: number): void {
    if (answer.status === 'failed' || answer.ttl <= 0) return;
    const isWhole = answer.status === 'nxdomain' && type !== 'CNAME';
    const key = isWhole ? name : `${type} ${name}`;
    this.#drop(key);
    const bytes = OVERHEAD + 2 * key.length + sizeOf(answer);
    if (bytes > this.#limits.bytes / 4) return;
    this.#entries.set(key, {
      answer: answer as Kept,
      expires: now + answer.ttl * 1000,
      bytes,
      used: false,
    });
    this.#bytes += bytes;
    this.#makeRoom(now);
  }

  #drop(key: string): void {
    const entry = this.#entries.get(key);
    if (entry === undefined) return;
    this.#entries.delete(key);
    this.#bytes -= entry.bytes;
  }

  /** Second chance: the oldest goes, unless it was used and is alive; then it is the youngest again. */
  #makeRoom(now: number): void {
    for (const [key, entry] of this.#entries) {
      if (this.#entries.size <= this.#limits.entries && this.#bytes <= this.#limits.bytes) return;
      this.#entries.delete(key);
      if (entry.used && entry.expires > now) {
        entry.used = false;
        this.#entries.set(key, entry);
      } else this.#bytes -= entry.bytes;
    }
  }
}

function sizeOf(answer: Answer): number {
  if (answer.status !== 'found') return 0;
  let bytes = 2 * (answer.canonical?.length ?? 0);
  for (const record of answer.records) {
    bytes += 16;
    if (typeof record === 'string') bytes += 16 + 2 * record.length;
    else
      for (const value of Object.values(record))
        bytes += typeof value === 'string' ? 16 + 2 * value.length : 16;
  }
  return bytes;
}
