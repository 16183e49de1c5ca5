/**
 * What went wrong and what to do, in the reader's language. The English sentence stands where the error is
 * thrown, and is the key of its translations, as in gettext(3); a test holds the tables to the code.
 */
import type { Language } from '../language.ts';
import { put } from '../put.ts';
import { ja } from './ja.ts';

/** A `SekishoError`, as far as it is words. */
export interface Words {
  readonly sentence: string;
  readonly advice: string;
  readonly values: Readonly<Record<string, string>>;
}

export function told(error: Words, language: Language): { message: string; next: string } {
  if (language === 'en')
    return { message: put(error.sentence, error.values), next: put(error.advice, error.values) };
  const values = Object.fromEntries(
    Object.entries(error.values).map(([name, value]): [string, string] => [name, ja[value] ?? value]),
  );
  return {
    message: put(ja[error.sentence] ?? error.sentence, values),
    next: put(ja[error.advice] ?? error.advice, values),
  };
}
