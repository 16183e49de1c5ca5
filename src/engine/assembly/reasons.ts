/**
 * How often each reason refused since the program last took the counts, and who stood behind it, in the table of all
 * reasons (subjects.ts).
 */
import { addDistinct, Distinct, dropDistinct, newDistinct } from './distinct';
import { time } from './frame';
import { giveBack, takeClean } from './memory';
import { addSubject } from './subjects';

/** The program numbers no more at a time. */
const MOST: u32 = 4000;
/** Before the first. */
const NEVER: f64 = Infinity;

@unmanaged
export class Reason {
  /** Epoch milliseconds. */
  first: f64;
  last: f64;
  count: u32;
  /** The program has lines enough as evidence. */
  shown: u32;
  different: usize;
}

/** Of refusals, of what would have been one (postconf(5) warn_if_reject), of deliveries; each has numbers of its own. */
export const REFUSALS: u32 = 0;
export const WARNINGS: u32 = 1;
export const FAILURES: u32 = 2;
const reasons: usize = memory.data(4000 * 3 * 4, 4);

/** Of each reason the group of who stands behind it (subjects.ts), in the table of all; 0: none yet. */
const groups: usize = memory.data(4000 * 3 * 4, 4);

function placeOf(number: u32, what: u32): usize {
  return reasons + ((<usize>(what * MOST + number)) << 2);
}

export function reasonAt(number: u32, what: u32): usize {
  return <usize>load<u32>(placeOf(number, what));
}

export function countReason(number: u32, what: u32): Reason {
  const place = placeOf(number, what);
  let reason = changetype<Reason>(<usize>load<u32>(place));
  if (changetype<usize>(reason) == 0) {
    reason = changetype<Reason>(takeClean(offsetof<Reason>()));
    reason.first = NEVER;
    store<u32>(place, <u32>changetype<usize>(reason));
  }
  reason.count++;
  if (time < reason.first) reason.first = time;
  if (time > reason.last) reason.last = time;
  return reason;
}

/** Where those who stand behind a reason are senders or recipients: how many clients there were. @param hash of one */
export function countClient(reason: Reason, hash: u32): void {
  if (reason.different == 0) reason.different = changetype<usize>(newDistinct());
  addDistinct(changetype<Distinct>(reason.different), hash);
}

/** The program has begun to count a reason. */
export function setGroup(number: u32, what: u32, group: usize): void {
  store<u32>(groups + ((<usize>(what * MOST + number)) << 2), <u32>group);
}

export function groupOf(number: u32, what: u32): usize {
  return <usize>load<u32>(groups + ((<usize>(what * MOST + number)) << 2));
}

/** An empty address counts with its brackets, `<>`. */
export function countSubject(group: usize, from: usize, to: usize): void {
  if (from == to) addSubject(group, from - 1, 2);
  else addSubject(group, from, to - from);
}

export function forgetReasonsOf(what: u32): void {
  for (let i: u32 = 0; i < MOST; i++) {
    const place = placeOf(i, what);
    const held = <usize>load<u32>(place);
    if (held == 0) continue;
    const different = changetype<Reason>(held).different;
    if (different != 0) dropDistinct(changetype<Distinct>(different));
    giveBack(held, offsetof<Reason>());
    store<u32>(place, 0);
  }
}
