import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { assertFinds, assertSilent } from './log.ts';
import { type Refusal, refusals } from './rejects.ts';

const LINK = 'https://lists.example/ip/{ip}';

describe('dnsbl-dead', () => {
  for (const [zone, says, cause] of [
    ['cn-kr.blackholes.us', 'THIS RBL HAS LONG BEEN DEPRECATED---DELETE IT FROM YOUR CONFIG', /2007/],
    ['blackholes.us', LINK, /2007/],
    ['dnsbl.sorbs.net', LINK, /2024/],
    ['spam.dnsbl.sorbs.net', LINK, /2024/],
    ['combined.njabl.org', LINK, /2013/],
    ['List.DSBL.org', LINK, /2008/],
    ['bl.lists.example', 'This list has been shut down; see {ip}', /own text/],
    ['bl.lists.example', 'Stop using this list', /own text/],
  ] as const)
    it(`${zone}: ${says}`, async () => {
      const finding = await assertFinds(refusals(7, 3, { zone, says }), {
        id: 'dnsbl-dead',
        severity: 'critical',
        subjects: [zone],
        count: 7,
        level: 'high',
        numbers: [7, 3, zone],
        evidence: /NOQUEUE: reject: RCPT .* blocked using/,
      });
      assert.match(finding.cause, cause);
      assert.ok(finding.fix.some((step) => step.includes(`reject_rbl_client ${zone}`)));
    });
  it('one refusal is enough', async () => {
    await assertFinds(refusals(1, 1, { zone: 'relays.ordb.org', says: LINK }), {
      id: 'dnsbl-dead',
      severity: 'critical',
      subjects: ['relays.ordb.org'],
      count: 1,
      evidence: /relays\.ordb\.org/,
    });
  });
  it('beside a list that lives', async () => {
    const lines = [
      ...refusals(20, 9, { zone: 'zen.lists.example', says: LINK }),
      ...refusals(2, 2, { zone: 'dnsbl.ahbl.org', says: LINK }),
      ...refusals(20, 9, { zone: 'zen.lists.example', says: LINK }),
    ];
    await assertFinds(lines, {
      id: 'dnsbl-dead',
      severity: 'critical',
      subjects: ['dnsbl.ahbl.org'],
      count: 2,
      evidence: /dnsbl\.ahbl\.org/,
    });
  });

  const silent: readonly Refusal[] = [
    { zone: 'zen.lists.example', says: LINK },
    { zone: 'bl.lists.example', says: 'Blocked - see https://lists.example/bl?{ip}' },
    { zone: 'mynjabl.org', says: LINK },
    { zone: 'sorbs.net', says: LINK },
    { zone: 'dnsbl.sorbs.net.cache.example', says: LINK },
    { zone: 'dnsbl.sorbs.net', says: LINK, action: 'reject_warning' },
  ];
  for (const refusal of silent)
    it(`not: ${refusal.zone}, ${refusal.action ?? 'reject'}: ${refusal.says}`, () =>
      assertSilent(refusals(40, 20, refusal)));
  it('not: questions and answers of postscreen about a zone that nothing refuses by', () =>
    assertSilent([
      'postscreen: CONNECT from [100.64.2.1]:40000 to [192.0.2.1]:25',
      'dnsblog: addr 100.64.2.1 listed by domain zen.lists.example as 127.0.0.4',
      'postscreen: PASS NEW [100.64.2.1]:40000',
    ]));
  // What a stranger writes is no word of the list's.
  const hostile = {};
  for (const what of ['Sender address [ann@deprecated.example]', 'Helo command [deprecated.example]'])
    it(`not: ${what} blocked using a list that lives`, hostile, () =>
      assertSilent(refusals(3, 3, { zone: 'dbl.lists.example', says: LINK, what })),
    );
});
