/** Names, domains, sizes and what strangers are told: what is blamed, and what is near to it and right. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { identity } from '../../../src/restrictions/lint/identity.ts';
import { told, type Written } from './written.ts';

/** What every test but its own would be told of. */
const QUIET =
  'disable_vrfy_command = yes\nsmtpd_forbid_bare_newline = normalize\ncompatibility_level = 3.6\n';
const VIRTUAL =
  'virtual_mailbox_domains = c.example\nvirtual_mailbox_maps = static:x\nvirtual_mailbox_base = /v\nvirtual_uid_maps = static:5000\nvirtual_gid_maps = static:5000\n';

describe('identity', () => {
  const cases: readonly (readonly [string, string, readonly string[]])[] = [
    ['all well', '', []],
    [
      'a name without a domain, and no domain',
      'myhostname = vm\nmydestination = vm, localhost\n',
      ['info hostname-poor'],
    ],
    [
      'a name without a domain, and a domain',
      'myhostname = vm\nmydestination = vm, a.example.com\n',
      ['warning hostname-poor'],
    ],
    [
      'a name of the local network',
      'myhostname = mail.lan\nmydestination = a.example.com\n',
      ['warning hostname-poor'],
    ],
    [
      'a name without a domain, behind a relay',
      'myhostname = vm\nmydestination = a.example.com\nrelayhost = [relay.example.com]\n',
      ['info hostname-poor'],
    ],
    [
      'another name in HELO',
      'myhostname = vm\nsmtp_helo_name = mail.example.com\nmydestination = a.example.com\n',
      [],
    ],
    ['an address', 'myhostname = 192.0.2.1\n', ['warning hostname-poor']],
    ['an origin that nobody can answer to', 'myorigin = localhost\n', ['warning origin-poor']],
    ['an origin in a file', 'myorigin = /etc/mailname\n', []],
    [
      'a domain here and virtual',
      `mydestination = $myhostname, c.example\n${VIRTUAL}`,
      ['warning domain-twice'],
    ],
    ['a domain virtual and relayed', `relay_domains = c.example\n${VIRTUAL}`, ['warning domain-twice']],
    [
      'a domain of aliases and of mailboxes',
      `virtual_alias_domains = c.example\nvirtual_alias_maps = static:x\n${VIRTUAL}`,
      ['warning domain-twice'],
    ],
    ['domains that are each in one', `mydestination = a.example\nrelay_domains = d.example\n${VIRTUAL}`, []],
    ['here and relayed, as by default', 'mydestination = a.example\nrelay_domains = $mydestination\n', []],
    [
      'only from here, with a domain',
      'inet_interfaces = loopback-only\nmydestination = a.example.net\n',
      ['info interfaces-loopback'],
    ],
    [
      'only from here, with its own name',
      'inet_interfaces = loopback-only\nmydestination = $myhostname, $mydomain, localhost\n',
      [],
    ],
    ['from everywhere', 'inet_interfaces = all\nmydestination = a.example.net\n', []],
    ['mailboxes smaller than messages', 'message_size_limit = 104857600\n', ['error size-limits']],
    ['mailboxes without a bound', 'message_size_limit = 104857600\nmailbox_size_limit = 0\n', []],
    [
      'mailboxes as large as messages',
      'message_size_limit = 104857600\nmailbox_size_limit = 104857600\n',
      [],
    ],
    [
      'virtual mailboxes smaller than messages',
      `message_size_limit = 104857600\nmailbox_size_limit = 0\n${VIRTUAL}`,
      ['error size-limits'],
    ],
    [
      'the same, delivered by Dovecot',
      `message_size_limit = 104857600\nmailbox_size_limit = 0\nvirtual_transport = lmtp:unix:private/dovecot-lmtp\n${VIRTUAL}`,
      [],
    ],
    ['messages without a bound', 'message_size_limit = 0\n', ['error size-limits']],
    ['mailboxes smaller, and nobody local', 'message_size_limit = 104857600\nmydestination =\n', []],
    [
      'virtual(8) without owners',
      'virtual_mailbox_domains = c.example\nvirtual_mailbox_base = /v\nvirtual_mailbox_maps = static:x\n',
      ['error virtual-incomplete', 'error virtual-incomplete'],
    ],
    ['VRFY', 'disable_vrfy_command = no\n', ['info vrfy-open']],
    ['copies', 'always_bcc = archive@example.com\n', ['info always-bcc']],
    ['an old level', 'compatibility_level = 2\n', ['info compat-level-low']],
    ['a banner of its own', 'smtpd_banner = ESMTP ready\n', ['warning banner-no-name']],
    ['a banner with a name', 'smtpd_banner = mail.example.com ESMTP\n', []],
    ['a banner with the parameter', 'smtpd_banner = $(myhostname) ESMTP Postfix\n', []],
    ['smuggling', 'smtpd_forbid_bare_newline = no\n', ['warning smuggling-open']],
  ];
  for (const [name, main, expected] of cases)
    it(name, async () => {
      const ids = (await told(identity, { main: `${QUIET}${main}` })).map(
        ({ id, severity }) => `${severity} ${id}`,
      );
      assert.deepEqual(ids, expected);
    });

  it('is silent about what is not set to blame', async () => {
    const problems = await told(identity, {});
    assert.deepEqual(
      problems.filter(({ severity }) => severity !== 'info').map(({ id }) => id),
      [],
    );
  });

  it('a domain of a table', async () => {
    const written: Written = {
      main: `${QUIET}mydestination = a.example, c.example\nvirtual_alias_maps = texthash:/etc/postfix/virtual\n`,
      files: { '/etc/postfix/virtual': 'c.example anything\nann@c.example ann\n' },
    };
    const [problem, ...others] = await told(identity, written);
    assert.deepEqual(others, []);
    assert.deepEqual(problem?.values, {
      domain: 'c.example',
      first: 'mydestination',
      second: 'virtual_alias_domains',
    });
  });

  it('a level says which defaults it keeps back', async () => {
    const [problem] = await told(identity, { main: `${QUIET}compatibility_level = 1\n` });
    assert.equal(problem?.values.write, '3.6');
    assert.match(problem!.values.parameters!, /^mynetworks_style, relay_domains, smtpd_relay_before/);
  });
});
