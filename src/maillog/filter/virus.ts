/**
 * Virus scanners: clamsmtpd, clamav-milter, clamd.
 *
 *   100123: from=a@example.org, to=b@example.com, status=VIRUS:Eicar-Test-Signature      (clamsmtpd; own numbers)
 *   Message 4D2F1 from <a@example.org> to <b@example.com> with subject 'x' message-id '<y>' date 'z' infected by Eicar
 *   instream(127.0.0.1@4321): Eicar-Test-Signature FOUND                                 (clamd)
 */
import type { Event } from '../event.ts';
import { at, find, findLast, isDigit, SPACE } from '../scan.ts';
import { beginsWith, complaint, quiet } from '../words.ts';
import { verdict } from './verdict.ts';

const AT_WORK = quiet('a virus scanner at work');

export function readClamSmtp(text: string, from: number, end: number): Event | undefined {
  let i = from;
  while (
    i < end &&
    (isDigit(text.charCodeAt(i)) || ((text.charCodeAt(i) | 32) >= 97 && (text.charCodeAt(i) | 32) <= 102))
  )
    i++;
  if (i === from || !at(text, ': ', i, end))
    return beginsWith(text, ['starting ', 'accepting ', 'created '], from, end) ? AT_WORK : undefined;
  const status = findLast(text, ', status=', i, end);
  if (status >= 0) return verdict('clamsmtpd', '', text.slice(status + 9, end), text.slice(i + 2, status));
  for (const words of ["couldn't ", 'error ', 'failed', 'timed out', 'refused'])
    if (find(text, words, i, end) >= 0) return complaint('error', text, i + 2, end);
  return AT_WORK;
}

export function readClamMilter(text: string, from: number, end: number): Event | undefined {
  if (at(text, 'Clean message from ', from, end))
    return verdict('clamav-milter', '', 'clean', text.slice(from + 14, end));
  const infected = findLast(text, ' infected by ', from, end);
  if (infected >= 0 && at(text, 'Message ', from, end)) {
    const start = from + 8;
    const space = find(text, ' ', start, end);
    const queueId = at(text, 'from ', start, end) || space < 0 ? '' : text.slice(start, space);
    return verdict('clamav-milter', queueId, text.slice(infected + 1, end), text.slice(start, infected));
  }
  if (beginsWith(text, ['ERROR', 'WARNING', 'Failed', 'No clamd'], from, end))
    return complaint(at(text, 'W', from, end) ? 'warning' : 'error', text, from, end);
  return beginsWith(text, ['Local socket', 'Probe for', 'Not enforcing', '+++ ', 'Waiting for'], from, end)
    ? AT_WORK
    : undefined;
}

export function readClamd(text: string, from: number, end: number): Event | undefined {
  const found = findLast(text, ' FOUND', from, end);
  if (found >= 0 && found + 6 === end) {
    const colon = findLast(text, ': ', from, found);
    if (colon >= 0) return verdict('clamd', '', text.slice(colon + 2, end), text.slice(from, colon));
  }
  if (beginsWith(text, ['ERROR: ', 'WARNING: ', 'LibClamAV Error', 'LibClamAV Warning'], from, end))
    return complaint(
      find(text, 'arning', from, Math.min(end, from + 20)) >= 0 ? 'warning' : 'error',
      text,
      from,
      end,
    );
  if (at(text, '+++ Started', from, end) || at(text, 'clamd daemon ', from, end))
    return { kind: 'service', what: 'started', text: text.slice(from, end) };
  // `Self checking every 3600 seconds.`, `Database correctly reloaded (...)`, `Archive support enabled.`, ...
  return end > from && text.charCodeAt(from) !== SPACE && text.charCodeAt(from) <= 90 ? AT_WORK : undefined;
}
