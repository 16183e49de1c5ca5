/** Many subjects: each once, in their order, and little memory for them. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { readSubject } from '../../src/dnsbl/question.ts';
import { SubjectSet } from '../../src/dnsbl/subject-set.ts';

function setOf(texts: Iterable<string>): SubjectSet {
  const set = new SubjectSet();
  for (const text of texts) set.add(readSubject(text)!);
  return set;
}
const textsOf = (set: SubjectSet): string[] => [...set].map(({ text }) => text);

describe('a set of subjects', () => {
  it('keeps each once, in the order in which they came, in one spelling', () => {
    const set = setOf([
      '192.0.2.9',
      'B.example',
      '2001:DB8::1',
      '::ffff:192.0.2.9',
      'b.example.',
      '10.0.0.1',
      '0.0.0.0',
    ]);
    assert.deepEqual(textsOf(set), ['192.0.2.9', 'b.example', '2001:db8::1', '10.0.0.1', '0.0.0.0']);
    assert.equal(set.size, 5);
  });
  it('counts by kind those that lists are asked about', () => {
    const set = setOf([
      '192.0.2.9',
      '255.1.2.3',
      '10.0.0.1',
      'fe80::1',
      '2001:db8::1',
      'a.example',
      'a.example',
    ]);
    assert.deepEqual([set.asked('ip4'), set.asked('ip6'), set.asked('domain')], [2, 1, 1]);
  });
  it('as a Set of JavaScript would, whatever comes', () => {
    const word = fc.oneof(
      fc.ipV4(),
      fc.ipV6(),
      fc.domain(),
      fc.integer({ min: 0, max: 99 }).map((n) => `192.0.2.${n}`),
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 300 }), (words) => {
        const subjects = words.flatMap((each) => readSubject(each) ?? []);
        const set = new SubjectSet();
        for (const each of subjects) set.add(each);
        assert.deepEqual(textsOf(set), [...new Set(subjects.map(({ text }) => text))]);
      }),
    );
  });
  it('a hundred thousand neighbours', () => {
    const texts = Array.from(
      { length: 100_000 },
      (_, i) => `198.${51 + (i >> 16)}.${(i >> 8) & 255}.${i & 255}`,
    );
    const set = setOf([...texts, ...texts]);
    assert.equal(set.size, texts.length);
    assert.deepEqual(textsOf(set), texts);
  });
});
