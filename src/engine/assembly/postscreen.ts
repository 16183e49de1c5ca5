/**
 * What postscreen(8) says of a client, counted by its words:
 *
 *   CONNECT from [192.0.2.1]:4321 to [198.51.100.1]:25
 *   PASS OLD [192.0.2.1]:4321
 *   PREGREET 14 after 0.05 from [192.0.2.1]:4321: EHLO ...
 */
import { at, has, LEFT_BRACKET, RIGHT_BRACKET, until } from './bytes';
import { CURRENT, periodAt } from './counts';
import { start, time, wall } from './frame';
import { addCount, Ledger, rowOf } from './ledger';

let counts: Ledger = changetype<Ledger>(0);

export function setPostscreen(ledger: usize): void {
  counts = changetype<Ledger>(ledger);
}

export function takePostscreen(): bool {
  const length = wordsLength();
  if (length == 0) return false;
  const open = until(LEFT_BRACKET, start + length);
  if (at(open) != LEFT_BRACKET || at(until(RIGHT_BRACKET, open)) != RIGHT_BRACKET) return false;
  if (periodAt(time, wall) == CURRENT) addCount(rowOf(counts, start, length), 0, 1);
  return true;
}

/** Of the words that are counted; 0 where they are others. */
function wordsLength(): usize {
  if (has(start, 'CONNECT from [')) return 7;
  if (has(start, 'DISCONNECT [')) return 10;
  if (has(start, 'PASS OLD [') || has(start, 'PASS NEW [')) return 8;
  if (has(start, 'PREGREET ')) return 8;
  return has(start, 'HANGUP after ') ? 6 : 0;
}
