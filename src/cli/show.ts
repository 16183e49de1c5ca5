/** What every command writes to standard error: errors with what to do next, notes, progress. */
import type { SekishoError } from '../config/error.ts';

/** Control characters in a file name or an address must not reach the terminal. */
export function visible(text: string): string {
  return text.replace(
    /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

export function showError(error: SekishoError): void {
  process.stderr.write(`sekisho: ${visible(error.message)}\n  ${visible(error.next)}\n`);
}

export function showNote(text: string): void {
  process.stderr.write(`sekisho: ${visible(text)}\n`);
}

/** Milliseconds of work before a bar is worth it. */
const PATIENCE = 2000;
const WIDTH = 30;

/** A progress bar on a terminal, for work over two seconds; silent elsewhere. */
export class ProgressBar {
  readonly #stream: NodeJS.WriteStream;
  readonly #enabled: boolean;
  readonly #clock: () => number;
  readonly #began: number;
  #shown = 0;

  constructor(enabled: boolean, stream: NodeJS.WriteStream = process.stderr, clock = Date.now) {
    this.#stream = stream;
    this.#clock = clock;
    this.#began = clock();
    this.#enabled = enabled && stream.isTTY === true;
  }

  update(done: number, all: number): void {
    if (!this.#enabled || all === 0) return;
    const now = this.#clock();
    if (now - this.#began < PATIENCE || now - this.#shown < 100) return;
    this.#shown = now;
    const share = Math.min(1, done / all);
    const full = Math.round(share * WIDTH);
    const rest = share > 0.02 ? Math.ceil(((now - this.#began) / share - (now - this.#began)) / 1000) : 0;
    this.#stream.write(
      `\r[${'#'.repeat(full)}${'.'.repeat(WIDTH - full)}] ${Math.round(share * 100)} %  ${rest} s `,
    );
  }

  end(): void {
    if (this.#shown > 0) this.#stream.write(`\r${' '.repeat(WIDTH + 20)}\r`);
  }
}
