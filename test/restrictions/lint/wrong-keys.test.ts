/** Keys that nothing asks for, by what the man pages say is looked up. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { KeysOf } from '../../../src/restrictions/lint/table-uses.ts';
import { wrongKey } from '../../../src/restrictions/lint/wrong-keys.ts';

const USUAL = { access: true, transport: false, domains: true };

describe('wrongKey', () => {
  const cases: readonly (readonly [KeysOf, string, string])[] = [
    ['client', '192.0.2.1', ''],
    ['client', '192.0.2', ''],
    ['client', '10.0.0', ''],
    ['client', 'example.com', ''],
    ['client', '2001:db8:1:2', ''],
    ['client', '192.0.2.0/24', 'network'],
    ['client', '2001:db8::/32', 'network'],
    ['client', '192.0.2.', 'dot-behind 192.0.2'],
    ['client', '192.0.*.*', 'dot-behind 192.0'],
    ['client', '*.example.com', 'star example.com'],
    ['client', '.example.com', 'dot-domain example.com'],
    ['client', '/^dyn-.*$/', 'pattern'],
    ['client', '*', 'star'],
    ['helo', 'mail.example.com', ''],
    ['helo', 'me@example.com', 'at-domain'],
    ['sender', 'user@example.com', ''],
    ['sender', 'user@', ''],
    ['sender', 'example.com', ''],
    ['sender', '<>', ''],
    ['sender', '@example.com', 'at-domain example.com'],
    ['recipient', '*@example.com', 'at-domain example.com'],
    ['recipient', '.example.com', 'dot-domain example.com'],
    ['address', '@example.com', ''],
    ['address', 'example.com', ''],
    ['address', 'postmaster', ''],
    ['address', '*@example.com', 'star @example.com'],
    ['address', 'info@', 'user-at info'],
    ['address', '.example.com', 'dot-domain'],
    ['sender-or-domain', '@example.com', ''],
    ['sender-or-domain', 'ann@example.com', ''],
    ['sender-or-domain', 'example.com', 'needs-at @example.com'],
    ['transport', '.example.com', ''],
    ['transport', '*', ''],
    ['transport', 'ann@example.com', ''],
    ['transport', '@example.com', 'at-domain example.com'],
    ['transport', '*.example.com', 'star .example.com'],
    ['alias', 'root', ''],
    ['alias', 'root@example.com', 'alias-domain root'],
    ['domain', '.example.com', 'dot-domain example.com'],
    ['other', '*@example.com', ''],
    ['other', '*', ''],
  ];
  for (const [keys, key, expected] of cases)
    it(`${keys}: ${key}: ${expected || 'is looked up'}`, () => {
      const wrong = wrongKey(key, keys, USUAL);
      assert.equal(wrong === undefined ? '' : [wrong.why, wrong.instead].join(' ').trim(), expected);
    });

  it('.example.com stands for subdomains where parents do not', () => {
    const dotted = { access: false, transport: false, domains: false };
    assert.equal(wrongKey('.example.com', 'sender', dotted), undefined);
    assert.deepEqual(wrongKey('*.example.com', 'sender', dotted), { why: 'star', instead: '.example.com' });
  });
});
