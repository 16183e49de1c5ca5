/**
 * The first message of each message-id, by a hash of 52 bits: content filters and requeues go on with it. One of the
 * program's is known to be there, no more.
 */
import { firstOfKin } from './kin';
import { Message } from './messages';
import { giveBack, takeClean } from './memory';

/** Stands for a message that the program follows. */
export const PROGRAMS: usize = 1;
const ENTRY: usize = 16;

let slots: usize = takeClean(1024 * ENTRY);
let slotCount: u32 = 1024;
let used: u32 = 0;

/** Where the name is, or the free slot where it would be. Upper bits: 20 of the hash, 12 of the host. */
function slotOf(low: u32, high: u32): u32 {
  const mask = slotCount - 1;
  let slot = low & mask;
  while (true) {
    const place = slots + <usize>slot * ENTRY;
    if (load<u32>(place, 8) == 0 || (load<u32>(place) == low && load<u32>(place, 4) == high)) return slot;
    slot = (slot + 1) & mask;
  }
}

@inline
function keyed(host: i32, high: u32): u32 {
  return high | (<u32>host << 20);
}

/** 0 where there is none, PROGRAMS or a message. */
export function standing(host: i32, low: u32, high: u32): usize {
  return <usize>load<u32>(slots + <usize>slotOf(low, keyed(host, high)) * ENTRY, 8);
}

export function stand(host: i32, low: u32, high: u32, message: usize): void {
  let place = slots + <usize>slotOf(low, keyed(host, high)) * ENTRY;
  if (load<u32>(place, 8) == 0) {
    if (++used * 2 > slotCount) {
      spread();
      place = slots + <usize>slotOf(low, keyed(host, high)) * ENTRY;
    }
    store<u32>(place, low);
    store<u32>(place, keyed(host, high), 4);
  }
  store<u32>(place, <u32>message, 8);
}

export function fall(host: i32, low: u32, high: u32): void {
  const mask = slotCount - 1;
  let hole = slotOf(low, keyed(host, high));
  if (load<u32>(slots + <usize>hole * ENTRY, 8) == 0) return;
  used--;
  for (let slot = (hole + 1) & mask; ; slot = (slot + 1) & mask) {
    const held = slots + <usize>slot * ENTRY;
    if (load<u32>(held, 8) == 0) break;
    if (((slot - (load<u32>(held) & mask)) & mask) < ((slot - hole) & mask)) continue;
    v128.store(slots + <usize>hole * ENTRY, v128.load(held));
    hole = slot;
  }
  v128.store(slots + <usize>hole * ENTRY, i64x2.splat(0));
}

function spread(): void {
  const before = slots;
  const count = slotCount;
  slotCount = count * 2;
  slots = takeClean(<usize>slotCount * ENTRY);
  for (let old: u32 = 0; old < count; old++) {
    const from = before + <usize>old * ENTRY;
    if (load<u32>(from, 8) == 0) continue;
    const slot = slotOf(load<u32>(from), load<u32>(from, 4));
    v128.store(slots + <usize>slot * ENTRY, v128.load(from));
  }
  giveBack(before, <usize>count * ENTRY);
}

/** The message does not stand for its message-id any more: another one that has it does. */
export function forget(message: Message): void {
  if (!message.named || standing(message.host, message.nameLow, message.nameHigh) != changetype<usize>(message)) return;
  let next = firstOfKin(message);
  while (next != 0 && (next == changetype<usize>(message) || !changetype<Message>(next).named))
    next = changetype<Message>(next).kinAfter;
  if (next == 0) fall(message.host, message.nameLow, message.nameHigh);
  else stand(message.host, message.nameLow, message.nameHigh, next);
}
