/** How many different things there were: src/tally/distinct.ts, to which the program adds what is here. */
import { giveBack, takeClean } from './memory';

const BITS: u32 = 14;
export const REGISTERS: u32 = 1 << 14;
/** Counted exactly. */
const BOUND: u32 = 16384;
const FIRST_ROOM: u32 = 16;

@unmanaged
export class Distinct {
  /** Open addressing; 0 is empty. None any more where registers estimate. */
  slots: usize;
  room: u32;
  used: u32;
  /** The hash 0 was seen. */
  zero: u32;
  registers: usize;
}

export function newDistinct(): Distinct {
  const made = changetype<Distinct>(takeClean(offsetof<Distinct>()));
  made.slots = takeClean(FIRST_ROOM * 4);
  made.room = FIRST_ROOM;
  return made;
}

export function dropDistinct(distinct: Distinct): void {
  if (distinct.slots != 0) giveBack(distinct.slots, <usize>distinct.room << 2);
  if (distinct.registers != 0) giveBack(distinct.registers, REGISTERS);
  giveBack(changetype<usize>(distinct), offsetof<Distinct>());
}

export function addDistinct(distinct: Distinct, hash: u32): void {
  if (distinct.registers != 0) mark(distinct, hash);
  else if (hash == 0) distinct.zero = 1;
  else if (put(distinct, hash) && ++distinct.used * 2 > distinct.room) grow(distinct);
}

/** Whether it is new. */
function put(distinct: Distinct, hash: u32): bool {
  const mask = distinct.room - 1;
  let slot = hash & mask;
  while (true) {
    const place = distinct.slots + ((<usize>slot) << 2);
    const held = load<u32>(place);
    if (held == hash) return false;
    if (held == 0) {
      store<u32>(place, hash);
      return true;
    }
    slot = (slot + 1) & mask;
  }
}

function grow(distinct: Distinct): void {
  const before = distinct.slots;
  const room = distinct.room;
  if (distinct.used > BOUND) {
    distinct.registers = takeClean(REGISTERS);
    if (distinct.zero != 0) mark(distinct, 0);
    distinct.slots = 0;
  } else {
    distinct.room = room * 2;
    distinct.slots = takeClean(<usize>room << 3);
  }
  for (let old: u32 = 0; old < room; old++) {
    const hash = load<u32>(before + ((<usize>old) << 2));
    if (hash == 0) continue;
    if (distinct.registers != 0) mark(distinct, hash);
    else put(distinct, hash);
  }
  giveBack(before, <usize>room << 2);
}

function mark(distinct: Distinct, hash: u32): void {
  const place = distinct.registers + <usize>(hash >>> (32 - BITS));
  const rank = <u32>clz<u32>((hash << BITS) | (1 << (BITS - 1))) + 1;
  if (rank > load<u8>(place)) store<u8>(place, <u8>rank);
}
