/** Names, addresses and replies of attempts: each distinct text is kept once, and has a number. */

/** The number of what the log does not tell, and of the empty text. */
export const UNSAID = 0;
export const EMPTY = 1;

export interface Texts {
  /** All numbers are below it. */
  readonly size: number;
  numberOf(text: string): number;
  textOf(number: number): string;
}

export class OwnTexts implements Texts {
  readonly #texts: string[] = ['', ''];
  readonly #numbers = new Map<string, number>([['', EMPTY]]);

  get size(): number {
    return this.#texts.length;
  }

  numberOf(text: string): number {
    let number = this.#numbers.get(text);
    if (number === undefined) {
      number = this.#texts.push(text) - 1;
      this.#numbers.set(text, number);
    }
    return number;
  }

  textOf(number: number): string {
    return this.#texts[number]!;
  }
}
