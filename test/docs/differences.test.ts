/** docs/report.md says where the totals differ from pflogsumm's: both are run on the smallest logs that show it. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { skipWithoutPrograms } from '../lab/require.ts';

const ROOT = join(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'sekisho-differences-'));
after(() => rmSync(folder, { recursive: true }));

const arrives = (id: string, client = 'a.example[192.0.2.1]'): string[] => [
  `postfix/smtpd[1]: ${id}: client=${client}`,
  `postfix/cleanup[2]: ${id}: message-id=<1@a.example>`,
  `postfix/qmgr[3]: ${id}: from=<x@a.example>, size=500, nrcpt=1 (queue active)`,
];
const sent = (id: string, daemon: string, relay: string, reply: string): string[] => [
  `postfix/${daemon}[4]: ${id}: to=<b@b.test>, relay=${relay}, delay=1, delays=1/0/0/0, dsn=2.0.0, status=sent (${reply})`,
  `postfix/qmgr[3]: ${id}: removed`,
];

const CASES: readonly {
  name: string;
  lines: string[];
  /** received, delivered, bounced, rejected */
  theirs: [number, number, number, number];
  ours: [number, number, number, number];
  discarded?: number;
  /** Reject warnings, theirs and ours. */
  warned?: [number, number];
}[] = [
  {
    name: 'an after-queue content filter',
    lines: [
      ...arrives('4A1B2C3D4E'),
      ...arrives('5A1B2C3D4E', 'localhost[127.0.0.1]'),
      ...sent('4A1B2C3D4E', 'smtp', '127.0.0.1[127.0.0.1]:10024', '250 2.0.0 Ok: queued as 5A1B2C3D4E'),
      ...sent('5A1B2C3D4E', 'virtual', 'virtual', 'delivered to maildir'),
    ],
    theirs: [2, 2, 0, 0],
    ours: [1, 1, 0, 0],
  },
  {
    name: 'postsuper -r',
    lines: [
      ...arrives('4A1B2C3D4E'),
      'postfix/postsuper[7]: 4A1B2C3D4E: requeued',
      'postfix/pickup[8]: 5A1B2C3D4E: uid=0 from=<x@a.example>',
      ...arrives('5A1B2C3D4E').slice(1),
      ...sent('5A1B2C3D4E', 'virtual', 'virtual', 'delivered to maildir'),
    ],
    theirs: [2, 1, 0, 0],
    ours: [1, 1, 0, 0],
  },
  {
    name: 'broken off in DATA',
    lines: [
      'postfix/smtpd[1]: connect from a.example[192.0.2.1]',
      ...arrives('4A1B2C3D4E').slice(0, 1),
      'postfix/smtpd[1]: lost connection after DATA (1200 bytes) from a.example[192.0.2.1]',
      'postfix/smtpd[1]: disconnect from a.example[192.0.2.1]',
    ],
    theirs: [1, 0, 0, 0],
    ours: [0, 0, 0, 0],
  },
  {
    name: 'a milter refuses at the end of the message',
    lines: [
      'postfix/smtpd[1]: connect from a.example[192.0.2.1]',
      ...arrives('4A1B2C3D4E').slice(0, 2),
      'postfix/cleanup[2]: 4A1B2C3D4E: milter-reject: END-OF-MESSAGE from a.example[192.0.2.1]: 5.7.1 Spam message rejected; from=<x@a.example> to=<b@b.test> proto=ESMTP helo=<a.example>',
      'postfix/smtpd[1]: disconnect from a.example[192.0.2.1]',
    ],
    theirs: [1, 0, 0, 1],
    ours: [0, 0, 0, 1],
  },
  {
    name: 'a discard transport',
    lines: [...arrives('4A1B2C3D4E'), ...sent('4A1B2C3D4E', 'discard', 'none', 'b.test')],
    theirs: [1, 1, 0, 0],
    ours: [1, 0, 0, 0],
    discarded: 1,
  },
  {
    name: 'Amavis throws it away',
    lines: [
      ...arrives('4A1B2C3D4E'),
      ...sent(
        '4A1B2C3D4E',
        'smtp',
        '127.0.0.1[127.0.0.1]:10024',
        '250 2.7.0 Ok, discarded, id=01234-05 - spam',
      ),
    ],
    theirs: [1, 1, 0, 0],
    ours: [1, 0, 0, 0],
    discarded: 1,
  },
  {
    name: 'reset before DATA',
    lines: [
      'postfix/smtpd[1]: connect from a.example[192.0.2.1]',
      ...arrives('4A1B2C3D4E').slice(0, 1),
      'postfix/smtpd[1]: disconnect from a.example[192.0.2.1] ehlo=1 mail=1 rcpt=1 rset=1 quit=1 commands=5',
    ],
    theirs: [1, 0, 0, 0],
    ours: [0, 0, 0, 0],
  },
  {
    name: 'a header check refuses',
    lines: [
      ...arrives('4A1B2C3D4E').slice(0, 2),
      'postfix/cleanup[2]: 4A1B2C3D4E: reject: header Subject: buy from a.example[192.0.2.1]; from=<x@a.example> to=<b@b.test> proto=ESMTP helo=<a.example>: 5.7.1 no',
    ],
    theirs: [1, 0, 0, 1],
    ours: [0, 0, 0, 1],
  },
  {
    name: 'a notification: received in neither, delivered in both',
    lines: [
      ...arrives('4A1B2C3D4E'),
      'postfix/local[4]: 4A1B2C3D4E: to=<no@b.test>, relay=local, delay=1, delays=1/0/0/0, dsn=5.1.1, status=bounced (unknown user: "no")',
      'postfix/cleanup[2]: 5A1B2C3D4E: message-id=<2@mx1>',
      'postfix/bounce[5]: 4A1B2C3D4E: sender non-delivery notification: 5A1B2C3D4E',
      'postfix/qmgr[3]: 5A1B2C3D4E: from=<>, size=2000, nrcpt=1 (queue active)',
      'postfix/qmgr[3]: 4A1B2C3D4E: removed',
      ...sent('5A1B2C3D4E', 'smtp', 'a.example[192.0.2.1]:25', '250 ok'),
    ],
    theirs: [1, 1, 1, 0],
    ours: [1, 1, 1, 0],
  },
  {
    name: 'a header check says WARN',
    lines: [
      ...arrives('4A1B2C3D4E'),
      'postfix/cleanup[2]: 4A1B2C3D4E: warning: header Subject: look from a.example[192.0.2.1]; from=<x@a.example> to=<b@b.test> proto=ESMTP helo=<a.example>',
      ...sent('4A1B2C3D4E', 'virtual', 'virtual', 'delivered to maildir'),
    ],
    theirs: [1, 1, 0, 0],
    ours: [1, 1, 0, 0],
    warned: [1, 0],
  },
];

describe('where the totals differ from pflogsumm 1.1.5', () => {
  for (const { name, lines, theirs, ours, discarded = 0, warned = [0, 0] } of CASES) {
    const path = join(folder, `${name.replaceAll(/\W/g, '-')}.log`);
    writeFileSync(
      path,
      lines.map((line, i) => `Nov 20 10:00:${String(i).padStart(2, '0')} mx1 ${line}\n`).join(''),
    );

    it(`${name}: here`, () => {
      const { totals } = JSON.parse(
        execFileSync(join(ROOT, 'sekisho'), ['report', '--json', path], {
          encoding: 'utf8',
          stdio: ['ignore', 'pipe', 'ignore'],
        }),
      );
      assert.deepEqual([totals.received, totals.delivered, totals.bounced, totals.rejected], ours);
      assert.equal(totals.discarded, discarded);
      assert.equal(totals.rejectWarnings, warned[1]);
    });

    it(`${name}: pflogsumm`, { skip: skipWithoutPrograms('pflogsumm') }, () => {
      const text = execFileSync('pflogsumm', [path], { encoding: 'utf8' });
      const count = (word: string): number =>
        Number(new RegExp(`^ *(\\d+) +${word}`, 'm').exec(text)?.[1] ?? Number.NaN);
      assert.deepEqual([count('received'), count('delivered'), count('bounced'), count('rejected')], theirs);
      assert.equal(count('reject warnings'), warned[0]);
    });
  }
});
