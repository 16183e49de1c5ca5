import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { documentOf, withChecks } from '../../scripts/lint-checks.ts';
import { FAMILIES } from '../../src/i18n/lint/words.ts';

describe('the documents of lint', () => {
  for (const language of ['en', 'ja'] as const)
    it(`have every check: ${language} (node scripts/lint-checks.ts writes them)`, () => {
      const text = readFileSync(documentOf(language), 'utf8');
      assert.equal(text, withChecks(language, text));
    });

  it('both languages have the same words, with the same values in them', () => {
    for (const { en, ja } of Object.values(FAMILIES)) {
      const [english, japanese]: Readonly<Record<string, readonly string[]>>[] = [en, ja];
      assert.deepEqual(Object.keys(english!).sort(), Object.keys(japanese!).sort());
      for (const [id, words] of Object.entries(english!)) {
        const holes = (texts: readonly string[]): readonly string[] =>
          [...new Set(texts.join(' ').match(/(?<![$\w]){\w+}/g) ?? [])].sort();
        assert.deepEqual(holes(japanese![id]!), holes(words), id);
      }
    }
  });
});
