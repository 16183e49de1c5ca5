/** The stub before a server that lies, is late, is broken or silent. What is asked is always `host.example A`. */
import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { describe, it } from 'node:test';
import type { Answer } from '../../src/dns/resolver.ts';
import { type StubOptions, stubResolver } from '../../src/dns/stub.ts';
import { type Asked, a, cname, type Deed, type Evil, reply, soa, startEvil, txt } from './evil-server.ts';
import { gist } from './gist.ts';

const NAME = 'host.example';
const GOOD = '192.0.2.1';
const FORGED = '203.0.113.66';
const good = (asked: Asked): Buffer => reply(asked, { answers: [a(asked.name, GOOD)] });
const forged = (asked: Asked, how: Parameters<typeof reply>[1]): Buffer =>
  reply(asked, { answers: [a(how?.name ?? asked.name, FORGED)], ...how });

type Act = (asked: Asked, evil: Evil) => readonly Deed[];

async function ask(
  act: Act,
  options: StubOptions & { readonly tcp?: boolean } = {},
  name = NAME,
): Promise<{ readonly answer: Answer; readonly asked: readonly Asked[]; readonly connections: number }> {
  const evil = await startEvil(act, options.tcp === undefined ? {} : { tcp: options.tcp });
  const resolver = stubResolver({ servers: [evil], timeout: 300, attempts: 2, ...options });
  try {
    const answer = await resolver.query(name, name === NAME ? 'A' : 'TXT');
    return { answer, asked: evil.asked, connections: evil.connections() };
  } finally {
    resolver.close();
    await evil.stop();
  }
}

describe('the stub takes what a server says', () => {
  const acts: Readonly<Record<string, [expected: string, act: Act]>> = {
    'an address': [GOOD, (q) => [good(q)]],
    SERVFAIL: ['servfail', (q) => [reply(q, { rcode: 2 })]],
    REFUSED: ['refused', (q) => [reply(q, { rcode: 5 })]],
    NOTIMP: ['other', (q) => [reply(q, { rcode: 4 })]],
    'FORMERR, with EDNS and without': ['other', (q) => [reply(q, { rcode: 1 })]],
    'rcode 11, which nobody knows': ['other', (q) => [reply(q, { rcode: 11 })]],
    'REFUSED without the question': ['refused', (q) => [reply(q, { rcode: 5, questions: 0 })]],
    NXDOMAIN: ['nxdomain', (q) => [reply(q, { rcode: 3, authorities: [soa('example', 60, 30)] })]],
    'no data': ['no-data', (q) => [reply(q, { authorities: [soa('example', 60, 30)] })]],
    'nothing at all, as resolvers that strip 127/8': ['no-data', (q) => [reply(q)]],
    'records of another type alone': ['no-data', (q) => [reply(q, { answers: [txt(q.name, ['x'])] })]],
    'records of another name alone': [
      'no-data',
      (q) => [reply(q, { answers: [a('other.example', FORGED)] })],
    ],
    'records of another class': [
      'no-data',
      (q) => [reply(q, { answers: [{ ...a(q.name, FORGED), class: 'CH' } as never] })],
    ],
    'NXDOMAIN for an alias, with the alias': [
      'nxdomain',
      (q) => [
        reply(q, {
          rcode: 3,
          answers: [cname(q.name, 'nowhere.example')],
          authorities: [soa('example', 60, 30)],
        }),
      ],
    ],
    'a referral': [
      'other',
      (q) => [
        reply(q, { flags: 0, authorities: [{ type: 'NS', name: 'example', data: 'ns.example', ttl: 1 }] }),
      ],
    ],
    'an alias of itself': ['loop', (q) => [reply(q, { answers: [cname(q.name, q.name)] })]],
    'a circle of aliases in one message': [
      'loop',
      (q) => [reply(q, { answers: [cname(q.name, 'b.example'), cname('b.example', q.name)] })],
    ],
    'a circle of aliases, one a message': [
      'loop',
      (q) => [reply(q, { answers: [cname(q.name, q.name.toLowerCase() === NAME ? 'b.example' : NAME)] })],
    ],
    'aliases without end, one a message': [
      'loop',
      (q) => [reply(q, { answers: [cname(q.name, `${q.index}.example`)] })],
    ],
    'thousands of aliases in one message': [
      'loop',
      (q) => {
        if (!q.tcp) return [reply(q, { truncated: true })];
        const chain = Array.from({ length: 1500 }, (_, i) =>
          cname(i === 0 ? q.name : `c${i}.x`, `c${i + 1}.x`),
        );
        return [reply(q, { answers: chain })];
      },
    ],
  };
  for (const [what, [expected, act]] of Object.entries(acts))
    it(what, async () => assert.equal(gist((await ask(act)).answer), expected));

  it('follows an alias into another message, and takes the lowest TTL', async () => {
    const { answer } = await ask((q) =>
      q.name.toLowerCase() === NAME
        ? [reply(q, { answers: [cname(q.name, 'far.example', 20)] })]
        : [reply(q, { answers: [a(q.name, GOOD, 600)] })],
    );
    assert.deepEqual(answer, { status: 'found', records: [GOOD], ttl: 20, canonical: 'far.example' });
  });
});

describe('what does not belong to the question is passed over, and the wait goes on', () => {
  const lies: Readonly<Record<string, (q: Asked) => Buffer>> = {
    'a wrong id': (q) => forged(q, { id: q.id ^ 1 }),
    'another name': (q) => forged(q, { name: 'bank.example' }),
    'another type': (q) => forged(q, { type: 'TXT' }),
    'another class': (q) => forged(q, { class: 'CH' }),
    'two questions': (q) => forged(q, { questions: 2 }),
    'no question': (q) => forged(q, { questions: 0 }),
    'a question, not an answer': (q) => forged(q, { isQuery: true }),
    'another opcode': (q) => forged(q, { flags: 0x2080 }),
    'the question itself': (q) => q.bytes,
    'an empty datagram': () => Buffer.alloc(0),
    'one byte': () => Buffer.from([1]),
    'half a header': (q) => good(q).subarray(0, 7),
    'a header that promises a question': (q) => good(q).subarray(0, 12),
    garbage: () => Buffer.from('GET / HTTP/1.1\r\nHost: x\r\n\r\n'),
  };
  for (const [what, lie] of Object.entries(lies)) {
    it(`${what}, before the answer`, async () =>
      assert.equal(gist((await ask((q) => [lie(q), good(q)])).answer), GOOD));
    it(`${what}, and never an answer`, async () => {
      const { answer, asked } = await ask((q) => [lie(q)]);
      assert.equal(gist(answer), 'timeout');
      assert.ok(asked.length >= 2);
    });
  }

  it('the right answer from a wrong port', async () => {
    const other = createSocket('udp4');
    const { answer } = await ask((q) => {
      other.send(forged(q, {}), q.from!.port, q.from!.address);
      return [{ after: 50, send: good(q) }];
    });
    other.close();
    assert.equal(gist(answer), GOOD);
  });

  it('the right answer in another case: TCP is asked, which cannot be forged', async () => {
    const swap = (name: string): string =>
      [...name].map((c) => (c === c.toLowerCase() ? c.toUpperCase() : c.toLowerCase())).join('');
    const { answer, asked } = await ask((q) => (q.tcp ? [good(q)] : [forged(q, { name: swap(q.name) })]));
    assert.equal(gist(answer), GOOD);
    assert.equal(asked.at(-1)!.tcp, true);
  });

  it('a server that loses the case and has no TCP still answers', async () => {
    const { answer } = await ask(
      (q) => [reply({ ...q, name: q.name.toLowerCase() }, { answers: [a(NAME, GOOD)] })],
      {
        tcp: false,
      },
    );
    assert.equal(gist(answer), GOOD);
  });
});

describe('ids, ports and case', () => {
  it('cannot be foretold', async () => {
    const evil = await startEvil((q) => [good(q)]);
    const resolver = stubResolver({ servers: [evil], cache: false });
    try {
      for (let i = 0; i < 2_000; i += 100)
        await Promise.all(
          Array.from({ length: 100 }, (_, j) => resolver.query(`a-long-name-${i + j}.example`, 'A')),
        );
      const { asked } = evil;
      assert.ok(new Set(asked.map(({ id }) => id)).size > 1_800, 'ids');
      assert.ok(new Set(asked.map(({ from }) => from!.port)).size >= 8, 'ports');
      const upper = asked.filter(({ name }) => name[0] === 'A').length;
      assert.ok(upper > 800 && upper < 1_200, `${upper} begin with A`);
    } finally {
      resolver.close();
      await evil.stop();
    }
  });
});

describe('loss, silence and what is cut off', () => {
  it('the first datagram is lost: asked again, with another id', async () => {
    const { answer, asked } = await ask((q) => (q.index === 0 ? [] : [good(q)]));
    assert.equal(gist(answer), GOOD);
    assert.notEqual(asked[0]!.id, asked[1]!.id);
  });
  it('a late answer to the first try still counts', async () => {
    const { answer } = await ask((q) => (q.index === 0 ? [{ after: 400, send: good(q) }] : []));
    assert.equal(gist(answer), GOOD);
  });
  it('silence ends, as timeout, with who did not answer and how long', async () => {
    const { answer, asked } = await ask(() => []);
    assert.ok(answer.status === 'failed' && answer.why === 'timeout');
    assert.match(answer.detail, /^127\.0\.0\.1:\d+: no answer within \d+\.\d s$/);
    assert.ok(
      asked.some(({ edns }) => edns) && asked.some(({ edns }) => !edns),
      'the last round is without EDNS',
    );
  });
  it('nobody listens: unreachable, soon', async () => {
    const evil = await startEvil(() => []);
    await evil.stop();
    const resolver = stubResolver({ servers: [evil], timeout: 60_000 });
    const answer = await resolver.query(NAME, 'A');
    resolver.close();
    assert.equal(gist(answer), 'unreachable');
  });
  it('cut off (TC): over TCP', async () => {
    const { answer, asked } = await ask((q) =>
      q.tcp ? [good(q)] : [reply(q, { truncated: true, answers: [a(q.name, FORGED)] })],
    );
    assert.equal(gist(answer), GOOD);
    assert.deepEqual(
      asked.map(({ tcp }) => tcp),
      [false, true],
    );
  });
  it('cut off, and no TCP: what was cut off is not taken for the answer', async () => {
    const { answer } = await ask((q) => [reply(q, { truncated: true, answers: [a(q.name, FORGED)] })], {
      tcp: false,
    });
    assert.equal(gist(answer), 'unreachable');
  });
  it('cut off without saying so: over TCP', async () => {
    const { answer } = await ask((q) => (q.tcp ? [good(q)] : [good(q).subarray(0, -3)]));
    assert.equal(gist(answer), GOOD);
  });
  it('malformed over both', async () => {
    const { answer } = await ask((q) => [good(q).subarray(0, -3)]);
    assert.equal(gist(answer), 'malformed');
  });
  it('an address of five bytes', async () => {
    const { answer } = await ask((q) => {
      const message = Buffer.concat([good(q), Buffer.of(9)]);
      message[message.length - 6] = 5;
      return [message];
    });
    assert.equal(gist(answer), 'malformed');
  });
  it('counts of 65,535 records that are not there', async () => {
    const { answer } = await ask((q) => {
      const message = good(q);
      message.fill(0xff, 6, 12);
      return [message];
    });
    assert.equal(gist(answer), 'malformed');
  });
  it('rubbish in the additional section does no harm', async () => {
    const { answer } = await ask((q) => {
      const message = Buffer.concat([good(q), Buffer.from([0xc0, 0xff, 1, 2])]);
      message[11] = 3;
      return [message];
    });
    assert.equal(gist(answer), GOOD);
  });
});

describe('EDNS', () => {
  it('FORMERR: asked without it, and so from then on (RFC 6891 §7)', async () => {
    const evil = await startEvil((q) => [q.edns ? reply(q, { rcode: 1, questions: 0 }) : good(q)]);
    const resolver = stubResolver({ servers: [evil], cache: false });
    try {
      assert.equal(gist(await resolver.query(NAME, 'A')), GOOD);
      assert.equal(gist(await resolver.query(NAME, 'A')), GOOD);
      assert.deepEqual(
        evil.asked.map(({ edns }) => edns),
        [true, false, false],
      );
    } finally {
      resolver.close();
      await evil.stop();
    }
  });
  const opt = (extendedRcode: number, options: unknown[] = []): never =>
    ({
      type: 'OPT',
      name: '.',
      udpPayloadSize: 1232,
      extendedRcode,
      ednsVersion: 0,
      flags: 0,
      options,
    }) as never;
  it('BADVERS: asked without it', async () => {
    const { answer } = await ask((q) => [q.edns ? reply(q, { additionals: [opt(1)] }) : good(q)]);
    assert.equal(gist(answer), GOOD);
  });
  it('why it failed, in the words of the server, without what could harm a terminal (RFC 8914)', async () => {
    const text = Buffer.concat([Buffer.of(0, 22), Buffer.from('No \u001b[31mauthority\r\n reached')]);
    const { answer } = await ask((q) => [
      reply(q, { rcode: 2, additionals: [opt(0, [{ code: 15, data: text }])] }),
    ]);
    assert.ok(answer.status === 'failed' && answer.why === 'servfail');
    assert.match(answer.detail, /: SERVFAIL \(EDE 22: No \[31mauthority reached\)$/);
  });
  it('options that run out of their record', async () => {
    const { answer } = await ask((q) => {
      const message = reply(q, {
        rcode: 2,
        additionals: [opt(0, [{ code: 15, data: Buffer.of(0, 22, 65) }])],
      });
      message.writeUInt16BE(60_000, message.length - 5);
      return [message];
    });
    assert.equal(gist(answer), 'servfail');
  });
});

describe('TCP', () => {
  const overTcp = { tcpOnly: true };
  it('many questions on one connection, answered in any order', async () => {
    const evil = await startEvil((q) => [{ after: q.index % 2 === 0 ? 40 : 0, send: good(q) }]);
    const resolver = stubResolver({ servers: [evil], ...overTcp });
    try {
      const answers = await Promise.all(
        Array.from({ length: 50 }, (_, i) => resolver.query(`${i}.example`, 'A')),
      );
      for (const answer of answers) assert.equal(gist(answer), GOOD);
      assert.equal(evil.connections(), 1);
    } finally {
      resolver.close();
      await evil.stop();
    }
  });
  it('byte by byte', async () => {
    const { answer } = await ask((q) => {
      const message = good(q);
      const framed = Buffer.concat([Buffer.of(message.length >> 8, message.length & 255), message]);
      return [...framed].map((byte) => ({ raw: Buffer.of(byte) }));
    }, overTcp);
    assert.equal(gist(answer), GOOD);
  });
  it('a wrong id and a wrong name before the answer', async () => {
    const { answer } = await ask(
      (q) => [forged(q, { id: q.id ^ 1 }), forged(q, { name: 'bank.example' }), good(q)],
      overTcp,
    );
    assert.equal(gist(answer), GOOD);
  });
  it('closed after each answer: the next question goes over a new connection', async () => {
    const evil = await startEvil((q) => [good(q), 'close']);
    const resolver = stubResolver({ servers: [evil], cache: false, ...overTcp });
    try {
      for (let i = 0; i < 5; i++) assert.equal(gist(await resolver.query(`${i}.example`, 'A')), GOOD);
    } finally {
      resolver.close();
      await evil.stop();
    }
  });
  const dead: Readonly<Record<string, [expected: string, act: Act]>> = {
    'closed before the answer': ['unreachable', () => ['close']],
    'half an answer, and silence': ['timeout', (q) => [{ raw: good(q).subarray(0, 10) }]],
    'a message of five bytes': ['unreachable', () => [{ raw: Buffer.from([0, 5, 1, 2, 3, 4, 5]) }]],
    'not DNS at all': [
      'unreachable',
      () => [{ raw: Buffer.from('220 mx.example ESMTP Postfix\r\n') }, 'close'],
    ],
  };
  for (const [what, [expected, act]] of Object.entries(dead))
    it(what, async () => assert.equal(gist((await ask(act, overTcp)).answer), expected));
});

describe('what is large', () => {
  it('4,000 addresses', async () => {
    const many = Array.from({ length: 4_000 }, (_, i) => `10.0.${i >> 8}.${i & 255}`);
    const { answer } = await ask((q) => {
      if (!q.tcp) return [reply(q, { truncated: true })];
      // dns-packet writes each name whole: pointers by hand.
      const question = reply(q);
      question.writeUInt16BE(many.length, 6);
      const records = many.map((each) =>
        Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 1, 0, 0, 4, ...each.split('.').map(Number)]),
      );
      return [Buffer.concat([question, ...records])];
    });
    assert.equal(answer.status === 'found' && answer.records.length, 4_000);
  });
  it('a text of 60,000 bytes', async () => {
    const { answer } = await ask(
      (q) =>
        q.tcp
          ? [
              reply(q, {
                answers: [
                  txt(
                    q.name,
                    Array.from({ length: 235 }, () => 'x'.repeat(255)),
                  ),
                ],
              }),
            ]
          : [reply(q, { truncated: true })],
      {},
      'text.example',
    );
    assert.equal(answer.status === 'found' && (answer.records[0] as string).length, 235 * 255);
  });
  it('the bytes of a text are latin1, and an empty one is a text', async () => {
    const { answer } = await ask(
      (q) => [
        reply(q, {
          answers: [
            { ...txt(q.name, []), data: [Buffer.from([0, 0xff]), Buffer.from('ü')] } as never,
            txt(q.name, ['']),
          ],
        }),
      ],
      {},
      'text.example',
    );
    assert.deepEqual(answer.status === 'found' && answer.records, ['\0\xff\xc3\xbc', '']);
  });
  it('thousands of records whose owners are chains of pointers', async () => {
    const { answer } = await ask((q) => {
      if (!q.tcp) return [reply(q, { truncated: true })];
      const question = reply(q);
      // 120 names, each a label before the last one.
      const parts: Buffer[] = [question];
      let at = question.length;
      let last = 12;
      let count = 0;
      for (let i = 0; at < 64_000; i++) {
        const owner =
          i < 100
            ? Buffer.from([1, 97, 0xc0 | (last >> 8), last & 255])
            : Buffer.from([0xc0 | (last >> 8), last & 255]);
        if (i < 100) last = at;
        const record = Buffer.concat([owner, Buffer.from([0, 1, 0, 1, 0, 0, 0, 1, 0, 0])]);
        parts.push(record);
        at += record.length;
        count++;
      }
      question.writeUInt16BE(count, 6);
      return [Buffer.concat(parts)];
    });
    assert.equal(answer.status, 'no-data');
  });
});
