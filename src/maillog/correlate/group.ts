/** Messages that have something in common, in the order in which they came, as long as they are in flight. */
import type { Message } from './message.ts';

export class Group {
  #list: Message[] = [];
  #head = 0;
  #live = 0;

  /** How many of them are in flight. */
  get size(): number {
    return this.#live;
  }

  add(message: Message): void {
    this.#list.push(message);
    this.#live++;
  }

  /** One of them is forgotten. */
  leave(): void {
    this.#live--;
    while (this.#list[this.#head]?.forgotten === true) this.#head++;
    const length = this.#list.length - this.#head;
    if (this.#list.length < 64 || (this.#live * 2 > length && this.#head * 2 < this.#list.length)) return;
    this.#list = this.#list.slice(this.#head).filter(({ forgotten }) => !forgotten);
    this.#head = 0;
  }

  /** The first one but for this one. */
  first(except?: Message): Message | undefined {
    for (let i = this.#head; i < this.#list.length; i++) {
      const message = this.#list[i]!;
      if (message !== except && !message.forgotten) return message;
    }
    return undefined;
  }

  /** The newest ones, the last one first. */
  *newest(most: number): Generator<Message> {
    for (let i = this.#list.length - 1; i >= this.#head && most > 0; i--) {
      const message = this.#list[i]!;
      if (message.forgotten) continue;
      most--;
      yield message;
    }
  }
}
