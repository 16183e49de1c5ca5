/**
 * Two texts of one file as `diff -u` shows them: what goes with `-`, what comes with `+`, and three lines around it. What a
 * terminal would take for a command is made visible.
 */
import { styleText } from 'node:util';
import { safe } from '../report/render/safe.ts';

const AROUND = 3;
/** Cells of the table of the longest common subsequence; beyond, the difference is told as one block. */
const LARGEST = 4_000_000;

export function diffOf(before: string, after: string, file: string, color: boolean): string {
  if (before === after) return '';
  const paint = (how: 'red' | 'green' | 'cyan' | 'bold', line: string): string =>
    // The caller knows where it goes.
    color ? styleText(how, line, { validateStream: false }) : line;
  const lines = [paint('bold', `--- ${safe(file)}`), paint('bold', `+++ ${safe(file)}`)];
  for (const hunk of hunksOf(mark(linesOf(before), linesOf(after)))) {
    lines.push(paint('cyan', headOf(hunk)));
    for (const { sign, text } of hunk) {
      const whole = text.endsWith('\n');
      const line = `${sign}${shown(whole ? text.slice(0, -1) : text)}`;
      lines.push(sign === ' ' ? line : paint(sign === '+' ? 'green' : 'red', line));
      if (!whole) lines.push('\\ No newline at end of file');
    }
  }
  return `${lines.join('\n')}\n`;
}

/** A tab is no danger, and main.cf is full of them. */
function shown(text: string): string {
  return text.split('\t').map(safe).join('\t');
}

/** With their line ends. */
function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

interface Marked {
  readonly sign: ' ' | '-' | '+';
  readonly text: string;
  /** Lines from 1, in the old text and in the new one: of the line, or of the next one where it is not there. */
  readonly old: number;
  readonly now: number;
}

function hunksOf(marked: readonly Marked[]): Marked[][] {
  const hunks: Marked[][] = [];
  let last = -1;
  const near = new Set<number>();
  for (const [i, { sign }] of marked.entries())
    if (sign !== ' ') for (let j = i - AROUND; j <= i + AROUND; j++) near.add(j);
  for (const [i, each] of marked.entries()) {
    if (!near.has(i)) continue;
    if (hunks.length === 0 || i > last + 1) hunks.push([]);
    hunks.at(-1)!.push(each);
    last = i;
  }
  return hunks;
}

/** `@@ -10,7 +10,8 @@` */
function headOf(hunk: readonly Marked[]): string {
  const range = (skipped: '-' | '+', start: number): string => {
    const count = hunk.filter(({ sign }) => sign !== skipped).length;
    return `${count === 0 ? start - 1 : start}${count === 1 ? '' : `,${count}`}`;
  };
  return `@@ -${range('+', hunk[0]!.old)} +${range('-', hunk[0]!.now)} @@`;
}

/** By the longest common subsequence of what is left between a common beginning and a common end. */
function mark(before: readonly string[], after: readonly string[]): Marked[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let end = 0;
  while (
    end < before.length - start &&
    end < after.length - start &&
    before[before.length - 1 - end] === after[after.length - 1 - end]
  )
    end++;
  const signs = [
    ...' '.repeat(start),
    ...middle(before.slice(start, before.length - end), after.slice(start, after.length - end)),
    ...' '.repeat(end),
  ] as Marked['sign'][];
  let old = 0;
  let now = 0;
  return signs.map((sign) => {
    const text = sign === '+' ? after[now]! : before[old]!;
    const marked = { sign, text, old: old + 1, now: now + 1 };
    if (sign !== '+') old++;
    if (sign !== '-') now++;
    return marked;
  });
}

function middle(old: readonly string[], now: readonly string[]): string {
  if (old.length * now.length > LARGEST) return '-'.repeat(old.length) + '+'.repeat(now.length);
  const lengths = Array.from({ length: old.length + 1 }, () => new Uint32Array(now.length + 1));
  for (let i = old.length - 1; i >= 0; i--)
    for (let j = now.length - 1; j >= 0; j--)
      lengths[i]![j] =
        old[i] === now[j] ? lengths[i + 1]![j + 1]! + 1 : Math.max(lengths[i + 1]![j]!, lengths[i]![j + 1]!);
  let signs = '';
  for (let i = 0, j = 0; i < old.length || j < now.length; ) {
    if (i < old.length && j < now.length && old[i] === now[j]) {
      signs += ' ';
      i++;
      j++;
    } else if (j >= now.length || (i < old.length && lengths[i + 1]![j]! >= lengths[i]![j + 1]!)) {
      signs += '-';
      i++;
    } else {
      signs += '+';
      j++;
    }
  }
  return signs;
}
