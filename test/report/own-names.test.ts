/** Names of this server stay as they are in mail, since commands name them. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { composeReport } from '../../src/report/mail.ts';
import { text } from '../cli/log.ts';
import { Folder, reportOf } from '../cli/run.ts';
import { bounce } from '../findings/bounces.ts';
import { stamped } from '../findings/log.ts';
import { times } from '../findings/mail.ts';

describe('own names in the mail', () => {
  it('a catch-all domain whose mail only bounces', async () => {
    using folder = new Folder();
    writeFileSync(folder.at('maillog'), text(stamped(times(60, (n) => bounce(n)))));
    const report = await reportOf(['--top', '3', folder.at('maillog')]);
    assert.deepEqual(report.domains, []);
    for (const language of ['en', 'ja'] as const) {
      const mail = composeReport(report, { language, to: 'root', from: 'root@hinode.example' });
      for (const part of [mail.text.replace(/\s+/g, ' '), mail.html]) {
        assert.match(part, /postmap -q @old-name\.test/);
        assert.doesNotMatch(part, /old-name\[\.\]test/);
        assert.doesNotMatch(part, /far\.example/);
      }
    }
  });

  it('the domain of an account that only sends', async () => {
    using folder = new Folder();
    const lines = [
      'smtpd: 4D2F1A: client=unknown[192.0.2.7], sasl_method=PLAIN, sasl_username=ann@only-sends.example',
      'cleanup: 4D2F1A: message-id=<1@only-sends.example>',
      'qmgr: 4D2F1A: from=<ann@only-sends.example>, size=100, nrcpt=1 (queue active)',
      'qmgr: 4D2F1A: removed',
    ];
    writeFileSync(folder.at('maillog'), text(stamped(lines)));
    const report = await reportOf([folder.at('maillog')]);
    const mail = composeReport(report, { language: 'en', to: 'root', from: 'root@hinode.example' });
    assert.match(mail.text, /ann@only-sends\.example/);
    assert.match(mail.text, /192\[\.\]0\[\.\]2\[\.\]7/);
  });
});
