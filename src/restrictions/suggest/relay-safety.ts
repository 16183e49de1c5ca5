/**
 * Whether a change would let strangers send through this server to strangers who could not before: by the evaluation of lint's
 * relay checks. Nothing is suggested that would.
 */
import { FOREIGN, relayedBy, relayedForAll, type Stranger } from '../lint/strangers.ts';
import type { Rules } from '../rules.ts';

export function opensRelay(before: Rules, after: Rules): boolean {
  return strangersTo(before).some((stranger) => {
    const was = waysOf(before, stranger);
    if (was.has(ALL)) return false;
    return [...waysOf(after, stranger)].some((way) => !was.has(way));
  });
}

const ALL = '';

/** Restrictions of which each alone would let him through, by what they answer; and whether he needs none. */
function waysOf(rules: Rules, stranger: Stranger): ReadonlySet<string> {
  // Who is in mynetworks is no stranger.
  const strict = { ...rules, myNetworks: () => false };
  return new Set([
    ...(relayedForAll(strict, stranger) === undefined ? [] : [ALL]),
    ...relayedBy(strict, stranger).map(({ step }) => step.written.toLowerCase()),
  ]);
}

function strangersTo({ myHostname }: Rules): readonly Stranger[] {
  return [
    {},
    { sender: '' },
    { sender: `postmaster@${myHostname}` },
    { recipient: `b%${FOREIGN}@${myHostname}` },
    { clientName: 'unknown' },
  ];
}
