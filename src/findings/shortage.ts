/**
 * smtpd refuses all mail for the time being (`452 4.3.1 Insufficient system storage`) while the queue's file system
 * has less than queue_minfree, or less than one and a half times message_size_limit, left (smtpd_check.c).
 */
import type { Complaint } from '../maillog/event.ts';

export function isShortage(event: Complaint): boolean {
  return event.text.startsWith('not enough free space in mail queue');
}
