/**
 * The sample logs of CrowdSec's hub (https://github.com/crowdsecurity/hub, MIT): every line of them is an event
 * of the kind that their own parsers make of it. They lie outside of this repository.
 */
import { equal, notEqual, ok } from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { EntryReader } from '../../src/maillog/entry.ts';
import type { Event } from '../../src/maillog/event.ts';
import { parse } from '../../src/maillog/parse.ts';

const FOLDER = fileURLToPath(new URL('../../../shared/data/crowdsec/', import.meta.url));
const skip = existsSync(FOLDER) ? false : `no sample logs in ${FOLDER}`;

/** What a line tells, by words in it; the first that fits. */
const KINDS: readonly (readonly [string, Event['kind']])[] = [
  ['auth failed', 'loginFailure'],
  ['no auth attempts', 'quiet'],
  ['auth-worker', 'loginFailure'],
  ['passwd-file', 'loginFailure'],
  ['Login: user', 'login'],
  ['FAIL LOGIN', 'loginFailure'],
  ['OK LOGIN', 'login'],
  ['CONNECT: ', 'quiet'],
  ['530 Permission denied', 'loginFailure'],
  ['NOQUEUE: reject: ', 'reject'],
  ['SASL LOGIN authentication failed', 'saslFailure'],
  ['non-SMTP command', 'abuse'],
];

function linesOf(folder: string): string[] {
  const lines: string[] = [];
  for (const name of readdirSync(`${FOLDER}${folder}`)) {
    if (name.endsWith('.log')) lines.push(...readFileSync(`${FOLDER}${folder}/${name}`, 'utf8').split('\n'));
  }
  return lines.filter((line) => line !== '');
}

const folders = skip
  ? []
  : readdirSync(FOLDER, { withFileTypes: true })
      .filter((each) => each.isDirectory())
      .map((each) => each.name);

test('sample logs of CrowdSec are there', { skip }, () => ok(folders.length > 5));

for (const folder of folders) {
  for (const line of linesOf(folder)) {
    test(`${folder}: ${line}`, () => {
      const entry = new EntryReader(Date.UTC(2026, 10, 20));
      ok(entry.read(line, 0, line.length), 'the header was not read');
      const event = parse(entry.program, line, entry.start, entry.end);
      notEqual(event, undefined);
      const kind = KINDS.find(([words]) => line.includes(words))?.[1];
      equal(event?.kind, kind);
      ok(!JSON.stringify(event).includes('Password123'), 'a given password was kept');
      if (event?.kind === 'loginFailure') ok(!event.address.startsWith('::ffff:') && event.address !== '');
    });
  }
}
