/** A finding: something wrong, with the lines that prove it, its cause and how to mend it. It is a value; it never prints. */
export type Severity = 'info' | 'warning' | 'critical';

export interface Evidence {
  file: string;
  line: number;
  text: string;
}

export interface Finding {
  /** Stable: `backscatter-source`, `account-compromised`, ... */
  id: string;
  severity: Severity;
  title: string;
  summary: string;
  count: number;
  first: string;
  last: string;
  /** Accounts, domains, zones, programs that it is about. */
  subjects: string[];
  /** At most five lines, chosen to convince. */
  evidence: Evidence[];
  cause: string;
  /** Steps, each a sentence or an exact command. */
  fix: string[];
  confidence: { level: 'low' | 'medium' | 'high'; reason: string };
}
