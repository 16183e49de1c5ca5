/** A finding before its words are put in: what one kind of trouble hands to judge.ts. */
import type { Finding, Severity } from './finding.ts';
import type { Sign } from './signs.ts';
import type { Cause, FindingId, FindingValues } from './text.ts';

export interface Draft {
  readonly id: FindingId;
  readonly severity: Severity;
  readonly sign: Pick<Sign, 'count' | 'first' | 'last' | 'evidence'>;
  readonly subjects: string[];
  /** `count` is put in by itself. */
  readonly values: FindingValues;
  readonly level: Finding['confidence']['level'];
  /** What stands before the finding's own cause and fix, the most important first. */
  readonly causes?: readonly Cause[];
}
