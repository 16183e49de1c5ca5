import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readWhole } from '../maillog/correlate/run.ts';

const line = (account: string): string =>
  `Nov 20 10:00:00 mx1 postfix/smtpd[7]: warning: unknown[192.0.2.1]: SASL LOGIN authentication failed: UGFzc3dvcmQ6, sasl_username=${account}\n`;

describe('a failed login whose account Postfix does not know', () => {
  for (const express of [false, true])
    it(`is nobody's, ${express ? 'by the express lane' : 'the long way'}`, async () => {
      const run = await readWhole(line('(unavailable)') + line('ann'), undefined, express);
      const accounts = [...run.collector.refusals.saslByAccount.values()].map(({ key, count }) => [
        key,
        count,
      ]);
      assert.deepEqual(accounts, [['ann', 1]]);
    });
});
