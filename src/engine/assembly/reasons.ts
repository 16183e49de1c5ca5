/** How often each reason refused, and how many different clients, since the program last took the counts. */
import { addDistinct, Distinct, dropDistinct, newDistinct } from './distinct';
import { time } from './frame';
import { giveBack, takeClean } from './memory';

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
  clients: usize;
}

/** By number, refusals and warnings apart. */
const reasons: usize = memory.data(4000 * 2 * 4, 4);

function placeOf(number: u32, warning: bool): usize {
  return reasons + ((<usize>(number * 2 + (warning ? 1 : 0))) << 2);
}

export function reasonAt(number: u32, warning: bool): usize {
  return <usize>load<u32>(placeOf(number, warning));
}

export function countReason(number: u32, warning: bool, named: bool, client: u32): Reason {
  const place = placeOf(number, warning);
  let reason = changetype<Reason>(<usize>load<u32>(place));
  if (changetype<usize>(reason) == 0) {
    reason = changetype<Reason>(takeClean(offsetof<Reason>()));
    reason.first = NEVER;
    reason.clients = changetype<usize>(newDistinct());
    store<u32>(place, <u32>changetype<usize>(reason));
  }
  reason.count++;
  if (time < reason.first) reason.first = time;
  if (time > reason.last) reason.last = time;
  if (named) addDistinct(changetype<Distinct>(reason.clients), client);
  return reason;
}

export function forgetAll(): void {
  for (let i: u32 = 0; i < MOST * 2; i++) {
    const place = reasons + ((<usize>i) << 2);
    const held = <usize>load<u32>(place);
    if (held == 0) continue;
    dropDistinct(changetype<Distinct>(changetype<Reason>(held).clients));
    giveBack(held, offsetof<Reason>());
    store<u32>(place, 0);
  }
}
