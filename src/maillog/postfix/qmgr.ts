/** qmgr(8) and the old nqmgr: a message becomes active, leaves the queue, expires; and what pickup(8) brings. */
import type { Event } from '../event.ts';
import {
  at,
  codeAt,
  find,
  findChar,
  findLast,
  findLastChar,
  GREATER,
  LESS,
  numberAt,
  queueIdEnd,
  SPACE,
} from '../scan.ts';
import { readComplaint } from './complaint.ts';
import { readDelivery } from './delivery.ts';

export function parseQmgr(text: string, from: number, end: number): Event | undefined {
  const colon = queueIdEnd(text, from, end);
  if (colon < 0) return readComplaint(text, from, end);
  const p = colon + 2;
  const queueId = text.slice(from, colon);
  const first = codeAt(text, p, end);
  if (first === 114 && at(text, 'removed', p, end)) return { kind: 'removed', queueId, why: '' };
  if (first === 102 && at(text, 'from=', p, end)) return readFrom(text, p + 5, end, queueId);
  if (at(text, 'to=', p, end)) return readDelivery(text, p, end, queueId, 'qmgr');
  if (at(text, 'skipped, still being delivered', p, end))
    return { kind: 'quiet', why: 'still being delivered' };
  return readComplaint(text, p, end, queueId);
}

/**
 * `<a@b>, size=1, nrcpt=1 (queue active)` or `<a@b>, status=expired, returned to sender`; old versions without
 * brackets. Nothing after the sender comes from outside, so its end is the last one that fits.
 */
function readFrom(text: string, from: number, end: number, queueId: string): Event | undefined {
  const close = codeAt(text, from, end) === LESS ? findLast(text, '>, ', from, end) : -1;
  let comma = close < 0 ? -1 : close + 1;
  if (comma < 0)
    comma = Math.max(findLast(text, ', size=', from, end), findLast(text, ', status=', from, end));
  if (comma < 0) return undefined;
  if (at(text, ', size=', comma, end)) {
    const recipients = find(text, 'nrcpt=', comma + 7, end);
    return {
      kind: 'active',
      queueId,
      sender: unquote(text, from, comma),
      size: numberAt(text, comma + 7, end),
      recipients: recipients < 0 ? 0 : numberAt(text, recipients + 6, end),
    };
  }
  const forced = at(text, ', status=force-expired', comma, end);
  if (!forced && !at(text, ', status=expired', comma, end)) return undefined;
  return { kind: 'expired', queueId, sender: unquote(text, from, comma), forced };
}

function unquote(text: string, from: number, end: number): string {
  return text.charCodeAt(from) === LESS ? text.slice(from + 1, end - 1) : text.slice(from, end);
}

/** `4D2F1: uid=1000 from=<ann>`; Postfix 3.12: ` orig_id=OLDID` after a requeue. Very old: `sender=`. */
export function parsePickup(text: string, from: number, end: number): Event | undefined {
  const colon = queueIdEnd(text, from, end);
  const p = colon + 2;
  if (colon < 0 || !at(text, 'uid=', p, end)) return readComplaint(text, from, end);
  const sender = find(text, 'from=<', p, end);
  const close = sender < 0 ? -1 : findLastChar(text, GREATER, sender + 6, end);
  const original = find(text, ' orig_id=', close < 0 ? p : close, end);
  return {
    kind: 'pickup',
    queueId: text.slice(from, colon),
    uid: numberAt(text, p + 4, end),
    sender: close < 0 ? '' : text.slice(sender + 6, close),
    originalQueueId: original < 0 ? '' : text.slice(original + 9, wordEnd(text, original + 9, end)),
  };
}

function wordEnd(text: string, from: number, end: number): number {
  const space = findChar(text, SPACE, from, end);
  return space < 0 ? end : space;
}
