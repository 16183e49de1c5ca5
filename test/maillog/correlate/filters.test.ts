/** What looks like a content filter and is none, and filters that are hard to know. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Totals } from '../../../src/report/model.ts';
import { join, numbersOf, readWhole } from './run.ts';

/** Seconds since ten o'clock, and the line's text. */
type Line = readonly [second: number, program: string, text: string];

async function totalsOf(lines: readonly Line[]): Promise<Totals> {
  const text = join(
    lines.map(([second, program, said]) => {
      const time = new Date(Date.UTC(2026, 10, 20, 10, 0, second)).toISOString().slice(11, 19);
      return `Nov 20 ${time} mx1 postfix/${program}: ${said}`;
    }),
  );
  const run = await readWhole(text);
  assert.deepEqual(run.unparsed, []);
  const express = await readWhole(text, undefined, true);
  const numbers = (each: typeof run): unknown => ({ ...(numbersOf(each) as object), connections: [] });
  assert.deepEqual(numbers(express), numbers(run));
  return run.collector.totals;
}

const arrives = (
  id: string,
  second: number,
  messageId = 'x@a.example',
  client = 'a.example[192.0.2.1]',
): Line[] => [
  [second, 'smtpd[1]', `${id}: client=${client}`],
  [second, 'cleanup[2]', `${id}: message-id=<${messageId}>`],
  [second, 'qmgr[3]', `${id}: from=<list@a.example>, size=500, nrcpt=1 (queue active)`],
];
const inside = (id: string, second: number, messageId?: string): Line[] =>
  arrives(id, second, messageId, 'localhost[127.0.0.1]');
const submitted = (id: string, second: number, uid: number, messageId = 'x@a.example'): Line[] => [
  [second, 'pickup[7]', `${id}: uid=${uid} from=<list@a.example>`],
  ...arrives(id, second, messageId).slice(1),
];
const sent = (id: string, second: number, agent: string, relay: string, reply: string): Line => [
  second,
  `${agent}[4]`,
  `${id}: to=<b@b.test>, relay=${relay}, delay=1, delays=0/0/0/1, dsn=2.0.0, status=sent (${reply})`,
];
const piped = (id: string, second: number): Line =>
  sent(id, second, 'pipe', 'ticket', 'delivered via ticket service');
const filtered = (id: string, second: number, next: string): Line =>
  sent(id, second, 'smtp', '127.0.0.1[127.0.0.1]:10024', `250 2.0.0 Ok: queued as ${next}`);
const boxed = (id: string, second: number): Line =>
  sent(id, second, 'virtual', 'virtual', 'delivered to maildir');
const removed = (id: string, second: number): Line => [second, 'qmgr[3]', `${id}: removed`];

describe('deliveries that end in no filter', () => {
  for (const [name, deliver] of [
    ['a pipe', piped],
    [
      'an LMTP server on this host that says no more than Ok',
      (id: string, second: number) => sent(id, second, 'lmtp', '127.0.0.1[127.0.0.1]:2003', '250 2.1.5 Ok'),
    ],
  ] as const)
    it(`one message-id again and again from this host, each by ${name}`, async () => {
      const lines = Array.from({ length: 300 }, (_, i): Line[] => {
        const id = `4D2F${i.toString(16).toUpperCase().padStart(3, '0')}`;
        const second = Math.floor(i / 20);
        return [...inside(id, second), deliver(id, second), removed(id, second)];
      }).flat();
      const { received, delivered, bytesReceived } = await totalsOf(lines);
      assert.deepEqual([received, delivered, bytesReceived], [300, 300, 150_000]);
    });

  it('one message-id from a local program, by a pipe', async () => {
    const lines = ['4D2F1A', '4D2F1B', '4D2F1C'].flatMap((id, i): Line[] => [
      ...submitted(id, i, 33),
      piped(id, i),
      removed(id, i),
    ]);
    const { received, delivered } = await totalsOf(lines);
    assert.deepEqual([received, delivered], [3, 3]);
  });

  it('a user who answers by the same sender, long after the pipe', async () => {
    const { received, delivered } = await totalsOf([
      ...arrives('4D2F1A', 0, ''),
      piped('4D2F1A', 1),
      removed('4D2F1A', 1),
      ...submitted('4D2F1B', 30, 99, 'new@mx1'),
      boxed('4D2F1B', 31),
    ]);
    assert.deepEqual([received, delivered], [2, 2]);
  });
});

describe('filters', () => {
  it('two messages with one message-id, one after the other has gone', async () => {
    const { received, delivered } = await totalsOf([
      ...arrives('4D2F1A', 0),
      ...arrives('4D2F1B', 0),
      ...inside('4D2F2A', 1),
      filtered('4D2F1A', 1, '4D2F2A'),
      removed('4D2F1A', 1),
      boxed('4D2F2A', 1),
      removed('4D2F2A', 1),
      ...inside('4D2F2B', 20),
      filtered('4D2F1B', 20, '4D2F2B'),
      removed('4D2F1B', 20),
      boxed('4D2F2B', 20),
    ]);
    assert.deepEqual([received, delivered], [2, 2]);
  });

  it('one after the other', async () => {
    const { received, delivered } = await totalsOf([
      ...arrives('4D2F1A', 0),
      ...inside('4D2F1B', 1),
      filtered('4D2F1A', 1, '4D2F1B'),
      removed('4D2F1A', 1),
      ...inside('4D2F1C', 2),
      filtered('4D2F1B', 2, '4D2F1C'),
      removed('4D2F1B', 2),
      boxed('4D2F1C', 2),
    ]);
    assert.deepEqual([received, delivered], [1, 1]);
  });

  it('again after postsuper -r', async () => {
    const { received, delivered, deferred } = await totalsOf([
      ...arrives('4D2F1A', 0),
      ...submitted('4D2F1B', 1, 99),
      sent('4D2F1A', 1, 'pipe', 'spamfilter', 'delivered via spamfilter service'),
      removed('4D2F1A', 1),
      [
        2,
        'smtp[5]',
        '4D2F1B: to=<b@b.test>, relay=none, delay=1, delays=0/0/1/0, dsn=4.4.1, status=deferred (connect to mx.b.test[203.0.113.9]:25: Connection timed out)',
      ],
      [100, 'postsuper[6]', '4D2F1B: requeued'],
      ...submitted('4D2F1C', 101, 115),
      ...submitted('4D2F1D', 102, 99),
      sent('4D2F1C', 102, 'pipe', 'spamfilter', 'delivered via spamfilter service'),
      removed('4D2F1C', 102),
      boxed('4D2F1D', 103),
    ]);
    assert.deepEqual([received, delivered, deferred], [1, 1, 1]);
  });

  it('of a message that began before the log', async () => {
    const { received, delivered } = await totalsOf([
      ...inside('4D2F1B', 0),
      filtered('4D2F1A', 0, '4D2F1B'),
      removed('4D2F1A', 0),
      boxed('4D2F1B', 1),
    ]);
    assert.deepEqual([received, delivered], [0, 1]);
  });

  it('a queue id that is one of another host says nothing', async () => {
    const { received, delivered } = await totalsOf([
      ...arrives('4D2F1A', 0),
      ...arrives('4D2F1B', 0, 'other@a.example'),
      sent('4D2F1A', 1, 'smtp', 'mx.b.test[203.0.113.9]:25', '250 2.0.0 Ok: queued as 4D2F1B'),
      boxed('4D2F1B', 1),
    ]);
    assert.deepEqual([received, delivered], [2, 2]);
  });
});
