/** What DNS said, in a few words: its records, `nxdomain`, `no-data`, or why there is no answer. */
import type { Answer } from '../../src/dns/resolver.ts';

export function gist(answer: Answer): string {
  if (answer.status === 'found') return answer.records.join(' ');
  return answer.status === 'failed' ? answer.why : answer.status;
}
