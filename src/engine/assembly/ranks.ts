/** The rows of a ledger that count most: a heap of so many, the worst of them on top. */
import { at } from './bytes';
import { firstRow, getAmount, getCount, Ledger, nextRow } from './ledger';
import { giveBack, take } from './memory';

let ledger: Ledger = changetype<Ledger>(0);
/** A bit for each column that is added up; rows count only where another column is not 0, -1: all. */
let columns: u32 = 0;
let condition: i32 = -1;
/** How many are in the heap, how many rows count at all, then the heap: rows with their ranks. */
const HEAD: usize = 8;
const ENTRY: usize = 16;
let place: usize = 0;
let size: usize = 0;
let heap: usize = 0;

/**
 * @param ofColumns bits of the columns that are added up @param where a column of counts that must not be 0, -1: none
 * @returns where they are, until the next call: their number, how many count at all, their rows with the best first
 */
export function ledgerTop(table: usize, ofColumns: u32, where: i32, most: u32): usize {
  if (place != 0) giveBack(place, size);
  ledger = changetype<Ledger>(table);
  columns = ofColumns;
  condition = where;
  const room = min<u32>(most, ledger.size);
  size = HEAD + <usize>(room + 1) * ENTRY;
  place = take(size);
  heap = place + HEAD;
  let used: u32 = 0;
  let counting: u32 = 0;
  for (let row = firstRow(ledger, ledger.firstPage); row != 0; row = nextRow()) {
    const rank = rankOf(row);
    if (!(rank > 0)) continue;
    counting++;
    if (used < room) rise(used++, row, rank);
    else if (room > 0 && isBetter(row, rank, rowAt(0), rankAt(0))) sink(0, used, row, rank);
  }
  // The worst goes to the end, again and again.
  for (let last = used; last > 1; ) {
    last--;
    const row = rowAt(last);
    const rank = rankAt(last);
    put(last, rowAt(0), rankAt(0));
    sink(0, last, row, rank);
  }
  for (let i: u32 = 0; i < used; i++) store<u32>(place + HEAD + (<usize>i << 2), <u32>rowAt(i));
  store<u32>(place, used);
  store<u32>(place, counting, 4);
  return place;
}

function rankOf(row: usize): f64 {
  if (condition >= 0 && getCount(<i32>row, condition) == 0) return 0;
  let rank: f64 = 0;
  for (let bits = columns; bits != 0; bits &= bits - 1) {
    const column = <u32>ctz(bits);
    rank += column < ledger.counts ? <f64>getCount(<i32>row, column) : getAmount(ledger, <i32>row, column - ledger.counts);
  }
  return rank;
}

@inline
function rowAt(i: u32): usize {
  return <usize>load<u32>(heap + <usize>i * ENTRY);
}
@inline
function rankAt(i: u32): f64 {
  return load<f64>(heap + <usize>i * ENTRY, 8);
}
@inline
function put(i: u32, row: usize, rank: f64): void {
  store<u32>(heap + <usize>i * ENTRY, <u32>row);
  store<f64>(heap + <usize>i * ENTRY, rank, 8);
}

function rise(from: u32, row: usize, rank: f64): void {
  let i = from;
  while (i > 0) {
    const above = (i - 1) >>> 1;
    if (!isBetter(rowAt(above), rankAt(above), row, rank)) break;
    put(i, rowAt(above), rankAt(above));
    i = above;
  }
  put(i, row, rank);
}

function sink(from: u32, end: u32, row: usize, rank: f64): void {
  let i = from;
  while (true) {
    let below = i * 2 + 1;
    if (below >= end) break;
    const other = below + 1;
    if (other < end && isBetter(rowAt(below), rankAt(below), rowAt(other), rankAt(other))) below = other;
    if (!isBetter(row, rank, rowAt(below), rankAt(below))) break;
    put(i, rowAt(below), rankAt(below));
    i = below;
  }
  put(i, row, rank);
}

/** Counts more, or as much with a key that comes first. */
function isBetter(a: usize, rankA: f64, b: usize, rankB: f64): bool {
  if (rankA != rankB) return rankA > rankB;
  const keyA = <usize>load<u32>(a);
  const keyB = <usize>load<u32>(b);
  const lengthA = load<u32>(keyA, 4);
  const lengthB = load<u32>(keyB, 4);
  const both = <usize>min<u32>(lengthA, lengthB);
  for (let i: usize = 0; i < both; i++) {
    const difference = <i32>at(keyA + 8 + i) - <i32>at(keyB + 8 + i);
    if (difference != 0) return difference < 0;
  }
  return lengthA < lengthB;
}
