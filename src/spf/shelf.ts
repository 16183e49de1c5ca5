/** Records taken apart, since the same ones come again and again: those of the large providers in particular. */
import { readRecord, type SpfRecord } from './record.ts';
import type { Fault } from './verdict.ts';

/** Taken apart a record is some thirty times as large as its text. */
const MOST = 500;
/** Characters; longer ones are rare, and take room. */
const LONGEST = 1_024;

export class RecordShelf {
  readonly #records = new Map<string, SpfRecord | { readonly fault: Fault }>();

  read(text: string): SpfRecord | { readonly fault: Fault } {
    const known = this.#records.get(text);
    if (known !== undefined) return known;
    const record = readRecord(text);
    if (text.length > LONGEST) return record;
    // The oldest half goes: what is asked for often comes back at once.
    if (this.#records.size >= MOST)
      for (const old of [...this.#records.keys()].slice(0, MOST / 2)) this.#records.delete(old);
    this.#records.set(text, record);
    return record;
  }
}
