/** Sentences about the log itself: `Report.notes`. */
import type { Language } from '../language.ts';
import { moment, type Word, word } from './words.ts';

export function noteText(
  note: { id: string; values: Readonly<Record<string, string>> },
  language: Language,
): string {
  const values: Record<string, string> = { ...note.values };
  for (const name of ['newest', 'oldest'])
    if (values[name] !== undefined) values[name] = moment(values[name]);
  return word(language, `note.${note.id}` as Word, values);
}
