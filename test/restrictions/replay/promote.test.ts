/** Lists without the `warn_if_reject` of rules that are safe, and nothing else changed. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, it } from 'node:test';
import { parseList } from '../../../src/restrictions/parse.ts';
import { applyCommand, promoted } from '../../../src/restrictions/replay/promote.ts';

const CASES: [raw: string, safe: string, value: string | undefined][] = [
  [
    'permit, warn_if_reject reject_rbl_client a.example',
    'reject_rbl_client a.example',
    'permit, reject_rbl_client a.example',
  ],
  [
    'warn_if_reject reject_rbl_client a.example, warn_if_reject reject_rbl_client b.example',
    'reject_rbl_client b.example',
    'warn_if_reject reject_rbl_client a.example, reject_rbl_client b.example',
  ],
  [
    'warn_if_reject\n  reject_rbl_client\n  a.example\n  permit',
    'reject_rbl_client a.example',
    'reject_rbl_client a.example permit',
  ],
  [
    'Warn_If_Reject, reject_unknown_client_hostname',
    'reject_unknown_client_hostname',
    'reject_unknown_client_hostname',
  ],
  ['$mine warn_if_reject hash:/etc/postfix/x', 'hash:/etc/postfix/x', '$mine hash:/etc/postfix/x'],
  [
    'warn_if_reject check_client_access inline:{192.0.2.1=REJECT go, away}',
    'check_client_access inline:{192.0.2.1=REJECT go, away}',
    'check_client_access inline:{192.0.2.1=REJECT go, away}',
  ],
  ['permit_mynetworks $tried', 'reject_rbl_client a.example', undefined],
  ['warn_if_reject reject_rbl_client a.example.net', 'reject_rbl_client a.example', undefined],
];

describe('promoting a tried rule', () => {
  for (const [raw, safe, value] of CASES)
    it(`${raw.replaceAll('\n', ' ')}: ${safe}`, () => {
      const rule = { list: 'mine', step: parseList('mine', safe, () => undefined).steps[0]! };
      const settings = promoted([rule], (name) => (name === 'mine' ? raw : undefined));
      assert.deepEqual(settings, value === undefined ? [] : [{ name: 'mine', value }]);
    });

  it('a list that main.cf does not set', () => {
    const rule = { list: 'mine', step: parseList('mine', 'reject', () => undefined).steps[0]! };
    assert.deepEqual(
      promoted([rule], () => undefined),
      [],
    );
  });

  for (const value of ["it's", '$(id) `id` "x"', '-n; rm', 'a\\b', 'plain'])
    it(`a shell reads ${value} as it is`, () => {
      const command = applyCommand([{ name: 'x', value }], value).replace('sekisho', "printf '%s\\n'");
      const { stdout } = spawnSync('sh', ['-c', command], { encoding: 'utf8' });
      assert.deepEqual(stdout.split('\n').slice(1, -1), ['--config-dir', value, '--set', `x = ${value}`]);
    });
});
