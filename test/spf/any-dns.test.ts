/**
 * Whatever DNS does: it fails in every way, never answers, answers with thousands of records or with megabytes, and every
 * record leads to names that nobody has asked for yet. An evaluation and a review end, with a value, after so many
 * questions: that is what bounds their time.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Answer, Failure, RecordType, Resolver } from '../../src/dns/resolver.ts';
import { review } from '../../src/spf/review.ts';
import { problemsOf, resultOf } from '../../src/spf/review-problems.ts';
import { Spf } from '../../src/spf/spf.ts';
import { requests } from './random-records.ts';

/** The record; eleven terms, each with ten hosts; the explanation, which may ask for the client's names too. */
const MOST_ASKED = 1 + 11 * 11 + 1 + 11;
/** A review: records, names of `a` in both families, the explanation; addresses of ten terms, three hosts each. */
const MOST_REVIEWED = 60 + 2 * 60 + 1 + 10 * (1 + 2 * 3);

type Behaviour = (name: string, type: RecordType, nth: number) => Answer | 'never';

const FAILURES: readonly Failure[] = [
  ...(['servfail', 'refused', 'timeout', 'unreachable', 'malformed', 'loop', 'unsendable', 'other'] as const),
];
const many = (count: number, each: (i: number) => unknown): readonly unknown[] =>
  Array.from({ length: count }, (_, i) => each(i));

/** Terms with a new name each time, so that no answer is ever known. */
const TERMS = [
  ...[
    'include:%n',
    'include:%n',
    'redirect=%n',
    'a:%n',
    'mx:%n',
    'exists:%n',
    'ptr:%n',
    '?include:%n',
    '-exists:%{i}.%n',
  ],
  ...[
    'a:%{p}.%n',
    'exists:%{l}.%{h}.%n',
    'exp=%n',
    'ip4:203.0.113.0/24',
    '~all',
    'include:%{d}',
    'mx',
    'ptr',
    'moo=%n',
  ],
];

/** Seeded, so that an example can be shrunk: what is said of a name depends on its number alone. */
function behaviour(choices: readonly number[], share: number): Behaviour {
  return (_name, type, nth) => {
    const at = (k: number): number => choices[(nth * 7 + k) % choices.length]!;
    const found = (records: readonly unknown[]) =>
      ({ status: 'found', records, ttl: at(1) % 600 }) as unknown as Answer;
    const kind = at(0) % 100;
    if (kind < share) {
      if (kind % 4 === 0) return { status: kind % 8 === 0 ? 'nxdomain' : 'no-data', ttl: 60 };
      return { status: 'failed', why: FAILURES[at(2) % FAILURES.length]!, detail: 'the test says so' };
    }
    const size = kind > 95 ? 3_000 : 1 + (at(3) % 12);
    if (type === 'A') return found(many(size, (i) => `198.51.${i >> 8}.${i & 255}`));
    if (type === 'AAAA') return found(many(size, (i) => `2001:db9::${i.toString(16)}`));
    if (type === 'MX')
      return found(many(size, (i) => ({ preference: at(4) % 50, exchange: `h${nth}-${i}.example` })));
    if (type === 'PTR') return found(many(size, (i) => `p${nth}-${i}.example`));
    const terms = many(kind > 97 ? 4_000 : at(5) % 14, (i) =>
      TERMS[at(6 + i) % TERMS.length]!.replace('%n', `n${nth}-${i}.example`),
    );
    const record = `v=spf1 ${terms.filter((term, i) => !/=/.test(String(term)) || i === 0).join(' ')}`;
    return found(
      kind === 94 ? [record, record] : kind === 93 ? many(3_000, String).concat(record) : [record],
    );
  };
}

interface Counting extends Resolver {
  asked: number;
}

function resolverOf(behave: Behaviour): Counting {
  const resolver: Counting = {
    asked: 0,
    query<T extends RecordType>(name: string, type: T): Promise<Answer<T>> {
      const answer = behave(name, type, resolver.asked++);
      return typeof answer === 'string' ? new Promise(() => undefined) : Promise.resolve(answer as Answer<T>);
    },
  };
  return resolver;
}

const choices = fc.array(fc.nat(9_999), { minLength: 5, maxLength: 300 });
const shares = fc.constantFrom(0, 5, 20, 60);

describe('whatever DNS does', () => {
  it('an evaluation ends with a verdict, after so many questions', () =>
    fc.assert(
      fc.asyncProperty(choices, shares, requests, async (chosen, share, request) => {
        const resolver = resolverOf(behaviour(chosen, share));
        const verdict = await new Spf(resolver).check({ ...request, sender: 'ann@example.com' });
        assert.match(verdict.result, /^(?:none|neutral|pass|fail|softfail|temperror|permerror)$/);
        assert.equal(verdict.problem === undefined, !/none|error/.test(verdict.result));
        assert.ok(resolver.asked <= MOST_ASKED, String(resolver.asked));
        assert.ok(verdict.lookups <= 11 && verdict.voidLookups <= 3);
        assert.match(verdict.explanation ?? 'none', /^[\x20-\x7e]{1,450}$/);
        for (const { answer } of verdict.trace) assert.notEqual(answer, undefined);
      }),
      { numRuns: 600 },
    ));

  it('a review ends, and says how bad it is', () =>
    fc.assert(
      fc.asyncProperty(choices, shares, async (chosen, share) => {
        const resolver = resolverOf(behaviour(chosen, share));
        const found = await review('example.com', resolver);
        assert.ok(resolver.asked <= MOST_REVIEWED, String(resolver.asked));
        const [problems, result] = [problemsOf(found), resultOf(found)];
        assert.equal(result === null, problems.length === 0);
      }),
      { numRuns: 200 },
    ));

  it('one that stops answering anywhere on the way is a temperror, and is asked no more', () =>
    fc.assert(
      fc.asyncProperty(choices, requests, fc.nat(12), async (chosen, request, last) => {
        const behave = behaviour(chosen, 5);
        const resolver = resolverOf((name, type, nth) => (nth >= last ? 'never' : behave(name, type, nth)));
        const verdict = await new Spf(resolver, { timeout: 3 }).check({
          ...request,
          sender: 'ann@example.com',
        });
        const asked = resolver.asked;
        // A question that hung and did not matter: of an explanation.
        if (asked > last && verdict.result !== 'fail')
          assert.deepEqual([verdict.result, verdict.problem?.kind], ['temperror', 'time']);
        await new Promise((done) => setImmediate(done));
        assert.equal(resolver.asked, asked);
        assert.ok(asked <= last + 11, `${asked}, hung at ${last}`);
      }),
      { numRuns: 150 },
    ));

  for (const [name, record] of [
    ['a tree of includes', 'v=spf1 include:%1.example include:%2.example include:%3.example -all'],
    ['a chain of redirects', 'v=spf1 redirect=%1.example'],
    ['includes under a redirect', 'v=spf1 ?include:%1.example redirect=%2.example'],
    ['mx and ptr all the way', 'v=spf1 mx:%1.example ptr:%2.example include:%3.example -all'],
  ] as const)
    it(`${name} without end: eleven lookups`, async () => {
      const resolver = resolverOf((_name, type, nth): Answer => {
        const text = record.replace(/%(\d)/g, (_, digit: string) => `n${nth}-${digit}`);
        if (type === 'TXT') return { status: 'found', records: [text], ttl: 1 } as unknown as Answer;
        if (type === 'MX')
          return {
            ...{ status: 'found', ttl: 1 },
            records: many(10, (i) => ({ preference: 1, exchange: `h${nth}-${i}.example` })),
          } as unknown as Answer;
        if (type === 'PTR')
          return {
            status: 'found',
            ttl: 1,
            records: many(10, (i) => `p${nth}-${i}.example`),
          } as unknown as Answer;
        return { status: 'found', ttl: 1, records: ['203.0.113.250'] } as unknown as Answer;
      });
      const verdict = await new Spf(resolver).check({
        ip: '192.0.2.1',
        sender: 'a@example.com',
        helo: 'h.example',
      });
      assert.deepEqual(
        [verdict.result, verdict.problem?.kind, verdict.lookups],
        ['permerror', 'lookups', 11],
      );
      assert.ok(resolver.asked <= MOST_ASKED, String(resolver.asked));
    });
});
