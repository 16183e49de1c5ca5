/** The days that a report is about, on the log's own clock. */
import { SekishoError } from '../config/error.ts';

const DAY = 86_400_000;

/** From the first moment of a day to before the first moment after the last: milliseconds of the wall clock. */
export interface Period {
  readonly from: number;
  readonly to: number;
}

export const ALWAYS: Period = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };

/**
 * Reads `--date`: `today`, `yesterday`, `YYYY-MM-DD`, `FROM..TO` (both days included, either may be left out),
 * `7d` (the last seven whole days before today and today until now are `today`; so 7d ends with yesterday).
 * @param today any moment of today on the wall clock
 */
export function readPeriod(text: string, today: number): Period {
  const start = startOfDay(today);
  const days = /^(\d{1,4})d$/.exec(text);
  if (days !== null) return { from: start - Number(days[1]) * DAY, to: start };
  const range = /^(.*)(?:\.\.|:)(.*)$/.exec(text);
  if (range !== null && !/^\d{4}-\d{2}-\d{2}$/.test(text)) {
    const [, first = '', last = ''] = range;
    const from = first === '' ? Number.NEGATIVE_INFINITY : readDay(first, start);
    const to = last === '' ? Number.POSITIVE_INFINITY : readDay(last, start) + DAY;
    if (from >= to) throw badDate(text);
    return { from, to };
  }
  const day = readDay(text, start);
  return { from: day, to: day + DAY };
}

/** The same length of time just before; undefined where a period has no bounds. */
export function before(period: Period): Period | undefined {
  const length = period.to - period.from;
  return Number.isFinite(length) ? { from: period.from - length, to: period.from } : undefined;
}

export function startOfDay(wall: number): number {
  return Math.floor(wall / DAY) * DAY;
}

/** `YYYY-MM-DD` of a moment on the wall clock. */
export function dayName(wall: number): string {
  return new Date(startOfDay(wall)).toISOString().slice(0, 10);
}

function readDay(text: string, today: number): number {
  if (text === 'today') return today;
  if (text === 'yesterday') return today - DAY;
  const match = /^(\d{4})-?(\d{2})-?(\d{2})$/.exec(text);
  if (match === null) throw badDate(text);
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const start = Date.UTC(year, month - 1, day);
  if (new Date(start).getUTCMonth() !== month - 1 || new Date(start).getUTCDate() !== day)
    throw badDate(text);
  return start;
}

function badDate(text: string): SekishoError {
  return new SekishoError(
    'bad-date',
    `"${text}" is no day or range of days`,
    'use today, yesterday, 2026-11-23, 2026-11-01..2026-11-07 or 7d',
  );
}
