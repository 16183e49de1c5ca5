/** Holds the picture of docs/architecture.md: which rooms there are, and that imports run downwards only. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { describe, it } from 'node:test';

const ROOT = join(import.meta.dirname, '../..');
const SOURCE = join(ROOT, 'src');

/** Floors from the top; a room may import from floors below its own, and from itself. */
const FLOORS: readonly (readonly string[])[] = [
  ['cli', 'server'],
  ['report'],
  ['findings', 'guard', 'policy', 'restrictions', 'relaytest'],
  ['maillog', 'postfix', 'dnsbl', 'spf', 'store'],
  ['tally', 'dns', 'net'],
  ['engine'],
  ['i18n', 'config'],
];

const floorOf = new Map(
  FLOORS.flatMap((rooms, floor) => rooms.map((room): [string, number] => [room, floor])),
);

function files(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? files(path) : path.endsWith('.ts') ? [path] : [];
  });
}

const sources = files(SOURCE);
const roomOf = (path: string): string => {
  const parts = relative(SOURCE, path).split(sep);
  return parts.length === 1 ? '' : parts[0]!;
};

/** Relative imports of a file, types too: a type pulls a room in as surely as a value. */
function importsOf(path: string): string[] {
  const text = readFileSync(path, 'utf8');
  // AssemblyScript names files without their ending.
  const ending = path.includes('/assembly/') ? '.ts' : '';
  return [...text.matchAll(/(?:from|import\(?)\s*'(\.[^']+)'/g)].map((match) =>
    join(dirname(path), `${match[1]!}${ending}`),
  );
}

describe('architecture', () => {
  it('every folder is a room of the picture', () => {
    for (const name of readdirSync(SOURCE)) {
      if (statSync(join(SOURCE, name)).isDirectory())
        assert.ok(floorOf.has(name), `src/${name} is not in the picture`);
    }
  });

  it('the picture is that of docs/architecture.md', () => {
    const picture = readFileSync(join(ROOT, 'docs/architecture.md'), 'utf8');
    for (const room of floorOf.keys())
      assert.ok(picture.includes(`${room}/`), `docs/architecture.md does not know ${room}/`);
  });

  it('imports run downwards only', () => {
    const wrong: string[] = [];
    for (const path of sources) {
      const room = roomOf(path);
      // src/index.ts shows the rooms to other programs.
      if (room === '') continue;
      for (const target of importsOf(path)) {
        const other = roomOf(target);
        if (other === room) continue;
        if (other === '' || floorOf.get(other)! <= floorOf.get(room)!)
          wrong.push(`${relative(ROOT, path)} imports ${relative(ROOT, target)}`);
      }
    }
    assert.deepEqual(wrong, []);
  });

  it('every import exists and names its file', () => {
    for (const path of sources)
      for (const target of importsOf(path)) assert.ok(statSync(target).isFile(), `${path}: ${target}`);
  });

  it('no file is longer than 500 lines', () => {
    const long = sources
      .filter((path) => readFileSync(path, 'utf8').split('\n').length > 501)
      .map((path) => relative(ROOT, path));
    assert.deepEqual(long, []);
  });

  it('no room is called utils, helpers or common', () => {
    assert.deepEqual(
      sources
        .map((path) => relative(SOURCE, path))
        .filter((path) => /(?:^|\/)(?:utils?|helpers?|common)(?:\/|\.ts$)/.test(path)),
      [],
    );
  });
});
