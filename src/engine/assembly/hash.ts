/** Hashes. Those of addresses and of message-ids are the ones of src/tally/hash.ts. */

const BASIS: u32 = 0x811c9dc5;
const PRIME: u32 = 0x01000193;
const HIGH_BASIS: u32 = 0x9747b28c;
const HIGH_PRIME: u32 = 0x5bd1e995;
const ODD: u64 = 0x9e3779b97f4a7c15;

@inline
function mix(hash: u32): u32 {
  let h = (hash ^ (hash >>> 16)) * 0x85ebca6b;
  h = (h ^ (h >>> 13)) * 0xc2b2ae35;
  return h ^ (h >>> 16);
}

/** `hashOf` of src/tally/hash.ts. */
export function hashOf(from: usize, to: usize): u32 {
  let hash = BASIS;
  for (let p = from; p < to; p++) hash = (hash ^ load<u8>(p)) * PRIME;
  return mix(hash);
}

/** The upper 20 bits that `wideHash` gave; it returns the lower 32. */
export let high: u32 = 0;

/** `wideHashOf` of src/tally/hash.ts. */
export function wideHash(from: usize, to: usize): u32 {
  let low = BASIS;
  let upper = HIGH_BASIS;
  for (let p = from; p < to; p++) {
    const code = <u32>load<u8>(p);
    low = (low ^ code) * PRIME;
    upper = (upper ^ code) * HIGH_PRIME;
  }
  high = mix(upper) >>> 12;
  return mix(low);
}

/** Of a key in a table: eight bytes at a time, the last eight overlapping. */
export function keyHash(from: usize, length: usize): u32 {
  let hash: u64 = (<u64>length) * ODD;
  if (length < 8) {
    let word: u64 = 0;
    for (let i: usize = 0; i < length; i++) word = (word << 8) | <u64>load<u8>(from + i);
    hash = step(hash, word);
  } else {
    const last = from + length - 8;
    for (let p = from; p < last; p += 8) hash = step(hash, load<u64>(p));
    hash = step(hash, load<u64>(last));
  }
  hash ^= hash >>> 29;
  hash *= 0xbf58476d1ce4e5b9;
  return <u32>(hash >>> 32);
}

@inline
function step(hash: u64, word: u64): u64 {
  const h = (hash ^ word) * ODD;
  return h ^ (h >>> 32);
}
