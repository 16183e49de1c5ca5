/** cleanup(8): the message-id, header and body checks, milters at the end of the message, unfinished messages. */
import type { Event } from '../event.ts';
import { at, codeAt, find, findChar, GREATER, LESS, queueIdEnd } from '../scan.ts';
import { readComplaint } from './complaint.ts';
import { readDelivery } from './delivery.ts';
import { readReject } from './reject.ts';

export function parseCleanup(text: string, from: number, end: number): Event | undefined {
  const colon = queueIdEnd(text, from, end);
  if (colon < 0) return readComplaint(text, from, end);
  const queueId = text.slice(from, colon);
  const p = colon + 2;
  if (at(text, 'message-id=', p, end)) return readMessageId(text, p + 11, end, queueId, false);
  if (at(text, 'resent-message-id=', p, end)) return readMessageId(text, p + 18, end, queueId, true);
  if (at(text, 'removed', p, end))
    return { kind: 'removed', queueId, why: text.slice(Math.min(end, p + 8), end) };
  return (
    readReject(text, p, end, queueId, 'checks') ??
    readDelivery(text, p, end, queueId, 'cleanup') ??
    readComplaint(text, p, end, queueId) ??
    (at(text, 'unable to dlopen', p, end) || find(text, ' -- message not accepted', p, end) >= 0
      ? { kind: 'complaint', level: 'warning', text: text.slice(p, end), queueId }
      : undefined)
  );
}

/** `<a@example.com>`, nothing, or whatever the client wrote for a message-id. */
function readMessageId(text: string, from: number, end: number, queueId: string, resent: boolean): Event {
  let messageId: string;
  if (codeAt(text, from, end) === LESS) {
    const close = findChar(text, GREATER, from, end);
    messageId = text.slice(from + 1, close < 0 ? end : close);
  } else {
    messageId = text.slice(from, end);
  }
  return { kind: 'messageId', queueId, messageId, resent };
}
