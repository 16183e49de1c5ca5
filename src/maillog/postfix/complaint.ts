/** `warning:`, `error:`, `fatal:`, `panic:` lines of any Postfix daemon (msg(3)). */
import type { Complaint } from '../event.ts';
import { at, queueIdEnd } from '../scan.ts';

const LEVELS: readonly Complaint['level'][] = ['warning', 'error', 'fatal', 'panic'];

/** @param queueId the queue id before the level, where one stands there; else the text is looked at for one */
export function readComplaint(text: string, from: number, end: number, queueId = ''): Complaint | undefined {
  for (const level of LEVELS) {
    if (!at(text, level, from, end) || !at(text, ': ', from + level.length, end)) continue;
    let start = Math.min(end, from + level.length + 2);
    let id = queueId;
    if (id === '') {
      const colon = queueIdEnd(text, start, end);
      if (colon > 0) {
        id = text.slice(start, colon);
        start = Math.min(end, colon + 2);
      }
    }
    return { kind: 'complaint', level, text: text.slice(start, end), queueId: id };
  }
  return undefined;
}
