/**
 * How often each IPv4 address counts in each group (subjects.ts). Refusals are many and clients mostly such addresses: a
 * slot holds all that is known of one, so that a search touches memory once.
 */
import { at, DOT, isDigit } from './bytes';
import { giveBack, takeClean } from './memory';

/** The group, which is never 0; the address; how often it counts. */
export const SLOT: usize = 12;
const FIRST_ROOM: u32 = 64;
const ODD: u64 = 0x9e3779b97f4a7c15;

/** Open addressing. */
@unmanaged
export class Quads {
  slots: usize;
  room: u32;
  used: u32;
  /** Where an address lies depends on it. */
  seed: u64;
}

export function newQuads(): usize {
  const made = changetype<Quads>(takeClean(offsetof<Quads>()));
  made.room = FIRST_ROOM;
  made.slots = takeClean(<usize>FIRST_ROOM * SLOT);
  return changetype<usize>(made);
}

/**
 * Its room stays. Who puts addresses back does so in the order in which they lay here: they get places that have nothing
 * to do with the old ones, or they would crowd one end.
 */
export function emptyQuads(quads: Quads): void {
  memory.fill(quads.slots, 0, <usize>quads.room * SLOT);
  quads.used = 0;
  quads.seed = (quads.seed + 1) * ODD;
}

/** Where the address stands; where it would, with 0 as its group, if it does not yet. */
export function findQuad(quads: Quads, group: usize, address: u32): usize {
  const mask = quads.room - 1;
  const mixed = ((((<u64>address) << 32) | <u64>group) ^ quads.seed) * ODD;
  let slot = <u32>(((mixed ^ (mixed >>> 32)) * ODD) >>> 32) & mask;
  while (true) {
    const place = quads.slots + <usize>slot * SLOT;
    const held = <usize>load<u32>(place);
    if (held == 0 || (held == group && load<u32>(place, 4) == address)) return place;
    slot = (slot + 1) & mask;
  }
}

/** @param place as `findQuad` returned it */
export function addQuad(quads: Quads, place: usize, group: usize, address: u32, count: u32): void {
  store<u32>(place, <u32>group);
  store<u32>(place, address, 4);
  store<u32>(place, count, 8);
  quads.used++;
  if (quads.used * 4 > quads.room * 3) grow(quads);
}

function grow(quads: Quads): void {
  const before = quads.slots;
  const size = <usize>quads.room * SLOT;
  quads.room *= 2;
  quads.slots = takeClean(size * 2);
  for (let old = before; old < before + size; old += SLOT) {
    const group = <usize>load<u32>(old);
    if (group == 0) continue;
    const place = findQuad(quads, group, load<u32>(old, 4));
    store<u32>(place, <u32>group);
    store<u64>(place, load<u64>(old, 4), 4);
  }
  giveBack(before, size);
}

/** The address that `readQuad` read. */
export let quad: u32 = 0;

/** Whether a text is an IPv4 address as everybody writes it: `192.0.2.1`. */
export function readQuad(from: usize, length: usize): bool {
  if (length > 15) return false;
  const end = from + length;
  let read: u32 = 0;
  let part: u32 = 0;
  let digits: u32 = 0;
  let dots: u32 = 0;
  for (let p = from; p < end; p++) {
    const code = at(p);
    if (isDigit(code)) {
      // No zero stands before other digits.
      if (digits > 0 && part == 0) return false;
      part = part * 10 + code - 48;
      if (part > 255) return false;
      digits++;
    } else if (code == DOT && digits > 0 && ++dots < 4) {
      read = (read << 8) | part;
      part = 0;
      digits = 0;
    } else return false;
  }
  quad = (read << 8) | part;
  return dots == 3 && digits > 0;
}

/** Lays the text of an address down; returns its length. */
export function writeQuad(address: u32, to: usize): usize {
  let p = to;
  for (let shift = 24; shift >= 0; shift -= 8) {
    const part = (address >>> shift) & 255;
    if (part > 99) store<u8>(p++, <u8>(48 + part / 100));
    if (part > 9) store<u8>(p++, <u8>(48 + (part / 10) % 10));
    store<u8>(p++, <u8>(48 + (part % 10)));
    if (shift > 0) store<u8>(p++, <u8>DOT);
  }
  return p - to;
}
