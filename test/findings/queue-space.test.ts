import { describe, it } from 'node:test';
import { assertFinds, assertSilent } from './log.ts';
import { times } from './mail.ts';

describe('queue-space', () => {
  it('warnings of smtpd', async () => {
    const text = 'not enough free space in mail queue: 1048576 bytes < 1.5*message size limit';
    await assertFinds(
      times(3, () => [
        `smtpd: NOQUEUE: reject: MAIL from a.far.example[192.0.2.25]: 452 4.3.1 Insufficient system storage; proto=ESMTP helo=<a.far.example>`,
        `smtpd: warning: ${text}`,
      ]),
      {
        id: 'queue-space',
        severity: 'critical',
        subjects: [],
        count: 3,
        level: 'high',
        numbers: [3],
        evidence: /not enough free space/,
      },
    );
  });
  it('not: the words of strangers', () =>
    assertSilent([
      'smtpd: warning: non-SMTP command from a.far.example[192.0.2.25]: not enough free space in mail queue',
    ]));
});
