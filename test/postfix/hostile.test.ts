// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Postfix writes so.
/** Configurations by someone who means harm, or whose editor did: read in bounded time, with a clear error. */
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import fc from 'fast-check';
import { effective } from '../../src/postfix/configuration.ts';
import { listUses } from '../../src/postfix/dns-lists.ts';
import { ExpansionError } from '../../src/postfix/expand.ts';
import { readMainCf } from '../../src/postfix/main-cf.ts';
import { readMasterCf } from '../../src/postfix/master-cf.ts';
import { setParameter } from '../../src/postfix/set.ts';
import { USUAL } from '../../src/postfix/usual.ts';
import { skipWithoutPrograms } from '../lab/require.ts';
import { Asked, squeeze } from './postconf.ts';

const read = (main: string, master = '') => ({
  main: readMainCf(main, 'main.cf'),
  master: readMasterCf(master, 'master.cf'),
  defaults: USUAL,
});

/** Each is one file; what Postfix makes of smtpd_banner there is asked of postconf. */
const NASTY: readonly (readonly [what: string, main: string])[] = [
  ['the last of three counts', 'smtpd_banner = a\nsmtpd_banner = b\nsmtpd_banner=c\n'],
  ['no line end', 'smtpd_banner = a'],
  ['ends in a comment without line end', 'smtpd_banner = a\n b\n#c'],
  ['CR LF', 'smtpd_banner = a\r\n  b\r\n\r\n# c\r\n  d\r\n'],
  ['a comment that looks continued', 'smtpd_banner = a\n# b\n   c\n#d\n\te\n'],
  ['a number sign inside', 'smtpd_banner = a # b\n'],
  ['sign on the next line', 'smtpd_banner\n  = a\n'],
  ['a name in two', 'smtpd_\n banner = a\n'],
  ['two signs', 'smtpd_banner = a = b\n'],
  ['form feed and vertical tab', 'smtpd_banner = a\n\fb\n\vc\n'],
  ['a zero byte', 'smtpd_banner = a\0b\n c\nbiff = no\n'],
  ['orphans first', '  x = y\n  z\nsmtpd_banner = a\n'],
  ['only white space for a value', 'smtpd_banner = \n   \n \t\nbiff = no\n'],
  ['no-break space', 'smtpd_banner =\u00a0a\u00a0\n'],
  ['UTF-8', 'smtpd_banner = 関所 é\n'],
  ['a byte order mark', '\ufeffsmtpd_banner = a\n'],
  ['capitals', 'SMTPD_BANNER = a\n'],
  ['braces across lines', 'smtpd_banner = ${mail_name?{a\n b}\n :\n {c}}\n'],
  ['a comment inside an expression', 'smtpd_banner = ${mail_name?{a\n# b}\n c}}\n'],
  ['it names itself', 'smtpd_banner = x $smtpd_banner\n'],
  ['a circle', 'smtpd_banner = $relayhost\nrelayhost = $myorigin\nmyorigin = ${smtpd_banner}\n'],
  ['a circle that is not taken', 'smtpd_banner = ${mail_name?{a}:{$smtpd_banner}}\n'],
  ['a chain of 90', `smtpd_banner = $b0\n${chain(90)}`],
  ['a chain of 120', `smtpd_banner = $b0\n${chain(120)}`],
];

function chain(length: number): string {
  return Array.from({ length }, (_, i) => `b${i} = ${i + 1 < length ? `$b${i + 1}` : 'end'}\n`).join('');
}

const skip = skipWithoutPrograms('postconf');
const asked = new Asked();
after(() => asked.end());

describe('nasty files, as postconf reads them', { skip }, () => {
  for (const [what, main] of NASTY)
    it(what, () => {
      asked.write(main);
      const { lines } = asked.ask('-x', 'smtpd_banner', 'mail_name', 'mail_version');
      const theirs = lines
        ?.find((line) => line.startsWith('smtpd_banner'))
        ?.replace(/^smtpd_banner =/, '')
        .trim();
      const known = readMainCf(
        (lines ?? []).filter((line) => line.startsWith('mail_')).join('\n'),
        '',
      ).byName;
      const defaults = new Map([
        ...[...known].map(([name, { value }]): [string, typeof value] => [name, value]),
        ['smtpd_banner', { text: '$myhostname ESMTP $mail_name', file: '', pieces: [] }] as const,
        ['myhostname', { text: hostname(), file: '', pieces: [] }] as const,
      ]);
      const configuration = { ...read(main), defaults };
      let ours: string | undefined;
      if (!configuration.main.problems.some(({ fatal }) => fatal))
        try {
          ours = squeeze(effective(configuration, 'smtpd_banner')!.text);
        } catch (error) {
          assert.ok(error instanceof ExpansionError);
        }
      assert.equal(ours, theirs);
    });
});

function hostname(): string {
  return asked.ask('-d', 'myhostname').lines![0]!.replace('myhostname = ', '');
}

/** Milliseconds: a thousandth of what quadratic work on these would take. */
const PATIENCE = 5_000;

const LARGE: readonly (readonly [what: string, main: () => string])[] = [
  [
    'a list of 100,000 lists',
    () => `smtpd_client_restrictions =\n${'  reject_rbl_client bl.example,\n'.repeat(100_000)}`,
  ],
  ['200,000 parameters', () => 'a = b\n'.repeat(200_000)],
  ['open braces', () => `smtpd_client_restrictions = ${'${a?{'.repeat(50_000)}\n`],
  ['open parentheses', () => `smtpd_client_restrictions = ${'$('.repeat(100_000)}\n`],
  [
    'nested 10,000 deep',
    () => `smtpd_client_restrictions = ${'${x:{'.repeat(10_000)}${'}}'.repeat(10_000)}\n`,
  ],
  ['dollars', () => `smtpd_client_restrictions = ${'$$'.repeat(300_000)}\n`],
  ['a value that doubles', () => `smtpd_client_restrictions = $b60\nb0 = x\n${doubling(60)}`],
  [
    'a comparison that needs itself',
    () => 'smtpd_client_restrictions = ${{$smtpd_client_restrictions} == {}?{a}}\n',
  ],
  ['comments', () => `smtpd_client_restrictions = a\n${'# x\n'.repeat(300_000)} b\n`],
];

function doubling(length: number): string {
  return Array.from({ length }, (_, i) => `b${i + 1} = $b${i} $b${i}\n`).join('');
}

describe('large and hostile files', () => {
  for (const [what, main] of LARGE)
    it(what, { timeout: PATIENCE * 4 }, () => {
      const { uses, errors } = listUses(read(main()));
      assert.ok(uses.length + errors.length <= 100_001);
    });

  it('nothing throws, whatever the bytes', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc
        .array(
          fc.constantFrom('$', '{', '}', '(', ')', '?', ':', '=', ' ', '\n', '#', 'a', '-o', ',', '\0'),
          { maxLength: 60 },
        )
        .map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(text, text, (main, master) => {
        listUses(read(`smtpd_client_restrictions = ${main}`, `smtp inet n - n - - smtpd ${master}`));
        readMainCf(main, '');
        readMasterCf(master, '');
      }),
      { numRuns: 2000 },
    );
  });

  for (const [name, value] of [
    ['a', 'b\nc'],
    ['a', 'b\n# c'],
    ['a', 'b\n  # c\n d'],
    ['a b', 'c'],
    ['', 'c'],
    ['#a', 'c'],
    [' a', 'c'],
    ['a', 'b\0c'],
    ['a=b', 'c'],
  ] as const)
    it(`main.cf cannot hold ${JSON.stringify([name, value])}`, () => {
      assert.throws(() => setParameter('x = y\n', name, value), RangeError);
    });

  it('what is written keeps the rest to the letter', () => {
    const text = '# head\nb = 1\n\n# of a\na = x\n  # inside\n  y\n# after\n\nc = 2';
    assert.equal(
      setParameter(text, 'a', 'p,\n  q'),
      '# head\nb = 1\n\n# of a\na = p,\n  q\n  # inside\n# after\n\nc = 2',
    );
    assert.equal(setParameter(text, 'c', '3'), text.replace('c = 2', 'c = 3\n'));
    assert.equal(setParameter(text, 'd', ''), `${text}\nd =\n`);
  });
});
