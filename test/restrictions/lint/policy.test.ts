/** Policy services that smtpd does not find, and what becomes of mail then. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { policy } from '../../../src/restrictions/lint/policy.ts';
import { DEBIAN, idsOf, told, type Written } from './written.ts';

const OPEN = DEBIAN.replace('smtp inet n - y', 'smtp inet n - n');
/** With a safe default, so that only the rest is told. */
const asks = (service: string, more: Written = {}): Written => ({
  ...{ master: OPEN, ...more },
  main: `compatibility_level = 3.6\nqueue_directory = /var/spool/postfix\nsmtpd_policy_service_default_action = DUNNO\nsmtpd_recipient_restrictions = reject_unauth_destination,\n  check_policy_service ${service}\n${more.main ?? ''}`,
});
const strict = (service: string, more: Written = {}): Written => {
  const written = asks(service, more);
  return { ...written, main: `${written.main}smtpd_policy_service_default_action = 451 4.3.5 later\n` };
};
const SPF = 'policy-spf unix - n n - 0 spawn user=nobody argv=/usr/bin/policyd-spf\n';
const GREY = '/var/spool/postfix/postgrey/socket';
const NO_DEFAULT = 'info policy-no-default';
const LIMIT = 'policy-spf_time_limit = 3600\n';

describe('policy services', () => {
  const cases: readonly (readonly [string, Written, readonly string[]])[] = [
    ['none', {}, []],
    ['by TCP', asks('inet:127.0.0.1:10023'), []],
    ['by TCP, and nothing for when it is down', strict('inet:127.0.0.1:10023'), [NO_DEFAULT]],
    ['an action of its own', strict('{ inet:127.0.0.1:10023, default_action=DUNNO }'), []],
    [
      'in a list that no service asks',
      {
        ...strict('inet:127.0.0.1:10023'),
        master: 'smtp inet n - n - - smtpd -o smtpd_recipient_restrictions=reject\n',
      },
      [],
    ],

    ['spawned', asks('unix:private/policy-spf', { services: SPF, main: LIMIT }), []],
    [
      'spawned, without a time limit',
      asks('unix:private/policy-spf', { services: SPF }),
      ['info policy-time-limit'],
    ],
    [
      'spawned, with a time limit for all',
      asks('unix:private/policy-spf', { services: SPF, main: 'command_time_limit = 1h\n' }),
      [],
    ],
    ['spawned, nobody asks it', { services: SPF, master: OPEN }, []],
    ['spawned, not there', strict('unix:private/policy-spf'), ['error policy-spawn-missing', NO_DEFAULT]],
    ['not there, and let through', asks('unix:private/policy-spf'), ['warning policy-spawn-missing']],
    [
      'not there, in a copy',
      strict('unix:private/policy-spf', { copied: true }),
      ['warning policy-spawn-missing', NO_DEFAULT],
    ],
    [
      'a comment in master.cf',
      strict('unix:private/policy-spf', { services: `#${SPF}` }),
      ['error policy-spawn-missing', NO_DEFAULT],
    ],
    [
      'its socket is public',
      strict('unix:private/policy-spf', { services: SPF.replace('unix -', 'unix n'), main: LIMIT }),
      ['error policy-spawn-missing', NO_DEFAULT],
    ],
    [
      'another program has its socket there',
      asks('unix:private/quota', { stats: { '/var/spool/postfix/private/quota': ['s666'] } }),
      [],
    ],

    ['a socket below the queue', asks('unix:postgrey/socket', { stats: { [GREY]: ['s666'] } }), []],
    ['the same, whole', asks(`unix:${GREY}`, { stats: { [GREY]: ['s666'] } }), []],
    [
      'the same, in a chroot',
      strict(`unix:${GREY}`, { master: DEBIAN, stats: { [GREY]: ['s666'] } }),
      ['error policy-chroot', NO_DEFAULT],
    ],
    [
      'the same, of a copy',
      strict(`unix:${GREY}`, { master: DEBIAN, copied: true }),
      ['error policy-chroot', NO_DEFAULT],
    ],
    [
      'without its slash, in a chroot',
      asks('unix:postgrey/socket', { master: DEBIAN, stats: { [GREY]: ['s666'] } }),
      [],
    ],
    [
      'elsewhere, in a chroot',
      strict('unix:/run/spf/socket', { master: DEBIAN, stats: { '/run/spf/socket': ['s666'] } }),
      ['error policy-chroot', NO_DEFAULT],
    ],
    [
      'elsewhere, and mounted in the chroot',
      asks('unix:/run/spf/socket', {
        master: DEBIAN,
        stats: { '/var/spool/postfix/run/spf/socket': ['s666'] },
      }),
      [],
    ],
    ['no socket', strict('unix:/run/spf/socket'), ['error policy-socket-missing', NO_DEFAULT]],
    ['no socket, of a copy', asks('unix:/run/spf/socket', { copied: true }), []],
    [
      'a file in its place',
      strict('unix:/run/spf/socket', { stats: { '/run/spf/socket': ['666'] } }),
      ['error policy-socket-missing', NO_DEFAULT],
    ],
    [
      'a socket that only its owner may use',
      strict('unix:/run/spf/socket', { stats: { '/run/spf/socket': ['s600', 200, 200] } }),
      ['error policy-socket-closed', NO_DEFAULT],
    ],
    [
      'a socket of the group postfix',
      asks('unix:/run/spf/socket', { stats: { '/run/spf/socket': ['s660', 200, 106] } }),
      [],
    ],
    [
      'a socket that others may only read',
      strict('unix:/run/spf/socket', { stats: { '/run/spf/socket': ['s644'] } }),
      ['error policy-socket-closed', NO_DEFAULT],
    ],
    [
      'a folder that is closed',
      strict('unix:/run/spf/socket', {
        stats: { '/run/spf': ['750', 200, 200], '/run/spf/socket': ['s666'] },
      }),
      ['error policy-socket-closed', NO_DEFAULT],
    ],

    ['a path alone', asks('private/policy-spf:'), ['error policy-bad-name']],
    ['a host and a port', asks('127.0.0.1:10023'), ['error policy-bad-name']],
    ['another kind', asks('tcp:127.0.0.1:10023'), ['error policy-bad-name']],
    ['in capitals', asks('INET:127.0.0.1:10023'), ['error policy-bad-name']],
    ['IPv6', asks('inet:[::1]:10023'), []],
  ];
  for (const [name, written, ids] of cases)
    it(name, async () => assert.deepEqual(await idsOf(policy, written), ids));

  it('names are mended where it is known what is meant', async () => {
    const writes = [];
    for (const name of [
      'private/spf',
      '127.0.0.1:10023',
      'tcp:localhost:10023',
      'UNIX:private/spf',
      'nonsense',
    ])
      writes.push((await told(policy, asks(name)))[0]!.values.write);
    assert.deepEqual(writes, [
      'unix:private/spf',
      'inet:127.0.0.1:10023',
      'inet:localhost:10023',
      'unix:private/spf',
      undefined,
    ]);
  });

  it('the edit keeps what stands around the name', async () => {
    const [problem] = await told(
      policy,
      strict(`{ unix:${GREY}, timeout=10 }`, { master: DEBIAN, stats: { [GREY]: ['s666'] } }),
    );
    assert.deepEqual(problem!.edit, {
      kind: 'replace',
      words: [
        {
          place: { file: '/etc/postfix/main.cf', line: 5 },
          was: `check_policy_service { unix:${GREY}, timeout=10 }`,
          write: 'check_policy_service { unix:postgrey/socket, timeout=10 }',
        },
      ],
    });
  });
});
