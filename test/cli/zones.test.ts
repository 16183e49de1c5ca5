/** `sekisho zones` before real servers, and by the catalogue alone. */
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { type Resolver, startResolver } from '../lab/dns.ts';
import { type BlocklistServer, startRbldnsd } from '../lab/rbldnsd.ts';
import { skipWithout } from '../lab/require.ts';
import { type Ended, Folder, run } from './run.ts';

const skip = skipWithout('unbound', 'rbldnsd');

interface Told {
  zone: string;
  status: string;
  reason: string | null;
  answers: string[];
  unsafe: boolean;
  catalogue: {
    status: string;
    since: string | null;
    use: string;
    listedAll: string[];
    replacements: string[];
  };
  tests: { entry: string; result?: string }[];
  latencyMs: number | null;
  usedIn: {
    file: string;
    line: number;
    parameter: string;
    service: string | null;
    filter: string | null;
    weight: number | null;
  }[];
  advice: { id: string; severity: string; line: number | null; message: string; fix: string }[];
}

async function told(args: readonly string[], wanted: number): Promise<Map<string, Told>> {
  const { code, stdout, stderr } = await run(['zones', '--json', ...args]);
  assert.equal(code, wanted, stderr);
  const document = JSON.parse(stdout) as { schema: number; zones: Told[] };
  assert.equal(document.schema, 1);
  return new Map(document.zones.map((each) => [each.zone, each]));
}

const WORLD = ['0.0.0.0/1', '128.0.0.0/1'];
const LISTS: Readonly<Record<string, readonly string[]>> = {
  'good.lab': [':127.0.0.2:listed', '127.0.0.2', '192.0.2.0/28'],
  'everything.lab': [':127.0.0.2:for sale', ...WORLD],
  'refuses.lab': [':127.255.255.254:open resolver', ...WORLD],
  'parked.lab': [':203.0.113.5:for sale', ...WORLD],
  'untested.lab': [':127.0.0.2:listed', '192.0.2.0/28'],
  // Right test entries, and everybody else.
  'sly.lab': [':127.0.0.2:listed', ...WORLD, '!127.0.0.1'],
};

describe('zones before real servers', { skip }, () => {
  let lists: BlocklistServer;
  let resolver: Resolver;
  before(async () => {
    const zones = Object.entries(LISTS).map(([zone, lines]) => [
      zone,
      { type: 'ip4set' as const, lines: [...lines] },
    ]);
    lists = await startRbldnsd(Object.fromEntries(zones));
    resolver = await startResolver({ records: [], blocklists: [lists], deadZones: ['dead.lab'] });
  });
  after(async () => {
    await resolver?.stop();
    await lists?.stop();
  });

  it('each state by its name', async () => {
    const names = [...Object.keys(LISTS), 'dead.lab', 'nowhere.lab'];
    const zones = await told(['--dns', resolver.address, ...names], 1);
    assert.deepEqual(
      [...zones.values()].map(({ zone, status, unsafe }) => [zone, status, unsafe]),
      [
        ['good.lab', 'healthy', false],
        ['everything.lab', 'lists-everything', true],
        ['refuses.lab', 'refuses-queries', true],
        ['parked.lab', 'lists-everything', true],
        ['untested.lab', 'no-test-entry', true],
        ['sly.lab', 'lists-everything', true],
        ['dead.lab', 'dead', true],
        ['nowhere.lab', 'dead', true],
      ],
    );
    assert.deepEqual(zones.get('parked.lab')!.answers, ['203.0.113.5']);
    assert.equal(zones.get('parked.lab')!.reason, 'outside-127');
    assert.equal(zones.get('sly.lab')!.reason, 'strangers-listed');
    assert.ok(zones.get('good.lab')!.latencyMs! >= 0);
    assert.ok(
      zones.get('good.lab')!.tests.some(({ entry, result }) => entry === '127.0.0.2' && result === 'listed'),
    );
  });

  it('a healthy one alone: exit 0', async () => {
    await told(['--dns', resolver.address, 'good.lab'], 0);
  });

  it('the table', async () => {
    const { code, stdout } = await run(['zones', '--dns', resolver.address, 'good.lab', 'everything.lab']);
    assert.equal(code, 1);
    assert.match(stdout, /good\.lab +healthy/);
    assert.match(stdout, /everything\.lab +LISTS EVERYBODY/);
    assert.match(stdout, /2 lists: 1 healthy, 1 unsafe/);
  });

  it('a resolver that is not there', async () => {
    const { code, stderr } = await run(['zones', '--dns', '127.53.0.99:9', 'good.lab']);
    assert.equal(code, 3);
    assert.match(stderr, /the resolver does not answer/);
  });
});

/** Of the story, as it stood in main.cf. */
const STORY = `smtpd_recipient_restrictions =
        permit_mynetworks,
        permit_sasl_authenticated,
        reject_unauth_destination,
        reject_rbl_client bl.spamcop.net,
        reject_rbl_client sbl.spamhaus.org,
        reject_rbl_client all.rbl.jp,
        reject_rbl_client list.dsbl.org,
        reject_rbl_client cn-kr.blackholes.us,
        reject_rbl_client brazil.blackholes.us,
        reject_rbl_client russia.blackholes.us,
        reject_rbl_client bl.blocklist.de,
        reject_rbl_client rbl.interserver.net,
        reject_rbl_client dnsbl-1.uceprotect.net,
        reject_rbl_client dnsbl-2.uceprotect.net,
        reject_rbl_client dnsbl-3.uceprotect.net,
        reject_unknown_client,
        check_policy_service unix:private/policy-spf
smtpd_sender_restrictions =
        reject_unknown_sender_domain
`;

function folderWith(folder: Folder, main: string, master = ''): string {
  mkdirSync(folder.at('etc'));
  writeFileSync(folder.at('etc/main.cf'), main);
  if (master !== '') writeFileSync(folder.at('etc/master.cf'), master);
  return folder.at('etc');
}

describe('zones --offline', () => {
  const check = (zones: Map<string, Told>): void => {
    assert.equal(zones.size, 12);
    const dsbl = zones.get('list.dsbl.org')!;
    assert.deepEqual([dsbl.status, dsbl.unsafe], ['lists-everything', true]);
    assert.deepEqual([dsbl.catalogue.since, dsbl.catalogue.listedAll], ['2008-05', ['2012-08-20']]);
    assert.deepEqual(dsbl.catalogue.replacements, ['zen.spamhaus.org']);
    for (const name of ['cn-kr', 'brazil', 'russia']) {
      const zone = zones.get(`${name}.blackholes.us`)!;
      assert.deepEqual([zone.status, zone.catalogue.since], ['lists-everything', '2009-10']);
      assert.equal(zone.advice[0]!.fix, `Delete "reject_rbl_client ${name}.blackholes.us".`);
    }
    const unsafe = [...zones.values()].filter((each) => each.unsafe).map(({ zone }) => zone);
    assert.deepEqual(unsafe, [
      'all.rbl.jp',
      'list.dsbl.org',
      'cn-kr.blackholes.us',
      'brazil.blackholes.us',
      'russia.blackholes.us',
      'dnsbl-3.uceprotect.net',
    ]);
  };

  it('the story, in main.cf', async () => {
    using folder = new Folder();
    const zones = await told(['--offline', '-c', folderWith(folder, STORY)], 1);
    check(zones);
    const [use] = zones.get('list.dsbl.org')!.usedIn;
    assert.deepEqual(
      [use!.file, use!.line, use!.parameter],
      [folder.at('etc/main.cf'), 8, 'smtpd_recipient_restrictions'],
    );
  });

  for (const [how, args] of [
    ['one argument', [STORY]],
    ['as words', STORY.split(/\s+/).filter(Boolean)],
    ['as names with commas', [...STORY.matchAll(/rbl_client (\S+)/g)].map((match) => match[1]!)],
  ] as const)
    it(`the story, ${how}`, async () => {
      using folder = new Folder();
      check(await told(['--offline', '-c', folderWith(folder, ''), ...args], 1));
    });

  it('the story, as a file', async () => {
    using folder = new Folder();
    const config = folderWith(folder, '');
    writeFileSync(folder.at('piece.cf'), STORY);
    const zones = await told(['--offline', '-c', config, folder.at('piece.cf')], 1);
    check(zones);
    const [use] = zones.get('list.dsbl.org')!.usedIn;
    assert.deepEqual(
      [use!.file, use!.line, use!.parameter],
      [folder.at('piece.cf'), 8, 'smtpd_recipient_restrictions'],
    );
  });

  for (const [how, input] of [
    ['as it is', STORY],
    ['quoted, as in a mail', STORY.replace(/^/gm, '> ')],
    ['without its first line', STORY.slice(STORY.indexOf('\n') + 1)],
    ['indented', STORY.replace(/^/gm, '    ')],
    ['with Windows line ends', STORY.replaceAll('\n', '\r\n')],
    [
      'as a table of names',
      [...STORY.matchAll(/rbl_client ([^,\s]+)/g)].map((match) => `${match[1]} # ?`).join('\n'),
    ],
  ] as const)
    it(`the story on standard input, ${how}`, async () => {
      using folder = new Folder();
      const args = ['zones', '--json', '--offline', '-c', folderWith(folder, ''), '-'];
      const { code, stdout, stderr } = await run(args, { input });
      assert.equal(code, 1, stderr);
      check(new Map((JSON.parse(stdout) as { zones: Told[] }).zones.map((each) => [each.zone, each])));
    });

  it('lookup --zones takes them, too', async () => {
    const args = ['lookup', '--dns', '127.0.0.1:1', '--json', '--zones', STORY, '10.0.0.1'];
    const { stdout } = await run(args);
    const [result] = (JSON.parse(stdout) as { results: { skipped: { zone: string }[] }[] }).results;
    assert.equal(result!.skipped.length, 12);
  });

  it('old names of parameters', async () => {
    using folder = new Folder();
    const main = 'postscreen_dnsbl_sites = bl.spamcop.net=127.0.0.2\n# x\npostscreen_dnsbl_ttl = 1h\n';
    const config = folderWith(folder, main);
    const { stdout } = await run(['zones', '--json', '--offline', '-c', config]);
    const [old] = (JSON.parse(stdout) as { parameters: Record<string, unknown>[] }).parameters;
    assert.deepEqual(old, {
      name: 'postscreen_dnsbl_ttl',
      now: 'postscreen_dnsbl_max_ttl',
      file: folder.at('etc/main.cf'),
      line: 3,
      message: 'postscreen_dnsbl_ttl is called postscreen_dnsbl_max_ttl since Postfix 3.1',
      fix: 'Write "postscreen_dnsbl_max_ttl = 1h".',
    });
    const text = await run(['zones', '--offline', '--lang', 'ja', '-c', config]);
    assert.match(text.stdout, /postscreen_dnsbl_ttl は、Postfix 3\.1 から/);
  });

  it('what is wrong with each use', async () => {
    using folder = new Folder();
    const main = `mine = reject_rbl_client bl.spamcop.net=127.0.0.2
smtpd_restriction_classes = strict
strict = reject_rbl_client dbl.spamhaus.org,
  reject_rhsbl_sender dbl.spamhaus.org=127.0.0.2
smtpd_recipient_restrictions = permit_mynetworks
# a comment
  $mine, reject_rbl_client zen.spamhaus.org
  warn_if_reject reject_rbl_client zen.spamhaus.org=127.255.255.[1..255]
  reject_rbl_client pbl.spamhaus.org=127.0.0.[10;11]
  reject_rbl_client secretkey.zen.dq.spamhaus.net=127.0.0.[2..11]
  reject_rbl_client zen.spamhause.org reject_rbl_client bl.example
  reject_rbl_client rep.mailspike.net
postscreen_dnsbl_threshold = 3
postscreen_dnsbl_sites = b.barracudacentral.org=127.0.0.2*3
  list.dnswl.org=127.0.[0..255].[0..255]*-4
`;
    const master = `smtp inet n - y - 1 postscreen
smtpd pass - - y - - smtpd
587 inet n - y - - smtpd
  -o smtpd_recipient_restrictions=
  -o { smtpd_client_restrictions = reject_rbl_client zen.spamhaus.org=127.0.0.[2..11] reject }
`;
    const config = folderWith(folder, main, master);
    const zones = await told(['--offline', '-c', config], 1);
    const advice = [...zones.values()].flatMap(({ zone, advice }) =>
      advice.map(({ id, line }) => `${zone} ${line} ${id}`),
    );
    for (const wanted of [
      'dbl.spamhaus.org 3 asked-about-address',
      'dbl.spamhaus.org 4 filter-never-matches',
      'bl.spamcop.net 1 list-score-only',
      'zen.spamhaus.org 7 no-filter',
      'zen.spamhaus.org 5 refuses-users',
      'pbl.spamhaus.org 9 part-of-zen',
      'KEY.zen.dq.spamhaus.net 10 key-shown',
      'zen.spamhause.org 11 list-misspelled',
      'bl.example 11 list-unknown',
      'rep.mailspike.net 12 refuses-good-senders',
      'b.barracudacentral.org 14 decides-alone',
      'b.barracudacentral.org 14 needs-registration',
      'list.dnswl.org 15 filter-matches-errors',
    ])
      assert.ok(advice.includes(wanted), `${wanted} is not among\n${advice.join('\n')}`);
    assert.ok(
      !advice.some((each) => /^zen.* 8 /.test(each)),
      'a warning about error codes is as it should be',
    );
    const own = zones.get('zen.spamhaus.org')!.usedIn.find(({ service }) => service !== null)!;
    assert.deepEqual([own.service, own.parameter, own.line], ['587/inet', 'smtpd_client_restrictions', 5]);
    assert.equal(zones.get('list.dnswl.org')!.usedIn[0]!.weight, -4);
    for (const more of [['--lang', 'ja'], ['--json']]) {
      const { stdout } = await run(['zones', '--offline', '-c', config, ...more]);
      assert.match(stdout, /KEY\.zen\.dq\.spamhaus\.net/);
      assert.doesNotMatch(stdout, /secretkey/);
    }
  });

  for (const [main, line] of [
    ['smtpd_banner = x\nno sign\n', 2],
    ['smtpd_recipient_restrictions =\n  reject_rbl_client\n  ${x\n', 3],
    ['a = $b\nb = $a\nsmtpd_client_restrictions = $a\n', 1],
  ] as const)
    it(`what Postfix cannot read: ${JSON.stringify(main)}`, async () => {
      using folder = new Folder();
      const { code, stdout, stderr } = await run(['zones', '--offline', '-c', folderWith(folder, main)]);
      assert.deepEqual([code, stdout], [3, '']);
      assert.match(stderr, new RegExp(`main\\.cf, line ${line}: Postfix cannot read`));
    });

  it('a value that doubles itself: our bound, and told as ours', async () => {
    using folder = new Folder();
    const steps = Array.from({ length: 40 }, (_, i) => `b${i + 1} = $b${i} $b${i}\n`).join('');
    const config = folderWith(folder, `b0 = x\n${steps}smtpd_client_restrictions = $b40\n`);
    const { code, stderr } = await run(['zones', '--offline', '-c', config]);
    assert.equal(code, 3);
    assert.match(stderr, /smtpd_client_restrictions grows beyond 16 million letters or 200,000 names/);
  });

  it('an access table beside a copied main.cf', async () => {
    using folder = new Folder();
    const main = 'smtpd_client_restrictions = check_client_access hash:/etc/postfix/clients\n';
    const config = folderWith(folder, main);
    writeFileSync(folder.at('etc/clients'), '# mine\n192.0.2 reject_rbl_client list.dsbl.org\n');
    const zones = await told(['--offline', '-c', config], 1);
    const [use] = zones.get('list.dsbl.org')!.usedIn;
    assert.deepEqual(
      [use!.file, use!.line, use!.parameter],
      [folder.at('etc/clients'), 2, 'smtpd_client_restrictions'],
    );
  });

  for (const [args, wanted] of [
    [['!!'], /"!!" is no name of a list/],
    [['192.0.2.1'], /"192\.0\.2\.1" is no name of a list/],
    [['permit_mynetworks,'], /is no name of a list/],
    [['-c', '/nowhere'], /cannot read \/nowhere\/main\.cf: ENOENT/],
  ] as const)
    it(`arguments that make no sense: ${args.join(' ')}`, async () => {
      const { code, stderr }: Ended = await run(['zones', '--offline', ...args]);
      assert.ok(code === 2 || code === 3);
      assert.match(stderr, wanted);
    });

  it('--help in both languages', async () => {
    for (const [language, wanted] of [
      ['en', /which DNS blocklists can be trusted/],
      ['ja', /信頼できる/],
    ] as const) {
      const { code, stdout } = await run(['zones', '--help', '--lang', language]);
      assert.equal(code, 0);
      assert.match(stdout, wanted);
    }
  });
});
