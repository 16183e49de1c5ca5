/** A list of recipients before and after: does it let strangers send to strangers who could not? */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compileRules } from '../../../src/restrictions/compile.ts';
import type { Rules } from '../../../src/restrictions/rules.ts';
import { opensRelay } from '../../../src/restrictions/suggest/relay-safety.ts';
import { readingOf } from '../lint/written.ts';

function rulesOf(main: string): Promise<Rules> {
  const { configuration, world } = readingOf({ main: `mynetworks = 127.0.0.0/8\n${main}\n` });
  return compileRules(configuration, { world: world.tables, ownAddresses: [] });
}

const R = 'smtpd_recipient_restrictions =';
const NONE = 'smtpd_relay_restrictions =';
const GUARDED = `${NONE}\n${R} permit_mynetworks, permit_sasl_authenticated, reject_unauth_destination`;

const CASES: readonly (readonly [before: string, after: string, opened: boolean])[] = [
  [GUARDED, GUARDED, false],
  [GUARDED, `${NONE}\n${R} permit_mynetworks, permit_sasl_authenticated`, true],
  [GUARDED, `${NONE}\n${R} permit_mynetworks, permit, reject_unauth_destination`, true],
  [GUARDED, `${NONE}\n${R} warn_if_reject reject_unauth_destination`, true],
  [GUARDED, `${NONE}\n${R} permit_mx_backup, reject_unauth_destination`, true],
  [GUARDED, `${NONE}\n${R} permit_dnswl_client list.dnswl.org, reject_unauth_destination`, false],
  [GUARDED, `${NONE}\n${R} check_policy_service unix:private/p, reject_unauth_destination`, true],
  [GUARDED, `${NONE}\n${R} check_client_access hash:/etc/postfix/x, reject_unauth_destination`, false],
  [GUARDED, `${NONE}\n${R} check_client_access static:OK, reject_unauth_destination`, true],
  [GUARDED, `${NONE}\n${R} defer_unauth_destination, permit_dnswl_client list.dnswl.org`, false],
  [
    `${NONE}\n${R} permit_dnswl_client list.dnswl.org, reject_unauth_destination`,
    `${NONE}\n${R} permit_dnswl_client list.dnswl.org, reject_unauth_destination, permit`,
    false,
  ],
  [`${NONE}\n${R} permit_mynetworks`, `${NONE}\n${R} permit`, false],
  [GUARDED, 'smtpd_relay_restrictions = permit_mynetworks, reject_unauth_destination', false],
  [GUARDED, `smtpd_relay_restrictions = reject_unauth_destination\n${R} permit`, false],
];

describe('opens a relay', () => {
  for (const [before, after, opened] of CASES)
    it(`${opened ? 'yes' : 'no'}: ${after.replaceAll('\n', '; ')}`, async () => {
      assert.equal(opensRelay(await rulesOf(before), await rulesOf(after)), opened);
    });
});
