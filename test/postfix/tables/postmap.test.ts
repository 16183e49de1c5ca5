/** Questions to the installed postmap, many in one process. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, describe, it } from 'node:test';
import { openTable } from '../../../src/postfix/tables/open.ts';
import { postmapOf } from '../../../src/postfix/tables/postmap.ts';
import { skipWithoutPrograms } from '../../lab/require.ts';
import { AskedTables, kindsOf } from './asked-tables.ts';

const skip = skipWithoutPrograms('postmap');
const asked = new AskedTables();
after(() => asked.end());
const postmap = postmapOf({ folder: asked.folder });

describe('postmap', { skip }, () => {
  it('answers in the order of the keys, also where one stands twice', async () => {
    const spec = 'inline:{ a=1, {b = 2 3} }';
    assert.deepEqual(await postmap(spec, ['x', 'b', 'a', 'b', 'y']), [
      ...['absent', { found: '2 3' }, { found: '1' }, { found: '2 3' }, 'absent'],
    ]);
    assert.deepEqual(await postmap(spec, []), []);
  });

  it('gives up at a key: the others are asked again', async () => {
    const spec = 'unionmap:{inline:{a=1},pipemap:{inline:{b=x},fail:y}}';
    const answers = await postmap(spec, ['a', 'c', 'b', 'a', 'd']);
    assert.deepEqual(kindsOf(answers), [{ found: '1' }, 'absent', 'failed', { found: '1' }, 'absent']);
  });

  it('gives up at each key: it is not asked without end', async () => {
    const answers = await postmap(
      'fail:x',
      Array.from({ length: 2000 }, (_, i) => `key${i}`),
    );
    assert.deepEqual([...new Set(kindsOf(answers))], ['failed']);
  });

  it('is not there', async () => {
    await assert.rejects(postmapOf({ program: join(asked.folder, 'none') })('static:a', ['a']), /ENOENT/);
    const table = await openTable(
      'ldap:x',
      asked.world({ allowNetwork: true, postmap: postmapOf({ program: '/nothing' }) }),
    );
    assert.match(JSON.stringify(await table.lookup('a')), /unknown.*ENOENT/);
  });

  it('keys that cannot be sent', async () => {
    const table = await openTable('sqlite:x', asked.world({ allowNetwork: true, postmap }));
    for (const key of ['', 'a\nb', 'a\0b']) assert.deepEqual(kindsOf([await table.lookup(key)]), ['unknown']);
  });
});

describe('sqlite', { skip }, () => {
  it('is asked key by key, many at once', async () => {
    const file = join(asked.folder, 'users.db');
    const database = new DatabaseSync(file);
    database.exec(
      "CREATE TABLE users (name TEXT, action TEXT); INSERT INTO users VALUES ('a@example.com', 'OK')",
    );
    database.close();
    const spec = `sqlite:${asked.write('sqlite.cf', `dbpath = ${file}\nquery = SELECT action FROM users WHERE name = '%s'\n`)}`;
    const table = await openTable(spec, asked.world({ allowNetwork: true, postmap }));
    const keys = Array.from({ length: 300 }, (_, i) =>
      i % 100 === 7 ? 'a@example.com' : `u${i}@example.com`,
    );
    const answers = await Promise.all(keys.map((key) => table.lookup(key)));
    assert.equal(answers.filter((answer) => typeof answer === 'object' && 'found' in answer).length, 3);
    assert.equal(answers.filter((answer) => answer === 'absent').length, 297);
  });
});
