/** What is said of each way to use a DNS list: a configuration, and the advice that it gets. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  hasReplyMap,
  inherits,
  listUses,
  postscreenIgnores,
  postscreenThreshold,
  runsPostscreen,
} from '../../src/postfix/dns-lists.ts';
import { readMainCf } from '../../src/postfix/main-cf.ts';
import { readMasterCf } from '../../src/postfix/master-cf.ts';
import { renamedParameters } from '../../src/postfix/renamed.ts';
import { USUAL } from '../../src/postfix/usual.ts';
import { adviseOn, SUBMISSION } from '../../src/restrictions/list-advice.ts';

const R = 'smtpd_recipient_restrictions =';
const SMTP = 'smtp inet n - y - - smtpd\n';
const SCREEN = 'smtp inet n - y - 1 postscreen\nsmtpd pass - - y - - smtpd\n';

function adviceOn(main: string, master: string, publicResolver?: string): string[] {
  const configuration = {
    main: readMainCf(main, 'main.cf'),
    master: readMasterCf(master, 'master.cf'),
    defaults: USUAL,
  };
  const { uses, errors } = listUses(configuration);
  assert.deepEqual(errors, []);
  const advised = adviseOn(uses, {
    threshold: postscreenThreshold(configuration),
    postscreen: runsPostscreen(configuration),
    postscreenIgnores: postscreenIgnores(configuration),
    hasReplyMap: (use) => hasReplyMap(configuration, use),
    meetsUsers: (parameter) => inherits(configuration, parameter, SUBMISSION),
    publicResolver,
  });
  return [
    ...advised.flatMap(({ zone, advice }) =>
      advice.map(({ id, write }) => `${zone} ${id}${write === undefined ? '' : `: ${write}`}`),
    ),
    ...renamedParameters(configuration).map(({ name, now }) => `${name} -> ${now}`),
  ];
}

const CASES: readonly (readonly [what: string, main: string, master: string, ...wanted: string[]])[] = [
  [
    'a filter that is known; one that is wide enough; none where nobody knows the answers',
    `${R} reject_rbl_client zen.spamhaus.org reject_rbl_client bl.spamcop.net reject_rbl_client dnsbl.dronebl.org reject_rbl_client bl.blocklist.de reject_rbl_client swinog.example`,
    SMTP,
    'zen.spamhaus.org no-filter: reject_rbl_client zen.spamhaus.org=127.0.0.[2..11]',
    'bl.spamcop.net list-score-only',
    'bl.spamcop.net no-filter: reject_rbl_client bl.spamcop.net=127.0.0.2',
    'dnsbl.dronebl.org list-score-only',
    'dnsbl.dronebl.org no-filter: reject_rbl_client dnsbl.dronebl.org=127.0.0.[3..19]',
    'bl.blocklist.de list-score-only',
    'bl.blocklist.de no-filter: reject_rbl_client bl.blocklist.de=127.0.0.[2..254]',
    'swinog.example list-unknown',
  ],
  [
    'ZEN with a key holds SBL with a key, and ZEN without one',
    `rbl_reply_maps = hash:/x\n${R} reject_rbl_client k.zen.dq.spamhaus.net=127.0.0.[2..11] reject_rbl_client k.sbl.dq.spamhaus.net=127.0.0.2 reject_rbl_client zen.spamhaus.org=127.0.0.[2..11]`,
    SMTP,
    'k.sbl.dq.spamhaus.net part-of-zen: ',
    'zen.spamhaus.org part-of-zen: ',
  ],
  [
    'homes of users: 587 takes the list from main.cf',
    'smtpd_client_restrictions = reject_rbl_client zen.spamhaus.org=127.0.0.[2..11]',
    `${SMTP}submission inet n - y - - smtpd\n`,
    'zen.spamhaus.org refuses-users',
  ],
  [
    'homes of users: not where 587 has a list of its own',
    'smtpd_client_restrictions = reject_rbl_client zen.spamhaus.org=127.0.0.[2..11]',
    `${SMTP}submission inet n - y - - smtpd\n  -o smtpd_client_restrictions=permit_sasl_authenticated,reject\n`,
  ],
  [
    'homes of users: the login stands behind the list',
    `${R} permit_mynetworks, reject_rbl_client zen.spamhaus.org=127.0.0.[2..11], permit_sasl_authenticated, reject_unauth_destination`,
    SMTP,
    'zen.spamhaus.org refuses-users',
  ],
  [
    'homes of users: the login stands before',
    `${R} permit_sasl_authenticated, reject_rbl_client zen.spamhaus.org=127.0.0.[2..11]`,
    `${SMTP}submission inet n - y - - smtpd\n`,
  ],
  [
    'postscreen logs only',
    'postscreen_dnsbl_sites = zen.spamhaus.org=127.0.0.[2..11]*2\npostscreen_dnsbl_threshold = 3',
    SCREEN,
    'zen.spamhaus.org postscreen-ignores',
  ],
  [
    'postscreen enforces',
    'postscreen_dnsbl_sites = zen.spamhaus.org=127.0.0.[2..11]*2\npostscreen_dnsbl_threshold = 3\npostscreen_dnsbl_action = enforce',
    SCREEN,
  ],
  [
    'one list alone reaches the threshold',
    'postscreen_dnsbl_sites = b.barracudacentral.org=127.0.0.2*7\npostscreen_dnsbl_threshold = 6\npostscreen_dnsbl_action = enforce',
    SCREEN,
    'b.barracudacentral.org decides-alone',
    'b.barracudacentral.org needs-registration',
  ],
  [
    'good senders of a list that punishes: its error code is met',
    'postscreen_dnsbl_sites = list.dnswl.org=127.0.[0..255].3*-8\npostscreen_dnsbl_action = enforce',
    SCREEN,
    'list.dnswl.org filter-matches-errors: list.dnswl.org=127.0.[2..9;11..15;20].[1..3]*-8',
  ],
  [
    'no spam at all: a country, Tor, neighbours, providers, bounces',
    `${R} reject_rbl_client dnsbl-3.uceprotect.net reject_rbl_client dnsbl-2.uceprotect.net reject_rbl_client ips.backscatterer.org=127.0.0.2 reject_rbl_client korea.services.net reject_rbl_client auth.spamrats.com`,
    SMTP,
    'dnsbl-3.uceprotect.net list-never: ',
    'dnsbl-2.uceprotect.net list-watch-only: ',
    'ips.backscatterer.org list-empty-sender-only: ',
    'korea.services.net list-never: ',
    'auth.spamrats.com list-never: ',
  ],
  [
    'for customers',
    `${R} reject_rbl_client sip.invaluement.com=127.0.0.2 reject_rbl_client black.mail.abusix.zone=127.0.0.[2..200]`,
    SMTP,
    'sip.invaluement.com list-score-only',
    'sip.invaluement.com needs-subscription',
    'black.mail.abusix.zone key-missing: ',
  ],
  [
    'Validity, without registration',
    'postscreen_dnsbl_sites = bl.score.senderscore.com=127.0.0.2*1\npostscreen_dnsbl_threshold=2\npostscreen_dnsbl_action = enforce',
    SCREEN,
    'bl.score.senderscore.com needs-registration',
  ],
  [
    'old names',
    'maps_rbl_domains = bl.spamcop.net\npostscreen_dnsbl_ttl = 1h\npostscreen_dnsbl_whitelist_threshold = -1\npostscreen_blacklist_action = drop',
    SMTP,
    'bl.spamcop.net list-score-only',
    'bl.spamcop.net no-filter: bl.spamcop.net',
    'bl.spamcop.net old-restriction: reject_rbl_client bl.spamcop.net',
    'postscreen_dnsbl_ttl -> postscreen_dnsbl_max_ttl',
    'postscreen_dnsbl_whitelist_threshold -> postscreen_dnsbl_allowlist_threshold',
    'postscreen_blacklist_action -> postscreen_denylist_action',
  ],
  ['an old name of an old Postfix', 'mail_version = 3.5.6\npostscreen_blacklist_action = drop', SMTP],
];

describe('advice on lists', () => {
  for (const [what, main, master, ...wanted] of CASES)
    it(what, () => assert.deepEqual(adviceOn(main, master), wanted));

  it('a public resolver: told of the lists that refuse it, and of no other', () => {
    const main = `${R} reject_rbl_client zen.spamhaus.org=127.0.0.[2..11] reject_rbl_client psbl.surriel.com=127.0.0.2
      reject_rhsbl_sender multi.surbl.org=127.0.0.[2..254] permit_dnswl_client list.dnswl.org=127.0.[0..255].[1..3]
      reject_rbl_client k.zen.dq.spamhaus.net=127.0.0.[2..11]`;
    const refused = adviceOn(main, SMTP, '8.8.8.8').filter((each) => each.endsWith(' public-resolver'));
    assert.deepEqual(refused, [
      'zen.spamhaus.org public-resolver',
      'multi.surbl.org public-resolver',
      'list.dnswl.org public-resolver',
    ]);
  });
});
