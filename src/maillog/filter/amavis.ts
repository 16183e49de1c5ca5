/**
 * Amavis. Every line of a message's work begins with the number of the process and of the message in it:
 *
 *   (01234-05) Passed CLEAN {RelayedInbound}, [192.0.2.1]:4321 [192.0.2.1] <a@example.org> -> <b@example.com>,
 *     Queue-ID: 4D2F1, Message-ID: <x@example.org>, mail_id: AbC, Hits: -1.9, size: 1234, queued_as: 9A8B7, 812 ms
 *   (01234-05) Blocked SPAM {DiscardedInbound,Quarantined}, ...
 *   (01234-05) (!)connect to [127.0.0.1]:10025 failed: ...
 */
import type { Event } from '../event.ts';
import { at, codeAt, find, findChar, isDigit, SPACE } from '../scan.ts';
import { beginsWith, complaint, isTrouble, quiet } from '../words.ts';
import { verdict } from './verdict.ts';

const AT_WORK = quiet('Amavis at work');
const OPEN = 40;

const START = [
  'Net::Server',
  'Module ',
  'Amavis',
  'Found ',
  'No ',
  'Using ',
  'Deleting ',
  'Creating ',
  'Valid ',
  'perl=',
  'user=',
  'SpamControl',
  'SpamAssassin',
  'extra modules',
  'INFO',
  'ANTI-',
  'TEMPBASE',
  'Started ',
  'uid=',
  'logging ',
  'config files',
  'NOTICE',
  'Loaded ',
  'open_on_specific_fd',
  'initializing ',
  'SIG',
  'Rundown',
  'child ',
  'process ',
];

export function readAmavis(text: string, from: number, end: number): Event | undefined {
  let p = from;
  if (codeAt(text, p, end) === OPEN && isDigit(codeAt(text, p + 1, end))) {
    const close = find(text, ') ', p, end);
    if (close < 0) return AT_WORK;
    p = close + 2;
    if (at(text, 'Passed ', p, end) || at(text, 'Blocked ', p, end)) return readVerdict(text, p, end);
    return readTrouble(text, p, end) ?? AT_WORK;
  }
  const trouble = readTrouble(text, p, end);
  if (trouble !== undefined) return trouble;
  if (at(text, 'starting. ', p, end)) return { kind: 'service', what: 'started', text: text.slice(p, end) };
  if (beginsWith(text, START, p, end)) return AT_WORK;
  return at(text, 'TROUBLE', p, end) || isTrouble(text, p, end)
    ? complaint('error', text, p, end)
    : undefined;
}

/** `(!)` and `(!!)` mark what an administrator should see. */
function readTrouble(text: string, from: number, end: number): Event | undefined {
  if (!at(text, '(!', from, end)) return undefined;
  const close = findChar(text, 41, from, end);
  if (close < 0) return undefined;
  return complaint(close - from > 2 ? 'error' : 'warning', text, close + 1, end);
}

/** After the last recipient, and where the message was put: `>, quarantine: spam-AbC.gz, Queue-ID: 4D2F1`. */
function idStart(text: string, from: number, end: number): number {
  const named = find(text, '>, Queue-ID: ', from, end);
  if (named >= 0) return named + 13;
  const quarantine = find(text, '>, quarantine: ', from, end);
  const next = quarantine < 0 ? -1 : find(text, ', ', quarantine + 15, end);
  return next >= 0 && at(text, ', Queue-ID: ', next, end) ? next + 12 : -1;
}

/** The verdict is two words: `Passed BAD-HEADER`; more may follow in brackets before the first comma. */
function readVerdict(text: string, from: number, end: number): Event {
  const first = findChar(text, SPACE, from, end);
  let stop = first + 1;
  for (; stop < end; stop++) {
    const code = text.charCodeAt(stop);
    if (code === SPACE || code === 44) break;
  }
  let detail = stop;
  while (detail < end && (text.charCodeAt(detail) === SPACE || text.charCodeAt(detail) === 44)) detail++;
  // What the sender wrote (addresses, message-id) stands in the line too: only an id's own letters are taken.
  let queueId = '';
  const start = idStart(text, detail, end);
  if (start >= 0) {
    let i = start;
    for (; i < end; i++) {
      const code = text.charCodeAt(i);
      if (!isDigit(code) && ((code | 32) < 97 || (code | 32) > 122)) break;
    }
    queueId = text.slice(start, i);
  }
  return verdict('amavis', queueId, text.slice(from, stop), text.slice(detail, end));
}
