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
 * Reads `--date`: `today`, `yesterday`, `YYYY-MM-DD`, `YYYY-MM`, `this month`, `last month`, `FROM..TO` (both
 * included, either may be left out; pflogsumm's blank or colon does too), `7d` (the last seven whole days; today
 * is not among them).
 * @param today any moment of today on the wall clock
 */
export function readPeriod(text: string, today: number): Period {
  const start = startOfDay(today);
  const days = /^(\d{1,4})d$/.exec(text);
  if (days !== null && Number(days[1]) > 0) return { from: start - Number(days[1]) * DAY, to: start };
  const one = readUnit(text, start);
  if (one !== undefined) return one;
  const range = /^(\S*?)(?:\.\.|:| +)(\S*)$/.exec(text.trim());
  const [, first = '', last = ''] = range ?? [];
  if (first === '' && last === '') throw badDate(text);
  const from = first === '' ? ALWAYS.from : readUnit(first, start)?.from;
  const to = last === '' ? ALWAYS.to : readUnit(last, start)?.to;
  if (from === undefined || to === undefined) throw badDate(text);
  if (from >= to) throw badDate(text, ': it ends before it begins');
  return { from, to };
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

/** A day or a month; undefined where the text is neither. */
function readUnit(text: string, today: number): Period | undefined {
  if (text === 'today') return { from: today, to: today + DAY };
  if (text === 'yesterday') return { from: today - DAY, to: today };
  const now = new Date(today);
  if (text === 'this month') return month(now.getUTCFullYear(), now.getUTCMonth());
  if (text === 'last month') return month(now.getUTCFullYear(), now.getUTCMonth() - 1);
  const match = /^([1-9]\d{3})(?:-(\d{2})(?:-(\d{2}))?|(\d{2})(\d{2}))$/.exec(text);
  if (match === null) return undefined;
  const [year, number] = [Number(match[1]), Number(match[2] ?? match[4])];
  const day = match[3] ?? match[5];
  if (number < 1 || number > 12) return undefined;
  if (day === undefined) return month(year, number - 1);
  const from = Date.UTC(year, number - 1, Number(day));
  // 31 February would be 3 March.
  return new Date(from).getUTCDate() === Number(day) ? { from, to: from + DAY } : undefined;
}

function month(year: number, index: number): Period {
  return { from: Date.UTC(year, index), to: Date.UTC(year, index + 1) };
}

function badDate(text: string, why = ''): SekishoError {
  return new SekishoError(
    'bad-date',
    `"${text}" is no day or range of days${why}`,
    'use today, yesterday, 2026-11-23, 2026-11, 2026-11-01..2026-11-07 or 7d',
  );
}
