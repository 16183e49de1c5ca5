/**
 * Users first: where strangers' checks stand in a list that nobody is let through before, `permit_mynetworks` and
 * `permit_sasl_authenticated` are put right before them; never where that would let anybody relay, or past a check that may be
 * meant for users.
 */
import { has, type Item, itemFrom } from './items.ts';
import { endOf, GUARDS, isOfStrangers, PERMITS } from './order.ts';
import type { Server } from './server.ts';

/**
 * @param at before which of them; what stands there and behind may be passed over by users
 * @returns the list with what was missing; undefined: it cannot be put there
 */
export function permitsBefore(
  parameter: string,
  items: readonly Item[],
  at: number,
  server: Server,
): { readonly items: readonly Item[]; readonly added: readonly string[] } | undefined {
  const before = items.slice(0, at);
  const added = PERMITS.filter((name) => !has(before, name)).filter(
    (name) => server.logins || name === 'permit_mynetworks',
  );
  if (added.length === 0) return { items, added };
  if (!items.slice(at, endOf(items)).every(isOfStrangers)) return undefined;
  if (parameter === 'smtpd_relay_restrictions') return undefined;
  if (parameter === 'smtpd_recipient_restrictions' && !has(before, ...GUARDS) && !server.relayGuarded)
    return undefined;
  return { items: [...before, ...added.map((name) => itemFrom(name)), ...items.slice(at)], added };
}
