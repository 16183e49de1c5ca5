/** The mail system itself: master(8), the postfix command, postsuper(1), and the commands that submit mail. */
import type { Event, QueueAction, Service } from '../event.ts';
import { at, find, numberAt, queueIdEnd } from '../scan.ts';
import { readComplaint } from './complaint.ts';

const PHASES: readonly [string, Service['what']][] = [
  ['daemon started', 'started'],
  ['starting the Postfix mail system', 'started'],
  ['reload ', 'reloaded'],
  ['refreshing the Postfix mail system', 'reloaded'],
  ['terminating on signal', 'stopped'],
  ['stopping the Postfix mail system', 'stopped'],
  ['aborting the Postfix mail system', 'stopped'],
  ['master exit time has arrived', 'stopped'],
  ['the Postfix mail system is running', 'other'],
  ['the Postfix mail system is not running', 'other'],
  ['Postfix is running with backwards-compatible', 'other'],
  ['Postfix is using backwards-compatible', 'other'],
  ['See ', 'other'],
  ['To disable backwards compatibility', 'other'],
  ['waiting for the Postfix mail system', 'other'],
  ['using backwards-compatible', 'other'],
  ['flushing', 'other'],
  ['  ', 'other'],
];

export function parseService(text: string, from: number, end: number): Event | undefined {
  for (const [prefix, what] of PHASES) {
    if (at(text, prefix, from, end)) return { kind: 'service', what, text: text.slice(from, end) };
  }
  return readComplaint(text, from, end);
}

const ACTIONS: readonly [string, QueueAction['action']][] = [
  ['removed', 'deleted'],
  ['requeued', 'requeued'],
  ['placed on hold', 'held'],
  ['released from hold', 'released'],
  ['expired', 'expired'],
];

/** `4D2F1: placed on hold`, `Deleted: 115 messages` */
export function parsePostsuper(text: string, from: number, end: number): Event | undefined {
  const colon = queueIdEnd(text, from, end);
  if (colon > 0) {
    for (const [word, action] of ACTIONS) {
      if (at(text, word, colon + 2, end))
        return { kind: 'queueAction', queueId: text.slice(from, colon), action };
    }
  }
  const after = find(text, ': ', from, end);
  if (after > 0 && at(text, ' message', countEnd(text, after + 2, end), end)) {
    return { kind: 'queueSummary', action: text.slice(from, after), count: numberAt(text, after + 2, end) };
  }
  return readComplaint(text, from, end);
}

function countEnd(text: string, from: number, end: number): number {
  let i = from;
  while (i < end && text.charCodeAt(i) >= 48 && text.charCodeAt(i) <= 57) i++;
  return i;
}
