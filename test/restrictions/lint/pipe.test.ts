/** Programs, sockets and transports: what is blamed, and what is near to it and right. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { pipe } from '../../../src/restrictions/lint/pipe.ts';
import { told, type Written } from './written.ts';

const GROUPS = 'root:x:0:\npostfix:x:106:\npostdrop:x:107:\nmail:x:8:\nvmail:x:5000:\n';
const PROGRAM = '/opt/mail/take';
const USED = 'virtual_transport = take\n';
const service = (attributes: string): string => `take unix - n n - - pipe flags=R ${attributes}\n`;
const ACCOUNTS = { vmail: [5000, 5000], root: [0, 0], ann: [1000, 1000] } as const;

function piped(attributes: string, more: Partial<Written> = {}): Written {
  return {
    main: USED,
    services: service(attributes),
    accounts: ACCOUNTS,
    ...more,
    files: { '/etc/group': GROUPS, [PROGRAM]: '\x7fELF', ...more.files },
    stats: { [PROGRAM]: ['755'], ...more.stats },
  };
}

const LMTP = { '/var/spool/postfix/private/dovecot-lmtp': ['s600', 103, 106] } as const;

describe('pipe', () => {
  const cases: readonly (readonly [string, Written, readonly string[]])[] = [
    ['as Debian has it: programs that are not there, and nobody uses', {}, []],
    ['a good one', piped(`user=vmail argv=${PROGRAM}`), []],
    ['no such program', piped('user=vmail argv=/opt/mail/other'), ['error program-missing /opt/mail/other']],
    [
      'a program of the usual folders',
      piped('user=vmail argv=uux -r', { files: { '/usr/bin/uux': '' } }),
      [],
    ],
    [
      'no program of the usual folders',
      piped('user=vmail argv=uux -r'),
      ['error program-missing /usr/bin/uux'],
    ],
    [
      'a folder that is closed',
      piped(`user=vmail argv=${PROGRAM}`, { stats: { [PROGRAM]: ['755'], '/opt/mail': ['700'] } }),
      ['error program-closed /opt/mail'],
    ],
    [
      'a folder that its group may enter',
      piped(`user=vmail:mail argv=${PROGRAM}`, { stats: { [PROGRAM]: ['755'], '/opt/mail': ['750', 0, 8] } }),
      [],
    ],
    [
      'a folder of a group that does not count',
      piped(`user=vmail argv=${PROGRAM}`, { stats: { [PROGRAM]: ['755'], '/opt/mail': ['750', 0, 8] } }),
      ['error program-closed /opt/mail'],
    ],
    [
      'a program that may not be started',
      piped(`user=vmail argv=${PROGRAM}`, { stats: { [PROGRAM]: ['644'] } }),
      ['error program-closed /opt/mail/take'],
    ],
    [
      'a script that may not be read',
      piped(`user=vmail argv=${PROGRAM}`, {
        files: { [PROGRAM]: '#!/bin/sh\n', '/bin/sh': '' },
        stats: { [PROGRAM]: ['711'], '/bin/sh': ['755'] },
      }),
      ['error program-closed /opt/mail/take'],
    ],
    [
      'a script whose interpreter is not there',
      piped(`user=vmail argv=${PROGRAM}`, { files: { [PROGRAM]: '#!/usr/bin/perl -w\n' } }),
      ['error program-missing /usr/bin/perl'],
    ],
    [
      'a binary that may not be read',
      piped(`user=vmail argv=${PROGRAM}`, { stats: { [PROGRAM]: ['711'] } }),
      [],
    ],
    ['a user who is not there', piped(`user=nosuch argv=${PROGRAM}`), ['error user-missing nosuch']],
    ['root', piped(`user=root argv=${PROGRAM}`), ['error user-forbidden root']],
    ['Postfix itself', piped(`user=postfix argv=${PROGRAM}`), ['error user-forbidden postfix']],
    [
      'the group of postdrop',
      piped(`user=vmail:postdrop argv=${PROGRAM}`),
      ['error user-forbidden vmail:postdrop'],
    ],
    ['no user', piped(`argv=${PROGRAM}`), ['error user-missing ']],
    ['no program', piped('user=vmail'), ['error user-missing ']],
    ['root, in a copy', piped(`user=root argv=${PROGRAM}`, { copied: true }), ['error user-forbidden root']],
    ['all else, in a copy', piped('user=nosuch argv=/opt/mail/other', { copied: true }), []],
    [
      'used by a table alone',
      piped('user=vmail argv=/opt/mail/other', {
        main: 'transport_maps = texthash:/etc/postfix/transport\n',
        files: { '/etc/postfix/transport': 'a.example take:\n' },
      }),
      ['error program-missing /opt/mail/other'],
    ],
    [
      'used by FILTER alone',
      piped('user=vmail argv=/opt/mail/other', {
        main: 'header_checks = pcre:/etc/postfix/h\n',
        files: { '/etc/postfix/h': '/^X-Take: yes/ FILTER take:here\n' },
      }),
      ['error program-missing /opt/mail/other'],
    ],
    [
      'used by nobody who is to be seen',
      piped('user=vmail argv=/opt/mail/other', { main: '' }),
      ['warning program-missing /opt/mail/other'],
    ],
    [
      'used by a table in main.cf',
      piped('user=vmail argv=/opt/mail/other', {
        main: 'transport_maps = inline:{ { a.example = take:x } }\n',
      }),
      ['error program-missing /opt/mail/other'],
    ],
    [
      'maybe used by a database',
      piped('user=vmail argv=/opt/mail/other', { main: 'transport_maps = mysql:/etc/postfix/m.cf\n' }),
      ['error program-missing /opt/mail/other'],
    ],
    ['no such transport', { main: 'virtual_transport = dovecot\n' }, ['error transport-missing dovecot']],
    [
      'no such transport in a table',
      {
        main: 'transport_maps = texthash:/etc/postfix/transport\n',
        files: {
          '/etc/postfix/transport': 'a.example relay.example\nb.example smtp:[relay.example]\nc.example :\n',
        },
      },
      ['error transport-missing relay.example'],
    ],
    [
      'no such transport, in a part of master.cf',
      { main: 'virtual_transport = dovecot\n', master: 'smtp inet n - y - - smtpd\n' },
      [],
    ],
    [
      'a socket that is not there',
      { main: 'virtual_transport = lmtp:unix:private/dovecot-lmtp\n' },
      ['error delivery-socket-missing /var/spool/postfix/private/dovecot-lmtp'],
    ],
    [
      'a socket that is there',
      { main: 'virtual_transport = lmtp:unix:private/dovecot-lmtp\n', stats: LMTP },
      [],
    ],
    [
      'a socket that Postfix may not use',
      {
        main: 'mailbox_transport = lmtp:unix:private/dovecot-lmtp\n',
        stats: { '/var/spool/postfix/private/dovecot-lmtp': ['s600', 0, 0] },
      },
      ['error delivery-socket-closed /var/spool/postfix/private/dovecot-lmtp'],
    ],
    [
      'a socket outside of the chroot',
      { main: 'virtual_transport = lmtp:unix:/run/dovecot/lmtp\n', stats: { '/run/dovecot/lmtp': ['s666'] } },
      ['error delivery-socket-missing /var/spool/postfix/run/dovecot/lmtp'],
    ],
    [
      'a socket, in a copy',
      { main: 'virtual_transport = lmtp:unix:private/dovecot-lmtp\n', copied: true },
      [],
    ],
    [
      'mailbox_command that is not there',
      { main: 'mailbox_command = /usr/bin/procmail -a "$EXTENSION"\n' },
      ['error delivery-command-missing /usr/bin/procmail'],
    ],
    [
      'mailbox_command that is there',
      {
        main: 'mailbox_command = /usr/bin/procmail -a "$EXTENSION"\n',
        files: { '/usr/bin/procmail': '' },
        stats: { '/usr/bin/procmail': ['755'] },
      },
      [],
    ],
    [
      'mailbox_command in a closed folder',
      {
        main: 'mailbox_command = exec /opt/mail/take\n',
        files: { [PROGRAM]: '' },
        stats: { [PROGRAM]: ['755'], '/opt': ['750'] },
      },
      ['error delivery-command-closed /opt'],
    ],
    ['mailbox_command of the shell', { main: 'mailbox_command = test -x $HOME/x && exec $HOME/x\n' }, []],
    [
      'an alias whose program is not there',
      {
        main: 'alias_maps = texthash:/etc/aliases2\n',
        files: { '/etc/aliases2': 'auto: "|/opt/mail/reply.pl a b", ann\nann: root\n' },
      },
      ['error alias-command-missing /opt/mail/reply.pl'],
    ],
    [
      'an alias whose program stands behind a closed folder',
      {
        main: 'alias_maps = hash:/etc/aliases\n',
        files: { '/etc/aliases': 'auto: |/opt/mail/take\n', '/etc/aliases.db': '', [PROGRAM]: '' },
        stats: { [PROGRAM]: ['755'], '/opt/mail': ['750'] },
      },
      ['error alias-command-closed /opt/mail'],
    ],
    [
      'the same, where the owner of the table may enter',
      {
        main: 'alias_maps = hash:/etc/aliases\n',
        files: { '/etc/aliases': 'auto: |/opt/mail/take\n', '/etc/aliases.db': '', [PROGRAM]: '' },
        stats: { [PROGRAM]: ['755'], '/opt/mail': ['750', 38], '/etc/aliases.db': ['644', 38, 38] },
      },
      [],
    ],
  ];
  for (const [name, each, expected] of cases)
    it(name, async () => {
      const problems = await told(pipe, each);
      assert.deepEqual(
        problems.map(
          ({ id, severity, values }) =>
            `${severity} ${id} ${values.path ?? values.transport ?? values.user ?? ''}`,
        ),
        expected,
      );
    });

  it('names the line of the alias', async () => {
    const main = 'alias_maps = texthash:/etc/aliases2\n';
    const [problem] = await told(pipe, { main, files: { '/etc/aliases2': '# mine\nauto: "|/no"\n' } });
    assert.deepEqual(problem?.place, { file: '/etc/aliases2', line: 2 });
  });
});
