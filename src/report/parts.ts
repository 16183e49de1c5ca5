/**
 * How logs are shared out among threads: each gets a stretch of the whole, in the order of time, of about the
 * same size. Plain files are cut at line ends; compressed files, pipes and the journal stay whole.
 */
import { countLines, lineStart } from '../maillog/source/lines.ts';
import type { LogSource, Range } from '../maillog/source/source.ts';

export interface Piece {
  readonly source: LogSource;
  /** undefined: all of it. */
  readonly range: Range | undefined;
  /** Number of the piece's first line in its file. */
  readonly firstLine: number;
}

/** Text for each thread below which another one costs more memory than it saves time (docs/speed.md). */
const WORTH = 256 * 1024 * 1024;
/** Text is about this much longer than its compressed form. */
const RATIO = 8;

/**
 * @param threads how many may work at once
 * @param worth bytes of text that make another thread worth it
 * @returns one list of pieces a thread, in the order of the log; fewer where the logs are small
 */
export async function shareOut(
  sources: readonly LogSource[],
  threads: number,
  worth = WORTH,
): Promise<Piece[][]> {
  const total = sources.reduce((sum, source) => sum + textSize(source), 0);
  const parts = Math.max(1, Math.min(threads, Math.floor(total / worth)));
  const shares: Piece[][] = [[]];
  let before = 0;
  for (const source of sources) {
    const size = textSize(source);
    let from = 0;
    for (let cut = 1; cut < parts; cut++) {
      const wished = (total * cut) / parts - before;
      if (wished <= 0 || wished > size) continue;
      const border = canBeCut(source)
        ? await lineStart(source.path, Math.floor(wished))
        : wished < size / 2
          ? 0
          : size;
      if (border > from) shares.at(-1)!.push(piece(source, from, border, size));
      from = Math.max(from, border);
      shares.push([]);
    }
    if (from < size || size === 0) shares.at(-1)!.push(piece(source, from, size, size));
    before += size;
  }
  return shares.filter((share, i) => i === 0 || share.length > 0);
}

function piece(source: LogSource, from: number, to: number, size: number): Piece {
  return { source, range: from === 0 && to === size ? undefined : { from, to }, firstLine: 1 };
}

/** A log whose stamps have no year and that spans more than one must be read from its beginning. */
function canBeCut(source: LogSource): boolean {
  return source.kind === 'file' && source.compression === 'none' && source.yearsBack === 0 && source.size > 0;
}

function textSize(source: LogSource): number {
  return source.compression === 'none' ? source.size : source.size * RATIO;
}

/** The number of a piece's first line: the lines before it are counted. */
export async function withFirstLine(piece: Piece): Promise<Piece> {
  if (piece.range === undefined || piece.range.from === 0) return piece;
  return { ...piece, firstLine: 1 + (await countLines(piece.source.path, piece.range.from)) };
}
