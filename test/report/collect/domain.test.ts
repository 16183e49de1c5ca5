/** A report of one domain: mail from it and to it, by alias too, and nothing of the others. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Correlator } from '../../../src/maillog/correlate/correlator.ts';
import { newCoverage, readLog } from '../../../src/maillog/read.ts';
import { Collector } from '../../../src/report/collect/collector.ts';
import type { Totals } from '../../../src/report/model.ts';
import { ALWAYS } from '../../../src/report/period.ts';

async function totalsOf(domain: string, lines: readonly string[]): Promise<Totals> {
  const collector = new Collector({ period: ALWAYS, previous: undefined, domain, offset: 0 });
  const correlator = new Correlator(collector);
  const source = {
    name: 'maillog',
    kind: 'file',
    path: '',
    compression: 'none',
    size: 0,
    reference: Date.parse('2026-11-24T00:00:00Z'),
    yearsBack: 0,
  } as const;
  const chunks = async function* (): AsyncGenerator<Uint8Array> {
    yield Buffer.from(lines.map((line) => `${line}\n`).join(''));
  };
  await readLog(source, chunks(), { correlator, coverage: newCoverage() });
  correlator.finish();
  return collector.totals;
}

const at = (second: number, program: string, text: string): string =>
  `Nov 20 10:00:${String(second).padStart(2, '0')} mx1 postfix/${program}: ${text}`;
const arrives = (id: string, sender: string, size = 1000): string[] => [
  at(0, 'smtpd[1]', `${id}: client=mail.example.org[192.0.2.7]`),
  at(0, 'cleanup[2]', `${id}: message-id=<${id}@example.org>`),
  at(0, 'qmgr[3]', `${id}: from=<${sender}>, size=${size}, nrcpt=1 (queue active)`),
];
const to = (id: string, recipient: string, rest = 'dsn=2.0.0, status=sent (ok)', alias = ''): string =>
  at(
    2,
    'smtp[5]',
    `${id}: to=<${recipient}>,${alias} relay=mx.far.example[203.0.113.9]:25, delay=1, ${rest}`,
  );
const DEFERRED = 'dsn=4.4.1, status=deferred (later)';
const BOUNCED = 'dsn=5.1.1, status=bounced (no)';

interface Case {
  readonly name: string;
  readonly lines: string[];
  /** received, delivered, deferred, bounced, bytes received, bytes delivered */
  readonly told: [number, number, number, number, number, number];
}

const CASES: readonly Case[] = [
  {
    name: 'mail to it',
    lines: [...arrives('4D2F1A', 'a@far.example'), to('4D2F1A', 'b@own.example')],
    told: [1, 1, 0, 0, 1000, 1000],
  },
  {
    name: 'mail from it',
    lines: [...arrives('4D2F1A', 'a@OWN.example'), to('4D2F1A', 'b@far.example')],
    told: [1, 1, 0, 0, 1000, 1000],
  },
  {
    name: 'one of several recipients',
    lines: [
      ...arrives('4D2F1A', 'a@far.example'),
      to('4D2F1A', 'b@other.example', BOUNCED),
      to('4D2F1A', 'b@own.example'),
    ],
    told: [1, 1, 0, 0, 1000, 1000],
  },
  {
    name: 'an alias of it whose mail goes elsewhere',
    lines: [
      ...arrives('4D2F1A', 'a@far.example'),
      to('4D2F1A', 'b@big.example', undefined, ' orig_to=<info@own.example>,'),
    ],
    told: [1, 1, 0, 0, 1000, 1000],
  },
  {
    name: 'deferred, then refused',
    lines: [
      ...arrives('4D2F1A', 'a@far.example'),
      to('4D2F1A', 'b@own.example', DEFERRED),
      to('4D2F1A', 'b@own.example', DEFERRED),
      to('4D2F1A', 'b@own.example', BOUNCED),
    ],
    told: [1, 0, 1, 1, 1000, 0],
  },
  {
    name: 'a delivery whose line comes before the message',
    lines: [to('4D2F1A', 'b@own.example'), ...arrives('4D2F1A', 'a@far.example')],
    told: [1, 1, 0, 0, 1000, 1000],
  },
  {
    name: 'through a content filter',
    lines: [
      ...arrives('4D2F1A', 'a@far.example'),
      at(1, 'smtpd[1]', '4D2F1B: client=localhost[127.0.0.1]'),
      at(1, 'cleanup[2]', '4D2F1B: message-id=<4D2F1A@example.org>'),
      at(1, 'qmgr[3]', '4D2F1B: from=<a@far.example>, size=1400, nrcpt=1 (queue active)'),
      at(
        1,
        'smtp[5]',
        '4D2F1A: to=<b@own.example>, relay=127.0.0.1[127.0.0.1]:10024, delay=1, dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as 4D2F1B)',
      ),
      to('4D2F1B', 'b@own.example'),
    ],
    told: [1, 1, 0, 0, 1000, 1400],
  },
  {
    name: 'mail of others',
    lines: [...arrives('4D2F1A', 'a@far.example'), to('4D2F1A', 'b@other.example')],
    told: [0, 0, 0, 0, 0, 0],
  },
];

describe('a report of one domain', () => {
  for (const { name, lines, told } of CASES)
    it(name, async () => {
      const totals = await totalsOf('own.example', lines);
      const { received, delivered, deferred, bounced, bytesReceived, bytesDelivered } = totals;
      assert.deepEqual([received, delivered, deferred, bounced, bytesReceived, bytesDelivered], told);
    });

  it('knows no connections and no failed logins', async () => {
    const totals = await totalsOf('own.example', [
      at(0, 'smtpd[1]', 'connect from unknown[192.0.2.1]'),
      at(0, 'smtpd[1]', 'warning: unknown[192.0.2.1]: SASL LOGIN authentication failed: x'),
    ]);
    assert.deepEqual([totals.connections, totals.saslFailures], [0, 0]);
  });
});
