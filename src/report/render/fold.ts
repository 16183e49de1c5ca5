/**
 * Lines of a bounded width. English breaks at blanks; Japanese anywhere but before what may not begin a line
 * and after what may not end one (JIS X 4051: 行頭禁則, 行末禁則). What has neither is cut where the line is full.
 */
import { isPlain, widthOf } from './width.ts';

const NOT_FIRST =
  /^[、。，．,.:;!?・：；？！）)\]｝}」』】〉》〕’”ー〜～…‥々ゝゞぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ%％]/;
const NOT_LAST = /[（(［[｛{「『【〈《〔‘“]$/;

/** Made when the first text comes that is not plain: loading its tables takes a while. */
let segmenter: Intl.Segmenter | undefined;

/** What a reader takes for one character. */
export function segments(text: string): Iterable<{ segment: string }> {
  if (isPlain(text)) return Array.from(text, (segment) => ({ segment }));
  segmenter ??= new Intl.Segmenter();
  return segmenter.segment(text);
}

/** @param hang blanks before every line but the first */
export function fold(text: string, width: number, hang = 0): string[] {
  if (widthOf(text) <= width) return [text];
  const lines: string[] = [];
  const indent = ' '.repeat(hang);
  let line = '';
  let used = 0;
  /** Where the line may end: an index into it. */
  let border = 0;
  let before = '';
  const end = (at: number): void => {
    lines.push(line.slice(0, at).trimEnd());
    line = indent + line.slice(at).trimStart();
    used = widthOf(line);
    border = 0;
  };
  for (const { segment } of segments(text)) {
    const columns = widthOf(segment);
    const empty = line.trim() === '';
    if (!empty && mayBreak(before, segment, columns)) border = line.length;
    if (used + columns > width && !empty) {
      // A blank at the end of a full line is no part of the next.
      if (segment === ' ') border = line.length;
      end(border > 0 ? border : line.length);
      if (used + columns > width && line.trim() !== '') end(line.length);
      if (segment === ' ' && line.trim() === '') continue;
    }
    line += segment;
    used += columns;
    before = segment;
  }
  if (line.trim() !== '' || lines.length === 0) lines.push(line.trimEnd());
  return lines;
}

function mayBreak(before: string, segment: string, columns: number): boolean {
  if (before === ' ') return segment !== ' ';
  if (NOT_FIRST.test(segment) || NOT_LAST.test(before) || segment === ' ') return false;
  return columns === 2 || (before !== '' && widthOf(before) === 2);
}

/** No more lines than `most`; what is left out shows as `…`. */
export function foldAtMost(text: string, width: number, most: number, hang = 0): string[] {
  const lines = fold(text, width, hang);
  if (lines.length <= most) return lines;
  const rest = lines.slice(most - 1).map((line) => line.trimStart());
  return [...lines.slice(0, most - 1), cut(`${' '.repeat(most > 1 ? hang : 0)}${rest.join(' ')}`, width)];
}

/** No wider than `width`; what is left out shows as `…`. */
export function cut(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  let out = '';
  let used = 0;
  for (const { segment } of segments(text)) {
    const next = widthOf(segment);
    if (used + next > width - 1) break;
    out += segment;
    used += next;
  }
  return `${out}…`;
}
