/**
 * Warnings of which only a number is wanted once there are lines enough as evidence, by the program that wrote them.
 * The program takes what was counted.
 */
import { CURRENT, periodAt } from './counts';
import { layDown, program, time, wall } from './frame';
import { complained } from './host';

/** A client's name does not resolve to its address; a client spoke something else than SMTP. */
export const MISMATCH: i32 = 0;
export const NO_SMTP: i32 = 1;
const KINDS: i32 = 2;
/** Of programs with higher numbers each line is told. */
const PROGRAMS: i32 = 256;

@unmanaged
class Complaints {
  /** Epoch milliseconds. */
  first: f64;
  last: f64;
  count: u32;
  /** No more lines are wanted. */
  shown: u32;
}
const SIZE: i32 = 24;
const all: usize = memory.data(256 * 2 * 24, 8);

export function complain(kind: i32): void {
  if (periodAt(time, wall) != CURRENT) return;
  if (program >= PROGRAMS) {
    layDown();
    complained(kind);
    return;
  }
  const place = changetype<Complaints>(complaintsAt(program, kind));
  if (place.shown == 0) {
    layDown();
    place.shown = complained(kind);
    return;
  }
  if (place.count++ == 0) {
    place.first = time;
    place.last = time;
    return;
  }
  if (time < place.first) place.first = time;
  if (time > place.last) place.last = time;
}

export function complaintsAt(ofProgram: i32, kind: i32): usize {
  return all + <usize>((ofProgram * KINDS + kind) * SIZE);
}
