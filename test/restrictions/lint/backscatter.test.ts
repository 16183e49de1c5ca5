/** Mail for recipients who do not exist: what is blamed, and what is near to it and right. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { backscatter } from '../../../src/restrictions/lint/backscatter.ts';
import { idsOf, told, type Written } from './written.ts';

const MAPS = 'virtual_alias_domains = a.example\nvirtual_alias_maps = texthash:/etc/postfix/virtual\n';
const virtual = (text: string, more = ''): Written => ({
  main: MAPS + more,
  files: { '/etc/postfix/virtual': text },
});

describe('backscatter', () => {
  const cases: readonly (readonly [string, Written, readonly string[]])[] = [
    ['nothing set', {}, []],
    ['addresses one by one', virtual('ann@a.example ann\n'), []],
    ['a catch-all to a mailbox here', virtual('@a.example ann\n'), ['info catch-all']],
    ['a catch-all to an address here', virtual('@a.example ann@mail.example.com\n'), ['info catch-all']],
    ['a catch-all to another server', virtual('@a.example ann@far.example\n'), ['warning catch-all-forward']],
    ['a domain to a domain', virtual('@a.example @b.example\n'), ['warning catch-all-domain']],
    ['a domain to itself', virtual('@a.example @a.example\n'), []],
    [
      'a domain that is in no list',
      virtual('ann@a.example ann\n@other.example @b.example\n'),
      ['warning catch-all-domain'],
    ],
    [
      'an expression for a whole domain',
      {
        main: 'virtual_alias_domains = a.example\nvirtual_alias_maps = pcre:/etc/postfix/virtual.pcre\n',
        files: { '/etc/postfix/virtual.pcre': '/^(.*)@a\\.example$/ $1@far.example\n' },
      },
      ['warning catch-all-domain'],
    ],
    [
      'an expression for some names',
      {
        main: 'virtual_alias_domains = a.example\nvirtual_alias_maps = pcre:/etc/postfix/virtual.pcre\n',
        files: { '/etc/postfix/virtual.pcre': '/^sales-.*@a\\.example$/ ann@mail.example.com\n' },
      },
      [],
    ],
    [
      'a relayed domain without recipients',
      { main: 'relay_domains = b.example\n' },
      ['warning relay-no-recipients'],
    ],
    [
      'a relayed domain with recipients',
      {
        main: 'relay_domains = b.example\nrelay_recipient_maps = texthash:/etc/postfix/relay\n',
        files: { '/etc/postfix/relay': 'ann@b.example x\n' },
      },
      [],
    ],
    [
      'a relayed domain with a line for all',
      {
        main: 'relay_domains = b.example\nrelay_recipient_maps = texthash:/etc/postfix/relay\n',
        files: { '/etc/postfix/relay': '@b.example x\n' },
      },
      ['warning recipient-wildcard'],
    ],
    [
      'a relayed domain whose server is asked',
      {
        main: 'relay_domains = b.example\nsmtpd_recipient_restrictions = reject_unauth_destination, reject_unverified_recipient\n',
      },
      [],
    ],
    [
      'a relayed domain whose server is asked by a table',
      {
        main: 'relay_domains = b.example\nsmtpd_recipient_restrictions = reject_unauth_destination, check_recipient_access texthash:/etc/postfix/rcpt\n',
        files: { '/etc/postfix/rcpt': 'b.example reject_unverified_recipient\n' },
      },
      [],
    ],
    ['relay_domains as they were by default', { main: 'relay_domains = $mydestination\n' }, []],
    [
      'relayed domains in a table',
      {
        main: 'relay_domains = texthash:/etc/postfix/domains\n',
        files: { '/etc/postfix/domains': 'b.example x\n' },
      },
      ['warning relay-no-recipients'],
    ],
    ['no local recipients named', { main: 'local_recipient_maps =\n' }, ['warning local-unchecked']],
    ['no local domain at all', { main: 'local_recipient_maps =\nmydestination =\n' }, []],
    [
      'luser_relay that nothing reaches',
      { main: 'luser_relay = ann@mail.example.com\n' },
      ['info luser-relay-unused'],
    ],
    [
      'luser_relay for everybody',
      { main: 'luser_relay = ann\nlocal_recipient_maps =\n' },
      ['warning local-unchecked', 'warning luser-relay'],
    ],
    [
      'the check is off',
      { main: 'smtpd_reject_unlisted_recipient = no\n' },
      ['warning recipient-checks-off'],
    ],
    [
      'the check is off, and asked for in a list',
      {
        main: 'smtpd_reject_unlisted_recipient = no\nsmtpd_recipient_restrictions = reject_unauth_destination, reject_unlisted_recipient\n',
      },
      [],
    ],
    [
      'the check is off at the port of a filter',
      {
        services:
          '127.0.0.1:10025 inet n - y - - smtpd -o receive_override_options=no_unknown_recipient_checks -o content_filter=\n',
      },
      [],
    ],
    [
      'the check is off for users',
      {
        services: 'submission inet n - y - - smtpd -o smtpd_reject_unlisted_recipient=no\n',
      },
      [],
    ],
    [
      'the check is off where strangers come in',
      {
        services: '2525 inet n - y - - smtpd -o receive_override_options=no_unknown_recipient_checks\n',
      },
      ['warning recipient-checks-off'],
    ],
    [
      'mailbox domains without mailboxes',
      { main: 'virtual_mailbox_domains = c.example\nvirtual_transport = lmtp:unix:private/dovecot-lmtp\n' },
      ['warning virtual-no-mailboxes'],
    ],
    [
      'mailbox domains with mailboxes',
      {
        main: 'virtual_mailbox_domains = c.example\nvirtual_mailbox_maps = texthash:/etc/postfix/boxes\n',
        files: { '/etc/postfix/boxes': 'ann@c.example c/ann/\n' },
      },
      [],
    ],
    [
      'a mailbox for all names',
      {
        main: 'virtual_mailbox_domains = c.example\nvirtual_mailbox_maps = texthash:/etc/postfix/boxes\n',
        files: { '/etc/postfix/boxes': '@c.example c/all/\n' },
      },
      ['info catch-all'],
    ],
    [
      'every name is a mailbox of another program',
      {
        main: 'virtual_mailbox_domains = c.example\nvirtual_mailbox_maps = static:all\nvirtual_transport = lmtp:unix:private/dovecot-lmtp\n',
      },
      ['warning recipient-wildcard'],
    ],
    [
      'alias domains without aliases',
      { main: 'virtual_alias_domains = a.example\n' },
      ['error virtual-alias-no-maps'],
    ],
    [
      'an alias domain of which no address is written',
      virtual('ann@b.example ann\n'),
      ['warning virtual-alias-domain-empty'],
    ],
    [
      'an alias domain that is only declared',
      virtual('a.example x\nann@b.example ann\n'),
      ['warning virtual-alias-domain-empty'],
    ],
    [
      'an alias domain whose addresses may be elsewhere',
      {
        main: 'virtual_alias_domains = a.example\nvirtual_alias_maps = texthash:/etc/postfix/virtual, mysql:/etc/postfix/m.cf\n',
        files: { '/etc/postfix/virtual': 'ann@b.example ann\n' },
      },
      [],
    ],
    [
      'a second MX for anybody',
      { main: 'smtpd_recipient_restrictions = permit_mx_backup, reject_unauth_destination\n' },
      ['warning mx-backup-unchecked'],
    ],
    [
      'a filter behind the queue',
      { main: 'content_filter = smtp-amavis:[127.0.0.1]:10024\n' },
      ['info filter-after-queue'],
    ],
  ];
  for (const [name, written, expected] of cases)
    it(name, async () => {
      assert.deepEqual((await idsOf(backscatter, written)).toSorted(), [...expected].toSorted());
    });

  it('names the line of the table', async () => {
    const [problem] = await told(backscatter, virtual('# all\nann@a.example ann\n@a.example @b.example\n'));
    assert.deepEqual(problem?.place, { file: '/etc/postfix/virtual', line: 3 });
  });

  it('writes what is left of receive_override_options', async () => {
    const main = 'receive_override_options = no_unknown_recipient_checks, no_address_mappings\n';
    const [problem] = await told(backscatter, { main });
    assert.equal(problem?.values.write, 'receive_override_options = no_address_mappings');
  });

  it('tells of a thousand domains twenty', async () => {
    const lines = Array.from({ length: 100 }, (_, i) => `@d${i}.example @b.example\n`);
    const problems = await told(backscatter, virtual(`ann@a.example ann\n${lines.join('')}`));
    assert.equal(problems.length, 20);
  });
});
