/**
 * Results on their way to standard output. Each is told soon, but not each by itself: thousands of small pieces would
 * cost more than what they say. On a terminal somebody reads along.
 */

/** Characters that go out at once, and milliseconds after which fewer do. */
const LARGE = 32_768;
const SOON = 100;

export class Outlet {
  readonly #stream: NodeJS.WriteStream;
  #text = '';
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(stream: NodeJS.WriteStream = process.stdout) {
    this.#stream = stream;
  }

  /** A slow reader makes us wait: memory stays flat whatever is looked up. */
  async put(text: string): Promise<void> {
    if (this.#isClosed) return;
    this.#text += text;
    if (this.#stream.isTTY === true || this.#text.length >= LARGE) return this.flush();
    this.#timer ??= setTimeout(() => void this.flush(), SOON);
  }

  /** The last of it; what comes later is not told. */
  async close(text: string): Promise<void> {
    await this.put(text);
    this.#isClosed = true;
    await this.flush();
  }

  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const text = this.#text;
    this.#text = '';
    if (text !== '' && !this.#stream.write(text))
      await new Promise<void>((resolve) => this.#stream.once('drain', () => resolve()));
  }
}
