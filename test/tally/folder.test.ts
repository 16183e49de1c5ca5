/** Folding of any text: bounded, of one mind, and the same with a memory. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Folder, fold } from '../../src/tally/fold.ts';

const word = fc.oneof(
  fc.constantFrom(
    'host',
    'said:',
    'user:',
    '"ann"',
    '550',
    '5.1.1',
    '550-5.7.1',
    '(#5.1.1)',
    '<>',
    '<a',
    'b>',
    '…',
    '',
  ),
  fc.constantFrom(
    '[192.0.2.1]:25:',
    'mx.a.example[192.0.2.1]',
    '/var/spool/12345',
    'https://a.example/1',
    '1,',
    'code',
  ),
  fc.emailAddress(),
  fc.string({ unit: 'binary', maxLength: 12 }),
);
const text = fc.oneof(
  fc.array(word, { maxLength: 30 }).map((words) => words.join(' ')),
  fc.string({ unit: 'binary', maxLength: 1000 }),
  fc.array(fc.constantFrom(...'<>[]()"\':;,.@# /-0159aZä'), { maxLength: 60 }).map((all) => all.join('')),
);

describe('any text', () => {
  it('folds to something no longer than 4/3 of 400 characters', () => {
    // `<> ` becomes `<…> `: nothing grows by more.
    fc.assert(fc.property(text, (any) => fold(any).length <= 534));
    assert.ok(fold('<> '.repeat(1000)).length <= 534);
    assert.ok(fold('x'.repeat(1_000_000)).length <= 534);
  });
  it('folded again stays as it is', () => {
    fc.assert(
      fc.property(text, (any) => {
        const folded = fold(any);
        if (folded.length <= 400) assert.equal(fold(folded), folded);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('a Folder', () => {
  it('folds as fold does, however often', () => {
    const folder = new Folder();
    fc.assert(
      fc.property(text, (any) => {
        const folded = fold(any);
        assert.equal(folder.fold(any), folded);
        assert.equal(folder.fold(any), folded);
        assert.equal(folder.fold(folded), fold(folded));
      }),
    );
  });
  it('of 10,000 constant texts', () => {
    const folder = new Folder();
    const name = (n: number): string => [...String(n)].map((digit) => 'abcdefghij'[Number(digit)]).join('');
    for (let n = 0; n < 20_000; n++)
      assert.equal(folder.fold(`reason ${name(n % 10_000)}`), `reason ${name(n % 10_000)}`);
    assert.equal(folder.fold('reason a@b.example'), 'reason …');
  });
  for (const [reply, folded] of [
    [
      'host mx.a.example[192.0.2.1] said: 452 4.2.2 <b@c.example>: over quota',
      'host … said: 452 4.2.2 <…>: over quota',
    ],
    [
      'host mx.a.example[192.0.2.1] refused to talk to me: 421 busy',
      'host … refused to talk to me: 421 busy',
    ],
    ['connect to mx.a.example[2001:db8::1]:25: No route to host', 'connect to …: No route to host'],
    ['connect to a.example: Connection refused', 'connect to …: Connection refused'],
    ['unknown user: "ann"', 'unknown user: "…"'],
    ['delivered to maildir', 'delivered to maildir'],
    ['host ', 'host'],
    ['connect to ', 'connect to'],
  ] as const)
    it(`reply: ${reply}`, () => {
      assert.equal(new Folder().foldReply(reply, ''), folded);
    });
  it('takes any reply', () => {
    const folder = new Folder();
    const start = fc.constantFrom('', 'host ', 'connect to ', 'host a[', 'connect to a]: ');
    fc.assert(fc.property(start, text, (before, any) => folder.foldReply(before + any, '').length <= 560));
  });
});

describe('a recipient is a gap wherever it stands', () => {
  const address = fc.constantFrom('b@example.com', 'x.y+z=w-1@a.b.example', '7@1.example', 'a__@b', 'A9@X');
  // Whatever may stand around one.
  const piece = fc.constantFrom(
    '@',
    '@',
    ' ',
    '<',
    '>',
    '[',
    ']',
    '(',
    ')',
    '"',
    ':',
    ';',
    ',',
    '.',
    '/',
    'http://',
    '550',
    '5.1.1',
    'user: ',
    'code',
    'S3140',
    '\u0001',
    'é',
    'word',
    'x1y2z3w4v5',
  );
  it('after another one with the same words, and without', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), address, address, (pieces, first, second) => {
        const about = (recipient: string): string =>
          pieces.map((each) => (each === '@' ? recipient : each)).join('');
        const folder = new Folder();
        folder.foldReply(about(first), first);
        assert.equal(folder.foldReply(about(second), second), new Folder().foldReply(about(second), ''));
      }),
      { numRuns: 3000 },
    );
  });
});
