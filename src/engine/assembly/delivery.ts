/** Ordinary lines of delivery agents: `to=<..>, relay=.., delay=.., ..., status=sent (..)`. */
import { recordDelivery, records } from './attempts';
import { at, COMMA, find, GREATER, has, LEFT_BRACKET, QUOTE, RIGHT_PARENTHESIS, seconds, SPACE, until } from './bytes';
import { FORWARDED, periodAt, sum } from './counts';
import { host, lineTo, setRecipient, start, time, wall } from './frame';
import { takeFailure } from './failures';
import { messageOf } from './queue';
import { DELIVERY, HOP, hopOrDelivery, isNear } from './hops';
import { begin, now } from './lives';
import { AFTERLIFE, ENGINE, findMessage, FORWARD, keepBytes, Message, rootOf, UNKNOWN } from './messages';
import { isQueueId, queueIdEnd } from './smtpd';
import { deliver } from './traffic';

/**
 * @param local whether it ends in a mailbox or a program of this server
 * @param aliases whether it may be sent on
 * @param filters whether it may go to a content filter
 */
export function takeDelivery(local: bool, aliases: bool, filters: bool): bool {
  const idEnd = queueIdEnd(start);
  if (idEnd == 0 || !has(idEnd + 2, 'to=<')) return false;
  const from = idEnd + 6;
  if (at(from) == QUOTE) return false;
  const close = find(GREATER, from);
  if (close == 0) return false;
  let p = close + 1;
  let named: usize = 0;
  let namedTo: usize = 0;
  if (has(p, ', orig_to=<')) {
    if (at(p + 11) == QUOTE) return false;
    named = p + 11;
    p = find(GREATER, named);
    if (p == 0) return false;
    namedTo = p;
    p++;
  }
  if (!has(p, ', relay=')) return false;
  const near = filters && isNear(p + 8, until(COMMA, p + 8));
  p = near ? find(COMMA, p + 8) + 2 : afterRelay(p + 8);
  if (p <= 2) return false;
  let delay: f64 = 0;
  // Field by field up to the status, as src/maillog/postfix/delivery.ts does.
  while (at(p) != 115 || !has(p, 'status=sent (')) {
    if (at(p) == 115) {
      if (!has(p, 'status=')) return false;
      const failed = messageOf(idEnd);
      // What the filter's copy tells is told of the message as it came.
      if (failed == null || isLate(failed) || failed.undecided || failed.hopOf != 0) return false;
      setRecipient(from, close);
      if (records) return recordFailure(failed, p, named, namedTo);
      return takeFailure(failed, delay, p, !local);
    }
    if (has(p, 'delay=')) delay = seconds(p + 6);
    p = find(COMMA, p);
    if (p == 0 || at(p + 1) != SPACE) return false;
    p += 2;
  }
  p += 13;
  if (p >= lineTo) return false;
  // `forwarded as`, and whatever else begins like it.
  if (at(p) == 102) {
    setRecipient(from, close);
    return aliases && has(p, 'forwarded as ') && takeForward(idEnd, p + 13, named, namedTo);
  }
  const message = messageOf(idEnd);
  if (message == null || isLate(message) || message.undecided) return false;
  if (filters) {
    const what = hopOrDelivery(message, p, near);
    if (what != DELIVERY) return what == HOP;
  }
  setRecipient(from, close);
  if (records) return recordDelivery(message, named, namedTo, SENT);
  deliver(message, delay, local);
  return true;
}

const SENT: u32 = 0;
const BOUNCED: u32 = 1;
const DEFERRED: u32 = 2;

/** @param p where the status stands */
function recordFailure(message: Message, p: usize, named: usize, namedTo: usize): bool {
  if (has(p, 'status=bounced (')) return recordDelivery(message, named, namedTo, BOUNCED);
  return has(p, 'status=deferred (') && recordDelivery(message, named, namedTo, DEFERRED);
}

/** The message's first lines may still come, lines of one second in any order: the program waits for them. */
function isLate(message: Message): bool {
  return !message.active || (message.origin == UNKNOWN && now - message.time < AFTERLIFE);
}

/** `status=sent (forwarded as 4D2F1)`: local(8) sent it on as another message. */
function takeForward(idEnd: usize, from: usize, named: usize, namedTo: usize): bool {
  const close = find(RIGHT_PARENTHESIS, from);
  if (close == 0 || close + 1 != lineTo || !isQueueId(from, close)) return false;
  const known = findMessage(host, from, close - from);
  if (known != null && known.owner != ENGINE) return false;
  const message = messageOf(idEnd);
  if (message == null || message.undecided) return false;
  if (records && !recordDelivery(message, named, namedTo, SENT)) return false;
  const next = known != null ? known : begin(from, close - from, UNKNOWN);
  if (next.origin == UNKNOWN) {
    next.origin = FORWARD;
    inherit(next, rootOf(message));
  }
  sum(periodAt(time, wall), FORWARDED, 1);
  return true;
}

/** Client and account are those of the message that was sent on. */
function inherit(message: Message, original: Message): void {
  if (original.text == 0) return;
  message.text = keepBytes(original.text, <usize>original.textLength);
  message.textLength = original.textLength;
  message.nameFrom = original.nameFrom;
  message.nameTo = original.nameTo;
  message.addressFrom = original.addressFrom;
  message.addressTo = original.addressTo;
  message.accountFrom = original.accountFrom;
  message.accountTo = original.accountTo;
}

/** The position after the comma after the relay; 0 where the relay is this host, which may be a content filter. */
function afterRelay(from: usize): usize {
  const comma = find(COMMA, from);
  if (comma == 0) return 0;
  for (let open = until(LEFT_BRACKET, from); open < comma; open = until(LEFT_BRACKET, open + 1))
    if (has(open, '[127.') || has(open, '[::1]')) return 0;
  return comma + 2;
}
