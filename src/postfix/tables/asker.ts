/**
 * Keys for postmap(1), many in one process: those that are asked for before the last question is answered go together. What
 * has been answered is kept.
 */
import type { Answer } from './table.ts';
import type { TableWorld } from './world.ts';

/** Keys in one process. */
const LARGEST_BATCH = 10_000;
/** Answers that are kept. */
const MOST_KEPT = 100_000;

export class Asker {
  readonly #table: string;
  readonly #postmap: NonNullable<TableWorld['postmap']>;
  readonly #known = new Map<string, Promise<Answer>>();
  readonly #waiting: { readonly key: string; readonly answer: (answer: Answer) => void }[] = [];
  #running = false;

  constructor(table: string, postmap: NonNullable<TableWorld['postmap']>) {
    this.#table = table;
    this.#postmap = postmap;
  }

  ask(key: string): Promise<Answer> {
    if (key === '' || /[\n\0]/.test(key))
      return Promise.resolve({ unknown: `postmap cannot be asked for ${JSON.stringify(key)}` });
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    if (this.#known.size >= MOST_KEPT) this.#known.clear();
    const { promise, resolve } = Promise.withResolvers<Answer>();
    this.#known.set(key, promise);
    this.#waiting.push({ key, answer: resolve });
    if (!this.#running) {
      this.#running = true;
      setImmediate(() => void this.#run());
    }
    return promise;
  }

  async #run(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, LARGEST_BATCH);
      const answers = await this.#answers(batch.map(({ key }) => key));
      batch.forEach(({ answer }, i) => {
        answer(answers[i] ?? { unknown: 'postmap gave no answer' });
      });
    }
    this.#running = false;
  }

  async #answers(keys: readonly string[]): Promise<readonly Answer[]> {
    try {
      return await this.#postmap(this.#table, keys);
    } catch (error) {
      const unknown = `postmap: ${error instanceof Error ? error.message : String(error)}`;
      return keys.map(() => ({ unknown }));
    }
  }
}
