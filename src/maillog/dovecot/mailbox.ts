/**
 * Delivery into a mailbox (lmtp, lda, deliver) and what Pigeonhole's Sieve did with a message:
 *
 *   msgid=<a@example.com>: saved mail to INBOX
 *   wArTL0TxF2AccA: sieve: msgid=<a@example.com>: stored mail into mailbox 'Junk'     (2.2, after a session id)
 *   sieve: msgid=<a@example.com>: fileinto action: stored mail into mailbox 'Junk'
 *   sieve: msgid=<a@example.com>: forwarded to <b@example.org>
 *   msgid=<a@example.com>: save failed to INBOX: Quota exceeded (mailbox for user is full)
 *
 * A message-id is the sender's text and may hold a whole line like these: it ends at the last `>: `.
 */
import type { Event } from '../event.ts';
import { at, COLON, codeAt, find, findLast, LESS } from '../scan.ts';
import { atWord, quiet } from '../words.ts';

/** What the line says, and the action it is called here; "" where nothing came of it. */
const ACTIONS: readonly (readonly [string, string])[] = [
  ['saved mail to ', 'saved'],
  ['stored mail into mailbox ', 'stored'],
  ['left message in mailbox ', 'kept'],
  ['forwarded to ', 'forwarded'],
  ['redirected to ', 'forwarded'],
  ['sent vacation response to ', 'vacation'],
  ["sent '", 'notified'],
  ['sent mail notification to ', 'notified'],
  ['sent notification to ', 'notified'],
  ['piped message to program ', 'piped'],
  ['rejected message from ', 'rejected'],
  ['discarded duplicate ', ''],
  ['discarded vacation ', ''],
  ['discarding vacation ', ''],
  ['not sending ', ''],
  ['not forwarding ', ''],
  ['store into mailbox ', ''],
  ['auto-submitted message discarded', ''],
  ['return-Path missing', 'rejected'],
  ['marked message to be discarded', 'discarded'],
  ['discarded', 'discarded'],
  ['executed', ''],
];

const FAILURES = ['save failed to ', 'failed to store ', 'failed to ', 'rejected: ', 'permanently failed '];
/** What deliver_log_format may put before the result, `msgid=<a@b>, from=<c@d>, subject=x: saved mail to INBOX`. */
const RESULTS = ['saved mail to ', 'save failed to ', 'stored mail into mailbox '];
const NOTHING = quiet('Sieve left an answer out');
const LMTP = quiet('an LMTP session began or ended');

export function readMailbox(text: string, from: number, end: number, account: string): Event | undefined {
  if (at(text, 'Connect from ', from, end) || at(text, 'Disconnect from ', from, end)) return LMTP;
  const found = find(text, 'msgid=', from, end);
  if (found < 0) return readUnnamed(text, from, end, account);
  let start = found + 6;
  let close: number;
  if (codeAt(text, start, end) === LESS) {
    close = findLast(text, '>: ', start, end);
    if (close >= 0) {
      start++;
      const event = readAction(text, close + 3, end, account, text.slice(start, Math.max(start, close)));
      if (event !== undefined) return event;
      close = find(text, '>: ', start, end);
      const first = readAction(text, close + 3, end, account, text.slice(start, Math.max(start, close)));
      if (first !== undefined) return first;
    }
    for (const words of RESULTS) {
      const result = findLast(text, `: ${words}`, start, end);
      const bracket = result < 0 ? -1 : find(text, '>', start, result);
      const id = bracket < 0 ? '' : text.slice(text.charCodeAt(start) === LESS ? start + 1 : start, bracket);
      if (result >= 0) return readAction(text, result + 2, end, account, id);
    }
  }
  close = find(text, ': ', start, end);
  if (close < 0) return undefined;
  return readAction(text, close + 2, end, account, text.slice(start, close));
}

/** Without a message-id: an LMTP proxy, a program that Sieve runs, a script that failed. */
function readUnnamed(text: string, from: number, end: number, account: string): Event | undefined {
  let p = from;
  if (at(text, 'sieve: ', p, end)) p += 7;
  const sent = find(text, 'Sent message to <', p, end);
  if (sent >= 0) return LMTP;
  if (
    find(text, 'Failed to send message to <', p, end) >= 0 ||
    (at(text, 'program ', p, end) && find(text, 'erminated ', p, end) >= 0) ||
    at(text, 'Execution of script ', p, end) ||
    at(text, 'Aborted script execution', p, end)
  )
    return { kind: 'complaint', level: 'warning', text: text.slice(p, end), queueId: '' };
  return readAction(text, p, end, account, '');
}

function readAction(
  text: string,
  from: number,
  end: number,
  account: string,
  messageId: string,
): Event | undefined {
  let p = from;
  const named = find(text, ' action: ', p, Math.min(end, p + 40));
  if (named >= 0) p = named + 9;
  for (const [words, action] of ACTIONS) {
    if (!atWord(text, words, p, end)) continue;
    if (action === '') return NOTHING;
    const mailbox = words.endsWith(' ') ? bare(text, p + words.length, end) : '';
    return { kind: 'mailbox', account, messageId, action, mailbox };
  }
  for (const words of FAILURES) {
    if (atWord(text, words, p, end))
      return { kind: 'complaint', level: 'error', text: text.slice(p, end), queueId: '' };
  }
  return undefined;
}

/** Without the quotes or angle brackets that Sieve puts around a name, and without what follows them. */
function bare(text: string, from: number, end: number): string {
  const code = codeAt(text, from, end);
  if (code === LESS) {
    const close = find(text, '>', from, end);
    return text.slice(from + 1, close < 0 ? end : close);
  }
  if (code === 39 || code === 96) {
    const close = findLast(text, "'", from + 1, end);
    return text.slice(from + 1, close < 0 ? end : close);
  }
  // `INBOX: reason`
  const colon = find(text, ': ', from, end);
  return text.slice(from, colon >= 0 && codeAt(text, colon, end) === COLON ? colon : end);
}
