/**
 * The catalogue of line shapes seen in public logs (../shared/LINE_SHAPES.md, section 4 and J1): what programs
 * other than Postfix wrote is understood, or stands here with the reason why not. Placeholders are filled in.
 */
import { deepEqual, ok } from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parse } from '../../src/maillog/parse.ts';
import { classify } from '../../src/maillog/program.ts';

const FILE = fileURLToPath(new URL('../../../shared/LINE_SHAPES.md', import.meta.url));
const skip = existsSync(FILE) ? false : `no catalogue at ${FILE}`;

/** Shapes that are not understood, and why. */
const NOT_UNDERSTOOD: Readonly<Record<string, string>> = {};

const FILLED: readonly (readonly [RegExp, string])[] = [
  [/\bQID\b/g, '4D2F1C3A'],
  [/\bCLIENT\[/g, 'mail.example.net['],
  [/\bHOST\b/g, 'mail.example.net'],
  [/(\[|ip=|rip=|lip=|client-ip=|rhost=|address=)(X|IP|ENH\.N|N\.ENH)(?=[\], )]|$)/g, '$1192.0.2.1'],
  [/\bIP\b/g, '192.0.2.1'],
  [/::ffff:[N.ENH]+/g, '::ffff:192.0.2.1'],
  [/\bADDR\b/g, 'a@example.org'],
  [/\bENH\b/g, '5.7.1'],
  [/\bDSN\b/g, '5.7.1'],
  [/\bCODE\b/g, '554'],
  [/"STR"/g, '"192.0.2.1"'],
  [/\bN\b/g, '12'],
];

function fill(template: string): string {
  let text = template;
  for (const [pattern, value] of FILLED) text = text.replace(pattern, value);
  return text;
}

/** `program: template` of each shape. */
function shapes(): [string, string][] {
  const found: [string, string][] = [];
  let program = '';
  let policy = false;
  for (const line of readFileSync(FILE, 'utf8').split('\n')) {
    if (line.startsWith('#')) policy = line.startsWith('### J1');
    const heading = /^\*\*(.+?)\*\* — /.exec(line);
    if (heading?.[1] !== undefined) program = heading[1];
    const item = /^- \d+ \[[^\]]*\] `(.*)`$/.exec(line);
    if (item?.[1] !== undefined) found.push([program, item[1]]);
    const row = policy ? /^\| \d+ \| \w+ \| (?:\*\*(.+?)\*\*: )?`(.*)` \|/.exec(line) : null;
    if (row?.[2] !== undefined) found.push([row[1] === undefined ? 'postfwd' : `postfix/${row[1]}`, row[2]]);
  }
  return found;
}

const all = skip ? [] : shapes();

test('the catalogue has shapes', { skip }, () => ok(all.length > 150));

for (const [tag, template] of all) {
  const program = classify(tag);
  if (program.family === 'foreign' || program.family === 'postfix') continue;
  test(`${tag}: ${template}`, () => {
    const text = fill(template);
    const event = parse(program, text, 0, text.length);
    deepEqual(event === undefined, `${tag}: ${template}` in NOT_UNDERSTOOD);
  });
}
