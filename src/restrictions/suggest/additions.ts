/** Checks that every server for strangers' mail can have, each in its place of the list. */
import type { Reading } from '../lint/family.ts';
import { isYes, wordsOf } from '../lint/said.ts';
import { POLICY } from '../parse.ts';
import { type Item, itemFrom } from './items.ts';
import { endOf, isAnchor, PERMITS } from './order.ts';
import { permitsBefore } from './permits.ts';
import type { Server } from './server.ts';
import type { Reason } from './suggestion.ts';
import { isTable, mayPermit } from './tables.ts';

/** Cheap ones first; each with its older name. */
const CHECKS: readonly (readonly [name: string, older: string])[] = [
  ['reject_non_fqdn_sender', ''],
  ['reject_non_fqdn_recipient', ''],
  ['reject_invalid_helo_hostname', 'reject_invalid_hostname'],
  ['reject_non_fqdn_helo_hostname', 'reject_non_fqdn_hostname'],
  ['reject_unknown_sender_domain', ''],
];
export const ZEN = 'reject_rbl_client zen.spamhaus.org=127.0.0.[2..11]';

export interface Added {
  readonly items: readonly Item[];
  readonly reasons: readonly Reason[];
}

/** @param zen is to be asked too */
export function addToRecipients(
  parameter: string,
  given: readonly Item[],
  server: Server,
  reading: Reading,
  zen: boolean,
): Added {
  const checks = CHECKS.filter(([name, older]) => !server.asked.has(name) && !server.asked.has(older));
  if (checks.length === 0 && !zen) return { items: given, reasons: [] };
  const isFresh = given.length === 0;
  const start = isFresh ? freshList(server.relayPermits) : given;
  if (start === undefined || !sparesRelayed(start, server.relayPermits)) return { items: given, reasons: [] };
  const spared = permitsBefore(parameter, start, behindPermits(start, reading), server);
  if (spared === undefined) return { items: given, reasons: [] };
  const { items, added } = spared;
  const at = behindPermits(items, reading);
  const local = checks.map(([name]) => itemFrom(name, { isNew: true }));
  const list = [...items.slice(0, at), ...local, ...items.slice(at)];
  // Before policy services, which ask the most.
  const behindLists = list.slice(0, endOf(list)).findLastIndex(({ step }) => step?.lower !== POLICY) + 1;
  return {
    items: zen
      ? [...list.slice(0, behindLists), itemFrom(ZEN, { isNew: true }), ...list.slice(behindLists)]
      : list,
    reasons: [
      ...(isFresh
        ? [{ id: 'recipient-list', values: {} }]
        : added.length > 0
          ? [{ id: 'permits-missing', values: { parameter, rules: added.join(', ') } }]
          : []),
      ...checks.map(([name]): Reason => ({ id: name, values: { rule: name } })),
      ...(zen ? [{ id: 'add-zen', values: {} }] : []),
    ],
  };
}

/** undefined: a service, or a class, says who may relay: it is not to be asked twice. */
function freshList(relayPermits: readonly string[]): readonly Item[] | undefined {
  const permits = relayPermits.map((written) => itemFrom(written));
  if (!permits.every((item) => isTable(item) || item.step?.lower.startsWith('permit_') === true))
    return undefined;
  return [...PERMITS.map((name) => itemFrom(name)), ...permits, itemFrom('reject_unauth_destination')];
}

/** Users who may relay by something else than their login are let through here, too. */
function sparesRelayed(items: readonly Item[], relayPermits: readonly string[]): boolean {
  const here = new Set(items.flatMap(({ steps }) => steps.map(({ written }) => written.toLowerCase())));
  return relayPermits.every((written) => here.has(written.toLowerCase()));
}

/** Behind all that may let mail through: who is let through today is let through then. */
function behindPermits(items: readonly Item[], reading: Reading): number {
  const { readTable } = reading.world;
  const classes = wordsOf(reading, 'smtpd_restriction_classes');
  return (
    items.slice(0, endOf(items)).findLastIndex((item) => {
      if (isAnchor(item, readTable)) return true;
      if (isTable(item)) return mayPermit(item.step?.argument ?? '', readTable) !== false;
      return item.steps.some(
        ({ name, lower, argument }) =>
          lower.startsWith('permit') ||
          classes.includes(name) ||
          (item.step === undefined && lower !== POLICY && argument?.includes(':') === true),
      );
    }) + 1
  );
}

const PIPELINING = 'reject_unauth_pipelining';

/** Clients that talk on without waiting for answers. Newer versions of Postfix see to it by themselves. */
export function addToData(
  parameter: string,
  given: readonly Item[],
  server: Server,
  reading: Reading,
): Added {
  const none = { items: given, reasons: [] };
  if (server.asked.has(PIPELINING) || isYes(reading, 'smtpd_forbid_unauth_pipelining', server.service))
    return none;
  const spared = permitsBefore(parameter, given, endOf(given), server);
  if (spared === undefined) return none;
  const { items } = spared;
  const at = endOf(items);
  return {
    items: [...items.slice(0, at), itemFrom(PIPELINING, { isNew: true }), ...items.slice(at)],
    reasons: [{ id: PIPELINING, values: { rule: PIPELINING } }],
  };
}
