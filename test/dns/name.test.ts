import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { readName, skipName, wireName } from '../../src/dns/name.ts';

const hex = (text: string): string | undefined => wireName(text)?.toString('latin1');
const L63 = 'l'.repeat(63);

describe('names', () => {
  const wires: Readonly<Record<string, string>> = {
    '.': '\0',
    com: '\x03com\0',
    'com.': '\x03com\0',
    'mx.Example.com': '\x02mx\x07Example\x03com\0',
    '_dmarc.example': '\x06_dmarc\x07example\0',
    'a\\.b.example': '\x03a.b\x07example\0',
    'a\\\\b.example': '\x03a\\b\x07example\0',
    '\\255\\000x': '\x03\xff\0x\0',
    'b\xfccher.example': '\x06b\xfccher\x07example\0',
    'with space.example': '\x0awith space\x07example\0',
    [L63]: `\x3f${L63}\0`,
  };
  for (const [text, wire] of Object.entries(wires))
    it(JSON.stringify(text), () => assert.equal(hex(text), wire));

  const wrong = [
    ...[
      '',
      '..',
      '.com',
      'a..b',
      'com..',
      `${L63}l`,
      `${L63}l.com`,
      `www.${L63}l`,
      'a\\',
      'a\\256',
      'b\u0142d.example',
    ],
    ...[`${L63}.${L63}.${L63}.${L63}`, 'a.'.repeat(128), 'a.'.repeat(1_000_000), 'x'.repeat(1_000_000)],
  ];
  for (const text of wrong)
    it(`${JSON.stringify(text.slice(0, 80))} (${text.length}) is none`, () =>
      assert.equal(wireName(text), undefined));

  it('253 characters fit, 254 do not', () => {
    const tail = `.${L63}.${L63}.${L63}`;
    assert.equal(wireName(`${'x'.repeat(61)}${tail}`)?.length, 255);
    assert.equal(wireName(`${'x'.repeat(61)}${tail}.`)?.length, 255);
    assert.equal(wireName(`${'x'.repeat(62)}${tail}`), undefined);
    assert.equal(wireName('a.'.repeat(127))?.length, 255);
  });

  it('any labels are written as a text that means the same', () => {
    const label = fc.uint8Array({ minLength: 1, maxLength: 63 });
    fc.assert(
      fc.property(fc.array(label, { maxLength: 4 }), (labels) => {
        const bytes = Buffer.concat([
          ...labels.flatMap((each) => [Buffer.of(each.length), each]),
          Buffer.of(0),
        ]);
        const name = readName(bytes, 0);
        if (bytes.length > 255) {
          assert.equal(name, undefined);
          return;
        }
        assert.equal(name!.end, bytes.length);
        assert.equal(skipName(bytes, 0), bytes.length);
        const again = wireName(name!.text)!;
        // Lower case, ASCII only.
        const lower = bytes.map((byte) => (byte >= 65 && byte <= 90 ? byte + 32 : byte));
        let at = 0;
        for (const each of labels) {
          lower[at] = each.length;
          at += each.length + 1;
        }
        assert.deepEqual([...again], [...lower]);
        assert.equal(readName(again, 0)!.text, name!.text);
      }),
    );
  });
});

describe('names in messages', () => {
  const read = (bytes: readonly number[], at: number): unknown => readName(Uint8Array.from(bytes), at);
  const com = [3, 99, 111, 109, 0];
  const cases: Readonly<Record<string, [bytes: number[], at: number, expected: unknown]>> = {
    root: [[0], 0, { text: '.', end: 1 }],
    'a pointer backwards': [[...com, 1, 65, 0xc0, 0], 5, { text: 'a.com', end: 9 }],
    'a pointer to a pointer': [[...com, 0xc0, 0, 1, 66, 0xc0, 5], 7, { text: 'b.com', end: 11 }],
    'a pointer to itself': [[0xc0, 0], 0, undefined],
    'a pointer forwards': [[0xc0, 2, ...com], 0, undefined],
    'two pointers at each other': [[0xc0, 2, 0xc0, 0], 2, undefined],
    'a loop through a label': [[1, 65, 0xc0, 0], 0, undefined],
    'a label type that there is not': [[0x40, 0], 0, undefined],
    'a label past the end': [[5, 65], 0, undefined],
    'no end': [[1, 65], 0, undefined],
    'half a pointer': [[1, 65, 0xc0], 0, undefined],
    nothing: [[], 0, undefined],
  };
  for (const [what, [bytes, at, expected]] of Object.entries(cases))
    it(what, () => assert.deepEqual(read(bytes, at), expected));

  it('longer than a name can be, by pointers', () => {
    // Each piece is a label of 63 and a pointer to the one before.
    const bytes: number[] = [0];
    let last = 0;
    for (let i = 0; i < 6; i++) {
      const here = bytes.length;
      bytes.push(63, ...new Array(63).fill(97), 0xc0, last);
      last = here;
    }
    assert.notEqual(read(bytes, 1 + 66 * 2), undefined);
    assert.equal(read(bytes, last), undefined);
  });

  it('any bytes end', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), fc.nat(600), (bytes, at) => {
        const name = readName(bytes, at);
        assert.ok(name === undefined || (name.end <= bytes.length && name.text.length <= 4 * 255));
      }),
      { numRuns: 2000 },
    );
  });
});
