/** What every command writes to standard error: errors with what to do next, notes, progress. */
import type { SekishoError } from '../config/error.ts';
import { type CliWord, say } from '../i18n/cli/words.ts';
import { told } from '../i18n/errors/told.ts';
import type { Language } from '../i18n/language.ts';
import { bytes } from '../i18n/report/words.ts';
import { widthOf } from '../report/render/width.ts';

/** Control characters in a file name or an address must not reach the terminal. */
export function visible(text: string): string {
  return text.replace(
    /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

export function showError(error: SekishoError, language: Language): void {
  const { message, next } = told(error, language);
  process.stderr.write(`sekisho: ${visible(message)}\n  ${visible(next)}\n`);
}

export function showNote(text: string): void {
  process.stderr.write(`sekisho: ${visible(text)}\n`);
}

/** What the work is, and the milliseconds of it before a bar is worth it. */
export interface Work {
  readonly word: CliWord;
  readonly patience: number;
}

const READING: Work = { word: 'progress.reading', patience: 2000 };
/** Milliseconds between two looks. */
const PACE = 100;
const WIDTH = 30;
/** Columns that the words beside the bar take, in either language. */
const BESIDE = 36;
/** Of the work, what must be done before the rest can be guessed. */
const GUESSED = 0.02;

/** A progress bar on a terminal, for work over a second or two; silent elsewhere. */
export class ProgressBar {
  readonly #stream: NodeJS.WriteStream;
  readonly #enabled: boolean;
  readonly #language: Language;
  readonly #clock: () => number;
  readonly #work: Work;
  readonly #began: number;
  #shown = 0;
  #columns = 0;

  constructor(
    enabled: boolean,
    language: Language,
    stream: NodeJS.WriteStream = process.stderr,
    clock = Date.now,
    work = READING,
  ) {
    this.#stream = stream;
    this.#language = language;
    this.#clock = clock;
    this.#work = work;
    this.#began = clock();
    this.#enabled = enabled && stream.isTTY === true;
  }

  /** @param all 0 where nobody knows: how much is read is told then, and no bar */
  update(done: number, all: number): void {
    if (!this.#enabled) return;
    const now = this.#clock();
    const spent = now - this.#began;
    if (spent < this.#work.patience || now - this.#shown < PACE) return;
    this.#shown = now;
    const reading = say(this.#language, this.#work.word);
    if (all === 0) {
      this.#put(`${reading} ${bytes(done)}`);
      return;
    }
    const share = Math.min(1, done / all);
    // 0 on a terminal that does not know.
    const width = Math.max(5, Math.min(WIDTH, (this.#stream.columns || 80) - BESIDE));
    const full = Math.round(share * width);
    const bar = `${reading} [${'#'.repeat(full)}${'.'.repeat(width - full)}]`;
    const left = Math.ceil((spent / share - spent) / 1000);
    const rest = share < GUESSED ? '' : `  ${say(this.#language, 'progress.left', { seconds: left })}`;
    this.#put(`${bar} ${Math.floor(share * 100)} %${rest}`);
  }

  /** The work, and the bar wiped when it ends: also by Ctrl-C, which then ends the program as it should. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    const stop = (): void => {
      this.end();
      process.kill(process.pid, 'SIGINT');
    };
    process.once('SIGINT', stop);
    try {
      return await work();
    } finally {
      process.removeListener('SIGINT', stop);
      this.end();
    }
  }

  end(): void {
    if (this.#columns === 0) return;
    this.#put('');
    this.#stream.write('\r');
  }

  /** Over what stood there before, with blanks where that was longer. */
  #put(text: string): void {
    const columns = widthOf(text);
    this.#stream.write(`\r${text}${' '.repeat(Math.max(0, this.#columns - columns))}`);
    this.#columns = columns;
  }
}
