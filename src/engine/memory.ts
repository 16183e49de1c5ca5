/** The engine's memory as the program sees it. It moves when it grows: look at it through this, each time. */
import { Buffer } from 'node:buffer';

export class Memory {
  readonly #memory: WebAssembly.Memory;
  #bytes: Buffer;
  #view: DataView;

  constructor(memory: WebAssembly.Memory) {
    this.#memory = memory;
    this.#bytes = Buffer.from(memory.buffer);
    this.#view = new DataView(memory.buffer);
  }

  get bytes(): Buffer {
    if (this.#bytes.length === 0) this.#look();
    return this.#bytes;
  }

  get view(): DataView {
    // What has moved has no length any more.
    if (this.#bytes.length === 0) this.#look();
    return this.#view;
  }

  #look(): void {
    this.#bytes = Buffer.from(this.#memory.buffer);
    this.#view = new DataView(this.#memory.buffer);
  }
}
