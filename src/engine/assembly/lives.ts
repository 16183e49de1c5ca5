/** How ordinary messages begin, go on and end: what src/maillog/correlate/lives.ts does for those of clients. */
import { endAttempts, records } from './attempts';
import { host, time, wall } from './frame';
import { givenUp } from './host';
import { leaveKin } from './kin';
import {
  addMessage,
  AFTERLIFE,
  dropMessage,
  eldestSerial,
  ENGINE,
  inFlight,
  Message,
  NETWORK,
  next,
  nextSerial,
  walk,
} from './messages';
import { forget, stand, standing } from './names';
import { append, dropFirst, first, isEmpty, newRing, Ring } from './ring';
import { receive } from './traffic';

/** Messages in flight; beyond that the eldest are let go. */
const MOST: u32 = 200000;
/** Milliseconds after which the program waits for proof that a message carries another one on: half of its patience. */
const PATIENCE: f64 = 30000;
/** Epoch milliseconds of the newest line. */
export let now: f64 = 0;
/** In the order of their ends. */
const ended: Ring = newRing();
/** In the order in which they began to wait. */
const undecided: Ring = newRing();

export function advance(to: f64): void {
  if (to <= now) return;
  now = to;
  while (!isEmpty(ended)) {
    const message = first(ended);
    if (message != null && message.owner == ENGINE) {
      if (to - message.ended < AFTERLIFE) break;
      dropFirst(ended);
      bury(message);
    } else dropFirst(ended);
  }
  for (let message = nextUndecided(to - PATIENCE); message != null; message = nextUndecided(to - PATIENCE))
    givenUp(changetype<usize>(message));
}

/** The first that waits, if it began before a time. */
export function nextUndecided(before: f64): Message | null {
  while (!isEmpty(undecided)) {
    const message = first(undecided);
    const waits = message != null && message.undecided;
    if (message != null && waits && message.time > before) return null;
    dropFirst(undecided);
    if (waits) return message;
  }
  return null;
}

/** Whether the message carries another one on is to be told. */
export function wait(message: Message): void {
  message.undecided = true;
  append(undecided, message);
}

/** A log of days gone by follows: what has ended is forgotten, the clock begins anew. */
export function rewind(): void {
  advance(Infinity);
  now = 0;
}

/** The queue id begins another life: the one before is over. */
export function replace(message: Message): void {
  if (message.ended == 0) letGo(message);
  bury(message);
}

function bury(message: Message): void {
  if (records) endAttempts(message);
  forget(message);
  leaveKin(message);
  dropMessage(message);
}

/** Nothing more will be heard of it: what was not yet told as received is told, if it got that far. */
function letGo(message: Message): void {
  if (message.origin == NETWORK && (message.hopOf == 0 || message.undecided)) receive(message);
}

/** A message whose first line is the one in the frame. */
export function begin(from: usize, length: usize, origin: i32): Message {
  if (inFlight >= MOST) dropEldest();
  const message = addMessage(host, from, length, ENGINE);
  message.origin = origin;
  message.time = time;
  message.wall = wall;
  return message;
}

/** Too many in flight: the eldest are let go, a tenth or more. */
function dropEldest(): void {
  while (inFlight > MOST - MOST / 10) {
    const eldest = eldestSerial();
    const until = eldest + (nextSerial() - eldest) / 10;
    walk(0);
    for (let message = next(); message != null; message = next())
      if (message.serial <= until) replace(message);
  }
}

/** The message gets its message-id; the first with an id is the one that others may carry on. */
export function identify(message: Message, low: u32, high: u32): void {
  message.named = true;
  message.nameLow = low;
  message.nameHigh = high;
  if (standing(message.host, low, high) == 0)
    stand(message.host, low, high, changetype<usize>(message));
}

export function end(message: Message): void {
  letGo(message);
  message.ended = max<f64>(1, now);
  append(ended, message);
}

/** The log is at its end: the next message in flight that was not yet told as received, 0: none. @param anew from the first on */
export function nextUntold(anew: bool): usize {
  if (anew) walk(0);
  for (let message = next(); message != null; message = next()) {
    const untold = message.origin == NETWORK && message.ended == 0 && !message.received && !message.abandoned;
    if (untold && (message.hopOf == 0 || message.undecided)) return changetype<usize>(message);
  }
  return 0;
}
