/** The days that a report is about, on the log's own clock. */
import { SekishoError } from '../config/error.ts';

const DAY = 86_400_000;

/** From the first moment of a day to before the first moment after the last: milliseconds of the wall clock. */
export interface Period {
  readonly from: number;
  readonly to: number;
}

export const ALWAYS: Period = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };

/** Sunday, as pflogsumm has it, or Monday (`--dow0mon`): as Date counts the days of a week. */
export type WeekStart = 0 | 1;

/**
 * Reads `--date`: `today`, `yesterday`, `YYYY-MM-DD`, `YYYY-MM`, `this week`, `last week`, `this month`,
 * `last month`, `FROM..TO` (both included, either may be left out; pflogsumm's blank or colon does too), `7d` (the
 * last seven whole days; today is not among them).
 * @param today any moment of today on the wall clock
 */
export function readPeriod(text: string, today: number, weekStart: WeekStart = 0): Period {
  const start = startOfDay(today);
  const asked = text.trim().toLowerCase().replace(/\s+/g, ' ');
  const days = /^(\d{1,4})d$/.exec(asked);
  if (days !== null && Number(days[1]) > 0) return { from: start - Number(days[1]) * DAY, to: start };
  const one = readUnit(asked, start) ?? readWeek(asked, start, weekStart);
  if (one !== undefined) return one;
  const range = /^(\S*?)(?:\.\.|:| )(\S*)$/.exec(asked);
  const [, first = '', last = ''] = range ?? [];
  if (first === '' && last === '') throw badDate(text);
  const from = first === '' ? ALWAYS.from : readUnit(first, start)?.from;
  const to = last === '' ? ALWAYS.to : readUnit(last, start)?.to;
  if (from === undefined || to === undefined) throw badDate(text);
  if (from >= to) throw badDate(text, '"{text}" ends before it begins');
  return { from, to };
}

/**
 * What a period is compared with: the month before a month, else the same length of time just before; of one that is
 * not over, as much as has passed of it. undefined where it has no bounds or has not begun.
 * @param now on the wall clock
 */
export function before(period: Period, now: number): Period | undefined {
  const length = period.to - period.from;
  if (!Number.isFinite(length) || now <= period.from) return undefined;
  const from = isMonth(period) ? monthBefore(period.from) : period.from - length;
  return { from, to: Math.min(period.from, now < period.to ? from + (now - period.from) : period.from) };
}

/** Whether it is a month of the calendar. */
export function isMonth({ from, to }: Period): boolean {
  const first = new Date(from);
  return first.getUTCDate() === 1 && to === Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1);
}

function monthBefore(wall: number): number {
  const first = new Date(wall);
  return Date.UTC(first.getUTCFullYear(), first.getUTCMonth() - 1);
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

function readWeek(text: string, today: number, weekStart: WeekStart): Period | undefined {
  const from = today - ((new Date(today).getUTCDay() - weekStart + 7) % 7) * DAY;
  if (text === 'this week') return { from, to: from + 7 * DAY };
  return text === 'last week' ? { from: from - 7 * DAY, to: from } : undefined;
}

function month(year: number, index: number): Period {
  return { from: Date.UTC(year, index), to: Date.UTC(year, index + 1) };
}

function badDate(text: string, sentence = '"{text}" is no day or range of days'): SekishoError {
  return new SekishoError(
    'bad-date',
    sentence,
    'use today, yesterday, 2026-11-23, 2026-11, 2026-11-01..2026-11-07 or 7d',
    { values: { text } },
  );
}
