/** cidr tables answer as postmap does. */
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import fc from 'fast-check';
import { skipWithoutPrograms } from '../../lab/require.ts';
import { AskedTables } from './asked-tables.ts';

const RUNS = Number(process.env.SEKISHO_POSTMAP_RUNS ?? 15);
const skip = skipWithoutPrograms('postmap');
const asked = new AskedTables();
after(() => asked.end());

const TEXTS: Readonly<Record<string, string>> = {
  'the first counts': '192.0.2.1 a\n192.0.2.0/24 b\n192.0.2.0/28 c\n0.0.0.0/0 d\n',
  'the wider one first': '192.0.2.0/24 b\n192.0.2.1 a\n',
  'bits behind the prefix': '192.0.2.1/24 a\n192.0.2.0/24 b\n2001:db8::1/32 c\n',
  IPv6: '2001:db8::/32 a\n2001:db8:0::1 b\n::/0 c\n',
  brackets:
    '[2001:db8::]/32 a\n[192.0.2.0/24] b\n[198.51.100.1] c\n[203.0.113.0]/24x d\n[203.0.113.0 e\n[203.0.113.0]x f\n',
  masks:
    '192.0.2.0/024 a\n198.51.100.0/33 b\n198.51.100.0/x c\n198.51.100.0/ d\n203.0.113.7/32 e\n2001:db8::/129 f\n',
  'addresses that are none':
    '192.0.2 a\n192.0.2.01 b\n192.0.2.256 c\nexample.com d\n2001:db8:::1 e\n198.51.100.1 f\n',
  'no result': '192.0.2.0/24\n192.0.2.1   \n192.0.2.1 a\n',
  negation: '!192.0.2.0/24 out\n!!192.0.2.1 one\n! 192.0.2.0/28 high\n192.0.2.0/24 rest\n',
  'negation of the other family': '!2001:db8::/32 a\n',
  if: 'if 192.0.2.0/24\n192.0.2.1 a\nendif\n192.0.2.0/24 b\n198.51.100.0/24 c\n',
  'if not': 'if !192.0.2.0/24\n0.0.0.0/0 out\n::/0 six\nendif\n0.0.0.0/0 in\n',
  nested: 'IF 192.0.2.0/24\nif 192.0.2.0/25\n192.0.2.1 a\nendif\n192.0.2.0/24 b\nENDIF\n0.0.0.0/0 c\n',
  'if without endif': 'if 192.0.2.0/24\n192.0.2.1 a\n198.51.100.1 b\n::/0 c\n',
  'if that is skipped': 'if 192.0.2.1/24\n192.0.2.1 a\nendif\n198.51.100.1 b\n',
  'endif alone, text behind': 'endif\nif 192.0.2.0/24\nendif x\n198.51.100.1 b\nendif\n198.51.100.1 c\n',
  'iffy names': 'if192.0.2.0/24 a\nifx 192.0.2.1 b\n192.0.2.1 c\n',
  'results with space, continued': '192.0.2.0/24   REJECT  go\n  away  \n# text\n198.51.100.1 x\n',
  'IPv4 in IPv6': '::ffff:192.0.2.0/120 a\n192.0.2.0/24 b\n',
};

const KEYS = [
  ...[
    '192.0.2.0',
    '192.0.2.1',
    '192.0.2.15',
    '192.0.2.200',
    '198.51.100.1',
    '203.0.113.7',
    '10.0.0.1',
    '0.0.0.0',
  ],
  ...[
    '2001:db8::1',
    '2001:DB8:0:0::1',
    '2001:db9::',
    '::1',
    '::ffff:192.0.2.1',
    '192.0.2.01',
    '192.0.2',
    'example.com',
  ],
];

describe('cidr tables', { skip }, () => {
  for (const [name, text] of Object.entries(TEXTS)) {
    it(name, async () => {
      const spec = `cidr:${asked.write('cidr', text)}`;
      const real = await asked.ask(spec, KEYS);
      const table = await asked.open(spec);
      assert.deepEqual(
        KEYS.map((key) => table.lookup(key)),
        real.answers,
      );
      const warnings = real.warnings === '' ? 0 : real.warnings.split('\n').length;
      assert.equal(table.problems.length, warnings, real.warnings);
    });
  }

  const four = fc.tuple(
    fc.integer({ min: 0, max: 3 }),
    fc.constantFrom(0, 1, 2, 128),
    fc.constantFrom('', '/24', '/25', '/31', '/22', '/0'),
  );
  const network = fc.oneof(
    { weight: 3, arbitrary: four.map(([a, b, mask]) => `192.0.${a}.${mask === '' ? b : 0}${mask}`) },
    {
      weight: 1,
      arbitrary: fc.constantFrom('2001:db8::/32', '2001:db8::1', '::/0', '2001:db8:1::/48', '192.0.2.1/24'),
    },
  );
  const line = fc.oneof(
    {
      weight: 6,
      arbitrary: fc
        .tuple(fc.constantFrom('', '', '', '!'), network, fc.integer({ max: 99, min: 1 }))
        .map(([not, net, n]) => `${not}${net} r${n}`),
    },
    {
      weight: 2,
      arbitrary: fc.tuple(fc.constantFrom('', '!'), network).map(([not, net]) => `if ${not}${net}`),
    },
    { weight: 2, arbitrary: fc.constant('endif') },
  );
  const address = fc.oneof(
    fc
      .tuple(fc.integer({ min: 0, max: 4 }), fc.constantFrom(0, 1, 2, 127, 128, 255))
      .map(([a, b]) => `192.0.${a}.${b}`),
    fc.constantFrom('2001:db8::1', '2001:db8:1::1', '::1'),
  );
  it('random tables', () => {
    return fc.assert(
      fc.asyncProperty(
        fc.array(line, { maxLength: 15 }),
        fc.array(address, { minLength: 20, maxLength: 20 }),
        async (lines, addresses) => {
          const spec = `cidr:${asked.write('cidr', `${lines.join('\n')}\n`)}`;
          const table = await asked.open(spec);
          assert.deepEqual(
            addresses.map((key) => table.lookup(key)),
            (await asked.ask(spec, addresses)).answers,
          );
        },
      ),
      { numRuns: RUNS },
    );
  });
});
