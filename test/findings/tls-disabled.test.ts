import { describe, it } from 'node:test';
import { assertFinds, assertSilent } from './log.ts';
import { times } from './mail.ts';

describe('tls-disabled', () => {
  for (const text of [
    'cannot get RSA certificate from file "/etc/ssl/mail.pem": disabling TLS support',
    'error loading chain from /etc/ssl/mail.pem: key not found: disabling TLS support',
    "No server certs available. TLS won't be enabled",
  ])
    it(text, async () => {
      await assertFinds(
        times(2, () => [`smtpd: warning: ${text}`]),
        {
          id: 'tls-disabled',
          severity: 'warning',
          subjects: ['postfix/smtpd'],
          count: 2,
          level: 'high',
          numbers: [2, 'postfix/smtpd'],
          evidence: /warning: /,
        },
      );
    });
  it('not: one client that cannot agree', () =>
    assertSilent([
      'smtpd: SSL_accept error from a.far.example[192.0.2.25]: -1',
      'smtpd: warning: TLS library problem: error:0A0000C1:SSL routines::no shared cipher:../ssl/statem/statem_srvr.c:2220:',
      'smtpd: lost connection after STARTTLS from a.far.example[192.0.2.25]',
    ]));
});
