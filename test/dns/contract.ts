/** What every `Resolver` does, whatever stands behind it: one suite over all of them. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Answer, Failure, RecordType, Resolver } from '../../src/dns/resolver.ts';

/** What the resolver under test must know; `ZONE` says the same as a zone file, `NAMES` as the fake has it. */
export const NAMES = {
  'example.com': {
    A: ['192.0.2.1', '192.0.2.2'],
    AAAA: ['2001:db8::1'],
    MX: [
      { preference: 10, exchange: 'mx1.example.com' },
      { preference: 20, exchange: 'mx2.example.net' },
    ],
    NS: ['ns.example.com'],
    SOA: [
      {
        mname: 'ns.example.com',
        rname: 'hostmaster.example.com',
        serial: 2026112501,
        refresh: 7200,
        retry: 3600,
        expire: 1209600,
        minimum: 300,
      },
    ],
    TXT: ['v=spf1 mx -all', 'joined of two strings'],
  },
  'ns.example.com': { A: ['192.0.2.53'] },
  'mx1.example.com': { A: ['192.0.2.25'] },
  'www.example.com': { CNAME: ['web.example.com'] },
  'web.example.com': { CNAME: ['host.example.com'] },
  'host.example.com': { A: ['192.0.2.80'] },
  'dangling.example.com': { CNAME: ['nowhere.example.com'] },
  'textless.example.com': { CNAME: ['mx1.example.com'] },
  'circle-a.example.com': { CNAME: ['circle-b.example.com'] },
  'circle-b.example.com': { CNAME: ['circle-a.example.com'] },
  'deep.below.example.com': { A: ['192.0.2.99'] },
  '_smtp._tcp.example.com': { SRV: [{ priority: 1, weight: 2, port: 25, target: 'mx1.example.com' }] },
  'ptr.example.com': { PTR: ['mx1.example.com'] },
} as const;

export const ZONE = `
$ORIGIN example.com.
$TTL 300
@ SOA ns hostmaster 2026112501 7200 3600 1209600 300
@ NS ns
@ A 192.0.2.1
@ A 192.0.2.2
@ AAAA 2001:db8::1
@ MX 10 mx1
@ MX 20 mx2.example.net.
@ TXT "v=spf1 mx -all"
@ TXT "joined of " "two strings"
ns A 192.0.2.53
mx1 A 192.0.2.25
www CNAME web
web CNAME host
host A 192.0.2.80
dangling CNAME nowhere
textless CNAME mx1
circle-a CNAME circle-b
circle-b CNAME circle-a
deep.below A 192.0.2.99
_smtp._tcp SRV 1 2 25 mx1
ptr PTR mx1
`;

const LABEL_63 = 'a'.repeat(63);
/** 253 characters: four labels, the longest name that there is. */
const NAME_253 = `${LABEL_63}.${LABEL_63}.${LABEL_63}.${'a'.repeat(49)}.example.com`;

/** Records in any order; without ttl and detail, which are each resolver's own. */
function gist(answer: Answer): unknown {
  const text = (record: unknown): string => JSON.stringify(record);
  if (answer.status === 'failed') return answer.why;
  if (answer.status !== 'found') return answer.status;
  return {
    records: [...answer.records].sort((a, b) => (text(a) < text(b) ? -1 : 1)),
    canonical: answer.canonical,
  };
}

const found = (records: readonly unknown[], canonical?: string): unknown => ({ records, canonical });

const CASES: readonly (readonly [name: string, type: RecordType, expected: unknown])[] = [
  ['example.com', 'A', found(NAMES['example.com'].A)],
  ['Example.COM.', 'A', found(NAMES['example.com'].A)],
  ['example.com', 'AAAA', found(NAMES['example.com'].AAAA)],
  ['example.com', 'MX', found(NAMES['example.com'].MX)],
  ['example.com', 'NS', found(NAMES['example.com'].NS)],
  ['example.com', 'SOA', found(NAMES['example.com'].SOA)],
  ['example.com', 'TXT', found([NAMES['example.com'].TXT[1], NAMES['example.com'].TXT[0]])],
  ['_smtp._tcp.example.com', 'SRV', found(NAMES['_smtp._tcp.example.com'].SRV)],
  ['ptr.example.com', 'PTR', found(['mx1.example.com'])],
  ['www.example.com', 'CNAME', found(['web.example.com'])],
  ['www.example.com', 'A', found(['192.0.2.80'], 'host.example.com')],
  ['www.example.com', 'TXT', 'no-data'],
  ['textless.example.com', 'TXT', 'no-data'],
  ['dangling.example.com', 'A', 'nxdomain'],
  ['below.example.com', 'A', 'no-data'],
  ['nobody.example.com', 'A', 'nxdomain'],
  ['example.com', 'SRV', 'no-data'],
  ['circle-a.example.com', 'A', 'loop'],
  ['', 'A', 'unsendable'],
  ['.example.com', 'A', 'unsendable'],
  ['two..example.com', 'A', 'unsendable'],
  [`${LABEL_63}.example.com`, 'A', 'nxdomain'],
  [`${LABEL_63}a.example.com`, 'A', 'unsendable'],
  [NAME_253, 'A', 'nxdomain'],
  [`a${NAME_253}`, 'A', 'unsendable'],
  [`${'a.'.repeat(121)}example.com`, 'A', 'nxdomain'],
  [`${'a.'.repeat(30_000)}example.com`, 'A', 'unsendable'],
];

/**
 * @param open a resolver that knows `NAMES`, and what ends it
 * @param loop what comes of CNAMEs in a circle: unbound finds the circle itself and says SERVFAIL
 */
export function keepsContract(
  title: string,
  open: () => Promise<{ readonly resolver: Resolver; close(): Promise<void> | void }>,
  { skip = false, loop = 'loop' }: { readonly skip?: string | false; readonly loop?: Failure } = {},
): void {
  describe(`${title} is a resolver`, { skip }, () => {
    it('answers', async (test) => {
      const { resolver, close } = await open();
      try {
        for (const [name, type, expected] of CASES)
          await test.test(
            `${name.length > 90 ? `${name.slice(0, 90)}... (${name.length})` : name} ${type}`,
            async () =>
              assert.deepEqual(gist(await resolver.query(name, type)), expected === 'loop' ? loop : expected),
          );
        await test.test('a signal that was given before', async () => {
          const answer = await resolver.query('example.com', 'A', { signal: AbortSignal.abort() });
          assert.equal(gist(answer), 'timeout');
        });
        await test.test('the same to many at once', async () => {
          const answers = await Promise.all(
            Array.from({ length: 100 }, () => resolver.query('www.example.com', 'A')),
          );
          for (const answer of answers)
            assert.deepEqual(gist(answer), found(['192.0.2.80'], 'host.example.com'));
        });
      } finally {
        await close();
      }
    });
  });
}
