/** The command line's words in a language. */
import type { Language } from '../language.ts';
import { put, type Values } from '../put.ts';
import { type CliWords, en } from './en.ts';
import { ja } from './ja.ts';

export type CliWord = keyof CliWords;

const LANGUAGES: Readonly<Record<Language, CliWords>> = { en, ja };

export function say(language: Language, key: CliWord, values: Values = {}): string {
  return put(LANGUAGES[language][key], values);
}
