/** Keys in the names of lists, as they are shown. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { hideAnyKey, hideKeys, shownName } from '../../src/dnsbl/secret.ts';
import { namedZone } from '../../src/dnsbl/stranger.ts';

const KEY = 'abcdefghijklmnopqrst234567';
const SHOWN: readonly (readonly [zone: string, shown: string])[] = [
  ['zen.spamhaus.org', 'zen.spamhaus.org'],
  ['zen.dq.spamhaus.net', 'zen.dq.spamhaus.net'],
  [`${KEY}.zen.dq.spamhaus.net`, 'KEY.zen.dq.spamhaus.net'],
  [`${KEY.toUpperCase()}.DBL.dq.spamhaus.net.`, 'KEY.dbl.dq.spamhaus.net'],
  // Not in the catalogue, of an operator whose zones all want a key.
  ['short.sbl.dq.spamhaus.net', 'KEY.sbl.dq.spamhaus.net'],
  ['short.hbl.dq.spamhaus.net', 'KEY.hbl.dq.spamhaus.net'],
  ['sbl.dq.spamhaus.net', 'sbl.dq.spamhaus.net'],
  ['short.nod.mail.abusix.zone', 'KEY.nod.mail.abusix.zone'],
  ['a.b.combined.mail.abusix.zone', 'KEY.combined.mail.abusix.zone'],
  // Of somebody else: it looks like one.
  [`${KEY}.multi.surbl.org`, 'KEY.multi.surbl.org'],
  [`${KEY}.r.mail-abuse.com`, 'KEY.r.mail-abuse.com'],
  [`${KEY}.bl.example`, 'KEY.bl.example'],
  ['recent.bl.example', 'recent.bl.example'],
  ['dnsbl-1.uceprotect.net', 'dnsbl-1.uceprotect.net'],
];

describe('names of lists as they are shown', () => {
  for (const [zone, shown] of SHOWN) it(zone, () => assert.equal(shownName(namedZone(zone)), shown));
});

describe('texts that echo a key', () => {
  const zen = namedZone(`${KEY}.zen.dq.spamhaus.net`);
  for (const [text, hidden] of [
    [`2.0.0.127.${KEY}.zen.dq.spamhaus.net: no answer`, '2.0.0.127.KEY.zen.dq.spamhaus.net: no answer'],
    [
      `https://lists.example/?key=${KEY.toUpperCase()}&ip=192.0.2.1`,
      'https://lists.example/?key=KEY&ip=192.0.2.1',
    ],
    ['https://check.spamhaus.org/query/ip/192.0.2.1', 'https://check.spamhaus.org/query/ip/192.0.2.1'],
  ] as const)
    it(text, () => assert.equal(hideKeys(text, zen), hidden));
  it('a short key is a word like others, but before its zone', () => {
    const list = namedZone('see.zen.dq.spamhaus.net');
    assert.equal(hideKeys('see 1.see.zen.dq.spamhaus.net', list), 'see 1.KEY.zen.dq.spamhaus.net');
  });
  it('a line that was cut in the middle', () => {
    assert.equal(hideAnyKey(`reject_rbl_client ${KEY}.zen.dq.spam…`), 'reject_rbl_client KEY.zen.dq.spam…');
  });
});
