import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { dnsLists } from '../../../src/restrictions/lint/dns-lists.ts';
import { DEBIAN, idsOf, told, type Written } from './written.ts';

const BEHIND = 'permit_mynetworks, permit_sasl_authenticated, reject_unauth_destination, ';
const asking = (text: string): Written => ({ main: `smtpd_recipient_restrictions = ${BEHIND}${text}\n` });
const POSTSCREEN = DEBIAN.replace(
  'smtp inet n - y - - smtpd',
  'smtp inet n - y - 1 postscreen\nsmtpd pass - - y - - smtpd\ndnsblog unix - - y - 0 dnsblog\ntlsproxy unix - - y - 0 tlsproxy',
);
const scored = (sites: string, more = 'postscreen_dnsbl_action = enforce\n'): Written => ({
  main: `postscreen_dnsbl_sites = ${sites}\n${more}`,
  master: POSTSCREEN,
});

const CASES: readonly (readonly [name: string, written: Written, ids: readonly string[]])[] = [
  [
    'an ended list that listed everybody',
    asking('reject_rbl_client list.dsbl.org'),
    ['error list-listed-everybody'],
  ],
  [
    'two of them are one problem',
    asking('reject_rbl_client list.dsbl.org, reject_rbl_client cn-kr.blackholes.us'),
    ['error list-listed-everybody'],
  ],
  [
    'behind warn_if_reject it refuses nobody',
    asking('warn_if_reject reject_rbl_client cn-kr.blackholes.us'),
    ['warning list-listed-everybody'],
  ],
  ['ZEN with its answers', asking('reject_rbl_client zen.spamhaus.org=127.0.0.[2..11]'), []],
  ['ZEN with any answer', asking('reject_rbl_client zen.spamhaus.org'), ['warning no-filter']],
  [
    'error codes as listings',
    asking('reject_rbl_client zen.spamhaus.org=127.[0..255].[0..255].[0..255]'),
    ['error filter-matches-errors'],
  ],
  [
    'a filter that never matches',
    asking('reject_rbl_client zen.spamhaus.org=127.0.1.2'),
    ['error filter-never-matches'],
  ],
  [
    'a filter that nobody can read',
    asking('reject_rbl_client zen.spamhaus.org=127.0.0.[2-11]'),
    ['error filter-unreadable'],
  ],
  [
    'a list of domains, asked about an address',
    asking('reject_rbl_client dbl.spamhaus.org'),
    ['error asked-about-address'],
  ],
  [
    'a list of addresses, asked about a domain',
    asking('reject_rhsbl_sender zen.spamhaus.org=127.0.0.[2..11]'),
    ['error asked-about-domain'],
  ],
  [
    'a part of ZEN beside it',
    asking(
      'reject_rbl_client zen.spamhaus.org=127.0.0.[2..11], reject_rbl_client sbl.spamhaus.org=127.0.0.2',
    ),
    ['warning part-of-zen'],
  ],
  [
    'the same twice',
    asking(
      'reject_rbl_client zen.spamhaus.org=127.0.0.[2..11], reject_rbl_client zen.spamhaus.org=127.0.0.[2..11]',
    ),
    ['warning duplicate'],
  ],
  [
    'one weight that decides alone',
    scored(
      'zen.spamhaus.org=127.0.0.[2..11]*3',
      'postscreen_dnsbl_threshold = 3\npostscreen_dnsbl_action = enforce\n',
    ),
    ['info decides-alone'],
  ],
  [
    'postscreen that only looks',
    scored(
      'zen.spamhaus.org=127.0.0.[2..11]*2, bl.mailspike.net=127.0.0.[10..14]',
      'postscreen_dnsbl_threshold = 3\n',
    ),
    ['info postscreen-ignores'],
  ],
  [
    'postscreen that is off, once',
    {
      ...scored(
        'zen.spamhaus.org=127.0.0.[2..11]*2, bl.mailspike.net=127.0.0.[10..14]',
        'postscreen_dnsbl_threshold = 3\n',
      ),
      master: DEBIAN,
    },
    ['info postscreen-off'],
  ],
];

describe('DNS lists', () => {
  for (const [name, written, ids] of CASES)
    it(name, async () => assert.deepEqual(await idsOf(dnsLists, written), ids));

  it('names all that listed everybody, the place of the first, and deletes each', async () => {
    const [problem] = await told(dnsLists, {
      main: `smtpd_recipient_restrictions = ${BEHIND}\n  reject_rbl_client list.dsbl.org\n  reject_rbl_client CN-KR.blackholes.us\n`,
    });
    assert.equal(problem!.values.zones, 'list.dsbl.org, cn-kr.blackholes.us');
    assert.equal(problem!.place.line, 2);
    assert.deepEqual(problem!.edit, {
      kind: 'replace',
      words: [
        {
          place: { file: '/etc/postfix/main.cf', line: 2 },
          was: 'reject_rbl_client list.dsbl.org',
          write: '',
        },
        {
          place: { file: '/etc/postfix/main.cf', line: 3 },
          was: 'reject_rbl_client cn-kr.blackholes.us',
          write: '',
        },
      ],
    });
  });

  it('hides keys in what it tells', async () => {
    const key = 'abcdefghijklmnopqrstuvwx12';
    const problems = await told(dnsLists, asking(`reject_rbl_client ${key}.zen.dq.spamhaus.net`));
    assert.ok(problems.length > 0);
    for (const { values } of problems) assert.ok(!JSON.stringify(values).includes(key));
  });
});
