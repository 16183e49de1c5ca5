/**
 * procmail, and the line that Virtualmin's recipes make it write about each message. Mode is None, Spam or Virus.
 *
 *   Time:1700000000 From:a@example.org To:b@example.com User:ann Size:4321 Dest:/home/ann/Maildir/ Mode:Spam
 *   Program failure (73) of "/usr/bin/spamc"
 *
 * The addresses come from the envelope: the last `Mode:` and the `User:` before it are procmail's own.
 */
import type { Event } from '../event.ts';
import { at, findChar, findLast, SPACE } from '../scan.ts';
import { beginsWith, complaint, quiet } from '../words.ts';
import { verdict } from './verdict.ts';

const AT_WORK = quiet('procmail at work');

const LOUD = [
  'Program failure ',
  "Couldn't ",
  'Error while ',
  'Failed to ',
  'Lock failure ',
  'Quota exceeded',
  'Timeout',
  'Suspicious ',
  'Insufficient ',
  'Out of memory',
  'Kernel-lock ',
  'Denying ',
  'Unable ',
  'Renaming bogus',
];

export function readProcmail(text: string, from: number, end: number): Event | undefined {
  if (at(text, 'Time:', from, end)) {
    const mode = findLast(text, ' Mode:', from, end);
    if (mode < 0) return undefined;
    const space = findChar(text, SPACE, mode + 6, end);
    const user = findLast(text, ' User:', from, mode);
    const stop = space < 0 ? end : space;
    return verdict('procmail', '', text.slice(mode + 6, stop), text.slice(user < 0 ? from : user + 1, mode));
  }
  if (beginsWith(text, LOUD, from, end)) return complaint('error', text, from, end);
  return beginsWith(
    text,
    [
      'From ',
      ' Subject:',
      '  Folder:',
      'Folder:',
      'Subject:',
      'Assigning ',
      'Match on',
      'No match',
      'Truncated ',
    ],
    from,
    end,
  )
    ? AT_WORK
    : undefined;
}
