import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { clientsOf } from '../../src/report/collect/rows.ts';
import { readWhole } from '../maillog/correlate/run.ts';

const HEAD = 'Nov 20 10:00:00 mx1 postfix';

function message(id: string, delivery: string): string[] {
  return [
    `${HEAD}/smtpd[7]: ${id}: client=a.example[192.0.2.${id.length}]`,
    `${HEAD}/cleanup[8]: ${id}: message-id=<${id}@example.org>`,
    `${HEAD}/qmgr[9]: ${id}: from=<ann@example.org>, size=1000, nrcpt=1 (queue active)`,
    `${HEAD}/${delivery}`,
    `${HEAD}/qmgr[9]: ${id}: removed`,
  ];
}

describe('what was discarded', () => {
  const CASES: readonly [why: string, lines: string[], stage: string, by: string, reason: string][] = [
    [
      'a discard: transport',
      message(
        '4D2F1A',
        'discard[10]: 4D2F1A: to=<b@example.com>, relay=none, delay=1, delays=1/0/0/0, dsn=2.0.0, status=sent (no thanks)',
      ),
      'DELIVERY',
      'discard',
      'no thanks',
    ],
    [
      'Amavis threw it away',
      message(
        '4D2F1B',
        'smtp[10]: 4D2F1B: to=<b@example.com>, relay=127.0.0.1[127.0.0.1]:10024, delay=1, delays=1/0/0/1, dsn=2.7.0, status=sent (250 2.7.0 Ok, discarded, id=01234-05 - spam)',
      ),
      'DELIVERY',
      'smtp',
      '250 2.7.0 Ok, discarded, id=01234-05 - spam',
    ],
    [
      'a header check',
      [
        `${HEAD}/smtpd[7]: 4D2F1C: client=a.example[192.0.2.6]`,
        `${HEAD}/cleanup[8]: 4D2F1C: message-id=<4D2F1C@example.org>`,
        `${HEAD}/cleanup[8]: 4D2F1C: discard: header Subject: win from a.example[192.0.2.6]; from=<ann@example.org> to=<b@example.com> proto=ESMTP helo=<a.example>`,
      ],
      'HEADER',
      'checks',
      'Subject: win',
    ],
  ];
  for (const [why, lines, stage, by, reason] of CASES)
    it(`${why}: the list says it, and adds up to the total`, async () => {
      const { collector } = await readWhole([...lines, ''].join('\n'));
      const rows = [...collector.refusals.rejects.discard.values()];
      assert.equal(collector.totals.discarded, 1);
      assert.deepEqual(
        rows.map((row) => [row.count, clientsOf(row), row.stage, row.by]),
        [[1, 1, stage, by]],
      );
      assert.equal(rows[0]!.example.includes(reason), true, rows[0]!.example);
    });
});
