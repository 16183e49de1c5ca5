/** What is said of SPF, in a language. */
import type { Language } from '../language.ts';
import { put, type Values } from '../put.ts';
import { en, type SpfWords } from './en.ts';
import { ja } from './ja.ts';

export type SpfWord = keyof SpfWords;

const LANGUAGES: Readonly<Record<Language, SpfWords>> = { en, ja };

export function saySpf(language: Language, key: SpfWord, values: Values = {}): string {
  return put(LANGUAGES[language][key], values);
}
