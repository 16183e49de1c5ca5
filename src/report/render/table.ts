/** Tables and paragraphs for terminals, where a Japanese character is two columns wide. */
import stringWidth from 'string-width';

export interface Column {
  readonly title: string;
  readonly align?: 'right';
  /** Takes what the other columns leave, and is cut or wrapped to it. */
  readonly flexible?: boolean;
}

const GAP = '  ';
const INDENT = '  ';

/** @param wrap long texts go on in the next line instead of being cut */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  width: number,
  wrap: boolean,
): string[] {
  const widths = columns.map((column, i) =>
    Math.max(stringWidth(column.title), ...rows.map((row) => stringWidth(row[i] ?? ''))),
  );
  const flexible = columns.findIndex((column) => column.flexible === true);
  const room = width - INDENT.length;
  if (flexible >= 0) {
    const others = widths.reduce((sum, each, i) => (i === flexible ? sum : sum + each + GAP.length), 0);
    widths[flexible] = Math.max(12, Math.min(widths[flexible]!, room - others));
  }
  const lines: string[] = [];
  const put = (cells: readonly string[]): void => {
    const parts = columns.map((_column, i) =>
      wrap && i === flexible ? fold(cells[i] ?? '', widths[i]!) : [cut(cells[i] ?? '', widths[i]!)],
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
  for (const row of rows) put(row);
  return lines;
}

function pad(text: string, width: number, right: boolean): string {
  const blanks = ' '.repeat(Math.max(0, width - stringWidth(text)));
  return right ? blanks + text : text + blanks;
}

/** No wider than `width`; what is left out shows as `…`. */
export function cut(text: string, width: number): string {
  if (stringWidth(text) <= width) return text;
  let out = '';
  let used = 0;
  for (const { segment } of segments(text)) {
    const next = stringWidth(segment);
    if (used + next > width - 1) break;
    out += segment;
    used += next;
  }
  return `${out}…`;
}

/** Lines no wider than `width`; broken at blanks, else anywhere, as Japanese is. */
export function fold(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  let used = 0;
  let blank = -1;
  for (const { segment } of segments(text)) {
    const next = stringWidth(segment);
    if (used + next > width && line !== '') {
      if (segment !== ' ' && blank > 0) {
        lines.push(line.slice(0, blank));
        line = line.slice(blank + 1);
        used = stringWidth(line);
      } else {
        lines.push(line);
        line = '';
        used = 0;
      }
      blank = -1;
      if (segment === ' ') continue;
    }
    if (segment === ' ') blank = line.length;
    line += segment;
    used += next;
  }
  if (line !== '' || lines.length === 0) lines.push(line);
  return lines;
}

const segmenter = new Intl.Segmenter();

function segments(text: string): Iterable<{ segment: string }> {
  return segmenter.segment(text);
}

const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** A bar of block characters; the largest value takes `width` columns. */
export function bar(value: number, largest: number, width: number): string {
  if (largest <= 0 || value <= 0) return '';
  const eighths = Math.max(1, Math.round((value / largest) * width * 8));
  return '█'.repeat(Math.floor(eighths / 8)) + EIGHTHS[eighths % 8]!;
}
