import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { assertFinds, assertSilent } from './log.ts';
import { times } from './mail.ts';

/** Lines that are no trouble, between those that are. */
const QUIET = [
  'smtpd: connect from a.far.example[192.0.2.25]',
  'anvil: statistics: max cache size 3 at Nov 20 10:11:12',
];

describe('disk-or-resources', () => {
  for (const [line, program] of [
    ['cleanup: fatal: write queue file: No space left on device', 'postfix/cleanup'],
    ['smtpd: fatal: open database /etc/postfix/virtual.db: No such file or directory', 'postfix/smtpd'],
    ['master: fatal: bind 0.0.0.0 port 25: Address already in use', 'postfix/master'],
    ['qmgr: panic: myfree: corrupt or unallocated memory block', 'postfix/qmgr'],
    ['smtpd: fatal: no SASL authentication mechanisms', 'postfix/smtpd'],
  ] as const)
    for (const count of [1, 8])
      it(`${count} times ${line}`, async () => {
        const text = line.slice(line.indexOf(': ') + 2);
        const finding = await assertFinds(
          times(count, () => [...QUIET, line]),
          {
            id: 'disk-or-resources',
            severity: 'warning',
            subjects: [program],
            count,
            level: 'high',
            numbers: [count, program, text],
            evidence: new RegExp(`${program}\\[100\\]: (fatal|panic): `),
          },
        );
        assert.ok(finding.title.includes(program));
      });
  for (const [line, program] of [
    ['master: warning: process /usr/lib/postfix/sbin/smtpd pid 4711 killed by signal 9', 'postfix/smtpd'],
    [
      'master: warning: process /usr/libexec/postfix/trivial-rewrite pid 4711 killed by signal 11',
      'postfix/trivial-rewrite',
    ],
    ['cleanup: warning: open incoming/A0001: No space left on device', 'postfix/cleanup'],
    ['smtpd: error: open database /etc/aliases.db: Too many open files', 'postfix/smtpd'],
    [
      'local: A0001: to=<ann@hinode.example>, relay=local, delay=1, delays=0/0/0/1, dsn=4.3.0, status=deferred (cannot update mailbox /var/mail/ann for user ann. error writing message: No space left on device)',
      'postfix/local',
    ],
  ] as const)
    it(line, async () => {
      await assertFinds([...QUIET, line], {
        id: 'disk-or-resources',
        severity: 'warning',
        subjects: [program],
        count: 1,
        level: 'high',
        numbers: [program],
        evidence: /signal|No space|Too many/,
      });
    });
  it('the first five of eight lines', async () => {
    const lines = times(8, (n) => [...QUIET, `smtpd: fatal: open file /tmp/file-${n}: Permission denied`]);
    const { evidence } = await assertFinds(lines, {
      id: 'disk-or-resources',
      severity: 'warning',
      subjects: ['postfix/smtpd'],
      count: 8,
      numbers: ['fatal: open file /tmp/file-0: Permission denied'],
      evidence: /fatal/,
    });
    assert.deepEqual(
      evidence.map(({ line }) => line),
      [3, 6, 9, 12, 15],
    );
  });

  const silent: Readonly<Record<string, string[]>> = {
    'warnings and errors': [
      'smtpd: warning: hostname a.far.example does not resolve to address 192.0.2.25: Name or service not known',
      'smtpd: warning: dict_nis_init: NIS domain name not set - NIS lookups disabled',
      'smtpd: error: open /etc/postfix/main.cf: Permission denied',
      'qmgr: warning: mail for far.example is using up 4001 of 5000 active queue entries',
    ],
    'a process that was told to stop': [
      'master: warning: process /usr/lib/postfix/sbin/smtpd pid 4711 exit status 1',
      'master: warning: /usr/lib/postfix/sbin/smtpd: bad command startup -- throttling',
    ],
    'another server has no space': [
      'smtp: A0001: to=<x@far.example>, relay=mx.far.example[192.0.2.25]:25, delay=1, delays=0/0/0/1, dsn=4.3.1, status=deferred (host mx.far.example[192.0.2.25] said: 452 4.3.1 write: No space left on device (in reply to end of DATA command))',
    ],
    'words of strangers': [
      'smtpd: warning: Illegal address syntax from a.far.example[192.0.2.25] in MAIL command: <x: No space left on device>',
      'smtpd: warning: non-SMTP command from a.far.example[192.0.2.25]: fatal: panic: no space left',
      'cleanup: A0001: message-id=<fatal:panic@far.example>',
      'smtpd: NOQUEUE: reject: RCPT from a.far.example[192.0.2.25]: 504 5.5.2 <fatal: x>: Helo command rejected: need fully-qualified hostname; from=<a@far.example> to=<b@hinode.example> proto=ESMTP helo=<fatal: x>',
    ],
    'nothing wrong': QUIET,
  };
  for (const [name, lines] of Object.entries(silent))
    it(`not: ${name}`, () => assertSilent(times(20, () => lines)));
});
