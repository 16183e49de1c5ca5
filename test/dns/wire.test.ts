/** The codec's boundary: whatever bytes come, what is made of them is a value, soon. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import packet from 'dns-packet';
import fc from 'fast-check';
import { match } from '../../src/dns/exchange.ts';
import { interpret } from '../../src/dns/interpret.ts';
import type { RecordType } from '../../src/dns/resolver.ts';
import { questionEnd, readMessage, TYPES, writeQuery } from '../../src/dns/wire.ts';

const TYPE_NAMES = Object.keys(TYPES) as RecordType[];
const NAME = 'host.example';
const NAMES = [NAME];

/** All that happens to a message between the socket and the answer. */
function take(bytes: Buffer, type: RecordType): string {
  const query = writeQuery(NAME, type, true)!;
  const end = questionEnd(query);
  if (match(query, end, bytes) === 'no') return 'not ours';
  const message = readMessage(bytes, bytes.readUInt16BE(4) === 0 ? 12 : end);
  if (message === undefined) return 'malformed';
  const said = interpret(message, NAMES, type);
  if (said.kind === 'answer') {
    const { answer } = said;
    assert.ok(answer.status === 'failed' || (answer.ttl >= 0 && answer.ttl <= 86_400));
    assert.ok(answer.status !== 'found' || answer.records.length > 0);
    return answer.status;
  }
  return said.kind === 'failed' ? said.why : said.kind;
}

describe('a question', () => {
  for (const type of TYPE_NAMES)
    for (const edns of [true, false])
      it(`${type} ${edns ? 'with' : 'without'} EDNS is what dns-packet reads`, () => {
        const message = packet.decode(writeQuery(NAME, type, edns)!);
        assert.deepEqual(message.questions, [{ name: 'host.example', type, class: 'IN' }]);
        assert.equal(message.flag_rd, true);
        assert.equal(message.type, 'query');
        const additionals = message.additionals as unknown as { type: string; udpPayloadSize: number }[];
        assert.deepEqual(
          additionals.map((each) => [each.type, each.udpPayloadSize]),
          edns ? [['OPT', 1232]] : [],
        );
      });
});

describe('bytes from the network', () => {
  const type = fc.constantFrom(...TYPE_NAMES);

  it('at random', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 300 }),
        type,
        (bytes, each) => void take(Buffer.from(bytes), each),
      ),
      {
        numRuns: 3_000,
      },
    );
  });

  it('at random behind a right question', () => {
    const small = fc.nat(6);
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 400 }),
        fc.tuple(small, small, small),
        fc.nat(65535),
        type,
        (rest, counts, flags, each) => {
          const head = writeQuery(NAME, each, false)!;
          head.writeUInt16BE((flags & 0x07ff) | 0x8000, 2);
          counts.forEach((count, index) => {
            head.writeUInt16BE(count, 6 + 2 * index);
          });
          take(Buffer.concat([head, rest]), each);
        },
      ),
      { numRuns: 5_000 },
    );
  });

  it('records at random, in form', () => {
    const data = fc.oneof(
      fc.uint8Array({ maxLength: 40 }),
      fc.uint8Array({ minLength: 4, maxLength: 4 }),
      fc
        .constantFrom([0xc0, 12], [0, 10, 0xc0, 12], [3, 97, 98, 99], [1, 97, 0])
        .map((each) => Uint8Array.from(each)),
    );
    const owner = fc.constantFrom(
      [0xc0, 12],
      [0xc0, 12],
      [0xc0, 12],
      [0],
      [1, 97, 0xc0, 12],
      [0xc0, 17],
      [0xc0, 200],
    );
    const record = fc
      .tuple(
        owner,
        fc.constantFrom(...Object.values(TYPES), 41, 46, 65),
        fc.constantFrom(1, 1, 1, 3),
        fc.nat(0xffffffff),
        data,
      )
      .map(([name, kind, klass, ttl, bytes]) => {
        const fixed = Buffer.alloc(10);
        fixed.writeUInt16BE(kind, 0);
        fixed.writeUInt16BE(klass, 2);
        fixed.writeUInt32BE(ttl, 4);
        fixed.writeUInt16BE(bytes.length, 8);
        return Buffer.concat([Buffer.from(name), fixed, bytes]);
      });
    const section = fc.array(record, { maxLength: 5 });
    const seen = new Set<string>();
    fc.assert(
      fc.property(
        section,
        section,
        section,
        fc.constantFrom(0, 0, 3, 2),
        type,
        (answers, authorities, additionals, rcode, each) => {
          const head = writeQuery(NAME, each, false)!;
          head.writeUInt16BE(0x8080 | rcode, 2);
          [answers, authorities, additionals].forEach((list, index) => {
            head.writeUInt16BE(list.length, 6 + 2 * index);
          });
          seen.add(take(Buffer.concat([head, ...answers, ...authorities, ...additionals]), each));
        },
      ),
      { numRuns: 5_000 },
    );
    // The property throws at the paths that matter.
    for (const each of ['found', 'nxdomain', 'no-data', 'malformed', 'servfail'])
      assert.ok(seen.has(each), each);
  });

  it('a good message with a byte changed, or cut off anywhere', () => {
    const good = packet.encode({
      type: 'response',
      id: 0,
      flags: packet.RECURSION_DESIRED | packet.RECURSION_AVAILABLE,
      questions: [{ type: 'MX', name: 'host.example' }],
      answers: [
        { type: 'CNAME', name: 'host.example', data: 'mail.example', ttl: 60 },
        { type: 'MX', name: 'mail.example', data: { preference: 10, exchange: 'mx.mail.example' }, ttl: 60 },
      ],
    });
    assert.equal(take(good, 'MX'), 'found');
    for (let at = 0; at < good.length; at++) {
      assert.notEqual(take(good.subarray(0, at), 'MX'), 'found');
      for (const value of [0, 1, 12, 63, 64, 0xc0, 0xff]) {
        const changed = Buffer.from(good);
        changed[at] = value;
        take(changed, 'MX');
      }
    }
  });
});
