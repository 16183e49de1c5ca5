/** Folding: what says the same becomes one text, what does not stays apart. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { fold } from '../../src/tally/fold.ts';

describe('one text of', () => {
  for (const [folded, texts] of [
    [
      'host … said: 550 5.1.1 <…>: User unknown (in reply to RCPT TO command)',
      [
        'host mx.example.com[192.0.2.1] said: 550 5.1.1 <b@example.com>: User unknown (in reply to RCPT TO command)',
        'host a[2001:db8::1] said: 550 5.1.1 <"b.c"@example.net>: User unknown (in reply to RCPT TO command)',
      ],
    ],
    [
      'connect to … Connection timed out',
      [
        'connect to mx.example.com[192.0.2.1]:25: Connection timed out',
        'connect to mx.example.org[2001:db8::25]:587: Connection timed out',
      ],
    ],
    [
      'Service unavailable; Client host […] blocked using zen.lists.example; https://lists.example/…',
      [
        'Service unavailable; Client host [192.0.2.1] blocked using zen.lists.example; https://lists.example/ip/192.0.2.1',
        'Service unavailable; Client host [2001:db8::2] blocked using zen.lists.example; https://lists.example/',
      ],
    ],
    [
      'please wait … seconds',
      [
        'please wait 7 seconds',
        'please wait 242 seconds',
        'please wait 550 seconds',
        'please wait 3600 seconds',
      ],
    ],
    [
      '250 2.0.0 Ok: queued as …',
      [
        '250 2.0.0 Ok: queued as 4bX1Yz0JkLz3Qm',
        '250 2.0.0 Ok: queued as 4D2F1AB09C',
        '250 2.0.0 Ok: queued as 12345',
      ],
    ],
    ['unknown user: "…"', ['unknown user: "ann"', 'unknown user: "bob"']],
    [
      'file … has … bytes',
      ['file /var/spool/incoming/4D2F1AB09 has 17 bytes', 'file /var/spool/1795132800.M2 has 9 bytes'],
    ],
  ] as const)
    it(folded, () => {
      // The port after the bracket is part of it or not: that is no matter here.
      const seen = texts.map((text) => fold(text).replace(/…:\d*:? /, '… '));
      assert.deepEqual([...new Set(seen)], [folded]);
    });
});

describe('two texts of', () => {
  for (const [one, other] of [
    ['550 5.1.1 <a@b.example>: User unknown', '550 5.2.2 <a@b.example>: User unknown'],
    ['550 5.1.1 User unknown', '450 5.1.1 User unknown'],
    ['550-5.1.1 no such user', '550-5.7.1 no such user'],
    [
      'connect to a.example[192.0.2.1]:25: Connection refused',
      'connect to a.example[192.0.2.1]:25: Connection timed out',
    ],
    ['blocked using zen.lists.example; see', 'blocked using bl.lists.example; see'],
    ['https://one.example/ip/192.0.2.1', 'https://two.example/ip/192.0.2.1'],
    ['TLSv1.2 is too old', 'TLSv1.3 is too old'],
    ['refused (S3140)', 'refused (S3150)'],
    ['unknown user: "ann"', 'unknown group: "ann"'],
  ] as const)
    it(`${one} / ${other}`, () => {
      assert.notEqual(fold(one), fold(other));
    });
});

/** Quotes at an end of an address are taken for the text's own. */
const address = fc.emailAddress().filter((text) => !text.startsWith("'"));
const VARYING: Readonly<Record<string, fc.Arbitrary<string>>> = {
  address,
  'address in angle brackets': address.map((text) => `<${text}>`),
  client: fc.tuple(fc.domain(), fc.ipV4()).map(([name, ip]) => `${name}[${ip}]`),
  'IPv4 address': fc.ipV4(),
  'IPv6 address in brackets': fc.stringMatching(/^\[2001:db8:[0-9a-f]{1,4}:[0-9a-f]{1,4}::[0-9a-f]{1,4}\]$/),
  number: fc.nat().map(String),
  'long queue id': fc.stringMatching(/^4[B-DF-HJ-NP-TV-Zb-df-hj-np-tv-y]{5}[0-9]{3}z[B-DF-HJ-NP-TV-Z]{4}$/),
  'short queue id': fc.stringMatching(/^[A-F][0-9]{5}[0-9A-F]{4}$/),
};

describe('one text whatever the', () => {
  for (const [name, varying] of Object.entries(VARYING))
    it(name, () => {
      const text = (piece: string): string =>
        `refused by policy ${piece}, ask the postmaster of ${piece} for help`;
      fc.assert(
        fc.property(varying, varying, (one, other) => assert.equal(fold(text(one)), fold(text(other)))),
      );
    });
});
