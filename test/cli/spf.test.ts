/** `sekisho spf` as people run it, before a real resolver. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Resolver, startResolver } from '../lab/dns.ts';
import { skipWithout } from '../lab/require.ts';
import { type Ended, run } from './run.ts';

const RECORDS = [
  'example.com. TXT "v=spf1 mx include:_spf.example.net " "-all"',
  'example.com. MX 10 mx.example.com.',
  'mx.example.com. A 192.0.2.25',
  '_spf.example.net. TXT "v=spf1 ip4:203.0.113.0/24 ?all"',
  'strict.example. TXT "v=spf1 ip4:192.0.2.9 -all exp=why.strict.example"',
  'why.strict.example. TXT "not %{l} from %{c}"',
  'two.example. TXT "v=spf1 mx -all"',
  'two.example. TXT "v=spf1 ip4:192.0.2.1 ~all"',
  'bad.example. TXT "v=spf1 ip4:192.0.2.256 -all"',
  'many.example. TXT "v=spf1 include:m1.example include:m2.example -all"',
  ...['m1', 'm2'].map(
    (name) => `${name}.example. TXT "v=spf1 ${'a:h.example mx:example.com '.repeat(3)}?all"`,
  ),
  'h.example. A 192.0.2.8',
  'loop.example. TXT "v=spf1 include:loop2.example -all"',
  'loop2.example. TXT "v=spf1 redirect=loop.example"',
  'text.example. TXT "no SPF"',
  'cut.example. TXT "v=spf1 include:example.com" "-all"',
  'near.example. TXT "v=spf1; mx; -all"',
  'host.example. TXT "v=spf1 include:h.example -all"',
  'words.example. TXT "v=spf1 ip4:h.example redirect:example.com -all;"',
  'void.example. TXT "v=spf1 a:g1.example a:g2.example a:g3.example -all"',
  'advised.example. TXT "v=spf1 ip4:192.0.2.9/24 include=h.example -all"',
  'escape.example. TXT "v=spf1 \\027[31mred -all"',
];

describe('sekisho spf', { skip: skipWithout('unbound'), concurrency: 4 }, () => {
  let resolver: Resolver;
  before(async () => {
    resolver = await startResolver({ records: RECORDS, deadZones: ['dead.example'] });
  });
  after(async () => {
    await resolver?.stop();
  });
  const spf = (...args: string[]): Promise<Ended> => run(['spf', '--dns', resolver.address, ...args]);

  it('has the keys that scripts rely on', async () => {
    const { code, stdout, stderr } = await spf(
      ...['--ip', '203.0.113.5', '--sender', 'ann@example.com', '--helo', 'mx.example.com', '--json'],
    );
    assert.deepEqual([code, stderr], [0, '']);
    const { trace, ...told } = JSON.parse(stdout);
    assert.deepEqual(
      [told.schema, told.result, told.domain, told.record, told.mechanism, told.lookups, told.voidLookups],
      [1, 'pass', 'example.com', 'v=spf1 mx include:_spf.example.net -all', 'include:_spf.example.net', 2, 0],
    );
    assert.equal(told.explanation, null);
    assert.deepEqual(
      trace.map(({ name, type, answer }: Record<string, string>) => `${type} ${name}: ${answer}`),
      [
        'TXT example.com: v=spf1 mx include:_spf.example.net -all',
        'MX example.com: 10 mx.example.com',
        'A mx.example.com: 192.0.2.25',
        'TXT _spf.example.net: v=spf1 ip4:203.0.113.0/24 ?all',
      ],
    );
  });

  const CASES: readonly (readonly [args: string, code: number, told: RegExp])[] = [
    ['example.com --ip 192.0.2.25', 0, /^pass: 192\.0\.2\.25 may send mail for example\.com\./],
    ['example.com --ip [192.0.2.25]', 0, /^pass: /],
    ['--sender <ann@example.com> --ip ::ffff:192.0.2.25', 0, /^pass: /],
    ['--helo example.com --ip 192.0.2.25', 0, /^pass: .*HELO name was checked/s],
    ['--sender ann@strict.example --ip 192.0.2.1', 0, /^fail: .*says: not ann from 192\.0\.2\.1\n/s],
    ['text.example --ip 192.0.2.1', 0, /^none: .*none that begins with v=spf1/s],
    ['gone.example --ip 192.0.2.1', 0, /^none: .*does not exist/s],
    ['two.example --ip 192.0.2.1', 1, /^permerror: .*2 SPF records.*for example: v=spf1 (?:mx|ip4)/s],
    ['bad.example --ip 192.0.2.1', 1, / {2}v=spf1 ip4:192\.0\.2\.256 -all\n {13}\^{11}\n/],
    ['many.example --ip 192.0.2.1', 1, /^permerror: .*14 in all; 10 are allowed.* 7 {2}include:m1\.example/s],
    ['loop.example --ip 192.0.2.1', 1, /in a circle: loop\.example → loop2\.example →\s+loop\.example/],
    ['x.dead.example --ip 192.0.2.1', 3, /^temperror: /],
    ['escape.example --ip 192.0.2.1', 1, /permerror/],
    ['strict.example --ip ::ffff:192.0.2.1', 0, /add ip4:192\.0\.2\.1 to its record/],
    ['strict.example --ip 2001:DB8::1', 0, /add ip6:2001:db8::1 to its record/],
    ['near.example --ip 192.0.2.1', 0, /^none: .*Instead of "v=spf1; mx; -all" write v=spf1 mx -all/s],
    ['cut.example', 1, /Probably "include:example\.com -all" is meant\./],
    ['near.example', 0, /Instead of "v=spf1; mx; -all" write v=spf1 mx -all/],
    ['host.example', 1, /write a:h\.example instead/],
    [
      'words.example',
      1,
      /"ip4:h\.example" write a:h\.example\n.*"redirect:example\.com" write redirect=.*then: v=spf1 a:h\.example redirect=example\.com -all\n/s,
    ],
    ['words.example --lang ja', 1, /「ip4:h\.example」を次のように書き換えてください: a:h\.example\n/],
    [
      'void.example',
      1,
      /names without records: g1\.example, g2\.example, g3\.example\. .*1 {2}a:g1\.example — finds nothing/s,
    ],
    ['many.example', 1, /Most lookups are those of include:m1\.example \(7\)/],
    ['many.example --ip 192.0.2.1', 1, /Most lookups are those of include:m1\.example \(7\)/],
    ['advised.example', 0, /all of ip4:192\.0\.2\.0\/24.* Write include:h\.example/s],
    [
      'advised.example --lang ja',
      0,
      /ip4:192\.0\.2\.0\/24 全体.*無視します。次のように.*: include:h\.example/s,
    ],
    ['example.com', 0, /^example\.com publishes a record that can be used; at most it takes 2 of 10/],
    ['many.example', 1, /It can take 14 lookups, and 10 are allowed/],
    ['loop.example', 1, /lead in a circle/],
    ['x.dead.example', 3, /DNS did not answer/],
    ['two.example --lang ja', 1, /SPF レコードが 2 件あります/],
    ['bad.example --ip 192.0.2.1 --lang ja', 1, /12 文字目に誤りがあります/],
  ];
  for (const [args, code, told] of CASES)
    it(args, async () => {
      const ended = await spf(...args.split(' '));
      assert.match(ended.stdout, told);
      assert.deepEqual([ended.code, ended.stderr], [code, '']);
      assert.equal(ended.stdout.includes('\u001b'), false);
      for (const line of ended.stdout.split('\n')) assert.ok(line.length <= 100, line);
    });
});

describe('sekisho spf refuses', { concurrency: 3 }, () => {
  const REFUSED: readonly (readonly [args: readonly string[], told: RegExp])[] = [
    [[], /no domain to check/],
    [['--ip', '192.0.2.1'], /no domain to check/],
    [['--ip', '192.0.2.256', '--sender', 'a@example.com'], /--ip "192\.0\.2\.256" is no IP address/],
    [['--ip', '2001:db8::g', 'example.com'], /is no IP address/],
    [['--ip', 'fe80::1%eth0', 'example.com'], /is no IP address/],
    [['--ip', '192.0.2.1', 'localhost'], /neither a domain nor a mail address/],
    [['--ip', '192.0.2.1', '--sender', 'ann@[192.0.2.1]'], /neither a mail address nor a domain/],
    [['--ip', '192.0.2.1', '--sender', 'ann@a..example'], /neither a mail address nor a domain/],
    [['--ip', '192.0.2.1', '--sender', `ann@${'x'.repeat(64)}.example`], /neither a mail address/],
    [['--ip', '192.0.2.1', '--sender', ''], /there is no HELO name/],
    [['--ip', '192.0.2.1', '--sender', '', '--helo', 'pc'], /--helo "pc" is no name of a host/],
    [['--ip', '192.0.2.1', '--sender', 'a@example.com', '--helo', 'two words'], /is no name of a host/],
    [['example.com', '--sender', 'ann@example.net'], /one of them says whose mail it is/],
  ];
  for (const [args, told] of REFUSED)
    it(`spf ${args.join(' ').slice(0, 60)}`, async () => {
      const [{ code, stdout, stderr }, japanese] = await Promise.all([
        run(['spf', ...args]),
        run(['spf', ...args, '--lang', 'ja']),
      ]);
      assert.deepEqual([code, stdout], [2, '']);
      assert.match(stderr, told);
      assert.match(japanese.stderr, /[\u3040-\u30ff].*\n.*[\u3040-\u30ff\u4e00-\u9fff]/);
    });
});
