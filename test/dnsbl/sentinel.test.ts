/** Whether a list can be believed, by its test entries. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { questionName, subjectOf } from '../../src/dnsbl/question.ts';
import { askSentinel } from '../../src/dnsbl/sentinel.ts';
import { namedZone } from '../../src/dnsbl/stranger.ts';
import { fakeResolver, type Names, on } from './resolver.ts';

const six = (point: string): string => questionName(subjectOf(point)!, 'dnsbl.dronebl.org');
const all = (answer: Names[string]) => (): Names[string] => answer;

type Case = readonly [what: string, zone: string, names: Parameters<typeof fakeResolver>[0], told: string];

const CASES: readonly Case[] = [
  ['both entries right', 'bl.lab', on('bl.lab', { '127.0.0.2': ['127.0.0.2'] }), 'trusted ip4'],
  ['of a domain list', 'bl.lab', on('bl.lab', { test: ['127.0.0.2'] }), 'trusted domain'],
  [
    'of a list of both kinds',
    'bl.lab',
    { ...on('bl.lab', { '127.0.0.2': ['127.0.0.2'], test: ['127.0.0.2'] }) },
    'trusted ip4 domain',
  ],
  ['lists everybody', 'bl.lab', all(['127.0.0.2']), 'lists-everything 127.0.0.2'],
  [
    'lists everybody, as a parked list of the catalogue',
    'bl.spamcop.net',
    all(['127.0.0.2']),
    'lists-everything 127.0.0.2',
  ],
  ['parked', 'bl.lab', all(['203.0.113.5']), 'outside-127 203.0.113.5'],
  ['refuses the resolver', 'zen.spamhaus.org', all(['127.255.255.254']), 'public-resolver 127.255.255.254'],
  ['refuses without a word for it', 'bl.lab', all(['127.0.0.1']), 'refused 127.0.0.1'],
  ['refuses as URIBL does', 'multi.uribl.com', all(['127.0.0.1']), 'refused 127.0.0.1'],
  ['emptied', 'bl.lab', {}, 'no-test-entry'],
  ['emptied, of the catalogue', 'psbl.surriel.com', {}, 'no-test-entry'],
  ['stripped by the resolver', 'bl.lab', on('bl.lab', { '127.0.0.2': 'no-data' }), 'answers-stripped'],
  ['dead', 'bl.lab', all('servfail'), 'servfail'],
  ['silent', 'bl.lab', all('timeout'), 'timeout'],
  ['silent to the unregistered', 'b.barracudacentral.org', all('timeout'), 'unregistered'],
  ['without a valid key', 'k.combined.mail.abusix.zone', all('refused'), 'bad-key'],
  [
    'only the clear entry fails',
    'bl.spamcop.net',
    on('bl.spamcop.net', { '127.0.0.2': ['127.0.0.2'], '127.0.0.1': 'servfail' }),
    'servfail',
  ],
  [
    'a server that knows nothing of IPv6 is asked with it',
    'dnsbl.dronebl.org',
    {
      ...on('dnsbl.dronebl.org', { '127.0.0.2': ['127.0.0.2'] }),
      [six('::ffff:7f00:1')]: 'servfail',
      [six('::ffff:7f00:2')]: 'servfail',
    },
    'trusted ip4',
  ],
  [
    'HostKarma lists 127.0.0.1 too, as white',
    'hostkarma.junkemailfilter.com',
    on('hostkarma.junkemailfilter.com', {
      '127.0.0.1': ['127.0.0.1'],
      '127.0.0.2': ['127.0.0.2', '127.0.1.2'],
    }),
    'trusted ip4',
  ],
  [
    'HostKarma, if it listed everybody',
    'hostkarma.junkemailfilter.com',
    all(['127.0.0.2']),
    'lists-everything 127.0.0.2',
  ],
  [
    'blocklist.de answers 127.0.0.15',
    'bl.blocklist.de',
    on('bl.blocklist.de', { '127.0.0.2': ['127.0.0.15'] }),
    'trusted ip4',
  ],
  [
    'suomispam answers 127.0.0.99',
    'bl.suomispam.net',
    on('bl.suomispam.net', { '127.0.0.2': ['127.0.0.99'] }),
    'trusted ip4',
  ],
  [
    'SURBL is tried with an address',
    'multi.surbl.org',
    on('multi.surbl.org', { '127.0.0.2': ['127.0.0.254'] }),
    'trusted ip4',
  ],
  [
    'DBL by dbltest.com',
    'dbl.spamhaus.org',
    on('dbl.spamhaus.org', { 'dbltest.com': ['127.0.1.2'] }),
    'trusted domain',
  ],
  [
    'Spam Eating Monkey has names of its own',
    'uribl.spameatingmonkey.net',
    on('uribl.spameatingmonkey.net', { '_dnsbl_.test': ['127.0.0.2'] }),
    'trusted domain',
  ],
  ['SwiNOG is known to have none', 'uribl.swinog.ch', {}, 'trusted'],
  ['SwiNOG, if it listed everybody', 'uribl.swinog.ch', all(['127.0.0.2']), 'lists-everything 127.0.0.2'],
  ['dnswl calls everybody good', 'list.dnswl.org', all(['127.0.10.3']), 'answers-all 127.0.10.3'],
  ['an allow list that allows everybody', 'list.dnswl.org', all(['127.0.5.1']), 'lists-everything 127.0.5.1'],
  [
    'EFnet may answer 127.0.0.1 to the listed',
    'rbl.efnetrbl.org',
    on('rbl.efnetrbl.org', { '127.0.0.2': ['127.0.0.1'] }),
    'trusted ip4',
  ],
];

describe('the sentinel', () => {
  for (const [what, zone, names, told] of CASES)
    it(`${what} (${zone}): ${told}`, async () => {
      const verdict = await askSentinel(fakeResolver(names), namedZone(zone));
      assert.equal(
        verdict.trusted
          ? ['trusted', ...verdict.proven].join(' ')
          : [verdict.why, ...verdict.answers].join(' '),
        told,
      );
    });
});
