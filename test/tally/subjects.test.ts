/** Who stands behind each of many reasons: exact while there is room, then low by no more than is said. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Random } from '../../bench/generator/random.ts';
import { Engine } from '../../src/engine/engine.ts';
import { ADDRESSES, spellingOf } from '../../src/report/collect/address.ts';
import { type Group, type SubjectKind, Subjects } from '../../src/tally/subjects.ts';

const ALL = Number.POSITIVE_INFINITY;

function told(group: Group, n = ALL): string[] {
  const { list, more } = group.top(n);
  return [...list.map(({ subject, count }) => `${subject} ${count}`), ...(more > 0 ? [`+${more}`] : [])];
}

describe('names of a group', () => {
  const KINDS: readonly [kind: SubjectKind, names: string[], told: string[]][] = [
    ['client', ['192.0.2.7', '192.0.2.10', '192.0.2.7'], ['192.0.2.7 2', '192.0.2.10 1']],
    // IPv4 addresses by number, before all others.
    ['client', ['2001:db8::1', '203.0.113.9', '99.0.2.1'], ['99.0.2.1 1', '203.0.113.9 1', '2001:db8::1 1']],
    ['client', ['0.0.0.0', '255.255.255.255'], ['0.0.0.0 1', '255.255.255.255 1']],
    ['client', ['unknown', 'UNKNOWN', 'x'.repeat(3000)], ['UNKNOWN 1', 'unknown 1', `${'x'.repeat(3000)} 1`]],
    [
      'sender',
      ['ann@EXAMPLE.com', 'ann@example.com', 'Ann@example.com'],
      ['ann@example.com 2', 'Ann@example.com 1'],
    ],
    ['sender', ['<>', '<>'], ['<> 2']],
    ['recipient', ['山@例え.jp', '山@例え.JP'], ['山@例え.jp 2']],
    ['domain', ['Example.COM', 'example.com', 'example.net'], ['example.com 2', 'example.net 1']],
  ];
  for (const [kind, names, expected] of KINDS)
    it(`${kind}: ${names.join(' ').slice(0, 60)}`, () => {
      const group = new Subjects(ADDRESSES).group(kind);
      for (const name of names) group.add(name);
      assert.deepEqual(told(group).sort(), [...expected].sort());
      assert.equal(group.top(1).list[0]!.count, Number(expected[0]!.split(' ').at(-1)));
    });

  const NO_QUADS = [
    '192.0.2.07',
    '192.0.2',
    '192.0.2.256',
    '192.0.2.1.',
    '1.2.3.4.5',
    '.1.2.3',
    '',
    '1..2.3',
    '٣.1.2.3',
  ];
  for (const text of NO_QUADS)
    it(`no IPv4 address, and told as it stands: "${text}"`, () => {
      const group = new Subjects(ADDRESSES).group('client');
      group.add(text);
      assert.deepEqual(group.top(ALL), { list: [{ subject: text, count: 1 }], more: 0 });
    });

  it('are spelled as the lists of addresses are', () => {
    const group = new Subjects(spellingOf({ ignoreCase: true })).group('recipient');
    for (const name of ['Ann@example.com', 'ANN@Example.com']) group.add(name);
    assert.deepEqual(told(group), ['ann@example.com 2']);
  });

  it('of one group are not those of another', () => {
    const subjects = new Subjects(ADDRESSES);
    const [a, b] = [subjects.group('client'), subjects.group('client')];
    for (const name of ['192.0.2.1', 'unknown']) for (const group of [a, a, b]) group.add(name);
    assert.deepEqual(
      [told(a, 1), told(b)],
      [
        ['192.0.2.1 2', '+1'],
        ['192.0.2.1 1', 'unknown 1'],
      ],
    );
  });

  it('of any groups are those of a plain count', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(3), fc.nat(40)), { maxLength: 400 }), fc.nat(12), (adds, n) => {
        const subjects = new Subjects(ADDRESSES);
        const groups = Array.from({ length: 4 }, () => subjects.group('client'));
        const counts = groups.map(() => new Map<number, number>());
        for (const [which, address] of adds) {
          groups[which]!.add(`192.0.2.${address}`);
          counts[which]!.set(address, (counts[which]!.get(address) ?? 0) + 1);
        }
        for (const [which, group] of groups.entries()) {
          const rows = [...counts[which]!].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
          const list = rows.slice(0, n).map(([address, count]) => ({ subject: `192.0.2.${address}`, count }));
          assert.deepEqual(group.top(n), { list, more: rows.length - list.length });
          assert.equal(group.distinct, rows.length);
        }
      }),
    );
  });
});

describe('beyond the bound', () => {
  const CASES: readonly [bound: number, names: number, seed: number][] = [
    [1000, 20_000, 1],
    [100, 5000, 2],
    [20, 300, 3],
  ];
  for (const [bound, names, seed] of CASES)
    it(`${names} names, room for ${bound}: a small group stays exact, a large one is at most its floor too low`, () => {
      const subjects = new Subjects(ADDRESSES, new Engine(), bound);
      const [flood, dictionary, small] = [
        subjects.group('client'),
        subjects.group('recipient'),
        subjects.group('domain'),
      ];
      const random = new Random(seed);
      const counts = new Map<string, number>();
      for (let i = 0; i < names * 3; i++) {
        // Low numbers come often.
        const n = Math.min(random.below(names), random.below(names), random.below(names));
        const name = i % 2 === 0 ? `10.${n >> 16}.${(n >> 8) & 255}.${n & 255}` : `user${n}@example.com`;
        (i % 2 === 0 ? flood : dictionary).add(name);
        counts.set(name, (counts.get(name) ?? 0) + 1);
        if (i % 100 === 0) small.add(i % 200 === 0 ? 'example.net' : 'example.org');
      }
      const each = (names * 3) / 200;
      assert.deepEqual(told(small), [`example.net ${Math.ceil(each)}`, `example.org ${Math.floor(each)}`]);
      assert.equal(small.floor, 0);
      for (const group of [flood, dictionary]) {
        assert.ok(group.floor > 0);
        const { list, more } = group.top(ALL);
        assert.ok(list.length <= bound);
        for (const { subject, count } of list) {
          const truth = counts.get(subject)!;
          assert.ok(count <= truth && count + group.floor >= truth, `${subject}: ${count} of ${truth}`);
        }
        // Whoever counts more than the floor is told.
        const kept = new Set(list.map(({ subject }) => subject));
        const own = [...counts].filter(([name]) => name.includes('@') === (group.kind === 'recipient'));
        for (const [name, count] of own) assert.ok(count <= group.floor || kept.has(name), name);
        const different = list.length + more;
        assert.ok(Math.abs(different - own.length) <= own.length * 0.04, `${different} of ${own.length}`);
      }
    });

  it('names of dropped groups go first', () => {
    const subjects = new Subjects(ADDRESSES, new Engine(), 1000);
    const kept = subjects.group('client');
    for (let i = 0; i < 400; i++) kept.add(`192.0.${i >> 8}.${i & 255}`);
    for (let round = 0; round < 50; round++) {
      const gone = subjects.group('client');
      for (let i = 0; i < 100; i++) gone.add(`198.51.${round}.${i}`);
      gone.drop();
    }
    assert.deepEqual([kept.floor, kept.top(0)], [0, { list: [], more: 400 }]);
  });
});
