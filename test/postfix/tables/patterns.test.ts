// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Postfix writes so.
/** regexp and pcre tables answer as postmap does. */
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import fc from 'fast-check';
import type { Answer } from '../../../src/postfix/tables/table.ts';
import { skipWithoutPrograms } from '../../lab/require.ts';
import { AskedTables } from './asked-tables.ts';

const RUNS = Number(process.env.SEKISHO_POSTMAP_RUNS ?? 15);
const skip = skipWithoutPrograms('postmap');
const asked = new AskedTables();
after(() => asked.end());

const KEYS = [
  ...[
    'a',
    'A',
    'ab',
    'abcd',
    'aab',
    'aaaa',
    'b',
    'ba',
    'a.b',
    'a-b',
    'a b',
    'é',
    'aé',
    '^a',
    'a$',
    'a*',
    'a{2}',
    'a)',
    '[a]',
    'a]',
    '\\a',
  ],
  ...[
    'joe@example.com',
    'Joe+Ext@Mail.EXAMPLE.com',
    'owner-list@example.com',
    'x@y',
    '@',
    '1-2-3-4.dsl.example.net',
  ],
  ...[
    'dyn192-0-2-1.pool.example.net',
    '[192.0.2.1]',
    '192.0.2.1',
    'localhost',
    'mail.example.com',
    'example.com',
    '_',
    'a_b',
    '\t',
    'a\tb',
  ],
];

/** Rules of one line each, of both kinds of tables. */
const BOTH = [
  ...[
    '/a/ r',
    '/^a$/ r',
    '/A/i r',
    '/^ab?c?d*$/ r',
    '/(a|b)c/ r',
    '/a.b/ r',
    '/a\\.b/ r',
    '/[.-]/ r',
    '/[^a-z]/i r',
    '/[]a]$/ r',
  ],
  ...[
    '/[^]a]/ r',
    '/[[:digit:]]+/ r',
    '/^[[:alpha:]]+$/ r',
    '/[[:punct:]]/ r',
    '/[[:space:]]/ r',
    '/a{2}/ r',
    '/a{2,}b/ r',
    '/^a{1,2}$/ r',
  ],
  ...[
    '/(^|\\.)example\\.com$/ r',
    '/^(.*)@(.*)$/ $2 at $1',
    '/^([^@]+)@/ <${1}>',
    '/^(..)(.)?$/ <$(1)$2>',
    '/a/ $$1',
    '/^(a)(b)?/ [$2]',
  ],
  ...[
    '|a/b| r',
    '#a# r',
    '=a= r',
    '!/a/ r',
    '! !/a/ r',
    '!/a/ $1',
    '/(a)/ $2',
    '/a/ $x',
    '/a/ ${1',
    '/a/ $',
    '/a/',
    '/a/x',
    '/a',
    '//  r',
  ],
  ...[
    '/a/q r',
    '/(a/ r',
    '/a)/ r',
    '/[a/ r',
    '/[z-a]/ r',
    '/[[:nope:]]/ r',
    '/*a/ r',
    '/a**/ r',
    '/a{2,1}/ r',
    '/a\\/b/ r',
    '/\\// r',
    '/a|/ r',
    '/()/ r',
  ],
  ...[
    '/(a)\\1/ r',
    '/\\1(a)/ r',
    '/(a*)*b/ r',
    '/\\ba\\b/ r',
    '/\\w\\W/ r',
    '/\\s/ r',
    '/^\\S+$/ r',
    '/\\Ba/ r',
    '/é/ r',
    '/^.$/ r',
    '/^..$/ r',
    '/É/ r',
  ],
  ...[
    '/a/m r',
    '/^a/m r',
    '/a/x r',
    '/a b/x r',
    '/a\\{2\\}/x r',
    'a r',
    'aa/ r',
    '/^owner-(.*)@(.*)$/ 550 Use $(1)@${2} instead',
    '/\\a/ r',
    '/\\./ r',
  ],
  ...[
    '/([0-9]+-){3}[0-9]+.*(dsl|dyn|pool)/ dynamic',
    '/^dyn([0-9]{1,3})-/ $1',
    '/a{,2}$/ r',
    '/a{x/ r',
    '/a{/ r',
    '/{/ r',
    '/^*/ r',
    '/$?/ r',
  ],
];
const REGEXP = [
  ...[
    '/a/!/b/ r',
    '/a/!/b/i r',
    '!/a/!/b/ r',
    '/(a)/!/b/ <$1>',
    '/a/!/(/ r',
    '/\\<a\\>/ r',
    "/\\`a\\'/ r",
    '/[[.a.]b]/ r',
    '/[[=a=]]/ r',
    '/[_-z]/ r',
  ],
  ...[
    '/(a|ab)(c|bcd)(d*)/ $1,$2,$3',
    '/(a|ab)(.*)/ $1,$2',
    '/(x*|a)(b*)/ $1,$2',
    '/\\(a\\)\\1/x <$1>',
    '/a\\+/x r',
    '/*a/x r',
    '/a**/x r',
    '/^*a/x r',
  ],
  ...[
    '/\\(^a\\)/x r',
    '/a\\|b/x r',
    '/a$b/ r',
    '/a^b/ r',
    '/[a-]/ r',
    '/[a\\]/ r',
    '/[\\.]/ r',
    '/a\\n/ r',
    '/[[:upper:]]/ r',
    '/[[:upper:]]/i r',
  ],
];
const PCRE = [
  ...[
    '/\\d+/ r',
    '/^\\D*$/ r',
    '/(?i)A/i r',
    '/a(?i)B/i r',
    '/(?i:A)b/i r',
    '/(?<n>a)(?P<m>b)/ $1$2',
    '/(?:a)(b)/ $1',
    '/a(?=b)/ r',
    '/a(?!b)/ r',
  ],
  ...[
    '/(?<=a)b/ r',
    '/(?<!a)b/ r',
    '/(?<=a+)b/ r',
    '/(?>a+)b/ r',
    '/a++b/ r',
    '/a*+a/ r',
    '/\\Qa.b\\E/ r',
    '/\\Aa\\z/ r',
    '/a\\Z/ r',
    '/\\x61/ r',
    '/\\141/ r',
  ],
  ...[
    '/(.*?)@(.*)/ $1|$2',
    '/(.*)@(.*)/U $1|$2',
    '/a/A r',
    '/b/A r',
    '/a b/x r',
    '/a # b\n/x r',
    '/a\\ b/x r',
    '/a$/E r',
    '/[\\d.]+/ r',
    '/[\\w-]+@/ r',
  ],
  ...[
    '/(a|ab)(c|bcd)(d*)/ $1,$2,$3',
    '/(?#text)a/ r',
    '/a(?#text)+b/ r',
    '/\\ya/ r',
    '/a\\/ r',
    '/[[:word:]]/ r',
    '/[[:^alpha:]]/ r',
    '/\\h/ r',
    '/\\R/ r',
  ],
  ...[
    '/(?|(a)|(b))/ $1',
    '/(?R)?a/ r',
    '/(a)?(?(1)b|c)/ r',
    '/a\\Kb/ r',
    '/(*UTF)é/ r',
    '/\\p{L}/ r',
    '/(?1)(a)/ r',
    '/(?<n>a)\\k<n>/ r',
    '/(a)\\g{-1}/ r',
  ],
  ...[
    '/(a)|b\\1/ r',
    '/(a(b)?)+c/ $2',
    '/(|a)*b/ <$1>',
    '/a/X r',
    '/a/xx r',
    '/[a-\\d]/ r',
    '/[\\b]/ r',
    '/\\N{2}/ r',
    '/a{,2}/ r',
    '/(?-i)A/ r',
    '/\\c@/ r',
    '/\\o{141}/ r',
  ],
];

let written = 0;

async function check(kind: 'regexp' | 'pcre', text: string, keys: readonly string[]): Promise<void> {
  const spec = `${kind}:${asked.write(`${kind}${written++}`, `${text}\n`)}`;
  const real = await asked.ask(spec, keys);
  // What is beyond us is asked of postmap itself, and is then right by itself.
  const table = await asked.open(spec);
  const answers = keys.map((key) => table.lookup(key) as Answer);
  const unknown = (i: number): boolean => typeof answers[i] === 'object' && 'unknown' in answers[i];
  for (const [i, answer] of answers.entries())
    if (!unknown(i)) assert.deepEqual(answer, real.answers[i], keys[i]);
  const told = table.problems.filter(({ kind }) => kind !== 'beyond-us');
  if (!answers.some((_, i) => unknown(i))) assert.equal(told.length > 0, real.warnings !== '', real.warnings);
}

describe('rules of one line', { skip, concurrency: 4 }, () => {
  for (const rule of [...BOTH, ...REGEXP]) it(`regexp: ${rule}`, () => check('regexp', rule, KEYS));
  for (const rule of [...BOTH, ...PCRE]) it(`pcre: ${rule}`, () => check('pcre', rule, KEYS));
});

describe('few are beyond us', () => {
  const BEYOND = /\(\?\||\(\?R|\(\?\(|\\K|\(\*|\\p|\(\?1|\)\|b\\1|\(\|a\)\*|\\1\(a\)/;
  for (const kind of ['regexp', 'pcre'] as const)
    for (const rule of [...BOTH, ...(kind === 'pcre' ? PCRE : REGEXP)].filter((each) => !BEYOND.test(each)))
      it(`${kind}: ${rule}`, async () => {
        const table = await asked.open(`${kind}:${asked.write('rule', `${rule}\n`)}`);
        assert.deepEqual(
          table.problems.filter(({ kind }) => kind === 'beyond-us'),
          [],
        );
        for (const key of KEYS) assert.ok(!('unknown' in Object(table.lookup(key))), key);
      });
});

const PROGRAMS: Readonly<Record<string, string>> = {
  'the first rule counts': '/a/ one\n/a/ two\n/./ three\n',
  'if and endif': 'if /@/\n/^a/ never\n/joe/ joe\nendif\n/a/ rest\n',
  'if not': 'if !/@/\n/a/ no at\nendif\n/./ at\n',
  nested: 'IF /a/\nIf /b/\n/c/ abc\nendif\n/^a/ a\nENDIF\n/./ other\n',
  'if without endif': 'if /@/\n/./ at\n',
  'endif alone': 'endif\n/a/ r\n',
  'text behind': 'if /@/ more\n/./ at\nendif more\n/./ r\n',
  'an if that is wrong': 'if /(/\n/a/ in\nendif\n/b/ out\n',
  'a line that is no rule': 'nonsense\niffy /a/ r\n/a/ r\n',
  'continued results': '/a/   one\n  two\n# text\n   three\n/b/ x\n',
  'a rule that begins with space': ' /a/ r\n/b/ s\n',
};

describe('tables of many rules', { skip }, () => {
  for (const [name, text] of Object.entries(PROGRAMS))
    for (const kind of ['regexp', 'pcre'] as const) it(`${kind}: ${name}`, () => check(kind, text, KEYS));

  const LETTERS = ['a', 'b', 'A', '.', '-', '@', '1'];
  const letter = fc.constantFrom(
    ...LETTERS,
    'é',
    '[ab]',
    '[^a]',
    '[[:alpha:]]',
    '\\.',
    '\\w',
    '\\b',
    '[a-c.]',
  );
  const count = fc.constantFrom('', '', '', '*', '+', '?', '{2}', '{1,2}', '{1,}');
  const { expression } = fc.letrec<{ expression: string; branch: string; piece: string }>((tie) => ({
    expression: fc.oneof(
      { depthSize: 'small', maxDepth: 4 },
      tie('branch'),
      tie('branch'),
      fc.tuple(tie('branch'), tie('expression')).map((parts) => parts.join('|')),
    ),
    branch: fc.array(tie('piece'), { minLength: 1, maxLength: 4 }).map((pieces) => pieces.join('')),
    piece: fc.oneof(
      { depthSize: 'small', maxDepth: 4 },
      { weight: 4, arbitrary: fc.tuple(letter, count).map((parts) => parts.join('')) },
      { weight: 1, arbitrary: fc.tuple(tie('expression'), count).map(([inside, n]) => `(${inside})${n}`) },
    ),
  }));
  const rule = fc
    .tuple(
      fc.constantFrom('', '^', '!'),
      expression,
      fc.constantFrom('', '$'),
      fc.constantFrom('', 'i', 'm'),
      fc.nat(99),
    )
    .map(([begin, inside, end, flags, n]) =>
      begin === '!' ? `!/${inside}${end}/${flags} r${n}` : `/${begin}${inside}${end}/${flags} r${n}`,
    );
  const line = fc.oneof(
    { weight: 4, arbitrary: rule },
    { weight: 1, arbitrary: expression.map((inside) => `if /${inside}/`) },
    { weight: 1, arbitrary: fc.constant('endif') },
  );
  const key = fc
    .array(fc.constantFrom(...LETTERS, 'é', ' ', 'c'), { minLength: 1, maxLength: 8 })
    .map((letters) => letters.join(''));
  for (const kind of ['regexp', 'pcre'] as const)
    it(`random ones: ${kind}`, () =>
      fc.assert(
        fc.asyncProperty(
          fc.array(line, { minLength: 1, maxLength: 8 }),
          fc.array(key, { minLength: 25, maxLength: 25 }),
          (lines, keys) => check(kind, lines.join('\n'), keys),
        ),
        { numRuns: RUNS },
      ));
});

describe('expressions that explode', () => {
  const HOSTILE = [
    ...[
      '/^(a+)+$/ r',
      '/(a*)*b/ r',
      '/(a|a)*b/ r',
      '/(a|aa)+$/ r',
      '/(.*)*x/ r',
      '/(([a-z])+.)+[A-Z]([a-z])+$/ r',
    ],
    ...[
      '/a*a*a*a*a*a*a*a*a*a*b/ r',
      '/(a?){40}a{40}b/ r',
      '/^(([a-z])+\\.)+[0-9]$/ r',
      '/(.*)(.*)(.*)(.*)(.*)!/ $1',
    ],
  ];
  const KEY = `${'a'.repeat(200)}-`;
  for (const kind of ['regexp', 'pcre'] as const)
    for (const rule of HOSTILE)
      it(`${kind}: ${rule}`, async () => {
        const table = await asked.open(`${kind}:${asked.write('hostile', `${rule}\n`)}`);
        assert.equal(table.lookup(KEY), 'absent');
      });

  it('with references or looking around: unknown after a while, never for ever', async () => {
    const spec = `pcre:${asked.write('hostile', '/^(?=(a+)+$)(a+)+$/ r\n/^(b)(a+)+\\1$/ s\n')}`;
    const table = await asked.open(spec);
    for (let i = 0; i < 30; i++)
      assert.match(JSON.stringify(table.lookup(`${'a'.repeat(50 + i)}-`)), /line 1: it takes too long/);
    const known = await asked.open(spec, {
      postmap: async (_table, keys) => keys.map((): Answer => 'absent'),
    });
    assert.equal(await known.lookup(`${'a'.repeat(50)}-`), 'absent');
  });

  it('a text that is too long for anything', async () => {
    const table = await asked.open(`pcre:${asked.write('hostile', '/(a+)+b/ r\n')}`);
    assert.match(JSON.stringify(table.lookup('a'.repeat(3_000_000))), /unknown/);
  });
});
