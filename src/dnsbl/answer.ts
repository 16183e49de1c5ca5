/**
 * Reads what a list answered. An answer is a code in 127.0.0.0/8, never an address (RFC 5782 §2.1): some codes say
 * what kind of listing it is, some that there is no answer for us, and an address anywhere else says that somebody
 * else answers for the list: whoever has its domain now, or a resolver that rewrites what does not exist.
 *
 *     A 127.0.0.4            listed (on ZEN: infected machine)
 *     A 127.255.255.254      failed: asked through a public resolver
 *     A 203.0.113.5          failed: parked, or rewritten
 *     NXDOMAIN               clear
 *     SERVFAIL, silence      failed, which is neither listed nor clear
 */
import type { Answer, Failure } from '../dns/resolver.ts';
import type { ListWord } from '../i18n/lists/words.ts';
import { matches, type Pattern, readPattern } from './pattern.ts';
import type { Code, ErrorReason, Zone } from './zone.ts';

/** One meaning of one address in an answer. */
export interface Meaning {
  readonly answer: string;
  readonly means: ListWord;
  readonly says: Code['says'];
}

export type Why = ErrorReason | Failure | 'outside-127';

export type Reading =
  | { readonly state: 'clear' /** The name exists, without an address. */; readonly noData: boolean }
  /** `rated`: on a list of the good, or neither good nor bad. */
  | {
      readonly state: 'listed' | 'rated';
      readonly answers: readonly string[];
      readonly meanings: readonly Meaning[];
    }
  | {
      readonly state: 'failed';
      readonly why: Why;
      /** What was answered, where anything was. */
      readonly answers: readonly string[];
      /** One sentence for people, of the resolver; "" where `why` says it all. */
      readonly detail: string;
    };

/** Addresses of an answer that are told; an honest list has a handful. */
const MOST_TOLD = 32;

export function readAnswer(zone: Zone, answer: Answer<'A'>): Reading {
  if (answer.status === 'failed') {
    const why =
      answer.why === 'refused'
        ? (zone.refusal ?? 'refused')
        : answer.why === 'timeout'
          ? (zone.silence ?? 'timeout')
          : answer.why;
    return { state: 'failed', why, answers: [], detail: answer.detail };
  }
  if (answer.status !== 'found') return { state: 'clear', noData: answer.status === 'no-data' };
  const all = [...new Set(answer.records)].sort(byNumber);
  const answers = all.slice(0, MOST_TOLD);
  const failed = (why: Why): Reading => ({ state: 'failed', why, answers, detail: '' });
  if (all.some((address) => !address.startsWith('127.'))) return failed('outside-127');
  for (const address of all) {
    const why = errorOf(zone, address);
    if (why !== undefined) return failed(why);
  }
  const meanings = answers.flatMap((address) => meaningsOf(zone, address));
  // A zone of bits may answer with a bit that nobody needs to be told.
  const bad = meanings.some(({ says }) => says === 'bad' || says === 'test');
  return { state: bad ? 'listed' : 'rated', answers, meanings };
}

/** Spamhaus made these up; others have taken them over. No list has them for listings. */
const REFUSALS: Readonly<Record<string, ErrorReason>> = {
  '127.255.255.252': 'typing-error',
  '127.255.255.254': 'public-resolver',
  '127.255.255.255': 'over-limit',
};

function errorOf(zone: Zone, address: string): ErrorReason | undefined {
  const own = zone.errors.find((code) => fitsCode(code, address));
  if (own !== undefined) return own.why;
  if (address.startsWith('127.255.255.')) return REFUSALS[address] ?? 'refused';
  // URIBL, SURBL and others refuse with it; EFnet, HostKarma and the bits of Validity mean something by it.
  const documented = zone.codes.length === 0 || zone.codes.some((code) => fitsCode(code, address));
  return address === '127.0.0.1' && !documented ? 'refused' : undefined;
}

function meaningsOf(zone: Zone, answer: string): readonly Meaning[] {
  const known = zone.codes.filter((code) => fitsCode(code, answer));
  if (known.length > 0) return known.map(({ means, says }) => ({ answer, means, says }));
  const says =
    zone.kind === 'block' ? 'bad' : zone.kind === 'allow' && zone.codes.length === 0 ? 'good' : 'neutral';
  return [{ answer, means: zone.codes.length === 0 ? 'code.any' : 'code.undocumented', says }];
}

const patterns = new Map<string, Pattern>();

function fitsCode(
  { answer, bit }: { readonly answer: string; readonly bit?: number },
  address: string,
): boolean {
  if (bit === undefined && answer === address) return true;
  let pattern = patterns.get(answer);
  if (pattern === undefined) {
    pattern = readPattern(answer)!;
    patterns.set(answer, pattern);
  }
  if (!matches(pattern, address)) return false;
  return bit === undefined || (lastOctet(address) & bit) !== 0;
}

export function lastOctet(address: string): number {
  return Number(address.slice(address.lastIndexOf('.') + 1));
}

function byNumber(a: string, b: string): number {
  return numberOf(a) - numberOf(b);
}

function numberOf(address: string): number {
  return address.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0);
}
