/** Lists that something matches, as match_list.c and match_ops.c have them. */
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { type Matched, type Matching, openMatchList } from '../../../src/postfix/tables/match-list.ts';
import { AskedTables } from './asked-tables.ts';

const asked = new AskedTables();
after(() => asked.end());

const texthash = `texthash:${asked.write('hash', 'example.com x\n.example.net x\nMixed.example x\n192.0.2.1 x\n')}`;
const regexp = `regexp:${asked.write('regexp', '/^example\\.com$/ x\n')}`;
const cidr = `cidr:${asked.write('cidr', '192.0.2.0/24 x\n')}`;
const file = asked.write(
  'file',
  '# comment.example\nexample.com, other.example # tail.example\n!192.0.2.9 192.0.2.0/24\n',
);
const outer = asked.write('outer', `!${file}\n`);
const self = asked.write('self', '');
asked.write('self', `${self}\n`);

type Case = readonly [list: string, subject: string, matched: Matched | 'failed' | 'unknown'];

async function check(matching: Matching, parents: boolean, [list, subject, matched]: Case): Promise<void> {
  const opened = await openMatchList(list, { matching, parents }, asked.world());
  const [name, address] = subject.split(' ');
  const of = {
    ...(name !== '' && name !== undefined && { name }),
    ...(address !== undefined && { address }),
  };
  const got = opened.match(matching === 'address' ? { address: subject } : of);
  assert.deepEqual(typeof got === 'object' ? Object.keys(got)[0] : got, matched);
  assert.deepEqual(await opened.matchLater(matching === 'address' ? { address: subject } : of), got);
}

function cases(matching: Matching, parents: boolean, list: readonly Case[]): void {
  describe(`${matching}${parents ? ', parents stand for subdomains' : ''}`, () => {
    for (const each of list)
      it(`${each[0].replaceAll(asked.folder, '')}: ${each[1]}`, () => check(matching, parents, each));
  });
}

cases('string', false, [
  ['example.com', 'EXAMPLE.com', true],
  ['Example.COM, b.example', 'example.com', true],
  ['example.com', 'a.example.com', false],
  ['.example.com', 'a.example.com', false],
  ['!example.com example.com', 'example.com', false],
  ['!!example.com', 'example.com', true],
  ['!a.example, static:all', 'a.example', false],
  ['!a.example, static:all', 'b.example', true],
  ['a.example # b.example', 'b.example', false],
  ['', 'a.example', false],
  ['a.example ! b.example', 'b.example', 'failed'],
  [texthash, 'example.com', true],
  [texthash, 'a.example.com', false],
  // Match lists fold what is asked for, not what a text table holds.
  [texthash, 'mixed.example', false],
  ['inline:{Mixed.example=1}', 'mixed.example', false],
  ['inline:{{a.example = b, c}}', 'a.example', true],
  ['fail:x example.com', 'example.com', 'failed'],
  ['example.com fail:x', 'example.com', true],
  ['ldap:x', 'example.com', 'unknown'],
  ['ldap:x, example.com', 'example.com', true],
  ['!ldap:x, example.com', 'other.example', false],
  ['!ldap:x, example.com', 'example.com', 'unknown'],
  [file, 'example.com', true],
  [file, 'comment.example', false],
  [file, 'tail.example', false],
  [`!${file} example.com`, 'example.com', false],
  [outer, 'example.com', false],
  [`${asked.folder}/gone example.com`, 'example.com', 'failed'],
  [self, 'example.com', 'failed'],
  ['nonsense:x', 'example.com', 'failed'],
]);

cases('domain', true, [
  ['example.com', 'a.b.example.com', true],
  ['example.com', 'notexample.com', false],
  ['.example.com', 'a.example.com', false],
  ['!a.example.com example.com', 'b.a.example.com', false],
  [texthash, 'a.b.example.com', true],
  [texthash, 'a.example.net', false],
  [regexp, 'example.com', true],
  // Tables of patterns see whole names only.
  [regexp, 'a.example.com', false],
]);

cases('domain', false, [
  ['example.com', 'a.example.com', false],
  ['.example.com', 'a.b.example.com', true],
  ['.example.com', 'example.com', false],
  [texthash, 'a.b.example.net', true],
  [texthash, 'a.example.com', false],
]);

cases('client', true, [
  ['192.0.2.0/24', 'unknown 192.0.2.7', true],
  ['192.0.2.0/24', 'unknown 192.0.3.7', false],
  ['!192.0.2.7, 192.0.2.0/24', 'unknown 192.0.2.7', false],
  ['192.0.2.0/24, !192.0.2.7', 'unknown 192.0.2.7', true],
  ['[::1]/128', 'localhost ::1', true],
  ['[2001:db8::]/32', 'unknown 2001:db8:1::5', true],
  ['[2001:db8::/32]', 'unknown 2001:db8:1::5', true],
  ['[2001:db8:0:0::1]', 'unknown 2001:db8::1', true],
  ['[192.0.2.1]', 'unknown 192.0.2.1', true],
  // Without brackets it is a table of type 2001.
  ['2001:db8::/32', 'unknown 2001:db8::1', 'failed'],
  ['192.0.2.1/24', 'unknown 192.0.2.1', 'failed'],
  ['192.0.2.1/24', 'unknown 2001:db8::1', false],
  ['192.0.2.0/33', 'unknown 192.0.2.1', 'failed'],
  ['192.0.2.0/24 192.0.2.1/24', 'unknown 192.0.2.9', true],
  ['192.0.2.', 'unknown 192.0.2.1', false],
  ['192.0.2', 'unknown 192.0.2.1', false],
  ['mail.example.com', 'mail.example.com 192.0.2.1', true],
  ['example.com', 'mail.example.com 192.0.2.1', true],
  [cidr, 'unknown 192.0.2.1', true],
  [cidr, 'unknown 198.51.100.1', false],
  [texthash, 'unknown 192.0.2.1', true],
  [file, 'unknown 192.0.2.9', false],
  [file, 'unknown 192.0.2.8', true],
  [`!${file}, 0.0.0.0/0`, 'unknown 192.0.2.9', true],
]);

cases('address', false, [
  ['192.0.2.0/24', '192.0.2.7', true],
  ['static:all', '192.0.2.7', true],
  ['static:all', 'unknown', false],
]);

describe('match lists', () => {
  it('wait for tables that cannot answer at once', async () => {
    const postmap = async (_table: string, keys: readonly string[]) =>
      keys.map((key) => (key === 'example.com' ? { found: 'x' } : ('absent' as const)));
    const world = asked.world({ postmap, allowNetwork: true });
    const list = await openMatchList('!ldap:a, mysql:b', { matching: 'domain', parents: true }, world);
    assert.deepEqual(Object.keys(list.match({ name: 'a.example.com' })), ['unknown']);
    assert.equal(await list.matchLater({ name: 'a.example.com' }), false);
    assert.equal(await list.matchLater({ name: 'b.example' }), false);
    const other = await openMatchList('mysql:b', { matching: 'domain', parents: true }, world);
    assert.equal(await other.matchLater({ name: 'a.example.com' }), true);
  });
});
