/** What `sekisho zones` says, in a language. */
import type { Language } from '../language.ts';
import { put, type Values } from '../put.ts';
import { en, type ZoneWords } from './en.ts';
import { ja } from './ja.ts';

export type ZoneWord = keyof ZoneWords;

const LANGUAGES: Readonly<Record<Language, ZoneWords>> = { en, ja };

export function sayZone(language: Language, key: ZoneWord, values: Values = {}): string {
  return put(LANGUAGES[language][key], values);
}
