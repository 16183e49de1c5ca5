/** Ordinary lines of cleanup(8) and qmgr(8): `message-id=`, `from=` (active for the first time), `removed`. */
import { after, at, find, GREATER, has, number, QUOTE } from './bytes';
import { host, lineTo, start } from './frame';
import { high, wideHash } from './hash';
import { awaitProof, carriedBy } from './hops';
import { joinKin } from './kin';
import { begin, end, identify } from './lives';
import { ENGINE, findMessage, keepBytes, Message, NETWORK, UNKNOWN } from './messages';
import { PROGRAMS, standing } from './names';
import { isQueueId, queueIdEnd } from './smtpd';
import { receive } from './traffic';

/**
 * The message of the queue id that the line begins with. One that began before the log, or whose first line comes
 * late, is made; null where the program follows it, or there is no queue id.
 */
export function messageOf(idEnd: usize): Message | null {
  const message = findMessage(host, start, idEnd - start);
  if (message != null) return message.owner == ENGINE ? message : null;
  return isQueueId(start, idEnd) ? begin(start, idEnd - start, UNKNOWN) : null;
}

export function takeMessageId(): bool {
  const idEnd = queueIdEnd(start);
  if (idEnd == 0 || !has(idEnd + 2, 'message-id=<')) return false;
  const from = idEnd + 14;
  const close = find(GREATER, from);
  if (close == 0 || close + 1 != lineTo) return false;
  const message = messageOf(idEnd);
  if (message == null || message.named) return false;
  const low = wideHash(from, close);
  if (close == from) return false;
  const first = standing(host, low, high);
  if (first == 0) {
    // Mail of this host's own, or a filter changed it.
    if (message.inside) return false;
  } else {
    // With another's message-id it may carry that one on; one that an alias sends on does not, as its line will tell.
    if (message.origin != UNKNOWN && !message.inside) return false;
    if (first == PROGRAMS || !joinKin(message, changetype<Message>(first))) return false;
  }
  identify(message, low, high);
  return true;
}

export function takeQueue(): bool {
  const idEnd = queueIdEnd(start);
  if (idEnd == 0) return false;
  const p = idEnd + 2;
  if (at(p) == 114) {
    if (p + 7 != lineTo || !has(p, 'removed')) return false;
    const ended = findMessage(host, start, idEnd - start);
    if (ended == null) return isQueueId(start, idEnd);
    // One that comes before `from=` waits for it.
    if (ended.owner != ENGINE || ended.ended > 0 || !ended.active || ended.undecided) return false;
    end(ended);
    return true;
  }
  if (!has(p, 'from=<')) return false;
  const from = p + 6;
  if (at(from) == QUOTE) return false;
  const close = find(GREATER, from);
  if (close == 0 || !has(close + 1, ', size=')) return false;
  const size = number(close + 8);
  if (!has(after, ', nrcpt=')) return false;
  const recipients = number(after + 8);
  if (after + 15 != lineTo || !has(after, ' (queue active)')) return false;
  const message = messageOf(idEnd);
  if (message == null) return false;
  if (message.active) return true;
  const carries = message.inside && message.hopOf == 0;
  const first = carries ? carriedBy(message) : null;
  if (carries && first == null) return false;
  message.active = true;
  message.abandoned = false;
  message.sender = keepBytes(from, close - from);
  message.senderLength = <i32>(close - from);
  message.size = size;
  message.recipients = <i32>recipients;
  if (first != null) awaitProof(message, first);
  else if (message.origin == NETWORK && message.hopOf == 0) receive(message);
  return true;
}
