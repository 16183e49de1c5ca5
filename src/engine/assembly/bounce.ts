/**
 * Notifications that bounce(8) sends, of messages that could not be delivered:
 *
 *   4D2F1: sender non-delivery notification: 5A3B2
 *
 * The program is told of those to strangers, which may be backscatter; those to accounts are only counted.
 */
import { records } from './attempts';
import { has } from './bytes';
import { NOTIFICATIONS, periodAt, sum } from './counts';
import { host, layDown, lineTo, start, time, wall } from './frame';
import { notified } from './host';
import { begin } from './lives';
import { ENGINE, findMessage, keepBytes, NETWORK, NOTIFICATION, UNKNOWN } from './messages';
import { isQueueId, queueIdEnd } from './smtpd';
import { tellsFailures } from './failures';

export function takeNotification(): bool {
  const idEnd = queueIdEnd(start);
  if (idEnd == 0 || !has(idEnd + 2, 'sender non-delivery notification: ')) return false;
  const from = idEnd + 36;
  if (!isQueueId(from, lineTo)) return false;
  const length = idEnd - start;
  const about = findMessage(host, start, length);
  if (about == null || about.owner != ENGINE || about.origin != NETWORK) return false;
  if (about.undecided || about.hopOf != 0) return false;
  const known = findMessage(host, from, lineTo - from);
  if (known == about || (known != null && (known.owner != ENGINE || known.origin != UNKNOWN))) return false;
  const notification = known != null ? known : begin(from, lineTo - from, UNKNOWN);
  notification.origin = NOTIFICATION;
  notification.about = keepBytes(start, length);
  notification.aboutLength = <i32>length;
  if (records) return true;
  if (about.accountTo > about.accountFrom && !tellsFailures) sum(periodAt(time, wall), NOTIFICATIONS, 1);
  else {
    layDown();
    notified(changetype<usize>(about));
  }
  return true;
}
