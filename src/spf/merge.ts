/** Two records where one is allowed (RFC 7208 §4.5): what both say, as one. */
import { corrected } from './instead.ts';
import { readRecord } from './record.ts';

/** Characters of a record that is proposed. */
const LONGEST = 450;

/**
 * All their terms, each but once, and an `all` at the end that refuses nobody whom one of them would not. undefined: it would not be
 * that easy (`redirect=` or `exp=` in one of them, errors that nobody can correct).
 */
export function mergeRecords(records: readonly string[]): string | undefined {
  if (records.join('').length > LONGEST) return undefined;
  const terms: string[] = [];
  const ends: string[] = [];
  for (const text of records) {
    const right = corrected(text).record;
    const read = right === undefined ? undefined : readRecord(right);
    if (read === undefined || 'fault' in read || read.redirect || read.exp || read.unread.length > 0)
      return undefined;
    // What stands behind an all is not looked at; its author meant it, though.
    for (const { kind, text: term, qualifier } of read.directives)
      if (kind !== 'all') terms.push(term);
      else if (qualifier !== '+') ends.push(qualifier);
  }
  const end = ['~', '?', '-'].find((sign) => ends.includes(sign)) ?? '~';
  return ['v=spf1', ...new Set(terms), `${end}all`].join(' ');
}
