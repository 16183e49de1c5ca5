/** What a log says of new rules, and what becomes of them. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Changed, Replayed } from '../../../src/restrictions/replay/replay.ts';
import { type Recommended, recommend } from '../../../src/restrictions/suggest/evidence.ts';
import type { SuggestedSetting } from '../../../src/restrictions/suggest/suggestion.ts';
import { readingOf } from '../lint/written.ts';

const ZEN = 'reject_rbl_client zen.spamhaus.org=127.0.0.[2..11]';
const reading = readingOf({
  main: 'smtpd_relay_restrictions = permit_mynetworks, reject_unauth_destination\n',
});
const health = new Map([['zen.spamhaus.org', 'healthy']] as const);

/** What refuses under these settings. */
function refusing(settings: readonly SuggestedSetting[]): readonly string[] {
  const list = settings.find(({ parameter }) => parameter === 'smtpd_recipient_restrictions')?.value ?? '';
  return list
    .split(/,\s+/)
    .filter((text) => text.startsWith('reject_') && text !== 'reject_unauth_destination');
}

interface Log {
  readonly days?: number;
  readonly accepted?: number;
  /** Likely real mail that a rule would newly refuse. */
  readonly real?: Readonly<Record<string, number>>;
  readonly hits?: Readonly<Record<string, number>>;
  /** Likely real mail that is refused today, and is accepted unless this refuses it. */
  readonly freedWithout?: string;
  /** Attempts that are not known while this refuses. */
  readonly unknownWith?: string;
}

function replayOf(log: Log, settings: readonly SuggestedSetting[]): Replayed {
  const { days = 14, accepted = 500, real = {}, hits = {}, freedWithout, unknownWith } = log;
  const rules = refusing(settings);
  const judgement = { likelyReal: true } as Changed['judgement'];
  const freed = freedWithout !== undefined && !rules.includes(freedWithout);
  return {
    attempts: accepted,
    days: new Map(Array.from({ length: days }, (_, i) => [`day ${i}`, undefined])),
    current: { accepted, rejected: 0, unknown: 0 },
    proposed: {
      accepted,
      rejected: 0,
      unknown: unknownWith !== undefined && rules.includes(unknownWith) ? 100 : 0,
    },
    rules: rules.map((written) => ({
      rule: { list: 'smtpd_recipient_restrictions', step: { written } },
      hits: hits[written] ?? real[written] ?? 0,
      unique: 0,
      real: real[written] ?? 0,
    })),
    newlyRejected: [],
    newlyAccepted: freed ? [{ judgement }, { judgement }] : [],
  } as unknown as Replayed;
}

async function recommended(log: Log | undefined, asksDns = true): Promise<Recommended> {
  return await recommend(
    { reading, health },
    log && { asksDns, replay: async (settings) => replayOf(log, settings) },
  );
}

const TOLD = ['reject_non_fqdn_sender', 'reject_non_fqdn_recipient', 'reject_unknown_sender_domain', ZEN];

const CASES: readonly (readonly [
  name: string,
  log: Log | undefined,
  asksDns: boolean,
  refuse: readonly string[],
  why: string,
])[] = [
  ['no log', undefined, true, [], 'tried-no-log'],
  ['four days', { days: 4 }, true, [], 'tried-short-log'],
  ['ten messages', { accepted: 10 }, true, [], 'tried-short-log'],
  ['nothing that speaks against them', {}, true, TOLD, 'tried-not-told'],
  ['DNS is not asked', {}, false, TOLD.slice(0, 2), 'tried-not-told'],
  ['real mail on ZEN', { real: { [ZEN]: 3 } }, true, TOLD.slice(0, 3), 'tried-real'],
  [
    'real mail on two of them',
    { real: { [ZEN]: 3, reject_non_fqdn_sender: 1 } },
    true,
    TOLD.slice(1, 3),
    'tried-real',
  ],
  [
    'real mail that is refused today, and would be refused by ZEN',
    { hits: { [ZEN]: 9 }, freedWithout: ZEN },
    true,
    TOLD.slice(0, 3),
    'tried-keeps',
  ],
  [
    'with a rule much is not known',
    { unknownWith: 'reject_unknown_sender_domain' },
    true,
    [],
    'tried-not-told',
  ],
];

describe('evidence of a log', () => {
  for (const [name, log, asksDns, refuse, why] of CASES)
    it(name, async () => {
      const { settings, log: judged } = await recommended(log, asksDns);
      assert.deepEqual(refusing(settings), refuse);
      const list = settings.find(({ parameter }) => parameter === 'smtpd_recipient_restrictions')!;
      assert.ok(
        list.reasons.some(({ id }) => id === why),
        JSON.stringify(list.reasons),
      );
      assert.equal(judged, log === undefined ? 'none' : why === 'tried-short-log' ? 'short' : 'judged');
    });
});
