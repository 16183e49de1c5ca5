/** bounce(8), defer and trace: the notifications (DSN, RFC 3464) that messages cause. */
import type { Event, Notification } from '../event.ts';
import { at, find, findChar, queueIdEnd, SPACE } from '../scan.ts';
import { readComplaint } from './complaint.ts';
import { readDelivery } from './delivery.ts';

const TYPES: readonly Exclude<Notification['type'], 'failed'>[] = [
  'non-delivery',
  'delay',
  'delivery status',
];

/**
 * `QID: sender non-delivery notification: NEWID`, `QID: postmaster delay notification: NEWID`; since 3.11 also
 * `QID: sender notification failed to <a@b>[: reason]`, and the first before NEWID's own lines.
 */
export function parseBounce(text: string, from: number, end: number): Event | undefined {
  const colon = queueIdEnd(text, from, end);
  if (colon < 0) return readComplaint(text, from, end);
  const queueId = text.slice(from, colon);
  const p = colon + 2;
  const space = findChar(text, SPACE, p, end);
  if (space > 0) {
    const to = text.slice(p, space);
    for (const type of TYPES) {
      if (!at(text, type, space + 1, end) || !at(text, ' notification: ', space + 1 + type.length, end))
        continue;
      const start = space + 1 + type.length + 15;
      const stop = findChar(text, SPACE, start, end);
      return {
        kind: 'notification',
        queueId,
        to,
        type,
        newQueueId: text.slice(start, stop < 0 ? end : stop),
        reason: '',
      };
    }
    const failed = find(text, ' notification failed', space, end);
    if (failed >= 0)
      return {
        kind: 'notification',
        queueId,
        to,
        type: 'failed',
        newQueueId: '',
        reason: text.slice(failed + ' notification '.length, end),
      };
  }
  if (at(text, 'not sending ', p, end)) return { kind: 'quiet', why: 'no notification about a notification' };
  return readDelivery(text, p, end, queueId, 'bounce') ?? readComplaint(text, p, end, queueId);
}
