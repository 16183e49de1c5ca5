/** master.cf: what is blamed, and what is near to it and right. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { master } from '../../../src/restrictions/lint/master.ts';
import { DEBIAN, told, type Written } from './written.ts';

const LISTS = 'smtpd_recipient_restrictions = reject_unauth_destination, reject_rbl_client bl.example\n';
const changed = (from: string, to: string, main = ''): Written => ({
  main,
  master: DEBIAN.replace(from, to),
});
const SMTP = 'smtp inet n - y - - smtpd';
const SERVICES = 'smtp 25/tcp mail\nsubmission 587/tcp\n';

describe('master', () => {
  const cases: readonly (readonly [string, Written, readonly string[]])[] = [
    ['as Debian has it', {}, []],
    ['no master.cf', { master: '' }, []],
    ['a part of one', { master: `${SMTP}\n` }, []],
    [
      'a list is emptied',
      changed(SMTP, `${SMTP} -o smtpd_recipient_restrictions=`, LISTS),
      ['warning override-empties-list'],
    ],
    ['a list that is empty anyway', changed(SMTP, `${SMTP} -o smtpd_client_restrictions=`, LISTS), []],
    [
      'a list that refuses nothing',
      changed(
        SMTP,
        `${SMTP} -o smtpd_recipient_restrictions=`,
        'smtpd_recipient_restrictions = permit_mynetworks\n',
      ),
      [],
    ],
    [
      'a list is emptied for users',
      { main: LISTS, services: 'submission inet n - y - - smtpd -o smtpd_recipient_restrictions=\n' },
      [],
    ],
    [
      'a list is emptied by a name of nothing',
      changed(SMTP, `${SMTP} -o smtpd_recipient_restrictions=$mua_restrictions`, LISTS),
      ['warning override-empties-list'],
    ],
    [
      'a list is emptied at loopback',
      { main: LISTS, services: '127.0.0.1:10025 inet n - y - - smtpd -o smtpd_recipient_restrictions=\n' },
      [],
    ],
    [
      'everybody is trusted',
      changed(SMTP, `${SMTP} -o mynetworks=0.0.0.0/0`),
      ['error override-trusts-world'],
    ],
    [
      'everybody is trusted at loopback',
      { services: '127.0.0.1:10025 inet n - y - - smtpd -o mynetworks=0.0.0.0/0\n' },
      [],
    ],
    ['port 465 without encryption', { services: 'smtps inet n - y - - smtpd\n' }, ['error smtps-no-wrapper']],
    ['port 465 by its number', { services: '465 inet n - y - - smtpd -o smtpd_tls_wrappermode=yes\n' }, []],
    [
      'port 587 with encryption at once',
      { services: 'submission inet n - y - - smtpd -o smtpd_tls_wrappermode=yes\n' },
      ['warning submission-wrapper'],
    ],
    ['port 25 with encryption at once', { main: 'smtpd_tls_wrappermode = yes\n' }, ['error wrapper-on-25']],
    [
      'smtpd settings of a client',
      { services: 'slow unix - - y - - smtp -o smtpd_client_restrictions=reject\n' },
      ['warning override-no-effect'],
    ],
    ['smtp settings of a client', { services: 'slow unix - - y - - smtp -o smtp_helo_timeout=5\n' }, []],
    [
      'recipient checks of cleanup',
      changed(
        'cleanup unix n - y - 0 cleanup',
        'cleanup unix n - y - 0 cleanup -o receive_override_options=no_unknown_recipient_checks',
      ),
      ['warning override-no-effect'],
    ],
    [
      'postscreen with many processes',
      changed(SMTP, 'smtp inet n - y - - postscreen'),
      ['error process-limit'],
    ],
    ['postscreen with one', changed(SMTP, 'smtp inet n - y - 1 postscreen'), []],
    [
      'cleanup with a bound',
      changed('cleanup unix n - y - 0', 'cleanup unix n - y - 10'),
      ['error process-limit'],
    ],
    [
      'all with one by default',
      { main: 'default_process_limit = 1\n', services: 'scache2 unix - - y - - scache\n' },
      [],
    ],
    ['local without privileges', changed('local unix - n n', 'local unix - - n'), ['error needs-privileges']],
    [
      'pipe without privileges',
      { services: 'x unix - - n - - pipe user=ann argv=/x\n' },
      ['error needs-privileges'],
    ],
    ['local in a chroot', changed('local unix - n n', 'local unix - n y'), ['error chroot-forbidden']],
    [
      'proxymap as old versions had it',
      changed('proxymap unix - - n', 'proxymap unix - - -', 'compatibility_level = 0\n'),
      ['error chroot-forbidden'],
    ],
    [
      'proxymap as newer versions have it',
      changed('proxymap unix - - n', 'proxymap unix - - -', 'compatibility_level = 3.6\n'),
      [],
    ],
    ['no bounce', changed('bounce unix - - y - 0 bounce\n', ''), ['error service-missing']],
    [
      'a port by a name that is unknown',
      {
        services: 'smtps inet n - y - - smtpd -o smtpd_tls_wrappermode=yes\n',
        files: { '/etc/services': SERVICES },
      },
      ['error port-unknown'],
    ],
    [
      'a port by its other name',
      { services: '192.0.2.1:mail inet n - y - - smtpd\n', files: { '/etc/services': SERVICES } },
      [],
    ],
    [
      'a resolver of the chroot that is old',
      {
        files: {
          '/etc/resolv.conf': 'nameserver 192.0.2.1\n',
          '/var/spool/postfix/etc/resolv.conf': 'nameserver 192.0.2.2\n',
        },
      },
      ['info chroot-resolver'],
    ],
    [
      'a resolver of the chroot that is right',
      {
        files: {
          '/etc/resolv.conf': 'nameserver 192.0.2.1\n',
          '/var/spool/postfix/etc/resolv.conf': 'nameserver 192.0.2.1\n',
        },
      },
      [],
    ],
    [
      'what comes back is filtered again',
      {
        main: 'content_filter = smtp-amavis:[127.0.0.1]:10024\n',
        services: 'smtp-amavis unix - - y - 2 smtp\n127.0.0.1:10025 inet n - y - - smtpd\n',
      },
      ['warning filter-loop'],
    ],
    [
      'what comes back is not filtered again',
      {
        main: 'content_filter = smtp-amavis:[127.0.0.1]:10024\n',
        services:
          'smtp-amavis unix - - y - 2 smtp\n127.0.0.1:10025 inet n - y - - smtpd -o content_filter=\n',
      },
      [],
    ],
  ];
  for (const [name, each, expected] of cases)
    it(name, async () => {
      const ids = (await told(master, each)).map(({ id, severity }) => `${severity} ${id}`);
      assert.deepEqual(ids, expected);
    });

  it('names the line of the override, and what it undoes', async () => {
    const text = `smtp inet n - y - - smtpd\n  -o syslog_name=postfix/25\n  -o smtpd_recipient_restrictions=\n`;
    const [problem] = await told(master, { main: LISTS, master: text });
    assert.equal(problem?.place.line, 3);
    assert.equal(problem?.values.rules, 'reject_unauth_destination, reject_rbl_client');
  });
});
