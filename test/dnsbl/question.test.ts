/** What is asked, of what is looked up. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { findZone } from '../../src/dnsbl/find.ts';
import { matches, readPattern } from '../../src/dnsbl/pattern.ts';
import { questionName, readSubject, unfit } from '../../src/dnsbl/question.ts';

describe('questions', () => {
  const ASKED: readonly [text: string, name: string][] = [
    ['192.0.2.10', '10.2.0.192.bl.lab'],
    ['[192.0.2.10]', '10.2.0.192.bl.lab'],
    ['::ffff:192.0.2.10', '10.2.0.192.bl.lab'],
    ['2001:DB8::1', `1.${'0.'.repeat(23)}8.b.d.0.1.0.0.2.bl.lab`],
    ['[IPv6:2001:db8::1]', `1.${'0.'.repeat(23)}8.b.d.0.1.0.0.2.bl.lab`],
    ['Spam.Example.', 'spam.example.bl.lab'],
    ['日本.example', 'xn--wgv71a.example.bl.lab'],
    ['２０３．０．１１３．５', '5.113.0.203.bl.lab'],
    ['日本。Ｅｘａｍｐｌｅ', 'xn--wgv71a.example.bl.lab'],
    ['_dmarc.spam.example', '_dmarc.spam.example.bl.lab'],
  ];
  for (const [text, name] of ASKED)
    it(text, () => assert.equal(questionName(readSubject(text)!, 'bl.lab'), name));

  for (const text of [
    ...['', 'localhost', '192.0.2', '192.0.2.300', '192.0.2.010', '192.0.2.1/24', '1.2.3.4.5', 'a..example'],
    ...[
      'ann@spam.example',
      'http://spam.example/',
      'spam example',
      `${'a'.repeat(64)}.example`,
      'fe80::1%eth0',
    ],
    ...['-a.example', '*.example', 'x\u0000.example', `${'a.'.repeat(200)}example`],
  ])
    it(`nothing to ask: ${JSON.stringify(text.slice(0, 30))}`, () =>
      assert.equal(readSubject(text), undefined));

  it('whatever is typed, what is asked is a name', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.domain(), fc.ipV4(), fc.ipV6()), (text) => {
        const subject = readSubject(text);
        if (subject === undefined) return;
        for (const label of questionName(subject, 'bl.lab').split('.')) assert.match(label, /^[\w-]{1,63}$/);
        assert.deepEqual(readSubject(subject.text), subject);
      }),
    );
  });

  for (const [address, is] of [
    ...['10.1.2.3', '172.16.0.1', '192.168.1.1', '169.254.1.1', '100.64.0.1', '0.0.0.0', '224.0.0.1'].map(
      (each) => [each, true] as const,
    ),
    ...['fd00::1', 'fe80::1', '::1', '::'].map((each) => [each, true] as const),
    ...['127.0.0.2', '192.0.2.1', '100.128.0.1', '2001:db8::1', 'intranet.example'].map(
      (each) => [each, false] as const,
    ),
  ])
    it(`${address} is ${is ? '' : 'not '}private`, () => assert.equal(readSubject(address)!.private, is));

  const UNFIT: readonly [zone: string, kind: 'ip4' | 'ip6' | 'domain', why: string | undefined][] = [
    ['zen.spamhaus.org', 'ip4', undefined],
    ['zen.spamhaus.org', 'ip6', undefined],
    ['zen.spamhaus.org', 'domain', 'addresses-only'],
    ['bl.spamcop.net', 'ip6', 'no-ip6'],
    ['bl.ipv6.spameatingmonkey.net', 'ip4', 'no-ip4'],
    ['dbl.spamhaus.org', 'ip4', 'domains-only'],
    ['dbl.spamhaus.org', 'ip6', 'domains-only'],
    ['dbl.spamhaus.org', 'domain', undefined],
    ['ebl.msbl.org', 'domain', 'hashes-only'],
  ];
  for (const [zone, kind, why] of UNFIT)
    it(`${kind} of ${zone}: ${why ?? 'asked'}`, () => assert.equal(unfit(findZone(zone)!.record, kind), why));
});

describe('patterns', () => {
  const TRIED: readonly [pattern: string, yes: string[], no: string[]][] = [
    ['127.0.0.2', ['127.0.0.2'], ['127.0.0.22', '127.0.0.1', '203.0.113.2']],
    ['127.0.0.[2..11]', ['127.0.0.2', '127.0.0.11'], ['127.0.0.1', '127.0.0.12', '127.0.1.2']],
    ['127.0.[2..9;20].[1;3]', ['127.0.2.1', '127.0.20.3'], ['127.0.10.3', '127.0.2.2']],
  ];
  for (const [text, yes, no] of TRIED)
    it(text, () => {
      const pattern = readPattern(text)!;
      for (const address of yes) assert.ok(matches(pattern, address), address);
      for (const address of no) assert.ok(!matches(pattern, address), address);
    });
  for (const text of [
    '',
    '127.0.0',
    '127.0.0.256',
    '127.0.0.[3..2]',
    '127.0.0.[]',
    '127.0.0.[2,3]',
    '*',
    '127.0.0.2.1',
  ])
    it(`none: "${text}"`, () => assert.equal(readPattern(text), undefined));
});
