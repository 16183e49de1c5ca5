/** Every built-in restriction by its name (postconf(5), SMTPD_ACCESS_README), old names too. */
import type { Check } from '../check.ts';
import { accessChecks } from './access.ts';
import { addressChecks } from './address.ts';
import { clientChecks } from './client.ts';
import { genericChecks } from './generic.ts';
import { heloChecks } from './helo.ts';
import { listChecks } from './lists.ts';
import { loginChecks } from './login.ts';
import { policyChecks } from './policy.ts';
import { relayChecks } from './relay.ts';
import { serverChecks } from './server-access.ts';

export const CHECKS: ReadonlyMap<string, Check> = new Map(
  [
    ...[genericChecks, clientChecks, heloChecks, addressChecks, relayChecks, listChecks],
    ...[accessChecks, serverChecks(), loginChecks, policyChecks],
  ].flatMap((checks) => Object.entries(checks)),
);
