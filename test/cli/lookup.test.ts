/** `sekisho lookup` before real servers: rbldnsd behind unbound, lists that work and lists that do not. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import stringWidth from 'string-width';
import { type Resolver, startResolver } from '../lab/dns.ts';
import { type BlocklistServer, startRbldnsd } from '../lab/rbldnsd.ts';
import { skipWithout } from '../lab/require.ts';
import { message, messages, reject, text } from './log.ts';
import { type Ended, Folder, run, SEKISHO } from './run.ts';

const skip = skipWithout('unbound', 'rbldnsd');

const WORLD = ['0.0.0.0/1', '128.0.0.0/1'];
const LISTS = {
  'good.lab': {
    type: 'ip4set',
    lines: [':127.0.0.2:Listed, see https://good.lab/$', '127.0.0.2', '192.0.2.0/28'],
  },
  'everything.lab': { type: 'ip4set', lines: [':127.0.0.2:for sale', ...WORLD] },
  'refuses.lab': { type: 'ip4set', lines: [':127.255.255.254:open resolver', ...WORLD] },
  'parked.lab': { type: 'ip4set', lines: [':203.0.113.5:for sale', ...WORLD] },
  'sly.lab': { type: 'ip4set', lines: [...WORLD, '!127.0.0.1'] },
  'untested.lab': { type: 'ip4set', lines: ['192.0.2.0/28'] },
  // As sly.lab, and without test entries.
  'world.lab': { type: 'ip4set', lines: [...WORLD, '!127.0.0.1', '!127.0.0.2'] },
  'multi.surbl.org': {
    type: 'dnset',
    lines: [':127.0.0.64:', 'test.surbl.org', 'spam.co.uk', 'a.host.example'],
  },
  'hostile.lab': {
    type: 'ip4set',
    lines: [`:127.0.0.2:\u001b[2J\u001b]0;owned\u0007 ${'x'.repeat(200)}`, '127.0.0.2', '192.0.2.5'],
  },
  'zen.spamhaus.org': {
    type: 'ip4set',
    lines: [
      ...[':127.0.0.2:test', '127.0.0.2', ':127.0.0.4:https://zen.lab/xbl/$', '192.0.2.1'],
      ...[':127.0.0.10:https://zen.lab/pbl/$', '192.0.2.1'],
    ],
  },
  'ips.backscatterer.org': { type: 'ip4set', lines: ['127.0.0.2', '192.0.2.1'] },
  'dbl.spamhaus.org': {
    type: 'dnset',
    lines: [':127.0.1.2:', 'test', ':127.0.1.4:phish', 'spam.example', 'spam.co.uk', 'a.host.example'],
  },
  'list.dnswl.org': { type: 'ip4set', lines: [':127.0.5.2:good.example', '192.0.2.9'] },
  'sekretkey7.zen.dq.spamhaus.net': {
    type: 'ip4set',
    lines: [':127.0.0.2:see ?key=SekretKey7, $.sekretkey7.zen.dq.spamhaus.net', '127.0.0.2', '192.0.2.1'],
  },
  'bl.nordspam.com': { type: 'ip6trie', lines: [':127.0.0.2:', '::ffff:7f00:2/128', '2001:db8::/64'] },
} as const;
const BAD = ['everything.lab', 'sly.lab', 'refuses.lab', 'parked.lab', 'untested.lab', 'dead.lab'];
const ZONES = ['good.lab', ...BAD].join();

/** Somebody was silent who is not the dead list. */
function isLate(stdout: string): boolean {
  return /no answer in time|時間内に応答/.test(stdout.replace(/\{"zone":"dead\.lab"[^}]*\}/g, ''));
}

interface Told {
  zone: string;
  why: string;
  text: string;
  answers?: string[];
  unproved?: { codes: string[] } | null;
}
interface Result {
  subject: string;
  refused?: number;
  accepted?: number;
  asked?: { name: string; zones: string[] }[];
  listings: {
    zone: string;
    asked: string;
    codes: string[];
    meaning: string;
    text: string;
    delist: string;
    delistUrl: string | null;
  }[];
  ratings: { zone: string; says: string; meaning: string }[];
  clear: string[];
  failed: Told[];
  skipped: { zone: string; why: string }[];
}

describe('lookup', { skip }, () => {
  let lists: BlocklistServer;
  let resolver: Resolver;
  before(async () => {
    lists = await startRbldnsd(
      Object.fromEntries(
        Object.entries(LISTS).map(([zone, { type, lines }]) => [zone, { type, lines: [...lines] }]),
      ),
    );
    resolver = await startResolver({ records: [], blocklists: [lists], deadZones: ['dead.lab'] });
  });
  after(async () => {
    await resolver?.stop();
    await lists?.stop();
  });

  /**
   * Servers that get no processor for five seconds are told as silent, as they must be: then all is asked once more.
   */
  const lookup = async (args: readonly string[], input?: string): Promise<Ended> => {
    for (let turn = 1; ; turn++) {
      const ended = await run(
        ['lookup', '--dns', resolver.address, ...args],
        input === undefined ? {} : { input },
      );
      if (turn === 3 || !isLate(ended.stdout)) return ended;
    }
  };
  const results = async (args: readonly string[], input?: string): Promise<Result[]> => {
    const { code, stdout, stderr } = await lookup(['--json', ...args], input);
    assert.equal(code, 0, stderr);
    const document = JSON.parse(stdout) as { schema: number; results: Result[] };
    assert.equal(document.schema, 1);
    return document.results;
  };
  const zones = (told: readonly { zone: string }[]): string[] => told.map(({ zone }) => zone);

  it('what bad lists say never counts, and is never clear', async () => {
    const [listed, other] = await results(['--zones', ZONES, '192.0.2.1', '198.51.100.1']);
    assert.deepEqual(zones(listed!.listings), ['good.lab']);
    assert.deepEqual(listed!.listings[0]!.codes, ['127.0.0.2']);
    assert.equal(listed!.listings[0]!.text, 'Listed, see https://good.lab/192.0.2.1');
    assert.deepEqual([listed!.clear, other!.listings, other!.clear], [[], [], ['good.lab']]);
    for (const [which, { failed }] of Object.entries({ listed: listed!, other: other! })) {
      const why = Object.fromEntries(
        failed.map((each) => [each.zone, [each.why, ...(each.answers ?? [])].join(' ')]),
      );
      assert.match(why['dead.lab']!, /^(?:servfail|timeout)$/);
      delete why['dead.lab'];
      assert.deepEqual(why, {
        'everything.lab': 'lists-everything 127.0.0.2',
        'sly.lab': 'strangers-listed 127.0.0.2',
        'refuses.lab': 'public-resolver 127.255.255.254',
        'parked.lab': 'outside-127 203.0.113.5',
        'untested.lab': which === 'listed' ? 'no-test-entry 127.0.0.2' : 'no-test-entry',
      });
    }
  });

  for (const options of [['--json'], [], ['--json', '--lang', 'ja']])
    it(`a key in the name of a list is not told: ${options.join(' ')}`, async () => {
      const lists = ['sekretkey7.zen.dq.spamhaus.net', 'sekretkey8.black.mail.abusix.zone'];
      const { stdout, stderr } = await lookup([
        ...options,
        '--zones',
        lists.join(),
        '192.0.2.1',
        'a.example',
      ]);
      assert.match(stdout, /KEY\.zen\.dq\.spamhaus\.net/);
      assert.match(stdout, /see \?key=KEY/);
      assert.doesNotMatch(stdout + stderr, /sekret/i);
    });

  it('what an unproved list says is told, and does not count', async () => {
    const [listed, other] = await results(['--zones', 'untested.lab', '192.0.2.1', '198.51.100.1']);
    assert.deepEqual([listed!.listings, listed!.clear, other!.clear], [[], [], []]);
    const { why, text, unproved } = listed!.failed[0]!;
    assert.deepEqual([why, unproved?.codes], ['no-test-entry', ['127.0.0.2']]);
    assert.match(text, /what it says is unproved — answered 127\.0\.0\.2/);
    assert.equal(other!.failed[0]!.unproved, null);
    for (const [language, wanted] of [
      ['en', /192\.0\.2\.1: 1 unproved listing\n {2}untested\.lab +\(unproved, not counted: /],
      ['ja', /192\.0\.2\.1: 未確認の掲載 1 件\n {2}untested\.lab +\(未確認のため数えない: /],
    ] as const) {
      const { stdout } = await lookup(['--zones', 'untested.lab', '192.0.2.1', '--lang', language]);
      assert.match(stdout, wanted);
    }
  });

  it('a list that is not there is told as such', async () => {
    const [result] = await results(['--zones', 'mistyped.lab', '192.0.2.1', 'a.example']);
    assert.deepEqual([result!.clear, result!.failed[0]!.why], [[], 'no-zone']);
    assert.equal(result!.failed[0]!.unproved, undefined);
  });

  it('a list that lists everybody, and has no test entry: not even unproved', async () => {
    const [result] = await results(['--zones', 'world.lab', '192.0.2.1']);
    assert.deepEqual([result!.listings, result!.failed[0]!.why], [[], 'strangers-listed']);
    assert.equal(result!.failed[0]!.unproved, undefined);
  });

  it('each list of domains is asked under the names that it holds', async () => {
    const lists = ['--zones', 'multi.surbl.org,dbl.spamhaus.org', 'www.spam.co.uk', 'a.host.example'];
    const [spam, host] = await results(lists);
    const told = (result: Result): string[] => result.listings.map(({ zone, asked }) => `${zone} ${asked}`);
    // SURBL has spam.co.uk and (by mistake) a.host.example; DBL has spam.co.uk alone and a.host.example alone.
    assert.deepEqual(told(spam!), ['multi.surbl.org spam.co.uk', 'dbl.spamhaus.org spam.co.uk']);
    assert.deepEqual(told(host!), ['dbl.spamhaus.org a.host.example']);
    assert.deepEqual(host!.clear, ['multi.surbl.org']);
    assert.deepEqual(spam!.asked, [
      { name: 'www.spam.co.uk', zones: ['dbl.spamhaus.org'] },
      { name: 'spam.co.uk', zones: ['multi.surbl.org', 'dbl.spamhaus.org'] },
    ]);
    const { stdout } = await lookup(lists);
    assert.match(stdout, /asked as www\.spam\.co\.uk \(of 1 list\), spam\.co\.uk \(of 2 lists\)/);
    assert.match(stdout, /dbl\.spamhaus\.org +spam\.co\.uk: /);
  });

  it('all meanings of several answers', async () => {
    const [result] = await results(['--zones', 'zen.spamhaus.org', '192.0.2.1']);
    const [listing] = result!.listings;
    assert.deepEqual(listing!.codes, ['127.0.0.4', '127.0.0.10']);
    assert.match(listing!.meaning, /^XBL: .*; PBL: /);
    assert.match(listing!.text, /xbl\/192\.0\.2\.1/);
    assert.equal(listing!.delistUrl, 'https://check.spamhaus.org/');
  });

  it('domains and IPv6, each on the lists that have them', async () => {
    const asked = ['--zones', 'dbl.spamhaus.org,bl.nordspam.com,zen.spamhaus.org'];
    const [domain, six, none] = await results([...asked, 'Spam.Example.', '2001:db8::7', '2001:db8:1::7']);
    assert.deepEqual([domain!.subject, zones(domain!.listings)], ['spam.example', ['dbl.spamhaus.org']]);
    assert.equal(domain!.listings[0]!.meaning, 'phishing domain');
    assert.deepEqual(
      domain!.skipped.map(({ zone, why }) => [zone, why]),
      [
        ['bl.nordspam.com', 'addresses-only'],
        ['zen.spamhaus.org', 'addresses-only'],
      ],
    );
    assert.deepEqual(zones(six!.listings), ['bl.nordspam.com']);
    assert.deepEqual([none!.listings, none!.clear], [[], ['bl.nordspam.com', 'zen.spamhaus.org']]);
  });

  it('the whole catalogue: the dead are not asked, a good word is no listing', async () => {
    const [listed, good] = await results(['192.0.2.1', '192.0.2.9']);
    assert.deepEqual(zones(listed!.listings), ['zen.spamhaus.org', 'ips.backscatterer.org']);
    assert.match(listed!.listings[1]!.delist, /after the last offence/);
    assert.deepEqual(
      good!.ratings.map(({ zone, says }) => [zone, says]),
      [['list.dnswl.org', 'good']],
    );
    const why = new Map(listed!.skipped.map((each) => [each.zone, each.why]));
    for (const [zone, reason] of [
      ['cn-kr.blackholes.us', 'parked'],
      ['dnsbl.sorbs.net', 'shut-down'],
      ['b.barracudacentral.org', 'needs-resolver'],
      ['dbl.spamhaus.org', 'domains-only'],
    ])
      assert.equal(why.get(zone!), reason);
    const { stdout } = await lookup(['--json', '192.0.2.1', '192.0.2.9']);
    const { skipped } = JSON.parse(stdout) as { skipped: (Told & { subjects: number })[] };
    assert.equal(skipped.length, listed!.skipped.length);
    assert.deepEqual(skipped.find(({ zone }) => zone === 'list.dsbl.org')!.subjects, 2);
    assert.match(skipped.find(({ zone }) => zone === 'list.dsbl.org')!.text, /has ended|shut down|2008/);
    assert.deepEqual(Object.keys(listed!.skipped[0]!), ['zone', 'why']);
    const all = [
      ...listed!.clear,
      ...zones(listed!.failed),
      ...zones(listed!.skipped),
      ...zones(listed!.listings),
    ];
    assert.equal(new Set(all).size, all.length);
    assert.ok(all.length >= 213, String(all.length));
  });

  it('Ctrl-C: what has been found is told, and the document is whole', async () => {
    const child = spawn(SEKISHO, ['lookup', '--json', '--dns', resolver.address, '--zones', 'good.lab', '-']);
    const addresses = Array.from(
      { length: 100_000 },
      (_, i) => `198.${51 + (i >> 16)}.${(i >> 8) & 255}.${i & 255}\n`,
    );
    child.stdin.on('error', () => {}).end(addresses.join(''));
    let stdout = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      if (!child.killed && stdout.includes('198.51.0.9')) child.kill('SIGINT');
    });
    const code = await new Promise((done) => child.once('close', done));
    assert.equal(code, 130);
    const document = JSON.parse(stdout) as { results: Result[]; interrupted?: boolean };
    assert.equal(document.interrupted, true);
    assert.deepEqual(document.results[9]!.clear, ['good.lab']);
  });

  it('private addresses are asked nowhere', async () => {
    const [result] = await results(['--zones', 'good.lab', '10.1.2.3']);
    assert.deepEqual(
      result!.skipped.map(({ zone, why }) => [zone, why]),
      [['good.lab', 'private-address']],
    );
  });

  it('from standard input, with comments, each once', async () => {
    const input = '192.0.2.1 # web\n; nothing\n\n192.0.2.1\r\n198.51.100.7, [192.0.2.3]\n';
    const told = await results(['--zones', 'good.lab', '-'], input);
    assert.deepEqual(
      told.map(({ subject, listings }) => [subject, listings.length]),
      [
        ['192.0.2.1', 1],
        ['198.51.100.7', 0],
        ['192.0.2.3', 1],
      ],
    );
  });

  it('the clients of a log, the most frequent first, with what became of them', async () => {
    using folder = new Folder();
    const refused = (address: string): string =>
      reject('x', '554 5.7.1 Client host blocked').replace('198.51.100.7', address);
    const log = [
      ...message(9),
      ...message(9),
      ...messages(1, 2),
      refused('192.0.2.9'),
      refused('198.51.100.99'),
    ];
    writeFileSync(folder.at('maillog'), text(log));
    const told = await results(['--zones', 'good.lab', '--from-log', folder.at('maillog')]);
    assert.deepEqual(
      told.map((each) => [each.subject, each.refused, each.accepted, each.listings.length]),
      [
        ['192.0.2.9', 1, 2, 1],
        ['192.0.2.1', 0, 1, 1],
        ['192.0.2.2', 0, 1, 1],
        ['198.51.100.99', 1, 0, 0],
      ],
    );
    const top = await results(['--zones', 'good.lab', '--top', '1', '--from-log', folder.at('maillog')]);
    assert.deepEqual(
      top.map(({ subject }) => subject),
      ['192.0.2.9'],
    );
    const piped = await results(['--zones', 'good.lab', '--from-log', '-'], text(log));
    assert.equal(piped.length, 4);
  });

  for (const language of ['en', 'ja'])
    it(`as text in ${language}: what a person needs, in 100 columns, and no escape`, async () => {
      const asked = [
        'good.lab',
        ...BAD.filter((zone) => zone !== 'dead.lab'),
        'hostile.lab',
        'zen.spamhaus.org',
        'list.dsbl.org',
      ];
      const args = [
        '--lang',
        language,
        '--zones',
        asked.join(),
        '192.0.2.1',
        '192.0.2.5',
        '203.0.113.77',
        '2001:db8:1111:2222:3333:4444:5555:6666',
      ];
      const { code, stdout, stderr } = await lookup(args);
      assert.deepEqual([code, stderr], [0, '']);
      for (const line of stdout.split('\n')) assert.ok(stringWidth(line) <= 100, line);
      assert.doesNotMatch(stdout, /[\u0000-\u0009\u000b-\u001f]/);
      for (const told of [
        ...['192.0.2.1: ', 'https://good.lab/192.0.2.1', 'https://check.spamhaus.org/', 'everything.lab'],
        ...(language === 'en'
          ? ['on 2 lists', 'XBL', 'How to get off', 'lists everybody', 'Not asked']
          : [
              '2 件のリストに掲載',
              '掲載の解除方法',
              '全アドレスを掲載',
              '感染・悪用された機器',
              '問い合わせなし',
            ]),
      ])
        assert.ok(stdout.includes(told), `${told} in ${stdout}`);
      assert.doesNotMatch(stdout, /(?<!\\u)\{\w+\}/);
    });

  it('lists as postscreen has them, with filter and weight', async () => {
    const [result] = await results(['--zones', 'good.lab=127.0.0.[2..11]*3 zen.spamhaus.org*2', '192.0.2.1']);
    assert.deepEqual(zones(result!.listings), ['good.lab', 'zen.spamhaus.org']);
  });

  it('a key is not shown on the screen', async () => {
    const { stdout } = await lookup(['--zones', 'abcdef0123.zen.dq.spamhaus.net', '192.0.2.1']);
    assert.ok(stdout.includes('KEY.zen.dq.spamhaus.net') && !stdout.includes('abcdef0123'), stdout);
  });

  it('a mistyped list is told, and asked as it is', async () => {
    const { code, stderr, stdout } = await lookup(['--zones', 'zen.spamhause.org', '192.0.2.1']);
    assert.equal(code, 0);
    assert.match(stderr, /zen\.spamhause\.org is not in the catalogue; did you mean zen\.spamhaus\.org\?/);
    assert.match(stdout, /nothing known: 1 failed/);
  });
});

describe('lookup refuses', () => {
  const REFUSED: readonly [args: string[], code: number, told: RegExp][] = [
    [[], 2, /there is nothing to look up\n {2}give an address/],
    [['192.0.2'], 2, /"192\.0\.2" is neither an address nor a domain/],
    [['192.0.2.0/24'], 2, /is neither/],
    [['localhost'], 2, /is neither/],
    [['--zones', ',', '192.0.2.1'], 2, /"," is no name of a list/],
    [['--zones', '192.0.2.1', '192.0.2.1'], 2, /"192\.0\.2\.1" is no name/],
    [['--dns', 'x', '192.0.2.1'], 2, /--dns "x" is no address of a resolver/],
    [['--top', 'x', '--from-log', 'sample/maillog'], 2, /--top "x" is not a whole number/],
    [['--from-log', '-', '-'], 2, /standard input cannot be/],
    [['--from-log', '/no/such/log'], 3, /\/no\/such\/log does not exist/],
    [['--lang', 'fr', '192.0.2.1'], 2, /--lang "fr" is none of en, ja\n {2}sekisho lookup --help/],
  ];
  for (const [args, code, told] of REFUSED)
    it(`${args.join(' ')}: ${code}`, async () => {
      const ended = await run(['lookup', ...args]);
      assert.equal(ended.code, code);
      assert.match(ended.stderr, told);
      assert.equal(ended.stdout, '');
    });

  it('where the resolver cannot be reached: 3, and nothing is clear', async () => {
    const ended = await run(['lookup', '--dns', '127.0.0.1:1', '--zones', 'zen.spamhaus.org', '192.0.2.1']);
    assert.equal(ended.code, 3);
    assert.match(ended.stderr, /the resolver does not answer/);
    assert.match(ended.stdout, /nothing known: 1 failed/);
  });
});
