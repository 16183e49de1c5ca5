/** A part of a log is not taken for a log of little mail. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { noteText } from '../../src/i18n/report/notes.ts';
import { makeReport } from '../../src/report/make.ts';
import type { Note } from '../../src/report/model.ts';

const folder = mkdtempSync(join(tmpdir(), 'sekisho-part-'));
after(() => rmSync(folder, { recursive: true }));

const line = (n: number, text: string): string =>
  `2026-11-20T10:${String(n % 60).padStart(2, '0')}:00.000000+09:00 mx1 postfix/${text}\n`;

/** What Postfix logs of a message, by program. */
function message(n: number): Record<string, string> {
  const id = `4D${String(n).padStart(8, '0')}`;
  return {
    smtpd: [
      line(n, 'smtpd[7]: connect from mx.example.org[192.0.2.1]'),
      line(n, `smtpd[7]: ${id}: client=mx.example.org[192.0.2.1]`),
      line(
        n,
        'smtpd[7]: disconnect from mx.example.org[192.0.2.1] ehlo=1 mail=1 rcpt=1 data=1 quit=1 commands=5',
      ),
    ].join(''),
    cleanup: line(n, `cleanup[8]: ${id}: message-id=<${n}@example.org>`),
    qmgr:
      line(n, `qmgr[9]: ${id}: from=<a@example.org>, size=1000, nrcpt=1 (queue active)`) +
      line(n, `qmgr[9]: ${id}: removed`),
    agent: line(
      n,
      `lmtp[10]: ${id}: to=<b@example.com>, relay=mx1[private/dovecot-lmtp], delay=0.1, delays=0/0/0/0.1, dsn=2.0.0, status=sent (250 2.0.0 ok)`,
    ),
    retry: line(
      n,
      `smtp[11]: ${id}: to=<b@example.net>, relay=none, delay=9000, delays=9000/0/0/0, dsn=4.4.1, status=deferred (connect to mx.example.net[192.0.2.9]:25: Connection timed out)`,
    ),
    old: line(n, `qmgr[9]: ${id}: from=<a@example.org>, size=1000, nrcpt=1 (queue active)`),
    refusal:
      line(n, 'smtpd[7]: connect from unknown[192.0.2.2]') +
      line(
        n,
        'smtpd[7]: NOQUEUE: reject: RCPT from unknown[192.0.2.2]: 554 5.7.1 <c@example.net>: Relay access denied; from=<a@example.org> to=<c@example.net> proto=ESMTP helo=<x>',
      ),
    warning: line(n, 'smtpd[7]: warning: unknown[192.0.2.2]: SASL LOGIN authentication failed: UGFzc3dvcmQ6'),
  };
}

async function notesOf(count: number, parts: readonly string[]): Promise<Note[]> {
  const path = join(folder, 'log');
  let text = '';
  for (let n = 0; n < count; n++) for (const part of parts) text += message(n)[part]!;
  writeFileSync(path, text);
  const { notes } = await makeReport({
    logs: [path],
    date: undefined,
    domain: undefined,
    limits: { all: 20, byList: {} },
    connectionStats: false,
    language: 'en',
    now: Date.parse('2026-11-20T12:00:00Z'),
    form: {},
    showUnparsed: 0,
    queue: async () => null,
  });
  return notes.filter(({ id }) => !id.startsWith('nothing-'));
}

const WHOLE = ['smtpd', 'cleanup', 'qmgr', 'agent'];
const CASES: readonly (readonly [count: number, parts: readonly string[], missing: string | undefined])[] = [
  [20, WHOLE, undefined],
  [5, ['smtpd'], undefined],
  [20, ['smtpd'], 'cleanup, qmgr, smtp/lmtp/local'],
  [20, ['qmgr'], 'smtpd, cleanup, smtp/lmtp/local'],
  [20, ['agent'], 'smtpd, cleanup, qmgr'],
  [20, ['smtpd', 'cleanup', 'agent'], 'qmgr'],
  [20, ['smtpd', 'cleanup', 'qmgr'], 'smtp/lmtp/local'],
  [20, ['cleanup', 'qmgr', 'agent'], 'smtpd'],
  // A server that refuses everything, and one whose queue is stuck.
  [50, ['refusal'], undefined],
  [20, ['old', 'retry'], undefined],
];

describe('what is missing of a log', () => {
  for (const [count, parts, missing] of CASES)
    it(`${count} of ${parts.join(', ')}: ${missing ?? 'nothing'}`, async () => {
      const expected =
        missing === undefined || missing === '' ? [] : [{ id: 'lines-missing', values: { missing } }];
      assert.deepEqual(await notesOf(count, parts), expected);
    });

  it('a file of warnings', async () => {
    assert.deepEqual(await notesOf(20, ['warning']), [{ id: 'only-warnings', values: {} }]);
    assert.deepEqual(await notesOf(5, ['warning']), []);
    assert.deepEqual(await notesOf(20, ['warning', ...WHOLE]), []);
  });
});

describe('it is said in both languages', () => {
  for (const [note, en, ja] of [
    [
      { id: 'lines-missing', values: { missing: 'qmgr' } },
      'There are no lines of qmgr, so messages cannot be followed. Is this only a part of the log? Name all files that syslog writes mail to.',
      'qmgr の行がないため、メールを追跡できません。ログの一部だけを指定していませんか。syslog がメールの記録を書き込むファイルをすべて指定してください。',
    ],
    [
      { id: 'lines-twice', values: { count: '1200' } },
      'Lines that stand in more than one of the files: 1,200. Each counts once.',
      '1,200 行は複数のファイルに含まれているため、1 回だけ数えました。',
    ],
  ] as const)
    it(note.id, () => {
      assert.equal(noteText(note, 'en'), en);
      assert.equal(noteText(note, 'ja'), ja);
    });
});
