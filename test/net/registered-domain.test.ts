/** The domain that somebody registered. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { askedNames } from '../../src/dnsbl/asked-names.ts';
import { subjectOf } from '../../src/dnsbl/question.ts';
import { namedZone } from '../../src/dnsbl/stranger.ts';
import { registeredDomains } from '../../src/net/registered-domain.ts';

const DOMAINS: readonly (readonly [name: string, ...domains: string[]])[] = [
  ['www.spam.co.uk', 'spam.co.uk'],
  ['spam.example', 'spam.example'],
  ['co.uk'],
  ['com'],
  ['localhost'],
  ['mail.city.kawasaki.jp', 'city.kawasaki.jp'],
  ['a.b.kawasaki.jp', 'a.b.kawasaki.jp'],
  ['x.kawasaki.jp'],
  ['foo.bar.ne.jp', 'bar.ne.jp'],
  ['_dmarc.mail.example.com', 'example.com'],
  ['a.xn--55qx5d.cn', 'a.xn--55qx5d.cn'],
  ['a.shop.blogspot.com', 'shop.blogspot.com', 'blogspot.com'],
  ['blogspot.com', 'blogspot.com'],
];

describe('registered domains', () => {
  for (const [name, ...domains] of DOMAINS)
    it(`${name}: ${domains.join(', ')}`, () => assert.deepEqual(registeredDomains(name), domains));
});

const ASKED: readonly (readonly [zone: string, name: string, ...asked: string[]])[] = [
  ['multi.surbl.org', 'www.spam.co.uk', 'spam.co.uk'],
  ['multi.surbl.org', 'a.shop.blogspot.com', 'shop.blogspot.com', 'blogspot.com'],
  ['multi.surbl.org', 'co.uk', 'co.uk'],
  ['multi.surbl.org', 'test.surbl.org', 'test.surbl.org'],
  ['black.uribl.com', 'www.spam.co.uk', 'spam.co.uk'],
  ['dbl.spamhaus.org', 'www.spam.co.uk', 'www.spam.co.uk', 'spam.co.uk'],
  ['k.zrd.dq.spamhaus.net', 'www.spam.co.uk', 'www.spam.co.uk', 'spam.co.uk'],
  ['dbl.spamhaus.org', 'spam.co.uk', 'spam.co.uk'],
  ['dwl.dnswl.org', 'www.good.co.uk', 'www.good.co.uk'],
  ['bl.example', 'www.spam.co.uk', 'www.spam.co.uk', 'spam.co.uk'],
];

describe('names that a list is asked about', () => {
  for (const [zone, name, ...asked] of ASKED)
    it(`${zone}: ${name}`, () =>
      assert.deepEqual(
        askedNames(namedZone(zone), subjectOf(name)!, registeredDomains(name)).map(({ text }) => text),
        asked,
      ));
  it('a host name that is too long, of a domain that is not', () => {
    const name = `${'abcdefg.'.repeat(30)}example`;
    const asked = askedNames(namedZone('dbl.spamhaus.org'), subjectOf(name)!, registeredDomains(name));
    assert.deepEqual(
      asked.map(({ text }) => text),
      ['abcdefg.example'],
    );
  });
});
