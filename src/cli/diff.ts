/** Two texts of one file, line by line: what goes with `-`, what comes with `+`, and three lines around it. */
import { styleText } from 'node:util';
import { safe } from '../report/render/safe.ts';

const AROUND = 3;
/** Lines; beyond, the difference is told as one block. */
const LARGEST = 5000;

export function diffOf(before: string, after: string, file: string, color: boolean): string {
  if (before === after) return '';
  const marked = mark(before.split('\n'), after.split('\n'));
  const shown = new Set<number>();
  marked.forEach(({ sign }, i) => {
    if (sign !== ' ') for (let j = i - AROUND; j <= i + AROUND; j++) shown.add(j);
  });
  const lines = [`--- ${safe(file)}`, `+++ ${safe(file)}`];
  let last = -1;
  marked.forEach(({ sign, text }, i) => {
    if (!shown.has(i)) return;
    if (i > last + 1) lines.push('...');
    last = i;
    const line = `${sign}${safe(text)}`;
    lines.push(color && sign !== ' ' ? styleText(sign === '+' ? 'green' : 'red', line) : line);
  });
  return `${lines.join('\n')}\n`;
}

interface Marked {
  readonly sign: ' ' | '-' | '+';
  readonly text: string;
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
  const old = before.slice(start, before.length - end);
  const now = after.slice(start, after.length - end);
  const same = (lines: readonly string[]): Marked[] => lines.map((text) => ({ sign: ' ', text }));
  return [...same(before.slice(0, start)), ...middle(old, now), ...same(before.slice(before.length - end))];
}

function middle(old: readonly string[], now: readonly string[]): Marked[] {
  const gone = old.map((text): Marked => ({ sign: '-', text }));
  const come = now.map((text): Marked => ({ sign: '+', text }));
  if (old.length * now.length > LARGEST * 100) return [...gone, ...come];
  const lengths = Array.from({ length: old.length + 1 }, () => new Uint32Array(now.length + 1));
  for (let i = old.length - 1; i >= 0; i--)
    for (let j = now.length - 1; j >= 0; j--)
      lengths[i]![j] =
        old[i] === now[j] ? lengths[i + 1]![j + 1]! + 1 : Math.max(lengths[i + 1]![j]!, lengths[i]![j + 1]!);
  const marked: Marked[] = [];
  let i = 0;
  let j = 0;
  while (i < old.length || j < now.length) {
    if (i < old.length && j < now.length && old[i] === now[j]) {
      marked.push({ sign: ' ', text: old[i]! });
      i++;
      j++;
    } else if (j >= now.length || (i < old.length && lengths[i + 1]![j]! >= lengths[i]![j + 1]!))
      marked.push(gone[i++]!);
    else marked.push(come[j++]!);
  }
  return marked;
}
