/**
 * Messages of which it is not yet known whether they carry another one on (hops.ts), and what happened to messages in
 * the meantime: a delivery is told once it is known whose it is.
 */
import type { Delivery } from '../event.ts';
import { type KeptMoment, keep, type Message, type Moment, momentOf } from './message.ts';

interface Happened {
  readonly moment: KeptMoment;
  readonly event: Delivery;
}

/** In the order of their beginnings. */
export class Undecided {
  readonly #queue: Message[] = [];
  #head = 0;

  /** With some that are decided by now. */
  get size(): number {
    return this.#queue.length - this.#head;
  }

  add(message: Message): void {
    message.undecided = true;
    this.#queue.push(message);
  }

  /** The same of one that began to wait elsewhere. */
  insert(message: Message): void {
    message.undecided = true;
    let place = this.#queue.length;
    while (place > this.#head && this.#queue[place - 1]!.time > message.time) place--;
    this.#queue.splice(place, 0, message);
  }

  *[Symbol.iterator](): Iterator<Message> {
    for (let i = this.#head; i < this.#queue.length; i++) {
      const message = this.#queue[i]!;
      if (message.undecided) yield message;
    }
  }

  /** Takes out the next one that began before a time; undefined where none did. */
  before(time: number): Message | undefined {
    while (this.#head < this.#queue.length) {
      const message = this.#queue[this.#head]!;
      if (message.undecided && message.time > time) return undefined;
      this.#head++;
      if (this.#head > 1024 && this.#head * 2 > this.#queue.length) {
        this.#queue.splice(0, this.#head);
        this.#head = 0;
      }
      if (message.undecided) return message;
    }
    return undefined;
  }
}

/** What happened to messages, until it may be told. */
export class Untold {
  readonly #deliveries = new Map<Message, Happened[]>();

  keep(message: Message, moment: Moment, event: Delivery): void {
    const happened = { moment: keep(moment), event };
    const list = this.#deliveries.get(message);
    if (list === undefined) this.#deliveries.set(message, [happened]);
    else list.push(happened);
  }

  release(message: Message, tell: (moment: Moment, event: Delivery) => void): void {
    const list = this.#deliveries.get(message);
    if (list === undefined) return;
    this.#deliveries.delete(message);
    for (const { moment, event } of list) tell(momentOf(moment), event);
  }
}
