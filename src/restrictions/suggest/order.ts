/**
 * The order of a list: permits and reject_unauth_destination, allow tables, cheap checks, DNS lists, policy services. Only what
 * is asked of strangers moves, and only to a later place: so nobody is refused who was not, and no relay is opened.
 *
 *     reject_rbl_client a.example, permit_sasl_authenticated, reject_unauth_destination
 *     permit_sasl_authenticated, reject_unauth_destination, reject_rbl_client a.example
 */
import { hideKeys } from '../../dnsbl/secret.ts';
import type { ReadText } from '../../postfix/access-text.ts';
import { POLICY, type Step } from '../parse.ts';
import { has, type Item } from './items.ts';
import type { Reason } from './suggestion.ts';
import { isAllowTable } from './tables.ts';

/** Of clients and their HELO: what mail programs of users, at home or on the road, seldom pass. */
const OF_STRANGERS =
  /^reject_(?:rbl_client|rhsbl_\w+|unknown_client_hostname|unknown_reverse_client_hostname|(?:invalid|non_fqdn|unknown)_helo_hostname)$/;

export function isOfStrangers({ step }: Item): boolean {
  return step !== undefined && OF_STRANGERS.test(step.lower);
}

export const PERMITS = ['permit_mynetworks', 'permit_sasl_authenticated'] as const;
export const GUARDS = ['reject_unauth_destination', 'defer_unauth_destination'] as const;
/** Nothing behind them is reached. */
const ENDS: ReadonlySet<string> = new Set(['permit', 'reject', 'defer']);

/** Where nothing behind is reached; the length where there is no such place. */
export function endOf(items: readonly Item[]): number {
  const at = items.findIndex(({ step, warns }) => step !== undefined && !warns && ENDS.has(step.lower));
  return at < 0 ? items.length : at;
}

/** Refuses all that gets so far: this server takes no mail of strangers there. */
export function refusesAll(items: readonly Item[]): boolean {
  const end = items[endOf(items)];
  return end?.step !== undefined && end.step.lower !== 'permit';
}

export interface Ordered {
  readonly items: readonly Item[];
  readonly reasons: readonly Reason[];
}

export function inOrder(parameter: string, items: readonly Item[], readText: ReadText): Ordered {
  const end = endOf(items);
  const head = items.slice(0, end);
  const rest = items.slice(end);
  const anchor = head.findLastIndex((item) => isAnchor(item, readText));
  const early = head.slice(0, Math.max(0, anchor)).filter(isOfStrangers);
  const moved =
    early.length === 0
      ? head
      : [
          ...head.slice(0, anchor + 1).filter((item) => !early.includes(item)),
          ...early,
          ...head.slice(anchor + 1),
        ];
  const last = moved.findLastIndex(isOfStrangers);
  const services = moved
    .slice(0, Math.max(0, last))
    .filter(({ step }) => step !== undefined && isPatient(step));
  const ordered =
    services.length === 0
      ? moved
      : [
          ...moved.slice(0, last + 1).filter((item) => !services.includes(item)),
          ...services,
          ...moved.slice(last + 1),
        ];
  const reason = (id: string, these: readonly Item[]): Reason[] =>
    these.length === 0
      ? []
      : [{ id, values: { parameter, rules: hideKeys(these.map(({ written }) => written).join(', ')) } }];
  const before = early.filter((item) =>
    has(
      head.slice(head.indexOf(item)).filter(({ warns }) => !warns),
      ...PERMITS,
    ),
  );
  return {
    items: [...ordered, ...rest],
    reasons: [
      ...reason('order-permits-first', before),
      ...reason(
        'order-lists-later',
        early.filter((item) => !before.includes(item)),
      ),
      ...reason('order-policy-last', services),
    ],
  };
}

/** Lets some pass, or guards the relay: what is asked of strangers belongs behind it. */
export function isAnchor(item: Item, readText: ReadText): boolean {
  if (item.warns) return false;
  if (has([item], ...PERMITS, ...GUARDS, 'permit_dnswl_client', 'permit_rhswl_client')) return true;
  return isAllowTable(item, readText);
}

/** A policy service that never lets mail through by itself: SPF, greylisting. */
export function isPatient({ lower, argument = '' }: Pick<Step, 'lower' | 'argument'>): boolean {
  return lower === POLICY && /spf|gr[ae]y|:10023\b/i.test(argument);
}
