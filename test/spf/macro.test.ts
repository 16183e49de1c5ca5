/** Macros: RFC 7208 §7.4's own examples, and names that are too long. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Client, clientAddress } from '../../src/spf/client.ts';
import { expandEnd, isTargetName, readMacros, targetName } from '../../src/spf/macro.ts';

const SENDER = { sender: 'strong-bad@email.example.com', helo: 'mx.example.org', ip: '192.0.2.3' };
const EXAMPLES: readonly (readonly [text: string, expanded: string, ip?: string])[] = [
  ['%{s}', 'strong-bad@email.example.com'],
  ['%{o}', 'email.example.com'],
  ['%{d}', 'email.example.com'],
  ['%{d4}', 'email.example.com'],
  ['%{d3}', 'email.example.com'],
  ['%{d2}', 'example.com'],
  ['%{d1}', 'com'],
  ['%{dr}', 'com.example.email'],
  ['%{d2r}', 'example.email'],
  ['%{l}', 'strong-bad'],
  ['%{l-}', 'strong.bad'],
  ['%{lr}', 'strong-bad'],
  ['%{lr-}', 'bad.strong'],
  ['%{l1r-}', 'strong'],
  ['%{ir}.%{v}._spf.%{d2}', '3.2.0.192.in-addr._spf.example.com'],
  ['%{lr-}.lp._spf.%{d2}', 'bad.strong.lp._spf.example.com'],
  ['%{lr-}.lp.%{ir}.%{v}._spf.%{d2}', 'bad.strong.lp.3.2.0.192.in-addr._spf.example.com'],
  ['%{ir}.%{v}.%{l1r-}.lp._spf.%{d2}', '3.2.0.192.in-addr.strong.lp._spf.example.com'],
  ['%{d2}.trusted-domains.example.net', 'example.com.trusted-domains.example.net'],
  [
    '%{ir}.%{v}._spf.%{d2}',
    '1.0.b.c.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6._spf.example.com',
    '2001:db8::cb01',
  ],
  ['%%%_%-', '% %20'],
  ['%{S}', 'strong-bad%40email.example.com'],
  ['%{l1-+.}', 'bad'],
];

describe('macros', () => {
  for (const [text, expected, ip = SENDER.ip] of EXAMPLES)
    it(`${text} of ${ip}: ${expected}`, () => {
      const client = new Client(clientAddress(ip)!, SENDER);
      const read = readMacros(text, 'text');
      assert.ok(!('fault' in read));
      const expanded = expandEnd(read, (letter) =>
        letter === 'd' ? client.domain : client.value(letter, 'unknown', 0),
      );
      // Names of DNS have no case.
      assert.equal(ip.includes(':') ? expanded.toLowerCase() : expanded, expected);
    });
});

describe('names', () => {
  const LABEL = `${'a'.repeat(49)}.`;
  for (const [name, expected] of [
    ['example.com.', 'example.com'],
    [`${LABEL.repeat(6)}example.com`, `${LABEL.repeat(4)}example.com`],
    [`bb.${LABEL.repeat(4)}${'c'.repeat(49)}.de`, `${LABEL.repeat(4)}${'c'.repeat(49)}.de`],
    [`${LABEL.repeat(4)}${'c'.repeat(51)}.de`, `${LABEL.repeat(3)}${'c'.repeat(51)}.de`],
    [`${LABEL.repeat(4)}${'c'.repeat(49)}.d`, `${LABEL.repeat(4)}${'c'.repeat(49)}.d`],
  ] as const)
    it(`${name.length} characters, ${name.slice(0, 12)}: ${expected.length}`, () => {
      assert.equal(targetName(name), expected);
    });

  for (const [name, expected] of [
    ['example.com', true],
    ['_spf.example.com', true],
    ['a b.example.com', true],
    ['com', false],
    ['', false],
    ['a..com', false],
    ['.com', false],
    ['192.0.2.1', false],
    ['example.c_m', false],
    ['example.xn--p1ai', true],
    [`${'a'.repeat(64)}.com`, false],
    ['b\u00fccher.example', false],
  ] as const)
    it(`${name || 'nothing'} is ${expected ? 'one' : 'none'}`, () =>
      assert.equal(isTargetName(name), expected));
});
