/** Stamps that few logs have, and what containers, collectors and tools put around a line. */
import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { EntryReader } from '../../src/maillog/entry.ts';
import { parse } from '../../src/maillog/parse.ts';
import { readJournalLine } from '../../src/maillog/source/journal.ts';

const CONNECT = 'postfix/smtpd[7]: connect from unknown[192.0.2.1]';

/** Tokyo, late in November 2026. */
const newReader = (): EntryReader => new EntryReader(Date.parse('2026-11-25T00:00:00Z'), 0, () => 540);

/** The stamp, the host, and what the line says; undefined where it has no header. */
function told(line: string, reader = newReader()): string[] | undefined {
  if (!reader.read(line, 0, line.length)) return undefined;
  const event = parse(reader.program, line, reader.start, reader.end);
  return [
    new Date(reader.time).toISOString(),
    reader.host,
    reader.program.family === 'foreign' ? 'foreign' : `${reader.program.tag} ${event?.kind}`,
  ];
}

const SAME: readonly string[] = [
  `11月 05 10:11:12 mx1 ${CONNECT}`,
  `11月  5 10:11:12 mx1 ${CONNECT}`,
  `11월 05 10:11:12 mx1 ${CONNECT}`,
  `nov. 05 10:11:12 mx1 ${CONNECT}`,
  `listopad 05 10:11:12 mx1 ${CONNECT}`,
  `木 2026-11-05 10:11:12 JST mx1 ${CONNECT}`,
  `Thu 2026-11-05 10:11:12 JST mx1 ${CONNECT}`,
  `Thu 2026-11-05 01:11:12 UTC mx1 ${CONNECT}`,
  `2026-11-05T10:11:12+0900 mx1 ${CONNECT}`,
  `2026-11-05 10:11:12 +0900 mx1 ${CONNECT}`,
  `2026/11/05 10:11:12 mx1 ${CONNECT}`,
  `Nov  5 2026 10:11:12 mx1 ${CONNECT}`,
  `Nov  5 10:11:12.000123 mx1 ${CONNECT}`,
  `1793841072.000123 mx1 ${CONNECT}`,
  `1793841072 mx1 ${CONNECT}`,
  `1 2026-11-05T10:11:12+09:00 mx1 postfix/smtpd 7 - - connect from unknown[192.0.2.1]`,
  `mailserver-1  | Nov  5 10:11:12 mx1 ${CONNECT}`,
  `postfix-mailcow-1  | 2026-11-05T10:11:12.000000+09:00 mx1 ${CONNECT}`,
  `2026-11-05T01:11:12.123456789Z Nov  5 10:11:12 mx1 ${CONNECT}`,
  `2026-11-05T01:11:12.123456789Z stdout F Nov  5 10:11:12 mx1 ${CONNECT}`,
  `2026-11-05T01:11:12.123456789Z stderr P 2026-11-05T10:11:12+09:00 mx1 ${CONNECT}`,
  `/var/log/maillog-20261108:Nov  5 10:11:12 mx1 ${CONNECT}`,
  `maillog:123:Nov  5 10:11:12 mx1 ${CONNECT}`,
  `Nov  5 10:11:12 <mail.info> mx1 ${CONNECT}`,
  `Nov  5 10:11:12 mx1 mail:info ${CONNECT}`,
  `Nov  5 10:11:12 mx1 info ${CONNECT}`,
  `Nov  5 10:11:12   mx1   ${CONNECT}`,
  `Nov  5 10:11:12 s_sys@mx1 ${CONNECT}`,
  `Nov  5 10:11:12 s_net@mx1/relay ${CONNECT}`,
  `Nov  5 10:11:12 [mx1] ${CONNECT}`,
  `Nov  5 10:11:12 mx1 Nov  5 10:11:12 mx1 ${CONNECT}`,
  `Nov  5 10:11:12 mx1 journal: ${CONNECT}`,
  `Nov  5 10:11:12 mx1 0a1b2c3d4e5f[9]: ${CONNECT}`,
  `Nov  5 10:11:13 host docker[9]: Nov  5 10:11:12 mx1 ${CONNECT}`,
  `Nov  5 10:11:13 host docker/mail[9]: 2026-11-05T10:11:12+09:00 mx1 ${CONNECT}`,
];

for (const line of SAME)
  test(line, () => deepEqual(told(line), ['2026-11-05T01:11:12.000Z', 'mx1', 'postfix/smtpd connect']));

test('every stamp, cut anywhere, is read or not, and nothing is thrown', () => {
  fc.assert(
    fc.property(fc.constantFrom(...SAME), fc.nat(), fc.string({ maxLength: 20 }), (line, cut, rubbish) => {
      const text = line.slice(0, cut % line.length) + rubbish;
      const first = told(text);
      // In the middle of a block, the same.
      const block = `x\n${text}\n10:11:12 y`;
      const reader = newReader();
      equal(reader.read(block, 2, 2 + text.length), first !== undefined);
      if (first !== undefined) equal(new Date(reader.time).toISOString(), first[0]);
    }),
    { numRuns: 3000 },
  );
});

test('a severity in the place of the host; a host that is called as one', () => {
  deepEqual(told(`2026-11-05T10:11:12.000000+09:00 INFO    ${CONNECT}`), [
    '2026-11-05T01:11:12.000Z',
    '',
    'postfix/smtpd connect',
  ]);
  equal(told(`Nov  5 10:11:12 info ${CONNECT}`)?.[1], 'info');
});

test('January in Japanese begins with a blank', () => {
  deepEqual(told(` 1月 05 10:11:12 mx1 ${CONNECT}`), [
    '2026-01-05T01:11:12.000Z',
    'mx1',
    'postfix/smtpd connect',
  ]);
});

test('the clock of a line is its own; seconds since 1970 have the one of this machine', () => {
  const walls = ['Thu 2026-11-05 02:11:12 CET', 'Thu 2026-11-05 01:11:12 UTC', '1793841072'].map((stamp) => {
    const reader = newReader();
    told(`${stamp} mx1 ${CONNECT}`, reader);
    return [reader.time, new Date(reader.wall).toISOString().slice(11, 19)];
  });
  const time = Date.parse('2026-11-05T01:11:12Z');
  deepEqual(walls, [
    [time, '02:11:12'],
    [time, '01:11:12'],
    [time, '10:11:12'],
  ]);
});

test('fractions behind an RFC 3164 clock, line after line', () => {
  const reader = newReader();
  equal(told(`Nov  5 10:11:12.250 mx1 ${CONNECT}`, reader)?.[0], '2026-11-05T01:11:12.250Z');
  equal(told(`Nov  5 10:11:12.750999 mx1 ${CONNECT}`, reader)?.[0], '2026-11-05T01:11:12.750Z');
});

test('lines of many frames, one after another', () => {
  const reader = newReader();
  for (let round = 0; round < 2; round++) {
    for (const line of SAME)
      deepEqual(told(line, reader), ['2026-11-05T01:11:12.000Z', 'mx1', 'postfix/smtpd connect'], line);
  }
});

test('what is no line of a mail program stays foreign', () => {
  for (const line of [
    '-- Journal begins at Sun 2026-11-01 00:00:00 JST, ends at Thu 2026-11-05 10:11:12 JST. --',
    '-- Reboot --',
    '==> /var/log/maillog <==',
    `Nov  5 10:11:12 mx1 webapp[9]: ${CONNECT}`,
    `Nov  5 10:11:12 mx1 webapp[9]: Nov  5 10:11:12 mx1 ${CONNECT}`,
    'Nov  5 10:11:12 mx1 docker[9]: time="2026-11-05T10:11:12+09:00" level=info msg="container started"',
    'Nov  5 10:11:12 mx1 systemd[1]: postfix@-.service: Deactivated successfully.',
  ])
    equal(told(line)?.[2], 'foreign', line);
});

test('a unit in the place of the tag: a line of Postfix that nobody understands', () => {
  equal(
    told('Nov  5 10:11:12 mx1 postfix@-.service[7]: connect from unknown[192.0.2.1]')?.[2],
    'postfix@-.service undefined',
  );
});

test('dates that do not exist are no stamps, in any form', () => {
  for (const stamp of [
    '11月 31 10:11:12',
    '13月 05 10:11:12',
    '2026/02/30 10:11:12',
    'Thu 2026-11-05 24:11:12 JST',
    'Feb 29 2026 10:11:12',
  ])
    equal(told(`${stamp} mx1 ${CONNECT}`), undefined, stamp);
});

test('Docker’s json-file driver', () => {
  const read = (log: string): unknown => {
    const line = JSON.stringify({ log, stream: 'stdout', time: '2026-11-05T01:11:12.5Z' });
    return readJournalLine(line, 0, line.length);
  };
  const expected = { host: 'mx1', tag: 'postfix/smtpd', pid: 7, message: 'connect from unknown[192.0.2.1]' };
  const iso = Date.parse('2026-11-05T01:11:12Z');
  deepEqual(read(`2026-11-05T10:11:12+09:00 mx1 ${CONNECT}\n`), { time: iso, ...expected });
  equal((read(`Nov  5 10:11:12 mx1 ${CONNECT}\n`) as { tag: string }).tag, 'postfix/smtpd');
  equal(read('no header\n'), undefined);
});

test('Plesk’s tags of two words', () => {
  const reader = newReader();
  told('Nov  5 10:11:12 mx1 spf filter[3457]: SPF result: pass', reader);
  deepEqual([reader.program.tag, reader.pid], ['spf filter', 3457]);
});
