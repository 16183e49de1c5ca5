import { describe, it } from 'node:test';
import { assertFinds, assertSilent } from './log.ts';
import { queueId, removed, type Try, taken, times, tried } from './mail.ts';

/** Messages of others, each of which ends so. */
function deliveries(count: number, how: Try): string[] {
  return times(count, (n) => {
    const id = queueId(n);
    return [
      ...taken({
        id,
        sender: `a${n}@far.example`,
        recipients: ['return@hinode.example'],
        client: 'mx.far.example[192.0.2.25]',
      }),
      tried(id, 'return@hinode.example', how),
      ...(how.status === 'deferred' ? [] : [removed(id)]),
    ];
  });
}

const LMTP = 'mx1.hinode.example[private/dovecot-lmtp]';

describe('delivery-program-failed', () => {
  for (const [subject, how] of [
    [
      '/home/hinode/bin/return-mail.pl',
      {
        agent: 'local',
        dsn: '5.3.0',
        status: 'bounced',
        reply:
          'Command died with status 126: "/home/hinode/bin/return-mail.pl". Command output: sh: 1: /home/hinode/bin/return-mail.pl: Permission denied ',
      },
    ],
    [
      '/usr/bin/vacation ann',
      {
        agent: 'local',
        dsn: '5.3.0',
        status: 'bounced',
        reply:
          'Command died with status 127: "/usr/bin/vacation ann". Command output: sh: 1: /usr/bin/vacation: not found ',
      },
    ],
    [
      '/usr/lib/mailman/bin/post',
      {
        agent: 'pipe',
        relay: 'mailman',
        dsn: '5.3.0',
        status: 'bounced',
        reply: 'Command output: /usr/lib/mailman/bin/post: exec format error',
      },
    ],
    [
      'private/dovecot-lmtp',
      {
        agent: 'lmtp',
        relay: LMTP,
        dsn: '4.4.1',
        status: 'deferred',
        reply: 'connect to mx1.hinode.example[private/dovecot-lmtp]: No such file or directory',
      },
    ],
    [
      '/var/mail/ann',
      {
        agent: 'local',
        dsn: '4.2.0',
        status: 'deferred',
        reply: 'cannot update mailbox /var/mail/ann for user ann. cannot open file: Permission denied',
      },
    ],
  ] as const)
    it(`${how.agent}: ${how.reply.slice(0, 70)}`, async () => {
      await assertFinds(deliveries(7, how), {
        id: 'delivery-program-failed',
        severity: 'warning',
        subjects: [subject],
        count: 7,
        level: 'high',
        numbers: [subject],
        evidence: new RegExp(
          `postfix/${how.agent}\\[100\\]: \\w+: to=<return@hinode\\.example>.*status=${how.status}`,
        ),
      });
    });
  for (const [agent, subject, said] of [
    ['local', '/opt/private/take-mail', 'local: fatal: execvp /opt/private/take-mail: Permission denied'],
    ['local', '/bin/sh', 'local: fatal: execl /bin/sh: Permission denied'],
    [
      'pipe',
      '/usr/lib/list/post',
      'pipe: fatal: pipe_command: execvp /usr/lib/list/post: No such file or directory',
    ],
    [
      'pipe',
      '/srv/list',
      'pipe: fatal: cannot change directory to "/srv/list" for uid=65534 gid=65534: Permission denied',
    ],
  ] as const)
    it(`${said}, which the child logs too`, async () => {
      const how = {
        agent,
        relay: agent === 'pipe' ? 'list' : agent,
        dsn: '4.3.0',
        status: 'deferred',
        reply: `temporary failure. Command output: ${said} `,
      } as const;
      await assertFinds(
        deliveries(3, how).flatMap((line) => (line.includes('to=<') ? [said, line] : [line])),
        {
          id: 'delivery-program-failed',
          severity: 'warning',
          subjects: [subject],
          count: 3,
          level: 'high',
          numbers: [3, subject],
          evidence: /status=deferred/,
        },
      );
    });
  it('one failure is enough', async () => {
    await assertFinds(
      deliveries(1, { agent: 'pipe', relay: 'spamd', status: 'bounced', reply: 'Permission denied' }),
      {
        id: 'delivery-program-failed',
        severity: 'warning',
        subjects: ['spamd: Permission denied'],
        count: 1,
        evidence: /relay=spamd/,
      },
    );
  });

  const silent: Readonly<Record<string, Try>> = {
    'another server says not found': {
      status: 'bounced',
      dsn: '5.1.1',
      reply:
        'host mx.far.example[192.0.2.25] said: 550 5.1.1 mailbox not found (in reply to RCPT TO command)',
    },
    'another domain is not found': {
      status: 'bounced',
      dsn: '5.4.4',
      reply: 'Host or domain name not found. Name service error for name=far.example type=A: Host not found',
    },
    'another domain is still not found': {
      status: 'deferred',
      dsn: '4.4.3',
      reply:
        'delivery temporarily suspended: Host or domain name not found. Name service error for name=far.example type=MX: Host not found, try again',
    },
    'the LMTP server says not found': {
      agent: 'lmtp',
      relay: LMTP,
      status: 'bounced',
      dsn: '5.1.1',
      reply: `host ${LMTP} said: 550 5.1.1 <x@hinode.example> mailbox not found (in reply to RCPT TO command)`,
    },
    'an unknown user': { agent: 'local', status: 'bounced', dsn: '5.1.1', reply: 'unknown user: "x"' },
    'a mailbox that is full': {
      agent: 'pipe',
      relay: 'dovecot',
      status: 'deferred',
      dsn: '4.3.0',
      reply: 'temporary failure. Command output: lda: Error: quota exceeded',
    },
    'a program that refuses': {
      agent: 'local',
      status: 'bounced',
      dsn: '5.3.0',
      reply: 'Command died with status 1: "/usr/bin/filter". Command output: this looks like advertising',
    },
    'a program that takes it': {
      agent: 'pipe',
      relay: 'dovecot',
      status: 'sent',
      reply: 'delivered via dovecot service (note: config file not found)',
    },
  };
  for (const [name, how] of Object.entries(silent))
    it(`not: ${name}`, () => assertSilent(deliveries(20, how)));

  it('not: a program that does not know the recipient', {}, () =>
    assertSilent(
      deliveries(20, {
        agent: 'pipe',
        relay: 'mailman',
        dsn: '5.1.1',
        status: 'bounced',
        reply: 'user unknown. Command output: list "hinode" not found ',
      }),
    ),
  );
});
