/** Sentences about the log itself: `Report.notes`. */
import type { Language } from '../language.ts';
import { en } from './en.ts';
import { moment, type Word, word } from './words.ts';

/** A note that carries an error's code has a sentence of its own for it, where there is one. */
export function noteText(
  note: { id: string; values: Readonly<Record<string, string>> },
  language: Language,
): string {
  const values: Record<string, string | number> = { ...note.values };
  for (const name of ['newest', 'oldest'])
    if (typeof values[name] === 'string') values[name] = moment(values[name]);
  if (/^\d+$/.test(note.values.count ?? '')) values.count = Number(note.values.count);
  if (typeof values.lists === 'string')
    values.lists = values.lists
      .split(', ')
      .map((list) => listName(list, language))
      .join(language === 'ja' ? '、' : '; ');
  const coded = `note.${note.id}.${note.values.code}`;
  return word(language, (coded in en ? coded : `note.${note.id}`) as Word, values);
}

/** `rejects.top`: those who stand behind the reasons of that list. */
function listName(list: string, language: Language): string {
  if (list.endsWith('.top')) return word(language, 'behind', { list: listName(list.slice(0, -4), language) });
  return list in en ? word(language, list as Word) : list;
}
