/**
 * Messages of accounts: the engine adds up those that are like others, by day, client and sender; what the report and
 * the findings say must be what they say of each message alone.
 */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { assertEqual } from './both-ways.ts';

const CLIENTS = [
  'desk.example[10.0.0.7]',
  'home.provider.example[198.51.100.7]',
  'unknown[203.0.113.9]',
  'unknown[203.0.113.10]',
  'unknown[192.0.2.200]',
  'unknown[2001:db8:1:2::7]',
  'unknown[2001:db8:1:2::8]',
  'unknown[2001:db8:1:3::8]',
  'unknown[10.1.2.3]',
];

const RECIPIENTS = [
  'bob@far.example',
  'eve@other.example',
  'Bob+x@FAR.example',
  'x',
  'a_b=c@d-e.example',
  '',
  '@far.example',
  'bob@',
];
/** What servers say of a recipient `@`. */
const REPLIES = [
  'host mx.far.example[192.0.2.2] said: 550 5.1.1 <@>: User unknown (in reply to RCPT TO command)',
  'host mx.far.example[192.0.2.2] said: 550 5.1.1 no such user @, see https://far.example/?@ (in reply to RCPT TO command)',
  'host mx.other.example[2001:db8::2] said: 550 5.1.1 <@>: User unknown (in reply to RCPT TO command)',
  'host mx.far.example said: 450 <@> @ @x y@ 4.2.0 Greylisted for 74 seconds',
  'connect to mx.far.example[192.0.2.2]:25: Connection timed out',
  'connect to mx.far.example: Connection timed out',
  'host mx.far.example[192.0.2.2] refused to talk to me: 421 busy',
  'delivery temporarily suspended: lost connection with mx.far.example[192.0.2.2] while sending RCPT TO',
  'lost connection with mx.far.example[192.0.2.2] while receiving the initial server greeting',
  'lost connection with mx.other.example[2001:db8::2] while receiving the initial server greeting',
  'host mx.far.example[192.0.2.2] said: 550-5.1.1 gone 12345 a1b2c3d4e5 550 code 551 x: 552 <@> 4321',
  'host mx.far.example[192.0.2.2] said: 550-5.1.1 gone 98 f6g7h8i9 553 code 554 x: 555 <@> 1',
  'host mx.far.example[192.0.2.2] said: 550 a1b2c3 12345678 S3140 [192.0.2.1] x[]: y[1.2.3.4]. z[1.]',
  'unknown user: "@"',
  'Host or domain name not found. Name service error for name=@ type=MX: Host not found',
];

interface Sent {
  /** Another reply. */
  readonly said?: string;
  readonly recipient: number;
  readonly reply: number;
  readonly account: string;
  readonly client: number;
  readonly sender: string;
  /** Hours after the one before; negative: the line comes late. */
  readonly hours: number;
  readonly recipients: number;
  readonly end:
    | 'sent'
    | 'bounced'
    | 'answered'
    | 'unanswerable'
    | 'deferred'
    | 'filtered'
    | 'redirected'
    | 'open';
}

function stamp(hour: number): string {
  return new Date(Date.UTC(2026, 9, 1) + hour * 3_600_000).toISOString().replace('Z', '+00:00');
}

function lines(all: readonly Sent[]): string {
  let hour = 24;
  const out: string[] = [];
  const put = (daemon: string, text: string): number =>
    out.push(`${stamp(hour)} mx1 postfix/${daemon}[7]: ${text}\n`);
  put('smtpd', 'daemon started');
  put('qmgr', 'daemon started');
  for (const daemon of ['smtp', 'bounce', 'cleanup']) put(daemon, 'daemon started');
  for (const [i, { account, client, sender, hours, recipients, end, ...more }] of all.entries()) {
    const recipient = RECIPIENTS[more.recipient]!;
    const reply = (more.said ?? REPLIES[more.reply]!).replaceAll('@', recipient);
    hour = Math.max(1, hour + hours);
    const id = `4F${i.toString(16).toUpperCase().padStart(8, '0')}`;
    put('smtpd', `${id}: client=${CLIENTS[client]}, sasl_method=PLAIN, sasl_username=${account}`);
    put('qmgr', `${id}: from=<${sender}>, size=${1000 + i}, nrcpt=${recipients} (queue active)`);
    const to = (relay: string, status: string): number =>
      put('smtp', `${id}: to=<${recipient}>, relay=${relay}, delay=1, delays=0/0/1/0, dsn=2.0.0, ${status}`);
    if (end === 'sent') to('mx.far.example[192.0.2.2]:25', 'status=sent (250 ok)');
    if (end === 'redirected') {
      const sieve = 'sieve: msgid=<a@far.example>: forwarded to <bob@far.example>';
      out.push(`${stamp(hour)} mx1 dovecot[7]: lmtp(ann@hinode.example)<7><x>: ${sieve}\n`);
    }
    if (end === 'bounced' || end === 'answered' || end === 'unanswerable' || end === 'redirected')
      to('mx.far.example[192.0.2.2]:25', `status=bounced (${reply})`);
    if (end === 'deferred') to('none', `status=deferred (${reply})`);
    // Its account is then counted by the long way.
    if (end === 'filtered')
      to('127.0.0.1[127.0.0.1]:10024', 'status=sent (250 2.0.0 Ok: queued as 4FFFFFFFFF)');
    if (end === 'answered' || end === 'unanswerable' || end === 'redirected') {
      const answer = `5F${i.toString(16).toUpperCase().padStart(8, '0')}`;
      if (i % 2 === 0) put('cleanup', `${answer}: message-id=<${i}@mx1>`);
      put('bounce', `${id}: sender non-delivery notification: ${answer}`);
      if (i % 3 === 0) put('cleanup', `${answer}: message-id=<${i}x@mx1>`);
      put('qmgr', `${answer}: from=<>, size=2000, nrcpt=1 (queue active)`);
      const what =
        end === 'unanswerable'
          ? 'status=deferred (connect to x.example: No route to host)'
          : 'status=sent (250 ok)';
      put(
        'smtp',
        `${answer}: to=<${sender}>, relay=mx.far.example[192.0.2.2]:25, delay=1, delays=0/0/1/0, dsn=4.0.0, ${what}`,
      );
      put('qmgr', `${answer}: removed`);
    }
    if (end !== 'open') put('qmgr', `${id}: removed`);
  }
  return out.join('');
}

/** Not in each log. */
const sentWith = (...rare: Sent['end'][]): fc.Arbitrary<Sent> =>
  fc.record<Sent>({
    recipient: fc.nat(RECIPIENTS.length - 1),
    reply: fc.oneof(fc.constantFrom(0, 2), fc.nat(REPLIES.length - 1)),
    account: fc.constantFrom('ann', 'bob', 'ann@hinode.example'),
    client: fc.nat(CLIENTS.length - 1),
    sender: fc.constantFrom('ann@hinode.example', 'bob@hinode.example', 'x@far.example', ''),
    hours: fc.constantFrom(0, 0, 0, 0, 0, 0, 0, 0, 1, 3, 23, -1, -25),
    recipients: fc.constantFrom(1, 2, 40),
    end: fc.constantFrom(
      'sent',
      'sent',
      'sent',
      'bounced',
      'answered',
      'unanswerable',
      'deferred',
      'filtered',
      'open',
      ...rare,
    ),
  });

const logs = (sent: fc.Arbitrary<Sent>): fc.Arbitrary<Sent[]> =>
  fc.array(sent, { minLength: 20, maxLength: 300 });

it('messages of accounts are added up as if each were told', async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(logs(sentWith()), logs(sentWith('redirected'))), async (all) => {
      const report = await assertEqual(lines(all));
      assert.ok(report.accounts.length > 0);
    }),
    { seed: Number(process.env.FUZZ_SEED ?? 20261125), numRuns: Number(process.env.FUZZ_RUNS ?? 40) },
  );
});

const PLAIN: Sent = {
  account: 'ann',
  client: 0,
  sender: 'ann@hinode.example',
  hours: 0,
  recipients: 1,
  recipient: 0,
  reply: 0,
  end: 'sent',
};

it('more accounts than are kept', async () => {
  const all = Array.from({ length: 24_000 }, (_, i): Sent => {
    // Some come again and again.
    const account = i % 3 === 0 ? `often${i % 30}` : `once${(i * 7919) % 7000}`;
    return {
      account,
      client: i % 3,
      sender: 'ann@hinode.example',
      hours: 0,
      recipients: 1,
      recipient: 0,
      reply: 0,
      end: i % 5 === 0 ? 'bounced' : 'sent',
    };
  });
  const report = await assertEqual(lines(all));
  assert.equal(report.totals.received, all.length);
});

it('replies that differ in numbers, ids and names', async () => {
  const pieces = [
    '#',
    '##',
    '$',
    '@',
    '<@>',
    '[#]',
    'x[#]',
    'x[1.#.2]',
    '(#)',
    'a#b',
    'https://x.example/#',
    '550',
    '5.1.1',
    'word',
    ':',
    'code',
    'user:',
    '"#"',
    '#.',
    'é',
  ];
  const reply = fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(
      fc.array(reply, { minLength: 1, maxLength: 3 }),
      fc.boolean(),
      async (replies, spaced) => {
        const all = Array.from({ length: 60 }, (_, i): Sent => {
          const text = replies[i % replies.length]!.join(spaced ? ' ' : '');
          const said = text.replaceAll('#', String(i * 7)).replaceAll('$', `a${i * 1237}b${i}`);
          return { ...PLAIN, recipient: i % 3, said: `host mx[192.0.2.${i}] said: ${said}`, end: 'bounced' };
        });
        await assertEqual(lines(all));
      },
    ),
    { seed: Number(process.env.FUZZ_SEED ?? 20261125), numRuns: Number(process.env.FUZZ_RUNS ?? 60) },
  );
});
