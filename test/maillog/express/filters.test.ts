/**
 * Content filters and notifications: the engine follows a message through a filter that names what it gave back, and
 * hands it over where anything is out of the ordinary. What the report says must be what the long way says.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { assertEqual } from './both-ways.ts';

/** How the filter takes the message, and what became of it. */
const WAYS = [
  'named',
  'named',
  'named',
  'named',
  'xforward',
  'lmtp',
  'blind',
  'socket',
  'away',
  'saved',
  'discarded',
  'given back',
  'pickup',
  'deferred',
  'never named',
] as const;
/** What becomes of it behind the filter. */
const ENDS = ['sent', 'sent', 'sent', 'deferred', 'bounced', 'forwarded', 'again', 'open'] as const;

interface Sent {
  readonly way: (typeof WAYS)[number];
  readonly end: (typeof ENDS)[number];
  /** Recipients; the filter gives a message for two back as one, or as two. */
  readonly recipients: 1 | 2;
  readonly splits: boolean;
  readonly account: boolean;
  readonly sender: string;
  /** Another message-id behind the filter, that of the one before, or none. */
  readonly name: 'same' | 'same' | 'other' | 'before' | 'none';
  /** Seconds after the one before, and that the filter takes. */
  readonly after: number;
  readonly takes: number;
  /** Which copy's lines come before the filter's answer. */
  readonly early: boolean;
  readonly id: number;
  readonly host: string;
}

interface Line {
  readonly time: number;
  readonly text: string;
}

function linesOf(all: readonly Sent[], short: boolean): Line[] {
  const out: Line[] = [];
  let now = 0;
  let before = 'first@far.example';
  let serial = 0;
  for (const [i, one] of all.entries()) {
    now += one.after;
    let at = now;
    const put = (daemon: string, text: string): number =>
      out.push({ time: at, text: `${one.host} postfix/${daemon}: ${text}` });
    // Short ids are used again.
    const queueId = (): string =>
      short
        ? `4F2A${((one.id + serial++) % 40).toString(16).toUpperCase().padStart(2, '0')}`
        : `4F${(serial++).toString(16).toUpperCase().padStart(8, '0')}`;
    const client = one.account
      ? 'desk.example[198.51.100.7], sasl_method=PLAIN, sasl_username=ann'
      : 'mail.far.example[192.0.2.1]';
    const name = one.name === 'before' ? before : one.name === 'none' ? '' : `${i}@far.example`;
    before = name;
    const a = queueId();
    put('smtpd[7]', 'connect from mail.far.example[192.0.2.1]');
    put('smtpd[7]', `${a}: client=${client}`);
    put('cleanup[8]', `${a}: message-id=<${name}>`);
    put('qmgr[9]', `${a}: from=<${one.sender}>, size=${1000 + i}, nrcpt=${one.recipients} (queue active)`);
    put(
      'smtpd[7]',
      'disconnect from mail.far.example[192.0.2.1] ehlo=1 mail=1 rcpt=1 data=1 quit=1 commands=5',
    );
    at += one.takes;
    const copies: string[] = [];
    const copy = (): void => {
      const b = queueId();
      copies.push(b);
      const back = one.way === 'away' ? 'filter.example[192.0.2.5]' : 'localhost[127.0.0.1]';
      put('smtpd[17]', `connect from ${back}`);
      if (one.way === 'pickup') put('pickup[18]', `${b}: uid=110 from=<${one.sender}>`);
      else if (one.way === 'xforward')
        put('smtpd[17]', `${b}: client=${back}, orig_queue_id=${a}, orig_client=mail.far.example[192.0.2.1]`);
      else put('smtpd[17]', `${b}: client=${back}`);
      put('cleanup[8]', `${b}: message-id=<${one.name === 'other' ? `${i}x@far.example` : name}>`);
      put('qmgr[9]', `${b}: from=<${one.sender}>, size=${1500 + i}, nrcpt=1 (queue active)`);
      put('smtpd[17]', `disconnect from ${back} ehlo=1 mail=1 rcpt=1 data=1 quit=1 commands=5`);
    };
    const given = !['saved', 'discarded', 'given back', 'deferred'].includes(one.way);
    if (given) for (let n = one.splits ? one.recipients : 1; n > 0; n--) copy();
    const answer = (): void => {
      const verdict = one.way === 'discarded' ? 'Blocked SPAM {Discarded}' : 'Passed CLEAN {Relayed}';
      if (i % 3 !== 0)
        out.push({
          time: at,
          text: `${one.host} amavis[20]: (01234-05) ${verdict}, [192.0.2.1]:4321 <x@far.example> -> <b0@hinode.example>, Queue-ID: ${a}, Hits: -1.9, size: 1234, 812 ms`,
        });
      for (let n = 0; n < one.recipients; n++) {
        const b = copies[Math.min(n, copies.length - 1)] ?? '';
        const relay =
          one.way === 'away'
            ? 'filter.example[192.0.2.5]:10024'
            : one.way === 'socket'
              ? 'filter.example[private/filter]'
              : '127.0.0.1[127.0.0.1]:10024';
        const said = {
          saved: `250 2.0.0 <b${n}@hinode.example> ${i} Saved`,
          discarded: '250 2.7.0 Ok, discarded, id=01234-05 - spam',
          'given back': '250 2.5.0 Ok, id=01234-05, BOUNCE',
          blind: '250 2.0.0 Ok',
          socket: '250 2.0.0 Ok',
          pickup: '250 2.0.0 Ok',
          'never named': `250 2.0.0 Ok: queued as 4FFFFFF${i % 10}`,
          deferred: '',
          named: '',
          xforward: '',
          lmtp: '',
          away: '',
        }[one.way];
        const reply = said || `250 2.0.0 from MTA(smtp:[127.0.0.1]:10025): 250 2.0.0 Ok: queued as ${b}`;
        const agent = one.way === 'lmtp' || one.way === 'saved' ? 'lmtp[10]' : 'smtp[10]';
        const status =
          one.way === 'deferred'
            ? 'dsn=4.4.1, status=deferred (connect to 127.0.0.1[127.0.0.1]:10024: Connection refused)'
            : `dsn=2.0.0, status=sent (${reply})`;
        put(
          agent,
          `${a}: to=<b${n}@hinode.example>, relay=${relay}, delay=${one.takes + 0.3}, delays=0.1/0/0/${one.takes + 0.2}, ${status}`,
        );
      }
      if (one.way !== 'deferred') put('qmgr[9]', `${a}: removed`);
    };
    const deliver = (b: string, n: number): void => {
      const to = (agent: string, relay: string, status: string): number =>
        put(
          agent,
          `${b}: to=<b${n}@hinode.example>, relay=${relay}, delay=0.12, delays=0.1/0/0/0.02, ${status}`,
        );
      switch (one.end) {
        case 'sent':
          to('virtual[11]', 'virtual', 'dsn=2.0.0, status=sent (delivered to maildir)');
          break;
        case 'deferred':
          to(
            'smtp[10]',
            'none',
            'dsn=4.4.1, status=deferred (connect to mx.far.example[192.0.2.9]:25: Connection timed out)',
          );
          at += 2;
          to(
            'smtp[10]',
            'mx.far.example[192.0.2.9]:25',
            'dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as 9A8B7)',
          );
          break;
        case 'bounced': {
          to('local[12]', 'local', `dsn=5.1.1, status=bounced (unknown user: "b${n}")`);
          const d = queueId();
          put('cleanup[8]', `${d}: message-id=<${d}@mx1>`);
          put('bounce[13]', `${b}: sender non-delivery notification: ${d}`);
          put('qmgr[9]', `${d}: from=<>, size=2500, nrcpt=1 (queue active)`);
          put(
            'smtp[10]',
            `${d}: to=<${one.sender}>, relay=mx.far.example[192.0.2.9]:25, delay=1, delays=0/0/0.5/0.5, dsn=2.0.0, status=sent (250 2.0.0 OK)`,
          );
          put('qmgr[9]', `${d}: removed`);
          break;
        }
        case 'forwarded': {
          const f = queueId();
          put('cleanup[8]', `${f}: message-id=<${name}>`);
          put('qmgr[9]', `${f}: from=<${one.sender}>, size=1600, nrcpt=1 (queue active)`);
          to('local[12]', 'local', `dsn=2.0.0, status=sent (forwarded as ${f})`);
          at += 4;
          put(
            'smtp[10]',
            `${f}: to=<c@far.example>, relay=mx.far.example[192.0.2.9]:25, delay=1, delays=0/0/0.5/0.5, dsn=2.0.0, status=sent (250 2.0.0 OK)`,
          );
          put('qmgr[9]', `${f}: removed`);
          break;
        }
        case 'again': {
          // A second filter behind the first.
          const c = queueId();
          put('smtpd[19]', 'connect from localhost[127.0.0.1]');
          put('smtpd[19]', `${c}: client=localhost[127.0.0.1]`);
          put('cleanup[8]', `${c}: message-id=<${name}>`);
          put('qmgr[9]', `${c}: from=<${one.sender}>, size=1700, nrcpt=1 (queue active)`);
          to(
            'smtp[10]',
            '127.0.0.1[127.0.0.1]:10030',
            `dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as ${c})`,
          );
          put(
            'virtual[11]',
            `${c}: to=<b${n}@hinode.example>, relay=virtual, delay=0.1, delays=0.1/0/0/0, dsn=2.0.0, status=sent (delivered to maildir)`,
          );
          put('qmgr[9]', `${c}: removed`);
          break;
        }
        default:
      }
      if (one.end !== 'open') put('qmgr[9]', `${b}: removed`);
    };
    if (!one.early) answer();
    for (const [n, b] of copies.entries()) deliver(b, n);
    if (one.early) answer();
  }
  // Stable: lines of one moment stay in their order.
  return out.sort((x, y) => x.time - y.time);
}

const DAEMONS = ['smtpd', 'qmgr', 'cleanup', 'smtp', 'lmtp', 'local', 'virtual', 'bounce', 'pickup'];

function log(lines: readonly Line[]): string {
  const first = ['mx1', 'mx2'].flatMap((host) => [
    { time: 0, text: `${host} amavis[20]: (01234-01) at work` },
    ...DAEMONS.map((daemon) => ({ time: 0, text: `${host} postfix/${daemon}[1]: daemon started` })),
  ]);
  return [...first, ...lines]
    .map(({ time, text }) => {
      const stamp = new Date(Date.UTC(2026, 10, 20, 10) + time * 1000).toISOString().replace('Z', '+00:00');
      return `${stamp} ${text}\n`;
    })
    .join('');
}

const ORDINARY: fc.Arbitrary<Sent> = fc.record<Sent>({
  way: fc.constantFrom('named', 'named', 'named', 'xforward', 'lmtp'),
  end: fc.constantFrom('sent', 'sent', 'sent', 'sent', 'sent', 'bounced', 'again'),
  recipients: fc.constantFrom(1, 1, 1, 2),
  splits: fc.constant(false),
  account: fc.constant(false),
  sender: fc.constantFrom('x@far.example', 'y@far.example', ''),
  name: fc.constant('same'),
  after: fc.constantFrom(0, 1, 2, 5),
  takes: fc.constantFrom(0, 0.5, 1),
  early: fc.constant(false),
  id: fc.nat(12),
  host: fc.constant('mx1'),
});

const ANY: fc.Arbitrary<Sent> = fc.record<Sent>({
  way: fc.constantFrom(...WAYS),
  end: fc.constantFrom(...ENDS),
  recipients: fc.constantFrom(1, 2),
  splits: fc.boolean(),
  account: fc.constantFrom(false, false, true),
  sender: fc.constantFrom('x@far.example', 'y@far.example', ''),
  name: fc.constantFrom('same', 'same', 'same', 'same', 'other', 'before', 'none'),
  after: fc.constantFrom(0, 0, 1, 2, 5, 40, 70),
  takes: fc.constantFrom(0, 0.5, 1, 5, 35, 65),
  early: fc.boolean(),
  id: fc.nat(12),
  host: fc.constantFrom('mx1', 'mx1', 'mx2'),
});

const SEARCH = {
  seed: Number(process.env.FUZZ_SEED ?? 20261125),
  numRuns: Number(process.env.FUZZ_RUNS ?? 60),
};

describe('messages through content filters count the same by the express lane', () => {
  for (const [name, sent] of [
    ['ordinary ones', ORDINARY],
    ['some that are not', fc.oneof({ arbitrary: ORDINARY, weight: 5 }, { arbitrary: ANY, weight: 1 })],
    ['all kinds', ANY],
  ] as const)
    it(name, async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(sent, { minLength: 1, maxLength: 60 }),
          fc.boolean(),
          async (all, short) => {
            const report = await assertEqual(log(linesOf(all, short)));
            assert.ok(report.totals.received > 0);
          },
        ),
        SEARCH,
      );
    });

  it('lines out of order, twice or missing', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(ORDINARY, ANY), { minLength: 1, maxLength: 25 }),
        fc.boolean(),
        fc.array(fc.tuple(fc.nat(500), fc.nat(12)), { maxLength: 40 }),
        async (all, short, moves) => {
          const lines = linesOf(all, short);
          for (const [from, by] of moves) {
            const at = from % lines.length;
            if (by === 0 && lines.length > 1) lines.splice(at, 1);
            else if (by === 1) lines.splice(at, 0, lines[at]!);
            else {
              const [line] = lines.splice(at, 1);
              lines.splice(Math.max(0, at + by - 7), 0, line!);
            }
          }
          await assertEqual(log(lines));
        },
      ),
      SEARCH,
    );
  });

  it('each line of one journey missing', async () => {
    const one: Sent = {
      way: 'named',
      end: 'again',
      recipients: 2,
      splits: true,
      account: true,
      sender: 'x@far.example',
      name: 'same',
      after: 1,
      takes: 1,
      early: false,
      id: 0,
      host: 'mx1',
    };
    for (const way of ['named', 'xforward', 'lmtp'] as const)
      for (const splits of [false, true]) {
        const lines = linesOf([{ ...one, way, splits }], false);
        for (let i = 0; i < lines.length; i++) await assertEqual(log(lines.toSpliced(i, 1)));
      }
  });
});
