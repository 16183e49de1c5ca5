/**
 * A record of the catalogue is written as what is special in it; the rest is what holds of most zones. The shapes of
 * this file are for the catalogue only: everybody else reads `Zone` (zone.ts).
 */
import type { ListWord } from '../../i18n/lists/words.ts';
import type { Certainty, Code, ErrorCode, Life, Since, Takes, TestPoints, Zone } from '../zone.ts';

/** What every record must say; what it may say beside. */
export type Facts = Pick<Zone, 'name' | 'operator' | 'lists' | 'life' | 'use' | 'sources'> &
  Partial<Omit<Zone, 'zone' | 'name' | 'operator' | 'lists' | 'life' | 'use' | 'sources'>>;

export function record(zone: string, facts: Facts): Zone {
  const takes = facts.takes ?? IP4;
  return {
    zone,
    kind: 'block',
    takes,
    risk: 'medium',
    codes: [],
    errors: [],
    tests: testsOf(takes),
    registration: 'none',
    publicResolvers: 'unknown',
    end: { how: 'unknown' },
    replacements: [],
    ...facts,
  };
}

export const IP4: Takes = { ip4: true, ip6: 'no', domain: false };
export const IP6: Takes = { ip4: false, ip6: 'yes', domain: false };
export const IP: Takes = { ip4: true, ip6: 'yes', domain: false };
/** Said to list both kinds of addresses. */
export const IP_PERHAPS_6: Takes = { ip4: true, ip6: 'unknown', domain: false };
export const DOMAIN: Takes = { ip4: false, ip6: 'no', domain: true };
export const ANYTHING: Takes = { ip4: true, ip6: 'unknown', domain: true };
/** Hashes only. */
export const NEITHER: Takes = { ip4: false, ip6: 'no', domain: false };

/** RFC 5782 §5: what every list must and must not hold. */
export function testsOf(takes: Takes, known: TestPoints['known'] = 'unknown'): TestPoints {
  const points = (ip4: string, ip6: string, domain: string): string[] => [
    ...(takes.ip4 ? [ip4] : []),
    ...(takes.ip6 === 'no' ? [] : [ip6]),
    ...(takes.domain ? [domain] : []),
  ];
  return {
    listed: points('127.0.0.2', '::ffff:7f00:2', 'test'),
    clear: points('127.0.0.1', '::ffff:7f00:1', 'invalid'),
    known,
  };
}

export function on(date: string): Since {
  return { date, known: 'on' };
}

export function by(date: string): Since {
  return { date, known: 'by' };
}

export function active(confidence: Certainty = 'high', listedAll: readonly string[] = []): Life {
  return { status: 'active', confidence, listedAll };
}

export function unknown(since?: Since): Life {
  return { status: 'unknown', confidence: 'low', listedAll: [], ...(since === undefined ? {} : { since }) };
}

export function life(
  status: Life['status'],
  confidence: Certainty,
  since?: Since,
  listedAll: readonly string[] = [],
): Life {
  return { status, confidence, listedAll, ...(since === undefined ? {} : { since }) };
}

export function bad(answer: string, means: ListWord): Code {
  return { answer, means, says: 'bad' };
}

export function good(answer: string, means: ListWord): Code {
  return { answer, means, says: 'good' };
}

export function neutral(answer: string, means: ListWord): Code {
  return { answer, means, says: 'neutral' };
}

export function bit(value: number, means: ListWord, says: Code['says'] = 'bad'): Code {
  return { answer: '127.0.0.[1..254]', bit: value, means, says };
}

/** 127.0.0.2, and nobody needs to be told more. */
export const LISTED: readonly Code[] = [bad('127.0.0.2', 'code.listed')];

export function error(answer: string, why: ErrorCode['why']): ErrorCode {
  return { answer, why };
}
