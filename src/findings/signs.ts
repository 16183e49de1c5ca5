/** Signs of trouble: how often, when, on whom, and the lines that show it. */
import type { Moment } from '../maillog/correlate/message.ts';
import { Distinct } from '../tally/distinct.ts';
import type { Row } from '../tally/tally.ts';
import type { Evidence } from './finding.ts';

export interface Sign extends Row {
  /** Epoch milliseconds. */
  first: number;
  last: number;
  evidence: Evidence[];
  subjects: Distinct;
}

export interface AccountUse extends Sign {
  recipients: number;
  bounced: number;
  /** Messages from clients without a name in DNS. */
  nameless: number;
  clients: Distinct;
  senders: Distinct;
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
export function show(sign: Sign, moment: Moment): boolean {
  if (sign.evidence.length < LINES)
    sign.evidence.push({ file: moment.file, line: moment.line, text: moment.raw() });
  return sign.evidence.length < LINES;
}

export function newSign(key: string): Sign {
  return {
    key,
    count: 0,
    first: Number.POSITIVE_INFINITY,
    last: 0,
    evidence: [],
    subjects: new Distinct(500),
  };
}

export function newAccountUse(key: string): AccountUse {
  return {
    ...newSign(key),
    recipients: 0,
    bounced: 0,
    nameless: 0,
    clients: new Distinct(500),
    senders: new Distinct(500),
  };
}
