/** A list, where it is used, and what is to be thought of it now. */
import type { Health } from '../dnsbl/health.ts';
import type { Named } from '../dnsbl/stranger.ts';
import type { Zone } from '../dnsbl/zone.ts';
import type { AdvisedUse } from '../restrictions/list-advice.ts';

export interface Judged {
  readonly list: Named;
  readonly uses: readonly AdvisedUse[];
  readonly health: Health;
}

/** By the catalogue alone: what has ended is known, how the others are today is not. */
export function catalogueHealth({ life }: Zone): Health {
  const ended = life.status === 'parked' || life.status === 'shut-down';
  const all = life.status === 'parked' || (ended && life.listedAll.length > 0);
  return {
    status: all ? 'lists-everything' : ended ? 'shut-down' : 'unknown',
    reason: ended ? 'ended' : undefined,
    answers: [],
    detail: '',
    points: [],
    strangers: { asked: 0, listed: 0 },
    servers: [],
    latency: undefined,
  };
}

/** Would one who uses it lose mail, or get nothing for the time that it costs? */
export function isUnsafe({ list, health, uses }: Judged): boolean {
  const { life, use } = list.record;
  if (health.status !== 'healthy' && health.status !== 'unknown') return true;
  if (life.status === 'parked' || life.status === 'shut-down') return true;
  if (use === 'never' && list.by !== 'nothing') return true;
  return uses.some(({ advice }) => advice.some(({ severity }) => severity === 'error'));
}
