/** What `sekisho replay` says, in a language. */
import type { Language } from '../language.ts';
import { put, type Values } from '../put.ts';
import { en, type ReplayWords } from './en.ts';
import { ja } from './ja.ts';

export type ReplayWord = keyof ReplayWords;

const LANGUAGES: Readonly<Record<Language, ReplayWords>> = { en, ja };

export function sayReplay(language: Language, key: ReplayWord, values: Values = {}): string {
  return put(LANGUAGES[language][key], values);
}
