/** Connections to smtpd by process: which are open, who follows them, and the last message begun in each. */
import { ENGINE, Message, PROGRAM, FREE } from './messages';
import { giveBack, takeClean } from './memory';

/** A process id has seven digits at most. */
const MOST: u32 = 50000;

@unmanaged
export class Session {
  /** 0: an empty slot. */
  key: u64;
  /** FREE: closed. */
  owner: i32;
  /** The last message begun in it, and its serial: another may have its place by now. */
  serial: i32;
  message: usize;
  /** Messages before it whose text came. */
  taken: i32;
  /** The client's row, and how often rows had been let go when it was found; 0: none. */
  client: i32;
  clientHolds: u32;
}
const SIZE: usize = 40;

let slots: usize = takeClean(1024 * SIZE);
let slotCount: u32 = 1024;
let used: u32 = 0;

@inline
function keyOf(host: i32, pid: i32): u64 {
  return (<u64>(host + 1) << 32) | <u64>(<u32>pid);
}

function slotOf(key: u64): usize {
  const mask = slotCount - 1;
  let slot = <u32>((key * 0x9e3779b97f4a7c15) >>> 40) & mask;
  while (true) {
    const place = slots + <usize>slot * SIZE;
    const held = load<u64>(place);
    if (held == key || held == 0) return place;
    slot = (slot + 1) & mask;
  }
}

/** The session of a process, open or closed; null where the process is new. */
export function findSession(host: i32, pid: i32): Session | null {
  const place = slotOf(keyOf(host, pid));
  return load<u64>(place) == 0 ? null : changetype<Session>(place);
}

/** The session of a process, made where there is none; holds until the next call. */
export function sessionOf(host: i32, pid: i32): Session {
  const key = keyOf(host, pid);
  let place = slotOf(key);
  if (load<u64>(place) == 0) {
    if ((used + 1) * 2 > slotCount) {
      rebuild();
      place = slotOf(key);
    }
    used++;
    store<u64>(place, key);
  }
  return changetype<Session>(place);
}

/** Larger, or without the closed ones where there are too many. */
function rebuild(): void {
  const before = slots;
  const count = slotCount;
  const tooMany = used >= MOST;
  if (!tooMany) slotCount *= 2;
  slots = takeClean(<usize>slotCount * SIZE);
  used = 0;
  for (let old: u32 = 0; old < count; old++) {
    const from = before + <usize>old * SIZE;
    if (load<u64>(from) == 0) continue;
    if (tooMany && (changetype<Session>(from).owner == FREE || used >= MOST / 2)) continue;
    memory.copy(slotOf(load<u64>(from)), from, SIZE);
    used++;
  }
  giveBack(before, <usize>count * SIZE);
}

/** The message of a session that the engine follows; null where there is none, or another has its place. */
export function messageIn(session: Session): Message | null {
  if (session.message == 0) return null;
  const message = changetype<Message>(session.message);
  return message.serial == session.serial ? message : null;
}

/** Whether the program follows the session, or the last message in it: then it must go on with both. */
export function isPrograms(session: Session): bool {
  if (session.owner != ENGINE) return session.owner == PROGRAM;
  const message = messageIn(session);
  return message != null && message.owner == PROGRAM;
}

/** No more lines of the session about its last message: one whose text never came was broken off. */
export function leave(session: Session): void {
  if (session.owner != ENGINE || session.message == 0) return;
  const message = messageIn(session);
  // It ended: its text had come.
  if (message == null) session.taken++;
  else if (!message.abandoned) {
    if (message.active || message.received || message.named) session.taken++;
    else message.abandoned = true;
  }
  session.message = 0;
}
