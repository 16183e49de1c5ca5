/** Texts of attempts, each kept once, with a number from 1; 0 is no text, 1 the empty one. */
import { same } from './bytes';
import { keyHash } from './hash';
import { copy, giveBack, take, takeClean } from './memory';
import { doubledSlots, putSlot } from './slots';

/** Beyond so many, or so many bytes, lines go the long way. */
const MOST: u32 = 4000000;
const MOST_BYTES: usize = 512 << 20;
const PAGE: usize = 65536;
/** Behind a text is room for comparisons. */
const SLACK: usize = 16;

/** Hash and number. */
let slots: usize = takeClean(4096 * 8);
let slotCount: u32 = 4096;
/** By number: where it is, and how long. */
let places: usize = takeClean(4096 * 8);
let placeRoom: u32 = 4096;
/** The number that the next text gets. */
export let textCount: u32 = 2;
let page: usize = 0;
let pageLeft: usize = 0;
let bytes: usize = 0;

export function textsAreFull(): bool {
  return textCount >= MOST || bytes >= MOST_BYTES;
}

/** Where a text is, and its length. */
export function textPlaces(): usize {
  return places;
}

export function numberOf(from: usize, length: usize): u32 {
  if (length == 0) return 1;
  const hash = keyHash(from, length);
  const mask = slotCount - 1;
  let slot = hash & mask;
  while (true) {
    const place = slots + ((<usize>slot) << 3);
    const number = load<u32>(place, 4);
    if (number == 0) break;
    if (load<u32>(place) == hash) {
      const known = places + ((<usize>number) << 3);
      if (<usize>load<u32>(known, 4) == length && same(from, <usize>load<u32>(known), length)) return number;
    }
    slot = (slot + 1) & mask;
  }
  return add(hash, from, length);
}

function add(hash: u32, from: usize, length: usize): u32 {
  if (textCount == placeRoom) {
    const more = take((<usize>placeRoom) << 4);
    memory.copy(more, places, (<usize>placeRoom) << 3);
    giveBack(places, (<usize>placeRoom) << 3);
    places = more;
    placeRoom *= 2;
  }
  const number = textCount++;
  const at = room(length + SLACK);
  copy(at, from, length);
  store<u32>(places + ((<usize>number) << 3), <u32>at);
  store<u32>(places + ((<usize>number) << 3), <u32>length, 4);
  bytes += length + SLACK;
  if (number * 2 > slotCount) spread();
  putSlot(slots, slotCount, hash, number);
  return number;
}

function spread(): void {
  slots = doubledSlots(slots, slotCount);
  slotCount *= 2;
}

function room(size: usize): usize {
  if (size > pageLeft) {
    pageLeft = max<usize>(PAGE, size + SLACK);
    page = take(pageLeft);
    pageLeft -= SLACK;
  }
  const at = page;
  page += size;
  pageLeft -= size;
  return at;
}
