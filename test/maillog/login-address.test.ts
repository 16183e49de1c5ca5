/** Addresses as login programs write them. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { looksLikeAddress, plainAddress } from '../../src/maillog/login/address.ts';

describe('addresses of login programs', () => {
  for (const [text, wanted] of [
    ['192.0.2.1', '192.0.2.1'],
    ['[192.0.2.1]', '192.0.2.1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['::FFFF:192.0.2.1', '192.0.2.1'],
    ['[::ffff:c000:201]', '192.0.2.1'],
    ['0:0:0:0:0:ffff:c000:0201', '192.0.2.1'],
    ['2001:db8::1', '2001:db8::1'],
    ['::1', '::1'],
    ['::ffff:1.2.3', '::ffff:1.2.3'],
    ['fe80::1%eth0', 'fe80::1%eth0'],
    ['', ''],
    ['[]', ''],
  ] as const)
    it(`plain: ${text === '' ? 'nothing' : text}`, () => {
      const line = `rip=${text}, `;
      assert.equal(plainAddress(line, 4, 4 + text.length), wanted);
    });
  for (const [text, wanted] of [
    ...[['192.0.2.1', true] as const, ['2001:db8::1', true] as const, ['::ffff:192.0.2.1', true] as const],
    ...[['::', true] as const, ['fe80::1%eth0', true] as const, ['192.0.2', false] as const],
    ...[['192.0.2.1.5', false] as const, ['192.0.2.256', false] as const, ['1:2', false] as const],
    ...[['abc.def.ace', false] as const, ['dead:beef:cafe', false] as const, ['12:30:45', false] as const],
    ...[['ann', false] as const, ['', false] as const, ['%', false] as const],
  ])
    it(`is one: ${text === '' ? 'nothing' : text}: ${wanted}`, () => {
      assert.equal(looksLikeAddress(`(${text})`, 1, 1 + text.length), wanted);
    });
});
