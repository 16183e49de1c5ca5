/** Lookup tables: what is blamed, and what is near to it and right. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { tables } from '../../../src/restrictions/lint/tables.ts';
import { told, type Written } from './written.ts';

/** No aliases: that they are missing is a case of its own. */
const NONE = 'alias_maps =\n';
const CHECK = `${NONE}smtpd_sender_restrictions = check_sender_access`;
const hash = (text: string, more: Partial<Written> = {}): Written => ({
  main: `${CHECK} hash:/etc/postfix/senders\n`,
  files: { '/etc/postfix/senders': text, '/etc/postfix/senders.db': '' },
  ...more,
});
const texthash = (text: string): Written => ({
  main: `${CHECK} texthash:/etc/postfix/senders\n`,
  files: { '/etc/postfix/senders': text },
});
const passwords = (mode: string): Written => ({
  main: `${NONE}smtp_sasl_password_maps = texthash:/etc/postfix/passwd\n`,
  files: { '/etc/postfix/passwd': '[relay.example] me:secret\n' },
  stats: { '/etc/postfix/passwd': [mode] },
});

describe('tables', () => {
  const cases: readonly (readonly [string, Written, readonly string[]])[] = [
    ['none', { main: NONE }, []],
    ['a good one', hash('a.example REJECT\n'), []],
    [
      'aliases by default, never made',
      { main: '', files: { '/etc/aliases': 'root: ann\n' } },
      ['error table-missing'],
    ],
    [
      'aliases by default, made',
      { main: '', files: { '/etc/aliases': 'root: ann\n', '/etc/aliases.db': '' } },
      [],
    ],
    ['aliases by default, and nobody local', { main: 'mydestination =\n' }, ['info table-missing']],
    ['no file', { main: `${CHECK} hash:/etc/postfix/senders\n` }, ['error table-missing']],
    ['no file in a copy', { main: `${CHECK} hash:/etc/postfix/senders\n`, copied: true }, []],
    ['no file of a server in a copy', { main: `${CHECK} mysql:/etc/postfix/m.cf\n`, copied: true }, []],
    [
      'a text that no database was made of',
      hash('a.example REJECT\n', { files: { '/etc/postfix/senders': 'a.example REJECT\n' } }),
      ['error table-missing'],
    ],
    [
      'the same in a copy',
      hash('a.example REJECT\n', { files: { '/etc/postfix/senders': 'a.example REJECT\n' }, copied: true }),
      [],
    ],
    [
      'an edit that is not live',
      hash('a.example REJECT\n', { times: { '/etc/postfix/senders': 2000 } }),
      ['warning table-stale'],
    ],
    [
      'a database of the same second',
      hash('a.example REJECT\n', { times: { '/etc/postfix/senders': 1000 } }),
      [],
    ],
    [
      'a database without its text',
      { main: `${CHECK} hash:/etc/postfix/senders\n`, files: { '/etc/postfix/senders.db': '' } },
      [],
    ],
    ['a cidr that is not there', { main: `${CHECK} cidr:/etc/postfix/senders\n` }, ['error table-missing']],
    [
      'a MySQL that is not there',
      { main: `${NONE}virtual_alias_maps = mysql:/etc/postfix/m.cf\n` },
      ['error table-missing'],
    ],
    [
      'tables in tables',
      {
        main: `${NONE}virtual_alias_maps = unionmap:{proxy:texthash:/etc/postfix/a, texthash:/etc/postfix/b}\n`,
        files: { '/etc/postfix/a': '' },
      },
      ['error table-missing'],
    ],
    [
      'caches that Postfix makes itself',
      {
        main: `${NONE}smtp_tls_session_cache_database = btree:/var/lib/postfix/smtp_scache\naddress_verify_map = btree:/var/lib/postfix/verify\npostscreen_cache_map = btree:/var/lib/postfix/ps\n`,
      },
      [],
    ],
    [
      'sockets and services',
      {
        main: `${NONE}smtpd_milters = unix:/run/m.sock, inet:127.0.0.1:11332\nvirtual_transport = lmtp:unix:private/dovecot-lmtp\nsmtpd_recipient_restrictions = check_policy_service unix:private/policy\nlocal_recipient_maps = unix:passwd.byname\n`,
      },
      [],
    ],
    [
      'a broken inline table',
      { main: `${NONE}smtpd_sender_restrictions = check_sender_access inline:{a.example}\n` },
      ['error table-broken'],
    ],
    [
      'expressions in main.cf',
      { main: `${NONE}smtpd_forbidden_commands = CONNECT, regexp:{{/^[^A-Z]/ Bogus}}\n` },
      [],
    ],
    ['a line without an action', texthash('a.example\n'), ['warning table-bad-line']],
    [
      'a line that continues nothing',
      texthash('  a.example REJECT\nb.example OK\n'),
      ['warning table-bad-line'],
    ],
    [
      'aliases(5) in an access table',
      texthash('a.example: REJECT\nb.example OK\n'),
      ['warning table-bad-line'],
    ],
    [
      'a network with host bits',
      {
        main: `${NONE}smtpd_client_restrictions = check_client_access cidr:/etc/postfix/c\n`,
        files: { '/etc/postfix/c': '192.0.2.1/24 REJECT\n' },
      },
      ['warning table-bad-line'],
    ],
    ['a line twice', hash('a.example REJECT\nA.example OK\n'), ['warning table-duplicate']],
    ['a line twice in texthash', texthash('a.example REJECT\nA.example OK\n'), ['error table-duplicate']],
    ['a key that nothing asks for', texthash('@a.example REJECT\n'), ['warning table-key-never']],
    [
      'a network in a hash',
      {
        main: `${NONE}smtpd_client_restrictions = check_client_access texthash:/etc/postfix/c\n`,
        files: { '/etc/postfix/c': '192.0.2.0/24 REJECT\n' },
      },
      ['warning table-key-never'],
    ],
    [
      'a network in a cidr',
      {
        main: `${NONE}smtpd_client_restrictions = check_client_access cidr:/etc/postfix/c\n`,
        files: { '/etc/postfix/c': '192.0.2.0/24 REJECT\n' },
      },
      [],
    ],
    [
      'subdomains by a dot, where they are meant so',
      {
        main: `parent_domain_matches_subdomains =\n${CHECK} texthash:/etc/postfix/senders\n`,
        files: { '/etc/postfix/senders': '.a.example REJECT\n' },
      },
      [],
    ],
    ['an action that is none', texthash('a.example BLOCK\n'), ['error table-action-unknown']],
    [
      'actions and restrictions',
      texthash(
        'a.example 550 5.7.1 no\nb.example reject_unverified_sender, permit\nc.example DEFER_IF_PERMIT later\nd.example strict\ne.example 1\n',
      ),
      ['error table-action-unknown'],
    ],
    [
      'a class',
      {
        ...texthash('d.example strict\n'),
        main: `${CHECK} texthash:/etc/postfix/senders\nsmtpd_restriction_classes = strict\nstrict = reject\n`,
      },
      [],
    ],
    [
      'a table that everybody may write',
      hash('a.example OK\n', { stats: { '/etc/postfix/senders': ['666'] } }),
      ['error file-writable'],
    ],
    [
      'a folder that everybody may write',
      hash('a.example OK\n', { stats: { '/etc/postfix': ['777'] } }),
      ['error file-writable', 'error file-writable'],
    ],
    [
      'main.cf that everybody may write',
      { main: NONE, stats: { '/etc/postfix/main.cf': ['646'] } },
      ['error file-writable'],
    ],
    ['passwords for everybody', passwords('644'), ['warning secrets-readable']],
    ['passwords for root', passwords('600'), []],
    [
      'passwords of a database for everybody',
      {
        main: `${NONE}virtual_alias_maps = proxy:mysql:/etc/postfix/m.cf\n`,
        files: { '/etc/postfix/m.cf': 'hosts = db\npassword = x\n' },
      },
      ['warning secrets-readable'],
    ],
    [
      'a database without a password',
      {
        main: `${NONE}virtual_alias_maps = proxy:mysql:/etc/postfix/m.cf\n`,
        files: { '/etc/postfix/m.cf': 'hosts = db\n' },
      },
      [],
    ],
    [
      'a type that is not installed',
      {
        main: `${NONE}header_checks = pcre:/etc/postfix/h\n`,
        files: {
          '/etc/postfix/h': '',
          '/etc/debian_version': '12\n',
          '/etc/postfix/dynamicmaps.cf': '# dict-type\nlmdb postfix-lmdb.so dict_lmdb_open\n',
        },
      },
      ['error table-type-missing'],
    ],
    [
      'a type that is installed',
      {
        main: `${NONE}header_checks = pcre:/etc/postfix/h\n`,
        files: {
          '/etc/postfix/h': '',
          '/etc/debian_version': '12\n',
          '/etc/postfix/dynamicmaps.cf': 'pcre\tpostfix-pcre.so\tdict_pcre_open\n',
        },
      },
      [],
    ],
  ];
  for (const [name, each, expected] of cases)
    it(name, async () => {
      const ids = (await told(tables, each)).map(({ id, severity }) => `${severity} ${id}`);
      assert.deepEqual(ids, expected);
    });

  it('says how a table is made anew', async () => {
    const [problem] = await told(
      tables,
      hash('a.example REJECT\n', { times: { '/etc/postfix/senders': 2000 } }),
    );
    assert.equal(problem?.values.command, 'postmap hash:/etc/postfix/senders');
    const [aliases] = await told(tables, { files: { '/etc/aliases': 'root: ann\n' } });
    assert.equal(aliases?.values.command, 'postalias hash:/etc/aliases');
  });

  it('names the line, and what is meant', async () => {
    const [problem] = await told(tables, texthash('# mine\n\n@a.example REJECT\n'));
    assert.deepEqual(problem?.place, { file: '/etc/postfix/senders', line: 3 });
    assert.equal(problem?.values.instead, 'a.example');
    const [action] = await told(tables, texthash('a.example allow\n'));
    assert.equal(action?.values.instead, 'OK');
  });

  it('names the place of a table that is not there', async () => {
    const main =
      'alias_maps =\nsmtpd_sender_restrictions =\n  reject_non_fqdn_sender\n  check_sender_access hash:/etc/postfix/no\n';
    const [problem] = await told(tables, { main });
    assert.equal(problem?.place.line, 4);
  });
});
