/** Lines in the order of their time, though each session makes its own long before: a heap of future lines. */
export interface Line {
  readonly time: number;
  readonly order: number;
  readonly text: string;
}

export type Format = 'rfc3164' | 'rfc3339';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const BLOCK = 1 << 18;

export class Writer {
  lines = 0;
  readonly #heap: Line[] = [];
  readonly #out: (text: string) => void;
  readonly #format: Format;
  readonly #zone: string;
  readonly #offset: number;
  #order = 0;
  #block = '';
  #second = Number.NaN;
  #stamp = '';

  /** @param zone as in `+09:00`, for RFC 3339 */
  constructor(out: (text: string) => void, format: Format, zone: string) {
    this.#out = out;
    this.#format = format;
    this.#zone = zone;
    const sign = zone.startsWith('-') ? -1 : 1;
    this.#offset =
      zone === 'Z' ? 0 : sign * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4, 6))) * 60_000;
  }

  /** @param text `host program[pid]: message` */
  put(time: number, text: string): void {
    const line: Line = { time, order: this.#order++, text };
    let i = this.#heap.push(line) - 1;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (!earlier(line, this.#heap[parent]!)) break;
      this.#heap[i] = this.#heap[parent]!;
      i = parent;
    }
    this.#heap[i] = line;
  }

  /** Writes all lines before a time. */
  flush(until: number): void {
    while (this.#heap.length > 0 && this.#heap[0]!.time < until) this.#write(this.#pop());
  }

  end(): void {
    this.flush(Number.POSITIVE_INFINITY);
    if (this.#block !== '') this.#out(this.#block);
    this.#block = '';
  }

  #pop(): Line {
    const first = this.#heap[0]!;
    const last = this.#heap.pop()!;
    if (this.#heap.length === 0) return first;
    let i = 0;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= this.#heap.length) break;
      if (child + 1 < this.#heap.length && earlier(this.#heap[child + 1]!, this.#heap[child]!)) child++;
      if (!earlier(this.#heap[child]!, last)) break;
      this.#heap[i] = this.#heap[child]!;
      i = child;
    }
    this.#heap[i] = last;
    return first;
  }

  #write({ time, text }: Line): void {
    const second = Math.floor(time / 1000);
    if (second !== this.#second) {
      this.#second = second;
      const date = new Date(second * 1000 + this.#offset);
      const iso = date.toISOString();
      this.#stamp =
        this.#format === 'rfc3339'
          ? iso.slice(0, 19)
          : `${MONTHS[date.getUTCMonth()]} ${String(date.getUTCDate()).padStart(2)} ${iso.slice(11, 19)}`;
    }
    const fraction =
      this.#format === 'rfc3339'
        ? `.${String(Math.floor(time * 1000) % 1_000_000).padStart(6, '0')}${this.#zone}`
        : '';
    this.#block += `${this.#stamp}${fraction} ${text}\n`;
    this.lines++;
    if (this.#block.length > BLOCK) {
      this.#out(this.#block);
      this.#block = '';
    }
  }
}

function earlier(a: Line, b: Line): boolean {
  return a.time < b.time || (a.time === b.time && a.order < b.order);
}
