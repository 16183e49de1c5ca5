/**
 * Filters that are mail gateways of their own.
 *
 *   MailScanner       Requeue: 4D2F1.A1B2C to 9A8B7
 *                     Message 4D2F1.A1B2C from 192.0.2.1 (a@example.org) to example.com is spam, SpamAssassin (...)
 *   mimedefang        MDLOG,4D2F1,spam,12.3,192.0.2.1,<a@example.org>,<b@example.com>,a subject
 *   pmg-smtp-filter   381C4E5DFA31DF9E90F: accept mail to <b@example.com> (4D2F1) (rule: default-accept)
 */
import type { Event } from '../event.ts';
import { at, find, findChar, SPACE } from '../scan.ts';
import { beginsWith, complaint, isTrouble, quiet, readLevel } from '../words.ts';
import { between, verdict } from './verdict.ts';

const AT_WORK = quiet('a mail gateway at work');

const REQUEUE = 'Requeue: ';
/** MailScanner's verdict on a message that goes on under the queue id in `detail`. */
export const REQUEUED = 'requeued';
const MAIL_SCANNER = [
  'New Batch: ',
  'Spam Checks: ',
  'Spam Actions: ',
  'Virus and Content Scanning',
  'Virus Scanning',
  'Content Checks: ',
  'Filename Checks: ',
  'Filetype Checks: ',
  'Uninfected: ',
  'Unscanned: ',
  'Cleaned: ',
  'Batch ',
  'Deleted ',
  'Logging ',
  'Logged ',
  'MailScanner ',
  'Reading ',
  'Read ',
  'Using ',
  'Config: ',
  'Connected ',
  'Enabling ',
  'Saved ',
  'Whitelist ',
  'Blacklist ',
  'SpamAssassin ',
  'Notices: ',
  'HTML',
  'Other Checks: ',
  'Viruses marked ',
  'SpamAssassin timed',
];

export function readMailScanner(text: string, from: number, end: number): Event | undefined {
  if (at(text, 'Message ', from, end)) {
    const space = findChar(text, SPACE, from + 8, end);
    const is = space < 0 ? -1 : find(text, ' is ', space, end);
    if (is < 0) return AT_WORK;
    // `spam`, `not spam`, `whitelisted`, `spam (blacklisted)`, up to the comma before the scores
    const comma = find(text, ', ', is, end);
    const stop = comma < 0 ? end : comma;
    return verdict(
      'MailScanner',
      idOf(text, from + 8, space),
      text.slice(is + 4, stop),
      text.slice(space + 1, end),
    );
  }
  if (at(text, 'Infected message ', from, end)) {
    const start = from + 17;
    const space = findChar(text, SPACE, start, end);
    const stop = space < 0 ? end : space;
    return verdict(
      'MailScanner',
      idOf(text, start, stop),
      'infected',
      text.slice(Math.min(end, stop + 1), end),
    );
  }
  if (at(text, REQUEUE, from, end)) return readRequeue(text, from + REQUEUE.length, end);
  if (beginsWith(text, MAIL_SCANNER, from, end)) return AT_WORK;
  if (find(text, 'Logged to MailWatch', from, end) >= 0) return AT_WORK;
  const loud = readLevel(text, from, end);
  return loud ?? (isTrouble(text, from, end) ? complaint('warning', text, from, end) : undefined);
}

/** `4D2F1.A1B2C to 9A8B7`: out of the hold queue, under another queue id. */
function readRequeue(text: string, from: number, end: number): Event {
  const to = find(text, ' to ', from, end);
  if (to < 0) return AT_WORK;
  return verdict('MailScanner', idOf(text, from, to), REQUEUED, text.slice(to + 4, end));
}

/** MailScanner puts a random suffix behind Postfix's id: `4D2F1.A1B2C`. */
function idOf(text: string, from: number, end: number): string {
  const dot = findChar(text, 46, from, end);
  return text.slice(from, dot < 0 ? end : dot);
}

export function readMimeDefang(text: string, from: number, end: number): Event | undefined {
  if (!at(text, 'MDLOG,', from, end))
    return beginsWith(text, ['mimedefang', 'Slave ', 'Worker ', 'Starting ', 'started ', 'stats '], from, end)
      ? AT_WORK
      : undefined;
  const first = findChar(text, 44, from + 6, end);
  const second = first < 0 ? -1 : findChar(text, 44, first + 1, end);
  if (second < 0) return undefined;
  return verdict(
    'mimedefang',
    text.slice(from + 6, first),
    text.slice(first + 1, second),
    text.slice(second + 1, end),
  );
}

const PROXMOX = ['accept mail to ', 'block mail to ', 'moved mail for ', 'virus detected', 'blocked mail '];

/** The id before the colon is Proxmox' own; Postfix' new one stands in brackets where the mail goes on. */
export function readProxmox(text: string, from: number, end: number): Event | undefined {
  const space = findChar(text, SPACE, from, end);
  if (space < 0) return undefined;
  if (text.charCodeAt(space - 1) !== 58 || space === from)
    return find(text, ' CONNECT TCP', from, end) >= 0 ||
      beginsWith(text, ['starting ', 'Starting ', 'Process ', 'Filter ', 'Beginning ', 'reload'], from, end)
      ? AT_WORK
      : undefined;
  const p = space + 1;
  for (const words of PROXMOX) {
    if (!at(text, words, p, end)) continue;
    const stop = words.indexOf(' ');
    const queueId = at(text, 'accept', p, end) ? between(text, '> (', ')', p, end) : '';
    const id = text.slice(from, space - 1);
    const recipient = between(text, ' <', '>', p, end);
    return verdict('pmg-smtp-filter', queueId, words.slice(0, stop), text.slice(p, end), id, recipient);
  }
  return beginsWith(
    text,
    [
      'processing time: ',
      'new mail ',
      'SA score=',
      'notify ',
      'addheader ',
      'archive ',
      'removed ',
      'statistics',
    ],
    p,
    end,
  )
    ? AT_WORK
    : undefined;
}
