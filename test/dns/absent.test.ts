/** "There is no such name", read in one walk: it must say what the long way says, whatever comes. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import packet from 'dns-packet';
import fc from 'fast-check';
import { readAbsent } from '../../src/dns/absent.ts';
import { interpret } from '../../src/dns/interpret.ts';
import { wireName } from '../../src/dns/name.ts';
import { questionEnd, readMessage, writeQuery } from '../../src/dns/wire.ts';

const NAME = '2.0.0.127.bl.example';
const QUERY = writeQuery(NAME, 'A', false)!;
const END = questionEnd(QUERY);

/** Seconds for which the long way would keep "there is no such name"; undefined: it says something else. */
function atLength(bytes: Buffer): number | undefined {
  const message = readMessage(bytes, END);
  if (message === undefined) return undefined;
  const said = interpret(message, [NAME], 'A');
  return said.kind === 'answer' && said.answer.status === 'nxdomain' ? said.answer.ttl : undefined;
}

const soa = (name: string, ttl = 900, minimum = 60): object => ({
  ...{ type: 'SOA', name, ttl },
  data: { mname: 'ns.example', rname: 'hm.example', serial: 1, refresh: 2, retry: 3, expire: 4, minimum },
});
const opt = (extendedRcode: number): object => ({
  ...{ type: 'OPT', name: '.', udpPayloadSize: 1232, extendedRcode },
  ...{ ednsVersion: 0, flags: 0, options: [] },
});

function answer(
  rcode: number,
  authorities: object[],
  additionals: object[] = [],
  answers: object[] = [],
): Buffer {
  const questions = [{ type: 'A', name: NAME }];
  const all = { type: 'response', flags: 0x80 | rcode, questions, answers, authorities, additionals };
  return packet.encode(all as Parameters<typeof packet.encode>[0]);
}

/** dns-packet does not compress: the owner of the first authority becomes a pointer to `at`, as servers write it. */
function compressed(name: string, at: number, bytes: Buffer): Buffer {
  const owner = Buffer.from(wireName(name)!);
  assert.ok(bytes.subarray(END, END + owner.length).equals(owner));
  const pointer = Buffer.of(0xc0 | (at >> 8), at & 255);
  return Buffer.concat([bytes.subarray(0, END), pointer, bytes.subarray(END + owner.length)]);
}
const ZONE_AT = 12 + '2.0.0.127.'.length;

const plain = compressed('bl.example', ZONE_AT, answer(3, [soa('bl.example')]));

describe('there is no such name', () => {
  const cases: Readonly<Record<string, [Buffer, number]>> = {
    'with the SOA of its zone': [plain, 60],
    'the TTL of the SOA is lower': [compressed('bl.example', ZONE_AT, answer(3, [soa('bl.example', 5)])), 5],
    'for days: three hours': [
      compressed('bl.example', ZONE_AT, answer(3, [soa('bl.example', 9e5, 9e5)])),
      10_800,
    ],
    'with the SOA of the root': [answer(3, [soa('.')]), 60],
    'with EDNS': [compressed('bl.example', ZONE_AT, answer(3, [soa('bl.example')], [opt(0)])), 60],
    'without an SOA': [answer(3, []), 0],
    'an owner written out: at length': [answer(3, [soa('bl.example')]), -1],
    'a pointer into the middle of a label': [
      compressed('bl.example', ZONE_AT + 1, answer(3, [soa('bl.example')])),
      -1,
    ],
    'a pointer to itself': [compressed('bl.example', END, answer(3, [soa('bl.example')])), -1],
    'an extended rcode': [compressed('bl.example', ZONE_AT, answer(3, [soa('bl.example')], [opt(1)])), -1],
    'an alias on the way': [
      answer(3, [], [], [{ type: 'CNAME', name: NAME, data: 'other.example', ttl: 1 }]),
      -1,
    ],
    'no data': [compressed('bl.example', ZONE_AT, answer(0, [soa('bl.example')])), -1],
    SERVFAIL: [answer(2, []), -1],
    'cut off': [plain.subarray(0, -1), -1],
  };
  for (const [what, [bytes, expected]] of Object.entries(cases))
    it(what, () => assert.equal(readAbsent(bytes, END), expected));

  it('whatever is changed in it, the long way says the same', () => {
    const whole = compressed('bl.example', ZONE_AT, answer(3, [soa('bl.example'), soa('.', 7)], [opt(0)]));
    const edit = fc.tuple(fc.nat(whole.length - 1), fc.nat(255));
    let read = 0;
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 4 }), fc.nat(whole.length), (edits, cut) => {
        const bytes = Buffer.from(whole);
        // The question has been compared, and the header's second byte of flags says what is read.
        for (const [at, byte] of edits) if (at >= END || (at >= 6 && at < 12) || at === 3) bytes[at] = byte;
        const part = cut > END && cut % 3 === 0 ? bytes.subarray(0, cut) : bytes;
        const kept = readAbsent(part, END);
        if (kept >= 0) read++;
        if (kept >= 0) assert.equal(atLength(part), kept);
      }),
      { numRuns: 5_000 },
    );
    assert.ok(read > 500, `${read} were read in one walk`);
  });
});
