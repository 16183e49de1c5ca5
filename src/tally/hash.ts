/** A hash of 32 bits over characters: FNV-1a, mixed at the end as MurmurHash3 does so that all bits depend on all. */
export const BASIS = 0x811c9dc5;
export const PRIME = 0x01000193;
export const HIGH_BASIS = 0x9747b28c;
export const HIGH_PRIME = 0x5bd1e995;

export function hashOf(key: string): number {
  let hash = BASIS;
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), PRIME);
  return mix(hash);
}

/** The same of a domain or host name, whose letters' case does not matter. ASCII only, as RFC 4343 has it. */
export function hashOfName(name: string): number {
  let hash = BASIS;
  for (let i = 0; i < name.length; i++) {
    const code = name.charCodeAt(i);
    hash = Math.imul(hash ^ (code >= 65 && code <= 90 ? code + 32 : code), PRIME);
  }
  return mix(hash);
}

export function mix(hash: number): number {
  let h = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/**
 * A hash of 52 bits as a whole number: two things that hash alike are as good as the same (one chance in 100,000
 * among 300,000 of them). Its low 32 bits are those of `hashOf`.
 */
export function wideHashOf(key: string): number {
  let low = BASIS;
  let high = HIGH_BASIS;
  for (let i = 0; i < key.length; i++) {
    const code = key.charCodeAt(i);
    low = Math.imul(low ^ code, PRIME);
    high = Math.imul(high ^ code, HIGH_PRIME);
  }
  return widen(low, high);
}

export function widen(low: number, high: number): number {
  return (mix(high) >>> 12) * 0x1_0000_0000 + mix(low);
}
