/** What the engine records of a log is what the long way gathers of it: names in replies, aliases, retries, filters. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import fc from 'fast-check';
import { Engine } from '../../../src/engine/engine.ts';
import { EngineTexts } from '../../../src/engine/texts.ts';
import { replyOf, shapeOf } from '../../../src/restrictions/replay/masked.ts';
import { assertSameAttempts } from './both-ways.ts';
import { taken } from './read.ts';

const folder = mkdtempSync(join(tmpdir(), 'sekisho-attempts-'));
after(() => rmSync(folder, { recursive: true }));

/** The engine knows a program and a host from their second line on. */
const BEFORE = ['smtpd', 'cleanup', 'qmgr', 'smtp', 'local', 'bounce'].map(
  (program) => `${program}[1]: daemon started`,
);

async function told(lines: readonly string[]): Promise<string[]> {
  const path = join(folder, 'maillog');
  const all = [...BEFORE, ...lines];
  // Two lines a second.
  const stamp = (i: number): string =>
    new Date(Date.UTC(2026, 10, 20, 9, 0, i >> 1)).toISOString().slice(0, 19);
  writeFileSync(path, all.map((line, i) => `${stamp(i)}+00:00 mx postfix/${line}\n`).join(''));
  const { attempts, warned } = await assertSameAttempts(path);
  return [...attempts, ...warned].map(({ outcome, recipient, reply }) =>
    [outcome, recipient, reply].join(' '),
  );
}

const CLIENT = 'mail.far.example[192.0.2.1]';
const refusal = (
  reply: string,
  more: Partial<Record<'client' | 'from' | 'to' | 'helo', string>> = {},
): string =>
  `smtpd[7]: NOQUEUE: reject: RCPT from ${more.client ?? CLIENT}: ${reply}; from=<${more.from ?? 'x@far.example'}> to=<${more.to ?? 'ann@own.example'}> proto=ESMTP helo=<${more.helo ?? 'helo.example'}>`;
const delivery = (id: string, to: string, end: string, agent = 'smtp'): string =>
  `${agent}[10]: ${id}: to=<${to}, relay=mx.there.example[203.0.113.1]:25, delay=0.2, delays=0.1/0/0/0.1, ${end}`;
const SENT = 'dsn=2.0.0, status=sent (250 ok)';
const DEFERRED = 'dsn=4.4.1, status=deferred (connection timed out)';
const BOUNCED = 'dsn=5.1.1, status=bounced (unknown user)';
const ID = '4A1B2C3D01';

const CASES: [name: string, lines: string[], attempts: string[]][] = [
  [
    'names in a reply',
    [refusal('550 5.1.1 <ann@own.example>: Recipient address rejected: User unknown; x@far.example')],
    [
      'refused ann@own.example 550 5.1.1 <ann@own.example>: Recipient address rejected: User unknown; x@far.example',
    ],
  ],
  [
    'names in names, and of one letter',
    [
      refusal('554 5.7.1 <a.example>: Helo command rejected: a.example is no aa of a', {
        ...{ helo: 'a', from: 'a.example', to: 'a@a.example', client: 'a.example[192.0.2.1]' },
      }),
    ],
    ['refused a@a.example 554 5.7.1 <a.example>: Helo command rejected: a.example is no aa of a'],
  ],
  [
    'words of `User unknown` that are names',
    [refusal('550 5.1.1 User unknown here', { helo: 'n', from: 'User' })],
    ['refused ann@own.example 550 5.1.1 User unknown here'],
  ],
  [
    'a client without a name',
    [refusal('450 4.7.25 Client host rejected: unknown host', { client: 'unknown[192.0.2.1]' })],
    ['deferred ann@own.example 450 4.7.25 Client host rejected: unknown host'],
  ],
  ['what is no refusal', [refusal('250 2.1.5 Ok'), refusal('354 3.0.0 Go on')], []],
  [
    'longer than the engine reads',
    [refusal(`554 5.7.1 ${'long '.repeat(300)}word`)],
    [`refused ann@own.example 554 5.7.1 ${'long '.repeat(300)}word`],
  ],
  [
    'nobody as sender, no HELO name',
    [refusal('554 5.7.1 no', { from: '', helo: '' })],
    ['refused ann@own.example 554 5.7.1 no'],
  ],
  [
    'a warning',
    [refusal('554 5.7.1 no').replace('reject:', 'reject_warning:')],
    ['accepted ann@own.example 554 5.7.1 no'],
  ],
  ['taken', taken(ID, CLIENT, 'x@far.example', 'ann@own.example'), ['delivered ann@own.example ']],
  [
    'deferred, then delivered',
    taken(ID, CLIENT, 'x@far.example', 'ann@own.example').toSpliced(
      3,
      0,
      delivery(ID, 'ann@own.example>', DEFERRED),
    ),
    ['delivered ann@own.example '],
  ],
  [
    'several recipients, of which two are one alias',
    [
      ...taken(ID, CLIENT, 'x@far.example', 'ann@own.example').slice(0, 3),
      delivery(ID, 'bob@own.example>, orig_to=<all@own.example>', SENT),
      delivery(ID, 'eve@own.example>, orig_to=<all@own.example>', BOUNCED),
      delivery(ID, 'ann@own.example>', DEFERRED),
      delivery(ID, 'ann@own.example>, orig_to=<>', SENT),
    ],
    ['bounced all@own.example ', 'delivered ann@own.example '],
  ],
  [
    'sent on by an alias',
    [
      ...taken(ID, CLIENT, 'x@far.example', 'ann@own.example').slice(0, 3),
      delivery(ID, 'ann@own.example>', 'dsn=2.0.0, status=sent (forwarded as 4A1B2C3D02)', 'local'),
      'cleanup[8]: 4A1B2C3D02: message-id=<4A1B2C3D01@x.example>',
      'qmgr[9]: 4A1B2C3D02: from=<x@far.example>, size=1000, nrcpt=1 (queue active)',
      `qmgr[9]: ${ID}: removed`,
      delivery('4A1B2C3D02', 'ann@home.example>', SENT),
    ],
    ['delivered ann@own.example '],
  ],
  [
    'through a filter',
    [
      ...taken(ID, CLIENT, 'x@far.example', 'ann@own.example').slice(0, 3),
      'smtpd[17]: 4A1B2C3D02: client=localhost[127.0.0.1]',
      'cleanup[8]: 4A1B2C3D02: message-id=<4A1B2C3D01@x.example>',
      'qmgr[9]: 4A1B2C3D02: from=<x@far.example>, size=1200, nrcpt=1 (queue active)',
      `smtp[10]: ${ID}: to=<ann@own.example>, relay=127.0.0.1[127.0.0.1]:10024, delay=0.2, delays=0.1/0/0/0.1, dsn=2.0.0, status=sent (250 2.0.0 from MTA: 250 2.0.0 Ok: queued as 4A1B2C3D02)`,
      `qmgr[9]: ${ID}: removed`,
      delivery('4A1B2C3D02', 'ann@box.example>', BOUNCED),
      'qmgr[9]: 4A1B2C3D02: removed',
    ],
    ['bounced ann@box.example '],
  ],
  [
    'deferred as the engine reads, then handed over',
    [
      ...taken(ID, CLIENT, 'x@far.example', 'ann@own.example').slice(0, 3),
      delivery(ID, 'ann@own.example>', DEFERRED),
      delivery(ID, '"b c"@own.example>', SENT),
    ],
    ['accepted ann@own.example ', 'delivered "b c"@own.example '],
  ],
];

describe('attempts by the engine', () => {
  for (const [name, lines, attempts] of CASES)
    it(name, async () => {
      assert.deepEqual((await told(lines)).sort(), attempts.toSorted());
    });

  it('replies of few letters, in which names are everywhere', async () => {
    const word = fc.stringMatching(/^[ab.]{1,4}$/);
    const line = fc.record({ reply: fc.array(word, { minLength: 1 }), a: word, b: word, c: word, d: word });
    await fc.assert(
      fc.asyncProperty(fc.array(line, { minLength: 5, maxLength: 40 }), async (lines) => {
        const texts = lines.map(({ reply, a, b, c, d }) =>
          refusal(`554 5.7.1 ${reply.join(' ')}`, { from: a, to: b, helo: c, client: `${d}[192.0.2.1]` }),
        );
        assert.equal((await told(texts)).length, lines.length);
      }),
      { seed: 7, numRuns: 30 },
    );
  });
});

describe('replies without names', () => {
  it('are whole again with them', () => {
    const name = fc.oneof(fc.constantFrom('', 'a', 'b', 'ab', '\x01', '\x02a'), fc.string({ maxLength: 3 }));
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', 'b', ' ', '\x01', '\0') }),
        fc.array(name, { maxLength: 6 }),
        (reply, names) => {
          assert.equal(replyOf(shapeOf(reply, names), names), reply);
        },
      ),
      { seed: 7 },
    );
  });
});

describe('texts in the engine', () => {
  it('have one number each, and are the same again', () => {
    const texts = new EngineTexts(new Engine());
    const numbers = new Map<string, number>();
    for (let i = 0; i < 30_000; i++) {
      const text = i % 3 === 0 ? 'é'.repeat(i % 50) : `${i % 9000}@日本.example`;
      const number = texts.numberOf(text);
      assert.equal(numbers.get(text) ?? number, number);
      numbers.set(text, number);
    }
    for (const [text, number] of numbers) assert.equal(texts.textOf(number), text);
    assert.equal(new Set(numbers.values()).size, numbers.size);
  });
});
