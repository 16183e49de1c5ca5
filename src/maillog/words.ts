/** Small helpers of the parsers of programs other than Postfix. */
import type { Complaint, Quiet } from './event.ts';
import { at, queueIdEnd } from './scan.ts';

/** A quiet event is the same for every line of its kind: make it once, hand it out many times. */
export function quiet(why: string): Quiet {
  return { kind: 'quiet', why };
}

/** Whether one of `beginnings` stands at `from`. */
export function beginsWith(text: string, beginnings: readonly string[], from: number, end: number): boolean {
  for (const beginning of beginnings) if (at(text, beginning, from, end)) return true;
  return false;
}

const TROUBLE = [
  'could not ',
  "couldn't ",
  'cannot ',
  "can't ",
  'unable to ',
  ' failed',
  ' failure',
  'failed to ',
  'rror: ',
  'rror ',
  'timed out',
  'timeout',
  'refused',
  'permission denied',
  'no such ',
  'not found',
  'unreachable',
];

/** Whether a program without levels speaks of its own trouble: these words stand anywhere in the text. */
export function isTrouble(text: string, from: number, end: number): boolean {
  const words = text.slice(from, end).toLowerCase();
  return TROUBLE.some((trouble) => words.includes(trouble));
}

/** As `at`, but the first letter may be upper or lower case; `pattern` begins with a lower-case letter. */
export function atWord(text: string, pattern: string, from: number, end: number): boolean {
  return (
    from + pattern.length <= end &&
    (text.charCodeAt(from) | 32) === pattern.charCodeAt(0) &&
    text.startsWith(pattern.slice(1), from + 1)
  );
}

const LEVELS: readonly (readonly [string, Complaint['level']])[] = [
  ['warning: ', 'warning'],
  ['Warning: ', 'warning'],
  ['WARNING: ', 'warning'],
  ['error: ', 'error'],
  ['Error: ', 'error'],
  ['ERROR: ', 'error'],
  ['fatal: ', 'fatal'],
  ['Fatal: ', 'fatal'],
  ['FATAL: ', 'fatal'],
  ['panic: ', 'panic'],
  ['Panic: ', 'panic'],
];

/** The level that a line names at `from`, in any of the spellings in use, and what follows it. */
export function readLevel(text: string, from: number, end: number): Complaint | undefined {
  for (const [word, level] of LEVELS) {
    if (at(text, word, from, end)) return complaint(level, text, from + word.length, end);
  }
  return undefined;
}

/** A complaint of a program that names no level; its queue id where the text begins with one. */
export function complaint(level: Complaint['level'], text: string, from: number, end: number): Complaint {
  const colon = queueIdEnd(text, from, end);
  return {
    kind: 'complaint',
    level,
    text: text.slice(from, end),
    queueId: colon < 0 ? '' : text.slice(from, colon),
  };
}
