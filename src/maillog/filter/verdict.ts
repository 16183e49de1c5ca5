/** A verdict as an event; fields of a verdict's line. */
import type { FilterVerdict } from '../event.ts';
import { find } from '../scan.ts';

export function verdict(
  program: string,
  queueId: string,
  found: string,
  detail: string,
  filterId = '',
  recipient = '',
): FilterVerdict {
  return { kind: 'filter', program, queueId, verdict: found, detail, filterId, recipient };
}

/** What stands between `name` and the next `stop`, or the end; "" where `name` does not stand there. */
export function between(text: string, name: string, stop: string, from: number, end: number): string {
  const found = find(text, name, from, end);
  if (found < 0) return '';
  const start = found + name.length;
  const close = find(text, stop, start, end);
  return text.slice(start, close < 0 ? end : close);
}
