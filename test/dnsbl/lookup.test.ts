/** Many lists asked about many subjects: what counts, what failed, what was not asked. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Looked, Lookup } from '../../src/dnsbl/lookup.ts';
import { namedZones, type Planned, wholeCatalogue } from '../../src/dnsbl/plan.ts';
import { readSubject } from '../../src/dnsbl/question.ts';
import { fakeResolver, healthy, type Names, on } from './resolver.ts';

const subject = (text: string) => readSubject(text)!;
const name = ({ zone }: Planned): string => zone;

function brief(looked: Looked): Record<string, unknown> {
  return {
    listings: looked.listings.map(({ list, codes, text }) => [list.zone, ...codes, text].join(' ').trim()),
    ...(looked.ratings.length > 0 ? { ratings: looked.ratings.map(({ list }) => list.zone) } : {}),
    clear: looked.clear.map(name),
    failed: looked.failed.map(({ list, why }) => `${list.zone}: ${why}`),
    skipped: looked.skipped.map(({ list, why }) => `${list.zone}: ${why}`),
  };
}

async function look(
  names: Parameters<typeof fakeResolver>[0],
  zones: readonly string[],
  text: string,
): Promise<Looked> {
  return await new Lookup(fakeResolver(names), namedZones(zones)).one(subject(text));
}

describe('a lookup', () => {
  const BAD: Readonly<Record<string, Names[string]>> = {
    'everything.lab': ['127.0.0.2', 'listed!'],
    'refuses.lab': ['127.255.255.254'],
    'parked.lab': ['203.0.113.5'],
    'dead.lab': 'servfail',
    'silent.lab': 'timeout',
  };
  const names = {
    ...healthy('good.lab', { '192.0.2.10': ['127.0.0.2', 'see https://good.lab/192.0.2.10'] }),
    ...healthy('other.lab', { '192.0.2.99': ['127.0.0.2'] }),
    // It lists the address, but nothing that a list must.
    ...on('untested.lab', { '192.0.2.10': ['127.0.0.2'] }),
  };
  const lab = (asked: string): Names[string] | undefined =>
    BAD[asked.split('.').slice(-2).join('.')] ?? (names as Names)[asked];

  it('counts the listings of lists that work, and no other', async () => {
    const looked = await look(
      lab,
      ['good.lab', 'other.lab', 'untested.lab', ...Object.keys(BAD)],
      '192.0.2.10',
    );
    assert.deepEqual(brief(looked), {
      listings: ['good.lab 127.0.0.2 see https://good.lab/192.0.2.10'],
      clear: ['other.lab'],
      failed: [
        'untested.lab: no-test-entry',
        'everything.lab: lists-everything',
        'refuses.lab: public-resolver',
        'parked.lab: outside-127',
        'dead.lab: servfail',
        'silent.lab: timeout',
      ],
      skipped: [],
    });
  });

  it('asks a list that is not believed about nobody', async () => {
    const resolver = fakeResolver(lab);
    const lookup = new Lookup(resolver, namedZones(['everything.lab']));
    for await (const _ of lookup.all(['192.0.2.1', '192.0.2.2', '192.0.2.3'].map(subject)));
    assert.ok(resolver.asked.length <= 6, resolver.asked.join('\n'));
    assert.ok(!resolver.asked.some((asked) => asked.includes('.2.0.192.')));
  });

  it('asks for the text of listings only, on the name that was asked', async () => {
    const resolver = fakeResolver(lab);
    const lookup = new Lookup(resolver, namedZones(['good.lab']));
    for await (const _ of lookup.all(['192.0.2.10', '192.0.2.11'].map(subject)));
    assert.deepEqual(
      resolver.asked.filter((asked) => asked.startsWith('TXT')),
      ['TXT 10.2.0.192.good.lab'],
    );
  });

  it('a question that fails is told so', async () => {
    const looked = await look(healthy('good.lab', { '192.0.2.7': 'timeout' }), ['good.lab'], '192.0.2.7');
    assert.deepEqual(brief(looked), { listings: [], clear: [], failed: ['good.lab: timeout'], skipped: [] });
  });

  it('a list that turns bad in between refuses nobody', async () => {
    let now = 0;
    let bad = false;
    const resolver = fakeResolver((asked) => (bad ? ['127.0.0.2'] : (healthy('good.lab') as Names)[asked]));
    const lookup = new Lookup(resolver, namedZones(['good.lab']), { clock: () => now });
    assert.deepEqual(brief(await lookup.one(subject('192.0.2.1'))).clear, ['good.lab']);
    bad = true;
    now = 61_000;
    assert.deepEqual(brief(await lookup.one(subject('192.0.2.2'))).failed, ['good.lab: lists-everything']);
  });

  it('a list that spares its test entries and lists everybody else refuses nobody', async () => {
    const sly = (asked: string): Names[string] | undefined =>
      asked.startsWith('1.0.0.127.') || asked.startsWith('invalid.') || asked.startsWith('1.0.0.0.0.0.f.7.')
        ? undefined
        : ['127.0.0.2'];
    for (const zone of ['sly.lab', 'bl.spamcop.net', 'list.dnswl.org', 'dbl.spamhaus.org'])
      for (const text of ['192.0.2.7', 'spam.example']) {
        const looked = await look(sly, [zone], text);
        assert.deepEqual([looked.listings, looked.ratings, looked.clear], [[], [], []], `${zone} ${text}`);
      }
    assert.equal((await look(sly, ['sly.lab'], '192.0.2.7')).failed[0]!.why, 'strangers-listed');
  });

  it('a list that begins to list everybody in the middle, and keeps its test entries right, is found out', async () => {
    let bad = false;
    let now = 0;
    const resolver = fakeResolver((asked) => {
      const known = (healthy('good.lab', { '192.0.2.1': ['127.0.0.2'] }) as Names)[asked];
      const test = /^(?:[12]\.0\.0\.127|test|invalid|[12]\.0\.0\.0\.0\.0\.f\.7)\./.test(asked);
      return known ?? (bad && !test ? ['127.0.0.2'] : undefined);
    });
    const lookup = new Lookup(resolver, namedZones(['good.lab']), { clock: () => now });
    assert.equal((await lookup.one(subject('192.0.2.1'))).listings.length, 1);
    bad = true;
    now = 61_000;
    assert.deepEqual(brief(await lookup.one(subject('192.0.2.2'))).failed, ['good.lab: strangers-listed']);
  });

  it('a list that fails again and again is left alone', async () => {
    const resolver = fakeResolver((asked) => {
      const known = (healthy('good.lab') as Names)[asked];
      return asked.startsWith('1.0.0.127.') || known !== undefined || !/^\d/.test(asked)
        ? known
        : asked.includes('.f.')
          ? undefined
          : 'timeout';
    });
    const lookup = new Lookup(resolver, namedZones(['good.lab']), { inFlight: 1 });
    const whys: string[] = [];
    for await (const { failed } of lookup.all(Array.from({ length: 30 }, (_, i) => subject(`192.0.2.${i}`))))
      whys.push(failed[0]!.why);
    assert.equal(whys.filter((why) => why === 'timeout').length, 10);
    assert.equal(whys.at(-1), 'given-up');
  });

  it('text is bounded', async () => {
    const looked = await look(
      healthy('good.lab', { '192.0.2.7': ['127.0.0.2', 'x'.repeat(65_000)] }),
      ['good.lab'],
      '192.0.2.7',
    );
    assert.equal(looked.listings[0]!.text.length, 500);
  });

  it('several answers are all told', async () => {
    const zone = 'zen.spamhaus.org';
    const looked = await look(
      healthy(zone, { '192.0.2.7': ['127.0.0.10', '127.0.0.4', '127.0.0.2'] }),
      [zone],
      '192.0.2.7',
    );
    assert.deepEqual(looked.listings[0]!.codes, ['127.0.0.2', '127.0.0.4', '127.0.0.10']);
    assert.deepEqual(
      looked.listings[0]!.meanings.map(({ means }) => means),
      ['code.sbl', 'code.xbl', 'code.pbl-isp'],
    );
  });

  it('a good word is no listing', async () => {
    const looked = await look(
      on('list.dnswl.org', { '192.0.2.7': ['127.0.5.2'] }),
      ['list.dnswl.org'],
      '192.0.2.7',
    );
    assert.deepEqual(brief(looked), {
      listings: [],
      ratings: ['list.dnswl.org'],
      clear: [],
      failed: [],
      skipped: [],
    });
  });

  it('results come in the order of the subjects', async () => {
    const subjects = Array.from({ length: 50 }, (_, i) => subject(`192.0.2.${i}`));
    const lookup = new Lookup(fakeResolver(healthy('good.lab')), namedZones(['good.lab']), { inFlight: 7 });
    const told: string[] = [];
    for await (const looked of lookup.all(subjects)) told.push(looked.subject.text);
    assert.deepEqual(
      told,
      subjects.map(({ text }) => text),
    );
  });
});

describe('what is not asked', () => {
  const SKIPPED: readonly [zone: string, text: string, why: string][] = [
    ['list.dsbl.org', '192.0.2.1', 'parked'],
    ['foo.blackholes.us', '192.0.2.1', 'parked'],
    ['dnsbl.sorbs.net', '192.0.2.1', 'shut-down'],
    ['zen.dq.spamhaus.net', '192.0.2.1', 'needs-key'],
    ['combined.mail.abusix.zone', '192.0.2.1', 'needs-key'],
    ['zen.spamhaus.org', '10.0.0.1', 'private-address'],
    ['zen.spamhaus.org', 'spam.example', 'addresses-only'],
    ['dbl.spamhaus.org', '192.0.2.1', 'domains-only'],
    ['bl.spamcop.net', '2001:db8::1', 'no-ip6'],
    ['ebl.msbl.org', 'spam.example', 'hashes-only'],
    ['dwl.dnswl.org', `${'abcdefg.'.repeat(30)}example`, 'name-too-long'],
  ];
  for (const [zone, text, why] of SKIPPED)
    it(`${zone} about ${text.slice(0, 20)}: ${why}`, async () => {
      const resolver = fakeResolver(() => ['127.0.0.2']);
      const looked = await new Lookup(resolver, namedZones([zone])).one(subject(text));
      assert.deepEqual(brief(looked).skipped, [`${zone}: ${why}`]);
      assert.deepEqual(resolver.asked, []);
    });

  it('IPv6 on a list that does not show that it has any', async () => {
    const zone = 'dnsbl.dronebl.org';
    const looked = await look(healthy(zone), [zone], '2001:db8::1');
    assert.deepEqual(brief(looked).skipped, [`${zone}: kind-unproven`]);
  });

  it('of the whole catalogue: what has ended, and what needs registration', () => {
    const plan = wholeCatalogue();
    const why = (zone: string) => plan.find((list) => list.zone === zone)?.skip;
    assert.equal(why('zen.spamhaus.org'), undefined);
    assert.equal(why('ips.backscatterer.org'), undefined);
    assert.equal(why('dnsbl-3.uceprotect.net'), undefined);
    assert.equal(why('truncate.gbudb.net'), undefined);
    assert.equal(why('dnsbl.sorbs.net'), 'shut-down');
    assert.equal(why('brazil.blackholes.us'), 'parked');
    assert.equal(why('cbl.abuseat.org'), 'deprecated');
    assert.equal(why('spam.rbl.msrbl.net'), 'degraded');
    assert.equal(why('b.barracudacentral.org'), 'needs-resolver');
    assert.equal(why('zen.dq.spamhaus.net'), 'needs-key');
    assert.equal(why('sip.invaluement.com'), 'needs-subscription');
  });
});
