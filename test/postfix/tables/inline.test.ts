/** Tables that stand in main.cf itself, and tables made of tables. */
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import type { Answer } from '../../../src/postfix/tables/table.ts';
import { skipWithoutPrograms } from '../../lab/require.ts';
import { AskedTables, kindsOf } from './asked-tables.ts';

const skip = skipWithoutPrograms('postmap');
const asked = new AskedTables();
after(() => asked.end());

const path = asked.write('next', 'one two\ntwo three\nb joined\n');
const KEYS = ['a', 'A', 'b', 'c', 'one', '"a b"', 'a b', 'x', 'key', '192.0.2.1', '198.51.100.1'];

const SPECS = [
  ...[
    'inline:{a=1}',
    'inline:{ a=1, B=2 c=3 }',
    'inline:{{a = 1 2}, { b=3 }}',
    'inline:{{a = }}',
    'inline:{a=1 a=2}',
  ],
  ...[
    'inline:{{"a b" = 1}}',
    'inline:{a=1,{b}',
    'inline:{a}',
    'inline:{}',
    'inline:{ }',
    'inline:a=1',
    'inline:{a=1}x',
    'inline:{{a=1}x}',
  ],
  ...['inline:{{=1}}', 'inline:{{a=b=c}}', 'inline:{a = 1}', 'inline:{{a = {b}}}'],
  ...[
    'static:text',
    'static:{text with space}',
    'static:{ trimmed }',
    'static:{}',
    'static:{open',
    'static:{a}b',
    'static:',
    'static:a b',
  ],
  ...['fail:text', 'fail:', 'randmap:{a}', 'randmap:{a, a}', 'randmap:{}', 'randmap:a', 'randmap:{{a b}}'],
  ...[
    `pipemap:{inline:{a=one},texthash:${path}}`,
    `pipemap:{inline:{a=one}, texthash:${path}, texthash:${path}}`,
  ],
  ...[
    `unionmap:{inline:{a=1 b=2},texthash:${path},static:x}`,
    'unionmap:{inline:{a=1},inline:{b=2}}',
    'unionmap:{inline:{a=1},fail:x}',
  ],
  ...[
    'pipemap:{inline:{a=one},fail:x}',
    'pipemap:{}',
    'pipemap:{a}',
    'unionmap:x',
    'pipemap:{inline:{a=b}, inline:{b=c}, inline:{c=d}}',
  ],
  ...[
    'unionmap:{unionmap:{inline:{a=1},static:2},pipemap:{inline:{a=b},inline:{b=3}}}',
    'pipemap:{static:a}',
    'unionmap:{inline:{{a=}},inline:{a=1}}',
  ],
  ...[
    'nonsense:x',
    `internal:x`,
    `texthash:${path}`,
    'unix:nothing',
    'unix:passwd.byname',
    'unix:group.byname',
    `cidr:${path}.gone`,
  ],
  ...[
    'cidr:{ { 192.0.2.0/24 A } , {198.51.100.0/24 B}}',
    'cidr:{{192.0.2.0/24 A} x}',
    'cidr:{{192.0.2.0/24 A}',
    'cidr:{}',
    'cidr:{ }',
    'cidr:{{192.0.2.0/24 A}}x',
    'cidr:{{192.0.2.0/24 A}{198.51.100.0/24 B}}',
    'cidr:{{192.0.2.0/24 A}y}',
    'cidr:{{if 192.0.0.0/16},{192.0.2.1 A},{endif}}',
    'cidr:{{192.0.2.0/24 A}, {if 192.0.0.0/16}, {192.0.2.1 B}}',
    'regexp:{{/^a b$/ x, y},{/^(b)$/ {$1}}}',
    'regexp:{{/^A$/ x y}, {!/^[a-z]+$/ {z}}}',
    'regexp:x{',
    'pcre:{{/^(?:a|b)$/i found}}',
    'pcre:{ {/^c$/ { c } } }',
    'pcre:{}',
  ],
];

/** postmap ends at the first key that fails. */
async function askOneByOne(spec: string, keys: readonly string[]): Promise<readonly Answer[]> {
  const { answers } = await asked.ask(spec, keys);
  const mixed =
    answers.some((answer) => typeof answer === 'object' && 'failed' in answer) && spec.includes('map:{');
  if (!mixed) return answers;
  const single = await Promise.all(keys.map((key) => asked.ask(spec, [key])));
  return single.flatMap(({ answers }) => answers);
}

describe('as postmap answers', { skip, concurrency: 8 }, () => {
  for (const spec of SPECS)
    it(spec.replaceAll(path, 'FILE'), async () => {
      const keys = spec.startsWith('unix') ? [...KEYS, 'root', 'nobody'] : KEYS;
      const table = await asked.open(spec);
      const answers = await Promise.all(keys.map((key) => table.lookup(key)));
      const real = await askOneByOne(spec, keys);
      assert.deepEqual(kindsOf(answers), kindsOf(real));
    });
});

describe('what nobody can know here', () => {
  const unknown = async (spec: string, more = {}): Promise<unknown> =>
    kindsOf([await (await asked.open(spec, more)).lookup('a')])[0];
  for (const spec of [
    'mysql:/etc/postfix/m.cf',
    'ldap:x',
    'proxy:pgsql:x',
    'socketmap:inet:localhost:1:x',
    'tcp:localhost:1',
    'randmap:{a,b}',
    'environ:x',
  ])
    it(spec, async () => {
      assert.equal(await unknown(spec), 'unknown');
    });

  it('servers are asked by postmap only where that is allowed', async () => {
    const specs: string[] = [];
    const postmap = async (spec: string, keys: readonly string[]): Promise<Answer[]> => {
      specs.push(spec);
      return keys.map((key) => ({ found: key.toUpperCase() }));
    };
    assert.equal(await unknown('mysql:/m.cf', { postmap }), 'unknown');
    const table = await asked.open('proxy:mysql:/m.cf', { postmap, allowNetwork: true });
    assert.deepEqual(await Promise.all(['a', 'b', 'a'].map((key) => table.lookup(key))), [
      { found: 'A' },
      { found: 'B' },
      { found: 'A' },
    ]);
    // Many keys, one process.
    assert.deepEqual(specs, ['mysql:/m.cf']);
  });

  it('postmap that cannot be run is no answer', async () => {
    const postmap = (): Promise<Answer[]> => Promise.reject(new Error('ENOENT'));
    assert.equal(await unknown('ldap:x', { postmap, allowNetwork: true }), 'unknown');
  });
});

describe('which tables are asked for parts of keys', () => {
  const cidr = `cidr:${asked.write('cidr', '192.0.2.1 a\n')}`;
  const regexp = `regexp:${asked.write('regexp', '/a/ a\n')}`;
  const partial: readonly (readonly [string, boolean])[] = [
    ...([
      ['inline:{a=1}', true],
      ['static:a', true],
      [cidr, false],
      [regexp, false],
      ['fail:a', false],
    ] as const),
    ...([
      [`texthash:${path}`, true],
      [`proxy:${cidr}`, false],
      [`pipemap:{${cidr},static:a}`, false],
    ] as const),
    ...([
      [`unionmap:{static:a,${regexp}}`, true],
      ['randmap:{a}', false],
      ['tcp:x:1', false],
      ['ldap:x', true],
    ] as const),
  ];
  for (const [spec, is] of partial)
    it(spec.replace(asked.folder, ''), async () => {
      assert.equal((await asked.open(spec)).partial, is);
    });
});

describe('tables in tables', () => {
  it('without end: the table fails', async () => {
    let spec = 'static:a';
    for (let i = 0; i < 5000; i++) spec = `pipemap:{${spec}}`;
    assert.deepEqual(kindsOf([await (await asked.open(spec)).lookup('a')]), ['failed']);
    assert.deepEqual(kindsOf([await (await asked.open(`${'proxy:'.repeat(5000)}static:a`)).lookup('a')]), [
      'failed',
    ]);
  });

  it('are read once', async () => {
    let reads = 0;
    const world = asked.world({
      readText: () => {
        reads++;
        return 'a 1\n';
      },
    });
    const { openTable } = await import('../../../src/postfix/tables/open.ts');
    await Promise.all([openTable('texthash:/x', world), openTable('texthash:/x', world)]);
    assert.equal(reads, 1);
  });
});
