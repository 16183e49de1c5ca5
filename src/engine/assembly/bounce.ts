/**
 * Notifications that bounce(8) sends to an account of this server, whose message could not be delivered:
 *
 *   4D2F1: sender non-delivery notification: 5A3B2
 *
 * Those to strangers may be backscatter, and go the long way.
 */
import { has } from './bytes';
import { NOTIFICATIONS, periodAt, sum } from './counts';
import { host, lineTo, start, time, wall } from './frame';
import { begin } from './lives';
import { ENGINE, findMessage, keepBytes, NOTIFICATION, UNKNOWN } from './messages';
import { isQueueId, queueIdEnd } from './smtpd';
import { tellsFailures } from './failures';

export function takeNotification(): bool {
  const idEnd = queueIdEnd(start);
  if (idEnd == 0 || !has(idEnd + 2, 'sender non-delivery notification: ')) return false;
  const from = idEnd + 36;
  if (tellsFailures || !isQueueId(from, lineTo)) return false;
  const length = idEnd - start;
  const about = findMessage(host, start, length);
  if (about == null || about.owner != ENGINE || about.accountTo <= about.accountFrom) return false;
  const known = findMessage(host, from, lineTo - from);
  if (known == about || (known != null && (known.owner != ENGINE || known.origin != UNKNOWN))) return false;
  const notification = known != null ? known : begin(from, lineTo - from, UNKNOWN);
  notification.origin = NOTIFICATION;
  notification.about = keepBytes(start, length);
  notification.aboutLength = <i32>length;
  sum(periodAt(time, wall), NOTIFICATIONS, 1);
  return true;
}
