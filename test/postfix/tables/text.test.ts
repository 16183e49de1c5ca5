/** Tables of keys and values are what postmap makes of their text. */
import assert from 'node:assert/strict';
import { utimesSync } from 'node:fs';
import { after, describe, it } from 'node:test';
import fc from 'fast-check';
import { skipWithoutPrograms } from '../../lab/require.ts';
import { AskedTables, kindsOf } from './asked-tables.ts';

const RUNS = Number(process.env.SEKISHO_POSTMAP_RUNS ?? 15);
const skip = skipWithoutPrograms('postmap');
const asked = new AskedTables();
after(() => asked.end());

const TEXTS: Readonly<Record<string, string>> = {
  'keys and values': 'a@example.com REJECT\nb.example\tOK\n\nc.example   DEFER  later  on \n',
  'comments and blanks': '# a 1\n  # b 2\n\t\na 1\n#\n   \nb 2\n',
  continuation: 'a 1\n  2\n# no end\n\t3\nb 4\n\n  5\n',
  'a line that continues nothing': '  a 1\nb 2\n',
  'a key alone': 'a\nb 1\nc \n',
  'capitals are folded': 'User@EXAMPLE.com Yes\n',
  'the first of two counts': 'a 1\nA 2\nb 3\na 4\n',
  'quotes keep white space': '"a b" 1\n"c\\" d" 2\n"e f@example.com" 3\n',
  'an open quote': '"a b 1\nc 2\n',
  'a backslash before a space': 'a\\ b 1\nc\\\n',
  'key: value': 'a: 1\nb 2\n',
  'carriage returns': 'a 1\r\nb 2\r\n',
  'a form feed is white space': 'a\f1\n\fb 2\n',
  'no line end at the end': 'a 1',
  'beyond ASCII': 'ÄÖ@例え.example 日本\n',
  'an IPv6 address': '2001:db8::1 REJECT\n2001:db8 OK\n',
  empty: '',
};

const KEYS = [
  ...['a', 'A', 'b', 'c', 'a@example.com', 'user@example.com', 'USER@EXAMPLE.COM', 'b.example', 'c.example'],
  ...[
    '"a b"',
    'a b',
    '"c\\" d"',
    '"e f@example.com"',
    'a\\ b',
    'c\\',
    'a:',
    'äö@例え.example',
    'ÄÖ@例え.example',
  ],
  ...['2001:db8::1', '2001:DB8', '', 'x', '# a', '"a', '  a'],
];

describe('a text, as postmap reads it', { skip }, () => {
  for (const [name, text] of Object.entries(TEXTS)) {
    it(name, async () => {
      const path = asked.write('text', text);
      const real = await asked.ask(`texthash:${path}`, KEYS);
      const table = await asked.open(`texthash:${path}`);
      assert.deepEqual(
        KEYS.map((key) => table.lookup(key)),
        real.answers,
      );
      assert.equal(table.problems.length > 0, real.warnings !== '', real.warnings);
    });
  }

  const row = fc
    .array(
      fc.constantFrom('a', 'B', 'b', ' ', ' ', '\t', '"', '\\', '#', ':', '\n', '\n ', '\r', '@', 'é', '1'),
      {
        maxLength: 12,
      },
    )
    .map((letters) => letters.join(''));
  it('random texts', () => {
    return fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 8 }), async (rows) => {
        const path = asked.write('text', `${rows.join('\n')}\n`);
        const keys = rows
          .flatMap((each) => each.split(/[ \t\r\n]+/))
          .concat('a', 'b')
          .filter((key) => key !== '');
        const table = await asked.open(`texthash:${path}`);
        assert.deepEqual(
          keys.map((key) => table.lookup(key)),
          (await asked.ask(`texthash:${path}`, keys)).answers,
        );
      }),
      { numRuns: RUNS },
    );
  });

  it('smtpd refuses a texthash in which a key stands twice', async () => {
    const path = asked.write('twice', 'a 1\nb 2\nA 3\n');
    const table = await asked.open(`texthash:${path}`, {}, { duplicates: 'refuse' });
    assert.deepEqual(kindsOf([await table.lookup('b')]), ['failed']);
    assert.deepEqual(
      table.problems.map(({ kind, line }) => [kind, line]),
      [['duplicate-key', 3]],
    );
  });
});

describe('databases', { skip }, () => {
  const text = 'A@example.com 1\nb 2\nb 3\nc.example REJECT no  more\n';
  const keys = ['a@example.com', 'A@Example.com', 'b', 'c.example', 'd'];
  for (const kind of ['hash', 'btree', 'lmdb', 'cdb']) {
    it(`${kind}: by their text`, async () => {
      const path = asked.write(`${kind}-text`, text);
      await asked.make(`${kind}:${path}`);
      const table = await asked.open(`${kind}:${path}`);
      assert.deepEqual(
        keys.map((key) => table.lookup(key)),
        (await asked.ask(`${kind}:${path}`, keys)).answers,
      );
      assert.equal(table.partial, true);
    });
  }

  it('a text that was edited since is not what Postfix answers', async () => {
    const path = asked.write('edited', 'a 1\n');
    await asked.make(`hash:${path}`);
    asked.write('edited', 'a 2\n');
    const later = Date.now() / 1000 + 60;
    utimesSync(path, later, later);
    const alone = await asked.open(`hash:${path}`);
    assert.deepEqual(kindsOf([await alone.lookup('a')]), ['unknown']);
    assert.deepEqual(
      alone.problems.map(({ kind, file }) => [kind, file]),
      [['stale', path]],
    );
    const postmap = async (spec: string, keys: readonly string[]) => (await asked.ask(spec, keys)).answers;
    const withPostmap = await asked.open(`hash:${path}`, { postmap });
    assert.deepEqual(await withPostmap.lookup('a'), { found: '1' });
    assert.deepEqual(await withPostmap.lookup('b'), 'absent');
  });

  it('a database that was never made fails, unless the text stands for it', async () => {
    const path = asked.write('unmade', 'a 1\n');
    assert.deepEqual(kindsOf([await (await asked.open(`hash:${path}`)).lookup('a')]), ['failed']);
    const copied = await asked.open(`hash:${path}`, { textStandsForDatabase: true });
    assert.deepEqual(copied.lookup('a'), { found: '1' });
  });

  it('aliases(5)', async () => {
    const path = asked.write(
      'aliases',
      '# mail\nPostmaster: root\nroot:\tjoe@example.com,\n  ann\n"a b": c\nd:e\n',
    );
    const table = await asked.open(`hash:${path}`, { textStandsForDatabase: true });
    for (const key of ['postmaster', 'root', 'ROOT', 'a b', 'd'])
      assert.notEqual(table.lookup(key), 'absent', key);
    assert.equal(table.lookup('postmaster:'), 'absent');
    assert.deepEqual(table.lookup('root'), { found: 'joe@example.com,  ann' });
  });
});

describe('texts that are none', () => {
  it('a folder, a missing file: the table fails', async () => {
    for (const rest of [asked.folder, `${asked.folder}/nothing`]) {
      const table = await asked.open(`texthash:${rest}`);
      assert.deepEqual(kindsOf([await table.lookup('a')]), ['failed'], rest);
      assert.equal(table.problems[0]!.kind, 'cannot-open');
    }
  });

  it('bytes of any kind', async () => {
    const bytes = Buffer.from(Array.from({ length: 100_000 }, (_, i) => (i * 7919) & 255));
    for (const kind of ['texthash', 'cidr', 'regexp', 'pcre']) {
      const table = await asked.open(`${kind}:${asked.write('bytes', bytes)}`);
      assert.ok(table.problems.length > 0 && table.problems.length <= 1000, kind);
      assert.doesNotThrow(() => table.lookup('a'));
    }
  });

  it('a line of forty million letters', async () => {
    const table = await asked.open(
      `texthash:${asked.write('long', `a 1\nb ${'x'.repeat(40_000_000)}\nc 2\n`)}`,
    );
    assert.deepEqual(table.lookup('c'), { found: '2' });
  });
});
