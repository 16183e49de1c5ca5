/** Ordinary lines of cleanup(8) and qmgr(8): `message-id=`, `from=` (active for the first time), `removed`. */
import { after, at, find, GREATER, has, number, QUOTE } from './bytes';
import { host, lineTo, start, time } from './frame';
import { high, wideHash } from './hash';
import { end, identify } from './lives';
import { ENGINE, findMessage, keepBytes, Message } from './messages';
import { queueIdEnd } from './smtpd';
import { receive } from './traffic';

/** The engine's message of the queue id that the line begins with; null where there is none. */
export function ordinaryMessage(idEnd: usize): Message | null {
  const message = findMessage(host, start, idEnd - start);
  return message != null && message.owner == ENGINE ? message : null;
}

export function takeMessageId(): bool {
  const idEnd = queueIdEnd(start);
  if (idEnd == 0 || !has(idEnd + 2, 'message-id=<')) return false;
  const message = ordinaryMessage(idEnd);
  if (message == null || message.named) return false;
  const from = idEnd + 14;
  const close = find(GREATER, from);
  if (close == 0 || close + 1 != lineTo) return false;
  const low = wideHash(from, close);
  identify(message, low, high, close == from);
  return true;
}

export function takeQueue(): bool {
  const idEnd = queueIdEnd(start);
  if (idEnd == 0) return false;
  const p = idEnd + 2;
  if (at(p) == 114) {
    if (p + 7 != lineTo || !has(p, 'removed')) return false;
    const message = ordinaryMessage(idEnd);
    if (message == null || message.ended > 0) return false;
    end(message, time);
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
  const message = ordinaryMessage(idEnd);
  if (message == null) return false;
  if (message.active) return true;
  message.active = true;
  message.abandoned = false;
  message.sender = keepBytes(from, close - from);
  message.senderLength = <i32>(close - from);
  message.size = size;
  message.recipients = <i32>recipients;
  receive(message);
  return true;
}
