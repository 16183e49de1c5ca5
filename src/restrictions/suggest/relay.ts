/** smtpd_relay_restrictions where there are none: those whom the recipient list lets through today, and nobody else. */

import { servicesOf } from '../../postfix/master-cf.ts';
import { publicService } from '../compile.ts';
import type { Reading } from '../lint/family.ts';
import { parseExpanded } from '../parse.ts';
import { LIST_PARAMETERS } from '../rules.ts';
import { GUARDS, isPatient } from './order.ts';
import { hasNoRelayList } from './server.ts';
import type { SuggestedSetting } from './suggestion.ts';

/** Lets through by what it says itself. */
const PLAIN =
  /^permit_(?:mynetworks|sasl_authenticated|tls_clientcerts|tls_all_clientcerts|mx_backup|auth_destination)$/;

/** @param isEmptied all that stands there goes */
export function relayList(reading: Reading, isEmptied: boolean): SuggestedSetting | undefined {
  const { main } = reading.configuration;
  const parameter = LIST_PARAMETERS.relay;
  const isOwn = publicService(reading.configuration)?.overrides.has(parameter) === true;
  if (isOwn || !(isEmptied || hasNoRelayList(reading, undefined))) return undefined;
  const allowed = allowedToday(reading);
  if (allowed === undefined) return undefined;
  return {
    ...{ parameter, before: main.byName.get(parameter)?.value.text ?? null },
    value: [...allowed, 'reject_unauth_destination'].join(', '),
    reasons: [{ id: 'relay-list', values: {} }],
  };
}

const USUAL = ['permit_mynetworks', 'permit_sasl_authenticated'];

/** undefined: something stands there of which nobody can say whom it lets through. */
function allowedToday(reading: Reading): readonly string[] | undefined {
  const { configuration } = reading;
  const services = servicesOf(configuration, 'smtpd');
  const allowed = new Set(USUAL);
  for (const service of [undefined, ...services]) {
    if (service?.overrides.has(LIST_PARAMETERS.relay) === true) continue;
    const value = reading.value(LIST_PARAMETERS.recipient, service);
    if (value === undefined) return undefined;
    const { steps } = parseExpanded(LIST_PARAMETERS.recipient, value);
    const guard = steps.findIndex(({ lower }, i) => isGuard(lower) && steps[i - 1]?.lower !== WARNS);
    // What is let through behind the guard is for this server.
    for (const step of guard < 0 ? steps : steps.slice(0, guard)) {
      const { lower } = step;
      // Everybody may relay there: that is no wish to be kept.
      if (lower === 'permit') break;
      if (PLAIN.test(lower)) allowed.add(lower);
      else if (!isPatient(step) && !/^(?:reject|defer|warn_if_reject$)/.test(lower)) return undefined;
    }
  }
  return [...allowed];
}

const WARNS = 'warn_if_reject';

function isGuard(name: string): boolean {
  return (GUARDS as readonly string[]).includes(name);
}
