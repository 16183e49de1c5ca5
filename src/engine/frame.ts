/**
 * The line that the engine speaks of: its header, and positions in the engine's memory. Used again from line to line;
 * good only during the call. The places are those of assembly/frame.ts.
 */
import type { Memory } from './memory.ts';

export class Frame {
  readonly #memory: Memory;
  readonly #at: number;

  constructor(memory: Memory, at: number) {
    this.#memory = memory;
    this.#at = at;
  }

  #word(offset: number): number {
    return this.#memory.view.getUint32(this.#at + offset, true);
  }

  /** Epoch milliseconds. */
  get time(): number {
    return this.#memory.view.getFloat64(this.#at, true);
  }
  /** The same moment on the line's own clock. */
  get wall(): number {
    return this.#memory.view.getFloat64(this.#at + 8, true);
  }
  get lineFrom(): number {
    return this.#word(16);
  }
  get lineTo(): number {
    return this.#word(20);
  }
  /** The line's number in its file, from 1. */
  get line(): number {
    return this.#word(24);
  }
  get pid(): number {
    return this.#word(28);
  }
  /** Numbers, as who laid programs, hosts and files down gave them. */
  get programNumber(): number {
    return this.#word(32);
  }
  get hostNumber(): number {
    return this.#word(36);
  }
  get fileNumber(): number {
    return this.#word(40);
  }
  get addressFrom(): number {
    return this.#word(52);
  }
  get addressTo(): number {
    return this.#word(56);
  }
  /** What a reply says, and in it the DNSBL zone; empty where it is none. */
  get replyFrom(): number {
    return this.#word(60);
  }
  get replyTo(): number {
    return this.#word(64);
  }
  get zoneFrom(): number {
    return this.#word(68);
  }
  get zoneTo(): number {
    return this.#word(72);
  }
  get accountFrom(): number {
    return this.#word(76);
  }
  get accountTo(): number {
    return this.#word(80);
  }

  /** Where the message after the header begins. */
  get start(): number {
    return this.#word(84);
  }

  /** A stretch as a string, all ASCII. */
  slice(from: number, to: number): string {
    return this.#memory.bytes.toString('latin1', from, to);
  }

  raw(): string {
    return this.#memory.bytes.toString('utf8', this.lineFrom, this.lineTo);
  }
}
