/** Verdicts of three values, what decided, what would have to be known, and the order of the lists. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Answer, RecordType } from '../../src/dns/resolver.ts';
import { readMainCf } from '../../src/postfix/main-cf.ts';
import { readMasterCf } from '../../src/postfix/master-cf.ts';
import { USUAL } from '../../src/postfix/usual.ts';
import { attemptOf, readAttributes } from '../../src/restrictions/attributes.ts';
import { compileRules } from '../../src/restrictions/compile.ts';
import {
  type EvaluateOptions,
  type Evaluation,
  evaluate,
  nextWays,
} from '../../src/restrictions/evaluate.ts';
import { type Facts, NO_FACTS, needText } from '../../src/restrictions/facts.ts';

const MAIN = `
myhostname = mx.local.example
mydestination = local.example
mynetworks = 10.0.0.0/8
local_recipient_maps = inline:{user=x}
smtpd_relay_restrictions = permit_mynetworks, reject_unauth_destination
smtpd_recipient_restrictions =
`;
const RCPT =
  'client_address=192.0.2.10\nhelo_name=mail.example\nsender=a@good.example\nrecipient=user@local.example';

async function judged(
  main: string,
  { more = '', facts = NO_FACTS, ...options }: EvaluateOptions & { more?: string; facts?: Facts } = {},
): Promise<Evaluation> {
  const configuration = {
    main: readMainCf(MAIN + main, 'main.cf'),
    master: readMasterCf('', 'master.cf'),
    defaults: new Map(USUAL),
  };
  const world = {
    readText: () => {
      throw Object.assign(new Error(), { code: 'ENOENT' });
    },
    stamp: () => undefined,
    allowNetwork: false,
    defaultType: 'hash',
  };
  const rules = await compileRules(configuration, { world, ownAddresses: [] });
  return evaluate(rules, attemptOf(readAttributes(`${RCPT}\n${more}`))!, facts, options);
}

function brief({ verdict, reply, rule }: Evaluation): string {
  return [verdict, reply?.code, reply?.dsn, rule?.step.written]
    .filter((part) => part !== undefined)
    .join(' ');
}

describe('evaluate', () => {
  const table: readonly (readonly [main: string, more: string, told: string])[] = [
    ['', '', 'permit'],
    ['', 'recipient=b@elsewhere.example', 'reject 554 5.7.1 reject_unauth_destination'],
    ['', 'recipient=b@elsewhere.example\nclient_address=10.1.2.3', 'permit'],
    ['', 'recipient=nobody@local.example', 'reject 550 5.1.1 reject_unlisted_recipient'],
    [
      '',
      'recipient=nobody@local.example\nclient_address=10.1.2.3',
      'reject 550 5.1.1 reject_unlisted_recipient',
    ],
    ['', 'recipient=postmaster', 'permit'],
    ['smtpd_client_restrictions = reject', '', 'reject 554 5.7.1 reject'],
    ['smtpd_client_restrictions = reject', 'recipient=postmaster', 'permit'],
    ['smtpd_client_restrictions = reject', 'protocol_state=CONNECT', 'permit'],
    [
      'smtpd_client_restrictions = reject\nsmtpd_delay_reject = no',
      'protocol_state=CONNECT',
      'reject 554 5.7.1 reject',
    ],
    ['smtpd_sender_restrictions = defer', '', 'defer 450 4.3.2 defer'],
    ['smtpd_sender_restrictions = permit, reject', '', 'permit'],
    ['smtpd_sender_restrictions = warn_if_reject reject', '', 'permit'],
    ['smtpd_sender_restrictions = no_such_thing', '', 'defer 451 4.3.5 no_such_thing'],
    [
      'smtpd_helo_restrictions = check_helo_access inline:{{mail.example=550 no}}',
      '',
      'reject 550 5.7.1 check_helo_access inline:{{mail.example=550 no}}',
    ],
    ['smtpd_data_restrictions = reject', '', 'permit'],
    ['smtpd_data_restrictions = reject', 'protocol_state=DATA', 'reject 554 5.7.1 reject'],
    ['smtpd_end_of_data_restrictions = reject', 'protocol_state=END-OF-MESSAGE', 'reject 554 5.7.1 reject'],
    ['soft_bounce = yes\nsmtpd_sender_restrictions = reject', '', 'defer 454 4.7.1 reject'],
    [
      'smtpd_restriction_classes = mine\nmine = reject\nsmtpd_sender_restrictions = mine',
      '',
      'reject 554 5.7.1 reject',
    ],
    [
      'smtpd_recipient_restrictions = reject_unauth_pipelining, defer_if_permit',
      '',
      'defer 450 4.7.0 defer_if_permit',
    ],
    ['smtpd_recipient_restrictions = defer_if_reject, reject', '', 'defer 450 4.7.0 defer_if_reject'],
  ];
  for (const [main, more, told] of table)
    it(`${main} ${more}: ${told}`.replaceAll('\n', '; '), async () =>
      assert.equal(brief(await judged(main, { more })), told),
    );
});

describe('what is not known', () => {
  const rbl = 'smtpd_sender_restrictions = reject_rbl_client bl.example';

  it('a list that nobody has asked: unknown, and the question', async () => {
    const told = await judged(rbl);
    assert.deepEqual([told.verdict, told.reply], ['unknown', undefined]);
    assert.deepEqual(told.needs.map(needText), ['dns: A 10.2.0.192.bl.example']);
  });

  it('all ways end alike: the verdict stands without it', async () => {
    const told = await judged(`${rbl}, reject\nmaps_rbl_reject_code = 554`);
    assert.equal(told.verdict, 'reject');
    assert.equal(told.reply, undefined);
    assert.ok(told.needs.length > 0);
  });

  it('what comes behind a refusal need not be known', async () => {
    const told = await judged(`smtpd_client_restrictions = reject\n${rbl}`);
    assert.deepEqual([brief(told), told.needs], ['reject 554 5.7.1 reject', []]);
  });

  it('with the answer it is known', async () => {
    const dns = <T extends RecordType>(name: string, type: T): Answer<T> =>
      (name === '10.2.0.192.bl.example'
        ? { status: 'found', records: type === 'A' ? ['127.0.0.2'] : ['why'], ttl: 60 }
        : { status: 'nxdomain', ttl: 60 }) as unknown as Answer<T>;
    const told = await judged(rbl, { facts: { ...NO_FACTS, dns } });
    assert.equal(brief(told), 'reject 554 5.7.1 reject_rbl_client bl.example');
  });

  it('a policy service may permit, refuse or say nothing', async () => {
    const told = await judged('smtpd_sender_restrictions = check_policy_service unix:private/policy');
    assert.equal(told.verdict, 'unknown');
    assert.deepEqual(told.needs.map(needText), ['policy: unix:private/policy']);
  });

  it('a HELO that the log does not tell', async () => {
    const told = await judged('smtpd_helo_restrictions = reject_invalid_helo_hostname', {
      more: 'helo_name=[',
    });
    assert.equal(told.verdict, 'reject');
  });

  it('more ways than can be followed: unknown, in bounded time', async () => {
    const lists = Array.from({ length: 40 }, (_, i) => `warn_if_reject reject_rbl_client l${i}.example`);
    const told = await judged(`smtpd_sender_restrictions = ${lists.join(', ')}`);
    assert.equal(told.verdict, 'unknown');
  });
});

describe('beside the verdict', () => {
  it('warnings, actions and the trace', async () => {
    const told = await judged(
      'smtpd_sender_restrictions = warn_if_reject reject, check_sender_access inline:{{good.example=HOLD look}}',
      { trace: true },
    );
    assert.deepEqual(
      told.warnings.map(({ rule }) => rule.step.written),
      ['reject'],
    );
    assert.deepEqual(
      told.actions.map(({ action, text }) => [action, text]),
      [['hold', 'look']],
    );
    const steps = told.trace.map(({ restriction, result }) => `${restriction}: ${result}`);
    assert.ok(
      steps.some((step) => step.endsWith('reject: warn')),
      steps.join('; '),
    );
  });

  it('collect: every restriction that would refuse', async () => {
    const told = await judged('smtpd_client_restrictions = reject\nsmtpd_sender_restrictions = defer', {
      collect: true,
    });
    assert.deepEqual(
      told.hits.map(({ rule }) => rule.step.written),
      ['reject', 'defer'],
    );
  });

  it('a rule has its line', async () => {
    const { rule } = await judged('smtpd_sender_restrictions =\n  permit_mynetworks\n  reject');
    assert.deepEqual(rule?.step.place, { file: 'main.cf', line: MAIN.split('\n').length + 2 });
  });
});

describe('nextWays', () => {
  const table: readonly (readonly [
    decisions: readonly (readonly [taken: number, options: number])[],
    next: readonly number[] | undefined,
  ])[] = [
    [[], undefined],
    [[[0, 2]], [1]],
    [[[1, 2]], undefined],
    [
      [
        [0, 2],
        [1, 2],
      ],
      [1],
    ],
    [
      [
        [0, 3],
        [0, 2],
      ],
      [0, 1],
    ],
    [
      [
        [1, 3],
        [1, 2],
      ],
      [2],
    ],
  ];
  for (const [decisions, next] of table)
    it(JSON.stringify(decisions), () => {
      const made = decisions.map(([taken, options]) => ({ taken, options }));
      assert.deepEqual(nextWays({ decisions: made as never }), next);
    });
});
