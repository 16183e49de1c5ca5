/** The sums of a period and of the one before it, and traffic by day and hour. */
import { takeClean } from './memory';

export const RECEIVED: i32 = 0;
export const DELIVERED: i32 = 1;
export const REJECTED: i32 = 2;
export const SASL_FAILURES: i32 = 3;
export const CONNECTIONS: i32 = 4;
export const BYTES_RECEIVED: i32 = 5;
export const BYTES_DELIVERED: i32 = 6;
export const FORWARDED: i32 = 7;
export const REJECT_WARNINGS: i32 = 8;
export const NOTIFICATIONS: i32 = 9;
export const BOUNCED: i32 = 10;
export const DEFERRALS: i32 = 11;
export const DEFERRED: i32 = 12;
const SUMS: i32 = 14;
/** Of the period, of the one before, and of neither, which nobody asks for. */
const sums: usize = memory.data(3 * 14 * 8, 8);

export const CURRENT: i32 = 0;
const BEFORE: i32 = 1;
export const NEITHER: i32 = 2;

let from: f64 = 0;
let to: f64 = 0;
let fromBefore: f64 = 0;
let toBefore: f64 = 0;
/** Epoch milliseconds of the first and last thing counted, and how far the log's clock was ahead at the last. */
export let first: f64 = Infinity;
export let last: f64 = 0;
export let lastOffset: f64 = 0;

export function setPeriods(currentFrom: f64, currentTo: f64, beforeFrom: f64, beforeTo: f64): void {
  from = currentFrom;
  to = currentTo;
  fromBefore = beforeFrom;
  toBefore = beforeTo;
}

/** Which period a moment is in; what is counted there is heard of. */
export function periodAt(time: f64, wall: f64): i32 {
  if (wall >= from && wall < to) {
    if (time < first) first = time;
    if (time > last) {
      last = time;
      lastOffset = wall - time;
    }
    return CURRENT;
  }
  return wall >= fromBefore && wall < toBefore ? BEFORE : NEITHER;
}

@inline
export function sum(period: i32, column: i32, by: f64): void {
  const place = sums + (<usize>(period * SUMS + column) << 3);
  store<f64>(place, load<f64>(place) + by);
}

export function sumsAt(): usize {
  return sums;
}

const DAY: f64 = 86400000;
const HOUR: f64 = 3600000;
/** Received, delivered, rejected, deferrals, bounced. */
const COLUMNS: usize = 5;
const DAY_SIZE: usize = 24 * COLUMNS * 4 + 16;

/** Days in a list, newest first: the day before it, its number, then the counts of its hours. */
let newest: usize = 0;
let current: usize = 0;
let currentDay: f64 = NaN;

/** @param what the column */
export function calendar(wall: f64, what: i32): void {
  const day = Math.floor(wall / DAY);
  if (day != currentDay) enter(day);
  const hour = <usize>((wall - day * DAY) / HOUR);
  const place = current + 16 + ((hour * COLUMNS + <usize>what) << 2);
  store<u32>(place, load<u32>(place) + 1);
}

function enter(day: f64): void {
  currentDay = day;
  for (let place = newest; place != 0; place = <usize>load<u32>(place)) {
    if (load<f64>(place, 8) != day) continue;
    current = place;
    return;
  }
  current = takeClean(DAY_SIZE);
  store<u32>(current, <u32>newest);
  store<f64>(current, day, 8);
  newest = current;
}

export function daysAt(): usize {
  return newest;
}
