import { describe, it } from 'node:test';
import { assertFinds, assertSilent } from './log.ts';
import { times } from './mail.ts';

/** A failed login, of a session of its own. */
function failure(client: number, account?: string): string[] {
  const peer = `unknown[100.64.3.${client}]`;
  const whom = account === undefined ? '' : `, sasl_username=${account}`;
  return [
    `smtpd: connect from ${peer}`,
    `smtpd: warning: ${peer}: SASL LOGIN authentication failed: UGFzc3dvcmQ6${whom}`,
    `smtpd: disconnect from ${peer} ehlo=1 auth=0/1 quit=1 commands=2/3`,
  ];
}

const found = {
  id: 'password-guessing',
  severity: 'info',
  level: 'high',
  evidence: /SASL LOGIN authentication failed/,
} as const;

describe('password-guessing', () => {
  it('30 failed logins of one client', async () => {
    const lines = times(30, () => failure(7));
    await assertFinds(lines, {
      ...found,
      count: 30,
      subjects: ['100.64.3.7'],
      numbers: [30, 1, '100.64.3.7'],
    });
  });
  it('30 failed logins with names, as Postfix 3.9 tells them', async () => {
    const lines = times(30, (n) => failure(7, `user${n}@hinode.example`));
    await assertFinds(lines, { ...found, count: 30, subjects: ['100.64.3.7'] });
  });
  it('1,200 failed logins of 60 clients: ties by address', async () => {
    const lines = times(1200, (n) => failure(n % 60));
    const subjects = ['100.64.3.0', '100.64.3.1', '100.64.3.10', '100.64.3.11', '100.64.3.12'];
    await assertFinds(lines, { ...found, count: 1200, subjects, numbers: [1200, 60, '100.64.3.0'] });
  });
  it('seven clients: the five that try most', async () => {
    const lines = times(7, (n) => times((n + 1) * 2, () => failure(n)));
    const subjects = [6, 5, 4, 3, 2].map((n) => `100.64.3.${n}`);
    await assertFinds(lines, { ...found, count: 56, subjects, numbers: [56, 7, '100.64.3.6'] });
  });

  const silent: Readonly<Record<string, string[]>> = {
    ...Object.fromEntries(
      ['Connection lost to authentication server', 'generic failure', 'no mechanism available'].map(
        (reason) => [
          `200 logins: ${reason}`,
          times(200, (n) => [
            `smtpd: warning: unknown[100.64.3.${n}]: SASL PLAIN authentication failed: ${reason}`,
          ]),
        ],
      ),
    ),
    '29 failed logins': times(29, (n) => failure(n)),
    '200 sessions without a login': times(200, (n) => [
      `smtpd: connect from unknown[100.64.3.${n}]`,
      `smtpd: disconnect from unknown[100.64.3.${n}] ehlo=1 quit=1 commands=2`,
    ]),
    '200 relays denied': times(200, (n) => [
      `smtpd: NOQUEUE: reject: RCPT from unknown[100.64.3.${n}]: 454 4.7.1 <a@far.example>: Relay access denied; from=<SASL LOGIN authentication failed@far.example> to=<a@far.example> proto=ESMTP helo=<x>`,
    ]),
    '200 warnings about something else': times(200, (n) => [
      `smtpd: warning: unknown[100.64.3.${n}]: SASL security layer is not supported`,
    ]),
  };
  for (const [name, lines] of Object.entries(silent)) it(`not: ${name}`, () => assertSilent(lines));
});
