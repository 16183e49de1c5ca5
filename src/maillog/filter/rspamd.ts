/**
 * Rspamd in syslog: the message's own id, the module and the function stand before each line.
 *
 *   <a1b2c3>; task; rspamd_task_write_log: id: <x@example.org>, qid: <4D2F1>, ip: 192.0.2.1, from: <a@example.org>,
 *     (default: F (no action): [1.20/15.00] [MIME_GOOD(-0.10){text/plain;}]), len: 1234, time: 100.2ms, ...
 */
import type { Event } from '../event.ts';
import { codeAt, find, findLast, LESS } from '../scan.ts';
import { beginsWith, complaint, quiet } from '../words.ts';
import { verdict } from './verdict.ts';

const AT_WORK = quiet('Rspamd at work');
const OPEN = 40;
const MODULES = [
  'main; ',
  'worker; ',
  'controller; ',
  'normal; ',
  'rspamd_proxy; ',
  'cfg; ',
  'lua; ',
  'map; ',
];

export function readRspamd(text: string, from: number, end: number): Event | undefined {
  const log = find(text, 'rspamd_task_write_log: ', from, Math.min(end, from + 80));
  if (log >= 0) return readLog(text, log + 23, end);
  const open = codeAt(text, from, end);
  if (open !== LESS && open !== OPEN && !beginsWith(text, MODULES, from, end)) return undefined;
  if (find(text, 'rspamd_main: rspamd ', from, end) >= 0 && find(text, 'starting', from, end) >= 0)
    return { kind: 'service', what: 'started', text: text.slice(from, end) };
  return find(text, '; cannot ', from, end) >= 0 || find(text, ': cannot ', from, end) >= 0
    ? complaint('warning', text, from, end)
    : AT_WORK;
}

/** The message-id comes before the queue id and is the sender's text: the queue id is the last one before `ip:`. */
function readLog(text: string, from: number, end: number): Event {
  const ip = find(text, '>, ip: ', from, end);
  const named = findLast(text, 'qid: <', from, ip < 0 ? end : ip);
  const queueId = named < 0 || ip < named + 6 ? '' : text.slice(named + 6, ip);
  const metric = find(text, '(default: ', from, end);
  const open = metric < 0 ? -1 : find(text, ' (', metric, end);
  const close = open < 0 ? -1 : find(text, ')', open, end);
  if (close < 0) return AT_WORK;
  const score = find(text, '[', close, end);
  const scoreEnd = score < 0 ? -1 : find(text, ']', score, end);
  return verdict(
    'rspamd',
    queueId,
    text.slice(open + 2, close),
    scoreEnd < 0 ? '' : text.slice(score + 1, scoreEnd),
  );
}
