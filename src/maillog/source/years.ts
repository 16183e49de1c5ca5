/**
 * The years of a log whose stamps have none. A plain file is looked at here and there before it is read; of a compressed
 * one that would mean to decompress it twice. Where it is large its year is guessed by its first line, and looked at
 * again when it has been read: a log that goes over New Year, or was copied without its time, may turn out to be of
 * another year, and then everything is read once more.
 */
import { firstOf, type Peek, peek, wallOf, wallsOf, yearsBackOf } from './peek.ts';
import { inYear, nearer } from './reference.ts';
import type { LogSource } from './source.ts';

/** Bytes of a compressed file that is read twice at once. */
const SMALL = 256 * 1024;
/** Of a block, what is looked at for a stamp. */
const HEAD = 4096;
const HALF_YEAR = 183 * 86_400_000;

/** @param wall the first line's time on its own clock */
export function guessYears(source: LogSource, told: number, wall: number): LogSource | undefined {
  if (source.compression === 'none' || source.size <= SMALL) return undefined;
  const written = source.reference;
  return { ...source, reference: nearer(wall, written, told), yearsBack: 0, guess: { written, told } };
}

/** Reads a log without years once over, for its years alone. */
export async function knownYears(source: LogSource, peeked?: Peek): Promise<LogSource> {
  const { told, text } = peeked ?? (await peek(source));
  const { guess, ...rest } = source;
  const years = yearsOf(await wallsOf(source), guess?.written ?? source.reference, told);
  return { ...rest, ...years, begins: firstOf(text, years.reference, years.yearsBack).first };
}

function yearsOf(
  walls: readonly number[],
  written: number,
  told: number,
): { reference: number; yearsBack: number } {
  const last = walls.at(-1);
  const reference = last === undefined ? written : nearer(last, written, told);
  return { reference, yearsBack: yearsBackOf(walls, reference) };
}

/** A log turned out to be of other years than was guessed: what was read of it counts for nothing. */
export class Misdated extends Error {
  readonly source: LogSource;

  constructor(source: LogSource) {
    super('a log is of other years than its first line suggests');
    this.source = source;
  }
}

/** Looks at the years of a log while it is read. */
export class YearWatch {
  readonly #source: LogSource;
  readonly #walls: number[] = [];

  constructor(source: LogSource) {
    this.#source = source;
  }

  see(bytes: Buffer, length: number): void {
    if (this.#source.guess === undefined) return;
    const wall = wallOf(bytes.toString('latin1', 0, Math.min(length, HEAD)));
    if (wall !== undefined) this.#walls.push(wall);
  }

  /** The log is at its end. @throws Misdated */
  end(): void {
    const walls = this.#walls;
    const { guess, reference } = this.#source;
    const first = walls[0];
    if (guess === undefined || first === undefined) return;
    const right = yearsOf(walls, guess.written, guess.told);
    const year = (at: number): number => new Date(inYear(first, at)).getUTCFullYear();
    const same = year(reference) === year(right.reference) - right.yearsBack;
    const turns = walls.some((wall, n) => n > 0 && wall - walls[n - 1]! < -HALF_YEAR);
    if (!same || (turns && reference !== right.reference)) throw new Misdated(this.#source);
  }
}
