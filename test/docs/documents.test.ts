/** The documents tell what the code does: each list is held to its table in both directions. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, it } from 'node:test';
import { parse } from 'smol-toml';
import { ERRORS } from '../../src/config/error.ts';
import { checkSettings } from '../../src/config/settings.ts';
import { en } from '../../src/findings/text/en.ts';
import { ja } from '../../src/findings/text/ja.ts';
import { run, SAMPLE } from '../cli/run.ts';

const ROOT = join(import.meta.dirname, '../..');
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

function files(folder: string, ending: string): string[] {
  return readdirSync(join(ROOT, folder)).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(join(ROOT, path)).isDirectory()) return files(path, ending);
    return path.endsWith(ending) ? [path] : [];
  });
}

/** What stands in the first column of a document's tables. */
function firstColumn(path: string): string[] {
  return [...read(path).matchAll(/^\| `?([\w -]+?)`? \|/gm)].map((match) => match[1]!);
}

describe('documents', () => {
  it('errors.md has each code with its exit code, and no other', () => {
    const told = [...read('docs/errors.md').matchAll(/^\| `([\w-]+)` \| (\d) \|/gm)].map(
      ([, code, exit]): [string, number] => [code!, Number(exit)],
    );
    assert.deepEqual(Object.fromEntries(told.sort()), Object.fromEntries(Object.entries(ERRORS).sort()));
  });

  it('findings.md has each finding, and no other; both languages have its words', () => {
    const ids = Object.keys(en).sort();
    assert.deepEqual(
      firstColumn('docs/findings.md')
        .filter((id) => id.includes('-') && !id.startsWith('---'))
        .sort(),
      ids,
    );
    assert.deepEqual(Object.keys(ja).sort(), ids);
  });

  it("settings.md's example is taken as it stands and names every setting", () => {
    const example = /```toml\n([\s\S]*?)```/.exec(read('docs/settings.md'))![1]!;
    checkSettings(example, 'settings.md');
    const named = Object.entries(parse(example)).flatMap(([key, value]) =>
      typeof value === 'object' && !Array.isArray(value)
        ? Object.keys(value).map((inner) => `${key}.${inner}`)
        : [key],
    );
    const schema = read('src/config/settings.ts');
    const keys = [
      ...schema.matchAll(/^ *(?:mail: v\.optional\(v\.strictObject\(\{ )?(\w+): v\.optional/gm),
    ].map((match) => match[1]!);
    for (const key of keys.filter((each) => each !== 'report' && each !== 'mail'))
      assert.ok(
        named.some((name) => name.split('.').at(-1) === key),
        `settings.md lacks ${key}`,
      );
  });

  it('rfc.md has each RFC that the code cites, and no other', () => {
    const cited = new Set(files('src', '.ts').flatMap((path) => read(path).match(/RFC \d+/g) ?? []));
    assert.deepEqual(
      firstColumn('docs/rfc.md')
        .filter((name) => name !== 'RFC' && name.startsWith('RFC'))
        .sort(),
      [...cited].sort(),
    );
  });

  it('rfc.md names files that cite the RFC', () => {
    for (const [, rfc, , , where] of read('docs/rfc.md').matchAll(
      /^\| (RFC \d+) \| ([^|]*)\| ([^|]*)\| ([^|]*)\|/gm,
    ))
      for (const [, path] of where!.matchAll(/`([^`]+)`/g))
        assert.ok(
          read(join('src', path!)).includes(rfc!) || rfc === 'RFC 3164' || rfc === 'RFC 3339',
          `${path} does not cite ${rfc}`,
        );
  });

  it('README shows what the command prints of the sample', async () => {
    const { stdout } = await run(['report', '-d', '2026-11-21', SAMPLE]);
    const printed = new Set(stdout.split('\n'));
    const shown = /```\n\$ sekisho report -d yesterday\n([\s\S]*?)```/.exec(read('README.md'))![1]!;
    const whole = shown.split('\n').filter((line) => !line.includes('[...]'));
    assert.ok(whole.length > 15);
    for (const line of whole) assert.ok(printed.has(line), `README.md: ${line}`);
    for (const [, begun] of shown.matchAll(/^ *(\S.*) \[\.\.\.\]$/gm))
      assert.ok(stdout.includes(begun!), `README.md: ${begun}`);
  });

  const documents = ['README.md', 'CHANGELOG.md', ...files('docs', '.md')];
  for (const document of documents)
    it(`${document}: every link leads somewhere`, () => {
      for (const [, target] of read(document).matchAll(/\]\(([^)#]+?)(?:#[^)]*)?\)/g)) {
        if (/^https?:/.test(target!)) continue;
        const path = join(ROOT, dirname(document), target!);
        assert.ok(statSync(path, { throwIfNoEntry: false }), `${relative(ROOT, path)} is missing`);
      }
    });

  it('pflogsumm.md names every option that is taken', () => {
    const table = read('docs/pflogsumm.md');
    const source = /const VALUED[\s\S]*?export function/.exec(read('src/cli/pflogsumm.ts'))![0];
    const options = [...source.matchAll(/'((?:-\w, )?--[\w-]+)(?: <\w+>)?'/g)].flatMap(([, flags]) =>
      flags!.split(', '),
    );
    assert.ok(options.length > 30);
    for (const option of options)
      assert.ok(table.includes(`\`${option}`), `docs/pflogsumm.md lacks ${option}`);
  });
});
