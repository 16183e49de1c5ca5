/**
 * What a parameter is when nobody sets it: as the installed Postfix says (`postconf -d`), else as the newest one has it,
 * for those parameters that matter here. Some parameters are named after a service (postconf(5), `transport_...`): the
 * service `slow` has `slow_destination_concurrency_limit`, by default `$default_destination_concurrency_limit`.
 */
import type { MasterCf } from './master-cf.ts';
import { builtIn, type Value } from './value.ts';

export type Defaults = ReadonlyMap<string, Value>;

/** What `postconf -d` prints: `name = value`, one a line. */
export function readDefaults(output: string): Defaults {
  const defaults = new Map<string, Value>();
  for (const line of output.split('\n')) {
    const match = /^(\w+) =(?: (.*))?$/.exec(line);
    if (match !== null) defaults.set(match[1]!, builtIn(match[2] ?? ''));
  }
  return defaults;
}

/** Parameters that are named after a service, by their end (postconf_service.c). */
const OF_SERVICES = [
  ...['delivery_slot_cost', 'delivery_slot_discount', 'delivery_slot_loan', 'minimum_delivery_slots'],
  ...['destination_concurrency_failed_cohort_limit', 'destination_concurrency_limit'],
  ...['destination_concurrency_negative_feedback', 'destination_concurrency_positive_feedback'],
  ...['destination_rate_delay', 'destination_recipient_limit', 'extra_recipient_limit'],
  ...['initial_destination_concurrency', 'recipient_limit', 'recipient_refill_delay'],
  ...['recipient_refill_limit', 'transport_rate_delay'],
];

/** undefined: it is not named after a service of this file. */
export function defaultOfService(name: string, { services }: MasterCf): Value | undefined {
  const of = (end: string): boolean =>
    name.endsWith(`_${end}`) && services.some((service) => service.name === name.slice(0, -end.length - 1));
  if (of('time_limit')) return builtIn('$command_time_limit');
  if (of('initial_destination_concurrency')) return builtIn('$initial_destination_concurrency');
  const end = OF_SERVICES.find(of);
  return end === undefined ? undefined : builtIn(`$default_${end}`);
}
