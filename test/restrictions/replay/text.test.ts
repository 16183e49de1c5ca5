/** The text of a replay on a narrow terminal, in both languages, with what clients wrote to disturb it. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { shadowText } from '../../../src/cli/replay-shadow.ts';
import { replayText } from '../../../src/cli/replay-text.ts';
import { newCoverage } from '../../../src/maillog/read.ts';
import { widthOf } from '../../../src/report/render/width.ts';
import { NO_FACTS } from '../../../src/restrictions/facts.ts';
import { KnownFacts } from '../../../src/restrictions/facts-known.ts';
import { ProvenFacts } from '../../../src/restrictions/replay/proven.ts';
import { replay } from '../../../src/restrictions/replay/replay.ts';
import { shadowResults } from '../../../src/restrictions/replay/shadow-results.ts';
import { gathered, refused, rulesOf, taken, warned } from './read.ts';

const GOOD = 'mail.good.example[192.0.2.10]';
const DENIED = `554 5.7.1 <${GOOD}>: Client host rejected: Access denied`;
const LONG = `${'long.'.repeat(40)}example`;
const CURRENT =
  'smtpd_recipient_restrictions = warn_if_reject check_client_access inline:{192.0.2.10=REJECT}\n';
const PROPOSED = `smtpd_recipient_restrictions = check_client_access inline:{192.0.2.10=REJECT}, reject_rbl_client ${LONG}\n`;
const SENDERS = [
  'bob@good.example',
  `${'b'.repeat(200)}@good.example`,
  'esc\u001b[31m\u202e\u0007@good.example',
  '日本語の長い名前日本語の長い名前日本語の長い名前日本語@good.example',
];
const lines = SENDERS.flatMap((sender, i) => [
  warned(GOOD, DENIED, sender),
  ...taken(`4A1B2C3D0${i}`, GOOD, sender, 'ann@own.example'),
]).concat(
  refused(
    'unknown[198.51.100.6]',
    '450 4.7.25 Client host rejected: cannot find your hostname, [198.51.100.6]',
  ),
);

function assertFits(text: string): void {
  assert.deepEqual(
    text.split('\n').filter((line) => widthOf(line) > 80),
    [],
  );
  assert.ok(!/[\u0000-\u0009\u000b-\u001f\u007f\u202e]/.test(text));
}

describe('text at 80 columns', () => {
  for (const language of ['en', 'ja'] as const) {
    for (const compare of [false, true])
      it(`${language}${compare ? ', old beside new' : ''}`, async () => {
        const found = await gathered(lines);
        const replayed = await replay({
          current: await rulesOf(CURRENT),
          proposed: await rulesOf(PROPOSED),
          gathered: found,
          facts: new KnownFacts(),
          sources: {},
          mostQuestions: 0,
          rate: 1,
          compare,
          isUnreliable: () => false,
          pause: async () => undefined,
        });
        assert.equal(replayed.newlyRejected.length, SENDERS.length);
        const settings = [{ name: 'smtpd_recipient_restrictions', value: PROPOSED }];
        const told = { replayed, coverage: newCoverage(), settings, offline: true, more: 3 };
        assertFits(replayText(told, { language, width: 80, color: false, top: 20 }));
      });

    it(`${language}, rules that are tried`, async () => {
      const found = await gathered(lines);
      const rules = await rulesOf(CURRENT);
      const results = shadowResults(found, rules, new ProvenFacts(found, NO_FACTS), () => false);
      assert.equal(results.rules[0]?.likelyReal, SENDERS.length);
      assertFits(
        shadowText({ ...results, command: undefined }, { language, width: 80, color: false, top: 20 }),
      );
    });
  }
});
