/** Records at random: mostly sensible, some broken, some hostile, in a small world where names meet again. */
import fc from 'fast-check';
import type { Zone } from './zone.ts';

const NAMES = ['example.com', 'a.example', 'b.example', 'c.example', '_spf.example.net', 'mx.example'];

const name = fc.constantFrom(...NAMES);
const macro = fc.constantFrom(
  ...['%{i}', '%{ir}', '%{l}', '%{l1r-}', '%{s}', '%{o}', '%{d}', '%{d2}', '%{h}', '%{v}', '%{p}', '%{L}'],
  ...['%%', '%_', '%-', '%{x}', '%{d0}', '%', '%{i', '%{c}', '%{t}'],
);
const target = fc.oneof(
  { weight: 5, arbitrary: name },
  { weight: 2, arbitrary: fc.tuple(macro, name).map(([m, n]) => `${m}.${n}`) },
  { weight: 1, arbitrary: fc.tuple(macro, macro, name).map(([m, k, n]) => `${m}${k}.${n}`) },
  { weight: 1, arbitrary: macro },
  { weight: 1, arbitrary: fc.string({ maxLength: 8 }) },
);
const prefix = fc.constantFrom(
  '',
  '',
  '',
  '/24',
  '/0',
  '/32',
  '/33',
  '//64',
  '/24//48',
  '/',
  '/024',
  '//129',
);
const plain = fc.oneof(
  fc.tuple(fc.constantFrom('a', 'mx'), prefix).map(([k, p]) => `${k}${p}`),
  fc.tuple(fc.constantFrom('a', 'mx', 'A'), target, prefix).map(([k, t, p]) => `${k}:${t}${p}`),
  fc.tuple(fc.constantFrom('include', 'exists', 'ptr', 'Include'), target).map(([k, t]) => `${k}:${t}`),
  fc.constantFrom(
    'ptr',
    'ip4:192.0.2.0/24',
    'ip4:192.0.2.1',
    'ip4:203.0.113.0/25',
    'ip4:192.0.2.256',
    'ip4:',
  ),
  fc.constantFrom('ip6:2001:db8::/32', 'ip6:2001:db8::1', 'ip6:::192.0.2.1', 'ip6:2001:db8::/129', 'ip6:x'),
  fc.constantFrom('all', 'all:', 'any', 'include', 'exists:', 'a:', 'moo=%{d}', 'moo=%', '9=x', '=', ''),
);
const modifier = fc
  .tuple(fc.constantFrom('redirect', 'exp', 'redirect'), target)
  .map(([k, t]) => `${k}=${t}`);
const term = fc.oneof(
  { weight: 8, arbitrary: fc.tuple(fc.constantFrom('', '+', '-', '~', '?'), plain).map((t) => t.join('')) },
  { weight: 2, arbitrary: modifier },
);
const record = fc
  .tuple(
    fc.constantFrom('v=spf1', 'v=spf1', 'v=spf1', 'V=SPF1', 'v=spf10', 'v=spf2.0'),
    fc.array(term, { maxLength: 7 }),
    fc.constantFrom(' -all', ' ~all', ' ?all', '', '', ' '),
  )
  .map(([version, terms, end]) => `${[version, ...terms].join(' ')}${end}`);

const address4 = fc.constantFrom('192.0.2.1', '192.0.2.200', '203.0.113.9', '198.51.100.7');
const address6 = fc.constantFrom('2001:db8::1', '2001:db8:1::1', '2001:db9::1');
const host = fc.oneof(
  { weight: 6, arbitrary: name },
  { weight: 1, arbitrary: fc.constantFrom('localhost', '192.0.2.1', '') },
);
const some = <T>(arbitrary: fc.Arbitrary<T>, most: number): fc.Arbitrary<T[]> =>
  fc.array(arbitrary, { maxLength: most });

const own = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({
      TXT: fc.oneof(
        { weight: 6, arbitrary: fc.tuple(record) },
        { weight: 1, arbitrary: some(fc.oneof(record, fc.string()), 3) },
        {
          weight: 1,
          arbitrary: fc.tuple(fc.constantFrom('not you, %{i}', '%{l} at %{h}', '%{r} %{c} %', '\u00e9')),
        },
      ),
      A: some(address4, 3),
      AAAA: some(address6, 3),
      MX: some(fc.record({ preference: fc.nat(3), exchange: host }), 12),
      PTR: some(name, 12),
    }),
  },
  { weight: 1, arbitrary: fc.constantFrom('timeout' as const, 'servfail' as const, 'refused' as const) },
);

export const zones: fc.Arbitrary<Zone> = fc
  .tuple(
    ...NAMES.map((each) => fc.tuple(fc.constant(each), fc.option(own, { freq: 8, nil: undefined }))),
    fc.tuple(fc.constantFrom('1.2.0.192.in-addr.arpa', '9.113.0.203.in-addr.arpa'), own),
  )
  .map((entries) => Object.fromEntries(entries.filter(([, records]) => records !== undefined)) as Zone);

export const requests = fc.record({
  ip: fc.oneof(
    { weight: 6, arbitrary: address4 },
    { weight: 2, arbitrary: address6 },
    { weight: 1, arbitrary: fc.constantFrom('::ffff:192.0.2.1', '2001:DB8:0::1') },
  ),
  sender: fc.oneof(
    { weight: 6, arbitrary: fc.tuple(fc.constantFrom('ann', 'bob-x', 'a.b'), name).map((t) => t.join('@')) },
    { weight: 1, arbitrary: fc.constantFrom('', 'example.com', '"a@b"@a.example', 'j\u00f6@b.example') },
  ),
  helo: fc.constantFrom('example.com', 'mx.example', 'localhost', 'c.example'),
});
