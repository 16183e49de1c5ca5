/**
 * Lines that stand in more than one log, as Debian's mail.err, mail.warn and mail.info have those of mail.log: each
 * counts as often as the log has it that has it most often. Copies have the same stamp, so they are not far apart.
 *
 * A program may well write the same line twice in a second, and a syslog daemon may write the two into two logs: only
 * where most lines of one log stand in the other one, too, are they copies. Lines of programs that only one log has are
 * not looked at.
 */
import { BASIS, HIGH_BASIS, HIGH_PRIME, PRIME, widen } from '../tally/hash.ts';

/** Lines that are kept in mind at least. */
const MEMORY = 16_384;
/** How often a line was told, and by which log: two numbers in one. */
const LOG = 2 ** 24;
const CARRIAGE_RETURN = 13;
/** Programs that are told apart; a hostile log may invent some without end. */
const MOST_PROGRAMS = 5000;
const SEVERAL = -1;

/** What several logs have. */
interface Several {
  told: number;
  /** How often each log had it. */
  readonly had: Map<number, number>;
}

export class LineCopies {
  /** Copies that were found. */
  count = 0;
  /** Lines that only one log has had so far. */
  #now = new Map<number, number>();
  #before = new Map<number, number>();
  readonly #several = new Map<number, Several>();
  readonly #programs = new Map<string, number>();
  /** The log that has lines of each program. */
  readonly #owners = [SEVERAL];
  /** Lines of each log, and how many the others had when it joined them. */
  readonly #lines: number[] = [];
  readonly #joined: number[][] = [];
  /** Lines that two logs have, by both their numbers. */
  readonly #common = new Map<number, number>();

  /** Another log is read from here on. @returns its number */
  join(): number {
    this.#joined.push([...this.#lines]);
    return this.#lines.push(0) - 1;
  }

  /** A log has a line of a program. @returns the program's number */
  program(log: number, tag: string): number {
    let number = this.#programs.get(tag);
    if (number === undefined) {
      if (this.#owners.length >= MOST_PROGRAMS) return 0;
      number = this.#owners.push(log) - 1;
      this.#programs.set(tag, number);
    } else if (this.#owners[number] !== log) this.#owners[number] = SEVERAL;
    return number;
  }

  /** Whether the line `from`..`to` of a log, by a program, counted already. */
  isCopy(log: number, program: number, bytes: Buffer, from: number, to: number): boolean {
    if (this.#owners[program] !== SEVERAL || from === to) return false;
    this.#lines[log]!++;
    const hash = hashOf(bytes, from, bytes[to - 1] === CARRIAGE_RETURN ? to - 1 : to);
    const known = this.#now.get(hash) ?? this.#before.get(hash);
    if (known === undefined) {
      this.#keep(hash, log * LOG + 1);
      return false;
    }
    const first = Math.floor(known / LOG);
    let several = this.#several.get(hash);
    if (several === undefined) {
      if (first === log) {
        this.#keep(hash, known + 1);
        return false;
      }
      several = { told: known % LOG, had: new Map([[first, known % LOG]]) };
      this.#several.set(hash, several);
    }
    const had = (several.had.get(log) ?? 0) + 1;
    several.had.set(log, had);
    if (had <= several.told && (log === first || this.#areCopies(first, log))) {
      this.count++;
      return true;
    }
    several.told++;
    return false;
  }

  /** One more line is common to two logs: whether most lines of the shorter one are. */
  #areCopies(a: number, b: number): boolean {
    const [earlier, later] = a < b ? [a, b] : [b, a];
    const pair = earlier * LOG + later;
    const common = (this.#common.get(pair) ?? 0) + 1;
    this.#common.set(pair, common);
    const since = this.#lines[earlier]! - this.#joined[later]![earlier]!;
    return common * 2 >= Math.min(since, this.#lines[later]!);
  }

  #keep(hash: number, value: number): void {
    if (this.#now.size >= MEMORY) {
      this.#before = this.#now;
      this.#now = new Map();
      for (const each of this.#several.keys()) if (!this.#before.has(each)) this.#several.delete(each);
    }
    this.#now.set(hash, value);
  }
}

function hashOf(bytes: Buffer, from: number, to: number): number {
  let low = BASIS;
  let high = HIGH_BASIS;
  for (let i = from; i < to; i++) {
    const code = bytes[i]!;
    low = Math.imul(low ^ code, PRIME);
    high = Math.imul(high ^ code, HIGH_PRIME);
  }
  return widen(low, high);
}
