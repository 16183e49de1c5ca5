/**
 * Logical lines of a table's text, one after the other (readlline.c): a line that begins with white space continues the one
 * before; comments and empty lines may stand in between. Nothing is kept, so that a file of a million lines is no burden.
 */
import type { Problems } from './table.ts';

const SPACE = /[ \t\n\v\f\r]/;
const BLANK_OR_COMMENT = /[ \t\v\f\r]*(?:#|\n|$)/y;

/** Bytes of a logical line; Postfix has no bound, but a file without line ends is no table. */
const LONGEST = 16 << 20;

/** @param each gets the line's text and its number; text never ends in a line end */
export function eachRow(
  text: string,
  file: string,
  problems: Problems,
  each: (row: string, line: number) => void,
): void {
  let row = '';
  let first = 0;
  let line = 0;
  const end = (): void => {
    if (first === 0) return;
    const whole = untilZero(row);
    if (SPACE.test(whole[0] ?? '')) problems.add('orphan-line', file, first, whole.trim());
    else if (whole !== '') each(whole, first);
    row = '';
    first = 0;
  };
  for (let at = 0; at < text.length; ) {
    let next = text.indexOf('\n', at);
    if (next < 0) next = text.length;
    line++;
    BLANK_OR_COMMENT.lastIndex = at;
    if (!BLANK_OR_COMMENT.test(text)) {
      const code = text.charCodeAt(at);
      if (!(code === 32 || (code >= 9 && code <= 13))) end();
      if (first === 0) {
        first = line;
        row = text.slice(at, next);
      } else if (row.length < LONGEST) row += text.slice(at, next);
    }
    at = next + 1;
  }
  end();
}

/** A string of C ends at its first zero byte. */
function untilZero(text: string): string {
  const at = text.indexOf('\0');
  return at < 0 ? text : text.slice(0, at);
}

const LEADING = /^[ \t\n\v\f\r]+/;

export function trimSpace(text: string): string {
  return trimEnd(text.replace(LEADING, ''));
}

/** Without the expression's quadratic time on long inner white space. */
export function trimEnd(text: string): string {
  const last = text.charCodeAt(text.length - 1);
  if (!(last === 32 || (last >= 9 && last <= 13))) return text;
  let end = text.length;
  while (end > 0 && SPACE.test(text[end - 1]!)) end--;
  return text.slice(0, end);
}
