/** Text of a configuration, with the place of every letter: what is said of it can name file and line. */

/** From this offset on, the text stands on this line. Sorted; the first is at 0. */
export interface Piece {
  readonly at: number;
  /** From 1. */
  readonly line: number;
}

export interface Value {
  readonly text: string;
  /** As it is to be shown: `/etc/postfix/main.cf`; "" for what Postfix has built in. */
  readonly file: string;
  readonly pieces: readonly Piece[];
}

export interface Place {
  readonly file: string;
  readonly line: number;
}

/** Something that Postfix has built in: it stands nowhere. */
export function builtIn(text: string): Value {
  return { text, file: '', pieces: [] };
}

/** undefined: it is built in. */
export function placeIn({ file, pieces }: Value, offset: number): Place | undefined {
  const piece = pieces[lastAtOrBefore(pieces, offset)];
  return piece === undefined ? undefined : { file, line: piece.line };
}

/** The index of the last one that begins at the offset or before it; 0 where all begin later. */
export function lastAtOrBefore(sorted: readonly { readonly at: number }[], offset: number): number {
  let [low, high] = [0, sorted.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (sorted[middle]!.at <= offset) low = middle;
    else high = middle;
  }
  return low;
}

/** A part of a value, which keeps its places. */
export function part({ text, file, pieces }: Value, from: number, to: number): Value {
  const inside = pieces
    .filter(({ at }, i) => at < Math.max(to, from + 1) && (pieces[i + 1]?.at ?? Number.MAX_VALUE) > from)
    .map(({ at, line }) => ({ at: Math.max(0, at - from), line }));
  return { text: text.slice(from, to), file, pieces: inside };
}
