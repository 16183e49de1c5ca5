/**
 * Logical lines, as Postfix reads main.cf, master.cf and its text tables (postconf(5); readlline.c): a line that begins
 * with white space continues the one before; comments and empty lines may stand in between, and end nothing.
 *
 *     mydestination = a.example
 *     # this is no part of it
 *
 *         b.example              ->  "mydestination = a.example        b.example"
 */
import { type Problem, problem } from './problem.ts';
import type { Piece, Value } from './value.ts';

export interface LogicalLine extends Value {
  /** Lines from 1: the first and the last that belong to it. */
  readonly first: number;
  readonly last: number;
}

/** What the C library calls white space, in ASCII. */
const SPACE = /^[ \t\n\v\f\r]/;
const BLANK_OR_COMMENT = /^[ \t\v\f\r]*(?:#|$)/;

export interface LogicalLines {
  readonly lines: readonly LogicalLine[];
  readonly problems: readonly Problem[];
}

export function logicalLines(text: string, file: string): LogicalLines {
  const lines: LogicalLine[] = [];
  const problems: Problem[] = [];
  let parts: string[] = [];
  let pieces: Piece[] = [];
  let length = 0;
  let last = 0;
  const end = (): void => {
    if (parts.length === 0) return;
    const whole = untilZero(parts.join(''));
    const first = pieces[0]!.line;
    if (SPACE.test(whole)) problems.push(problem('orphan-line', { file, line: first }, whole.trim()));
    else if (whole !== '') lines.push({ text: whole, file, pieces, first, last });
    parts = [];
    pieces = [];
    length = 0;
  };
  for (const [i, line] of text.split('\n').entries()) {
    if (BLANK_OR_COMMENT.test(line)) continue;
    if (!SPACE.test(line)) end();
    parts.push(line);
    pieces.push({ at: length, line: i + 1 });
    length += line.length;
    last = i + 1;
  }
  end();
  return { lines, problems };
}

/** A string of C ends at its first zero byte. */
function untilZero(text: string): string {
  const at = text.indexOf('\0');
  return at < 0 ? text : text.slice(0, at);
}
