/** How ordinary messages begin, go on and end: what src/maillog/correlate/lives.ts does for those of other hosts' clients. */
import {
  addMessage,
  dropMessage,
  eldestSerial,
  endMessage,
  ENGINE,
  inFlight,
  Message,
  NETWORK,
  next,
  nextSerial,
  nextToBury,
  walk,
} from './messages';
import { host, time, wall } from './frame';
import { forget, stand, standing } from './names';
import { receive } from './traffic';

/** Messages in flight; beyond that the eldest are let go. */
const MOST: u32 = 200000;
/** Epoch milliseconds of the newest line. */
export let now: f64 = 0;

export function advance(to: f64): void {
  if (to <= now) return;
  now = to;
  for (let message = nextToBury(to); message != null; message = nextToBury(to)) {
    forget(message);
    dropMessage(message);
  }
}

/** A log of days gone by follows: what has ended is forgotten, the clock begins anew. */
export function rewind(): void {
  advance(Infinity);
  now = 0;
}

/** The queue id begins another life: the one before is over. */
export function replace(message: Message): void {
  if (message.ended == 0) letGo(message);
  forget(message);
  dropMessage(message);
}

/** Nothing more will be heard of it: what was not yet told as received is told, if it got that far. */
function letGo(message: Message): void {
  if (message.origin == NETWORK) receive(message);
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
  endMessage(message, now);
}

/** The log is at its end: the next message in flight that was not yet told as received, 0: none. @param anew from the first on */
export function nextUntold(anew: bool): usize {
  if (anew) walk(0);
  for (let message = next(); message != null; message = next())
    if (message.origin == NETWORK && message.ended == 0 && !message.received && !message.abandoned)
      return changetype<usize>(message);
  return 0;
}
