/** The rows that the report's tallies are made of. */
import type { Evidence } from '../../findings/finding.ts';
import type { Moment } from '../../maillog/correlate/message.ts';
import { Distinct } from '../../tally/distinct.ts';
import type { Group } from '../../tally/subjects.ts';
import type { Row } from '../../tally/tally.ts';

export interface AccountTally extends Row {
  recipients: number;
  bytes: number;
  bounced: number;
  deferrals: number;
  clients: Distinct;
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
  /** Where those who stand behind it are no clients. */
  clients: Distinct;
  /** Who stands behind it; undefined until its reason is known. */
  behind: Group | undefined;
}

export interface DeliveryTally extends FoldedTally {
  relay: string;
  agent: string;
  reason: string;
  /** Where those who stand behind it are no domains. */
  domains: Distinct;
  behind: Group | undefined;
}

export interface ComplaintTally extends FoldedTally {
  level: 'warning' | 'error' | 'fatal' | 'panic';
  program: string;
  reason: string;
}

export interface SubjectTally extends Row {
  others: Distinct;
}

/** Lines kept as evidence. */
export const EVIDENCE = 5;

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

/** How many different clients a reason had. */
export function clientsOf({ behind, clients }: RejectTally): number {
  return behind?.kind === 'client' ? behind.distinct : clients.size;
}

/** How many different domains a reason had. */
export function domainsOf({ behind, domains }: DeliveryTally): number {
  return behind?.kind === 'domain' ? behind.distinct : domains.size;
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
  };
}

export function newFolded(key: string): FoldedTally {
  return { key, count: 0, example: '', first: Number.POSITIVE_INFINITY, last: 0, evidence: [] };
}

export function newSubject(key: string): SubjectTally {
  return { key, count: 0, others: new Distinct() };
}
