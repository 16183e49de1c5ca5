/** Logins and encryption: what is blamed, and what is near to it and right. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { login, oldProtocols } from '../../../src/restrictions/lint/login.ts';
import { told, type Written } from './written.ts';

const CERT = 'smtpd_tls_cert_file = /etc/ssl/a.pem\nsmtpd_tls_key_file = /etc/ssl/private/a.key\n';
const FILES = {
  '/etc/ssl/a.pem': '-----BEGIN CERTIFICATE-----\n',
  '/etc/ssl/private/a.key': '-----BEGIN PRIVATE KEY-----\n',
};
const CLOSED = { '/etc/ssl/private': ['710', 0, 0] } as const;
const TLS = `${CERT}smtpd_tls_security_level = may\n`;
const SUBMISSION =
  'submission inet n - y - - smtpd -o smtpd_tls_security_level=encrypt -o smtpd_sasl_auth_enable=yes -o smtpd_relay_restrictions=permit_sasl_authenticated,reject\n';
const SASL = 'smtpd_sasl_type = dovecot\nsmtpd_sasl_path = private/auth\n';
const written = (main: string, services = '', more: Partial<Written> = {}): Written => ({
  main,
  services,
  files: FILES,
  stats: { ...CLOSED, ...more.stats },
  ...Object.fromEntries(Object.entries(more).filter(([name]) => name !== 'stats')),
});
const SOCKET = { stats: { '/var/spool/postfix/private/auth': ['s660', 103, 106] } } as const;

describe('login', () => {
  const cases: readonly (readonly [string, Written, readonly string[]])[] = [
    ['no encryption, no logins', { main: '' }, ['info tls-off']],
    ['encryption, no logins', written(TLS), []],
    [
      'passwords in the clear on port 25',
      written(`${TLS}${SASL}smtpd_sasl_auth_enable = yes\n`, '', SOCKET),
      ['warning login-unencrypted'],
    ],
    [
      'passwords only where it is encrypted',
      written(`${TLS}${SASL}smtpd_sasl_auth_enable = yes\nsmtpd_tls_auth_only = yes\n`, '', SOCKET),
      [],
    ],
    [
      'passwords are never plain',
      written(
        `${TLS}${SASL}smtpd_sasl_auth_enable = yes\nsmtpd_sasl_security_options = noanonymous, noplaintext\n`,
        '',
        SOCKET,
      ),
      [],
    ],
    [
      'logins without any encryption',
      written(`${SASL}smtpd_sasl_auth_enable = yes\n`, '', SOCKET),
      ['warning login-unencrypted', 'warning tls-off'],
    ],
    ['a good submission', written(`${TLS}${SASL}`, SUBMISSION, SOCKET), []],
    [
      'submission without logins',
      written(TLS, 'submission inet n - y - - smtpd -o smtpd_tls_security_level=encrypt\n'),
      ['warning submission-no-login'],
    ],
    [
      'submission by certificates',
      written(
        TLS,
        'submission inet n - y - - smtpd -o smtpd_tls_security_level=encrypt -o smtpd_relay_restrictions=permit_tls_clientcerts,reject\n',
      ),
      [],
    ],
    [
      'submission that may be without encryption',
      written(`${TLS}${SASL}`, SUBMISSION.replace('=encrypt', '=may'), SOCKET),
      ['warning login-unencrypted'],
    ],
    [
      'submission where nobody who logged in may send',
      written(
        `${TLS}${SASL}smtpd_relay_restrictions = permit_mynetworks, reject_unauth_destination\n`,
        'submission inet n - y - - smtpd -o smtpd_tls_security_level=encrypt -o smtpd_sasl_auth_enable=yes\n',
        SOCKET,
      ),
      ['warning login-permits-nothing'],
    ],
    [
      'logins at both',
      written(`${TLS}${SASL}smtpd_sasl_auth_enable = yes\nsmtpd_tls_auth_only = yes\n`, SUBMISSION, SOCKET),
      ['info login-on-25'],
    ],
    [
      'logins at a port of loopback',
      written(TLS, '127.0.0.1:10025 inet n - y - - smtpd -o smtpd_sasl_auth_enable=yes\n'),
      [],
    ],
    [
      'anonymous logins',
      written(
        `${TLS}${SASL}smtpd_sasl_auth_enable = yes\nsmtpd_tls_auth_only = yes\nsmtpd_sasl_security_options = noplaintext\n`,
        '',
        SOCKET,
      ),
      ['error sasl-anonymous'],
    ],
    [
      'anonymous logins where it is encrypted',
      written(
        `${TLS}${SASL}smtpd_sasl_auth_enable = yes\nsmtpd_tls_auth_only = yes\nsmtpd_sasl_tls_security_options =\n`,
        '',
        SOCKET,
      ),
      ['error sasl-anonymous'],
    ],
    ['no socket of Dovecot', written(`${TLS}${SASL}`, SUBMISSION), ['error login-socket-missing']],
    ['no socket of Dovecot, in a copy', written(`${TLS}${SASL}`, SUBMISSION, { copied: true }), []],
    [
      'a socket outside of the chroot',
      written(`${TLS}smtpd_sasl_type = dovecot\nsmtpd_sasl_path = /run/dovecot/auth\n`, SUBMISSION, {
        stats: { '/run/dovecot/auth': ['s666'] },
      }),
      ['error login-socket-chroot'],
    ],
    [
      'the same without a chroot',
      written(
        `${TLS}smtpd_sasl_type = dovecot\nsmtpd_sasl_path = /run/dovecot/auth\n`,
        SUBMISSION.replace('n - y', 'n - n'),
        { stats: { '/run/dovecot/auth': ['s666'] } },
      ),
      [],
    ],
    [
      'Dovecot over the network',
      written(`${TLS}smtpd_sasl_type = dovecot\nsmtpd_sasl_path = inet:127.0.0.1:12345\n`, SUBMISSION),
      [],
    ],
    ['no certificate', written('smtpd_tls_security_level = may\n'), ['warning tls-no-certificate']],
    [
      'encryption demanded, no certificate',
      written(
        'smtpd_tls_security_level = may\n',
        'smtps inet n - y - - smtpd -o smtpd_tls_wrappermode=yes -o smtpd_sasl_auth_enable=yes -o smtpd_relay_restrictions=permit_sasl_authenticated,reject\n',
      ),
      ['error tls-no-certificate', 'warning tls-no-certificate'],
    ],
    [
      'encryption demanded of everybody',
      written(`${CERT}smtpd_tls_security_level = encrypt\n`),
      ['warning tls-required-25'],
    ],
    ['the same in the old way', written(`${CERT}smtpd_enforce_tls = yes\n`), ['warning tls-required-25']],
    [
      'encryption demanded of servers elsewhere',
      written(`${TLS}smtp_tls_security_level = encrypt\n`),
      ['warning tls-required-out'],
    ],
    [
      'encryption demanded of the relay',
      written(`${TLS}smtp_tls_security_level = encrypt\nrelayhost = [relay.example]:587\n`),
      [],
    ],
    ['DANE where it can be', written(`${TLS}smtp_tls_security_level = dane\n`), []],
    [
      'the relay gets its password in the clear',
      written(
        `${TLS}relayhost = [relay.example]:587\nsmtp_sasl_auth_enable = yes\nsmtp_sasl_security_options = noanonymous\nsmtp_tls_security_level = may\n`,
      ),
      ['warning relay-login-unencrypted'],
    ],
    [
      'the relay gets no plain password',
      written(`${TLS}relayhost = [relay.example]:587\nsmtp_sasl_auth_enable = yes\n`),
      [],
    ],
    ['old protocols', written(`${TLS}smtpd_tls_protocols = !SSLv2\n`), ['warning tls-old-protocols']],
    [
      'new protocols',
      written(
        `${TLS}smtpd_tls_protocols = >=TLSv1.2\nsmtpd_tls_mandatory_protocols = !SSLv2, !SSLv3, !TLSv1\n`,
      ),
      [],
    ],
    ['weak ciphers', written(`${TLS}smtpd_tls_ciphers = export\n`), ['warning tls-weak-ciphers']],
    [
      'no file of the certificate',
      written(TLS, '', { files: { '/etc/ssl/private/a.key': '' } }),
      ['error tls-file-missing'],
    ],
    [
      'no file of the authorities',
      written(`${TLS}smtp_tls_CAfile = /etc/ssl/ca.pem\n`),
      ['warning tls-file-missing'],
    ],
    ['no file, in a copy', written(TLS, '', { files: {}, copied: true }), []],
    [
      'a key for everybody',
      written(TLS, '', { stats: { '/etc/ssl/private': ['755'] } }),
      ['warning tls-key-readable'],
    ],
    [
      'a key in the file of the certificate',
      written('smtpd_tls_cert_file = /etc/ssl/both.pem\nsmtpd_tls_security_level = may\n', '', {
        files: { '/etc/ssl/both.pem': '-----BEGIN CERTIFICATE-----\n-----BEGIN PRIVATE KEY-----\n' },
      }),
      ['warning tls-key-readable'],
    ],
  ];
  for (const [name, each, expected] of cases)
    it(name, async () => {
      const ids = (await told(login, each)).map(({ id, severity }) => `${severity} ${id}`);
      assert.deepEqual(ids.toSorted(), [...expected].toSorted());
    });

  it('says where to write what', async () => {
    const [problem] = await told(
      login,
      written(`${TLS}${SASL}`, SUBMISSION.replace('=encrypt', '=may'), SOCKET),
    );
    assert.equal(problem?.values.write, '-o smtpd_tls_security_level=encrypt');
    assert.equal(problem?.edit, undefined);
    const main = `${TLS}${SASL}smtpd_sasl_auth_enable = yes\n`;
    const [other] = await told(login, written(main, '', SOCKET));
    assert.equal(other?.values.write, 'smtpd_tls_auth_only = yes');
  });
});

describe('oldProtocols', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['>=TLSv1', ''],
    ['>=SSLv3', 'SSLv3'],
    ['>=0300', 'SSLv3'],
    ['!SSLv2, !SSLv3', ''],
    ['!SSLv2', 'SSLv3'],
    ['!SSLv2,!SSLv3,!TLSv1', ''],
    ['', 'SSLv2 SSLv3'],
    ['TLSv1', ''],
    ['SSLv3, TLSv1', 'SSLv3'],
    ['SSLv3:TLSv1:!SSLv3', ''],
    ['<=TLSv1.2, !SSLv2, !SSLv3', ''],
  ];
  for (const [value, expected] of cases)
    it(`${value}: ${expected || 'none'}`, () => assert.equal(oldProtocols(value).join(' '), expected));
});
