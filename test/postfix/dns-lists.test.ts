/** Where a configuration asks DNS lists: in lists, classes, access tables. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { listUses } from '../../src/postfix/dns-lists.ts';
import { readMainCf } from '../../src/postfix/main-cf.ts';
import { readMasterCf } from '../../src/postfix/master-cf.ts';
import { USUAL } from '../../src/postfix/usual.ts';

type Tables = Readonly<Record<string, string>>;

function usesIn(main: string, tables: Tables = {}, master = ''): string[] {
  const configuration = {
    main: readMainCf(main, 'main.cf'),
    master: readMasterCf(master, 'master.cf'),
    defaults: USUAL,
  };
  const { uses, errors } = listUses(configuration, (path) =>
    tables[path] === undefined ? undefined : { text: tables[path], file: path },
  );
  assert.deepEqual(errors, []);
  return uses.map(
    ({ place, parameter, restriction, zone, filter, warnsOnly }) =>
      `${place?.file}:${place?.line} ${parameter} ${warnsOnly ? 'warn_if_reject ' : ''}${restriction} ${zone}${filter === undefined ? '' : `=${filter}`}`,
  );
}

const CASES: readonly (readonly [what: string, main: string, tables: Tables, ...uses: string[]])[] = [
  [
    'hash: a line that goes on',
    'smtpd_client_restrictions = check_client_access hash:/t',
    {
      '/t': '# x\n192.0.2.1 OK\n203.0.113 warn_if_reject reject_rbl_client a.example,\n  reject_rhsbl_helo b.example=127.0.0.2\n',
    },
    '/t:3 smtpd_client_restrictions warn_if_reject reject_rbl_client a.example',
    '/t:4 smtpd_client_restrictions reject_rhsbl_helo b.example=127.0.0.2',
  ],
  [
    'proxy, and a table alone',
    'smtpd_client_restrictions = proxy:texthash:/t\n',
    { '/t': 'x reject_rbl_client a.example' },
    '/t:1 smtpd_client_restrictions reject_rbl_client a.example',
  ],
  [
    'pcre: an expression with blanks and slashes',
    'smtpd_sender_restrictions = check_sender_access pcre:/t',
    {
      '/t': 'if /x/\n/^a b\\/c/i reject_rbl_client a.example\n!/d/ reject_rbl_client b.example\n/e/ 554 reject_rbl_client c.example\nendif\n',
    },
    '/t:2 smtpd_sender_restrictions reject_rbl_client a.example',
    '/t:3 smtpd_sender_restrictions reject_rbl_client b.example',
  ],
  [
    'inline and static',
    'smtpd_helo_restrictions =\n  check_helo_access inline:{ a=b\n   { c.example = reject_rbl_client a.example,\n  permit } x = y }\n  check_helo_access static:{reject_rbl_client b.example}',
    {},
    'main.cf:3 smtpd_helo_restrictions reject_rbl_client a.example',
    'main.cf:5 smtpd_helo_restrictions reject_rbl_client b.example',
  ],
  [
    'what is said to the client is no restriction',
    'smtpd_client_restrictions = check_client_access cidr:/t',
    {
      '/t': '192.0.2.0/24 REJECT see reject_rbl_client a.example\n198.51.100.0/24 450 4.7.1 reject_rbl_client b.example\n',
    },
  ],
  [
    'a table of a class, and a table in a table that names itself',
    'smtpd_restriction_classes = strict\nstrict = check_client_access hash:/t\nsmtpd_client_restrictions = strict',
    {
      '/t': 'x check_sender_access hash:/u\n',
      '/u': 'y reject_rbl_client a.example, check_client_access hash:/t, check_sender_access hash:/u\n',
    },
    '/u:1 strict reject_rbl_client a.example',
  ],
  [
    'tables that are not there, or are no text',
    'smtpd_client_restrictions = check_client_access hash:/none, check_client_access mysql:/t, check_client_access ldap:t, reject_rbl_client a.example',
    { '/t': 'x reject_rbl_client b.example' },
    'main.cf:1 smtpd_client_restrictions reject_rbl_client a.example',
  ],
];

describe('DNS lists in access tables', () => {
  for (const [what, main, tables, ...uses] of CASES)
    it(what, () => assert.deepEqual(usesIn(main, tables), uses));

  it('a value of two million letters is read', () => {
    const main = `smtpd_client_restrictions = ${'permit_mynetworks '.repeat(120_000)} reject_rbl_client a.example`;
    assert.deepEqual(usesIn(main), ['main.cf:1 smtpd_client_restrictions reject_rbl_client a.example']);
  });
});
