/** What people write, and what they are told to write instead. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { corrected, insteadOf } from '../../src/spf/instead.ts';
import { nearRecord, nearWritten } from '../../src/spf/near.ts';
import { isSpf, readRecord } from '../../src/spf/record.ts';

/** As DNS has it. */
const bytes = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');

/** Empty: nobody can tell what is meant. */
const RECORDS: readonly (readonly [terms: string, right: string])[] = [
  ['a:1.2.3.4 -all', 'ip4:1.2.3.4 -all'],
  ['-mx:192.0.2.0/24 -all', '-ip4:192.0.2.0/24 -all'],
  ['include:192.0.2.1 -all', 'ip4:192.0.2.1 -all'],
  ['ip4:mail.example.com -all', 'a:mail.example.com -all'],
  ['ip4:2001:db8::1 -all', 'ip6:2001:db8::1 -all'],
  ['ip6:192.0.2.1 -all', 'ip4:192.0.2.1 -all'],
  ['ipv4:192.0.2.1 ip:2001:db8::/32 -all', 'ip4:192.0.2.1 ip6:2001:db8::/32 -all'],
  ['192.0.2.1 2001:db8::1 -all', 'ip4:192.0.2.1 ip6:2001:db8::1 -all'],
  ['mail.example.com _spf.example.net -all', 'a:mail.example.com include:_spf.example.net -all'],
  ['ip4:192.0.2/24 -all', 'ip4:192.0.2.0/24 -all'],
  ['ip4:192.0.2.* -all', 'ip4:192.0.2.0/24 -all'],
  ['ip4:192.0.2.0/255.255.255.0 -all', 'ip4:192.0.2.0/24 -all'],
  ['ip4:192.000.002.001 -all', 'ip4:192.0.2.1 -all'],
  ['ip4:192.0.2.8-192.0.2.11 -all', 'ip4:192.0.2.8/30 -all'],
  ['ip4:192.0.2.1-4 -all', 'ip4:192.0.2.1 ip4:192.0.2.2/31 ip4:192.0.2.4 -all'],
  ['ip4:192.0.2.1:25 -all', 'ip4:192.0.2.1 -all'],
  ['ip6:[2001:db8::1] -all', 'ip6:2001:db8::1 -all'],
  ['ip4:192.0.2.1/ ip4:192.0.2.0/024 -all', 'ip4:192.0.2.1 ip4:192.0.2.0/24 -all'],
  ['ip4:192.0.2.0/33 -all', ''],
  ['ip4:192.0.2.256 -all', ''],
  ['ip4:10 -all', ''],
  ['ip4:0.0.0.0/0.0.0.1 -all', ''],
  ['ip4:192.0.2.1,192.0.2.2 mx,a -all', 'ip4:192.0.2.1 ip4:192.0.2.2 mx a -all'],
  ['a:x.example,ip4:192.0.2.1 -all', 'a:x.example ip4:192.0.2.1 -all'],
  ['mx -all;', 'mx -all'],
  ['mx; -all.', 'mx -all'],
  ['"mx" -all"', 'mx -all'],
  ['mx - all', 'mx -all'],
  ['include: a.example -all', 'include:a.example -all'],
  ['include a.example ip4 192.0.2.1 -all', 'include:a.example ip4:192.0.2.1 -all'],
  ['ip4:192.0.2.0 /24 -all', 'ip4:192.0.2.0/24 -all'],
  ['redirect:a.example', 'redirect=a.example'],
  ['+redirect=a.example', 'redirect=a.example'],
  ['redirect=a.example redirect=b.example', 'redirect=a.example'],
  ['includ:a.example inlcude:b.example -all', 'include:a.example include:b.example -all'],
  ['mx -al', 'mx -all'],
  ['mxx ~alll', 'mx ~all'],
  ['mx --all', 'mx -all'],
  ['mx all-', 'mx -all'],
  ['mx -all:x', 'mx -all'],
  ['include:https://a.example/ -all', 'include:a.example -all'],
  ['include:a.example/24 ptr/24 -all', 'include:a.example ptr -all'],
  ['mx/24/64 a: -all', 'mx/24//64 a -all'],
  ['exists:%{i.a.example exists:%i.a.example -all', 'exists:%{i}.a.example exists:%{i}.a.example -all'],
  ['exists:%(ir).a.example -all', 'exists:%{ir}.a.example -all'],
  ['exists:%{z}.a.example -all', ''],
  ['ip4:192.0.2.1include:a.example -all', 'ip4:192.0.2.1 include:a.example -all'],
  ['mx-all', 'mx -all'],
  ['mx \u2013all', 'mx -all'],
  ['mx\u00a0\u201c-all\u201d', 'mx -all'],
  ['mx\n-all', 'mx -all'],
  ['mx\uff0dall', 'mx -all'],
  ['include:\u4f8b\u3048.example -all', 'include:xn--r8jz45g.example -all'],
  ['include:localhost -all', ''],
  ['nonsense -all', ''],
];

describe('a record with errors is corrected', () => {
  for (const [terms, right] of RECORDS)
    it(`${JSON.stringify(terms)}: ${right}`, () => {
      const { record, changes } = corrected(bytes(`v=spf1 ${terms}`));
      assert.equal(record ?? '', right === '' ? '' : `v=spf1 ${right}`);
      for (const { wrong } of changes) assert.ok(bytes(`v=spf1 ${terms}`).includes(wrong), wrong);
    });
});

const TERMS: readonly (readonly [term: string, write: string | undefined])[] = [
  ['include:a.exampleinclude:b.example', 'include:a.example include:b.example'],
  ['include:a.example-all', 'include:a.example -all'],
  ['redirect=a.example~all', 'redirect=a.example ~all'],
  ['include:a.example,b.example', 'include:a.example include:b.example'],
  ['include:ann@a.example', 'include:a.example'],
  ['include:*.a.example', 'include:a.example'],
  ['include=a.example', 'include:a.example'],
  ['ip4=192.0.2.1', 'ip4:192.0.2.1'],
  ['include:a.example', undefined],
  ['include:a.example.', undefined],
  ['a:mail-all.example', undefined],
  ['moo=x', undefined],
  [`include:${'a.'.repeat(200)}example`, undefined],
];

describe('a term that can be read and leads nowhere', () => {
  for (const [term, write] of TERMS)
    it(`${term.slice(0, 60)}: ${write}`, () => assert.equal(insteadOf(term), write));
});

/** undefined: it is no such text; empty: it is, and nobody can tell what is meant. */
const NEAR: readonly (readonly [text: string, write: string | undefined])[] = [
  ['spf1 mx -all', 'v=spf1 mx -all'],
  ['v=spf1; mx; -all', 'v=spf1 mx -all'],
  ['v=spf1,mx,-all', 'v=spf1 mx -all'],
  ['v=spf1mx -all', 'v=spf1 mx -all'],
  ['v=spf1-all', 'v=spf1 -all'],
  ['v=spf1include:a.example -all', 'v=spf1 include:a.example -all'],
  ['v=spf10 mx -all', 'v=spf1 mx -all'],
  ['v=spf2.0 mx -all', 'v=spf1 mx -all'],
  ['v=spf mx -all', 'v=spf1 mx -all'],
  ['v:spf1 mx -all', 'v=spf1 mx -all'],
  ['v = spf1 mx -all', 'v=spf1 mx -all'],
  [' v=spf1 mx -all', 'v=spf1 mx -all'],
  ['"v=spf1 mx -all"', 'v=spf1 mx -all'],
  ['TXT "v=spf1 mx -all"', 'v=spf1 mx -all'],
  ['v=spf1\tmx -all', 'v=spf1 mx -all'],
  ['\ufeffv=spf1 mx -all', 'v=spf1 mx -all'],
  ['v=spf1;', ''],
  ['v=spf1\\032nonsense', ''],
  ['spf2.0/pra mx -all', undefined],
  ['v=DMARC1; p=none', undefined],
  ['spf record follows', undefined],
  ['v=verify-7f1c', undefined],
];

describe('a text that is nearly a record', () => {
  for (const [text, write] of NEAR)
    it(`${JSON.stringify(text)}: ${write}`, () => {
      const near = nearRecord(['hello', bytes(text)]);
      assert.equal(near, write === undefined ? undefined : bytes(text));
      if (near !== undefined) assert.equal(nearWritten(near) ?? '', write);
    });
});

describe('whatever is proposed', () => {
  const word = fc.constantFrom(
    ...[
      'ip4:',
      'ip6:',
      'ip:',
      'a:',
      'mx',
      'include:',
      'include=',
      'redirect:',
      'exists:',
      'all',
      '-',
      '~',
      ',',
      ';',
      ' ',
    ],
    ...[
      '192.0.2.1',
      '192.0.2',
      '/24',
      '/',
      '-9',
      '*',
      '2001:db8::1',
      'a.example',
      '%{i}',
      '%i',
      '%',
      '@',
      '"',
      '\u00e2',
    ],
  );
  const terms = fc.oneof(
    fc.array(word, { maxLength: 9 }).map((words) => words.join('')),
    fc.string({ unit: 'binary', maxLength: 40 }),
  );

  it('is a record that can be read, or a change of what stands there', () =>
    fc.assert(
      fc.property(terms, (text) => {
        const { record, changes } = corrected(`v=spf1 ${text}`);
        assert.ok(changes.length <= 10);
        if (record !== undefined) assert.ok(isSpf(record) && !('fault' in readRecord(record)), record);
        for (const { write } of changes)
          assert.ok(write === '' || !('fault' in readRecord(`v=spf1 ${write}`)), write);
        const near = nearRecord([text]);
        const written = near === undefined ? undefined : nearWritten(near);
        if (written !== undefined) assert.ok(isSpf(written) && !('fault' in readRecord(written)), written);
      }),
      { numRuns: 1500 },
    ));

  for (const hostile of [
    `${'('.repeat(290)}`,
    `${'ip4:1.'.repeat(48)}`,
    `${'a,'.repeat(145)}`,
    `${'%{i'.repeat(95)}`,
  ])
    it(`is found, or not, soon: ${hostile.slice(0, 20)}`, { timeout: 10_000 }, () => {
      const { changes } = corrected(`v=spf1 ${`${hostile} `.repeat(200)}`);
      assert.ok(changes.length <= 10);
    });
});
