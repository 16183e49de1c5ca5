// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Postfix writes so.
/** What we read in a configuration is what the installed Postfix reads in it. */
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import fc from 'fast-check';
import { effective, written } from '../../src/postfix/configuration.ts';
import { readDefaults } from '../../src/postfix/defaults.ts';
import { ExpansionError } from '../../src/postfix/expand.ts';
import { readMainCf } from '../../src/postfix/main-cf.ts';
import { readMasterCf } from '../../src/postfix/master-cf.ts';
import { setParameter } from '../../src/postfix/set.ts';
import { skipWithoutPrograms } from '../lab/require.ts';
import { Asked, squeeze } from './postconf.ts';

/** Each asks postconf once or twice, a twentieth of a second. */
const RUNS = Number(process.env.SEKISHO_POSTCONF_RUNS ?? 12);

const skip = skipWithoutPrograms('postconf');
const asked = new Asked();
after(() => asked.end());
asked.write('');
const defaults = skip === false ? readDefaults(asked.ask('-d').lines!.join('\n')) : new Map();

/** Parameters that any Postfix knows, which hold any text; some named as others begin. */
const NAMES = ['smtpd_banner', 'relayhost', 'mail_name', 'myorigin', 'smtpd_client_restrictions', 'biff'];
const OWN = ['mine', 'mine_too', 'MINE', '_x'];

const space = fc.constantFrom(' ', '  ', '\t', '\n ', '\n\t', '\n# a comment\n ', '\n\n  \n ', '\r\n ');
const word = fc.oneof(
  fc.constantFrom('a', 'b', '1', '01', '2', '3.10', '{x y}', ',', '$$', '=', '#', '}', '{', 'é'),
  fc.constantFrom(...NAMES.slice(1), ...OWN).map((name) => `$${name}`),
  fc.constantFrom(...OWN, 'relayhost', 'empty').map((name) => `\${${name}}`),
  fc
    .tuple(fc.constantFrom(...OWN, 'relayhost', 'nobody', ' mine '), fc.constantFrom('?', ':'))
    .chain(([name, sign]) =>
      fc.constantFrom(
        `\${${name}${sign}t}`,
        `\${${name}${sign}{t u}}`,
        `\${${name}${sign} {$mine_too} : {v} }`,
        `$(${name}${sign}{t}:v)`,
      ),
    ),
  fc
    .tuple(
      fc.constantFrom('a', '1', '01', '10', '3.6', '', '$mine'),
      fc.constantFrom('==', '!=', '<', '<=', '>', '>='),
      fc.constantFrom('a', '1', '9', '3.10', '$mine_too'),
      fc.constantFrom('?{y}:{n}', ' ? {y} : {n} ', '?y', ':n', ''),
    )
    .map(([a, op, b, rest]) => `\${{${a}} ${op} {${b}}${rest}}`),
);
const value = fc
  .array(fc.tuple(word, fc.oneof({ weight: 2, arbitrary: fc.constant('') }, space)), { maxLength: 5 })
  .map((words) => words.map((pair) => pair.join('')).join(''));
const setting = fc
  .tuple(
    fc.oneof(fc.constantFrom(...NAMES), fc.constantFrom(...OWN)),
    fc.constantFrom('=', ' = ', ' =', '= ', '\t=\n  '),
    value,
    fc.constantFrom('\n', '\n\n', '\n# comment\n', '\n   # comment\n', '\n \t\n', '\r\n'),
  )
  .map((parts) => parts.join(''));
const odd = fc.constantFrom('# text\n', '\n', ' orphan = 1\n', 'no sign\n', '= no name\n');
const mainCf = fc
  .array(fc.oneof({ weight: 20, arbitrary: setting }, { weight: 1, arbitrary: odd }), { maxLength: 12 })
  .map((lines) => lines.join(''));

const empty = readMasterCf('', 'master.cf');

/** The `name = value` lines as a map. */
function asMap(lines: readonly string[]): Map<string, string> {
  return new Map(
    lines.map((line) => {
      const at = line.indexOf(' =');
      return [line.slice(0, at), line.slice(at + 2).trim()];
    }),
  );
}

describe('main.cf as postconf reads it', { skip }, () => {
  it('postconf -n: the values as written', () => {
    fc.assert(
      fc.property(mainCf, (text) => {
        asked.write(text);
        const told = asked.ask('-n');
        const main = readMainCf(text, 'main.cf');
        const fatal = main.problems.some((problem) => problem.fatal);
        // It tries the expressions too, which is the next test.
        if (told.crashed || told.errors.includes('macro processing error')) return;
        assert.equal(told.lines === undefined, fatal, told.errors);
        if (told.lines === undefined) return;
        const theirs = asMap(told.lines);
        theirs.delete('config_directory');
        for (const [name, text] of theirs)
          assert.equal(squeeze(main.byName.get(name)?.value.text ?? 'not there'), text, name);
        for (const name of main.byName.keys())
          if (defaults.has(name)) assert.ok(theirs.has(name), `${name} is not in postconf -n`);
        const orphans = main.problems.filter(({ kind }) => kind === 'orphan-line').length;
        assert.equal(told.errors.includes('must not start with whitespace'), orphans > 0, told.errors);
      }),
      { numRuns: RUNS },
    );
  });

  it('postconf -x: the values as they are used', () => {
    let compared = 0;
    fc.assert(
      fc.property(mainCf, fc.constantFrom(...NAMES), (text, name) => {
        const main = readMainCf(text, 'main.cf');
        if (main.problems.some((problem) => problem.fatal)) return;
        asked.write(text);
        const told = asked.ask('-x', name);
        let ours: string | undefined;
        try {
          ours = squeeze(effective({ main, master: empty, defaults }, name)!.text);
        } catch (error) {
          if (!(error instanceof ExpansionError)) throw error;
        }
        const theirs = told.lines && asMap(told.lines).get(name);
        // It gives up where any parameter is wrong, not only the one that is asked for.
        if (theirs === undefined && ours !== undefined) return;
        assert.equal(ours, theirs, told.errors);
        compared++;
      }),
      { numRuns: RUNS * 2 },
    );
    assert.ok(compared > RUNS, `${compared} compared`);
  });

  it('every default expands to what postconf -x says', () => {
    const text = 'compatibility_level = 3.6\nmyhostname = mx.example\nmynetworks = 127.0.0.0/8\n';
    asked.write(text);
    const main = readMainCf(text, 'main.cf');
    const theirs = asMap(asked.ask('-x').lines!);
    // Some are made of the machine and of what is set.
    const defaults = readDefaults(asked.ask('-d').lines!.join('\n'));
    const own = ['config_directory', 'process_id', 'process_id_directory', 'process_name'];
    let compared = 0;
    for (const [name, text] of theirs) {
      if (own.includes(name)) continue;
      // Some are expanded later only, with what the client did.
      if (text === squeeze(defaults.get(name)?.text ?? '')) continue;
      const ours = effective({ main, master: empty, defaults }, name)?.text ?? 'not there';
      if (ours.includes(asked.folder) || text.includes(asked.folder)) continue;
      assert.equal(squeeze(ours), text, name);
      compared++;
    }
    assert.ok(compared > 50);
  });

  it('what setParameter writes is what postconf reads, and all else is as before', () => {
    fc.assert(
      fc.property(
        mainCf,
        fc.constantFrom(...NAMES),
        fc.constantFrom('', 'x', 'a,\n  b', '$mine  # no comment', 'permit_mynetworks,\n\treject'),
        (text, name, value) => {
          const before = readMainCf(text, 'main.cf');
          if (before.problems.some((problem) => problem.fatal)) return;
          const written = setParameter(text, name, value);
          const after = readMainCf(written, 'main.cf');
          asked.write(written);
          const told = asked.ask('-n').lines;
          if (told === undefined) return;
          const theirs = asMap(told);
          assert.equal(theirs.get(name), squeeze(value));
          assert.equal(squeeze(after.byName.get(name)!.value.text), squeeze(value));
          for (const [other, { value }] of before.byName)
            if (other !== name) assert.equal(after.byName.get(other)!.value.text, value.text);
          const comments = (whole: string): string[] =>
            whole.split('\n').filter((line) => /^\s*#/.test(line));
          assert.deepEqual(comments(written), comments(text));
        },
      ),
      { numRuns: RUNS },
    );
  });
});

const field = fc.constantFrom(
  'smtpd',
  '-v',
  '-vo',
  '-o',
  'a=b',
  '-oa=b',
  '{',
  '{ a = b c }',
  '-o {a = $mine, x}',
);
const more = fc.constantFrom(
  '-o{a=b}c',
  '{a=b',
  '--',
  '-D',
  'x',
  '{x y}',
  '-o {n v}',
  '\n#c\n -o z=1',
  '-',
  '-zo=1',
);
const head = fc
  .tuple(
    fc.constantFrom('smtp', '127.0.0.1:25', 'slow'),
    fc.constantFrom('inet', 'unix', 'fifo', 'pass', 'unix', 'inet', 'net'),
    fc.constantFrom('n', '-', 'y'),
    fc.constantFrom('-', 'n'),
    fc.constantFrom('-', 'y'),
    fc.constantFrom('-', '1?', '60', '0', '-?', 'x'),
    fc.constantFrom('-', '0', '10', '-', '-', 'all'),
  )
  .map((fields) => fields.join(' '));
const service = fc
  .tuple(head, fc.array(fc.oneof(field, more), { minLength: 0, maxLength: 7 }), fc.constantFrom(' ', '\n  '))
  .map(([fields, args, sep]) => `${fields} cmd${args.map((arg) => sep + arg).join('')}\n`);

describe('master.cf as postconf reads it', { skip }, () => {
  it('postconf -M and -P: services, arguments and overrides', () => {
    fc.assert(
      fc.property(fc.array(service, { maxLength: 3 }), (lines) => {
        const text = lines.join('');
        asked.write('', text);
        const told = asked.ask('-M');
        const { services, problems } = readMasterCf(text, 'master.cf');
        assert.equal(
          told.lines === undefined,
          problems.some((problem) => problem.fatal),
          told.errors,
        );
        if (told.lines === undefined) return;
        const bare = (line: string): string => squeeze(line.replace(/[{}]/g, ' ')).replace(/ ?= ?/g, '=');
        const ours = services.map((each) =>
          [
            ...[each.name, each.type, each.private, each.unprivileged, each.chroot, each.wakeup],
            ...[each.processes, each.command, ...each.arguments],
          ].join(' '),
        );
        assert.deepEqual(ours.map(bare), told.lines.map(bare));
        // postconf shows the first of those with one name twice.
        const names = services.map(({ name, type }) => `${name}/${type}`);
        if (new Set(names).size < names.length) return;
        const overrides = services.flatMap((each) =>
          [...each.overrides].map(([name, { text }]) =>
            squeeze(`${each.name}/${each.type}/${name} = ${text}`),
          ),
        );
        assert.deepEqual(overrides.sort(), [...(asked.ask('-P').lines ?? [])].sort());
      }),
      { numRuns: RUNS },
    );
  });

  it('parameters named after a service', () => {
    const master = 'slow unix - - n - 1 smtp\npipe2 unix - n n - - pipe\n  flags=R argv=/bin/cat\n';
    asked.write('', master);
    const configuration = { main: readMainCf('', ''), master: readMasterCf(master, ''), defaults };
    const theirs = asMap(asked.ask('-d').lines!);
    const named = [...theirs].filter(([name]) => /^(?:slow|pipe2)_/.test(name));
    assert.ok(named.length > 10);
    for (const [name, text] of named) assert.equal(written(configuration, name)?.text, text, name);
  });
});
