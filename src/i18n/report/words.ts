/** The report's words in a language, with values put in; numbers, sizes and times as people write them. */
import type { Language } from '../language.ts';
import { put, type Values } from '../put.ts';
import { en, type Words } from './en.ts';
import { ja } from './ja.ts';

export { number } from '../put.ts';

export type Word = keyof Words;

const LANGUAGES: Readonly<Record<Language, Words>> = { en, ja };

export function word(language: Language, key: Word, values: Values = {}): string {
  return put(LANGUAGES[language][key], values);
}

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];

export function bytes(value: number): string {
  let unit = 0;
  let rest = value;
  while (rest >= 1000 && unit < UNITS.length - 1) {
    rest /= 1000;
    unit++;
  }
  return `${unit === 0 || rest >= 100 ? Math.round(rest) : rest.toFixed(1)} ${UNITS[unit]}`;
}

/** Seconds as `0.3 s`, `45 s`, `12 min`, `3.5 h`, `2 d`. */
export function duration(seconds: number): string {
  if (seconds < 10) return `${Number(seconds.toFixed(1))} s`;
  if (seconds < 120) return `${Math.round(seconds)} s`;
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`;
  if (seconds < 172_800) return `${(seconds / 3600).toFixed(1)} h`;
  return `${Math.round(seconds / 86_400)} d`;
}

/** A moment on this machine's clock: `2026-11-23 14:05`. */
export function moment(iso: string | null): string {
  if (iso === null) return '-';
  const date = new Date(iso);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${two(date.getHours())}:${two(date.getMinutes())}`;
}
