/** Who stands behind a reason, in few words: `192.0.2.1 mx.example.net (12), 192.0.2.7 (3), and 310 more`. */
import type { Language } from '../../i18n/language.ts';
import { number, word } from '../../i18n/report/words.ts';
import type { Reason } from '../model.ts';
import { cut } from './fold.ts';
import { widthOf } from './width.ts';

export interface Behind {
  /** The names, each with its count. */
  readonly names: readonly string[];
  /** How many others there are. */
  readonly more: number;
}

export function behindOf({ top, topMore, count }: Reason): Behind | undefined {
  if (top.length === 0) return undefined;
  // One who did it all needs no count.
  const alone = top.length === 1 && top[0]!.count === count;
  const names = top.map(({ subject, name, count: times }) => {
    const who = name === undefined ? subject : `${subject} ${name}`;
    return alone ? who : `${who} (${number(times)})`;
  });
  return { names, more: topMore };
}

/** Many were asked for: then all of them are shown. */
export function isWide({ names }: Behind): boolean {
  return names.length > 5;
}

/** With a span for each name: a line of HTML ends between them. @param show what makes a text harmless there */
export function behindHtml(
  { names, more }: Behind,
  language: Language,
  show: (text: string) => string,
): string {
  const parts = [...names, ...andMore(more, language)];
  const between = separator(language);
  const spans = parts.map(
    (part, i) => `<span>${show(part)}${i < parts.length - 1 ? between.trimEnd() : ''}</span>`,
  );
  return spans.join(between.endsWith(' ') ? ' ' : '');
}

/** Lines of a width, broken between names only; no more than `most`, whatever must be left out for that. */
export function behindLines(
  { names, more }: Behind,
  language: Language,
  width: number,
  most: number,
): string[] {
  for (let shown = names.length; ; shown--) {
    const rest = andMore(more + names.length - shown, language);
    const lines = fill([...names.slice(0, shown), ...rest], separator(language), width);
    if (lines.length <= most || shown <= 1) return lines.slice(0, most);
  }
}

function fill(parts: readonly string[], between: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const [i, part] of parts.entries()) {
    const text = cut(i < parts.length - 1 ? part + between.trimEnd() : part, width);
    const gap = line === '' || between.trimEnd() === between ? '' : ' ';
    if (line !== '' && widthOf(line) + gap.length + widthOf(text) > width) {
      lines.push(line);
      line = text;
    } else line += gap + text;
  }
  return line === '' ? lines : [...lines, line];
}

function andMore(count: number, language: Language): string[] {
  return count > 0 ? [word(language, 'more', { count })] : [];
}

function separator(language: Language): string {
  return language === 'ja' ? '、' : ', ';
}
