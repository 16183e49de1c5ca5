/** Where scenes write their lines, and how these lines look in the end. */
import { Dice } from '../../../lab/random/dice.ts';
import type { Fact } from './facts.ts';

export interface Written {
  /** Epoch milliseconds. */
  readonly time: number;
  readonly host: string;
  readonly program: string;
  readonly pid: number;
  readonly text: string;
}

export type Framing = 'RFC 3164' | 'RFC 3339' | 'journald' | 'PRI';
export const FRAMINGS: readonly Framing[] = ['RFC 3164', 'RFC 3339', 'journald', 'PRI'];

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const LONG = 'BCDFGHJKLMNPQRSTVWXYbcdfghjklmnpqrstvwxy0123456789';

export class Writer {
  readonly dice: Dice;
  readonly lines: Written[] = [];
  readonly facts: Fact[] = [];
  /** Postfix's: what notification lines look like, and counters. */
  readonly version: number;
  readonly #longIds: boolean;
  readonly #used = new Set<string>();
  #pid = 1000;
  #serial = 0;

  constructor(seed: number) {
    this.dice = new Dice(seed);
    this.#longIds = seed % 2 === 0;
    this.version = [2.9, 3.4, 3.1, 3.11, 3.12][seed % 5]!;
  }

  line(time: number, host: string, program: string, text: string, pid = this.dice.between(300, 340)): void {
    this.lines.push({ time: Math.round(time), host, program: `postfix/${program}`, pid, text });
  }

  fact(fact: Fact): void {
    this.facts.push({ ...fact, time: Math.round(fact.time) });
  }

  /** A process of its own. */
  pid(): number {
    return ++this.#pid;
  }

  serial(): number {
    return ++this.#serial;
  }

  queueId(): string {
    const { dice } = this;
    for (;;) {
      const letters = (count: number): string =>
        Array.from({ length: count }, () => dice.pick([...LONG])).join('');
      const id = this.#longIds
        ? `4${letters(9)}z${letters(4)}`
        : dice.between(0x100000000, 0xfffffffff).toString(16).toUpperCase();
      if (this.#used.has(id)) continue;
      this.#used.add(id);
      return id;
    }
  }

  /** In the order of time; lines of one moment as they were written. */
  sorted(): Written[] {
    return this.lines
      .map((line, i) => ({ line, i }))
      .sort((a, b) => a.line.time - b.line.time || a.i - b.i)
      .map(({ line }) => line);
  }
}

/** Stamps of whole seconds: what happened is then known to the second. */
export function isWhole(framing: Framing): boolean {
  return framing === 'RFC 3164' || framing === 'PRI';
}

export function frame({ time, host, program, pid, text }: Written, framing: Framing): string {
  if (framing === 'journald')
    return JSON.stringify({
      __REALTIME_TIMESTAMP: String(time * 1000),
      _HOSTNAME: host,
      SYSLOG_IDENTIFIER: program,
      _PID: String(pid),
      MESSAGE: text,
    });
  const date = new Date(time);
  const iso = date.toISOString();
  const stamp = isWhole(framing)
    ? `${MONTHS[date.getUTCMonth()]} ${String(date.getUTCDate()).padStart(2)} ${iso.slice(11, 19)}`
    : `${iso.slice(0, 23)}000+00:00`;
  return `${framing === 'PRI' ? '<22>' : ''}${stamp} ${host} ${program}[${pid}]: ${text}`;
}
