/**
 * maildrop(1), which delivers for pipe(8) or local(8): to syslog it writes only what keeps it from delivering.
 *
 *   Unable to create a dot-lock at /var/mail/ann.lock.
 *   ERR: authdaemon: s_connect() failed: Permission denied
 */
import type { Event } from '../event.ts';
import { at } from '../scan.ts';
import { complaint } from '../words.ts';

export function readMaildrop(text: string, from: number, end: number): Event {
  return complaint('error', text, at(text, 'ERR: ', from, end) ? from + 5 : from, end);
}
