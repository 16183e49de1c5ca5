import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { LintProblem } from '../../../src/restrictions/lint/family.ts';
import { fixesOf } from '../../../src/restrictions/lint/fixes.ts';
import { lint } from '../../../src/restrictions/lint/lint.ts';
import { readingOf, type Written } from './written.ts';

/** A problem that wants these words, on this line, to be others. */
const replaced = (line: number, was: string, write: string, file = 'main.cf'): LintProblem => {
  const place = { file: `/etc/postfix/${file}`, line };
  return {
    ...{ id: was, severity: 'warning', place, parameter: '', values: {} },
    edit: { kind: 'replace', words: [{ place, was, write }] },
  };
};
const set = (parameter: string, value: string): LintProblem => ({
  ...{ id: parameter, severity: 'warning', place: { file: '/etc/postfix/main.cf', line: 0 } },
  ...{ parameter, values: {} },
  edit: { kind: 'set', parameter, value },
});

type Case = readonly [
  name: string,
  written: Written,
  problems: readonly LintProblem[],
  fixes: readonly string[],
];

const LIST = `smtpd_recipient_restrictions = permit_mynetworks
  reject_rbl_client a.example, warn_if_reject reject_rbl_client b.example
# why
  Reject_RBL_client  c.example,
  check_client_access { inline:{ a=b } }, reject
`;

const CASES: readonly Case[] = [
  [
    'one goes, its line alone',
    { main: LIST },
    [replaced(2, 'reject_rbl_client a.example', '')],
    [
      'smtpd_recipient_restrictions = permit_mynetworks warn_if_reject reject_rbl_client b.example Reject_RBL_client c.example, check_client_access { inline:{ a=b } }, reject',
    ],
  ],
  [
    'its warn_if_reject goes with it',
    { main: LIST },
    [replaced(2, 'reject_rbl_client b.example', '')],
    [
      'smtpd_recipient_restrictions = permit_mynetworks reject_rbl_client a.example, Reject_RBL_client c.example, check_client_access { inline:{ a=b } }, reject',
    ],
  ],
  [
    'warn_if_reject stays before what is written instead',
    { main: 'a_list = warn_if_reject reject_rbl_client b.example, reject\n' },
    [replaced(1, 'reject_rbl_client b.example', 'reject_rbl_client b.example=127.0.0.2')],
    ['a_list = warn_if_reject reject_rbl_client b.example=127.0.0.2, reject'],
  ],
  [
    'several of one parameter together; any case, any blanks',
    { main: LIST },
    [
      replaced(2, 'reject_rbl_client a.example', 'reject_rbl_client a.example=127.0.0.2'),
      replaced(4, 'reject_rbl_client c.example', ''),
    ],
    [
      'smtpd_recipient_restrictions = permit_mynetworks reject_rbl_client a.example=127.0.0.2, warn_if_reject reject_rbl_client b.example check_client_access { inline:{ a=b } }, reject',
    ],
  ],
  [
    'the last goes with the comma before it',
    { main: 'a_list = permit, reject_rbl_client a.example\n' },
    [replaced(1, 'reject_rbl_client a.example', '')],
    ['a_list = permit'],
  ],
  [
    'of what stands twice in a line the second goes',
    { main: 'a_list = reject_rbl_client a.example, permit_mynetworks, reject_rbl_client a.example\n' },
    [replaced(1, 'reject_rbl_client a.example', '')],
    ['a_list = reject_rbl_client a.example, permit_mynetworks'],
  ],
  [
    'by $name: where it stands',
    { main: 'my_lists = reject_rbl_client a.example\nsmtpd_client_restrictions = $my_lists, reject\n' },
    [replaced(1, 'reject_rbl_client a.example', '')],
    ['my_lists = '],
  ],
  [
    'of a service',
    {
      services:
        'submission inet n - y - - smtpd\n  -o smtpd_client_restrictions=reject_rbl_client,a.example,permit\n',
    },
    [replaced(30, 'reject_rbl_client a.example', '', 'master.cf')],
    ['submission/inet/smtpd_client_restrictions = permit'],
  ],
  ['a value', {}, [set('disable_vrfy_command', 'yes')], ['disable_vrfy_command = yes']],
  ['the same twice', {}, [set('a', 'yes'), set('a', 'yes')], ['a = yes']],
  ['two that contradict: the first', {}, [set('a', 'yes'), set('a', 'no')], ['a = yes', 'by hand: a']],
  [
    'a parameter that loses words is not written anew as well',
    { main: 'a = x, y\n' },
    [set('a', 'z'), replaced(1, 'x', '')],
    ['a = y', 'by hand: a'],
  ],
  [
    'what goes need not be written better',
    { main: 'a = x, y\n' },
    [replaced(1, 'x', 'z'), replaced(1, 'x', '')],
    ['a = y'],
  ],
  ['what stands elsewhere', { main: 'a = x\n' }, [replaced(9, 'x', '')], ['by hand: x']],
];

describe('fixes', () => {
  for (const [name, written, problems, wanted] of CASES)
    it(name, () => {
      const { fixes, byHand } = fixesOf(readingOf(written).configuration, problems);
      const told = fixes.map(({ service, parameter, value }) =>
        service === undefined
          ? `${parameter} = ${value}`
          : `${service.name}/${service.type}/${parameter} = ${value}`,
      );
      assert.deepEqual([...told, ...byHand.map(({ id }) => `by hand: ${id}`)], wanted);
    });

  it('a problem of several words is mended wholly, or not at all', () => {
    const { configuration } = readingOf({ main: 'a_list = x, y\n' });
    const place = { file: '/etc/postfix/main.cf', line: 1 };
    const words = [
      { place, was: 'x', write: '' },
      { place, was: 'gone', write: '' },
    ];
    const problem: LintProblem = {
      ...{ id: 'both', severity: 'error', place, parameter: 'a_list', values: {} },
      edit: { kind: 'replace', words },
    };
    assert.deepEqual(fixesOf(configuration, [problem]), { fixes: [], byHand: [problem] });
  });

  it('once written, lint has nothing more to write', async () => {
    const main = `smtpd_recipient_restrictions = permit_mynetworks, permit_sasl_authenticated, reject_unauth_destination,
  reject_rbl_client list.dsbl.org, reject_rbl_client bl.spamcop.net,
  reject_rbl_client zen.spamhaus.org, reject_rbl_client zen.spamhaus.org, reject_rbl_client xbl.spamhaus.org
`;
    const fixed = async (text: string): Promise<readonly string[]> => {
      const { configuration, world } = readingOf({ main: text });
      const { fixes } = fixesOf(configuration, await lint(configuration, world));
      return fixes.map(({ parameter, value }) => `${parameter} = ${value}`);
    };
    const once = await fixed(main);
    assert.ok(once.length > 1);
    assert.deepEqual(await fixed(`${once.join('\n')}\n`), []);
  });
});
