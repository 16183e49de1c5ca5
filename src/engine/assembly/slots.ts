/**
 * Tables of slots of eight bytes: a hash, and a number or an address, which is never 0. What is sought stands at its hash, or
 * behind it before the next empty slot; at most half of the slots are used, and their count is a power of two.
 */
import { giveBack, takeClean } from './memory';

export function putSlot(slots: usize, count: u32, hash: u32, held: u32): void {
  const mask = count - 1;
  let slot = hash & mask;
  while (load<u32>(slots + ((<usize>slot) << 3), 4) != 0) slot = (slot + 1) & mask;
  store<u32>(slots + ((<usize>slot) << 3), hash);
  store<u32>(slots + ((<usize>slot) << 3), held, 4);
}

/** @returns twice as many slots, with what was there; the others are given back */
export function doubledSlots(slots: usize, count: u32): usize {
  const doubled = takeClean((<usize>count) << 4);
  for (let old: u32 = 0; old < count; old++) {
    const from = slots + ((<usize>old) << 3);
    if (load<u32>(from, 4) != 0) putSlot(doubled, count * 2, load<u32>(from), load<u32>(from, 4));
  }
  giveBack(slots, (<usize>count) << 3);
  return doubled;
}
