/** Numbers on the command line. */
import { SekishoError } from '../config/error.ts';

/** @param least -1 where pflogsumm's "all" is allowed */
export function wholeNumber(text: string, option: string, example = 20, least = 0): number {
  const number = /^[+-]?\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (number >= least) return number;
  throw new SekishoError(
    'bad-argument',
    '{option} "{text}" is not a whole number',
    'give a number, as in {option} {example}',
    { values: { option, text, example: String(example) } },
  );
}
