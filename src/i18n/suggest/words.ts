/** What `sekisho suggest` says, in a language. */
import type { Language } from '../language.ts';
import { put, type Values } from '../put.ts';
import { en as zones } from '../zones/en.ts';
import { sayZone, type ZoneWord } from '../zones/words.ts';
import { en, type SuggestWords } from './en.ts';
import { ja } from './ja.ts';

export type SuggestWord = keyof SuggestWords;

const LANGUAGES: Readonly<Record<Language, SuggestWords>> = { en, ja };

export function saySuggest(language: Language, key: SuggestWord, values: Values = {}): string {
  return put(LANGUAGES[language][key], values);
}

/** What is wrong with a list is said in the words of `sekisho zones`. */
export function sayReason(language: Language, id: string, values: Readonly<Record<string, string>>): string {
  if (Object.hasOwn(en, id)) return saySuggest(language, id as SuggestWord, values);
  const advice = `advice.${id}`;
  return Object.hasOwn(zones, advice) ? sayZone(language, advice as ZoneWord, values) : id;
}
