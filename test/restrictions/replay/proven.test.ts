/** What the log proves of lists, without anybody being asked. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { NO_FACTS } from '../../../src/restrictions/facts.ts';
import { KnownFacts } from '../../../src/restrictions/facts-known.ts';
import { ProvenFacts } from '../../../src/restrictions/replay/proven.ts';
import { replay } from '../../../src/restrictions/replay/replay.ts';
import { gathered, refused, rulesOf, taken } from './read.ts';

const blocked = (address: string, zone: string): string =>
  refused(
    `unknown[${address}]`,
    `554 5.7.1 Service unavailable; Client host [${address}] blocked using ${zone}; spam`,
  );
const GOOD = 'mail.good.example[192.0.2.10]';
const LIST = 'smtpd_recipient_restrictions = reject_rbl_client bl.one.example\n';

describe('what the log proves of a list', () => {
  const lines = [
    blocked('198.51.100.6', 'bl.one.example'),
    ...taken('4A1B2C3D01', GOOD, 'bob@good.example', 'ann@own.example'),
    blocked('198.51.100.7', 'bl.one.example'),
    ...taken('4A1B2C3D02', GOOD, 'bob@good.example', 'ann@own.example'),
  ];
  const cases: [name: string, attempt: number, prefix: string, zone: string, listing: unknown][] = [
    ['who was refused was listed', 0, '6.100.51.198', 'bl.one.example', { text: 'spam' }],
    ['in capitals too', 0, '6.100.51.198', 'BL.ONE.EXAMPLE', { text: 'spam' }],
    ['nothing of another list', 0, '6.100.51.198', 'bl.two.example', undefined],
    ['nothing of another client', 0, '9.9.9.9', 'bl.one.example', undefined],
    ['who was taken meanwhile was not', 1, '10.2.0.192', 'bl.one.example', 'clear'],
    ['behind the last refusal it is not known', 3, '10.2.0.192', 'bl.one.example', undefined],
  ];
  for (const [name, at, prefix, zone, listing] of cases)
    it(name, async () => {
      const found = await gathered(lines);
      const attempts = [...found.attempts].toSorted((a, b) => a.time - b.time);
      const proven = new ProvenFacts(found, NO_FACTS);
      proven.about(attempts[at]!, await rulesOf(''));
      assert.deepEqual(proven.listing(prefix, zone), listing);
    });

  it('the list that refused decides what is newly accepted without it', async () => {
    const found = await gathered(lines);
    const replayed = await replay({
      current: await rulesOf(LIST),
      proposed: await rulesOf(''),
      gathered: found,
      facts: new KnownFacts(),
      sources: {},
      mostQuestions: 0,
      rate: 1,
      compare: true,
      isUnreliable: () => false,
      pause: async () => undefined,
    });
    assert.deepEqual(replayed.current, { accepted: 2, rejected: 2, unknown: 0 });
    assert.deepEqual(replayed.proposed, { accepted: 4, rejected: 0, unknown: 0 });
    assert.deepEqual(
      replayed.newlyAccepted.map(({ attempt }) => attempt.clientAddress),
      ['198.51.100.6', '198.51.100.7'],
    );
    const hits = replayed.currentRules!.find(({ rule }) => rule.step.written.includes('bl.one'));
    assert.deepEqual([hits?.hits, hits?.unique], [2, 2]);
  });

  it('a list of good clients that was asked speaks for the client', async () => {
    const found = await gathered([blocked('198.51.100.6', 'bl.one.example')]);
    const facts = new KnownFacts();
    const name = '6.100.51.198.good.list.example';
    facts.setDns(name, 'A', { status: 'found', records: ['127.0.5.1'], ttl: 60 });
    const replayed = await replay({
      current: await rulesOf(LIST),
      proposed: await rulesOf(
        `smtpd_client_restrictions = permit_dnswl_client good.list.example=127.0.[0..255].[1..3]\n`,
      ),
      gathered: found,
      facts,
      sources: {},
      mostQuestions: 0,
      rate: 1,
      isUnreliable: () => false,
      pause: async () => undefined,
    });
    const signs = replayed.newlyAccepted[0]?.judgement.signs.map(({ id }) => id);
    assert.deepEqual(signs, ['no-name', 'allow-listed']);
  });

  describe('a policy service that was not asked', () => {
    const policy = 'check_policy_service unix:private/spf';
    const spf = '550 5.7.23 <ann@own.example>: Recipient address rejected: Message rejected due to: SPF fail';
    const cases: [
      name: string,
      line: string,
      current: string,
      proposed: string,
      freed: number,
      leans: boolean,
    ][] = [
      [
        'the list behind which it stands goes',
        'list',
        `reject_rbl_client bl.one.example, ${policy}`,
        policy,
        1,
        true,
      ],
      ['it goes too', 'list', `reject_rbl_client bl.one.example, ${policy}`, 'permit', 1, false],
      ['it refused itself', 'spf', policy, `${policy}, permit`, 0, false],
      ['it is new', 'list', 'reject_rbl_client bl.one.example', policy, 0, false],
      [
        'another is new',
        'list',
        `reject_rbl_client bl.one.example, ${policy}`,
        'check_policy_service inet:127.0.0.1:9998',
        0,
        false,
      ],
    ];
    for (const [name, line, current, proposed, freed, leans] of cases)
      it(`${name}: ${freed} newly accepted`, async () => {
        const text = line === 'list' ? blocked('198.51.100.6', 'bl.one.example') : refused(GOOD, spf);
        const replayed = await replay({
          current: await rulesOf(`smtpd_recipient_restrictions = ${current}\n`),
          proposed: await rulesOf(`smtpd_recipient_restrictions = ${proposed}\n`),
          gathered: await gathered([text]),
          facts: new KnownFacts(),
          sources: {},
          mostQuestions: 0,
          rate: 1,
          isUnreliable: () => false,
          pause: async () => undefined,
        });
        assert.equal(replayed.newlyAccepted.length, freed);
        assert.deepEqual(replayed.current, { accepted: 0, rejected: 1, unknown: 0 });
        const said = replayed.newlyAccepted.some(({ judgement }) =>
          judgement.signs.some(
            ({ id, values }) => id === 'policy-not-asked' && values.service === 'unix:private/spf',
          ),
        );
        assert.equal(said, leans);
      });
  });
});
