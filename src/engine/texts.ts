/** Texts that the engine keeps once each (assembly/texts.ts); a string is made of one that is asked for. */
import type { Engine } from './engine.ts';

/** The number of the empty text, and that below which there are no others. */
const EMPTY = 1;
const FIRST = 2;

export class EngineTexts {
  readonly #engine: Engine;
  readonly #texts: (string | undefined)[] = [];

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** All numbers are below it. */
  get size(): number {
    return this.#engine.doors.getTextCount();
  }

  numberOf(text: string): number {
    if (text === '') return EMPTY;
    const { doors } = this.#engine;
    const length = this.#engine.lay(text);
    return doors.numberOf(this.#engine.key, length);
  }

  textOf(number: number): string {
    if (number < FIRST) return '';
    const known = this.#texts[number];
    if (known !== undefined) return known;
    const { doors, memory } = this.#engine;
    const { view, bytes } = memory;
    const place = doors.textPlaces() + number * 8;
    const at = view.getUint32(place, true);
    const text = bytes.toString('utf8', at, at + view.getUint32(place + 4, true));
    while (this.#texts.length < number) this.#texts.push(undefined);
    this.#texts[number] = text;
    return text;
  }
}
