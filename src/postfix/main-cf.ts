/**
 * main.cf: `name = value`, one a logical line. Where a name stands twice, the last one counts (postconf(5)); names are
 * letter by letter the same or not the same, and the order matters for nothing else.
 */
import { logicalLines } from './logical-line.ts';
import { type Problem, problem } from './problem.ts';
import { splitNameValue } from './split.ts';
import { part, type Value } from './value.ts';

export interface Setting {
  readonly name: string;
  readonly value: Value;
  /** Lines from 1: the first and the last that belong to it. */
  readonly first: number;
  readonly last: number;
}

export interface MainCf {
  readonly file: string;
  /** All of them, as they stand. */
  readonly settings: readonly Setting[];
  /** Those that count. */
  readonly byName: ReadonlyMap<string, Setting>;
  readonly problems: readonly Problem[];
}

/** @param file how the file is to be called in what is told of it */
export function readMainCf(text: string, file: string): MainCf {
  const { lines, problems } = logicalLines(text, file);
  const found = [...problems];
  const settings: Setting[] = [];
  for (const line of lines) {
    const split = splitNameValue(line.text);
    if ('wrong' in split) {
      found.push(problem(split.wrong, { file, line: line.first }, line.text.trim(), true));
      continue;
    }
    const { name, value, at } = split;
    settings.push({
      name,
      value: part(line, at, at + value.length),
      first: line.first,
      last: line.last,
    });
  }
  const byName = new Map(settings.map((setting) => [setting.name, setting]));
  return { file, settings, byName, problems: found };
}
