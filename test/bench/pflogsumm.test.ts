/** pflogsumm counts a generated log as Sekisho does: the two share no line of code. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, it } from 'node:test';
import type { Totals } from '../../src/report/model.ts';
import { isInstalled, skipWithout } from '../lab/require.ts';
import { generated, inFile, KINDS, reportOf } from './generated.ts';

/** It needs no root, unlike the lab. */
const skip = isInstalled('pflogsumm') ? false : skipWithout('pflogsumm');

/** Under "Grand Totals", as it words them. */
const NAMES: Readonly<Record<string, keyof Totals>> = {
  received: 'received',
  delivered: 'delivered',
  forwarded: 'forwarded',
  deferred: 'deferred',
  bounced: 'bounced',
  rejected: 'rejected',
  'reject warnings': 'rejectWarnings',
  held: 'held',
  discarded: 'discarded',
  'bytes received': 'bytesReceived',
  'bytes delivered': 'bytesDelivered',
  senders: 'senders',
  'sending hosts/domains': 'sendingDomains',
  recipients: 'recipients',
  'recipient hosts/domains': 'recipientDomains',
};
const UNITS: Readonly<Record<string, number>> = { '': 1, k: 1024, m: 1024 ** 2 };

interface Printed {
  readonly value: number;
  /** How many bytes one of its units is. */
  readonly unit: number;
}

/** `  65   deferred  (154  deferrals)`, ` 123855k  bytes received`, `   2750   rejected (46%)` */
function grandTotals(text: string): Map<string, Printed> {
  const found = new Map<string, Printed>();
  const section = text.slice(text.indexOf('Grand Totals'), text.search(/\nPer-(Hour|Day) Traffic/));
  for (const [, value, unit, name, deferrals] of section.matchAll(
    /^ *(\d+)([km]?) {2,3}([a-z/ ]+?) *(?:\((\d+)(?:%| +deferrals)\))?$/gm,
  )) {
    found.set(name!, { value: Number(value), unit: UNITS[unit!]! });
    if (name === 'deferred') found.set('deferrals', { value: Number(deferrals ?? 0), unit: 1 });
  }
  return found;
}

async function pflogsumm(text: string, ...options: string[]): Promise<Map<string, Printed>> {
  const { stdout, stderr, status } = await inFile(text, (path) =>
    spawnSync('pflogsumm', ['--detail', '0', ...options, path], { encoding: 'utf8' }),
  );
  assert.equal(status, 0, stderr);
  return grandTotals(stdout);
}

describe('pflogsumm agrees', { skip }, () => {
  const runs = KINDS.map(([name, options]) => [name, options, [] as string[]] as const);
  const [first, , iso] = runs;
  for (const [name, options, flags] of [
    ...runs,
    [`${first![0]}, --iso-date-time`, first![1], ['--iso-date-time']] as const,
    [`${iso![0]}, --iso-date-time`, iso![1], ['--iso-date-time']] as const,
    ['seed 7, few lines: bytes in full', { lines: 120, seed: 7 }, []] as const,
  ])
    it(name, async () => {
      const { text } = generated(options);
      const { totals } = await reportOf(text);
      const printed = await pflogsumm(text, ...flags);
      for (const [theirs, ours] of [...Object.entries(NAMES), ['deferrals', 'deferrals'] as const]) {
        const peer = printed.get(theirs);
        assert.ok(peer !== undefined, `pflogsumm prints no "${theirs}"`);
        // It cuts the fraction of a unit off (%d).
        assert.equal(Math.floor(totals[ours] / peer.unit), peer.value, theirs);
      }
      assert.equal(printed.size, Object.keys(NAMES).length + 1);
      assert.equal(printed.get('bytes received')!.unit, options.lines < 1000 ? 1 : 1024);
    });
});
