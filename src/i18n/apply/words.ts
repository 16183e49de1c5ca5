/** What `sekisho apply` and `sekisho rollback` say, in a language. */
import type { Language } from '../language.ts';
import { put, type Values } from '../put.ts';
import { type ApplyWords, en } from './en.ts';
import { ja } from './ja.ts';

const LANGUAGES: Readonly<Record<Language, ApplyWords>> = { en, ja };

export function sayApply(language: Language, key: keyof ApplyWords, values: Values = {}): string {
  return put(LANGUAGES[language][key], values);
}
