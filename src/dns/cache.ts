/**
 * Answers kept for as long as they may be: found ones for their TTL, "not there" as RFC 2308 says. Bounded by entries and
 * by bytes; what has not been used since it was last looked at goes first. Knows no clock: the time is passed in.
 */
import type { Answer, RecordType } from './resolver.ts';

export interface CacheLimits {
  /** Names. */
  readonly entries: number;
  readonly bytes: number;
  /** Seconds that an answer may be served past its TTL when nobody answers (RFC 8767). */
  readonly stale: number;
}

type Kept = Exclude<Answer, { status: 'failed' }>;

/** What is known of a name: one item a type, the newest first, in a chain. */
interface Item {
  /** undefined: of any type, since the name does not exist (RFC 2308 §5). */
  readonly type: RecordType | undefined;
  readonly answer: Kept;
  /** Milliseconds. */
  readonly expires: number;
  readonly bytes: number;
  next: Item | undefined;
  /** Of the name, in its first item. */
  isUsed: boolean;
}

/** What an item takes beside its texts, measured. */
const OVERHEAD = 320;

export class Cache {
  readonly #names = new Map<string, Item>();
  readonly #limits: CacheLimits;
  #bytes = 0;

  constructor(limits: CacheLimits) {
    this.#limits = limits;
  }

  /** Names. */
  get size(): number {
    return this.#names.size;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** @param name in lower case, without the last dot @param now milliseconds */
  get<T extends RecordType>(name: string, type: T, now: number): Answer<T> | undefined {
    const first = this.#names.get(name);
    const item = find(first, type);
    if (first === undefined || item === undefined || item.expires <= now) return undefined;
    first.isUsed = true;
    return { ...item.answer, ttl: Math.ceil((item.expires - now) / 1000) } as Answer<T>;
  }

  /** What was true, for when nobody answers any more; its TTL is the 30 seconds of RFC 8767 §5. */
  getStale<T extends RecordType>(name: string, type: T, now: number): Answer<T> | undefined {
    const item = find(this.#names.get(name), type);
    if (item === undefined || item.expires + this.#limits.stale * 1000 <= now) return undefined;
    return { ...item.answer, ttl: 30, stale: true } as Answer<T>;
  }

  /** Failures are not kept, nor what has no time to live. */
  put<T extends RecordType>(name: string, type: T, answer: Answer<T>, now: number): void {
    if (answer.status === 'failed' || answer.ttl <= 0) return;
    const isWhole = answer.status === 'nxdomain' && type !== 'CNAME';
    const bytes = OVERHEAD + 2 * name.length + sizeOf(answer);
    if (bytes > this.#limits.bytes / 4) return;
    const item: Item = {
      type: isWhole ? undefined : type,
      answer: answer as Kept,
      expires: now + answer.ttl * 1000,
      bytes,
      next: undefined,
      isUsed: false,
    };
    // The newest is believed: what does not exist has no types, what has one exists.
    for (let last = item, old = this.#names.get(name); old !== undefined; ) {
      const { next } = old;
      if (isWhole || old.type === undefined || old.type === type) this.#bytes -= old.bytes;
      else {
        last.next = old;
        last = old;
        old.next = undefined;
      }
      old = next;
    }
    this.#names.set(name, item);
    this.#bytes += bytes;
    if (this.#names.size > this.#limits.entries || this.#bytes > this.#limits.bytes) this.#makeRoom(now);
  }

  /**
   * Second chance: the oldest names go, but those that were used and are alive become the youngest. A tenth at a time: a
   * Map whose first entries were deleted is slow to begin with.
   */
  #makeRoom(now: number): void {
    const entries = Math.floor(this.#limits.entries * 0.9);
    const bytes = this.#limits.bytes * 0.9;
    for (const [name, first] of this.#names) {
      if (this.#names.size <= entries && this.#bytes <= bytes) return;
      this.#names.delete(name);
      if (first.isUsed && first.expires > now) {
        first.isUsed = false;
        this.#names.set(name, first);
      } else
        for (let item: Item | undefined = first; item !== undefined; item = item.next)
          this.#bytes -= item.bytes;
    }
  }
}

function find(first: Item | undefined, type: RecordType): Item | undefined {
  let item = first;
  while (item !== undefined && item.type !== undefined && item.type !== type) item = item.next;
  return item;
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
