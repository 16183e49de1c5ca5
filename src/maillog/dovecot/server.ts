/**
 * Dovecot's health: what it writes above the level Info, and when it starts and stops.
 *
 *   imap(ann)<1><x>: Error: Mailbox INBOX: read() failed: ...     (here from the level on)
 *   master: Dovecot v2.3.21 (47349e2482) starting up for imap, lmtp (core dumps disabled)
 */
import type { Complaint, Event } from '../event.ts';
import { at, find } from '../scan.ts';
import { quiet } from '../words.ts';
import { passwordStart } from './auth.ts';

const DEBUG = quiet('debug output');

const LEVELS: readonly (readonly [string, Complaint['level'] | 'info' | 'debug'])[] = [
  ['Info: ', 'info'],
  ['Debug: ', 'debug'],
  ['Warning: ', 'warning'],
  ['Error: ', 'error'],
  ['Fatal: ', 'fatal'],
  ['Panic: ', 'panic'],
];

/** Warning and above; a given password is cut off. */
export function readLeveled(text: string, from: number, end: number, before: string): Event | undefined {
  for (const [word, level] of LEVELS) {
    if (!at(text, word, from, end) || level === 'info') continue;
    if (level === 'debug') return DEBUG;
    const start = from + word.length;
    return {
      kind: 'complaint',
      level,
      text: before + text.slice(start, passwordStart(text, start, end)),
      queueId: '',
    };
  }
  return undefined;
}

/** `Dovecot v2.3.21 starting up for imap, lmtp`, `Killed with signal 15 (...)`, `SIGHUP received - reloading ...` */
export function readMaster(text: string, from: number, end: number): Event | undefined {
  const p = at(text, 'Warning: ', from, end) ? from + 9 : from;
  if (at(text, 'Dovecot v', p, end) && find(text, ' starting up', p, end) >= 0)
    return { kind: 'service', what: 'started', text: text.slice(p, end) };
  if (at(text, 'Killed with signal ', p, end))
    return { kind: 'service', what: 'stopped', text: `Dovecot: ${text.slice(p, end)}` };
  if (at(text, 'SIGHUP received', p, end))
    return { kind: 'service', what: 'reloaded', text: `Dovecot: ${text.slice(p, end)}` };
  return undefined;
}
