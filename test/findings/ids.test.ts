/** Each finding has a test of its own, in a file of its name. */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { describe, it } from 'node:test';
import { en } from '../../src/findings/text/en.ts';
import { ja } from '../../src/findings/text/ja.ts';

describe('findings', () => {
  const tests = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.test.ts'));
  for (const id of Object.keys(en))
    it(`${id} has ${id}.test.ts`, () => {
      assert.ok(tests.includes(`${id}.test.ts`));
    });
  it('have words in both languages, with the same places for values', () => {
    assert.deepEqual(Object.keys(ja).sort(), Object.keys(en).sort());
    const places = (text: string): string[] => [...new Set(text.match(/\{\w+\}/g))].sort();
    for (const id of Object.keys(en) as (keyof typeof en)[]) {
      assert.deepEqual(places(ja[id].summary), places(en[id].summary), id);
      assert.deepEqual(places(ja[id].title), places(en[id].title), id);
      assert.equal(ja[id].fix.length, en[id].fix.length, id);
    }
  });
});
