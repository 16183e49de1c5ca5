/**
 * Verdicts kept for as long as every answer behind them holds. A verdict depends on the address and the domain, and on
 * the local part (`%{l}`, `%{s}`) or the HELO name (`%{h}`) only where a macro on its way asked for them. Which did is
 * noted while a record is evaluated, and what was read belongs to the key: whoever agrees in it would have taken the
 * same way, since nothing else is ever looked at. So senders share a verdict where they may, and never where they may not.
 */
import { NEEDS_HELO, NEEDS_LOCAL, NEEDS_TIME, splitSender } from './client.ts';
import type { Request, Verdict } from './verdict.ts';

interface Kept {
  readonly verdict: Verdict;
  /** Milliseconds. */
  readonly until: number;
  readonly bytes: number;
}

/** Requests with longer names are rare, and take room. */
const LONGEST_KEY = 1_000;
/** Characters of a problem (several records, a record with an error) that may be kept. */
const LONGEST_RECORD = 4_096;
/** Of all verdicts: senders can make as many domains with as long records as they like. */
const MOST_BYTES = 32 << 20;
/** What a verdict takes beside its texts, about. */
const OVERHEAD = 500;

export class VerdictCache {
  readonly #most: number;
  readonly #verdicts = new Map<string, Kept>();
  #bytes = 0;
  /** How many verdicts need more than address and domain: without, one look is enough. */
  readonly #needs = new Map<number, number>([[0, 0]]);

  constructor(most: number) {
    this.#most = most;
  }

  get size(): number {
    return this.#verdicts.size;
  }

  get(request: Request, now: number): Verdict | undefined {
    if (this.#verdicts.size === 0) return undefined;
    const base = baseKey(request);
    for (const needs of this.#needs.keys()) {
      const key = keyOf(base, needs, request);
      const kept = this.#verdicts.get(key);
      if (kept === undefined) continue;
      if (kept.until <= now) {
        this.#drop(key);
        continue;
      }
      const { verdict } = kept;
      return {
        ...verdict,
        identity: request.sender === '' ? 'helo' : 'mailfrom',
        ttl: Math.floor((kept.until - now) / 1000),
      };
    }
    return undefined;
  }

  /** @param needs bits of NEEDS_ */
  put(request: Request, needs: number, verdict: Verdict, now: number): void {
    if (verdict.ttl <= 0 || (needs & NEEDS_TIME) !== 0 || this.#most <= 0) return;
    const key = keyOf(baseKey(request), needs, request);
    const size = sizeOf(verdict);
    if (key.length > LONGEST_KEY || size > LONGEST_RECORD) return;
    const bytes = OVERHEAD + 2 * key.length + size;
    this.#drop(key);
    // What was asked is not kept: an answer can be large.
    this.#verdicts.set(key, {
      verdict: { ...verdict, trace: [], kept: true },
      until: now + verdict.ttl * 1000,
      bytes,
    });
    this.#bytes += bytes;
    this.#needs.set(needs, (this.#needs.get(needs) ?? 0) + 1);
    for (const old of this.#verdicts.keys()) {
      if (this.#verdicts.size <= this.#most && this.#bytes <= MOST_BYTES) break;
      this.#drop(old);
    }
  }

  #drop(key: string): void {
    const kept = this.#verdicts.get(key);
    if (kept === undefined) return;
    this.#verdicts.delete(key);
    this.#bytes -= kept.bytes;
    const needs = Number(key[0]);
    const left = this.#needs.get(needs)! - 1;
    if (left > 0 || needs === 0) this.#needs.set(needs, left);
    else this.#needs.delete(needs);
  }
}

/** Address and domain, with no blank in the address: what is no address has no verdict that is kept. */
function baseKey({ ip, sender, helo }: Request): string {
  const plain = /^::ffff:(?=.*\.)/i.test(ip) ? ip.slice(7) : ip;
  const address = /^[\da-f:.]+$/i.test(plain) ? plain : '-';
  return `${address} ${splitSender(sender, helo).domain.toLowerCase()}`;
}

/** The lengths tell where each part ends, so that no two requests look alike. */
function keyOf(base: string, needs: number, { sender, helo }: Request): string {
  if (needs === 0) return `0 ${base}`;
  const local = (needs & NEEDS_LOCAL) === 0 ? '' : splitSender(sender, helo).local;
  const name = (needs & NEEDS_HELO) === 0 ? '' : helo;
  return `${needs} ${local.length} ${name.length} ${local} ${name} ${base}`;
}

function sizeOf({ record = '', explanation = '', problem, matched }: Verdict): number {
  let size = record.length + explanation.length;
  for (const { domain, term } of matched) size += domain.length + term.length;
  if (problem?.kind === 'several-records') for (const each of problem.records) size += each.length;
  if (problem?.kind === 'no-record') size += problem.near?.length ?? 0;
  if (problem?.kind === 'syntax') size += problem.record.length;
  return size;
}
