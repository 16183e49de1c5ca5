/** What answers mean, zone by zone. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Answer } from '../../src/dns/resolver.ts';
import { type Reading, readAnswer } from '../../src/dnsbl/answer.ts';
import { namedZone } from '../../src/dnsbl/stranger.ts';

const found = (...records: string[]): Answer<'A'> => ({ status: 'found', records, ttl: 60 });
const failed = (why: 'servfail' | 'refused' | 'timeout'): Answer<'A'> => ({
  status: 'failed',
  why,
  detail: '',
});

/** `listed sbl css`, `rated trust-high`, `failed public-resolver`, `clear`. */
function brief(reading: Reading): string {
  if (reading.state === 'clear') return 'clear';
  if (reading.state === 'failed') return `failed ${reading.why}`;
  return [reading.state, ...reading.meanings.map(({ means }) => means.replace('code.', ''))].join(' ');
}

const KEY = 'abcdef0123';
const READ: readonly [zone: string, answer: Answer<'A'>, told: string][] = [
  ['zen.spamhaus.org', found('127.0.0.4'), 'listed xbl'],
  ['zen.spamhaus.org', found('127.0.0.10', '127.0.0.2', '127.0.0.9'), 'listed sbl drop pbl-isp'],
  ['zen.spamhaus.org', found('127.0.0.77'), 'listed undocumented'],
  ['zen.spamhaus.org', found('127.255.255.252'), 'failed typing-error'],
  ['zen.spamhaus.org', found('127.255.255.254'), 'failed public-resolver'],
  ['zen.spamhaus.org', found('127.255.255.255'), 'failed over-limit'],
  ['zen.spamhaus.org', found('127.0.0.2', '127.255.255.254'), 'failed public-resolver'],
  ['zen.spamhaus.org', found('127.0.0.1'), 'failed refused'],
  ['zen.spamhaus.org', found('203.0.113.5'), 'failed outside-127'],
  ['zen.spamhaus.org', found('127.0.0.2', '203.0.113.5'), 'failed outside-127'],
  ['zen.spamhaus.org', { status: 'nxdomain', ttl: 60 }, 'clear'],
  ['zen.spamhaus.org', { status: 'no-data', ttl: 60 }, 'clear'],
  ['zen.spamhaus.org', failed('servfail'), 'failed servfail'],
  ['zen.spamhaus.org', failed('timeout'), 'failed timeout'],
  [`${KEY}.zen.dq.spamhaus.net`, found('127.0.0.3'), 'listed css'],
  ['dbl.spamhaus.org', found('127.0.1.2'), 'listed spam-domain'],
  ['dbl.spamhaus.org', found('127.0.1.255'), 'failed wrong-question'],
  [`${KEY}.zrd.dq.spamhaus.net`, found('127.0.2.5'), 'listed first-seen-hours'],
  [`${KEY}.zrd.dq.spamhaus.net`, found('127.0.2.255'), 'failed wrong-question'],
  ['multi.uribl.com', found('127.0.0.2'), 'listed black'],
  ['multi.uribl.com', found('127.0.0.14'), 'listed black grey red'],
  ['multi.uribl.com', found('127.0.0.1'), 'failed refused'],
  ['multi.uribl.com', found('127.0.0.255'), 'failed refused'],
  ['black.uribl.com', found('127.0.0.1'), 'failed refused'],
  ['white.uribl.com', found('127.0.0.2'), 'rated listed-good'],
  ['multi.surbl.org', found('127.0.0.80'), 'listed malware-domain abuse-domain'],
  ['multi.surbl.org', found('127.0.0.32'), 'rated click-tracker'],
  ['multi.surbl.org', found('127.0.0.1'), 'failed refused'],
  ['bl.blocklist.de', found('127.0.0.14', '127.0.0.9'), 'listed attack-mail attack-ssh'],
  ['rbl.efnetrbl.org', found('127.0.0.1'), 'listed open-proxy'],
  ['hostkarma.junkemailfilter.com', found('127.0.0.1'), 'rated white'],
  ['hostkarma.junkemailfilter.com', found('127.0.0.4', '127.0.0.2'), 'listed black brown'],
  ['hostkarma.junkemailfilter.com', found('127.0.0.3'), 'rated yellow'],
  ['rep.mailspike.net', found('127.0.0.10'), 'listed rated-worst'],
  ['rep.mailspike.net', found('127.0.0.19'), 'rated rated-very-good'],
  ['bl.score.senderscore.com', found('127.0.0.5'), 'listed botnet pristine-trap'],
  ['bl.score.senderscore.com', found('127.0.0.2'), 'rated no-authentication'],
  ['bl.score.senderscore.com', found('127.255.255.255'), 'failed unregistered'],
  ['score.senderscore.com', found('127.0.4.12'), 'listed score'],
  ['score.senderscore.com', found('127.0.4.100'), 'rated score'],
  ['score.senderscore.com', found('127.255.255.255'), 'failed unregistered'],
  ['sa-trusted.bondedsender.org', found('127.255.255.255'), 'failed unregistered'],
  ['list.dnswl.org', found('127.0.5.3'), 'rated trust-high'],
  ['list.dnswl.org', found('127.0.10.3'), 'failed answers-all'],
  ['list.dnswl.org', found('127.0.10.2'), 'rated trust-medium'],
  ['list.dnswl.org', found('127.0.0.255'), 'failed over-limit'],
  ['b.barracudacentral.org', failed('timeout'), 'failed unregistered'],
  [`${KEY}.combined.mail.abusix.zone`, failed('refused'), 'failed bad-key'],
  [`${KEY}.combined.mail.abusix.zone`, found('127.0.0.12'), 'listed no-reverse'],
  ['bl.suomispam.net', found('127.0.0.99'), 'listed test'],
  ['spamrbl.swinog.ch', found('127.0.0.3'), 'listed listed'],
  ['bl.lists.example', found('127.0.0.2'), 'listed any'],
  ['bl.lists.example', found('127.255.255.254'), 'failed public-resolver'],
  ['bl.lists.example', found('127.255.255.7'), 'failed refused'],
  ['bl.lists.example', found('128.0.0.1'), 'failed outside-127'],
];

describe('answers', () => {
  for (const [zone, answer, told] of READ) {
    const said =
      answer.status === 'found'
        ? answer.records.join(' ')
        : answer.status === 'failed'
          ? answer.why
          : answer.status;
    it(`${zone} says ${said}: ${told}`, () =>
      assert.equal(brief(readAnswer(namedZone(zone).record, answer)), told));
  }

  it('an address is told once, in order', () => {
    const reading = readAnswer(
      namedZone('zen.spamhaus.org').record,
      found('127.0.0.10', '127.0.0.4', '127.0.0.10'),
    );
    assert.ok(reading.state === 'listed');
    assert.deepEqual(reading.answers, ['127.0.0.4', '127.0.0.10']);
  });
});
