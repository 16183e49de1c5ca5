import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { assertFinds, assertSilent } from './log.ts';
import { type Refusal, refusals } from './rejects.ts';

describe('dnsbl-refuses-us', () => {
  for (const [zone, says] of [
    ['zen.lists.example', 'Error: open resolver; https://lists.example/returnc/pub/{ip}'],
    ['zen.lists.example', 'https://lists.example/returnc/pub/'],
    ['zen.lists.example', 'https://lists.example/returnc/vol/'],
    [
      'multi.lists.example',
      'Query Refused. See http://lists.example/refused.shtml for more information [Your DNS IP: {ip}]',
    ],
    ['bl.lists.example', 'Excessive Number of Queries'],
    ['bl.lists.example', 'too many queries from {ip}'],
    ['bl.lists.example', 'you asked through a public resolver'],
  ] as const)
    it(`${zone}: ${says}`, async () => {
      const finding = await assertFinds(refusals(9, 4, { zone, says }), {
        id: 'dnsbl-refuses-us',
        severity: 'critical',
        subjects: [zone],
        count: 9,
        level: 'high',
        numbers: [9, 4, zone],
        evidence: /NOQUEUE: reject: RCPT .* blocked using/,
      });
      assert.ok(finding.fix.some((step) => step.includes(`${zone}=127.0.0.[2..11]`)));
    });
  for (const answer of ['127.255.255.254', '127.0.0.1'])
    it(`postscreen refuses for the answer ${answer}`, async () => {
      const zone = 'zen.lists.example';
      const lines = [1, 2, 3].flatMap((n) => [
        `postscreen: CONNECT from [100.64.2.${n}]:40000 to [192.0.2.1]:25`,
        `dnsblog: addr 100.64.2.${n} listed by domain ${zone} as ${answer}`,
        `postscreen: NOQUEUE: reject: RCPT from [100.64.2.${n}]:40000: 550 5.7.1 Service unavailable; client [100.64.2.${n}] blocked using ${zone}; from=<a@far.example>, to=<info@hinode.example>, proto=ESMTP, helo=<x>`,
      ]);
      await assertFinds(lines, {
        id: 'dnsbl-refuses-us',
        severity: 'critical',
        subjects: [zone],
        count: 3,
        numbers: [3],
        evidence: /postscreen.*blocked using/,
      });
    });
  it('a list that answers for a while, then refuses', async () => {
    const zone = 'zen.lists.example';
    const lines = [
      ...refusals(20, 9, { zone, says: 'https://lists.example/query/ip/{ip}' }),
      ...refusals(6, 2, { zone, says: 'Error: open resolver; https://lists.example/returnc/pub/{ip}' }),
      ...refusals(20, 9, { zone, says: 'https://lists.example/query/ip/{ip}' }),
    ];
    await assertFinds(lines, {
      id: 'dnsbl-refuses-us',
      severity: 'critical',
      subjects: [zone],
      count: 6,
      numbers: [6, 2],
      evidence: /open resolver/,
    });
  });

  const silent: readonly Refusal[] = [
    { zone: 'zen.lists.example', says: 'https://lists.example/query/ip/{ip}' },
    { zone: 'zen.lists.example', says: 'listed as an open relay; https://lists.example/open/{ip}' },
    { zone: 'bl.lists.example', says: 'Blocked - see https://lists.example/bl.shtml?{ip}' },
    { zone: 'bl.lists.example', says: 'https://lists.example/error/?ip={ip}' },
    { zone: 'zen.lists.example', says: 'Error: open resolver', action: 'reject_warning' },
  ];
  for (const refusal of silent)
    it(`not: ${refusal.zone}, ${refusal.action ?? 'reject'}: ${refusal.says}`, () =>
      assertSilent(refusals(40, 20, refusal)));
});
