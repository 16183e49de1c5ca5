/**
 * Whether the log is only a part of one that syslog splits into several files: by program, where a message's other lines
 * are elsewhere, or by severity, where one file has the warnings. Small numbers must not be taken for little mail.
 */
import type { Coverage } from '../maillog/read.ts';
import type { Collector } from './collect/collector.ts';
import type { Note } from './model.ts';

/** What brings mail in, and what delivers it. */
const DOORS = ['smtpd', 'submission', 'smtps', 'submissions', 'qmqpd', 'pickup', 'postscreen'];
const AGENTS = ['smtp', 'lmtp', 'local', 'virtual', 'pipe', 'relay', 'error', 'retry', 'discard', 'spawn'];
const QUEUE = ['qmgr', 'nqmgr', 'oqmgr'];
/** A log of fewer messages may have begun or ended in the middle of them. */
const ENOUGH = 10;

/** @param begun how many messages have begun */
export function partNotes(coverage: Coverage, { totals, last }: Collector, begun: number): Note[] {
  const { daemons } = coverage;
  const some = (names: readonly string[]): boolean => names.some((name) => daemons.has(name));
  const mail = coverage.lines - coverage.foreign - coverage.unparsed;
  if (
    daemons.has('smtpd') &&
    last > 0 &&
    mail >= ENOUGH &&
    !some([...QUEUE, ...AGENTS, 'cleanup']) &&
    totals.connections + totals.rejected + begun === 0
  )
    return [{ id: 'only-warnings', values: {} }];
  const { delivered, deferrals, bounced } = totals;
  const arrives = some(DOORS);
  if (Math.max(begun, delivered + deferrals + bounced) < ENOUGH) return [];
  const missing: string[] = [];
  // A queue of old messages may be all that moves: what is delivered at last may have come before the log began.
  const full = !some(QUEUE) || !some(AGENTS) || arrives || delivered + bounced >= ENOUGH;
  if (full && !arrives) missing.push('smtpd');
  if (full && !daemons.has('cleanup')) missing.push('cleanup');
  if (!some(QUEUE)) missing.push('qmgr');
  if (!some(AGENTS)) missing.push('smtp/lmtp/local');
  return missing.length === 0 ? [] : [{ id: 'lines-missing', values: { missing: missing.join(', ') } }];
}
