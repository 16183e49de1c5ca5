/** Signs of trouble: how often, when, and the lines that show it. */
import type { Moment } from '../maillog/correlate/message.ts';
import type { Row } from '../tally/tally.ts';
import type { Evidence } from './finding.ts';

export interface Sign extends Row {
  /** Epoch milliseconds. */
  first: number;
  last: number;
  evidence: Evidence[];
}

/** Lines kept as evidence. */
export const LINES = 5;

export function note(sign: Sign, moment: Moment, times = 1): void {
  see(sign, moment.time, times);
  show(sign, moment);
}

/** Counts without a line. @param time epoch milliseconds */
export function see(sign: Sign, time: number, times = 1): void {
  sign.count += times;
  if (time < sign.first) sign.first = time;
  if (time > sign.last) sign.last = time;
}

/** Keeps the line as evidence, if it is one of the first. @returns whether there is room for more */
export function show({ evidence }: Pick<Sign, 'evidence'>, moment: Moment): boolean {
  if (evidence.length < LINES) evidence.push({ file: moment.file, line: moment.line, text: moment.raw() });
  return evidence.length < LINES;
}

export function newSign(key: string): Sign {
  return { key, count: 0, first: Number.POSITIVE_INFINITY, last: 0, evidence: [] };
}

/** Those that count most first. */
export function sorted<S extends Sign>(rows: Iterable<S>): S[] {
  return [...rows].sort((a, b) => b.count - a.count || (a.key < b.key ? -1 : 1));
}

/** What the first line of evidence says after its header. */
export function saidIn(row: Sign): string {
  const text = row.evidence[0]?.text ?? '';
  return text.slice(text.indexOf(']: ') + 3);
}
