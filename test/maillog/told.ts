/** What the parsers make of one message: table tests of programs whose header other tests read. */
import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Event } from '../../src/maillog/event.ts';
import { parse } from '../../src/maillog/parse.ts';
import { classify } from '../../src/maillog/program.ts';

/** A line is `tag: message`, as in a log after the host, without a process id. */
export type Table = readonly (readonly [
  string,
  Partial<Record<string, unknown>> & { readonly kind: Event['kind'] },
])[];

function split(line: string): [string, string] {
  const space = line.indexOf(': ');
  return [line.slice(0, space), line.slice(space + 2)];
}

export function told(line: string): Event | undefined {
  const [tag, message] = split(line);
  return parse(classify(tag), message, 0, message.length);
}

/** One test a line, named after it: every field that the table names is as it says. */
export function tells(table: Table): void {
  for (const [line, expected] of table) {
    test(line, () => {
      const event: Record<string, unknown> = { ...told(line) };
      const named = Object.fromEntries(Object.keys(expected).map((key) => [key, event[key]]));
      deepEqual(named, expected);
    });
  }
}

/** Lines that are nobody's business: each is understood, and quiet. */
export function isQuiet(lines: readonly string[]): void {
  for (const line of lines) test(line, () => deepEqual(told(line)?.kind, 'quiet'));
}

/** Lines that are not understood. */
export function isUnknown(lines: readonly string[]): void {
  for (const line of lines) test(line, () => deepEqual(told(line), undefined));
}

/**
 * No text makes the parser throw, and none makes it look before `from` or past `end`: a line that is cut
 * anywhere, inside of a block with any surroundings, gives the event of the cut line alone.
 */
export function staysInside(tags: readonly string[], lines: readonly string[]): void {
  const word = fc.constantFrom(
    ...' :,;()[]<>"=\'@!._-+{}',
    ...lines.flatMap((line) => split(line)[1].split(/(?<=[ :,;()[\]<>"=])/)),
  );
  const text = fc.oneof(
    fc.string({ maxLength: 60 }),
    fc.array(word, { maxLength: 24 }).map((words) => words.join('')),
    fc.constantFrom(...lines).map((line) => split(line)[1]),
  );
  test(`hostile text to ${tags.join(', ')}: never thrown, never read past the line`, () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...tags),
        text,
        text,
        fc.nat(),
        fc.nat(),
        (tag, before, line, cutA, cutB) => {
          const program = classify(tag);
          const end = cutA % (line.length + 1);
          const start = cutB % 5 === 0 ? cutB % (end + 1) : 0;
          const alone = line.slice(start, end);
          const block = before + line;
          deepEqual(
            parse(program, block, before.length + start, before.length + end),
            parse(program, alone, 0, alone.length),
          );
        },
      ),
      { numRuns: 3000 },
    );
  });
}
