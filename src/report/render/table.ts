/** Tables for terminals, where a Japanese character is two columns wide. */
import { cut, foldAtMost } from './fold.ts';
import { widthOf } from './width.ts';

export interface Column {
  readonly title: string;
  readonly align?: 'right';
  /** Takes what the other columns leave, and is cut or wrapped to it. */
  readonly flexible?: boolean;
}

const GAP = '  ';
const INDENT = '  ';
/** Of the width, what a column of names may take beside the flexible one. */
const SHARE = 0.3;

/**
 * @param most lines that a long text may take before it is cut
 * @param below lines that belong below the long text of a row, no wider than is told
 */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  width: number,
  most: number,
  below: (row: number, width: number) => readonly string[] = () => [],
): string[] {
  const widths = widthsOf(columns, rows, width);
  const flexible = columns.findIndex((column) => column.flexible === true);
  const lines: string[] = [];
  const put = (cells: readonly string[]): void => {
    const parts = columns.map((_column, i) =>
      foldAtMost(cells[i] ?? '', widths[i]!, i === flexible ? most : 1),
    );
    const height = Math.max(...parts.map((part) => part.length));
    for (let line = 0; line < height; line++) {
      const cellsOfLine = columns.map((column, i) =>
        pad(parts[i]![line] ?? '', widths[i]!, column.align === 'right'),
      );
      lines.push(cut((INDENT + cellsOfLine.join(GAP)).trimEnd(), width));
    }
  };
  if (columns.some((column) => column.title !== '')) put(columns.map((column) => column.title));
  const left = widths.slice(0, Math.max(0, flexible)).reduce((sum, each) => sum + each + GAP.length, 0);
  const room = width - INDENT.length - left - INDENT.length;
  for (const [i, row] of rows.entries()) {
    put(row);
    for (const line of below(i, room)) lines.push(' '.repeat(INDENT.length + left + INDENT.length) + line);
  }
  return lines;
}

function widthsOf(columns: readonly Column[], rows: readonly (readonly string[])[], width: number): number[] {
  const widest = Math.floor(width * SHARE);
  const flexible = columns.findIndex((column) => column.flexible === true);
  const widths = columns.map((column, i) => {
    let needed = widthOf(column.title);
    for (const row of rows) needed = Math.max(needed, widthOf(row[i] ?? ''));
    return flexible < 0 || i === flexible || column.align === 'right' ? needed : Math.min(needed, widest);
  });
  if (flexible < 0) return widths;
  const others = widths.reduce((sum, each, i) => (i === flexible ? sum : sum + each + GAP.length), 0);
  widths[flexible] = Math.max(12, Math.min(widths[flexible]!, width - INDENT.length - others));
  return widths;
}

function pad(text: string, width: number, right: boolean): string {
  const blanks = ' '.repeat(Math.max(0, width - widthOf(text)));
  return right ? blanks + text : text + blanks;
}

const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** A bar of block characters; the largest value takes `width` columns. */
export function bar(value: number, largest: number, width: number): string {
  if (largest <= 0 || value <= 0) return '';
  const eighths = Math.max(1, Math.round((value / largest) * width * 8));
  return '█'.repeat(Math.floor(eighths / 8)) + EIGHTHS[eighths % 8]!;
}
