/** Restrictions whose names have changed, which Postfix 3.9 and later know in part no more; and one that refuses too many. */
import { type Item, itemFrom } from './items.ts';
import type { Reason } from './suggestion.ts';

const RENAMED: ReadonlyMap<string, string> = new Map([
  ['reject_invalid_hostname', 'reject_invalid_helo_hostname'],
  ['reject_non_fqdn_hostname', 'reject_non_fqdn_helo_hostname'],
  ['reject_unknown_hostname', 'reject_unknown_helo_hostname'],
  ['reject_rbl', 'reject_rbl_client'],
  ['reject_rhsbl', 'reject_rhsbl_sender'],
]);

/** The name must lead back to the address: many honest servers fail. That there is a name at all is enough. */
const HARSH: ReadonlySet<string> = new Set(['reject_unknown_client', 'reject_unknown_client_hostname']);
const GENTLE = 'reject_unknown_reverse_client_hostname';

/** @param oldLists maps_rbl_domains, which reject_maps_rbl asks */
export function renew(
  items: readonly Item[],
  oldLists: readonly string[],
): { readonly items: readonly Item[]; readonly reasons: readonly Reason[] } {
  const reasons: Reason[] = [];
  const renewed = items.flatMap((item): readonly Item[] => {
    const { step, warns } = item;
    if (step === undefined) return [item];
    const tell = (id: string, now: string): void => {
      reasons.push({ id, values: { was: step.name, now } });
    };
    if (HARSH.has(step.lower)) {
      tell('client-name', GENTLE);
      return [itemFrom(GENTLE, { warns })];
    }
    if (step.lower === 'reject_maps_rbl') {
      tell('old-name', 'reject_rbl_client');
      return oldLists.map((zone) => itemFrom(`reject_rbl_client ${zone}`, { warns }));
    }
    const now = RENAMED.get(step.lower);
    if (now === undefined) return [item];
    tell('old-name', now);
    return [itemFrom(step.argument === undefined ? now : `${now} ${step.argument}`, { warns })];
  });
  const gentle = renewed.filter(({ step }) => step?.lower === GENTLE);
  const once = gentle.find(({ warns }) => !warns) ?? gentle[0];
  return {
    items: reasons.length === 0 ? items : renewed.filter((item) => !gentle.includes(item) || item === once),
    reasons,
  };
}
