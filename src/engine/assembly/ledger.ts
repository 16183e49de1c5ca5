/**
 * Rows by key, as src/tally/ledger.ts tells: numbers in columns, exact until the bound, then the half that counts
 * least is let go. Keys lie as bytes in pages; a search touches the table once and the key once.
 *
 * A record of a key is its row, its length and its bytes; behind it lies its row, so that both are fetched at once: the
 * key's record again, counts, amounts. Records without a row of their own are other spellings of a key, and texts.
 */
import { newKey, spell } from './host';
import { at, AT_SIGN, same } from './bytes';
import { keyHash } from './hash';
import { copy, giveBack, take, takeClean } from './memory';

const FIRST_SLOTS: u32 = 64;
const PAGE: usize = 16384;
/** Of a page: the page after it, its size, how far it is filled. */
const PAGE_HEAD: usize = 16;
const RECORD: usize = 8;
/** Behind each key, for comparisons of sixteen bytes. */
const SLACK: usize = 16;

/** Which keys are surely spelled as they count: all; without upper case; with a domain without; none. */
const ALL: i32 = 0;
const NAMES: i32 = 1;
const ADDRESSES: i32 = 2;

@unmanaged
export class Ledger {
  /** Columns of 32 bits, and columns of 64 after them. */
  counts: u32;
  amounts: u32;
  rowSize: u32;
  spelling: i32;
  bound: u32;
  size: u32;
  /** The first page, and the one that is being filled. */
  firstPage: usize;
  page: usize;
  /** What records and rows are rounded up to, less one. */
  rounding: u32;
  keys: u32;
  /** Open addressing: the hash and the record, 0 where it is free. */
  slots: usize;
  slotCount: u32;
  /** By how much the first column may be too low. */
  floor: f64;
  /** The column that holds a text, counted from one; 0: none does. */
  textColumn: u32;
  /** How often rows were let go; after the first time, who counts different keys is told of new ones. */
  pruned: u32;
}

/** @param textColumn one of the counts, which holds a text instead, counted from one; 0: none */
export function newLedger(counts: u32, amounts: u32, spelling: i32, bound: u32, textColumn: u32): usize {
  const ledger = changetype<Ledger>(takeClean(offsetof<Ledger>()));
  ledger.counts = counts;
  ledger.amounts = amounts;
  // Eight bytes each where there are amounts.
  ledger.rounding = amounts > 0 ? 7 : 3;
  ledger.rowSize = ((4 + counts * 4 + ledger.rounding) & ~ledger.rounding) + amounts * 8;
  ledger.spelling = spelling;
  ledger.textColumn = textColumn;
  ledger.bound = bound;
  empty(ledger);
  return changetype<usize>(ledger);
}

function empty(ledger: Ledger): void {
  ledger.slotCount = FIRST_SLOTS;
  ledger.slots = takeClean(FIRST_SLOTS * 8);
  ledger.keys = 0;
  ledger.size = 0;
  ledger.firstPage = 0;
  ledger.page = 0;
}

@inline
function recordSize(ledger: Ledger, length: usize): usize {
  return (RECORD + length + <usize>ledger.rounding) & ~(<usize>ledger.rounding);
}

/** A place in the page that is being filled, or in a new one. Behind it is room for comparisons. */
function room(ledger: Ledger, size: usize): usize {
  const page = ledger.page;
  if (page != 0) {
    const used = <usize>load<u32>(page, 8);
    if (used + size + SLACK <= <usize>load<u32>(page, 4)) {
      store<u32>(page, <u32>(used + size), 8);
      return page + used;
    }
  }
  const whole = max<usize>(PAGE, PAGE_HEAD + size + SLACK);
  const next = take(whole);
  store<u32>(next, 0);
  store<u32>(next, <u32>whole, 4);
  store<u32>(next, <u32>(PAGE_HEAD + size), 8);
  if (page == 0) ledger.firstPage = next;
  else store<u32>(page, <u32>next);
  ledger.page = next;
  return next + PAGE_HEAD;
}

function giveBackPages(first: usize): void {
  for (let page = first; page != 0; ) {
    const next = <usize>load<u32>(page);
    giveBack(page, <usize>load<u32>(page, 4));
    page = next;
  }
}

/** The row of a key, -1 where it is new. The position of the search stays for `addKey`. */
export function find(ledger: Ledger, from: usize, length: usize): i32 {
  const hash = keyHash(from, length);
  const slots = ledger.slots;
  const mask = ledger.slotCount - 1;
  let slot = hash & mask;
  while (true) {
    const place = slots + ((<usize>slot) << 3);
    const record = <usize>load<u32>(place, 4);
    if (record == 0) break;
    if (
      load<u32>(place) == hash &&
      <usize>load<u32>(record, 4) == length &&
      same(from, record + RECORD, length)
    )
      return load<i32>(record);
    slot = (slot + 1) & mask;
  }
  lastHash = hash;
  lastSlot = slot;
  return -1;
}

/** Of the last search in vain. */
export let lastHash: u32 = 0;
let lastSlot: u32 = 0;

/** The row of a key, made where there is none; it holds until the next call. */
export function rowOf(ledger: Ledger, from: usize, length: usize): i32 {
  const found = find(ledger, from, length);
  return found >= 0 ? found : insert(ledger, from, length);
}

function insert(ledger: Ledger, from: usize, length: usize): i32 {
  if (!isSpelled(ledger.spelling, from, length)) {
    const row = spell(changetype<usize>(ledger), from, length);
    if (row >= 0) {
      // Another spelling is worth an entry only while there is room for it.
      if (ledger.keys < ledger.bound * 2 && find(ledger, from, length) < 0)
        addRecord(ledger, room(ledger, recordSize(ledger, length)), <usize>row, from, length);
      return row;
    }
    find(ledger, from, length);
  }
  if (ledger.size >= ledger.bound) {
    prune(ledger);
    find(ledger, from, length);
  }
  if (ledger.pruned != 0) sawNew(ledger, lastHash);
  return addRow(ledger, from, length);
}

/** A row of zeros for the key that was just looked for in vain. */
function addRow(ledger: Ledger, from: usize, length: usize): i32 {
  const size = recordSize(ledger, length);
  const record = room(ledger, size + <usize>ledger.rowSize);
  const row = record + size;
  addRecord(ledger, record, row, from, length);
  // The copy of the key may have gone beyond it.
  store<u32>(row, <u32>record);
  for (let i: u32 = 4; i < ledger.rowSize; i += 4) store<u32>(row + <usize>i, 0);
  ledger.size++;
  return <i32>row;
}

/** Whether a key is surely spelled as it counts. */
export function isSpelled(spelling: i32, from: usize, length: usize): bool {
  switch (spelling) {
    case ALL:
      return true;
    case NAMES:
      for (let i: usize = 0; i < length; i++) if (isUpper(at(from + i))) return false;
      return true;
    case ADDRESSES:
      for (let p = from + length; p > from; ) {
        const code = at(--p);
        if (code == AT_SIGN) return true;
        if (isUpper(code)) return false;
      }
      return true;
    default:
      return false;
  }
}

/** An upper-case letter, or a part of a character that is no ASCII and may be one. */
@inline
function isUpper(code: u32): bool {
  return code - 65 < 26 || code > 127;
}

/** Makes the key that was just looked for in vain known by a record. */
function addRecord(ledger: Ledger, record: usize, row: usize, from: usize, length: usize): void {
  store<u32>(record, <u32>row);
  store<u32>(record, <u32>length, 4);
  copy(record + RECORD, from, length);
  const place = ledger.slots + ((<usize>lastSlot) << 3);
  store<u32>(place, lastHash);
  store<u32>(place, <u32>record, 4);
  if (++ledger.keys * 4 > ledger.slotCount * 3) spread(ledger);
}

function spread(ledger: Ledger): void {
  const before = ledger.slots;
  const count = ledger.slotCount;
  ledger.slotCount = count * 2;
  ledger.slots = takeClean((<usize>count) << 4);
  const mask = ledger.slotCount - 1;
  for (let old: u32 = 0; old < count; old++) {
    const held = load<u64>(before + ((<usize>old) << 3));
    if (held >>> 32 == 0) continue;
    let slot = <u32>held & mask;
    while (load<u32>(ledger.slots + ((<usize>slot) << 3), 4) != 0) slot = (slot + 1) & mask;
    store<u64>(ledger.slots + ((<usize>slot) << 3), held);
  }
  giveBack(before, (<usize>count) << 3);
}

@inline
function countAt(row: i32, column: u32): usize {
  return <usize>row + 4 + (<usize>column << 2);
}

@inline
function amountAt(ledger: Ledger, row: i32, column: u32): usize {
  return <usize>row + ledger.rowSize - ((<usize>(ledger.amounts - column)) << 3);
}

@inline
export function getCount(row: i32, column: u32): u32 {
  return load<u32>(countAt(row, column));
}

@inline
export function addCount(row: i32, column: u32, by: u32): void {
  const place = countAt(row, column);
  store<u32>(place, load<u32>(place) + by);
}

/** @param column among the amounts */
@inline
export function addAmount(ledger: Ledger, row: i32, column: u32, by: f64): void {
  const place = amountAt(ledger, row, column);
  store<f64>(place, load<f64>(place) + by);
}

@inline
export function getAmount(ledger: Ledger, row: i32, column: u32): f64 {
  return load<f64>(amountAt(ledger, row, column));
}

@inline
export function setAmount(ledger: Ledger, row: i32, column: u32, value: f64): void {
  store<f64>(amountAt(ledger, row, column), value);
}

@inline
export function raiseAmount(ledger: Ledger, row: i32, column: u32, value: f64): void {
  const place = amountAt(ledger, row, column);
  if (value > load<f64>(place)) store<f64>(place, value);
}

@inline
export function setCount(row: i32, column: u32, value: u32): void {
  store<u32>(countAt(row, column), value);
}

/** Lays a text down for a row, in a column of its own. */
export function setText(ledger: Ledger, row: i32, from: usize, length: usize): void {
  const record = room(ledger, recordSize(ledger, length));
  store<u32>(record, 0);
  store<u32>(record, <u32>length, 4);
  copy(record + RECORD, from, length);
  setCount(row, ledger.textColumn - 1, <u32>record + 4);
}

/** Whether a row, which still holds, has the key. */
export function isKeyOf(row: i32, from: usize, length: usize): bool {
  const record = <usize>load<u32>(<usize>row);
  return <usize>load<u32>(record, 4) == length && same(from, record + RECORD, length);
}

/** Hashes of keys that were new after the first pruning wait here for who counts them. */
function sawNew(ledger: Ledger, hash: u32): void {
  newKey(changetype<usize>(ledger), hash);
}

/** Lets go the half of the rows that counts least, the later ones of those that count alike, and all other spellings. */
function prune(ledger: Ledger): void {
  const keep = (ledger.size + 1) >>> 1;
  const first = ledger.firstPage;
  if (ledger.pruned++ == 0) {
    for (let row = firstRow(ledger, first); row != 0; row = nextRow()) {
      const record = <usize>load<u32>(row);
      sawNew(ledger, keyHash(record + RECORD, <usize>load<u32>(record, 4)));
    }
  }
  // The least count of which not all rows are let go, by bits from the highest on.
  let least: u32 = 0;
  for (let bit: u32 = 0x80000000; bit != 0; bit >>>= 1) {
    let enough: u32 = 0;
    for (let row = firstRow(ledger, first); row != 0; row = nextRow())
      if (getCount(<i32>row, 0) >= (least | bit)) enough++;
    if (enough >= keep) least |= bit;
  }
  let above: u32 = 0;
  for (let row = firstRow(ledger, first); row != 0; row = nextRow())
    if (getCount(<i32>row, 0) > least) above++;
  let alike = keep - above;
  const slots = ledger.slots;
  const slotCount = ledger.slotCount;
  empty(ledger);
  let highest: u32 = 0;
  for (let row = firstRow(ledger, first); row != 0; row = nextRow()) {
    const count = getCount(<i32>row, 0);
    if (count < least || (count == least && alike == 0)) {
      if (count > highest) highest = count;
      continue;
    }
    if (count == least) alike--;
    const record = <usize>load<u32>(row);
    const key = record + RECORD;
    const length = <usize>load<u32>(record, 4);
    find(ledger, key, length);
    const kept = addRow(ledger, key, length);
    memory.copy(<usize>kept + 4, row + 4, <usize>ledger.rowSize - 4);
    const text: usize = ledger.textColumn == 0 ? 0 : <usize>getCount(<i32>row, ledger.textColumn - 1);
    if (text != 0) setText(ledger, kept, text + 4, <usize>load<u32>(text));
  }
  ledger.floor += <f64>highest;
  giveBack(slots, (<usize>slotCount) << 3);
  giveBackPages(first);
}

/** A walk over rows in the order of their keys' coming. */
let walked: Ledger = changetype<Ledger>(0);
let walkPage: usize = 0;
let walkPlace: usize = 0;

/** @param first the first page */
export function firstRow(ledger: Ledger, first: usize): usize {
  walked = ledger;
  walkPage = first;
  walkPlace = first + PAGE_HEAD;
  return nextRow();
}

export function nextRow(): usize {
  while (walkPage != 0) {
    const end = walkPage + <usize>load<u32>(walkPage, 8);
    while (walkPlace < end) {
      const record = walkPlace;
      const behind = record + recordSize(walked, <usize>load<u32>(record, 4));
      const own = <usize>load<u32>(record) == behind;
      walkPlace = own ? behind + <usize>walked.rowSize : behind;
      if (own) return behind;
    }
    walkPage = <usize>load<u32>(walkPage);
    walkPlace = walkPage + PAGE_HEAD;
  }
  return 0;
}

/** Forgets all rows. */
export function clear(ledger: Ledger): void {
  giveBack(ledger.slots, (<usize>ledger.slotCount) << 3);
  giveBackPages(ledger.firstPage);
  empty(ledger);
}
