/** The rows that the report's tallies are made of, and how rows of two threads are added. */
import type { Evidence } from '../../findings/finding.ts';
import type { Moment } from '../../maillog/correlate/message.ts';
import { Distinct } from '../../tally/distinct.ts';
import type { Row } from '../../tally/tally.ts';

export interface AccountTally extends Row {
  recipients: number;
  bytes: number;
  bounced: number;
  deferrals: number;
  clients: Distinct;
  first: number;
  last: number;
  /** Distinct envelope senders. */
  senders: Distinct;
  /** Messages from clients without a reverse name. */
  nameless: number;
  evidence: Evidence[];
}

export interface FoldedTally extends Row {
  example: string;
  /** Epoch milliseconds. */
  first: number;
  last: number;
  evidence: Evidence[];
}

export interface RejectTally extends FoldedTally {
  stage: string;
  by: string;
  zone: string;
  reason: string;
  clients: Distinct;
}

export interface DeliveryTally extends FoldedTally {
  relay: string;
  agent: string;
  reason: string;
  domains: Distinct;
}

export interface ComplaintTally extends FoldedTally {
  level: 'warning' | 'error' | 'fatal' | 'panic';
  program: string;
  reason: string;
}

export interface SubjectTally extends Row {
  others: Distinct;
}

const EVIDENCE = 5;

/** Counts one more of a folded text; keeps the first lines as evidence. */
export function witness(row: FoldedTally, moment: Moment): void {
  row.count++;
  if (row.evidence.length < EVIDENCE) row.evidence.push(evidenceOf(moment));
  if (moment.time < row.first) row.first = moment.time;
  if (moment.time > row.last) row.last = moment.time;
}

export function evidenceOf(moment: Moment): Evidence {
  return { file: moment.file, line: moment.line, text: moment.raw() };
}

export function newAccount(key: string): AccountTally {
  return {
    key,
    count: 0,
    recipients: 0,
    bytes: 0,
    bounced: 0,
    deferrals: 0,
    clients: new Distinct(),
    senders: new Distinct(),
    nameless: 0,
    first: Number.POSITIVE_INFINITY,
    last: 0,
    evidence: [],
  };
}

export function addAccount(into: AccountTally, from: AccountTally): void {
  into.count += from.count;
  into.recipients += from.recipients;
  into.bytes += from.bytes;
  into.bounced += from.bounced;
  into.deferrals += from.deferrals;
  into.nameless += from.nameless;
  into.clients.merge(from.clients);
  into.senders.merge(from.senders);
  into.first = Math.min(into.first, from.first);
  into.last = Math.max(into.last, from.last);
  addEvidence(into.evidence, from.evidence);
}

export function newFolded(key: string): FoldedTally {
  return { key, count: 0, example: '', first: Number.POSITIVE_INFINITY, last: 0, evidence: [] };
}

export function addFolded(into: FoldedTally, from: FoldedTally): void {
  into.count += from.count;
  into.example ||= from.example;
  into.first = Math.min(into.first, from.first);
  into.last = Math.max(into.last, from.last);
  addEvidence(into.evidence, from.evidence);
}

export function addEvidence(into: Evidence[], from: readonly Evidence[]): void {
  for (const line of from) if (into.length < EVIDENCE) into.push(line);
}

export function newSubject(key: string): SubjectTally {
  return { key, count: 0, others: new Distinct() };
}

export function addSubject(into: SubjectTally, from: SubjectTally): void {
  into.count += from.count;
  into.others.merge(from.others);
}
