/** Names of restrictions and classes: what is blamed, and what is near to it and right. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { names } from '../../../src/restrictions/lint/names.ts';
import { likely } from '../../../src/restrictions/lint/near.ts';
import { idsOf, readingOf, told } from './written.ts';

const list = (text: string): string => `smtpd_recipient_restrictions = ${text}\n`;

const CASES: readonly (readonly [main: string, ids: readonly string[]])[] = [
  ['', []],
  [list('permit_mynetworks, Permit_SASL_authenticated reject_unauth_destination'), []],
  [list('reject_unauth_destinations'), ['error restriction-unknown']],
  [list('reject_rbl_clent zen.example.org, reject'), ['error restriction-unknown']],
  [list('check_client_acess hash:/etc/postfix/x, reject'), ['error restriction-unknown']],
  [list('ok'), ['error restriction-unknown']],
  [list('completely_other_words'), ['error restriction-unknown']],
  [list('reject_rbl_client a.example, b.example, c.example'), Array(2).fill('error restriction-unknown')],
  [list('warn_if_reject reject_rbl_client a.example, sleep 1'), []],
  [list('check_policy_service { inet:127.0.0.1:10023, timeout=5s }, defer_if_permit'), []],
  [list('check_sender_access inline:{ a.example=REJECT }, hash:/etc/postfix/access'), []],
  // Told as what they are by the family of files.
  [list('reject_unauth_destination # no relay'), []],
  [list('permit_mynetworks,\n smtpd_helo_required = yes\n'), []],
  [list('permit_mynetworks,\n smtpd_helo_required=yes\n'), []],

  [list('reject_unknown_client'), ['info restriction-renamed']],
  [list('reject_invalid_hostname reject_non_fqdn_hostname'), Array(2).fill('info restriction-renamed')],
  [list('reject_rbl zen.example'), ['info restriction-renamed']],
  [list('reject_unknown_client_hostname reject_unknown_reverse_client_hostname'), []],
  [list('reject_maps_rbl'), ['warning restriction-removed']],
  [list('check_relay_domains'), ['warning restriction-removed']],
  ['smtpd_helo_restrictions = permit_naked_ip_address\n', ['warning restriction-removed']],
  [list('permit_mx_backup'), ['info restriction-deprecated']],

  [list('permit_mynetworks reject_rbl_client'), ['warning argument-missing']],
  [list('permit_mynetworks check_client_access'), ['error argument-missing']],
  [list('reject_rbl_client, reject_unauth_destination'), ['error argument-missing']],
  [list('check_policy_service reject'), ['error argument-missing']],
  [list('check_client_access /etc/postfix/access'), ['error table-without-type']],
  [list('check_client_access access'), ['error table-without-type']],
  ['smtpd_data_restrictions = hash:/etc/postfix/access\n', ['error table-without-check']],
  ['smtpd_data_restrictions = check_client_access hash:/etc/postfix/access\n', []],
  ['smtpd_relay_restrictions = hash:/etc/postfix/access\n', []],

  ['smtpd_restriction_classes = strict\nstrict = reject\n', []],
  ['smtpd_restriction_classes = strict\n', ['error class-undefined']],
  ['smtpd_restriction_classes = strict\nstrict =\n', ['error class-undefined']],
  ['smtpd_restriction_classes = strict\nstrict = $nothing\n', ['error class-undefined']],
  [`${list('strict')}strict = reject\n`, ['error class-undefined']],
  [`${list('strict')}smtpd_restriction_classes = strict\nstrict = reject\n`, []],
  [`${list('Strict')}smtpd_restriction_classes = strict\nstrict = reject\n`, ['error restriction-unknown']],
  ['smtpd_restriction_classes = reject\nreject = permit\n', ['warning class-shadowed']],
  ['smtpd_restriction_classes = a\na = reject_unauth_destination a\n', ['error class-recursion']],
  ['smtpd_restriction_classes = a b c\na = b\nb = c, reject\nc = a\n', ['error class-recursion']],
  ['smtpd_restriction_classes = a b c\na = b, c\nb = c, reject\nc = reject\n', []],
  ['smtpd_restriction_classes = a\na = misspelled_here\n', ['error restriction-unknown']],

  ['postscreen_access_list = permit_mynetworks, cidr:/etc/postfix/screen, reject\n', []],
  ['postscreen_access_list = permit_mynetworks permit_sasl_authenticated\n', ['warning restriction-unknown']],
];

describe('names', () => {
  for (const [main, ids] of CASES)
    it(JSON.stringify(main), async () => assert.deepEqual(await idsOf(names, { main }), ids));

  it('a list of a service, and what it takes from main.cf once', async () => {
    const problems = await told(names, {
      main: `mine = reject_rbl_clients a.example\n${list('$mine')}`,
      services:
        'submission inet n - y - - smtpd\n  -o smtpd_sender_restrictions=$mine\n  -o smtpd_client_restrictions=permit_sasl_authentikated,reject\n',
    });
    assert.deepEqual(
      problems.map(({ place, service, values }) => [place.file, service?.name, values.like]),
      [
        ['/etc/postfix/master.cf', 'submission', 'permit_sasl_authenticated'],
        ['/etc/postfix/main.cf', undefined, 'reject_rbl_client'],
      ],
    );
  });

  it('removed is removed from 3.9 on', async () => {
    const written = {
      main: list('reject_maps_rbl, permit_mx_backup\nmaps_rbl_domains = a.example b.example'),
    };
    const problems = [...(await names({ ...readingOf(written), version: 3009 }))];
    assert.deepEqual(
      problems.map(({ id, severity, edit }) => [
        id,
        severity,
        edit?.kind === 'replace' && edit.words[0]!.write,
      ]),
      [
        ['restriction-removed', 'error', 'reject_rbl_client a.example, reject_rbl_client b.example'],
        ['restriction-deprecated', 'warning', false],
      ],
    );
  });

  const edits: readonly (readonly [main: string, written: string])[] = [
    [list('reject_unauth_destinations'), 'reject_unauth_destination'],
    [list('reject_rbl_client a.example, b.example'), 'reject_rbl_client b.example'],
    [list('reject_rbl a.example'), 'reject_rbl_client a.example'],
    [list('check_client_access /etc/postfix/clients'), 'check_client_access hash:/etc/postfix/clients'],
    [list('check_client_access /etc/postfix/c.cidr'), 'check_client_access cidr:/etc/postfix/c.cidr'],
    [list('check_helo_access /etc/postfix/helo.pcre'), 'check_helo_access pcre:/etc/postfix/helo.pcre'],
  ];
  for (const [main, expected] of edits)
    it(`mends ${JSON.stringify(main)}`, async () => {
      const [problem] = await told(names, { main });
      assert.equal(problem?.edit?.kind === 'replace' && problem.edit.words[0]!.write, expected);
    });

  it('says by which way classes come back', async () => {
    const [problem] = await told(names, {
      main: 'smtpd_restriction_classes = a b c\nb = c\nc = reject, b\na = b\n',
    });
    assert.equal(problem?.values.way, 'b → c → b');
    assert.equal(problem.place.line, 2);
  });
});

describe('likely', () => {
  const known = [
    'mynetworks',
    'mydestination',
    'smtp_helo_name',
    'smtpd_helo_required',
    'biff',
    'disable_vrfy_command',
  ];
  const cases: readonly (readonly [string, string | undefined])[] = [
    ['mynetwork', 'mynetworks'],
    ['MyNetworks', 'mynetworks'],
    ['smtpd-helo-required', 'smtpd_helo_required'],
    ['smtpd_hleo_required', 'smtpd_helo_required'],
    ['disable_vrfy', 'disable_vrfy_command'],
    ['bif', undefined],
    ['something_else', undefined],
  ];
  for (const [name, expected] of cases) it(name, () => assert.equal(likely(name, known), expected));
});
