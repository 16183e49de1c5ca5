/** What is said of DNS lists, in a language. */
import type { Language } from '../language.ts';
import { put, type Values } from '../put.ts';
import { en, type ListWords } from './en.ts';
import { ja } from './ja.ts';

export type ListWord = keyof ListWords;

const LANGUAGES: Readonly<Record<Language, ListWords>> = { en, ja };

export function sayList(language: Language, key: ListWord, values: Values = {}): string {
  return put(LANGUAGES[language][key], values);
}
