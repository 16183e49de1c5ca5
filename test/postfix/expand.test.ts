// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Postfix writes so.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ExpansionError, expand } from '../../src/postfix/expand.ts';
import { readMainCf } from '../../src/postfix/main-cf.ts';

const MAIN = readMainCf(
  [
    'one = 1',
    'empty =',
    'twice = $one$one',
    'list = a,',
    '  $one,',
    '# no part of it',
    '  b',
    'loop = $pool',
    'pool = x$loop',
    'deep = ${{$deep} == {} ? {}}',
    'b0 = 0123456789',
    ...Array.from({ length: 40 }, (_, i) => `b${i + 1} = $b${i}$b${i}`),
  ].join('\n'),
  'main.cf',
);

const look = (name: string) => MAIN.byName.get(name)?.value;
const read = (text: string) => expand({ text, file: 'x', pieces: [{ at: 0, line: 1 }] }, look);

/** As the manual page has it, and as postconf 3.7 says where that is silent. */
const VALUES: readonly (readonly [string, string])[] = [
  ['plain', 'plain'],
  ['$one', '1'],
  ['$one.b', '1.b'],
  ['${one}', '1'],
  ['$(one)', '1'],
  ['${ one }', '1'],
  ['$twice', '11'],
  ['$$one', '$one'],
  ['$$$one', '$1'],
  ['$(one)$$(empty) $$', '1$(empty) $'],
  ['$unknown.', '.'],
  ['${unknown:x}', 'x'],
  ['${one?yes}', 'yes'],
  ['${one?{yes}}', 'yes'],
  ['${one ?{yes}}', 'yes'],
  ['${one?{yes}:{no}}', 'yes'],
  ['${one? { yes } : { no } }', ' yes '],
  ['${empty?{yes}:{no}}', 'no'],
  ['${empty?{yes}:no way}', 'no way'],
  ['${empty:{no}}', 'no'],
  ['${empty: no}', ' no'],
  ['${one?$empty:b}', ':b'],
  ['${one?x:{y}}', 'x:{y}'],
  ['${one?x}}', 'x}'],
  ['${one?}', ''],
  ['${one?{${twice?{q}}}}', 'q'],
  ['${one?$(empty:{z})}', 'z'],
  ['${}x'.replace('${}', '${ }'), 'x'],
  ['${{a} == {a}}', 'true'],
  ['${{$one} == {1}?{yes}:{no}}', 'yes'],
  ['${{$one} != {1}?{yes}:{no}}', 'no'],
  ['${{01} == {1}?{yes}:{no}}', 'yes'],
  ['${{16} < {9}?{yes}:{no}}', 'no'],
  ['${{1.5} >= {1.50}?{yes}:{no}}', 'no'],
  ['${{a} < {b}?{yes}:{no}}', 'yes'],
  ['${{ a } == {a}?{yes}:{no}}', 'no'],
  ['${{1}  ==  {1}  ?  {y}  :  {n}  }', 'y'],
  ['${{1} == {1}:no}', ''],
  ['${{10} != {010}?y:n}', ''],
  ['${{3.10} <level {3.9}?{yes}:{no}}', 'no'],
  ['${{3} ==level {3.0.0}?{yes}:{no}}', 'yes'],
  ['${{3.06} ==level {3.6}?{yes}:{no}}', 'yes'],
  ['{one} }{', '{one} }{'],
];

const WRONG: readonly (readonly [string, string])[] = [
  ['$', 'empty-name'],
  ['a $ b', 'empty-name'],
  ['${}', 'empty-name'],
  ['$é', 'empty-name'],
  ['${one', 'unclosed'],
  ['$(one}', 'unclosed'],
  ['$(one?{x)})', 'unclosed'],
  ['${one-two}', 'bad-name'],
  ['${one two}', 'bad-name'],
  ['${one?{x} y}', 'unexpected'],
  ['${empty:{x} y}', 'unexpected'],
  ['${{a}}', 'compare-operator'],
  ['${{a} = {b}}', 'compare-operator'],
  ['${{1} <foo {2}?{y}}', 'compare-operator'],
  ['${{1} == level {1}?{y}}', 'unexpected'],
  ['${{a} == b}', 'unexpected'],
  ['${{a} == {a} {x}}', 'unexpected'],
  ['${{} <level {10}?{y}}', 'compare-level'],
  ['${{1.2.3.4} <level {10}?{y}}', 'compare-level'],
  ['${{3.1024} <level {10}?{y}}', 'compare-level'],
  ['${{99999999999999999999} > {1}?{y}}', 'compare-number'],
  ['$loop', 'nesting'],
  ['$deep', 'nesting'],
  ['$b40', 'too-long'],
];

describe('expansion', () => {
  for (const [text, value] of VALUES) it(text, () => assert.equal(read(text).text, value));

  for (const [text, wrong] of WRONG)
    it(`${text}: ${wrong}`, () => {
      assert.throws(
        () => read(text),
        (error) => error instanceof ExpansionError && error.wrong === wrong,
      );
    });

  it('each letter keeps its place', () => {
    const { text, placeAt } = expand(look('list')!, look);
    assert.equal(text, 'a,  1,  b');
    const lines = ['a', '1', 'b'].map((letter) => placeAt(text.indexOf(letter))?.line);
    assert.deepEqual(lines, [4, 1, 7]);
  });

  it('unknown names are told', () => {
    assert.deepEqual(read('$nobody ${none:x} $one').undefinedNames, ['nobody', 'none']);
  });
});
