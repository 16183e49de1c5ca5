/** How ordinary messages begin, go on and end: what src/maillog/correlate/lives.ts does for those of other hosts' clients. */
import {
  addMessage,
  dropMessage,
  eldestSerial,
  endMessage,
  ENGINE,
  inFlight,
  Message,
  next,
  nextSerial,
  nextToBury,
  walk,
} from './messages';
import { forget, stand, standing } from './names';
import { receive } from './traffic';

/** Messages in flight; beyond that the eldest are let go. */
const MOST: u32 = 200000;
/** Epoch milliseconds of the newest line. */
export let now: f64 = 0;

export function advance(time: f64): void {
  if (time <= now) return;
  now = time;
  for (let message = nextToBury(time); message != null; message = nextToBury(time)) {
    forget(message);
    dropMessage(message);
  }
}

/** The queue id begins another life: the one before is over. */
export function replace(message: Message): void {
  if (message.ended == 0) receive(message);
  forget(message);
  dropMessage(message);
}

export function begin(host: i32, from: usize, length: usize): Message {
  if (inFlight >= MOST) dropEldest();
  return addMessage(host, from, length, ENGINE);
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
export function identify(message: Message, low: u32, high: u32, empty: bool): void {
  message.named = true;
  message.nameLow = low;
  message.nameHigh = high;
  if (!empty && standing(message.host, low, high) == 0)
    stand(message.host, low, high, changetype<usize>(message));
}

export function end(message: Message, time: f64): void {
  receive(message);
  endMessage(message, time);
}

/** The log is at its end: tells what was still in flight. */
export function finish(): void {
  walk(0);
  for (let message = next(); message != null; message = next()) if (message.ended == 0) receive(message);
}
